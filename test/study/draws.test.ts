// Draws: each equals the plain run in its weather, whatever came before it; numbers depend on ids alone; rare branches are met.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { figureTree } from '../../src/figures/catalogue.ts';
import type { Run } from '../../src/figures/figure.ts';
import { InputProblems } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { Refusal } from '../../src/rules/refusal.ts';
import { type Asked, asked } from '../../src/study/asked.ts';
import { drawInto, drawingOf } from '../../src/study/draws.ts';
import { REFUSED } from '../../src/study/spread.ts';
import { weatherOf } from '../../src/weather/weather.ts';
import { readScenario, readUncertainty } from '../../src/written/read.ts';
import { play } from '../../src/year/play.ts';
import { played } from '../../src/year/simulate.ts';
import { ROOT, shipped } from '../golden/scenarios.ts';
import { onRuns } from '../properties/counties.ts';
import { yamlOf } from '../reference/writing.ts';
import { EVERY_KIND } from './everyKind.ts';
import { NaiveWeather } from './naiveWeather.ts';
import { onBaseline } from './scenarios.ts';
import { small } from './small.ts';

const STANDARD = readUncertainty(sourceOf('default', readFileSync(join(ROOT, 'seeds/uncertainty/default.yaml'), 'utf8')));

/** An adjustment in the second year out of a risk fund that depends on the first year's overspends. */
const ADJUSTED = `uncertainty: {variables: [{id: wild, kind: lognormal, scope: year, by: [alliance], sigma: 30%}]}
adjustments:
  - {year: 2026, month: 3, alliance: east, amount: 16万元, from: riskAdjustment, reason: 疫情}`;

const SEED = 20261122n;
const met = { draws: 0, refused: 0, partlyKnown: 0 };

/** Figures of a run, or why the rules refuse it. */
function outcome(playing: () => Run): unknown {
  try {
    return figureTree(playing());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    met.refused += 1;
    return error.message;
  }
}

function expectAlike(run: Run, written: typeof STANDARD, text: string, draws: readonly number[]): void {
  const read = readScenario(sourceOf('drawn.yaml', text));
  try {
    weatherOf(run.plan, read, written);
  } catch (error) {
    // Random counties may be too rich for a factor of a hundred.
    if (error instanceof InputProblems) return;
    throw error;
  }
  const weather = weatherOf(run.plan, read, written);
  if (weather.from.some((month) => month > 0 && month < 12)) met.partlyKnown += 1;
  const drawing = drawingOf(run.plan, weather, SEED);
  for (const draw of draws) {
    const plain = new NaiveWeather(run.plan, written, SEED, draw).plainPlan();
    expect(outcome(() => ({ plan: drawing.plan, books: drawing.play(draw) }))).toEqual(
      outcome(() => ({ plan: plain, books: played(plain) })),
    );
    met.draws += 1;
  }
}

describe('a draw equals the plain run in its weather, every figure', () => {
  it('on random counties, every kind of variable', () => {
    onRuns(30, (run, tree) => expectAlike(run, EVERY_KIND, yamlOf(tree), [0, 123_456]));
  });
  it('on random counties, the standard weather', () => {
    onRuns(20, (run, tree) => expectAlike(run, STANDARD, yamlOf(tree), [3]));
  });
  it('was tried often enough, also in years of which some months are known', () => {
    expect(met.draws).toBeGreaterThan(50);
    expect(met.partlyKnown).toBeGreaterThan(0);
  });

  it('where the rules refuse some of the draws, and these alone have no figures', () => {
    const text = 'variables: [{id: wild, kind: lognormal, scope: year, by: [alliance], sigma: 30%}]';
    const { run, read } = small([], 'adjustments: [{year: 2026, month: 6, alliance: east, amount: 150000, from: riskAdjustment}]');
    const wild = readUncertainty(sourceOf('wild', text));
    const drawing = drawingOf(run.plan, weatherOf(run.plan, read, wild), SEED);
    const column = asked(run, '2026.pool.closing') as Asked;
    const table = new Float64Array(20);
    drawInto(drawing, [column], 0, 20, table);
    const before = met.refused;
    for (const [draw, closing] of table.entries()) {
      const plain = new NaiveWeather(run.plan, wild, SEED, draw).plainPlan();
      const refused = met.refused;
      const wanted = outcome(() => ({ plan: plain, books: played(plain) }));
      expect(outcome(() => ({ plan: drawing.plan, books: drawing.play(draw) }))).toEqual(wanted);
      if (met.refused > refused) expect(closing).toBe(REFUSED);
      else expect(closing).toBe(column.read({ plan: plain, books: played(plain) }));
    }
    expect(met.refused).toBeGreaterThan(before);
    expect(table.some(Number.isFinite)).toBe(true);
  });

  it('an event that is certain is a shock of those months', () => {
    const shocks = [2025, 2026, 2027].map((y) => `{place: own, from: ${y}-03, to: ${y}-05, factor: 1.1}`);
    const shocked = onBaseline(`shocks: [${shocks.join(', ')}]`);
    const drawn = onBaseline(
      'uncertainty: {variables: [{id: certain, kind: event, scope: year, place: own, probability: 100%, month: 3, months: 3, factor: 1.1}]}',
    );
    const drawing = drawingOf(drawn.run.plan, weatherOf(drawn.run.plan, drawn.read), 1n);
    expect(figureTree({ plan: drawing.plan, books: drawing.play(5) })).toEqual(figureTree(shocked.run));
  });
});

describe('draws', () => {
  const { run, read } = shipped('baseline');
  const paths = ['2025.alliances.east.surplus', '2026.pool.closing', '2027.pool.payableMonths', '2027.alliances.north.advances.3'];
  const columns = paths.map((path) => asked(run, path) as Asked);
  const weather = weatherOf(run.plan, read, STANDARD);

  it('do not go by their order or by batches', () => {
    const whole = new Float64Array(20 * columns.length);
    drawInto(drawingOf(run.plan, weather, SEED), columns, 0, 20, whole);
    const parts = new Float64Array(20 * columns.length);
    const drawing = drawingOf(run.plan, weather, SEED);
    for (const first of [13, 0, 6]) {
      const count = first === 6 ? 7 : first === 0 ? 6 : 7;
      drawInto(drawing, columns, first, count, parts.subarray(first * columns.length));
    }
    expect(parts).toEqual(whole);
    const other = new Float64Array(columns.length);
    drawInto(drawingOf(run.plan, weather, SEED + 1n), columns, 0, 1, other);
    expect(other[0]).not.toBe(whole[0]);
  });

  it('ask for numbers, and for nothing else', () => {
    expect(asked(run, '2025.alliances.east.advances')).toBeNull();
    expect(asked(run, '2025.alliances.nobody.surplus')).toBeNull();
    expect(columns.map((one) => one.read(run))).toEqual([98751014, expect.any(Number), expect.any(Number), expect.any(Number)]);
    expect(asked(run, '2025.pool.payableMonths')?.read(run)).toBe(598);
    expect(asked(run, '2025.alliances.east.progress.12')?.read(run)).toBe(9964);
  });

  /** Cells of a draw by home, institution, service, item and signed institution, and year. */
  const cellsOf = (own: typeof run, ownRead: typeof read, written: typeof STANDARD) => {
    const plan = drawingOf(own.plan, weatherOf(own.plan, ownRead, written), SEED).fill(4);
    return new Map(
      plan.streams.flatMap((stream, s) =>
        plan.years.map((year) => {
          const names = [plan.alliances[stream.home]?.id, plan.institutions[stream.institution]?.id, plan.services[stream.service]?.id];
          return [[...names, stream.item, stream.kind, year.year].join(' '), year.cells.slice(s * 13, s * 13 + 13)] as const;
        }),
      ),
    );
  };

  it('a policy changed leaves the weather as it was', () => {
    const other = shipped('risk-fund-8');
    expect(cellsOf(other.run, other.read, STANDARD)).toEqual(cellsOf(run, read, STANDARD));
  });

  it('a variable added leaves all other numbers as they were', () => {
    const more = readUncertainty(
      sourceOf(
        'more',
        `${readFileSync(join(ROOT, 'seeds/uncertainty/default.yaml'), 'utf8')}  - {id: aa, kind: normal, scope: month, service: chronic, sigma: 9%}\n`,
      ),
    );
    const [before, after] = [cellsOf(run, read, STANDARD), cellsOf(run, read, more)];
    const moved = [...before].filter(([key, cells]) => String(after.get(key)) !== String(cells)).map(([key]) => key.split(' ')[2]);
    expect([...new Set(moved)]).toEqual(['chronic']);
  });

  it('an alliance added leaves the cells of others as they were', () => {
    const text = readFileSync(join(ROOT, 'test/errors/good.yaml'), 'utf8');
    const south = text
      .replace('    - {id: west,', '    - {id: south, insured: 1000, score: 80}\n    - {id: west,')
      .replace(
        '  activity:\n',
        '  activity:\n    - {year: 2024, home: south, institution: second-hospital, service: inpatient, fund: 10万元}\n',
      );
    const [two, three] = [text, south].map((one) => {
      const own = readScenario(sourceOf('counties.yaml', one));
      return cellsOf(play(own), own, STANDARD);
    }) as [ReturnType<typeof cellsOf>, ReturnType<typeof cellsOf>];
    expect(three.size).toBe(two.size + 1);
    for (const [key, cells] of two) expect(three.get(key)).toEqual(cells);
  });

  it('refused by the rules have the figures of the years before, and are counted', () => {
    // After 2025’s claims 1.7万元 to 9.9万元 are left, and 9.9万元 come in 2026: enough for the adjustment in some draws only.
    const { run: poor, read: own } = small(['county.pool: {balance: 100万元, riskAdjustment: 0}'], ADJUSTED);
    const drawing = drawingOf(poor.plan, weatherOf(poor.plan, own), SEED);
    const all = ['2025.pool.riskClosing', '2026.pool.closing', '2026.alliances.east.balance'].map((path) => asked(poor, path) as Asked);
    const draws = 60;
    const table = new Float64Array(draws * all.length);
    const refused = drawInto(drawing, all, 0, draws, table);
    const plays = (draw: number) => outcome(() => ({ plan: drawing.plan, books: drawing.play(draw) }));
    const isRefused = Array.from({ length: draws }, (_, draw) => typeof plays(draw) === 'string');
    expect(refused).toBe(isRefused.filter(Boolean).length);
    expect(refused).toBeGreaterThan(5);
    expect(refused).toBeLessThan(draws - 5);
    const first = all[0] as Asked;
    for (const [draw, isNone] of isRefused.entries()) {
      const [before, ...after] = table.subarray(draw * all.length, (draw + 1) * all.length);
      expect(after.map((value) => value === REFUSED)).toEqual([isNone, isNone]);
      // 2025 was closed before 2026 was refused: it is what the plan of 2025 alone gives in this weather.
      const alone = new NaiveWeather(poor.plan, own.scenario.uncertainty ?? STANDARD, SEED, draw).plainPlan();
      const only = { ...alone, years: alone.years.slice(0, 1) };
      expect(before).toBe(first.read({ plan: only, books: played(only) }));
    }
  });

  it('rare branches are met: claims beyond the risk fund, a claw-back, a negative pool', () => {
    const poor = onBaseline(`uncertainty: {variables: [{id: wild, kind: lognormal, scope: year, by: [alliance], sigma: 25%}]}
county: {pool: {balance: 0, riskAdjustment: 0}}
policy: {reserves: {riskAdjustment: {share: 0.5%}}, settlement: {overspend: {uncovered: pool}}}`);
    const drawing = drawingOf(poor.run.plan, weatherOf(poor.run.plan, poor.read), SEED);
    const seen = { short: 0, clawedBack: 0, negative: 0 };
    for (let draw = 0; draw < 200; draw++) {
      const own = { plan: drawing.plan, books: drawing.play(draw) };
      for (const [y, { year }] of own.plan.years.entries()) {
        const { claims, fundBeforeClaims } = own.books.year(y).decisions;
        if (claims.reduce((a, b) => a + b, 0) > fundBeforeClaims) seen.short += 1;
        const number = (path: string) => asked(own, `${year}.${path}`)?.read(own) ?? 0;
        if (number('alliances.east.finalPayment') < 0) seen.clawedBack += 1;
        if (number('pool.closing') < 0) seen.negative += 1;
      }
    }
    for (const [branch, times] of Object.entries(seen)) expect(times, branch).toBeGreaterThan(0);
  });
});

afterAll(() => console.log(JSON.stringify(met)));
