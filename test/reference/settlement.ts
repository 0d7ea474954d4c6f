// R7: year-end settlement.
import type { Took } from './branches.ts';
import { apportion, apportionWhole, compare, type Fraction, one, plus, Refused, times, zero } from './exact.ts';
import {
  amountAt,
  at,
  field,
  isNothing,
  listAt,
  listOf,
  mapOf,
  monthOf,
  scoreAt,
  shareAt,
  textOf,
  type Written,
  yearOf,
} from './written.ts';

export interface Adjustment {
  readonly year: number;
  readonly month: number;
  readonly alliance: string;
  readonly amount: bigint;
  readonly fromRisk: boolean;
}

export function readAdjustments(scenario: Written, alliances: ReadonlySet<string>): Adjustment[] {
  return listOf(field(scenario, 'adjustments'), 'adjustments').map((item) => {
    const year = yearOf(field(item, 'year'), 'year of an adjustment');
    const month = monthOf(field(item, 'month'), 'month of an adjustment');
    const alliance = textOf(field(item, 'alliance'), 'alliance');
    const from = textOf(field(item, 'from'), 'source of an adjustment');
    if (!alliances.has(alliance)) throw new Refused(`adjustment: unknown alliance ${alliance}`);
    if (from !== 'riskAdjustment' && from !== 'pool') throw new Refused(`adjustment from ${from}`);
    return { year, month, alliance, amount: amountAt(field(item, 'amount'), year, 'adjustment'), fromRisk: from === 'riskAdjustment' };
  });
}

/** Adjustments of one year in month order (file order within a month), checked against the risk fund. */
export function checkAdjustments(adjustments: readonly Adjustment[], riskFund: bigint, took: Took): void {
  let fund = riskFund;
  if (adjustments.length === 0) took('R7 no adjustments');
  for (let month = 1; month <= 12; month++) {
    for (const adjustment of adjustments) {
      if (adjustment.month !== month) continue;
      if (!adjustment.fromRisk) {
        took(adjustment.amount < 0n ? 'R7 adjustment back to the pool' : 'R7 adjustment from the pool');
        continue;
      }
      took(adjustment.amount < 0n ? 'R7 adjustment back to the risk fund' : 'R7 adjustment from the risk fund');
      fund -= adjustment.amount;
      if (adjustment.amount > 0n && fund < 0n) throw new Refused('an adjustment beyond the risk-adjustment fund');
      if (adjustment.amount > 0n && fund === 0n) took('R7 adjustment takes the last fen of the fund');
    }
  }
}

/** R7: the share of the first row whose score is not above the score, 0 if there is none. */
function shareByScore(table: readonly Written[], score: Fraction | null, year: number, took: Took): Fraction {
  if (score === null) {
    // Only a row `score: 0`: checked before.
    took('R7 no score needed');
    return shareAt(field(table[0] ?? null, 'share'), year, 'share');
  }
  for (const [index, row] of table.entries()) {
    const order = compare(scoreAt(field(row, 'score'), year, 'score of a row'), score);
    if (order > 0) continue;
    if (order === 0) took('R7 score exactly on a row');
    took(index === 0 ? 'R7 score in the first row' : 'R7 score in a later row');
    return shareAt(field(row, 'share'), year, 'share');
  }
  took('R7 score in no row');
  return zero;
}

export interface Party {
  readonly id: string;
  readonly written: Written;
  readonly quota: bigint; // adjusted
  readonly expenditure: bigint; // net of deductions
  readonly offCounty: bigint; // gross of deductions
  readonly advances: bigint;
}

export interface Settled {
  readonly surplus: bigint;
  readonly overspend: bigint;
  readonly retained: bigint;
  readonly toPool: bigint;
  readonly poolShare: bigint;
  readonly funded: bigint;
  readonly borne: bigint;
  readonly uses: ReadonlyMap<string, bigint>;
  readonly depositReturned: bigint;
  readonly depositWithheld: bigint;
  readonly entitlement: bigint;
  readonly finalPayment: bigint;
}

/** R7: the quality deposit by January's quotas; all quotas 0: nobody's. */
export function splitDeposit(deposit: bigint, quotas: readonly bigint[], took: Took): bigint[] {
  if (deposit === 0n) {
    took('R7 no deposit');
    return quotas.map(() => 0n);
  }
  if (quotas.every((quota) => quota === 0n)) {
    took('R7 deposit of quotas all zero');
    return quotas.map(() => 0n);
  }
  took('R7 deposit apportioned');
  return apportionWhole(deposit, quotas);
}

/** R7: bands are marginal, on fractions of Q, rounded band by band. */
function poolShareOf(bands: readonly Written[], quota: bigint, overspend: bigint, year: number, took: Took): bigint {
  let claim = 0n;
  let lower = 0n;
  for (const [index, band] of bands.entries()) {
    const upToWritten = field(band, 'upTo');
    const open = isNothing(upToWritten);
    if (open && index !== bands.length - 1) throw new Refused('only the last band may have no upTo');
    const upper = open ? null : times(quota, shareAt(upToWritten, year, 'upTo'));
    if (upper !== null && upper < lower) throw new Refused('bands are not in order');
    const top = upper === null || overspend < upper ? overspend : upper;
    if (overspend > lower) {
      took(index === 0 ? 'R7 band 1' : index === 1 ? 'R7 band 2' : index === 2 ? 'R7 band 3' : 'R7 band 4 or later');
      if (open) took('R7 band without upTo');
      claim += times(top - lower, shareAt(field(band, 'pool'), year, 'pool share'));
    }
    if (upper === overspend) took('R7 exactly on a band');
    if (upper === null) return claim;
    lower = upper;
  }
  if (overspend > lower) took('R7 above the last band');
  return claim;
}

export function settle(
  policy: Written,
  parties: readonly Party[],
  deposits: readonly bigint[],
  hasDeposit: boolean,
  riskFund: bigint,
  year: number,
  took: Took,
): Settled[] {
  const surplusRule = field(policy, 'settlement', 'surplus');
  const retention = listAt(field(surplusRule, 'retention'), year, 'retention');
  const bands = listAt(field(policy, 'settlement', 'overspend', 'bands'), year, 'bands');
  const returned = hasDeposit ? listAt(field(policy, 'settlement', 'deposit', 'returned'), year, 'deposit.returned') : [];
  const uses = mapOf(at(field(surplusRule, 'uses'), year), 'uses'); // dated as a whole, or share by share
  const useShares = [...uses].map(([use, share]) => shareAt(share, year, `use ${use}`));
  if (compare(useShares.reduce(plus, zero), one) !== 0) throw new Refused('uses do not sum to 100%');

  // An alliance without a score is an error unless every table in use has only a row `score: 0`.
  const tables = hasDeposit ? [retention, returned] : [retention];
  const needed = !tables.every((table) => table.length === 1 && scoreAt(field(table[0] ?? null, 'score'), year, 'score of a row').n === 0n);
  const scores = parties.map((party) => {
    const written = at(field(party.written, 'score'), year);
    if (written === null && needed) throw new Refused(`${party.id} has no score in ${year}`);
    return written === null ? null : scoreAt(written, year, `score of ${party.id}`);
  });

  // Surplus or overspend, what is retained, and the claims on the fund.
  const computed = parties.map((party, index) => {
    const q = party.quota;
    const e = party.expenditure;
    if (q < 0n) throw new Refused(`${party.id}: adjustments bring the quota below zero`);
    if (q >= e) {
      took(q === e ? 'R7 spent exactly' : 'R7 surplus');
      const surplus = q - e;
      let base = surplus;
      if (isNothing(field(surplusRule, 'ceiling'))) {
        took('R7 surplus without ceiling');
      } else {
        const ceiling = times(q, shareAt(field(surplusRule, 'ceiling'), year, 'surplus ceiling'));
        took(surplus > ceiling ? 'R7 surplus ceiling binds' : 'R7 surplus ceiling does not bind');
        if (surplus > ceiling) base = ceiling;
      }
      const retained = times(base, shareByScore(retention, scores[index] ?? null, year, took));
      if (surplus > 0n) took(retained === surplus ? 'R7 retained all' : retained === 0n ? 'R7 retained nothing' : 'R7 retained part');
      return { surplus, overspend: 0n, retained, toPool: surplus - retained, claim: 0n };
    }
    took('R7 overspend');
    return { surplus: 0n, overspend: e - q, retained: 0n, toPool: 0n, claim: poolShareOf(bands, q, e - q, year, took) };
  });

  // What the fund can pay (at least 0); if not all claims, what it has is apportioned to them.
  const claims = computed.map((party) => party.claim);
  const claimed = claims.reduce((a, b) => a + b, 0n);
  let funded = claims;
  if (claimed === 0n) {
    took('R7 no claims');
  } else if (claimed <= riskFund) {
    took(claimed === riskFund ? 'R7 fund pays all to the last fen' : 'R7 fund pays all');
  } else {
    took(riskFund < 0n ? 'R7 fund negative' : riskFund === 0n ? 'R7 fund empty' : 'R7 fund short');
    funded = apportionWhole(riskFund > 0n ? riskFund : 0n, claims);
  }

  return parties.map((party, index) => {
    const { surplus, overspend, retained, toPool, claim } = computed[index] ?? {
      surplus: 0n,
      overspend: 0n,
      retained: 0n,
      toPool: 0n,
      claim: 0n,
    };
    const paidByFund = funded[index] ?? 0n;
    const borne = overspend - paidByFund;
    const parts = apportion(retained, useShares);
    const deposit = deposits[index] ?? 0n;
    const depositReturned = hasDeposit ? times(deposit, shareByScore(returned, scores[index] ?? null, year, took)) : 0n;
    if (deposit !== 0n) {
      took(
        depositReturned === deposit
          ? 'R7 deposit returned in full'
          : depositReturned === 0n
            ? 'R7 deposit withheld'
            : 'R7 deposit returned in part',
      );
    }
    const entitlement = party.expenditure + retained - borne;
    const finalPayment = entitlement - party.advances - party.offCounty;
    took(finalPayment < 0n ? 'R7 claw-back' : 'R7 final payment not negative');
    return {
      surplus,
      overspend,
      retained,
      toPool,
      poolShare: claim,
      funded: paidByFund,
      borne,
      uses: new Map([...uses.keys()].map((use, i) => [use, parts[i] ?? 0n])),
      depositReturned,
      depositWithheld: deposit - depositReturned,
      entitlement,
      finalPayment,
    };
  });
}
