// R13: indicators, exactly, of the county or of an alliance, for a year or up to one of its months. Null where the denominator
// is nothing, or where what they go by is not known.

import { moved } from '../books/books.ts';
import { valueOfFormula } from '../formula/formula.ts';
import { MONTHS, PERIODS, SETTLEMENT } from '../money/calendar.ts';
import { plus, type Ratio, ratio } from '../money/ratio.ts';
import { sumOf } from '../plan/institutionYear.ts';
import { PLACES, type Stream } from '../plan/parties.ts';
import type { OwnIndicator } from '../plan/targetRules.ts';
import type { Volumes } from '../plan/volumes.ts';
import { INDICATORS } from '../words/indicators.ts';
import {
  adjustedQuotaOf,
  borneOf,
  careOf,
  cashGapOf,
  deductionsTo,
  expenditureOf,
  grossSpendingTo,
  overspendOf,
  quotaOf,
  retainedOf,
  surplusOf,
} from './alliance.ts';
import { payableMonths } from './county.ts';
import { viewOf, type YearView } from './figure.ts';

/** Of what an indicator is told: an alliance (−1: the county), up to a month (12 of a settled year: trued up). */
export interface Extent {
  readonly view: YearView;
  readonly a: number;
  readonly months: number;
}

export function wholeYear(view: YearView, a: number): Extent {
  return { view, a, months: view.year.months };
}

/** The same extent of the year before; null where the run has none. */
function yearBefore({ view, a, months }: Extent): Extent | null {
  const before = view.plan.years[view.y - 1];
  return before === undefined || before.months < months ? null : { view: viewOf(view.run, view.y - 1), a, months };
}

function isWhole({ view, months }: Extent): boolean {
  return view.year.settles && months === MONTHS;
}

type Wanted = (stream: Stream, s: number) => boolean;

function streamsOf({ view, a }: Extent, wanted: Wanted): number[] {
  const { streams, alliances } = view.plan;
  return streams.flatMap((stream, s) => ((a < 0 ? stream.home < alliances.length : stream.home === a) && wanted(stream, s) ? [s] : []));
}

const OFF_COUNTY = PLACES.indexOf('offCounty');
const isOffCounty: Wanted = ({ place }) => place === OFF_COUNTY;
const isInCounty: Wanted = ({ place }) => place !== OFF_COUNTY;
const isAny: Wanted = () => true;

const both =
  (one: Wanted, other: Wanted): Wanted =>
  (stream, s) =>
    one(stream, s) && other(stream, s);

function isInpatient({ view }: Extent): Wanted {
  return ({ service }) => view.plan.inpatient[service] === true;
}

/** Fund payments for streams, in fen. */
function fundOf(extent: Extent, wanted: Wanted): bigint {
  const { view, months } = extent;
  const { trueUp, incentivePool } = view.plan.ledger.first;
  const truesUp = isWhole(extent) && view.plan.features.trueUp;
  let sum = 0;
  for (const s of streamsOf(extent, wanted)) {
    for (let m = 0; m < months; m++) sum += view.book.cells[s * PERIODS + m] as number;
    if (truesUp) sum += moved(view.book, trueUp + s, SETTLEMENT) + moved(view.book, incentivePool + s, SETTLEMENT);
  }
  return BigInt(sum);
}

function measured(extent: Extent, measure: keyof Volumes, wanted: Wanted): bigint {
  const table = extent.view.year.volumes?.[measure];
  let sum = 0;
  for (const s of streamsOf(extent, wanted)) for (let m = 0; m < extent.months; m++) sum += table?.[s * PERIODS + m] ?? 0;
  return BigInt(sum);
}

/** What a rate is a quotient of: amounts in fen, or counts. */
export interface Quotient {
  readonly part: bigint;
  readonly whole: bigint;
  readonly unit: 'amount' | 'count';
}

function ofAmounts(part: bigint, whole: bigint): Quotient {
  return { part, whole, unit: 'amount' };
}

function share({ part, whole }: Quotient): Ratio | null {
  return whole === 0n ? null : whole < 0n ? ratio(-part, -whole) : ratio(part, whole);
}

/** Sum over the alliances in scope. */
function allianceSum({ view, a }: Extent, read: (alliance: number) => number): bigint {
  return BigInt(a >= 0 ? read(a) : view.plan.alliances.reduce((sum, _, one) => sum + read(one), 0));
}

/** Institutions in scope: those of the county, or the members of an alliance. */
function institutionsIn({ view, a }: Extent): number[] {
  return view.plan.institutions.flatMap((one, i) => (!one.offCounty && (a < 0 || one.alliance === a) ? [i] : []));
}

function factSum(extent: Extent, read: (facts: YearView['year']['facts'][number]) => number): bigint {
  return BigInt(institutionsIn(extent).reduce((sum, i) => sum + read(extent.view.year.facts[i] as YearView['year']['facts'][number]), 0));
}

const incomeOf = (extent: Extent, kinds: readonly string[]) =>
  factSum(extent, ({ income }) => kinds.reduce((sum, kind) => sum + (income.get(kind) ?? 0), 0));
const spentOn = (extent: Extent, kind: string) => factSum(extent, ({ spending }) => spending.get(kind) ?? 0);
const allIncome = (extent: Extent) => factSum(extent, ({ income }) => sumOf(income));
const allSpending = (extent: Extent) => factSum(extent, ({ spending }) => sumOf(spending));

/** 医疗收入: income from care, without subsidies and the rest. */
const MEDICAL = ['medicalService', 'drugs', 'consumables', 'tests'] as const;

/** What a close carries of the year before the first, in a run that goes on from one. */
function carriedAt({ view, a }: Extent, id: string): Ratio | null {
  if (view.y > 0) return null;
  return view.plan.opening.indicators.get(view.plan.alliances[a]?.id ?? '')?.get(id) ?? null;
}

/** Cost per stay up to a month, as a close carries it. */
function costKey(months: number): string {
  return `costPerStay/${months}`;
}

/** The value of an indicator in the year before; null where there is none. */
export function lastYearsValue(id: string, extent: Extent): Ratio | null {
  const { view } = extent;
  // What institutions tell of their income and spending is known before the first year that is played.
  if (view.y === 0 && view.plan.opening.indicators.size === 0)
    return FACT_RATES.has(id) ? rateOf(id, { ...extent, view: { ...view, year: { ...view.year, facts: view.plan.factsBefore } } }) : null;
  if (view.y === 0) return carriedAt(extent, id);
  return indicatorValue(id, wholeYear(viewOf(extent.view.run, extent.view.y - 1), extent.a));
}

/** R8: what a year's indicators were, by alliance (empty id: the county), for a run that goes on from its close. */
export function carriedIndicators(view: YearView): ReadonlyMap<string, ReadonlyMap<string, Ratio | null>> {
  const own = view.year.rules.targets?.indicators ?? [];
  const months = Array.from({ length: view.year.months }, (_, m) => m + 1);
  return new Map(
    [-1, ...view.plan.alliances.keys()].map((a) => {
      const extent = wholeYear(view, a);
      const ids = [...RATE_IDS, 'payableMonths', 'cashGap', ...own.map(({ id }) => id)];
      const values = ids.map((id) => [id, indicatorValue(id, extent)] as const);
      const costs = months.map((m) => [costKey(m), costPerStay({ ...extent, months: m })] as const);
      return [view.plan.alliances[a]?.id ?? '', new Map([...values, ...costs])];
    }),
  );
}

/** Streams that a method of these covers; what capitation pays beside care is covered too. */
function isCovered({ view }: Extent, methods: ReadonlySet<string>): Wanted {
  const covered = new Set(view.year.contracts.flatMap((contract) => (methods.has(contract.method) ? [...contract.streams] : [])));
  return ({ kind }, s) => covered.has(s) || (kind !== 'care' && methods.has('capitation'));
}

const METHODS: ReadonlySet<string> = new Set(['drg', 'dip', 'bedDay', 'capitation', 'perCase']);
const GROUPED: ReadonlySet<string> = new Set(['drg', 'dip']);
const CASE_BASED: ReadonlySet<string> = new Set(['drg', 'dip', 'perCase']);

/** 执行率 goes by what the months spent, net: what the year end trues up belongs to no month. */
function monthsSpending({ view, a, months }: Extent): bigint {
  return allianceSum({ view, a, months }, (one) => grossSpendingTo(view, one, months) - deductionsTo(view, one, months - 1));
}

/** Expenditure, net, trued up in a whole year. */
function expenditureTo(extent: Extent): bigint {
  return isWhole(extent) ? allianceSum(extent, (one) => expenditureOf(extent.view, one)) : monthsSpending(extent);
}

function offCountyPatients(extent: Extent): Quotient | null {
  const inpatient = isInpatient(extent);
  const [away, here] = [both(inpatient, isOffCounty), both(inpatient, isInCounty)];
  const [casesAway, casesHere] = [measured(extent, 'cases', away), measured(extent, 'cases', here)];
  // Payments without cases: the rows do not tell how many patients there were.
  if ((casesAway === 0n && fundOf(extent, away) !== 0n) || (casesHere === 0n && fundOf(extent, here) !== 0n)) return null;
  return { part: casesAway, whole: casesAway + casesHere, unit: 'count' };
}

function inCountyPatients(extent: Extent): Quotient | null {
  const away = offCountyPatients(extent);
  return away === null ? null : { ...away, part: away.whole - away.part };
}

function costPerStay(extent: Extent): Ratio | null {
  const inpatient = both(isInpatient(extent), isInCounty);
  const cost = measured(extent, 'cost', inpatient);
  return cost === 0n ? null : share(ofAmounts(cost, measured(extent, 'cases', inpatient)));
}

/** Cost per stay, and that of the year before, in fen a stay. */
export function costsPerStay(extent: Extent): { readonly now: Ratio | null; readonly before: Ratio | null } {
  const last = yearBefore(extent);
  return { now: costPerStay(extent), before: last === null ? carriedAt(extent, costKey(extent.months)) : costPerStay(last) };
}

function costPerStayGrowth(extent: Extent): Ratio | null {
  const { now, before } = costsPerStay(extent);
  return now === null || before === null || before.n === 0n ? null : plus(ratio(now.n * before.d, now.d * before.n), ratio(-1n, 1n));
}

function coverage(extent: Extent): Quotient {
  const { year, plan } = extent.view;
  const wanted = institutionsIn(extent).filter((i) => year.facts[i]?.general === true && (year.facts[i]?.grade ?? 0) >= 2);
  const paid = year.contracts.filter(({ method, service }) => CASE_BASED.has(method) && plan.inpatient[service] === true);
  const covered = wanted.filter((i) => paid.some(({ spans }) => spans.some(({ institution }) => institution === i)));
  return { part: BigInt(covered.length), whole: BigInt(wanted.length), unit: 'count' };
}

/** Care at township and village institutions (基层). */
function isPrimary({ view }: Extent): Wanted {
  return ({ institution }) => ['township', 'village'].includes(view.plan.institutions[institution]?.level ?? '');
}

function primaryCare(extent: Extent): Quotient {
  return ofAmounts(fundOf(extent, isPrimary(extent)), fundOf(extent, isAny));
}

function feeForService(extent: Extent): Quotient {
  const covered = isCovered(extent, METHODS);
  const paid = fundOf(
    extent,
    both(isInCounty, (stream, s) => !covered(stream, s)),
  );
  return ofAmounts(paid, fundOf(extent, isInCounty));
}

function caseBased(extent: Extent): Quotient {
  const inpatient = both(isInpatient(extent), isInCounty);
  return ofAmounts(fundOf(extent, both(inpatient, isCovered(extent, GROUPED))), fundOf(extent, inpatient));
}

/** Only once a year is settled. */
function settled(extent: Extent, read: () => Ratio | null): Ratio | null {
  return isWhole(extent) ? read() : null;
}

type Reader = (extent: Extent) => Quotient | null;

const balanceRate =
  (read: (view: YearView, a: number) => number): Reader =>
  (e) =>
    isWhole(e)
      ? ofAmounts(
          allianceSum(e, (a) => read(e.view, a)),
          allianceSum(e, (a) => adjustedQuotaOf(e.view, a)),
        )
      : null;

/** What each rate of `words/indicators.ts` is a quotient of; the growth of costs, which is none, apart. */
const QUOTIENTS: Readonly<Record<string, Reader>> = {
  progress: (e) =>
    ofAmounts(
      monthsSpending(e),
      allianceSum(e, (a) => quotaOf(e.view, a)),
    ),
  offCountyMoneyShare: (e) => ofAmounts(fundOf(e, isOffCounty), fundOf(e, isAny)),
  offCountyPatientShare: offCountyPatients,
  inCountyInpatientRate: inCountyPatients,
  primaryCareShare: primaryCare,
  caseBasedShare: caseBased,
  caseBasedCoverage: coverage,
  feeForServiceShare: feeForService,
  medicalServiceIncomeShare: (e) => ofAmounts(incomeOf(e, ['medicalService']), allIncome(e)),
  drugTestShare: (e) => ofAmounts(incomeOf(e, ['drugs', 'consumables', 'tests']), allIncome(e)),
  staffShare: (e) => ofAmounts(spentOn(e, 'staff'), allSpending(e)),
  // Income alone does not tell that nothing is spent on specialties.
  specialtyShare: (e) =>
    institutionsIn(e).some((i) => (e.view.year.facts[i]?.spending.size ?? 0) > 0)
      ? ofAmounts(spentOn(e, 'specialty'), incomeOf(e, MEDICAL))
      : null,
  researchShare: (e) => ofAmounts(spentOn(e, 'research'), allSpending(e)),
  surplusRate: balanceRate(surplusOf),
  overspendRate: balanceRate(overspendOf),
};

/** Rates that go by what institutions tell of a year, and by nothing that is played. */
const FACT_RATES: ReadonlySet<string> = new Set([
  'medicalServiceIncomeShare',
  'drugTestShare',
  'staffShare',
  'specialtyShare',
  'researchShare',
]);

/** What a rate is a quotient of; null where it is not known, or is none. */
export function quotientOf(id: string, extent: Extent): Quotient | null {
  return (Object.hasOwn(QUOTIENTS, id) ? QUOTIENTS[id]?.(extent) : null) ?? null;
}

function rateOf(id: string, extent: Extent): Ratio | null {
  if (id === 'costPerStayGrowth') return costPerStayGrowth(extent);
  const quotient = quotientOf(id, extent);
  return quotient === null ? null : share(quotient);
}

/** Rates that change from month to month; the others are told once a year. */
export const MONTHLY_RATES = [
  'progress',
  'offCountyMoneyShare',
  'offCountyPatientShare',
  'inCountyInpatientRate',
  'primaryCareShare',
  'caseBasedShare',
  'feeForServiceShare',
  'costPerStayGrowth',
] as const;

export const RATE_IDS: readonly string[] = Object.keys(INDICATORS);

/** What is shown of payable months, and the most that was fronted in yuan. */
function numbered(id: string, extent: Extent): Ratio | null {
  if (id === 'payableMonths') {
    const months = isWhole(extent) && extent.a < 0 ? payableMonths(extent.view) : null;
    return months === null ? null : ratio(BigInt(Math.round(months * 100)), 100n);
  }
  return ratio(
    allianceSum(extent, (a) => cashGapOf(extent.view, a)),
    100n,
  );
}

/** The value of an indicator, one of ours or one of the policy's own; null where it is not defined. */
export function indicatorValue(id: string, extent: Extent): Ratio | null {
  const own = extent.view.year.rules.targets?.indicators.find((one) => one.id === id);
  if (own !== undefined) return ownValue(own, extent);
  return RATE_IDS.includes(id) ? rateOf(id, extent) : numbered(id, extent);
}

function ownValue(own: OwnIndicator, extent: Extent): Ratio | null {
  return valueOfFormula(own.formula, (name) => (RATE_IDS.includes(name) ? rateOf(name, extent) : variable(name, extent)));
}

/** Amounts in yuan, and counts, that formulas read beside the rates. */
export function variable(name: string, extent: Extent): Ratio | null {
  const { view, a } = extent;
  const { year } = view;
  const count = (n: bigint) => ratio(n, 1n);
  const inYuan = (n: bigint) => ratio(n, 100n);
  const places: readonly string[] = PLACES;
  if (places.includes(name)) {
    const place = name as (typeof PLACES)[number];
    return inYuan(
      isWhole(extent) ? allianceSum(extent, (one) => careOf(view, one, place)) : fundOf(extent, (s) => PLACES[s.place] === place),
    );
  }
  const readers: Readonly<Record<string, () => Ratio | null>> = {
    insured: () => count(allianceSum(extent, (one) => year.insured[one] as number) + (a < 0 ? BigInt(year.insuredNone) : 0n)),
    residents: () => {
      const known = view.plan.alliances.map((_, one) => year.residents[one] ?? null);
      return (a < 0 ? known : [known[a] ?? null]).includes(null) ? null : count(allianceSum(extent, (one) => known[one] ?? 0));
    },
    quota: () => inYuan(allianceSum(extent, (one) => quotaOf(view, one))),
    expenditure: () => inYuan(expenditureTo(extent)),
    surplus: () => settled(extent, () => inYuan(allianceSum(extent, (one) => surplusOf(view, one)))),
    overspend: () => settled(extent, () => inYuan(allianceSum(extent, (one) => overspendOf(view, one)))),
    retained: () => settled(extent, () => inYuan(allianceSum(extent, (one) => retainedOf(view, one)))),
    borne: () => settled(extent, () => inYuan(allianceSum(extent, (one) => borneOf(view, one)))),
    cases: () => count(measured(extent, 'cases', isAny)),
    primaryCases: () => count(measured(extent, 'cases', isPrimary(extent))),
    inpatientCases: () => count(measured(extent, 'cases', isInpatient(extent))),
    income: () => inYuan(allIncome(extent)),
    spending: () => inYuan(allSpending(extent)),
    beds: () => count(factSum(extent, ({ beds }) => beds ?? 0)),
    staff: () => institutionsIn(extent).reduce((sum, i) => plus(sum, year.facts[i]?.staff ?? ratio(0n, 1n)), ratio(0n, 1n)),
  };
  return (Object.hasOwn(readers, name) ? readers[name]?.() : null) ?? null;
}
