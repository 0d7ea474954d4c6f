// R9: a floating point value or rate: months are pre-settled at the budget value, the year shares out the sub-budget.
import type { Institution, Stream } from './activity.ts';
import type { Took } from './branches.ts';
import { apportion, compare, type Fraction, plus, product, quotient, Refused, times, whole, zero } from './exact.ts';
import { fundOf, priced, rateOf, weightOf } from './fixed.ts';
import { coefficientOf, type Rule } from './method.ts';
import { at, chargeAt, field, isNothing, shareAt, type Written } from './written.ts';

/** What an institution brings to the year end: points × coefficient in ten-thousandths, and what patients paid. */
interface Sharing {
  readonly weight: Fraction;
  readonly patientPaid: bigint;
}

interface Shared {
  /** Yuan a point; null where there are no points. */
  readonly value: Fraction | null;
  readonly edge: 'floor' | 'ceiling' | null;
  readonly parts: readonly { readonly standard: bigint; readonly fund: bigint }[];
}

interface Terms {
  readonly budgetValue: Fraction;
  readonly floor: Fraction | null;
  readonly ceiling: Fraction | null;
}

function sumOf(weights: readonly Fraction[]): Fraction {
  return weights.reduce(plus, zero);
}

function paidBy(parties: readonly Sharing[]): bigint {
  return parties.reduce((sum, party) => sum + party.patientPaid, 0n);
}

/** Rounds: those whose patients paid more than their part drop out together, and the rest is apportioned anew. */
function rounds(subBudget: bigint, parties: readonly Sharing[], took: Took): { sharing: Set<Sharing>; parts: Map<Sharing, bigint> } {
  let sharing = [...parties];
  for (;;) {
    const parts = apportion(
      subBudget + paidBy(sharing),
      sharing.map((party) => party.weight),
    );
    const left = sharing.filter((party, index) => party.patientPaid <= (parts[index] ?? 0n));
    if (left.length === sharing.length)
      return { sharing: new Set(sharing), parts: new Map(sharing.map((party, i) => [party, parts[i] ?? 0n])) };
    took(sharing.length === parties.length ? 'R9 floating: an institution drops out' : 'R9 floating: another drops out in a later round');
    sharing = left;
  }
}

/** Beyond an edge the value is fixed there, and every institution is paid at it. */
function atEdge(edge: 'floor' | 'ceiling', value: Fraction, parties: readonly Sharing[], took: Took): Shared {
  took(edge === 'floor' ? 'R9 floating floor' : 'R9 floating ceiling');
  return {
    value,
    edge,
    parts: parties.map((party) => {
      const standard = priced(party.weight, value);
      return { standard, fund: fundOf(standard, party.patientPaid, took) };
    }),
  };
}

/** The year end of a floating method, institutions in the county's order. */
function shareOut(subBudget: bigint, terms: Terms, parties: readonly Sharing[], took: Took): Shared {
  const { budgetValue, floor, ceiling } = terms;
  if (floor !== null && ceiling !== null && compare(floor, ceiling) > 0) throw new Refused('a floor above the ceiling');
  if (parties.every((party) => party.weight.n === 0n)) {
    took('R9 floating: no points in the year');
    return { value: null, edge: null, parts: parties.map(() => ({ standard: 0n, fund: 0n })) };
  }
  const { sharing, parts } = rounds(subBudget, parties, took);
  const money = whole((subBudget + paidBy([...sharing])) * 100n); // fen and ten-thousandths: yuan a point
  const value = quotient(money, sumOf([...sharing].map((party) => party.weight)));
  if (ceiling !== null && compare(value, product(ceiling, budgetValue)) > 0) {
    return atEdge('ceiling', product(ceiling, budgetValue), parties, took);
  }
  if (floor !== null && compare(value, product(floor, budgetValue)) < 0) {
    return atEdge('floor', product(floor, budgetValue), parties, took);
  }
  took(floor === null && ceiling === null ? 'R9 floating without edges' : 'R9 floating between the edges');
  return {
    value,
    edge: null,
    parts: parties.map((party) => {
      const standard = parts.get(party) ?? party.patientPaid;
      return { standard, fund: standard - party.patientPaid };
    }),
  };
}

/** A month of an institution: what the budget value leaves after the patients, times the pre-payment share. */
function prepaidOf(weight: Fraction, budgetValue: Fraction, patientPaid: bigint, share: Fraction, took: Took): bigint {
  const prepaid = times(priced(weight, budgetValue) - patientPaid, share);
  took(prepaid < 0n ? 'R9 floating month below zero' : 'R9 floating month');
  return prepaid > 0n ? prepaid : 0n;
}

// ---- a service's year ----

/** A stream's year: its cells before and after the year end. */
interface Floated {
  readonly stream: Stream;
  readonly prepaid: bigint[];
  trueUp: bigint;
}

export interface FloatingYear {
  readonly floated: readonly Floated[];
  /** Only where the year settles. */
  readonly shared: Shared | null;
  readonly subBudget: bigint;
}

function subBudgetOf(rule: Rule, floating: Written, quotas: bigint, took: Took): bigint {
  const [amount, share] = [field(floating, 'subBudget'), field(floating, 'share')];
  if (isNothing(amount) === isNothing(share)) throw new Refused('a sub-budget is an amount or a share of the quotas');
  took(isNothing(amount) ? 'R9 floating: a share of the quotas' : 'R9 floating: an amount');
  if (isNothing(share)) return chargeAt(amount, rule.year, 'sub-budget');
  return times(quotas, shareAt(share, rule.year, 'share of the quotas'));
}

/** The floating terms of a drg or dip service; null: its rate is fixed. */
export function floatingTerms(rule: Rule): Written {
  return rule.method === 'drg' || rule.method === 'dip' ? at(field(rule.terms, 'floating'), rule.year) : null;
}

function edgeOf(floating: Written, name: string, year: number): Fraction | null {
  const written = field(floating, name);
  return isNothing(written) ? null : shareAt(written, year, name);
}

/** Amounts to apportion by weights that may all be zero; then nothing is. */
function apportioned(total: bigint, weights: readonly Fraction[]): bigint[] {
  return total === 0n ? weights.map(() => 0n) : apportion(total, weights);
}

export function floatYear(
  rule: Rule,
  streams: readonly Stream[],
  institutions: readonly Institution[],
  monthsPlayed: number,
  settles: boolean,
  quotas: bigint,
  took: Took,
): FloatingYear {
  const floating = floatingTerms(rule);
  const terms: Terms = {
    budgetValue: rateOf(rule),
    floor: edgeOf(floating, 'floor', rule.year),
    ceiling: edgeOf(floating, 'ceiling', rule.year),
  };
  if (terms.floor !== null && terms.ceiling !== null && compare(terms.floor, terms.ceiling) > 0) {
    throw new Refused('a floor above the ceiling');
  }
  const share = shareAt(field(floating, 'prepaid'), rule.year, 'pre-payment share');
  const subBudget = subBudgetOf(rule, floating, quotas, took);
  const floated: Floated[] = streams.map((stream) => ({ stream, prepaid: [], trueUp: 0n }));
  const coefficients = new Map(streams.map((stream) => [stream, coefficientOf(rule, stream, took)]));
  const weightIn = (stream: Stream, month: number): Fraction => {
    const amounts = stream.months[month - 1];
    return amounts === undefined ? zero : weightOf(rule, amounts, coefficients.get(stream) ?? zero);
  };
  const patientsIn = (stream: Stream, month: number): bigint => stream.months[month - 1]?.patientPaid ?? 0n;
  const months = Array.from({ length: monthsPlayed }, (_, index) => index + 1);

  for (const institution of institutions) {
    const own = floated.filter(({ stream }) => stream.institution.id === institution.id);
    if (own.length === 0) continue;
    for (const month of months) {
      const weights = own.map(({ stream }) => weightIn(stream, month));
      const patients = own.reduce((sum, { stream }) => sum + patientsIn(stream, month), 0n);
      const parts = apportioned(prepaidOf(sumOf(weights), terms.budgetValue, patients, share, took), weights);
      own.forEach((one, index) => {
        one.prepaid.push(parts[index] ?? 0n);
      });
    }
  }
  if (!settles) return { floated, shared: null, subBudget };

  const cellsOf = (institution: Institution) =>
    floated.filter(({ stream }) => stream.institution.id === institution.id).flatMap((one) => months.map((month) => ({ one, month })));
  const parties = institutions.map((institution) => {
    const cells = cellsOf(institution);
    return {
      weight: sumOf(cells.map(({ one, month }) => weightIn(one.stream, month))),
      patientPaid: cells.reduce((sum, { one, month }) => sum + patientsIn(one.stream, month), 0n),
    };
  });
  const shared = shareOut(subBudget, terms, parties, took);
  institutions.forEach((institution, index) => {
    const cells = cellsOf(institution);
    const finals = apportioned(
      shared.parts[index]?.fund ?? 0n,
      cells.map(({ one, month }) => weightIn(one.stream, month)),
    );
    cells.forEach(({ one, month }, i) => {
      one.trueUp += (finals[i] ?? 0n) - (one.prepaid[month - 1] ?? 0n);
    });
  });
  return { floated, shared, subBudget };
}

/** An incentive pool for supported groups: by points without coefficients, to institutions and then to their cells. */
export function incentives(
  rule: Rule,
  pool: bigint,
  supported: readonly Stream[],
  institutions: readonly Institution[],
  took: Took,
): Map<Stream, bigint> {
  const pointsOf = (stream: Stream): Fraction[] => stream.months.map((amounts) => weightOf(rule, amounts, whole(1n)));
  const ofInstitutions = institutions.map((institution) => supported.filter((stream) => stream.institution.id === institution.id));
  const weights = ofInstitutions.map((streams) => sumOf(streams.flatMap(pointsOf)));
  if (weights.every((weight) => weight.n === 0n)) {
    took('R9 incentive pool without supported points');
    return new Map();
  }
  took('R9 incentive pool');
  const parts = apportion(pool, weights);
  return new Map(
    ofInstitutions.flatMap((streams, index) => {
      const cells = apportioned(parts[index] ?? 0n, streams.flatMap(pointsOf));
      return streams.map((stream, i): [Stream, bigint] => [stream, cells.slice(12 * i, 12 * i + 12).reduce((a, b) => a + b, 0n)]);
    }),
  );
}
