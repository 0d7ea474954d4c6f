// R7: year-end settlement.
import type { Took } from './branches.ts';
import { apportionWhole, type Fraction, Refused, times } from './exact.ts';
import {
  capped,
  isBelow,
  keptOf,
  needsScore,
  poolShareOf,
  readScoreRules,
  returnedByPoints,
  type ScoreRules,
  shareByScore,
  shifted,
  shiftOf,
} from './sharing.ts';
import { partsOf, readUses, type Use } from './uses.ts';
import {
  amountAt,
  at,
  choiceAt,
  field,
  isNothing,
  listAt,
  listOf,
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
  readonly heldByPool: bigint;
  readonly toPool: bigint;
  readonly poolShare: bigint;
  /** By the risk-adjustment fund and by the pool. */
  readonly funded: bigint;
  readonly paidByFund: bigint;
  readonly fundedByPool: bigint;
  readonly borne: bigint;
  /** The borne part, where the pool pays it and recovers it later. */
  readonly lent: bigint;
  readonly uses: readonly (Use & { readonly amount: bigint })[];
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

/** The rules of one year's settlement, read once. */
interface Rules {
  readonly year: number;
  /** `package: none`: institutions keep their fund amounts, and nothing is shared. */
  readonly none: boolean;
  readonly surplus: Written;
  readonly overspend: Written;
  /** The score tables in use; null: not in use. */
  readonly retention: Written[] | null;
  readonly kept: Written[] | null;
  readonly whole: boolean;
  readonly bands: Written[];
  readonly scores: ScoreRules;
  readonly returned: Written[] | null;
  readonly points: Written | null;
  readonly inFull: boolean;
  readonly poolMakesUp: boolean;
}

function optionalList(written: Written, year: number, what: string): Written[] | null {
  return at(written, year) === null ? null : listAt(written, year, what);
}

function readRules(policy: Written, hasDeposit: boolean, year: number): Rules {
  const settlement = field(policy, 'settlement');
  const [surplus, overspend, deposit] = [field(settlement, 'surplus'), field(settlement, 'overspend'), field(settlement, 'deposit')];
  if (settlement === null) throw new Refused('no settlement');
  const none = choiceAt(field(settlement, 'package'), year, ['full', 'none'], 'package') === 'none';
  const whole = choiceAt(field(surplus, 'usesOf'), year, ['retained', 'whole'], 'usesOf') === 'whole';
  const inFull = choiceAt(field(overspend, 'settle'), year, ['net', 'inFull'], 'settle') === 'inFull';
  const poolMakesUp = choiceAt(field(overspend, 'uncovered'), year, ['alliance', 'pool'], 'uncovered') === 'pool';
  const kept = optionalList(field(surplus, 'bands'), year, 'bands of the surplus');
  const needsRetention = !none && !whole && kept === null;
  const returns = hasDeposit && !none;
  const points = returns ? at(field(deposit, 'points'), year) : null;
  if (points !== null && at(field(deposit, 'returned'), year) !== null) throw new Refused('a deposit returned by a table or by points');
  return {
    year,
    none,
    surplus,
    overspend,
    retention: needsRetention
      ? listAt(field(surplus, 'retention'), year, 'retention')
      : none || whole
        ? null
        : optionalList(field(surplus, 'retention'), year, 'retention'),
    kept,
    whole,
    bands: none ? [] : listAt(field(overspend, 'bands'), year, 'bands'),
    scores: none ? { leastScore: null, shifts: null } : readScoreRules(settlement, year),
    returned: returns && points === null ? listAt(field(deposit, 'returned'), year, 'deposit.returned') : null,
    points,
    inFull,
    poolMakesUp,
  };
}

/** An alliance without a score is an error unless every table in use has only a row `score: 0`. */
function scoresOf(rules: Rules, parties: readonly Party[]): (Fraction | null)[] {
  const { year, scores, retention, returned, points } = rules;
  const needed =
    points !== null ||
    (scores.leastScore !== null && scores.leastScore.n !== 0n) ||
    [retention, returned, scores.shifts].some((table) => table !== null && needsScore(table, year));
  return parties.map((party) => {
    const written = rules.none ? null : at(field(party.written, 'score'), year);
    if (written === null && needed) throw new Refused(`${party.id} has no score in ${year}`);
    return written === null ? null : scoreAt(written, year, `score of ${party.id}`);
  });
}

/** What an alliance keeps of a surplus. */
function retainedOf(rules: Rules, quota: bigint, surplus: bigint, score: Fraction | null, took: Took): bigint {
  const { year, none, whole } = rules;
  if (none) {
    took('R7 no package: the surplus stays in the pool');
    return 0n;
  }
  if (isBelow(surplus, field(rules.surplus, 'minimum'), quota, year)) {
    took('R7 surplus below the minimum');
    return 0n;
  }
  let base = surplus;
  const ceilingWritten = field(rules.surplus, 'ceiling');
  if (isNothing(ceilingWritten)) {
    took('R7 surplus without ceiling');
  } else {
    const ceiling = times(quota, shareAt(ceilingWritten, year, 'surplus ceiling'));
    took(surplus > ceiling ? 'R7 surplus ceiling binds' : 'R7 surplus ceiling does not bind');
    if (surplus > ceiling) base = ceiling;
  }
  const shared = whole ? base : sharedSurplus(rules, quota, base, score, took);
  if (whole) took('R7 uses of the whole');
  const retained = capped(shared, field(rules.surplus, 'cap'), quota, year);
  if (retained < shared) took('R7 retained held to its cap');
  return retained;
}

function sharedSurplus(rules: Rules, quota: bigint, base: bigint, score: Fraction | null, took: Took): bigint {
  const { year, retention, kept } = rules;
  const shift = shiftOf(rules.scores, score, year, took);
  if (shift === null) return 0n;
  if (kept === null) return times(base, shifted(shareByScore(retention ?? [], score, year, took), shift, took));
  const sum = keptOf(kept, quota, base, shift, year, took);
  took(retention === null ? 'R7 surplus bands alone' : 'R7 surplus bands and score');
  return retention === null ? sum : times(sum, shareByScore(retention, score, year, took));
}

/** What an alliance may claim of an overspend, and what the pool pays because it does not count. */
function claimOf(rules: Rules, quota: bigint, overspend: bigint, score: Fraction | null, took: Took): { claim: bigint; uncounted: bigint } {
  const { year, none } = rules;
  if (none) {
    took('R7 no package: the pool pays the overspend');
    return { claim: 0n, uncounted: overspend };
  }
  if (isBelow(overspend, field(rules.overspend, 'minimum'), quota, year)) {
    took('R7 overspend below the minimum');
    return { claim: 0n, uncounted: overspend };
  }
  const shift = shiftOf(rules.scores, score, year, took);
  if (shift === null) return { claim: 0n, uncounted: 0n };
  const kind = choiceAt(field(rules.overspend, 'kind'), year, ['marginal', 'slab'], 'kind of the bands');
  const share = poolShareOf(rules.bands, kind, quota, overspend, shift, year, took);
  const claim = capped(share, field(rules.overspend, 'cap'), quota, year);
  if (claim < share) took('R7 claim held to its cap');
  return { claim, uncounted: 0n };
}

/** What the fund can pay (at least 0); if not all claims, what it has is apportioned to them. */
function paidByFund(claims: readonly bigint[], riskFund: bigint, took: Took): readonly bigint[] {
  const claimed = claims.reduce((a, b) => a + b, 0n);
  if (claimed === 0n) {
    took('R7 no claims');
    return claims;
  }
  if (claimed <= riskFund) {
    took(claimed === riskFund ? 'R7 fund pays all to the last fen' : 'R7 fund pays all');
    return claims;
  }
  took(riskFund < 0n ? 'R7 fund negative' : riskFund === 0n ? 'R7 fund empty' : 'R7 fund short');
  return apportionWhole(riskFund > 0n ? riskFund : 0n, claims);
}

function returnedOf(rules: Rules, deposit: bigint, held: boolean, score: Fraction | null, took: Took): bigint {
  const { none, returned, points, year } = rules;
  let back = 0n;
  // Without the package a deposit off the financing is the pool's, one out of advances the alliance's.
  if (none) back = held ? deposit : 0n;
  else if (points !== null && score !== null) back = times(deposit, returnedByPoints(points, score, year, took));
  else if (returned !== null) back = times(deposit, shareByScore(returned, score, year, took));
  if (deposit !== 0n) {
    took(back === deposit ? 'R7 deposit returned in full' : back === 0n ? 'R7 deposit withheld' : 'R7 deposit returned in part');
  }
  return back;
}

export function settle(
  policy: Written,
  parties: readonly Party[],
  deposits: readonly bigint[],
  hasDeposit: boolean,
  /** R9: the deposit was held out of advances, so what is returned is inside the final payment. */
  held: boolean,
  riskFund: bigint,
  year: number,
  took: Took,
): Settled[] {
  const rules = readRules(policy, hasDeposit, year);
  const uses = rules.none && at(field(rules.surplus, 'uses'), year) === null ? [] : readUses(rules.surplus, year);
  const scores = scoresOf(rules, parties);

  const computed = parties.map((party, index) => {
    const { quota, expenditure } = party;
    const score = scores[index] ?? null;
    if (quota < 0n) throw new Refused(`${party.id}: adjustments bring the quota below zero`);
    if (quota < expenditure) {
      took('R7 overspend');
      return { surplus: 0n, retained: 0n, overspend: expenditure - quota, ...claimOf(rules, quota, expenditure - quota, score, took) };
    }
    took(quota === expenditure ? 'R7 spent exactly' : 'R7 surplus');
    const surplus = quota - expenditure;
    const retained = retainedOf(rules, quota, surplus, score, took);
    if (surplus > 0n) took(retained === surplus ? 'R7 retained all' : retained === 0n ? 'R7 retained nothing' : 'R7 retained part');
    return { surplus, retained, overspend: 0n, claim: 0n, uncounted: 0n };
  });
  const fromFund = paidByFund(
    computed.map((party) => party.claim),
    riskFund,
    took,
  );

  return computed.map(({ surplus, retained, overspend, claim, uncounted }, index) => {
    const party = parties[index];
    if (party === undefined) throw new RangeError('no party');
    const paid = fromFund[index] ?? 0n;
    const madeUp = rules.poolMakesUp ? claim - paid : 0n;
    if (madeUp > 0n) took('R7 pool makes up what the fund cannot');
    const funded = paid + madeUp + uncounted;
    const borne = overspend - funded;
    const parts = partsOf(retained, uses);
    const heldByPool = parts.reduce((sum, part, i) => (uses[i]?.heldByPool ? sum + part : sum), 0n);
    if (heldByPool > 0n) took('R7 use held by the pool');
    const deposit = deposits[index] ?? 0n;
    const depositReturned = returnedOf(rules, deposit, held, scores[index] ?? null, took);
    const depositWithheld = deposit - depositReturned;
    const lent = rules.inFull ? borne : 0n;
    if (lent > 0n) took('R7 overspend paid in full and lent');
    const entitlement = party.expenditure + retained - heldByPool - (borne - lent) - (held ? depositWithheld : 0n);
    const finalPayment = entitlement - party.advances - party.offCounty;
    took(finalPayment < 0n ? 'R7 claw-back' : 'R7 final payment not negative');
    return {
      surplus,
      overspend,
      retained,
      heldByPool,
      toPool: surplus - retained,
      poolShare: claim,
      funded,
      paidByFund: paid,
      fundedByPool: madeUp + uncounted,
      borne,
      lent,
      uses: uses.map((use, i) => ({ ...use, amount: parts[i] ?? 0n })),
      depositReturned,
      depositWithheld,
      entitlement,
      finalPayment,
    };
  });
}
