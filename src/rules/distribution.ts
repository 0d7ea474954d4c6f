// R10 Inside the alliance: what the members share of a surplus, and bear of an overspend (结余分配、超支分担)
//
// Clause: Hainan prefecture (draft) 二（三）10 — 30% of the surplus is incentive; 元谋 (quoted) — surplus and deficit 县:乡:村 6:3:1; Kizilsu
//   二（五）5 — what is retained must not be linked to departments and persons (refused where it is read).
// Formula: the retained surplus, or one use of it, is apportioned to the tiers by their weights and in each tier to its members by a formula
//   over workload, points, heads, score; a member is paid no more than the approved total of performance pay leaves, the rest stays with the
//   alliance. A borne overspend is collected the same way, by a basis of its own, without that limit.
// Always: tiers sum to what is split, members to their tier, paid + held back to the share.
// Example: 370,370.37 by 6:3:1 → 222,222.22, 111,111.11 and 37,037.04 (the fen left over to the largest remainder).

import { type Books, moved, type YearBook } from '../books/books.ts';
import { valueOfFormula } from '../formula/formula.ts';
import { apportioned, weightsOf } from '../money/apportion.ts';
import { PERIODS, SETTLEMENT } from '../money/calendar.ts';
import { decimalText, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type Ratio, ratio } from '../money/ratio.ts';
import type { Level, Split } from '../plan/insideRules.ts';
import type { InsideYear } from '../plan/members.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { Refusal } from './refusal.ts';

/** An amount split over tiers, and over members by their index in the plan's list. */
export interface SplitAmount {
  readonly tiers: ReadonlyMap<Level, Fen>;
  readonly members: ReadonlyMap<number, Fen>;
}

/** Who stands in a tier, and what each weighs there; null where the formula gives nothing. */
export interface TierMembers {
  readonly members: readonly number[];
  readonly weight: (member: number) => Ratio | null;
  readonly refuse: (code: 'tier-empty' | 'weights-all-zero' | 'weight-undefined', args: Record<string, string | number>) => Refusal;
}

/** @throws {Refusal} where a tier gets a part and has nobody to give it to. */
export function split(total: Fen, tiers: Split['tiers'], tierOf: (level: Level) => TierMembers): SplitAmount {
  const members = new Map<number, Fen>();
  if (total === 0) {
    for (const { level } of tiers) for (const k of tierOf(level).members) members.set(k, fen(0));
    return { tiers: new Map(tiers.map(({ level }) => [level, fen(0)])), members };
  }
  const weights = tiers.map(({ weight }) => weight);
  if (weights.every(({ n }) => n === 0n)) throw tierOf('county').refuse('weights-all-zero', { got: yuanGrouped(total) });
  const parts = apportioned(total, weightsOf(weights));
  for (const [i, { level }] of tiers.entries()) {
    const part = parts[i] as Fen;
    const tier = tierOf(level);
    if (part === 0) {
      for (const k of tier.members) members.set(k, fen(0));
      continue;
    }
    if (tier.members.length === 0) throw tier.refuse('tier-empty', { level, got: yuanGrouped(part) });
    const values = tier.members.map((k) => {
      const value = tier.weight(k);
      if (value === null || value.n < 0n)
        throw tier.refuse('weight-undefined', { member: k, got: value === null ? '' : decimalText(value) });
      return value;
    });
    if (values.every(({ n }) => n === 0n)) throw tier.refuse('weights-all-zero', { level, got: yuanGrouped(part) });
    for (const [j, share] of apportioned(part, weightsOf(values)).entries()) members.set(tier.members[j] as number, share);
  }
  return { tiers: new Map(tiers.map(({ level }, i) => [level, parts[i] as Fen])), members };
}

/** An alliance's amount, split by the rules of the year. */
export function splitOf(plan: Plan, year: YearPlan, book: YearBook, a: number, total: Fen, by: Split): SplitAmount {
  const alliance = plan.alliances[a]?.title ?? '';
  const tierOf = (level: Level): TierMembers => ({
    members: (plan.members.ofAlliance[a] ?? []).filter((k) => plan.members.levels[k] === level),
    weight: (k) => weightOf(plan, year, book, k, by),
    refuse: (code, { member, ...args }) => {
      const of = plan.institutions[plan.members.list[Number(member ?? -1)]?.institution ?? -1];
      const path = `policy.${by.path}.${code === 'tier-empty' ? 'tiers' : 'by'}`;
      return new Refusal(code, path, { year: year.year, alliance, title: of?.title ?? alliance, formula: by.formula.text, ...args });
    },
  });
  return split(total, by.tiers, tierOf);
}

/** What a member weighs inside its tier; null where the formula gives nothing. */
export function weightOf(plan: Plan, year: YearPlan, book: YearBook, k: number, by: Split): Ratio | null {
  return valueOfFormula(by.formula, (name) => variable(plan, year, book, k, name));
}

/** What a name of a formula means for a member: a fact of the county, or the year's activity. */
function variable(plan: Plan, year: YearPlan, book: YearBook, k: number, name: string): Ratio | null {
  const facts = (year.inside as InsideYear).facts[k];
  if (name === 'workload' || name === 'points' || name === 'heads' || name === 'score') return facts?.[name] ?? null;
  const table = name === 'fund' ? book.cells : name === 'cases' || name === 'days' ? year.volumes?.[name] : undefined;
  const streams = [...(plan.members.streams[k] ?? []), ...(plan.members.direct[k] ?? [])];
  let sum = 0;
  for (const s of streams) for (let m = 0; m < year.months; m++) sum += table?.[s * PERIODS + m] ?? 0;
  return ratio(BigInt(sum), name === 'fund' ? 100n : 1n);
}

/** What is distributed of an alliance's retained surplus: of one use, or of all that it holds. */
export function distributable(plan: Plan, book: YearBook, a: number, use: number): Fen {
  const line = plan.ledger.first.retained + a * plan.uses.length;
  if (use >= 0) return moved(book, line + use, SETTLEMENT);
  let sum = 0;
  for (let u = 0; u < plan.uses.length; u++) sum += moved(book, line + u, SETTLEMENT);
  return fen(sum);
}

/** What a member is paid of its share: within the approved total of performance pay, where there is one. */
export function withinApproved(
  share: Fen,
  { approved, performance }: { readonly approved: Fen | null; readonly performance: Fen | null },
): Fen {
  return approved === null ? share : fen(Math.min(share, Math.max(0, approved - (performance ?? 0))));
}

export function distribute(plan: Plan, year: YearPlan, book: YearBook, books: Books): void {
  const { facts, rules } = year.inside as InsideYear;
  const { first } = plan.ledger;
  for (const a of plan.alliances.keys()) {
    if (rules.distribution !== null) {
      const { use } = rules.distribution;
      const shares = splitOf(plan, year, book, a, distributable(plan, book, a, use), rules.distribution);
      const paid = (plan.members.ofAlliance[a] ?? []).map((k) =>
        withinApproved(shares.members.get(k) ?? fen(0), facts[k] as InsideYear['facts'][number]),
      );
      drawFromUses(plan, year, book, books, a, use, paid);
    }
    if (rules.overspend !== null) {
      const shares = splitOf(plan, year, book, a, borneIn(plan, book, a), rules.overspend);
      for (const [k, share] of shares.members) books.post(first.memberBorne + k, SETTLEMENT, share);
    }
  }
}

/** What an alliance bears of its overspend, netted or lent. */
function borneIn({ ledger: { first }, features }: Plan, book: YearBook, a: number): Fen {
  return fen(moved(book, first.borne + a, SETTLEMENT) + (features.recovery ? moved(book, first.lent + a, SETTLEMENT) : 0));
}

/** Members are paid one after another out of the uses in the policy's order, each emptied before the next. */
function drawFromUses(plan: Plan, year: YearPlan, book: YearBook, books: Books, a: number, use: number, paid: readonly Fen[]): void {
  const { first } = plan.ledger;
  const order = use >= 0 ? [use] : (year.rules.settlement?.uses ?? []).map((one) => one.use);
  const left = order.map((u) => moved(book, first.retained + a * plan.uses.length + u, SETTLEMENT) as number);
  let at = 0;
  for (const [j, k] of (plan.members.ofAlliance[a] ?? []).entries()) {
    let owed = paid[j] as number;
    while (owed > 0 && at < order.length) {
      const part = Math.min(owed, left[at] as number);
      books.post(first.distributed + k * plan.uses.length + (order[at] as number), SETTLEMENT, part);
      owed -= part;
      left[at] = (left[at] as number) - part;
      if (left[at] === 0) at += 1;
    }
  }
}

/** What each alliance is owed after flows between them: received − paid, which sums to nothing. */
export function netOf(count: number, flows: readonly { readonly payer: number; readonly payee: number; readonly amount: Fen }[]): Fen[] {
  const net = new Array<number>(count).fill(0);
  for (const { payer, payee, amount } of flows) {
    net[payer] = (net[payer] as number) - amount;
    net[payee] = (net[payee] as number) + amount;
  }
  return net.map(fen);
}
