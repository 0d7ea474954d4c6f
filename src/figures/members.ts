// Figures of members inside their alliances (R10): budget, dues and payments of the months, deductions by name, arrears by
// age, shares of a surplus and of an overspend.

import { moved, movedBy } from '../books/books.ts';
import { MONTHS, SETTLEMENT } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { times } from '../money/ratio.ts';
import { PLACES } from '../plan/parties.ts';
import { distributable, type SplitAmount, splitOf, withinApproved } from '../rules/distribution.ts';
import { fundAmount, trueUpAmount } from '../rules/members.ts';
import { borneOf, quotaOf } from './alliance.ts';
import type { Figure, FigureValue, Unit, YearView } from './figure.ts';

/** A due that is not paid: how many months ago it fell due, null where that was before all that is known. */
export type Owed = readonly { readonly age: number | null; readonly amount: Fen }[];

/** Index of an institution among the members, or −1. */
export function memberIndex(view: YearView, institution: number): number {
  return view.plan.members.list.findIndex((member) => member.institution === institution);
}

function streamsIn(view: YearView, k: number, place: 'own' | 'cross'): number[] {
  const wanted = PLACES.indexOf(place);
  return (view.plan.members.streams[k] ?? []).filter((s) => view.plan.streams[s]?.place === wanted);
}

/** What the fund paid for a member's care of insured of its own alliance, or of others, trued up where the year is settled. */
export function careBy(view: YearView, k: number, place: 'own' | 'cross'): Fen {
  const streams = streamsIn(view, k, place);
  let sum: number = view.year.settles ? trueUpAmount(view.plan, streams, view.book) : 0;
  for (let m = 0; m < view.year.months; m++) sum += fundAmount(streams, view.book, m);
  return fen(sum);
}

/** What the agency paid a member itself, for people of no alliance. */
export function paidDirectly(view: YearView, k: number): Fen {
  return movedBy(view.book, view.plan.ledger.first.directPaid + k);
}

export function dueIn(view: YearView, k: number, month: number): Fen {
  const streams = view.plan.members.streams[k] ?? [];
  return month === SETTLEMENT ? trueUpAmount(view.plan, streams, view.book) : fundAmount(streams, view.book, month);
}

export function paidIn(view: YearView, k: number, period: number): Fen {
  return moved(view.book, view.plan.ledger.first.memberPaid + k, period);
}

/** Everything that the lead paid a member in a year. */
export function paidInYear(view: YearView, k: number): Fen {
  return movedBy(view.book, view.plan.ledger.first.memberPaid + k);
}

/** Deductions of the year by name: rows of R7 by their kind, then the lead's own. */
export function deductionsBy(view: YearView, k: number): ReadonlyMap<string, Fen> {
  const found = new Map<string, Fen>();
  const add = (name: string, amount: Fen) => found.set(name, fen((found.get(name) ?? 0) + amount));
  const { institution } = view.plan.members.list[k] ?? { institution: -2 };
  for (const row of view.year.deductions) if (row.institution === institution && row.month < view.year.months) add(row.kind, row.amount);
  for (const row of view.year.inside?.deductions ?? []) if (row.member === k && row.month < view.year.months) add(row.name, row.amount);
  return found;
}

/** What a member is deducted in a month, by R7 and by the lead. */
export function deductedIn(view: YearView, k: number, month: number): Fen {
  const { institution } = view.plan.members.list[k] ?? { institution: -2 };
  const rows = view.year.deductions.filter((row) => row.institution === institution && row.month === month);
  const own = (view.year.inside?.deductions ?? []).filter((row) => row.member === k && row.month === month);
  return fen([...rows, ...own].reduce((sum, row) => sum + row.amount, 0));
}

/** What the lead owes a member at the year's end; below zero what the member owes. */
export function arrearsOf(view: YearView, k: number): Fen {
  const { institution } = view.plan.members.list[k] ?? { institution: 0 };
  return fen(view.balancesAt(SETTLEMENT)[view.plan.ledger.account.institution + institution] as number);
}

/**
 * What is owed, youngest first (below zero, what the member owes, without an age): payments, deductions and corrections cleared the oldest dues, so what is left is the newest.
 */
export function owedOf(view: YearView, k: number): Owed {
  let left: number = arrearsOf(view, k);
  if (left < 0) return [{ age: null, amount: fen(left) }];
  const owed: { age: number | null; amount: Fen }[] = [];
  const take = (age: number | null, due: number): void => {
    const amount = Math.min(left, Math.max(0, due));
    if (amount <= 0) return;
    owed.push({ age, amount: fen(amount) });
    left -= amount;
  };
  const last = view.year.months;
  for (let y = view.y; y >= 0 && left > 0; y--) {
    const year = view.plan.years[y];
    if (year === undefined) continue;
    const of: YearView = y === view.y ? view : { ...view, y, year, book: view.run.books.year(y) };
    const back = (view.y - y) * MONTHS + last;
    if (year.settles) take(back - MONTHS, dueIn(of, k, SETTLEMENT));
    for (let m = year.months - 1; m >= 0; m--) take(back - (m + 1), dueIn(of, k, m));
  }
  const before = view.y * MONTHS + last;
  const { institution } = view.plan.members.list[k] ?? { institution: -1 };
  for (const { age, amount } of view.plan.opening.owed.get(view.plan.institutions[institution]?.id ?? '') ?? [])
    take(age === null ? null : age + before, amount);
  // Whatever no due accounts for was owed before all that is known.
  if (left > 0) owed.push({ age: null, amount: fen(left) });
  return owed;
}

/** Ages of arrears, in months since the due: less than three, six, twelve; and the rest. */
export const AGES = ['to3', 'to6', 'to12', 'over12'] as const;

export function arrearsByAge(view: YearView, k: number): ReadonlyMap<(typeof AGES)[number], Fen> {
  const found = new Map(AGES.map((age) => [age, fen(0)]));
  for (const { age, amount } of owedOf(view, k)) {
    if (amount < 0) continue;
    const bucket = age === null || age >= 12 ? 'over12' : age < 3 ? 'to3' : age < 6 ? 'to6' : 'to12';
    found.set(bucket, fen((found.get(bucket) ?? 0) + amount));
  }
  return found;
}

/** The budget that the lead set, in yuan or as a share of the quota; null where there is none. */
export function budgetOf(view: YearView, k: number): Fen | null {
  const facts = view.year.inside?.facts[k];
  if (facts === undefined) return null;
  if (facts.budget !== null) return facts.budget;
  return facts.budgetShare === null ? null : times(quotaOf(view, view.plan.members.list[k]?.alliance ?? 0), facts.budgetShare);
}

/** What is split of an alliance's retained surplus, and how; null where nothing is. */
function distributionOf(view: YearView, a: number): (SplitAmount & { readonly total: Fen }) | null {
  const rules = view.year.inside?.rules.distribution ?? null;
  if (rules === null) return null;
  const total = distributable(view.plan, view.book, a, rules.use);
  return { total, ...splitOf(view.plan, view.year, view.book, a, total, rules) };
}

/** How a borne overspend is collected from the members. */
function borneSplit(view: YearView, a: number): SplitAmount | null {
  const rules = view.year.inside?.rules.overspend ?? null;
  return rules === null ? null : splitOf(view.plan, view.year, view.book, a, borneOf(view, a), rules);
}

export function shareOf(view: YearView, k: number): Fen | null {
  const split = distributionOf(view, view.plan.members.list[k]?.alliance ?? 0);
  return split === null ? null : (split.members.get(k) ?? fen(0));
}

/** What of a share goes beyond the approved total of performance pay, and stays with the alliance. */
export function heldBackOf(view: YearView, k: number): Fen | null {
  const share = shareOf(view, k);
  const facts = view.year.inside?.facts[k];
  return share === null || facts === undefined ? null : fen(share - withinApproved(share, facts));
}

export function borneBy(view: YearView, k: number): Fen | null {
  const split = borneSplit(view, view.plan.members.list[k]?.alliance ?? 0);
  return split === null ? null : (split.members.get(k) ?? fen(0));
}

function namedOf(view: YearView, k: number): ReadonlyMap<string, Fen> | undefined {
  const own = (view.year.inside?.named ?? []).filter((one) => one.member === k);
  const share = shareOf(view, k);
  if (own.length === 0 || share === null) return undefined;
  const paid = fen(share - (heldBackOf(view, k) ?? 0));
  return new Map(own.map((one) => [one.id, times(paid, one.share)]));
}

/** A figure of a member; there where the policy says something of the inside of alliances. */
function member(
  id: string,
  zh: string,
  en: string,
  stage: Figure['stage'],
  read: (view: YearView, k: number) => FigureValue | undefined,
  unit: Unit = 'amount',
): Figure {
  return {
    id: `member.${id}`,
    scope: 'institution',
    words: { zh, en },
    unit,
    rule: 'R10',
    stage,
    read: (view, i) => {
      const k = memberIndex(view, i);
      return k < 0 || view.year.inside === null ? undefined : read(view, k);
    },
  };
}

function monthly(view: YearView, read: (month: number) => Fen): Fen[] {
  return Array.from({ length: view.year.months }, (_, m) => read(m));
}

const known = <T>(value: T | null): T | undefined => value ?? undefined;

export const MEMBER_FIGURES: readonly Figure[] = [
  member('budget', '成员年度预算', 'Yearly budget that the lead sets', 'months', (v, k) => known(budgetOf(v, k))),
  member('own', '收治本医共体参保人', 'Care of its own alliance’s insured', 'months', (v, k) => careBy(v, k, 'own')),
  member('cross', '收治其他医共体参保人', 'Care of other alliances’ insured', 'months', (v, k) => careBy(v, k, 'cross')),
  member('due', '每月应拨', 'Due by month', 'months', (v, k) => monthly(v, (m) => dueIn(v, k, m))),
  member('paid', '每月已拨', 'Paid by month', 'months', (v, k) => monthly(v, (m) => paidIn(v, k, m))),
  member('finalPaid', '清算时拨付', 'Paid at settlement', 'settled', (v, k) => paidIn(v, k, SETTLEMENT)),
  member('deductions', '扣款', 'Deductions by name', 'months', (v, k) => {
    const found = deductionsBy(v, k);
    return found.size === 0 ? undefined : found;
  }),
  member('arrears', '期末拖欠', 'Arrears at the end', 'months', arrearsOf),
  member('arrearsByAge', '拖欠按账龄', 'Arrears by age', 'months', arrearsByAge),
  member('share', '结余分配份额', 'Share of the surplus distributed', 'settled', (v, k) => known(shareOf(v, k))),
  member('heldBack', '超绩效总量未发', 'Held back beyond the approved pay total', 'settled', (v, k) => known(heldBackOf(v, k))),
  member('named', '指定科室、个人份额', 'Set aside for departments and persons', 'settled', namedOf),
  member('borne', '分摊自担超支', 'Share of the overspend borne', 'settled', (v, k) => known(borneBy(v, k))),
];

function inside(id: string, zh: string, en: string, read: (view: YearView, a: number) => FigureValue | undefined): Figure {
  return { id: `inside.${id}`, scope: 'alliance', words: { zh, en }, unit: 'amount', rule: 'R10', stage: 'settled', read };
}

/** Figures of an alliance: what is split over its tiers. */
export const INSIDE_FIGURES: readonly Figure[] = [
  inside('distributed', '分配的留用资金', 'Retained surplus distributed', (v, a) => distributionOf(v, a)?.total),
  inside('tiers', '分配到各层级', 'By tier', (v, a) => distributionOf(v, a)?.tiers),
  inside('heldBack', '超绩效总量留在医共体', 'Held back by the alliance', (v, a) =>
    distributionOf(v, a) === null ? undefined : heldBackIn(v, a),
  ),
  inside('borneTiers', '自担超支分到各层级', 'Overspend borne, by tier', (v, a) => borneSplit(v, a)?.tiers),
];

/** What the alliance keeps of the shares of its members. */
function heldBackIn(view: YearView, a: number): Fen {
  return fen((view.plan.members.ofAlliance[a] ?? []).reduce((sum, k) => sum + (heldBackOf(view, k) ?? 0), 0));
}
