// R1–R3: financing, reserves, annual pre-allocation.
import type { Activity } from './activity.ts';
import type { Took } from './branches.ts';
import { type Fraction, Refused, times, whole } from './exact.ts';
import { type LastQuotas, type Quota, quotaPoolOf, quotasOf } from './quota.ts';
import type { Spent } from './spending.ts';
import { amountAt, at, chargeAt, choiceAt, field, headsAt, isNothing, listAt, ratioAt, shareAt, textOf, type Written } from './written.ts';

export interface Alliance {
  readonly id: string;
  readonly written: Written;
}

interface Line {
  readonly id: string;
  readonly amount: bigint;
  readonly heldByPool: boolean;
}

export interface Budget {
  readonly individual: bigint;
  readonly subsidy: bigint;
  readonly total: bigint;
  readonly interest: bigint;
  readonly criticalIllness: bigint;
  readonly riskAdjustment: bigint;
  readonly qualityDeposit: bigint;
  readonly hasDeposit: boolean;
  /** R9: the deposit is held out of the months' advances, this share of each gross. */
  readonly heldShare: Fraction | null;
  readonly lines: readonly Line[];
  /** What R2 leaves of the financing. */
  readonly left: bigint;
  readonly quotaPool: bigint;
  readonly onExpenditure: boolean;
  readonly quotas: ReadonlyMap<string, Quota>;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

function exactlyOne(written: Written, names: readonly string[], what: string): string {
  const given = names.filter((name) => !isNothing(field(written, name)));
  const [name] = given;
  if (name === undefined || given.length > 1) throw new Refused(`${what}: one of ${names.join(', ')}`);
  return name;
}

export function budgetOf(
  scenario: Written,
  alliances: readonly Alliance[],
  activity: Activity,
  spent: Spent,
  lastQuotas: LastQuotas | null,
  first: number,
  year: number,
  poolOpening: bigint,
  riskOpening: bigint,
  took: Took,
): Budget {
  const policy = field(scenario, 'policy');

  // R1: people of the alliances, and people whom none covers.
  const heads = alliances.map((alliance) => headsAt(field(alliance.written, 'insured'), year, `insured of ${alliance.id}`));
  const noneWritten = field(scenario, 'county', 'insuredNone');
  const none = isNothing(noneWritten) ? 0n : headsAt(noneWritten, year, 'insuredNone');
  took(none === 0n ? 'R1 all insured in alliances' : 'R1 insured of no alliance');
  const allHeads = sum(heads) + none;
  const individual = allHeads * chargeAt(field(policy, 'financing', 'individual'), year, 'individual contribution');
  const subsidy = allHeads * chargeAt(field(policy, 'financing', 'subsidy'), year, 'fiscal subsidy');
  const total = individual + subsidy;
  if (total > BigInt(Number.MAX_SAFE_INTEGER)) throw new Refused('financing beyond the exact range of a double');

  // R1: interest on the opening balance when that is above zero.
  let interest = 0n;
  const interestWritten = field(policy, 'financing', 'interest');
  if (isNothing(interestWritten)) {
    took('R1 interest rate not given');
  } else {
    const rate = ratioAt(interestWritten, year, 'interest');
    if (poolOpening > 0n) {
      took('R1 interest on a balance above zero');
      interest = times(poolOpening, rate);
    } else {
      took('R1 balance not above zero bears no interest');
    }
  }

  // R2: critical illness.
  const criticalWritten = at(field(policy, 'reserves', 'criticalIllness'), year);
  let criticalIllness = 0n;
  if (isNothing(criticalWritten)) {
    took('R2 critical illness absent');
  } else if (exactlyOne(criticalWritten, ['perHead', 'share'], 'critical illness') === 'perHead') {
    took('R2 critical illness per head');
    criticalIllness = allHeads * chargeAt(field(criticalWritten, 'perHead'), year, 'critical illness per head');
  } else {
    took('R2 critical illness share');
    criticalIllness = times(total, shareAt(field(criticalWritten, 'share'), year, 'critical illness share'));
  }

  // R2: risk adjustment; with a ceiling no more than brings the fund up to it, and never below zero.
  const riskWritten = at(field(policy, 'reserves', 'riskAdjustment'), year);
  let riskAdjustment = 0n;
  if (isNothing(riskWritten)) {
    took('R2 risk adjustment absent');
  } else {
    riskAdjustment = times(total, shareAt(field(riskWritten, 'share'), year, 'risk adjustment share'));
    if (isNothing(field(riskWritten, 'ceiling'))) {
      took('R2 risk adjustment without ceiling');
    } else {
      const room = times(total, shareAt(field(riskWritten, 'ceiling'), year, 'risk adjustment ceiling')) - riskOpening;
      if (room <= 0n) {
        took('R2 ceiling leaves nothing');
        riskAdjustment = 0n;
      } else if (room < riskAdjustment) {
        took('R2 ceiling binds');
        riskAdjustment = room;
      } else {
        took('R2 ceiling does not bind');
      }
    }
  }

  // R2: quality deposit.
  const depositWritten = at(field(policy, 'reserves', 'qualityDeposit'), year);
  const hasDeposit = !isNothing(depositWritten);
  took(hasDeposit ? 'R2 quality deposit' : 'R2 quality deposit absent');
  const depositShare = hasDeposit ? shareAt(field(depositWritten, 'share'), year, 'quality deposit share') : whole(0n);
  const from = hasDeposit ? choiceAt(field(depositWritten, 'from'), year, ['financing', 'advance'], 'from of the deposit') : 'financing';
  if (from === 'advance') took('R2 quality deposit held out of advances');
  const qualityDeposit = from === 'advance' ? 0n : times(total, depositShare);
  const heldShare = from === 'advance' ? depositShare : null;

  // R2: named lines, in the order listed, on the total or on what remains.
  let remaining = total - criticalIllness - riskAdjustment - qualityDeposit;
  const lines: Line[] = [];
  const linesWritten = field(policy, 'reserves', 'lines');
  for (const item of isNothing(linesWritten) ? [] : listAt(linesWritten, year, 'lines')) {
    const id = textOf(field(item, 'id'), 'id of a line');
    if (lines.some((line) => line.id === id)) throw new Refused(`line ${id} twice`);
    const kind = exactlyOne(item, ['perHead', 'share', 'amount'], `line ${id}`);
    const on = at(field(item, 'on'), year);
    let amount: bigint;
    if (kind === 'share') {
      if (on !== 'total' && on !== 'remaining') throw new Refused(`line ${id}: on total or remaining`);
      const share = shareAt(field(item, 'share'), year, `line ${id}`);
      if (on === 'total') {
        took('R2 line share of total');
        amount = times(total, share);
      } else {
        if (remaining < 0n) throw new Refused(`quota pool of ${year} below zero`);
        took('R2 line share of remaining');
        amount = times(remaining, share);
      }
    } else {
      if (on !== null) throw new Refused(`line ${id}: on only goes with share`);
      took(kind === 'perHead' ? 'R2 line per head' : 'R2 line amount');
      const written = chargeAt(field(item, kind), year, `line ${id}`);
      amount = kind === 'perHead' ? allHeads * written : written;
    }
    const holder = textOf(at(field(item, 'holder'), year), `holder of line ${id}`);
    took(holder === 'pool' ? 'R2 line held by the pool' : 'R2 line paid out');
    lines.push({ id, amount, heldByPool: holder === 'pool' });
    remaining -= amount;
  }
  if (lines.length === 0) took('R2 no lines');

  // R2: what is left is the quota pool, unless past expenditure says less.
  if (remaining < 0n) throw new Refused(`quota pool of ${year} below zero`);
  const { quotaPool, onExpenditure } = quotaPoolOf(policy, remaining, alliances, spent, lastQuotas, year, took);
  took(quotaPool === 0n ? 'R2 quota pool exactly zero' : 'R2 quota pool above zero');

  const quotas = quotasOf(policy, quotaPool, alliances, heads, activity, spent, lastQuotas, first, year, took);

  return {
    individual,
    subsidy,
    total,
    interest,
    criticalIllness,
    riskAdjustment,
    qualityDeposit,
    hasDeposit,
    heldShare,
    lines,
    left: remaining,
    quotaPool,
    onExpenditure,
    quotas,
  };
}

/** A county's opening amount, default 0. */
export function openingOf(written: Written, year: number, what: string): bigint {
  return isNothing(written) ? 0n : amountAt(written, year, what);
}
