// R9: a simulated year's payments, service by service.
import { type Activity, type Institution, type Stream, yearsBetween } from './activity.ts';
import type { Took } from './branches.ts';
import { countNegative, payCapitation } from './capitation.ts';
import { decimals, Refused, yuan } from './exact.ts';
import { fundOf, pricing, rateOf } from './fixed.ts';
import { floatingTerms, floatYear, incentives } from './floating.ts';
import { checkKnown, isCovered, isSupported, type Rule, rulesIn } from './method.ts';
import type { Figures } from './reference.ts';
import { readSigned, type Signed } from './signed.ts';
import { type Payment, payment } from './spending.ts';
import { type Ledger, monthsOf, state, statementFigures } from './statements.ts';
import { chargeAt, field, isNothing, look, type Written } from './written.ts';

export interface PaidYear {
  readonly payments: readonly Payment[];
  /** Only of a settled year. */
  readonly figures: Figures;
}

interface Played {
  readonly monthsPlayed: number;
  readonly settles: boolean;
  /** The sum of January's quotas. */
  readonly quotas: bigint;
}

/** What is paid in any year, once it is known what its quotas are. */
export function payer(
  scenario: Written,
  alliances: ReadonlySet<string>,
  institutionsById: ReadonlyMap<string, Institution>,
  activity: Activity,
  first: number,
  last: number,
  took: Took,
): (year: number, played: Played) => PaidYear {
  const policy = field(scenario, 'policy');
  const institutions = [...institutionsById.values()];
  const signed = readSigned(field(scenario, 'county'), alliances, institutionsById);
  if (activity.recorded.size > 0) checkKnown(policy, activity, signed, first, yearsBetween(first, last));

  return (year, played) => {
    const rules = rulesIn(policy, year);
    const streams = activity.streams.get(year) ?? [];
    const ledger: Ledger = new Map();
    const summary = new Map<string, { [figure: string]: string | null }>();
    const payments = streams
      .filter((stream) => methodOf(rules, stream) === 'feeForService')
      .map((stream) => payment(stream, 'feeForService', monthsOf(stream, 'fund')));
    for (const rule of rules.values()) {
      if (rule.method === 'feeForService') continue;
      checkTerms(rule);
      const own = streams.filter((stream) => stream.service === rule.service);
      payments.push(...payService(rule, own, played, signed, institutions, ledger, summary, took));
    }
    if (!played.settles) return { payments, figures: {} };
    const methods = new Map([...rules].map(([service, rule]) => [service, rule.method]));
    const shown = statementFigures(ledger, methods, (id) => institutionsById.get(id)?.offCounty === false);
    return {
      payments,
      figures: {
        ...(summary.size > 0 ? { payment: turned(summary) } : {}),
        ...(Object.keys(shown).length > 0 ? { institutions: shown } : {}),
      },
    };
  };
}

function methodOf(rules: ReadonlyMap<string, Rule>, stream: Stream): string {
  return rules.get(stream.service)?.method ?? 'feeForService';
}

/** From service → figure to figure → service. */
function turned(summary: ReadonlyMap<string, { [figure: string]: string | null }>): Figures {
  const figures: { [figure: string]: { [service: string]: string | null } } = {};
  for (const [service, own] of summary) {
    for (const [figure, value] of Object.entries(own)) figures[figure] = { ...figures[figure], [service]: value };
  }
  return figures;
}

/** The terms of a method are written, whether or not anything is paid by them. */
function checkTerms(rule: Rule): void {
  if (rule.method === 'drg' || rule.method === 'dip') rateOf(rule);
  const table = rule.method === 'bedDay' ? 'tariffs' : rule.method === 'capitation' ? 'perHead' : null;
  if (table !== null && isNothing(field(rule.terms, table))) throw new Refused(`no ${table} of ${rule.service}`);
}

function payService(
  rule: Rule,
  streams: readonly Stream[],
  played: Played,
  signed: readonly Signed[],
  institutions: readonly Institution[],
  ledger: Ledger,
  summary: Map<string, { [figure: string]: string | null }>,
  took: Took,
): Payment[] {
  if (rule.method === 'capitation') {
    const payments = payCapitation(rule, streams, signed, institutions, ledger, took);
    countNegative(payments, took);
    return payments;
  }
  const covered = streams.filter((stream) => isCovered(rule, stream, signed));
  const others = streams.filter((stream) => !covered.includes(stream));
  if (others.some((stream) => !stream.institution.offCounty)) took('R9 TCM institution exempt');
  if (others.some((stream) => stream.institution.offCounty)) took('R9 off-county care keeps its fund amount');
  const incentiveOf = incentivesOf(rule, covered, played, institutions, ledger, took);
  const payments = isNothing(floatingTerms(rule))
    ? payFixed(rule, covered, played, incentiveOf, ledger, took)
    : payFloating(rule, covered, played, incentiveOf, institutions, ledger, summary, took);
  return [...payments, ...others.map((stream) => payment(stream, 'feeForService', monthsOf(stream, 'fund')))];
}

/** What the incentive pool of supported groups adds to each stream at year end. */
function incentivesOf(
  rule: Rule,
  covered: readonly Stream[],
  played: Played,
  institutions: readonly Institution[],
  ledger: Ledger,
  took: Took,
): Map<Stream, bigint> {
  const written = rule.method === 'drg' || rule.method === 'dip' ? field(look(rule.terms, rule.year, 'supported'), 'pool') : null;
  if (!played.settles || isNothing(written)) return new Map();
  const pool = chargeAt(written, rule.year, 'incentive pool');
  const supported = covered.filter((stream) => isSupported(rule, stream));
  const parts = incentives(rule, pool, supported, institutions, took);
  for (const stream of covered) {
    const statement = state(ledger, rule.service, stream.institution);
    statement.incentive = (statement.incentive ?? 0n) + (parts.get(stream) ?? 0n);
  }
  return parts;
}

function payFixed(
  rule: Rule,
  covered: readonly Stream[],
  played: Played,
  incentiveOf: ReadonlyMap<Stream, bigint>,
  ledger: Ledger,
  took: Took,
): Payment[] {
  return covered.map((stream) => {
    const statement = state(ledger, rule.service, stream.institution, stream);
    const standardOf = pricing(rule, stream, took);
    const months = stream.months.slice(0, played.monthsPlayed).map((amounts) => {
      const standard = standardOf(amounts);
      const fund = fundOf(standard, amounts.patientPaid, took);
      statement.standard += standard;
      statement.fund += fund;
      return fund;
    });
    return payment(stream, rule.method, months, incentiveOf.get(stream));
  });
}

function payFloating(
  rule: Rule,
  covered: readonly Stream[],
  played: Played,
  incentiveOf: ReadonlyMap<Stream, bigint>,
  institutions: readonly Institution[],
  ledger: Ledger,
  summary: Map<string, { [figure: string]: string | null }>,
  took: Took,
): Payment[] {
  took(rule.method === 'drg' ? 'R9 drg floating' : 'R9 dip floating');
  const { monthsPlayed, settles, quotas } = played;
  const { floated, shared, subBudget } = floatYear(rule, covered, institutions, monthsPlayed, settles, quotas, took);
  for (const { stream, prepaid, trueUp } of floated) {
    const statement = state(ledger, rule.service, stream.institution, stream);
    statement.prepaid = (statement.prepaid ?? 0n) + prepaid.reduce((a, b) => a + b, 0n);
    statement.trueUp = (statement.trueUp ?? 0n) + trueUp;
  }
  if (shared !== null && covered.length > 0) {
    institutions.forEach((institution, index) => {
      const part = shared.parts[index];
      if (part === undefined || !covered.some((stream) => stream.institution.id === institution.id)) return;
      Object.assign(state(ledger, rule.service, institution), part);
    });
    summary.set(rule.service, {
      pointValue: shared.value === null ? null : decimals(shared.value, 4),
      edge: shared.edge,
      subBudget: yuan(subBudget),
      fundTotal: yuan(shared.parts.reduce((sum, part) => sum + part.fund, 0n)),
    });
  }
  return floated.map(({ stream, prepaid, trueUp }) => payment(stream, rule.method, prepaid, trueUp + (incentiveOf.get(stream) ?? 0n)));
}
