// R14: little left of a yuan saved (a warning): at its own spending and score, an alliance that spends a little less has hardly more.

import { decimalText, percentage, yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import { compareShare, ratio, times } from '../money/ratio.ts';
import { countsOverspend } from '../rules/settlement.ts';
import type { Tell } from './told.ts';
import { netAt, type Trial } from './trial.ts';

/** 10,000 yuan: enough that no rounding to the fen tells. */
const SAVED = fen(1_000_000);
/** Of a yuan saved this much at least should stay: below it, saving costs more effort than it brings. */
const LEAST = ratio(20n, 100n);

export function incentiveFindings(trial: Trial, tell: Tell): void {
  const { year, alliance, rules, quota, spending, score } = trial;
  if (spending < SAVED) return;
  const net = (at: number) => netAt(rules, quota, fen(at), score);
  const kept = fen(net(spending - SAVED) - net(spending));
  if (compareShare(kept, SAVED, LEAST) >= 0) return;
  const amounts = { spent: yuanGrouped(spending), quota: yuanGrouped(quota), saved: yuanGrouped(SAVED), kept: yuanGrouped(kept) };
  const args = { year, alliance, ...amounts, rate: percentage(kept, SAVED) ?? '', score: decimalText(score) };
  tell('warning', 'weak-incentive', ruleAt(trial), year, args, spending > quota ? 'overspend' : 'surplus');
}

/** What of the policy leaves so little. */
function ruleAt({ rules, quota, spending }: Trial): string {
  const surplus = fen(quota - spending);
  if (surplus < 0) {
    return countsOverspend(rules, quota, fen(-surplus)) ? 'settlement.overspend.bands' : 'settlement.overspend.minimum';
  }
  if (rules.surplusMinimum !== null && surplus < times(quota, rules.surplusMinimum)) return 'settlement.surplus.minimum';
  if (rules.ceiling !== null && surplus >= times(quota, rules.ceiling)) return 'settlement.surplus.ceiling';
  return rules.surplusBands.length > 0 ? 'settlement.surplus.bands' : 'settlement.surplus.retention';
}
