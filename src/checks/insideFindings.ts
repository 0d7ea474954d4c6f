// R10: budgets within the quota; and what a policy wants of pay inside alliances: within the approved total, a least share of fixed pay, and a gap between
// members that is not too wide. Findings with their numbers, none of which stops a run.

import { quotaOf } from '../figures/alliance.ts';
import { reaches, type YearView } from '../figures/figure.ts';
import { budgetOf, heldBackOf, shareOf } from '../figures/members.ts';
import { decimalText, percent, percentage, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { compareRatios, product, type Ratio, ratio } from '../money/ratio.ts';
import type { ProblemCode } from '../problem/problem.ts';

type Add = (code: ProblemCode, path: string, args: Record<string, string | number>, once?: string) => void;

/** Pay of a member: fixed, and performance pay with what it is paid of the surplus; null where fixed pay is not told. */
interface Pay {
  readonly k: number;
  readonly fixed: Fen;
  readonly all: Fen;
  /** All pay per head; null where the staff is not told. */
  readonly perHead: Ratio | null;
}

/** What the lead budgets for its members cannot be more than the alliance has. */
function budgetFindings(view: YearView, add: Add): void {
  for (const [a, { title }] of view.plan.alliances.entries()) {
    const all = fen((view.plan.members.ofAlliance[a] ?? []).reduce((sum, k) => sum + (budgetOf(view, k) ?? 0), 0));
    const quota = quotaOf(view, a);
    if (all <= quota) continue;
    const args = { year: view.year.year, alliance: title, got: yuanGrouped(all), quota: yuanGrouped(quota) };
    add('budgets-beyond', `county.alliances.${a}`, args);
  }
}

export function insideFindings(view: YearView, add: Add): void {
  if (view.year.inside === null || !reaches(view.year, 'months')) return;
  budgetFindings(view, add);
  if (!reaches(view.year, 'settled')) return;
  const year = view.year.year;
  const { rules } = view.year.inside;
  for (const [k, { institution }] of view.plan.members.list.entries()) {
    const held = heldBackOf(view, k) ?? fen(0);
    const title = view.plan.institutions[institution]?.title ?? '';
    if (held > 0) {
      const args = { year, title, share: yuanGrouped(shareOf(view, k) ?? fen(0)), got: yuanGrouped(held) };
      add('pay-held-back', `county.institutions.${institution}.pay`, args);
    }
    const pay = payOf(view, k);
    if (pay === null || rules.fixedAtLeast === null || pay.all === 0) continue;
    if (compareRatios(ratio(BigInt(pay.fixed), BigInt(pay.all)), rules.fixedAtLeast) >= 0) continue;
    const args = { year, title, got: percentage(pay.fixed, pay.all) ?? '', least: percent(rules.fixedAtLeast) };
    add('fixed-pay-low', `county.institutions.${institution}.pay`, args);
  }
  if (rules.gapAtMost !== null) for (const a of view.plan.alliances.keys()) gapFinding(view, a, rules.gapAtMost, add);
}

function payOf(view: YearView, k: number): Pay | null {
  const facts = view.year.inside?.facts[k];
  if (facts === undefined || facts.fixed === null) return null;
  const paid = (shareOf(view, k) ?? 0) - (heldBackOf(view, k) ?? 0);
  const all = fen(facts.fixed + (facts.performance ?? 0) + paid);
  const { staff } = facts;
  return { k, fixed: facts.fixed, all, perHead: staff === null || staff.n === 0n ? null : ratio(BigInt(all) * staff.d, staff.n) };
}

/** The highest pay per head of an alliance's members against the lowest. */
function gapFinding(view: YearView, a: number, most: Ratio, add: Add): void {
  const known = (view.plan.members.ofAlliance[a] ?? []).flatMap((k) => {
    const perHead = payOf(view, k)?.perHead ?? null;
    return perHead === null || perHead.n <= 0n ? [] : [{ k, perHead }];
  });
  const sorted = known.sort((x, y) => compareRatios(x.perHead, y.perHead));
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (lowest === undefined || highest === undefined) return;
  const gap = product(highest.perHead, ratio(lowest.perHead.d, lowest.perHead.n));
  if (compareRatios(gap, most) <= 0) return;
  const title = (k: number) => view.plan.institutions[view.plan.members.list[k]?.institution ?? -1]?.title ?? '';
  const times = Number((gap.n * 100n) / gap.d) / 100;
  const args = { year: view.year.year, alliance: view.plan.alliances[a]?.title ?? '', title: title(highest.k), other: title(lowest.k) };
  add('pay-gap', 'policy.inside.pay.gapAtMost', { ...args, got: times, most: decimalText(most) }, `pay-gap/${a}`);
}
