// R13: indicators, exactly, of the county or of an alliance, for a year or up to one of its months. Null where the denominator
// is nothing, or where what they go by is not known.

import { moved } from '../books/books.ts';
import { valueOfFormula } from '../formula/formula.ts';
import { MONTHS, PERIODS, SETTLEMENT } from '../money/calendar.ts';
import { plus, type Ratio, ratio, WHOLE } from '../money/ratio.ts';
import { sumOf } from '../plan/institutionYear.ts';
import { PLACES, type Stream } from '../plan/parties.ts';
import type { OwnIndicator } from '../plan/targetRules.ts';
import type { Volumes } from '../plan/volumes.ts';
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

function share(part: bigint, whole: bigint): Ratio | null {
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

/** Streams that a method of these covers; what capitation pays beside care is covered too. */
function isCovered({ view }: Extent, methods: ReadonlySet<string>): Wanted {
  const covered = new Set(view.year.contracts.flatMap((contract) => (methods.has(contract.method) ? [...contract.streams] : [])));
  return ({ kind }, s) => covered.has(s) || (kind !== 'care' && methods.has('capitation'));
}

const METHODS: ReadonlySet<string> = new Set(['drg', 'dip', 'bedDay', 'capitation', 'perCase']);
const GROUPED: ReadonlySet<string> = new Set(['drg', 'dip']);
const CASE_BASED: ReadonlySet<string> = new Set(['drg', 'dip', 'perCase']);

function expenditureTo({ view, a, months }: Extent): bigint {
  return allianceSum({ view, a, months }, (one) =>
    months === view.year.months ? expenditureOf(view, one) : grossSpendingTo(view, one, months) - deductionsTo(view, one, months - 1),
  );
}

function offCountyPatients(extent: Extent): Ratio | null {
  const inpatient = isInpatient(extent);
  const [away, here] = [both(inpatient, isOffCounty), both(inpatient, isInCounty)];
  const [casesAway, casesHere] = [measured(extent, 'cases', away), measured(extent, 'cases', here)];
  // Payments without cases: the rows do not tell how many patients there were.
  if ((casesAway === 0n && fundOf(extent, away) !== 0n) || (casesHere === 0n && fundOf(extent, here) !== 0n)) return null;
  return share(casesAway, casesAway + casesHere);
}

function costPerStay(extent: Extent): Ratio | null {
  const inpatient = both(isInpatient(extent), isInCounty);
  const cost = measured(extent, 'cost', inpatient);
  return cost === 0n ? null : share(cost, measured(extent, 'cases', inpatient));
}

function costPerStayGrowth(extent: Extent): Ratio | null {
  const before = yearBefore(extent);
  const [now, then] = [costPerStay(extent), before === null ? null : costPerStay(before)];
  return now === null || then === null ? null : plus(ratio(now.n * then.d, now.d * then.n), ratio(-1n, 1n));
}

function coverage(extent: Extent): Ratio | null {
  const { year, plan } = extent.view;
  const wanted = institutionsIn(extent).filter((i) => year.facts[i]?.general === true && (year.facts[i]?.grade ?? 0) >= 2);
  const paid = year.contracts.filter(({ method, service }) => CASE_BASED.has(method) && plan.inpatient[service] === true);
  const covered = wanted.filter((i) => paid.some(({ spans }) => spans.some(({ institution }) => institution === i)));
  return share(BigInt(covered.length), BigInt(wanted.length));
}

function primaryCare(extent: Extent): Ratio | null {
  const { institutions } = extent.view.plan;
  const isPrimary: Wanted = ({ institution }) => ['township', 'village'].includes(institutions[institution]?.level ?? '');
  return share(fundOf(extent, isPrimary), fundOf(extent, isAny));
}

function feeForService(extent: Extent): Ratio | null {
  const covered = isCovered(extent, METHODS);
  const paid = fundOf(
    extent,
    both(isInCounty, (stream, s) => !covered(stream, s)),
  );
  return share(paid, fundOf(extent, isInCounty));
}

function caseBased(extent: Extent): Ratio | null {
  const inpatient = both(isInpatient(extent), isInCounty);
  return share(fundOf(extent, both(inpatient, isCovered(extent, GROUPED))), fundOf(extent, inpatient));
}

/** Only once a year is settled. */
function settled(extent: Extent, read: () => Ratio | null): Ratio | null {
  return isWhole(extent) ? read() : null;
}

type Reader = (extent: Extent) => Ratio | null;

/** How each rate of `words/indicators.ts` is reckoned. */
const RATES: Readonly<Record<string, Reader>> = {
  progress: (e) =>
    share(
      expenditureTo(e),
      allianceSum(e, (a) => quotaOf(e.view, a)),
    ),
  offCountyMoneyShare: (e) => share(fundOf(e, isOffCounty), fundOf(e, isAny)),
  offCountyPatientShare: offCountyPatients,
  inCountyInpatientRate: (e) => {
    const away = offCountyPatients(e);
    return away === null ? null : plus(WHOLE, ratio(-away.n, away.d));
  },
  primaryCareShare: primaryCare,
  caseBasedShare: caseBased,
  caseBasedCoverage: coverage,
  feeForServiceShare: feeForService,
  costPerStayGrowth,
  medicalServiceIncomeShare: (e) => share(incomeOf(e, ['medicalService']), allIncome(e)),
  drugTestShare: (e) => share(incomeOf(e, ['drugs', 'consumables', 'tests']), allIncome(e)),
  staffShare: (e) => share(spentOn(e, 'staff'), allSpending(e)),
  specialtyShare: (e) => share(spentOn(e, 'specialty'), allIncome(e)),
  researchShare: (e) => share(spentOn(e, 'research'), allSpending(e)),
  surplusRate: (e) =>
    settled(e, () =>
      share(
        allianceSum(e, (a) => surplusOf(e.view, a)),
        allianceSum(e, (a) => adjustedQuotaOf(e.view, a)),
      ),
    ),
  overspendRate: (e) =>
    settled(e, () =>
      share(
        allianceSum(e, (a) => overspendOf(e.view, a)),
        allianceSum(e, (a) => adjustedQuotaOf(e.view, a)),
      ),
    ),
};

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

export const RATE_IDS: readonly string[] = Object.keys(RATES);

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
  const reader = Object.hasOwn(RATES, id) ? RATES[id] : undefined;
  return reader === undefined ? numbered(id, extent) : reader(extent);
}

export function ownValue(own: OwnIndicator, extent: Extent): Ratio | null {
  return valueOfFormula(own.formula, (name) => (Object.hasOwn(RATES, name) ? indicatorValue(name, extent) : variable(name, extent)));
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
    inpatientCases: () => count(measured(extent, 'cases', isInpatient(extent))),
    income: () => inYuan(allIncome(extent)),
    spending: () => inYuan(allSpending(extent)),
    beds: () => count(factSum(extent, ({ beds }) => beds ?? 0)),
    staff: () => institutionsIn(extent).reduce((sum, i) => plus(sum, year.facts[i]?.staff ?? ratio(0n, 1n)), ratio(0n, 1n)),
  };
  return (Object.hasOwn(readers, name) ? readers[name]?.() : null) ?? null;
}
