// R13: indicators of a year, for the county and for each alliance.
import type { Institution } from './activity.ts';
import type { Took } from './branches.ts';
import { decimals, type Fraction, minus, one, percent, quotient, Refused, ratioOf, whole, zero } from './exact.ts';
import { type Count, countOfAll, kindsOf, totalOf } from './facts.ts';
import { type Formula, parseFormula } from './formula.ts';
import { QUANTITIES, TABLE } from './indicatorNames.ts';
import type { Figures } from './reference.ts';
import type { Run, Span } from './run.ts';
import type { Payment } from './spending.ts';
import type { Target } from './targets.ts';
import { factAt, field, headsAt, isNothing, listOf, plainly, textOf, textOrNull, type Written, wholeAt, yesAt } from './written.ts';

export type Known = Fraction | null;
export type Values = ReadonlyMap<string, Known>;

export interface OwnIndicator {
  readonly id: string;
  readonly rate: boolean;
  readonly scope: 'county' | 'alliance';
  readonly formula: Formula;
}

export interface Monitored {
  readonly own: readonly OwnIndicator[];
  readonly targets: readonly Target[];
  /** The services that are inpatient. */
  readonly inpatient: ReadonlySet<string>;
}

export interface ScopeYear {
  readonly values: Values;
}

/** By alliance, and '' for the county; of the year before. */
export type LastIndicators = Map<string, ScopeYear>;

/** What the year brought an alliance, in fen; null: known only after settlement. */
export interface AllianceYear {
  readonly id: string;
  readonly quota: bigint;
  readonly adjustedQuota: bigint;
  /** Net, of the months played. */
  readonly netOfMonths: bigint;
  readonly expenditure: bigint;
  readonly own: bigint;
  readonly cross: bigint;
  readonly other: bigint;
  readonly offCounty: bigint;
  readonly cashGap: bigint;
  readonly settled: { readonly surplus: bigint; readonly overspend: bigint; readonly retained: bigint; readonly borne: bigint } | null;
}

export function scopeOf(written: Written): 'county' | 'alliance' {
  const scope = textOrNull(field(written, 'scope'), 'scope') ?? 'county';
  if (scope !== 'county' && scope !== 'alliance') throw new Refused(`scope ${scope}`);
  return scope;
}

export function readOwnIndicators(policy: Written): OwnIndicator[] {
  const names = new Map([...TABLE, ...QUANTITIES].map((name): [string, string] => [name, name]));
  const seen = new Set<string>(TABLE);
  return listOf(field(policy, 'indicators'), 'indicators').map((item) => {
    const id = textOf(field(item, 'id'), 'id of an indicator');
    const unit = textOf(field(item, 'unit'), 'unit of an indicator');
    if (seen.has(id)) throw new Refused(`indicator ${id} twice`);
    seen.add(id);
    if (unit !== 'rate' && unit !== 'number') throw new Refused(`unit ${unit}`);
    const formula = parseFormula(textOf(plainly(field(item, 'formula')), 'formula'), names);
    return { id, rate: unit === 'rate', scope: scopeOf(item), formula };
  });
}

export function readInpatient(county: Written): Set<string> {
  const inpatient = new Set<string>();
  for (const item of listOf(field(county, 'services'), 'services')) {
    const kind = textOrNull(field(item, 'kind'), 'kind of a service');
    if (kind !== null && kind !== 'inpatient' && kind !== 'outpatient') throw new Refused(`kind of a service: ${kind}`);
    if (kind === 'inpatient') inpatient.add(textOf(field(item, 'id'), 'id of a service'));
  }
  return inpatient;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

/** null where the denominator is 0 or either is not known. */
function share(part: Known | bigint, all: Known | bigint): Known {
  const [a, b] = [part, all].map((one) => (typeof one === 'bigint' ? whole(one) : one));
  return a === null || a === undefined || b === null || b === undefined || b.n === 0n ? null : quotient(a, b);
}

/** The county, or one alliance: its insured for care, its members for what institutions tell. */
interface Scope {
  readonly run: Run;
  readonly span: Span;
  readonly monitored: Monitored;
  /** The county. */
  readonly whole: boolean;
  readonly alliances: readonly AllianceYear[];
  readonly institutions: readonly Institution[];
}

function isOfAlliances({ alliances }: Scope, { home }: { readonly home: string }): boolean {
  return alliances.some(({ id }) => id === home);
}

/** Fund paid for the insured, true-ups included. */
function fundWhere(scope: Scope, which: (payment: Payment) => boolean): bigint {
  const { year, monthsPlayed } = scope.span;
  const payments = (scope.run.spent.get(year) ?? []).filter((payment) => isOfAlliances(scope, payment) && which(payment));
  return sum(payments.map((payment) => sum(payment.months.slice(0, monthsPlayed)) + payment.atYearEnd));
}

interface Care {
  readonly service: string;
  readonly inCounty: boolean;
  readonly primary: boolean;
}

function isPrimary({ level }: Institution): boolean {
  return level === 'township' || level === 'village';
}

function careOf({ service, institution }: { readonly service: string; readonly institution: Institution }): Care {
  return { service, inCounty: !institution.offCounty, primary: isPrimary(institution) };
}

/** Volumes of the insured's care in the months played. */
function volumeWhere(scope: Scope, measure: 'cases' | 'cost', which: (care: Care) => boolean): bigint {
  const { year, monthsPlayed } = scope.span;
  const streams = (scope.run.activity.streams.get(year) ?? []).filter((stream) => isOfAlliances(scope, stream) && which(careOf(stream)));
  return sum(streams.flatMap((stream) => stream.months.slice(0, monthsPlayed).map((amounts) => amounts[measure])));
}

/** Level 2 and above, general: those with inpatient care paid by the case, of all of them. */
function coverageOf(scope: Scope): Known {
  const { run, span, monitored } = scope;
  const hospitals = scope.institutions.filter(({ written, offCounty }) => {
    const grade = factAt(field(written, 'grade'), span.year);
    if (offCounty || isNothing(grade) || wholeAt(grade, span.year, 'grade') < 2n) return false;
    return yesAt(factAt(field(written, 'general'), span.year), span.year, 'general');
  });
  const covered = hospitals.filter(({ id }) =>
    (run.spent.get(span.year) ?? []).some(
      ({ institution, service, method }) =>
        institution.id === id && monitored.inpatient.has(service) && (method === 'drg' || method === 'dip' || method === 'perCase'),
    ),
  );
  return share(BigInt(covered.length), BigInt(hospitals.length));
}

/** Some kinds of income or spending over the institutions that tell it, in fen; null: none does. */
function kindsIn(scope: Scope, what: 'income' | 'spending', kinds: readonly string[] | null): Known {
  const told = scope.institutions.map((one) => (one.offCounty ? null : kindsOf(one, what, scope.span.year))).filter((all) => all !== null);
  if (told.length === 0) return null;
  const of = (all: ReadonlyMap<string, bigint>): bigint => (kinds === null ? totalOf(all) : sum(kinds.map((kind) => all.get(kind) ?? 0n)));
  return whole(sum(told.map(of)));
}

function countIn(scope: Scope, count: Count): Known {
  return countOfAll(
    scope.institutions.filter((one) => !one.offCounty),
    count,
    scope.span.year,
  );
}

function headsIn(scope: Scope, what: 'insured' | 'residents'): Known {
  const { year } = scope.span;
  const heads: (bigint | null)[] = scope.alliances.map(({ id }) => {
    const written = field(scope.run.alliances.find((alliance) => alliance.id === id)?.written ?? null, what);
    return isNothing(factAt(written, year)) ? null : headsAt(written, year, what);
  });
  // People whom no alliance covers are insured in the county too.
  const none = field(scope.run.county, 'insuredNone');
  if (what === 'insured' && scope.whole && !isNothing(none)) heads.push(headsAt(none, year, 'insuredNone'));
  return heads.some((one) => one === null) ? null : whole(sum(heads.map((one) => one ?? 0n)));
}

function costPerStayOf(scope: Scope): Known {
  const inpatient = ({ service, inCounty }: Care) => inCounty && scope.monitored.inpatient.has(service);
  const cost = volumeWhere(scope, 'cost', inpatient);
  return cost === 0n ? null : share(cost, volumeWhere(scope, 'cases', inpatient));
}

/** Off-county inpatients; null also where inpatient care was paid and nobody recorded its cases. */
function offCountyPatients(scope: Scope): Known {
  const { inpatient } = scope.monitored;
  const casesOf = (inCounty: boolean) => volumeWhere(scope, 'cases', (care) => inpatient.has(care.service) && care.inCounty === inCounty);
  const fundOf = (inCounty: boolean) =>
    fundWhere(scope, ({ service, institution }) => inpatient.has(service) && institution.offCounty !== inCounty);
  if ([true, false].some((inCounty) => fundOf(inCounty) > 0n && casesOf(inCounty) === 0n)) {
    scope.run.took('R13 inpatient cases of one side not recorded');
    return null;
  }
  return share(casesOf(false), casesOf(true) + casesOf(false));
}

function tableOf(scope: Scope, costPerStay: Known, before: Known, took: Took): Map<string, Known> {
  const { alliances, monitored } = scope;
  const total = (read: (alliance: AllianceYear) => bigint): bigint => sum(alliances.map(read));
  const settled = (read: (s: NonNullable<AllianceYear['settled']>) => bigint): Known =>
    alliances.some((one) => one.settled === null) ? null : whole(total((one) => (one.settled === null ? 0n : read(one.settled))));
  const inpatient = (of: { readonly service: string }) => monitored.inpatient.has(of.service);
  const inCounty = ({ institution }: Payment) => !institution.offCounty;
  const all = fundWhere(scope, () => true);
  const patients = offCountyPatients(scope);
  took(patients === null ? 'R13 inpatient cases not recorded' : 'R13 inpatient cases');
  const growth = costPerStay === null || before === null ? null : minus(quotient(costPerStay, before), one);
  if (growth !== null) took('R13 growth of the cost per stay');
  const income = (kinds: readonly string[] | null) => kindsIn(scope, 'income', kinds);
  const spending = (kinds: readonly string[] | null) => kindsIn(scope, 'spending', kinds);
  took(income(null) === null ? 'R13 income not told' : 'R13 income told');
  const adjusted = total((one) => one.adjustedQuota);
  return new Map<string, Known>([
    [
      'progress',
      share(
        total((one) => one.netOfMonths),
        total((one) => one.quota),
      ),
    ],
    [
      'offCountyMoneyShare',
      share(
        fundWhere(scope, (one) => !inCounty(one)),
        all,
      ),
    ],
    ['offCountyPatientShare', patients],
    ['inCountyInpatientRate', patients === null ? null : minus(one, patients)],
    [
      'primaryCareShare',
      share(
        fundWhere(scope, ({ institution }) => isPrimary(institution)),
        all,
      ),
    ],
    [
      'caseBasedShare',
      share(
        fundWhere(scope, (one) => inCounty(one) && inpatient(one) && (one.method === 'drg' || one.method === 'dip')),
        fundWhere(scope, (one) => inCounty(one) && inpatient(one)),
      ),
    ],
    ['caseBasedCoverage', coverageOf(scope)],
    [
      'feeForServiceShare',
      share(
        fundWhere(scope, (one) => inCounty(one) && one.method === 'feeForService'),
        fundWhere(scope, inCounty),
      ),
    ],
    ['costPerStayGrowth', growth],
    ['medicalServiceIncomeShare', share(income(['medicalService']), income(null))],
    ['drugTestShare', share(income(['drugs', 'consumables', 'tests']), income(null))],
    ['staffShare', share(spending(['staff']), spending(null))],
    ['specialtyShare', share(spending(['specialty']), income(['medicalService', 'drugs', 'consumables', 'tests']))],
    ['researchShare', share(spending(['research']), spending(null))],
    [
      'surplusRate',
      share(
        settled((s) => s.surplus),
        adjusted,
      ),
    ],
    [
      'overspendRate',
      share(
        settled((s) => s.overspend),
        adjusted,
      ),
    ],
  ]);
}

function inYuan(fen: Known | bigint): Known {
  const amount = typeof fen === 'bigint' ? whole(fen) : fen;
  return amount === null ? null : ratioOf(amount.n, amount.d * 100n);
}

/** What formulas may name beside the table; money in yuan. */
function quantitiesOf(scope: Scope): Map<string, Known> {
  const { alliances, monitored } = scope;
  const money = (read: (alliance: AllianceYear) => bigint | undefined): Known =>
    alliances.some((one) => read(one) === undefined) ? null : inYuan(sum(alliances.map((one) => read(one) ?? 0n)));
  return new Map<string, Known>([
    ['insured', headsIn(scope, 'insured')],
    ['residents', headsIn(scope, 'residents')],
    ...(['quota', 'expenditure', 'own', 'cross', 'other', 'offCounty'] as const).map((name): [string, Known] => [
      name,
      money((one) => one[name]),
    ]),
    ...(['surplus', 'overspend', 'retained', 'borne'] as const).map((name): [string, Known] => [name, money((one) => one.settled?.[name])]),
    ['cases', whole(volumeWhere(scope, 'cases', () => true))],
    ['inpatientCases', whole(volumeWhere(scope, 'cases', (care) => monitored.inpatient.has(care.service)))],
    ['primaryCases', whole(volumeWhere(scope, 'cases', (care) => care.primary))],
    ['income', inYuan(kindsIn(scope, 'income', null) ?? zero)],
    ['spending', inYuan(kindsIn(scope, 'spending', null) ?? zero)],
    ['beds', countIn(scope, 'beds')],
    ['staff', countIn(scope, 'staff')],
  ]);
}

/** The values of a scope: the table, the policy's own indicators, and what targets may name beside. */
export function indicatorsOf(
  run: Run,
  span: Span,
  monitored: Monitored,
  alliances: readonly AllianceYear[],
  alliance: string | null,
  payableMonths: Known,
  last: ScopeYear | undefined,
): ScopeYear {
  const scope: Scope = {
    run,
    span,
    monitored,
    whole: alliance === null,
    alliances: alliances.filter(({ id }) => alliance === null || id === alliance),
    institutions: run.institutions.filter((one) => alliance === null || one.alliance === alliance),
  };
  const costPerStay = costPerStayOf(scope);
  // Against the same months of the year before: seasons are no growth.
  const before = last === undefined ? null : costPerStayOf({ ...scope, span: { ...span, year: span.year - 1 } });
  const values = tableOf(scope, costPerStay, before, run.took);
  const quantities = quantitiesOf(scope);
  const table = new Map(values);
  for (const { id, formula, scope: of } of monitored.own) {
    if ((of === 'county') !== (alliance === null)) continue;
    const value = formula.value((name) => table.get(name) ?? quantities.get(name) ?? null);
    run.took(value === null ? 'R13 own formula undefined' : 'R13 own formula');
    values.set(id, value);
  }
  if (alliance === null) values.set('payableMonths', payableMonths);
  values.set('cashGap', inYuan(sum(scope.alliances.map((one) => one.cashGap))));
  return { values };
}

/** What institutions tell of the year before the first that is played: the rates that go by nothing else. */
export function toldBefore(run: Run, span: Span, monitored: Monitored, alliance: string | null): Values {
  const institutions = run.institutions.filter((one) => alliance === null || one.alliance === alliance);
  const scope: Scope = { run, span: { ...span, year: span.year - 1 }, monitored, whole: alliance === null, alliances: [], institutions };
  const income = (kinds: readonly string[] | null) => kindsIn(scope, 'income', kinds);
  const spending = (kinds: readonly string[] | null) => kindsIn(scope, 'spending', kinds);
  run.took('R13 told of the year before the first');
  return new Map<string, Known>([
    ['medicalServiceIncomeShare', share(income(['medicalService']), income(null))],
    ['drugTestShare', share(income(['drugs', 'consumables', 'tests']), income(null))],
    ['staffShare', share(spending(['staff']), spending(null))],
    ['specialtyShare', share(spending(['specialty']), income(['medicalService', 'drugs', 'consumables', 'tests']))],
    ['researchShare', share(spending(['research']), spending(null))],
  ]);
}

export function indicatorFigures(monitored: Monitored, values: Values, scope: 'county' | 'alliance'): Figures {
  const rate = (value: Known): string | null => (value === null ? null : percent(value));
  const own = monitored.own.filter((one) => one.scope === scope);
  const numbers = own.filter((one) => !one.rate);
  const ids = [...TABLE, ...own.filter((one) => one.rate).map(({ id }) => id)];
  const number = (value: Known): string | null => (value === null ? null : decimals(value, 4));
  return {
    indicators: Object.fromEntries(ids.map((id) => [id, rate(values.get(id) ?? null)])),
    ...(numbers.length === 0
      ? {}
      : { indicatorNumbers: Object.fromEntries(numbers.map(({ id }) => [id, number(values.get(id) ?? null)])) }),
  };
}
