// R10 in a year: each member's months, then what is distributed and what is collected at settlement.
import { type Institution, placeOf } from './activity.ts';
import type { Budget } from './budget.ts';
import { drawn, paidWithin, shareOut } from './distribution.ts';
import { type Fraction, Refused, ratioOf, times, yuan } from './exact.ts';
import type { Deduction } from './given.ts';
import { checkForbidden, type Inside, namedShare, readBasis, readTiers } from './inside.ts';
import { ageArrears, payFinal, payMember } from './members.ts';
import type { Figures } from './reference.ts';
import type { Run, Span, State } from './run.ts';
import type { Settled } from './settlement.ts';
import { atYearEnd, type Payment, spending } from './spending.ts';
import { absolute, at, chargeAt, decimalAt, factAt, field, isNothing, isReadable, shareAt, textOf, type Written } from './written.ts';

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

function membersOf(run: Run, alliance: string): Institution[] {
  return run.institutions.filter((institution) => institution.alliance === alliance);
}

/** The yearly budget that the lead sets: an amount, or a share of January's quota; null: none for the year. */
function budgetOfMember(institution: Institution, quota: bigint, span: Span, run: Run): bigint | null {
  const [amount, share] = [field(institution.written, 'budget'), field(institution.written, 'budgetShare')];
  if (!isNothing(amount) && !isNothing(share)) throw new Refused(`${institution.id}: a budget and a share of the quota`);
  if (isReadable(amount, span.year)) {
    run.took('R10 budget an amount');
    return chargeAt(amount, span.year, 'budget');
  }
  if (isReadable(share, span.year)) {
    run.took('R10 budget a share of the quota');
    return times(quota, shareAt(share, span.year, 'budgetShare'));
  }
  run.took('R10 no budget');
  return null;
}

/** R7 rows on the institution under their kind, then what the lead deducts by name. */
function deductionsOf(run: Run, inside: Inside, member: string, span: Span, deducted: readonly Deduction[]) {
  const byName = inside.deductions.filter((row) => row.year === span.year && row.month <= span.monthsPlayed && row.institution === member);
  const byKind = deducted.filter((row) => row.institution === member);
  if (byKind.length > 0) run.took('R10 deduction of the agency');
  if (byName.length > 0) run.took('R10 deduction by name');
  const rows = [...byKind.map((row) => ({ ...row, name: row.kind })), ...byName];
  const totals = new Map<string, bigint>();
  for (const { name, amount } of rows) totals.set(name, (totals.get(name) ?? 0n) + amount);
  const months = Array.from({ length: span.monthsPlayed }, (_, m) =>
    sum(rows.filter((row) => row.month === m + 1).map((row) => row.amount)),
  );
  return { months, totals };
}

function playMember(
  run: Run,
  state: State,
  inside: Inside,
  member: Institution,
  quota: bigint,
  span: Span,
  deducted: readonly Deduction[],
) {
  const { spent, took } = run;
  const { year, monthsPlayed, settles } = span;
  const own = (payment: Payment) => payment.institution.id === member.id && placeOf(payment) === 'own';
  const cross = (payment: Payment) => payment.institution.id === member.id && placeOf(payment) === 'cross' && payment.home !== 'none';
  const monthly = (which: (payment: Payment) => boolean) =>
    Array.from({ length: monthsPlayed }, (_, m) => spending(spent, year, m + 1, which));
  const final = (which: (payment: Payment) => boolean) => (settles ? atYearEnd(spent, year, which) : 0n);
  const [ownMonths, crossMonths] = [monthly(own), monthly(cross)];
  const dues = ownMonths.map((amount, m) => amount + (crossMonths[m] ?? 0n));
  const { months: deductions, totals } = deductionsOf(run, inside, member.id, span, deducted);
  const lead = inside.leads.get(member.alliance ?? '') === member.id;
  const payout = shareAt(inside.payout, year, 'payout');
  if (payout.n > payout.d) took('R10 payout above 100%');

  const opening = isNothing(field(member.written, 'arrears')) ? 0n : chargeAt(field(member.written, 'arrears'), year, 'arrears');
  const account = state.members.get(member.id) ?? { owed: opening, dues: [] };
  state.members.set(member.id, account);
  const { paid, owed } = payMember(lead, payout, dues, deductions, account.owed, took);
  const due13 = final(own) + final(cross);
  const finalPaid = settles ? payFinal(lead, due13, owed, took) : 0n;
  account.owed = owed + due13 - finalPaid;
  dues.forEach((amount, m) => {
    account.dues.push({ month: absolute(year, m + 1), amount });
  });
  if (settles) account.dues.push({ month: absolute(year, 12), amount: due13 });
  const ages = ageArrears(account.owed, account.dues, absolute(year, monthsPlayed), took);
  const budget = budgetOfMember(member, quota, span, run);
  return {
    ...(budget === null ? {} : { budget: yuan(budget) }),
    own: yuan(sum(ownMonths) + final(own)),
    cross: yuan(sum(crossMonths) + final(cross)),
    due: dues.map(yuan),
    paid: paid.map(yuan),
    ...(settles ? { finalPaid: yuan(finalPaid) } : {}),
    ...(totals.size === 0 ? {} : { deductions: Object.fromEntries([...totals].map(([name, amount]) => [name, yuan(amount)])) }),
    arrears: yuan(account.owed),
    arrearsByAge: { to3: yuan(ages.to3), to6: yuan(ages.to6), to12: yuan(ages.to12), over12: yuan(ages.over12) },
  } satisfies Figures;
}

/** The months of every member, by institution. */
export function playMembers(run: Run, state: State, budget: Budget, span: Span, deducted: readonly Deduction[]): Map<string, Figures> {
  const { inside } = run;
  if (inside === null) return new Map();
  checkForbidden(inside, span.year);
  for (const basis of [inside.distribution, inside.overspend]) {
    if (isNothing(basis)) continue;
    readTiers(basis, span.year);
    readBasis(basis, span.year);
  }
  return new Map(
    run.alliances.flatMap(({ id }) =>
      membersOf(run, id).map((member): [string, Figures] => [
        member.id,
        playMember(run, state, inside, member, budget.quotas.get(id)?.quota ?? 0n, span, deducted),
      ]),
    ),
  );
}

/** What a formula may ask of a member: the county file's facts, and the year's activity. */
function variablesOf(run: Run, member: Institution, year: number): (name: string) => Fraction {
  const streams = (run.activity.streams.get(year) ?? []).filter((stream) => stream.institution.id === member.id);
  const volume = (measure: 'cases' | 'days') => sum(streams.flatMap((stream) => stream.months.map((amounts) => amounts[measure])));
  return (name) => {
    if (name === 'cases' || name === 'days') return ratioOf(volume(name), 1n);
    if (name !== 'fund') return decimalAt(factAt(field(member.written, name), year), year, `${name} of ${member.id}`);
    const months = Array.from({ length: 12 }, (_, m) =>
      spending(run.spent, year, m + 1, (payment) => payment.institution.id === member.id),
    );
    return ratioOf(sum(months), 100n);
  };
}

function shareByBasis(run: Run, basis: Written, amount: bigint, members: readonly Institution[], year: number) {
  const formula = readBasis(basis, year);
  const tiers = readTiers(basis, year);
  const variables = members.map((member) => variablesOf(run, member, year));
  // Facts that the formula names are told for every member of a tier, whatever there is to share.
  members.forEach((member, index) => {
    if (tiers.has(member.level ?? '')) for (const name of formula.names) variables[index]?.(name);
  });
  return shareOut(amount, tiers, members, (index) => formula.value(variables[index] ?? (() => null)), run.took);
}

function shown(tiers: ReadonlyMap<string, bigint>): Figures {
  return Object.fromEntries([...tiers].map(([level, part]) => [level, yuan(part)]));
}

/** What the settlement of an alliance brings to its members; its retained accounts fall by what is paid to them. */
export function settleInside(
  run: Run,
  alliance: string,
  settled: Settled,
  retained: Map<string, bigint>,
  year: number,
  ofMembers: ReadonlyMap<string, Figures>,
): Figures {
  const { inside, took } = run;
  if (inside === null) return {};
  const members = membersOf(run, alliance);
  const add = (member: Institution, figures: Figures): void => {
    Object.assign(ofMembers.get(member.id) ?? {}, figures);
  };
  const result: Figures = {};

  if (!isNothing(inside.distribution)) {
    const of = textOf(at(field(inside.distribution, 'of'), year), 'of');
    if (of !== 'retained' && !settled.uses.some((use) => use.name === of)) throw new Refused(`distribution of ${of}, which is no use`);
    const uses = settled.uses.filter((use) => !use.heldByPool && (of === 'retained' || use.name === of));
    if (uses.length === 0) took('R10 nothing of that use is held by the alliance');
    const amount = sum(uses.map((use) => use.amount));
    took(amount === 0n ? 'R10 nothing to distribute' : of === 'retained' ? 'R10 all retained distributed' : 'R10 one use distributed');
    const { tiers, shares } = shareByBasis(run, inside.distribution, amount, members, year);
    const paid = members.map((member, index) => {
      const share = shares[index] ?? 0n;
      const pay = field(member.written, 'pay');
      const [approved, performance] = ['approved', 'performance'].map((name) => {
        const written = field(pay, name);
        return isNothing(factAt(written, year)) ? null : chargeAt(written, year, name);
      });
      const within = paidWithin(share, approved ?? null, performance ?? 0n, took);
      const own = inside.named.filter((named) => named.institution === member.id);
      if (own.length > 0) took('R10 named parts');
      const named = Object.fromEntries(own.map((one) => [one.id, yuan(times(within, namedShare(one, year)))]));
      add(member, { share: yuan(share), heldBack: yuan(share - within), ...(own.length === 0 ? {} : { named }) });
      return within;
    });
    const parts = drawn(
      sum(paid),
      uses.map((use) => use.amount),
      took,
    );
    uses.forEach((use, index) => {
      retained.set(use.name, (retained.get(use.name) ?? 0n) - (parts[index] ?? 0n));
    });
    Object.assign(result, { tiers: shown(tiers), distributed: yuan(amount), heldBack: yuan(amount - sum(paid)) });
  }

  if (!isNothing(inside.overspend)) {
    if (settled.borne > 0n) took('R10 borne overspend collected');
    const { tiers, shares } = shareByBasis(run, inside.overspend, settled.borne, members, year);
    members.forEach((member, index) => {
      add(member, { borne: yuan(shares[index] ?? 0n) });
    });
    Object.assign(result, { borneTiers: shown(tiers) });
  }
  return Object.keys(result).length === 0 ? {} : { inside: result };
}
