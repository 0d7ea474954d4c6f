// R1–R3: financing, reserves, annual pre-allocation.
import { type Activity, spentFor } from './activity.ts';
import type { Took } from './branches.ts';
import { apportion, apportionWhole, compare, type Fraction, one, plus, product, Refused, times, whole } from './exact.ts';
import { amountAt, at, chargeAt, factorAt, field, headsAt, isNothing, listAt, ratioAt, shareAt, textOf, type Written } from './written.ts';

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
  readonly lines: readonly Line[];
  readonly quotaPool: bigint;
  readonly quotas: ReadonlyMap<string, { readonly byInsured: bigint; readonly byHistory: bigint; readonly quota: bigint }>;
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
  const qualityDeposit = hasDeposit ? times(total, shareAt(field(depositWritten, 'share'), year, 'quality deposit share')) : 0n;

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

  // R2: quota pool = total − all of these.
  const quotaPool = remaining;
  if (quotaPool < 0n) throw new Refused(`quota pool of ${year} below zero`);
  took(quotaPool === 0n ? 'R2 quota pool exactly zero' : 'R2 quota pool above zero');

  // R3: the pool in two parts.
  const byInsured = shareAt(field(policy, 'quota', 'byInsured'), year, 'byInsured');
  const byHistory = shareAt(field(policy, 'quota', 'byHistory'), year, 'byHistory');
  if (compare(plus(byInsured, byHistory), one) !== 0) throw new Refused('byInsured and byHistory do not sum to 100%');
  if (sum(heads) === 0n) throw new Refused(`no insured at all in ${year}`);
  const [insuredPart = 0n, historyPart = 0n] = apportion(quotaPool, [byInsured, byHistory]);
  const insuredParts = apportionWhole(insuredPart, heads);
  if (byInsured.n === 0n) took('R3 by insured 0%');

  // R3: the second part by weighted spending of the one to three years before, last year first, exact.
  let historyParts: bigint[];
  const weightsWritten = at(field(policy, 'quota', 'historyWeights'), year);
  if (byHistory.n === 0n) {
    took('R3 by history 0%');
    historyParts = heads.map(() => 0n);
  } else {
    const weights = listAt(weightsWritten, year, 'historyWeights').map((weight) => factorAt(weight, year, 'history weight'));
    if (weights.length < 1 || weights.length > 3) throw new Refused('one to three history weights');
    const histories: Fraction[] = alliances.map((alliance) =>
      weights.map((weight, index) => product(weight, whole(spentFor(activity, year - 1 - index, alliance.id)))).reduce(plus),
    );
    weights.forEach((_, index) => {
      const looked = year - 1 - index;
      if (activity.recordedYears.has(looked) && looked < first) took('R3 history looks at recorded activity');
      else if (activity.spent.has(looked)) took('R3 history looks at a projected year');
      else took('R3 history looks at a year without activity');
    });
    if (histories.every((history) => history.n === 0n)) {
      took('R3 all history zero');
      historyParts = apportionWhole(historyPart, heads);
    } else {
      took('R3 history');
      if (histories.some((history) => history.n === 0n)) took('R3 history of one alliance zero');
      historyParts = apportion(historyPart, histories);
    }
  }

  const quotas = new Map(
    alliances.map((alliance, index) => {
      const a = insuredParts[index] ?? 0n;
      const b = historyParts[index] ?? 0n;
      return [alliance.id, { byInsured: a, byHistory: b, quota: a + b }] as const;
    }),
  );

  return {
    individual,
    subsidy,
    total,
    interest,
    criticalIllness,
    riskAdjustment,
    qualityDeposit,
    hasDeposit,
    lines,
    quotaPool,
    quotas,
  };
}

/** A county's opening amount, default 0. */
export function openingOf(written: Written, year: number, what: string): bigint {
  return isNothing(written) ? 0n : amountAt(written, year, what);
}
