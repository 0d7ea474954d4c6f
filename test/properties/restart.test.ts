// Stopping after a year and going on from its close equals running through; a run after another equals the run alone.
import { describe, expect, it } from 'vitest';
import { Books, closeOf, figureTree, play, readScenario, simulate, sourceOf } from '../../src/index.ts';
import { randomScenario } from '../reference/random.ts';
import { withValue, yamlOf } from '../reference/writing.ts';
import { field, type Written } from '../reference/written.ts';
import { onCounties, onRuns, refusalOf, rowsAt, runOf, spanOf } from './counties.ts';

/** The same scenario from a later year on: what belongs to earlier years is in the close. */
function from(tree: Written, first: number): Written {
  const [, last] = spanOf(tree);
  let later = withValue(tree, ['years'], [String(first), String(last)]);
  const actualTo = field(tree, 'actualTo');
  if (typeof actualTo === 'string' && Number(actualTo.slice(0, 4)) < first) later = withValue(later, ['actualTo'], undefined);
  for (const list of ['deductions', 'adjustments', 'advances', 'reviews', 'memberDeductions', 'purposeSpending']) {
    const rows = rowsAt(tree, list).filter((row) => Number(row.get('year')) >= first);
    later = withValue(later, [list], rows.length > 0 ? rows : undefined);
  }
  const begins = typeof actualTo === 'string' && actualTo > `${first}-00` ? actualTo : `${first - 1}-12`;
  const shocks = rowsAt(tree, 'shocks').filter((shock) => String(shock.get('to')) > begins);
  return withValue(later, ['shocks'], shocks.length > 0 ? shocks : undefined);
}

describe('restart', () => {
  it('going on from the close of a year gives the later years of the straight run', () => {
    let restarts = 0;
    onRuns(200, (run, tree) => {
      const straight = figureTree(run);
      for (const [y, year] of run.plan.years.entries()) {
        if (y === run.plan.years.length - 1) break;
        const close = closeOf(run, y);
        const rest = from(tree, year.year + 1);
        expect(refusalOf(rest, close)).toBe('');
        const later = runOf(rest, close);
        if (later === null) throw new Error('refused');
        restarts += 1;
        for (const [name, figures] of figureTree(later)) expect([name, figures]).toEqual([name, straight.get(name)]);
        expect(later.plan.years.length).toBe(run.plan.years.length - y - 1);
      }
    });
    expect(restarts).toBeGreaterThan(100);
  });

  it('with a settlement month in every county too', () => {
    let restarts = 0;
    onCounties(120, (random, seed) => {
      const tree = withValue(
        withValue(random, ['settlementMonth'], `2031-${String((seed % 12) + 1).padStart(2, '0')}`),
        ['through'],
        undefined,
      );
      const run = runOf(tree);
      if (run === null || run.plan.years.length < 2) return;
      const later = runOf(from(tree, (run.plan.years[0]?.year ?? 0) + 1), closeOf(run, 0));
      restarts += 1;
      for (const [name, figures] of later === null ? [] : figureTree(later))
        expect([name, figures]).toEqual([name, figureTree(run).get(name)]);
      expect(later).not.toBeNull();
    });
    expect(restarts).toBeGreaterThan(30);
  });

  it('a close made from a restarted run equals that of the straight run', () => {
    onRuns(150, (run, tree) => {
      const last = run.plan.years.length - 1;
      if (last < 1 || !run.plan.years[last]?.settles) return;
      const later = runOf(from(tree, (run.plan.years[last]?.year ?? 0) as number), closeOf(run, last - 1));
      if (later === null) throw new Error('refused');
      const [a, b] = [closeOf(run, last), closeOf(later, 0)];
      expect([b.pool, b.risk, b.base, b.fundDue, b.held, b.hospitalCash, b.spending]).toEqual([
        a.pool,
        a.risk,
        a.base,
        a.fundDue,
        a.held,
        a.hospitalCash,
        a.spending,
      ]);
      expect([b.retained, b.owed, b.purposes, b.indicators]).toEqual([a.retained, a.owed, a.purposes, a.indicators]);
      const sorted = (cells: typeof a.cells) => cells.map((cell) => JSON.stringify(cell)).sort();
      expect(sorted(b.cells)).toEqual(sorted(a.cells));
    });
  });
});

describe('one run after another', () => {
  it('simulating twice into the same books equals once', () => {
    onRuns(110, (run) => {
      const once = figureTree(run);
      const books = new Books(run.plan);
      simulate(run.plan, books);
      simulate(run.plan, books);
      expect(figureTree({ plan: run.plan, books })).toEqual(once);
    });
  });

  it('a run after a larger county equals the run alone', () => {
    const large = play(readScenario(sourceOf('large', yamlOf(firstPlayed(5)))));
    onRuns(90, (run) => {
      const alone = figureTree(run);
      const books = new Books(run.plan);
      simulate(run.plan, books);
      simulate(large.plan, new Books(large.plan));
      simulate(run.plan, books);
      expect(figureTree({ plan: run.plan, books })).toEqual(alone);
    });
  });

  it('reading and playing a text twice gives the same figures', () => {
    onRuns(80, (run, tree) => {
      const again = runOf(tree);
      expect(again === null ? null : figureTree(again)).toEqual(figureTree(run));
    });
  });
});

function firstPlayed(alliances: number): Written {
  for (let seed = 1; ; seed++) {
    const tree = withValue(randomScenario(seed, { alliances, years: 4 }), ['title'], '大县');
    if (runOf(tree) !== null) return tree;
  }
}
