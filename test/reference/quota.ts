// R3 and R9: the annual pre-allocation: its base, its parts, limits on its change, and negotiated amounts.
import type { Activity } from './activity.ts';
import type { Took } from './branches.ts';
import type { Alliance } from './budget.ts';
import {
  apportion,
  apportionWhole,
  compare,
  type Fraction,
  least,
  minus,
  one,
  plus,
  product,
  Refused,
  ratioOf,
  times,
  whole,
} from './exact.ts';
import { type Spent, spentFor } from './spending.ts';
import {
  amountAt,
  at,
  chargeAt,
  choiceAt,
  factorAt,
  field,
  isNothing,
  isReadable,
  listAt,
  mapOf,
  ratioAt,
  shareAt,
  type Written,
  wholeAt,
} from './written.ts';

export interface Quota {
  readonly byInsured: bigint;
  readonly byHistory: bigint;
  readonly byService: bigint;
  readonly computed: bigint;
  readonly limitChange: bigint;
  readonly negotiatedChange: bigint;
  /** January's quota. */
  readonly quota: bigint;
}

/** What the year before left for this one; null in the first year. */
export interface LastQuotas {
  readonly quotaPool: bigint;
  readonly onExpenditure: boolean;
  readonly quotas: ReadonlyMap<string, bigint>;
}

// ---- the base ----

/** Individual contribution and subsidy per head, against the year before. */
function financingGrowth(before: bigint, now: bigint): Fraction {
  if (before === 0n) throw new Refused('financing per head grows from nothing');
  return minus(ratioOf(now, before), one);
}

/** The mean of some years' fund payments, or the pool of the year before, × (1 + growth), rounded once. */
export function expenditureBase(payments: readonly bigint[], growth: Fraction): bigint {
  const sum = payments.reduce((a, b) => a + b, 0n);
  return times(sum, product(plus(one, growth), ratioOf(1n, BigInt(payments.length))));
}

/** The quota pool, where R2 leaves so much: all of it, or what past expenditure says. */
export function quotaPoolOf(
  policy: Written,
  left: bigint,
  alliances: readonly Alliance[],
  spent: Spent,
  last: LastQuotas | null,
  year: number,
  took: Took,
): { quotaPool: bigint; onExpenditure: boolean } {
  const base = choiceAt(field(policy, 'quota', 'base'), year, ['financing', 'expenditure'], 'base of the quota');
  if (base === 'financing') return { quotaPool: left, onExpenditure: false };
  const terms = at(field(policy, 'quota', 'expenditure'), year);
  const perHead = (y: number): bigint =>
    chargeAt(field(policy, 'financing', 'individual'), y, 'individual contribution') +
    chargeAt(field(policy, 'financing', 'subsidy'), y, 'fiscal subsidy');
  const own = ratioAt(field(terms, 'growth'), year, 'growth of expenditure');
  const financing = financingGrowth(perHead(year - 1), perHead(year));
  took(compare(financing, own) < 0 ? 'R3 growth held to that of financing' : 'R3 growth of its own');
  const growth = least(own, financing);
  const count = wholeAt(field(terms, 'years'), year, 'years of expenditure');
  if (count < 1n || count > 3n) throw new Refused('one to three years of expenditure');
  let quotaPool: bigint;
  if (last?.onExpenditure) {
    took('R3 expenditure base from the pool of the year before');
    quotaPool = expenditureBase([last.quotaPool], growth);
  } else {
    took('R3 expenditure base from past payments');
    const years = Array.from({ length: Number(count) }, (_, index) => year - 1 - index);
    quotaPool = expenditureBase(
      years.map((y) => alliances.reduce((sum, alliance) => sum + spentFor(spent, y, alliance.id), 0n)),
      growth,
    );
  }
  if (quotaPool < 0n) throw new Refused('the quota pool is below zero');
  if (quotaPool > left) throw new Refused(`the expenditure base of ${year} is more than the reserves leave`);
  return { quotaPool, onExpenditure: true };
}

// ---- the parts ----

/** Cases given by an alliance's institutions in a year, whoever is insured. */
function casesGiven(activity: Activity, year: number, alliance: string): bigint {
  const own = (activity.streams.get(year) ?? []).filter((stream) => stream.institution.alliance === alliance);
  return own.flatMap((stream) => stream.months).reduce((sum, amounts) => sum + amounts.cases, 0n);
}

function weighted(weights: readonly Fraction[], read: (yearsBack: number) => bigint): Fraction {
  return weights.map((weight, index) => product(weight, whole(read(index + 1)))).reduce(plus);
}

function readWeights(policy: Written, year: number): Fraction[] {
  const written = at(field(policy, 'quota', 'historyWeights'), year);
  const weights = listAt(written, year, 'historyWeights').map((weight) => factorAt(weight, year, 'history weight'));
  if (weights.length < 1 || weights.length > 3) throw new Refused('one to three history weights');
  return weights;
}

/** A part by past spending or past cases; where all of it is zero, by heads. */
function byPast(part: bigint, past: readonly Fraction[], heads: readonly bigint[], what: 'history' | 'service', took: Took): bigint[] {
  if (past.every((one) => one.n === 0n)) {
    took(what === 'history' ? 'R3 all history zero' : 'R3 all cases zero');
    return apportionWhole(part, heads);
  }
  if (what === 'service') took('R3 by service');
  else took('R3 history');
  if (what === 'history' && past.some((one) => one.n === 0n)) took('R3 history of one alliance zero');
  return apportion(part, past);
}

interface Parts {
  readonly byInsured: bigint[];
  readonly byHistory: bigint[];
  readonly byService: bigint[];
}

/** R3: the pool apportioned by insured, by past spending and by past cases. */
function partsOf(
  policy: Written,
  quotaPool: bigint,
  alliances: readonly Alliance[],
  heads: readonly bigint[],
  activity: Activity,
  spent: Spent,
  first: number,
  year: number,
  took: Took,
): Parts {
  const insured = shareAt(field(policy, 'quota', 'byInsured'), year, 'byInsured');
  const history = shareAt(field(policy, 'quota', 'byHistory'), year, 'byHistory');
  const serviceWritten = field(policy, 'quota', 'byService');
  const service = isNothing(serviceWritten) ? whole(0n) : shareAt(serviceWritten, year, 'byService');
  if (compare(plus(plus(insured, history), service), one) !== 0) throw new Refused('the parts of the quota do not sum to 100%');
  if (heads.every((count) => count === 0n)) throw new Refused(`no insured at all in ${year}`);
  const [insuredPart = 0n, historyPart = 0n, servicePart = 0n] = apportion(quotaPool, [insured, history, service]);
  if (insured.n === 0n) took('R3 by insured 0%');
  if (history.n === 0n) took('R3 by history 0%');
  if (!isNothing(serviceWritten) && service.n === 0n) took('R3 by service 0%');

  const none = heads.map(() => 0n);
  const weights = history.n === 0n && service.n === 0n ? [] : readWeights(policy, year);
  weights.forEach((_, index) => {
    const looked = year - 1 - index;
    if (activity.recorded.has(looked) && looked < first) took('R3 history looks at recorded activity');
    else if (activity.streams.has(looked)) took('R3 history looks at a projected year');
    else took('R3 history looks at a year without activity');
  });
  const spentBy = () => alliances.map(({ id }) => weighted(weights, (back) => spentFor(spent, year - back, id)));
  const casesBy = () => alliances.map(({ id }) => weighted(weights, (back) => casesGiven(activity, year - back, id)));
  return {
    byInsured: apportionWhole(insuredPart, heads),
    byHistory: history.n === 0n ? none : byPast(historyPart, spentBy(), heads, 'history', took),
    byService: service.n === 0n ? none : byPast(servicePart, casesBy(), heads, 'service', took),
  };
}

// ---- limits ----

export interface Limited {
  readonly computed: bigint;
  readonly lower: bigint | null;
  readonly upper: bigint | null;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

/** Clamp the side that breaks by more in total, the upper on a tie; apportion the rest among the others; repeat. */
export function withinLimits(quotaPool: bigint, parties: readonly Limited[], took: Took): bigint[] {
  if (sum(parties.map((party) => party.lower ?? 0n)) > quotaPool) throw new Refused('the lower limits are above the pool');
  const clamped = new Map<Limited, bigint>();
  let reached = new Map(parties.map((party) => [party, party.computed]));
  for (;;) {
    const free = parties.filter((party) => !clamped.has(party));
    const over = free.filter((party) => party.upper !== null && (reached.get(party) ?? 0n) > party.upper);
    const under = free.filter((party) => party.lower !== null && (reached.get(party) ?? 0n) < party.lower);
    const excess = sum(over.map((party) => (reached.get(party) ?? 0n) - (party.upper ?? 0n)));
    const shortfall = sum(under.map((party) => (party.lower ?? 0n) - (reached.get(party) ?? 0n)));
    if (excess === 0n && shortfall === 0n) break;
    if (excess > 0n && excess === shortfall) took('R3 limits broken alike on both sides');
    took(clamped.size === 0 ? 'R3 limits clamp' : 'R3 limits clamp again');
    const upper = excess >= shortfall;
    took(upper ? 'R3 upper limit' : 'R3 lower limit');
    for (const party of upper ? over : under) clamped.set(party, (upper ? party.upper : party.lower) ?? 0n);
    const others = parties.filter((party) => !clamped.has(party));
    const rest = quotaPool - sum([...clamped.values()]);
    const weightless = others.every((party) => party.computed === 0n);
    if (weightless && others.length > 0) took('R3 nothing to apportion the rest by');
    const parts = weightless
      ? others.map(() => 0n)
      : apportionWhole(
          rest,
          others.map((party) => party.computed),
        );
    reached = new Map(others.map((party, index) => [party, parts[index] ?? 0n]));
  }
  if (clamped.size === 0) took('R3 within the limits');
  return parties.map((party) => clamped.get(party) ?? reached.get(party) ?? 0n);
}

function limitsOf(
  policy: Written,
  alliances: readonly Alliance[],
  last: LastQuotas | null,
  year: number,
  took: Took,
): Omit<Limited, 'computed'>[] {
  const limits = at(field(policy, 'quota', 'limits'), year);
  const read = (name: string): Fraction | null =>
    isNothing(field(limits, name)) ? null : shareAt(field(limits, name), year, `${name} of a quota`);
  const [increase, decrease] = [read('increase'), read('decrease')];
  return alliances.map((alliance) => {
    const written = field(alliance.written, 'lastQuota');
    const before = last === null ? (isNothing(written) ? 0n : amountAt(written, year, 'lastQuota')) : (last.quotas.get(alliance.id) ?? 0n);
    if (before < 0n) throw new Refused('last quota is negative');
    if (before === 0n) {
      if (limits !== null) took('R3 no quota last year, no limits');
      return { lower: null, upper: null };
    }
    return {
      lower: decrease === null ? null : times(before, minus(one, decrease)),
      upper: increase === null ? null : times(before, plus(one, increase)),
    };
  });
}

// ---- all of it ----

export function quotasOf(
  policy: Written,
  quotaPool: bigint,
  alliances: readonly Alliance[],
  heads: readonly bigint[],
  activity: Activity,
  spent: Spent,
  last: LastQuotas | null,
  first: number,
  year: number,
  took: Took,
): Map<string, Quota> {
  const parts = partsOf(policy, quotaPool, alliances, heads, activity, spent, first, year, took);
  const computed = alliances.map((_, i) => (parts.byInsured[i] ?? 0n) + (parts.byHistory[i] ?? 0n) + (parts.byService[i] ?? 0n));
  const limits = limitsOf(policy, alliances, last, year, took);
  const limited = isNothing(at(field(policy, 'quota', 'limits'), year))
    ? computed
    : withinLimits(
        quotaPool,
        computed.map((amount, i) => ({ computed: amount, lower: limits[i]?.lower ?? null, upper: limits[i]?.upper ?? null })),
        took,
      );
  const negotiated = mapOf(field(policy, 'quota', 'negotiated'), 'negotiated');
  for (const id of negotiated.keys()) {
    if (!alliances.some((alliance) => alliance.id === id)) throw new Refused(`negotiated for an unknown alliance ${id}`);
  }
  return new Map(
    alliances.map(({ id }, i) => {
      const before = limited[i] ?? 0n;
      const written = negotiated.get(id) ?? null;
      let quota = before;
      if (isReadable(written, year)) {
        took('R3 negotiated');
        quota = chargeAt(written, year, 'negotiated amount');
      } else if (written !== null) {
        took('R3 not negotiated yet');
      }
      return [
        id,
        {
          byInsured: parts.byInsured[i] ?? 0n,
          byHistory: parts.byHistory[i] ?? 0n,
          byService: parts.byService[i] ?? 0n,
          computed: computed[i] ?? 0n,
          limitChange: before - (computed[i] ?? 0n),
          negotiatedChange: quota - before,
          quota,
        },
      ];
    }),
  );
}
