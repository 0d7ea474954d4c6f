// Weathers of a small county: how variables go together whatever they cover, what an added one leaves alone, ends, events by hand, scores.

import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../src/problem/source.ts';
import { drawingOf } from '../../src/study/draws.ts';
import { yearsAsked } from '../../src/weather/variable.ts';
import { weatherOf } from '../../src/weather/weather.ts';
import { idleIn } from '../../src/written/idleUncertainty.ts';
import { readUncertainty } from '../../src/written/read.ts';
import { EVERY_KIND } from './everyKind.ts';
import { textbook } from './naiveQuantiles.ts';
import { NaiveWeather } from './naiveWeather.ts';
import { small } from './small.ts';

const { run, read } = small([], '    - {year: 2024, home: east, institution: far, service: outpatient, fund: 300000}');
const SEED = 20261122n;

/** A draw's factors of the cells of a home at an institution, January of the first year first. */
type Factors = (home: string, institution: string, service: string) => number[];

function weatherIn(text: string): (draw: number) => { readonly factors: Factors; readonly scores: readonly number[] } {
  const drawing = drawingOf(run.plan, weatherOf(run.plan, read, readUncertainty(sourceOf('written', text))), SEED);
  return (draw) => {
    const { years, streams, alliances, institutions, services } = drawing.fill(draw);
    const factors: Factors = (home, institution, service) => {
      const s = streams.findIndex(
        (one) =>
          alliances[one.home]?.id === home && institutions[one.institution]?.id === institution && services[one.service]?.id === service,
      );
      return years.flatMap(({ cells }, y) =>
        Array.from({ length: 12 }, (_, m) => (cells[s * 13 + m] as number) / (run.plan.years[y]?.cells[s * 13 + m] as number)),
      );
    };
    return { factors, scores: years.flatMap((year) => year.scores.map((score) => Number(score?.n) / Number(score?.d))) };
  };
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (k: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length;
  const means = [mean(0), mean(1)] as const;
  const product = (k: 0 | 1, l: 0 | 1) => pairs.reduce((sum, pair) => sum + (pair[k] - means[k]) * (pair[l] - means[l]), 0);
  return product(0, 1) / Math.sqrt(product(0, 0) * product(1, 1));
}

function ranksOf(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((i, j) => (values[i] as number) - (values[j] as number));
  const ranks = values.map(() => 0);
  for (const [rank, i] of order.entries()) ranks[i] = rank;
  return ranks;
}

it('amounts are those of the textbook but for a millionth, scores but for a hundredth', () => {
  const drawing = drawingOf(run.plan, weatherOf(run.plan, read, EVERY_KIND), SEED);
  for (const draw of [0, 99_999]) {
    const { years } = drawing.fill(draw);
    for (const [y, naive] of new NaiveWeather(run.plan, EVERY_KIND, SEED, draw, textbook).plainPlan().years.entries()) {
      const [own, calm] = [years[y], run.plan.years[y]] as [(typeof years)[number], (typeof years)[number]];
      for (const [i, cell] of naive.cells.entries()) {
        const off = Math.abs(cell - (own.cells[i] as number));
        expect(off, `cell ${i}`).toBeLessThanOrEqual(1 + 2e-6 * Math.max(cell, calm.cells[i] as number));
      }
      for (const [a, score] of naive.scores.entries()) {
        const of = (one: typeof score | undefined) => Number(one?.n) / Number(one?.d);
        expect(Math.abs(of(score) - of(own.scores[a]))).toBeLessThan(0.0101);
      }
      expect(own.cells).not.toEqual(calm.cells);
    }
  }
});

describe('two variables that cover different care go together as they should', () => {
  const DRAWS = 3000;
  const two = (keys: string, kinds = ['lognormal, sigma: 10%', 'lognormal, sigma: 20%']) => `variables:
  - {id: a, kind: ${kinds[0]}, ${keys}, service: inpatient, place: own}
  - {id: b, kind: ${kinds[1]}, ${keys}, service: outpatient, place: offCounty}
correlations: [{between: [b, a], rho: 0.9}]`;
  const pairs = (text: string, month = 2) => {
    const weather = weatherIn(text);
    return Array.from({ length: DRAWS }, (_, draw) => {
      const { factors } = weather(draw);
      return [factors('east', 'eh', 'inpatient')[2], factors('east', 'far', 'outpatient')[month]] as [number, number];
    });
  };
  const logs = (drawn: readonly (readonly [number, number])[]) => drawn.map(([a, b]) => [Math.log(a), Math.log(b)] as const);
  // Five standard errors: (1 − ρ²) ÷ √draws where ρ is 0.9, 1 ÷ √draws where it is 0.
  const near = (0.19 * 5) / Math.sqrt(DRAWS);
  const none = 5 / Math.sqrt(DRAWS);

  it.each(['', 'by: [alliance]', 'by: [service]', 'by: [place]', 'by: [service, place, alliance]'])('%s', (by) => {
    for (const scope of ['year', 'month']) {
      const drawn = logs(pairs(two(by === '' ? `scope: ${scope}` : `scope: ${scope}, ${by}`)));
      expect(Math.abs(correlation(drawn) - 0.9), scope).toBeLessThan(near);
    }
  });
  it('by ranks, where they are of other kinds', () => {
    const drawn = pairs(
      two('scope: year', ['beta, least: 70%, likely: 75%, most: 180%', 'triangular, least: 90%, likely: 100%, most: 130%']),
    );
    const ranks = [ranksOf(drawn.map(([a]) => a)), ranksOf(drawn.map(([, b]) => b))] as const;
    const wanted = (6 / Math.PI) * Math.asin(0.9 / 2);
    expect(Math.abs(correlation(ranks[0].map((a, i) => [a, ranks[1][i] as number])) - wanted)).toBeLessThan(near);
  });
  it('in the same month and the same alliance alone', () => {
    expect(Math.abs(correlation(logs(pairs(two('scope: month'), 3))))).toBeLessThan(none);
    const weather = weatherIn(two('scope: year, by: [alliance]').replaceAll(', place: own', '').replaceAll(', place: offCounty', ''));
    const drawn = Array.from({ length: DRAWS }, (_, draw) => {
      const { factors } = weather(draw);
      const [east] = factors('east', 'eh', 'inpatient').map(Math.log) as [number];
      return [factors('east', 'eh', 'outpatient'), factors('west', 'wh', 'outpatient')].map(
        ([b]) => [east, Math.log(b as number)] as const,
      );
    });
    expect(Math.abs(correlation(drawn.map(([own]) => own as readonly [number, number])) - 0.9)).toBeLessThan(near);
    expect(Math.abs(correlation(drawn.map(([, other]) => other as readonly [number, number])))).toBeLessThan(none);
  });
});

describe('a variable that is added, and made to go with others', () => {
  const a = '{id: a, kind: lognormal, scope: month, by: [alliance], service: inpatient, place: own, sigma: 10%}';
  const b = '{id: b, kind: lognormal, scope: month, by: [alliance], service: inpatient, place: offCounty, sigma: 10%}';
  const added = '{id: added, kind: lognormal, scope: month, by: [alliance], service: outpatient, sigma: 10%}';
  const together = '{between: [a, b], rho: 0.5}';
  const inpatient = (text: string) => {
    const { factors } = weatherIn(text)(7);
    return [factors('east', 'eh', 'inpatient'), factors('east', 'far', 'inpatient'), factors('west', 'wh', 'inpatient')];
  };
  const before = inpatient(`{variables: [${a}, ${b}], correlations: [${together}]}`);

  it.each([
    [[added, a, b], '{between: [added, b], rho: 0.7}'],
    [[a, added, b], '{between: [b, added], rho: 0.7}'],
    [[b, a, added], '{between: [a, added], rho: -0.7}, {between: [added, b], rho: 0.1}'],
  ])('leaves these as they were, wherever it is listed (%#)', (variables, pairs) => {
    const text = `{variables: [${variables}], correlations: [${together}, ${pairs}]}`;
    expect(inpatient(text)).toEqual(before);
    const alone = weatherIn(`{variables: [${added}]}`)(7).factors('east', 'eh', 'outpatient');
    expect(weatherIn(text)(7).factors('east', 'eh', 'outpatient')).not.toEqual(alone);
  });
});

describe('no factor is negative', () => {
  const wide = (id: string, more: string) => `{id: ${id}, kind: normal, sigma: 30%, ${more}}`;
  it.each([
    ['one number a month', [wide('a', 'scope: month, by: [service, place, alliance]')]],
    ['several', [wide('a', 'scope: month, by: [service, place, alliance]'), wide('b', 'scope: month, by: [alliance]')]],
    ['of a year under one a month', [wide('a', 'scope: year, by: [service, place, alliance]'), wide('b', 'scope: month, by: [alliance]')]],
    ['of a year, the run and a trend', [wide('a', 'scope: year'), wide('b', 'scope: once'), '{id: c, kind: trend, sigma: 30%}']],
    [
      'going with another',
      [wide('a', 'scope: month, by: [alliance]'), wide('b', 'scope: month, by: [alliance]')],
      '[{between: [a, b], rho: 0.5}]',
    ],
  ])('%s', (_, variables, pairs = '[]') => {
    const weather = drawingOf(
      run.plan,
      weatherOf(run.plan, read, readUncertainty(sourceOf('wide', `{variables: [${variables}], correlations: ${pairs}}`))),
      SEED,
    );
    let [lowest, zeros] = [Number.POSITIVE_INFINITY, 0];
    for (let draw = 0; draw < 1500; draw++) {
      for (const [y, { cells }] of weather.fill(draw).years.entries()) {
        for (const [i, cell] of cells.entries()) {
          if (run.plan.years[y]?.cells[i] === 0) continue;
          lowest = Math.min(lowest, cell);
          if (cell === 0) zeros += 1;
        }
      }
    }
    expect(lowest).toBe(0);
    expect(zeros).toBeGreaterThan(0);
  });
});

describe('events go by the year in which they begin', () => {
  const factorsOf = (terms: string) => {
    const { factors } = weatherIn(`variables: [{id: e, kind: event, scope: year, ${terms}}]`)(3);
    return factors('east', 'eh', 'inpatient').map((factor) => Math.round(factor * 1e6) / 1e6);
  };
  const months = (count: number, factor: number) => Array.from({ length: count }, () => factor);

  it('two years that began in December before the run last until November of its second year', () => {
    const terms = 'probability: {2024: 100%, 2025: 0%}, month: 12, months: {2024: 24, 2025: 1}, factor: 1.5';
    expect(factorsOf(terms)).toEqual([...months(23, 1.5), 1]);
  });
  it('a length that grows later does not bring back what is over', () => {
    const terms = 'probability: {2024: 100%, 2025: 0%}, month: 12, months: {2024: 2, 2025: 60}, factor: 1.5';
    expect(factorsOf(terms)).toEqual([1.5, ...months(23, 1)]);
  });
  it('one that began later counts while both last, then the earlier again', () => {
    const terms = 'probability: 100%, month: 6, months: {2024: 24, 2025: 2}, factor: {2024: 1.5, 2025: 0.8}';
    // Those of the years before 2024 have its terms, and are over by the end of May 2026 at the latest, all but that of 2024.
    expect(factorsOf(terms)).toEqual([...months(5, 1.5), 0.8, 0.8, ...months(10, 1.5), 0.8, 0.8, ...months(5, 1)]);
  });
  it('that only years before the run let begin is not called one that never does', () => {
    const said = (terms: string) => {
      const { variables } = readUncertainty(sourceOf('event', `variables: [{id: e, kind: event, scope: year, ${terms}}]`));
      return variables.flatMap((one) => idleIn(one, yearsAsked('event', [2025])));
    };
    expect(said('probability: {2024: 100%, 2025: 0%}, month: 12, months: 24, factor: {2024: 1.5, 2025: 100%}')).toEqual([]);
    expect(said('probability: {2024: 0%, 2025: 0%}, month: 12, months: 24, factor: 1')).toMatchObject([{ case: 'never' }, { case: 'one' }]);
  });
  it('ten years back', () => {
    const terms = 'probability: {2015: 100%, 2016: 0%}, month: 12, months: {2015: 120, 2016: 1}, factor: 1.5';
    expect(factorsOf(terms)).toEqual([...months(11, 1.5), ...months(13, 1)]);
  });
});

describe('scores', () => {
  const one = '{id: one, kind: score, home: east, sigma: 2}';
  const all = '{id: all, kind: score, sigma: 1}';
  it('stray by the sum of their variables', () => {
    const given = weatherIn('variables: [{id: n, kind: normal, scope: year, sigma: 1%}]')(0).scores;
    const [only, shared, both] = [[one], [all], [one, all]].map((variables) => weatherIn(`variables: [${variables}]`)) as [
      ReturnType<typeof weatherIn>,
      ReturnType<typeof weatherIn>,
      ReturnType<typeof weatherIn>,
    ];
    for (let draw = 0; draw < 20; draw++) {
      const strays = (weather: typeof only) => weather(draw).scores.map((score, i) => score - (given[i] as number));
      const [a, b] = [strays(only), strays(shared)];
      // Each is rounded to a hundredth of a point.
      for (const [i, stray] of strays(both).entries()) expect(Math.abs(stray - (a[i] as number) - (b[i] as number))).toBeLessThan(0.0151);
      expect(strays(both)).not.toEqual(b);
    }
  });
});
