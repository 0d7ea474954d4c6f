// R14: a higher score that pays less, be it a share of surplus or overspend, points on such a share, or a deposit returned (an error).
//
// Tried at every score that any table names, on surpluses and overspends of every band: between two such scores every table reads the same
// row, so that the lower one stands for all just below the higher. Each share that rises with the score raises what is paid, or leaves it,
// to the fen: `times` never falls as its rate rises. So no rounding makes a finding.

import { decimalText, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { compareRatios, type Ratio, ratio, times } from '../money/ratio.ts';
import type { SettlementRules } from '../plan/settlementRules.ts';
import { returnedShare, shareByScore } from '../rules/settlement.ts';
import type { Tell } from './told.ts';
import { netAt, spendingsOf, type Trial } from './trial.ts';

/** Scores are out of 100. */
export const FULL_SCORE = ratio(100n, 1n);

/** Every score that could make a difference, lowest first: those that tables name, 0 and 100. */
export function scoresOf(rules: SettlementRules): Ratio[] {
  const { retention, scoreShift, returned, leastScore, depositPoints } = rules;
  const named = [...retention, ...scoreShift, ...returned].map(({ score }) => score);
  const least = leastScore === null ? [] : [leastScore];
  const points = depositPoints === null ? [] : [depositPoints.fullFrom, depositPoints.allLostBelow];
  const all = [ratio(0n, 1n), ...named, ...least, ...points, FULL_SCORE];
  const within = all.filter((score) => score.n >= 0n && compareRatios(score, FULL_SCORE) <= 0).sort(compareRatios);
  return within.filter((score, i) => i === 0 || compareRatios(score, within[i - 1] as Ratio) > 0);
}

export function scoreFindings(trial: Trial, tell: Tell): void {
  const { rules, quota, deposit } = trial;
  const scores = scoresOf(rules);
  // An example near the quota says more than one of no spending at all.
  const spendings = [trial.spending, ...spendingsOf(rules, quota).sort((a, b) => Math.abs(a - quota) - Math.abs(b - quota))];
  for (const [i, higher] of scores.entries()) {
    const lower = scores[i - 1];
    if (lower === undefined) continue;
    for (const spending of spendings) {
      const [before, after] = [lower, higher].map((score) => netAt(rules, quota, spending, score)) as [Fen, Fen];
      if (after < before) {
        const at = { spent: yuanGrouped(spending), quota: yuanGrouped(quota) };
        tellPaysLess(trial, tableThatFalls(rules, lower, higher), { lower, higher, before, after }, at, tell);
        break;
      }
    }
    const [before, after] = [lower, higher].map((score) => times(deposit, returnedShare(rules, score))) as [Fen, Fen];
    if (after < before)
      tellPaysLess(
        trial,
        rowOf('settlement.deposit.returned', rules.returned, higher),
        { lower, higher, before, after },
        { deposit: yuanGrouped(deposit) },
        tell,
      );
  }
}

interface Fall {
  readonly lower: Ratio;
  readonly higher: Ratio;
  readonly before: Fen;
  readonly after: Fen;
}

function tellPaysLess({ year, alliance }: Trial, path: string, fall: Fall, at: Readonly<Record<string, string>>, tell: Tell): void {
  const { lower, higher, before, after } = fall;
  const args = { lower: decimalText(lower), higher: decimalText(higher), before: yuanGrouped(before), after: yuanGrouped(after) };
  tell(
    'error',
    'score-pays-less',
    path,
    year,
    { year, alliance, ...args, ...at, loss: yuanGrouped(fen(before - after)) },
    path.replace(/\.\d+$/, ''),
  );
}

/** Which table pays less: the one whose own share falls. */
function tableThatFalls(rules: SettlementRules, lower: Ratio, higher: Ratio): string {
  const { retention, scoreShift } = rules;
  if (compareRatios(shareByScore(retention, higher), shareByScore(retention, lower)) < 0)
    return rowOf('settlement.surplus.retention', retention, higher);
  return rowOf('settlement.scoreShift', scoreShift, higher);
}

/** The row of a table that a score reads. */
function rowOf(path: string, table: readonly { readonly score: Ratio }[], score: Ratio): string {
  const i = table.findIndex((row) => compareRatios(row.score, score) <= 0);
  return i < 0 ? path : `${path}.${i}`;
}
