// R14: rows of a policy that never change anything (warnings): score rows above 100 or hidden by others, bands beyond a ceiling or a cap,
// review bands that no quarter reaches.
//
// A row of settlement is tried: whether it shares nothing or all, if no payment of any spending at any score differs, it is idle. The quota
// tried on is large, so that no row hides behind rounding.

import { decimalText, percent } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import { compareRatios, NOTHING, type Ratio, ratio, times, WHOLE } from '../money/ratio.ts';
import type { SettlementRules } from '../plan/settlementRules.ts';
import type { ReviewBand } from '../plan/yearRules.ts';
import { returnedShare } from '../rules/settlement.ts';
import { FULL_SCORE, scoresOf } from './scores.ts';
import type { Tell } from './told.ts';
import { netAt, spendingsOf } from './trial.ts';

const QUOTA = fen(1_000_000_000_000);
const MINUS_ALL = ratio(-1n, 1n);

/** A row, where it stands, and the rules with it sharing nothing and all. */
interface Row {
  readonly table: string;
  readonly i: number;
  readonly score: Ratio | null;
  readonly variants: readonly [SettlementRules, SettlementRules];
}

export function unreachableRows(rules: SettlementRules, year: number, tell: Tell): void {
  const scores = scoresOf(rules);
  const spendings = spendingsOf(rules, QUOTA);
  const idle = rowsOf(rules).filter(({ variants: [nothing, all] }) => {
    const differs = (score: Ratio) => {
      if (times(QUOTA, returnedShare(nothing, score)) !== times(QUOTA, returnedShare(all, score))) return true;
      return spendings.some((spending) => netAt(nothing, QUOTA, spending, score) !== netAt(all, QUOTA, spending, score));
    };
    return !scores.some(differs);
  });
  for (const { table, i, score } of idle) {
    if (score !== null && compareRatios(score, FULL_SCORE) > 0) {
      tell('warning', 'unreachable-row', `${table}.${i}`, year, { case: 'score', row: i + 1, got: decimalText(score) }, table);
    } else {
      const which = idle.filter((other) => other.table === table).map((other) => other.i + 1);
      tell('warning', 'unreachable-row', `${table}.${i}`, year, { case: 'idle', row: which.join(', ') }, table);
    }
  }
  const { leastScore, depositPoints } = rules;
  for (const [path, score] of [
    ['settlement.leastScore', leastScore],
    ['settlement.deposit.points.fullFrom', depositPoints?.fullFrom ?? null],
  ] as const) {
    if (score !== null && compareRatios(score, FULL_SCORE) > 0)
      tell('warning', 'unreachable-row', path, year, { case: 'above', got: decimalText(score) });
  }
}

/** Every row of the tables that settlement reads. With the uses of the whole, retention is not read: that is said by the policy itself. */
function rowsOf(rules: SettlementRules): Row[] {
  const { surplusBands, retention, bands, scoreShift, returned, usesOfWhole } = rules;
  const row = (table: string, i: number, score: Ratio | null, variant: (share: Ratio, isAll: boolean) => SettlementRules): Row => ({
    table: `settlement.${table}`,
    i,
    score,
    variants: [variant(NOTHING, false), variant(WHOLE, true)],
  });
  const shared = <T>(list: readonly T[], i: number, some: Partial<T>): T[] => list.with(i, { ...(list[i] as T), ...some });
  return [
    ...(usesOfWhole ? [] : surplusBands).map((_, i) =>
      row('surplus.bands', i, null, (kept) => ({ ...rules, surplusBands: shared(surplusBands, i, { kept }) })),
    ),
    ...(usesOfWhole ? [] : retention).map(({ score }, i) =>
      row('surplus.retention', i, score, (share) => ({ ...rules, retention: shared(retention, i, { share }) })),
    ),
    ...bands.map((_, i) => row('overspend.bands', i, null, (pool) => ({ ...rules, bands: shared(bands, i, { pool }) }))),
    ...scoreShift.map(({ score }, i) =>
      row('scoreShift', i, score, (_, isAll) => ({
        ...rules,
        scoreShift: shared(scoreShift, i, { shift: isAll ? WHOLE : MINUS_ALL }),
      })),
    ),
    ...returned.map(({ score }, i) =>
      row('deposit.returned', i, score, (share) => ({ ...rules, returned: shared(returned, i, { share }) })),
    ),
  ];
}

/** Ten times what was to be spent by then: a year's quota spent by March is four times, so that this is a unit left out. */
const NO_QUARTER = ratio(10n, 1n);

/** R6: bands rise, so that each is reached by some rate; but a rate of this size is none that a quarter has. */
export function unreachableReviews(bands: readonly ReviewBand[], year: number, tell: Tell): void {
  const at = bands.findIndex((_, i) => i > 0 && compareRatios(bands[i - 1]?.upTo ?? NOTHING, NO_QUARTER) >= 0);
  const from = bands[at - 1]?.upTo;
  if (from !== undefined && from !== null) {
    tell('warning', 'unreachable-row', `review.${at}`, year, { case: 'review', row: at + 1, from: percent(from) }, 'review');
  }
}
