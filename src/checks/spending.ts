// R14: one more yuan of spending that leaves an alliance better off (an error), and a fen that costs it much (a cliff, a warning).
//
// Rounding never makes a finding. With x rounded half away from zero, ⌊x + s⌋ − ⌊x⌋ ≤ ⌈s⌉ for s ≥ 0: where a yuan of overspend is shared
// at up to 100%, band by band, a part of d fen raises its rounded claim by at most d fen, and all parts together by at most the yuan, so
// borne never falls. What is retained is made of `times`, `min` and sums of them, each of which never falls as the surplus grows.
// So a fall of borne, or a rise of retained, is the policy's own. (`test/properties` tries this on random policies.)

import { percentage, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { Tell } from './told.ts';
import { netAt, spendingsOf, type Threshold, type Trial, thresholdsOf } from './trial.ts';

const YUAN = 100;
/** 10,000 yuan: more than the last bill of a year moves by chance, so that somebody would move a bill for it. */
export const CLIFF = fen(1_000_000);

/** Yuans that end just before, on, across and after a threshold. */
const BEFORE_A_YUAN = [-YUAN - 1, -YUAN, -YUAN + 1, -YUAN / 2, -1, 0, 1];
const BEFORE_A_FEN = [-2, -1, 0, 1];

export function spendingFindings(trial: Trial, tell: Tell): void {
  const { rules, quota, score } = trial;
  const net = (spending: number) => netAt(rules, quota, fen(spending), score);
  const rises = (from: number) => from >= 0 && net(from + YUAN) > net(from);
  const thresholds = thresholdsOf(rules, quota);
  for (const threshold of thresholds) {
    const from = BEFORE_A_YUAN.map((step) => threshold.spending + step).find(rises);
    if (from !== undefined) tellPerverse(trial, threshold, fen(from), tell);
    const edge = BEFORE_A_FEN.map((step) => threshold.spending + step).find((at) => at >= 0 && net(at) - net(at + 1) > CLIFF);
    if (edge !== undefined) tellCliff(trial, threshold, fen(edge), tell);
  }
  const between = spendingsOf(rules, quota).find(rises);
  if (between !== undefined) tellPerverse(trial, thresholdBelow(thresholds, between), between, tell);
}

function thresholdBelow(thresholds: readonly Threshold[], spending: Fen): Threshold {
  return thresholds.findLast((one) => one.spending <= spending) ?? { path: 'settlement', spending };
}

function tellPerverse({ year, alliance, rules, quota, score }: Trial, { path }: Threshold, from: Fen, tell: Tell): void {
  const net = (spending: number) => netAt(rules, quota, fen(spending), score);
  const [before, after] = [net(from), net(from + YUAN)];
  const args = {
    year,
    alliance,
    ...amounts({ quota, spent: from, before, after, gain: fen(after - before) }),
    rate: percentage(from, quota) ?? '',
  };
  tell('error', 'perverse-spending', path, year, args, tableOf(path));
}

function tellCliff({ year, alliance, rules, quota, score }: Trial, { path }: Threshold, edge: Fen, tell: Tell): void {
  const [before, after] = [netAt(rules, quota, edge, score), netAt(rules, quota, fen(edge + 1), score)];
  const args = {
    year,
    alliance,
    ...amounts({ quota, spent: edge, before, after, loss: fen(before - after), most: CLIFF }),
    rate: percentage(edge, quota) ?? '',
  };
  tell('warning', 'cliff', path, year, args, tableOf(path));
}

function amounts(some: Readonly<Record<string, Fen>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(some).map(([name, amount]) => [name, yuanGrouped(amount)]));
}

/** A table is told of once, whichever of its rows it is. */
function tableOf(path: string): string {
  return path.replace(/\.\d+\.\w+$/, '');
}
