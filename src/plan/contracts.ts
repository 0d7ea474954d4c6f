// Payment methods laid out (R9): which streams of a service a method covers in a year, by institution, and what each is
// worth, so that pricing is arithmetic on arrays. Care outside the county keeps the fund's amount.

import { MONTHS, monthNumber, PERIODS } from '../money/calendar.ts';
import type { Fen } from '../money/fen.ts';
import { product, type Ratio, ratio, WHOLE } from '../money/ratio.ts';
import { MEASURES, type Measure } from '../written/table.ts';
import { type CapitationTerms, capitationTerms, isCovered } from './capitation.ts';
import type { Grounds } from './grounds.ts';
import type { Names } from './names.ts';
import { type Institution, PLACES, type Stream } from './parties.ts';
import type { DayTier, FloatingRules, Method, PaymentRules } from './paymentRules.ts';
import { bitOf, FUND_KNOWN } from './volumes.ts';

/** The streams of one institution, as a span of a contract's streams. */
interface InstitutionSpan {
  readonly institution: number;
  readonly from: number;
  readonly to: number;
}

/** One service's method in one year. Lists by stream stand in the order of `streams`. */
export interface Contract {
  readonly service: number;
  readonly method: Method;
  /** Covered streams, by institution in the county's order, then in stream order. */
  readonly streams: readonly number[];
  readonly spans: readonly InstitutionSpan[];
  /** drg, dip: yuan a point, exact; the budget value where it floats. */
  readonly rate: Ratio;
  /** drg, dip: the coefficient of each stream over one denominator, so that points × coefficient sum exactly. */
  readonly weights: readonly bigint[];
  readonly weightScale: bigint;
  /** drg, dip, perCase: fen for each ten-thousandth of a point, or each case. */
  readonly prices: readonly Ratio[];
  /** bedDay: the tiers of each stream. */
  readonly tiers: readonly (readonly DayTier[])[];
  readonly floating: FloatingRules | null;
  readonly isSupported: readonly boolean[];
  readonly supportedPool: Fen | null;
  readonly capitation: CapitationTerms | null;
  /** True where the rows give what care cost, so that gain and loss can be told. */
  readonly costKnown: boolean;
}

/** What each method reads of a row. */
const NEEDS: Readonly<Record<Method, readonly Measure[]>> = {
  drg: ['weights', 'patientPaid'],
  dip: ['points', 'patientPaid'],
  bedDay: ['cases', 'days', 'patientPaid'],
  perCase: ['cases', 'patientPaid'],
  capitation: [],
};

export function measureOf(method: Method): Measure {
  return method === 'drg' ? 'weights' : method === 'dip' ? 'points' : 'cases';
}

export function contractsOf(rules: readonly PaymentRules[], grounds: Grounds, year: number): Contract[] {
  return rules.flatMap((rule) => {
    const service = grounds.names.serviceIndex.get(rule.service);
    return service === undefined ? [] : [contractOf(rule, service, upTo(grounds, year), year)];
  });
}

/** What is known by a year: rows of later actual years say nothing about it. */
function upTo(grounds: Grounds, year: number): Grounds {
  return { ...grounds, known: new Map([...grounds.known].filter(([known]) => known <= year)) };
}

function contractOf(rule: PaymentRules, service: number, grounds: Grounds, year: number): Contract {
  const { names, streams, known } = grounds;
  const capitation = rule.method === 'capitation' ? capitationTerms(rule, service, grounds, year) : null;
  const covered = streams.flatMap((stream, s) => {
    if (stream.kind !== 'care' || stream.service !== service || PLACES[stream.place] === 'offCounty') return [];
    // A stream without rows in the base year or in actual months is empty.
    if (![...known.values()].some((bits) => bits[s] !== 0)) return [];
    if (capitation !== null) return isCovered(capitation, stream, s) ? [s] : [];
    const isExempt = rule.tcm.exempt && institutionOf(names, stream).tcm;
    return isExempt ? [] : [s];
  });
  covered.sort((a, b) => (streams[a] as Stream).institution - (streams[b] as Stream).institution || a - b);
  wantMeasures(rule, service, covered, grounds);
  if (rule.method === 'bedDay') wantCases(service, covered, grounds);
  const byCoefficient = rule.method === 'drg' || rule.method === 'dip';
  const coefficients = covered.map((s) => (byCoefficient ? coefficientOf(rule, streams[s] as Stream, names) : WHOLE));
  const scale = coefficients.reduce((common, { d }) => (common * d) / divisor(common, d), 1n);
  return {
    service,
    method: rule.method,
    streams: covered,
    spans: spansOf(covered, streams),
    rate: rule.rate,
    weights: coefficients.map(({ n, d }) => (n * scale) / d),
    weightScale: scale,
    prices: covered.map((s, k) => priceOf(rule, streams[s] as Stream, coefficients[k] as Ratio, names)),
    tiers: covered.map((s) => (rule.method === 'bedDay' ? tiersOf(rule, streams[s] as Stream, names) : [])),
    floating: rule.floating,
    isSupported: covered.map((s) => rule.supported.items.has((streams[s] as Stream).item)),
    supportedPool: rule.supported.pool,
    capitation,
    costKnown: isCostKnown(covered, grounds, year),
  };
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}

function institutionOf(names: Names, stream: Stream): Institution {
  return names.institutions[stream.institution] as Institution;
}

function spansOf(covered: readonly number[], streams: readonly Stream[]): InstitutionSpan[] {
  const spans: { institution: number; from: number; to: number }[] = [];
  for (const [k, s] of covered.entries()) {
    const { institution } = streams[s] as Stream;
    const last = spans.at(-1);
    if (last?.institution === institution) last.to = k + 1;
    else spans.push({ institution, from: k, to: k + 1 });
  }
  return spans;
}

/** The value for an institution: written for itself, for its level, or for all. */
function forInstitution<T>(table: ReadonlyMap<string, T>, institution: Institution): T | undefined {
  return table.get(institution.id) ?? (institution.level === null ? undefined : table.get(institution.level)) ?? table.get('all');
}

function coefficientOf(rule: PaymentRules, stream: Stream, names: Names): Ratio {
  const institution = institutionOf(names, stream);
  const path = `policy.payment.${rule.service}.coefficients`;
  if (rule.sameStandard.has(stream.item)) {
    // 同病同保障: one standard, that of the primary level, wherever treated.
    const primary = rule.coefficients === null ? WHOLE : (rule.coefficients.get('township') ?? rule.coefficients.get('all'));
    if (primary === undefined) names.errorOnce('payment-missing', path, { case: 'primary', got: stream.item });
    return primary ?? WHOLE;
  }
  const own = rule.coefficients === null ? WHOLE : forInstitution(rule.coefficients, institution);
  if (own === undefined)
    names.errorOnce('payment-missing', path, { case: 'coefficient', got: institution.title, level: institution.level ?? '' });
  let coefficient = own ?? WHOLE;
  if (institution.tcm || rule.tcm.items.has(stream.item)) coefficient = product(coefficient, rule.tcm.factor);
  if (rule.supported.items.has(stream.item)) coefficient = product(coefficient, rule.supported.factor);
  return coefficient;
}

/** Fen for one unit of the method's measure; nothing for methods that price otherwise. */
function priceOf(rule: PaymentRules, stream: Stream, coefficient: Ratio, names: Names): Ratio {
  if (rule.method === 'drg' || rule.method === 'dip') return product(product(rule.rate, coefficient), ratio(100n, 10_000n));
  if (rule.method !== 'perCase') return WHOLE;
  const price = rule.standards.get(stream.item) ?? rule.standard;
  if (price === null || price === undefined) {
    const service = names.services[stream.service]?.title ?? '';
    const args = { case: stream.item === '' ? 'noItem' : 'standard', got: stream.item, service };
    names.errorOnce('payment-missing', `policy.payment.${rule.service}`, args);
    return WHOLE;
  }
  return product(price, ratio(100n, 1n));
}

function tiersOf(rule: PaymentRules, stream: Stream, names: Names): readonly DayTier[] {
  const tiers = forInstitution(rule.tariffs, institutionOf(names, stream));
  if (tiers === undefined) {
    names.errorOnce('payment-missing', `policy.payment.${rule.service}.tariffs`, {
      case: 'tariff',
      got: institutionOf(names, stream).title,
      level: institutionOf(names, stream).level ?? '',
    });
  }
  return tiers ?? [];
}

/** What a method needs must be given by every stream's rows; what care cost by all of a service or by none. */
function wantMeasures(rule: PaymentRules, service: number, covered: readonly number[], grounds: Grounds): void {
  const { names, streams, known } = grounds;
  for (const [year, bits] of known) {
    const withRows = covered.filter((s) => bits[s] !== 0);
    const withCost = withRows.some((s) => ((bits[s] as number) & bitOf('cost')) !== 0);
    const needs = NEEDS[rule.method];
    for (const measure of [...needs, ...(withCost ? (['cost'] as const) : [])]) {
      const lacking = withRows.find((s) => ((bits[s] as number) & bitOf(measure)) === 0);
      if (lacking === undefined) continue;
      const { home, institution } = streams[lacking] as Stream;
      const args = {
        case: needs.includes(measure) ? 'method' : 'cost',
        measure,
        method: rule.method,
        year,
        service: names.services[service]?.title ?? '',
        institution: names.institutions[institution]?.title ?? '',
        home: names.alliances[home]?.title ?? 'none',
      };
      names.errorOnce('measure-missing', 'county.activity', args, `${rule.service} ${measure}`);
    }
  }
}

/** R9: days without cases cannot be told into tiers of a stay. */
function wantCases(service: number, covered: readonly number[], { names, streams, cells }: Grounds): void {
  for (const [year, { volumes }] of cells) {
    for (const s of covered) {
      for (let m = 0; m < MONTHS; m++) {
        const i = s * PERIODS + m;
        if (volumes === null || (volumes.days[i] as number) === 0 || (volumes.cases[i] as number) > 0) continue;
        const institution = names.institutions[(streams[s] as Stream).institution]?.title ?? '';
        names.errorOnce('days-without-cases', 'county.activity', {
          institution,
          service: names.services[service]?.title ?? '',
          year,
          month: m + 1,
        });
      }
    }
  }
}

/** What rows tell of a year: its own where all its months are actual, else also what the year before it grows from tells. */
function isCostKnown(covered: readonly number[], grounds: Grounds, year: number): boolean {
  const { known, actualTo, first } = grounds;
  const own = known.get(year);
  if (own !== undefined && covered.some((s) => ((own[s] as number) & bitOf('cost')) !== 0)) return true;
  const isActual = year >= first && actualTo !== null && monthNumber(actualTo) >= year * MONTHS + MONTHS - 1;
  const before = [...known.keys()].some((at) => at < year);
  return before && !isActual && isCostKnown(covered, grounds, year - 1);
}

/** R4: where no method covers a stream in a year, the fund's payment must be given. */
export function wantFund(contracts: readonly Contract[], grounds: Grounds, year: number): void {
  const { names, streams, known } = grounds;
  const covered = new Set(contracts.flatMap((contract) => contract.streams));
  // Care given elsewhere than where its patients are signed is paid, and deducted, as recorded.
  for (const { capitation } of contracts) for (const { stream } of capitation?.treated ?? []) covered.delete(stream);
  for (const [at, bits] of known) {
    if (at > year) continue;
    const lacking = streams.findIndex((stream, s) => {
      const own = bits[s] as number;
      return stream.kind === 'care' && own !== 0 && (own & FUND_KNOWN) === 0 && !covered.has(s);
    });
    if (lacking < 0) continue;
    const { home, institution, service } = streams[lacking] as Stream;
    names.errorOnce('measure-missing', 'county.activity', {
      case: 'fund',
      measure: 'fund',
      year: at,
      service: names.services[service]?.title ?? '',
      institution: names.institutions[institution]?.title ?? '',
      home: names.alliances[home]?.title ?? 'none',
    });
  }
}

/** True where some row gives more than the fund's payment. */
export function givesMeasures(row: { readonly measures: Readonly<Partial<Record<Measure, number>>> }): boolean {
  return MEASURES.some((measure) => row.measures[measure] !== undefined);
}
