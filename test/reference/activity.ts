// R4, R4b and R9: activity rows and their projection, every measure by itself.
import type { Took } from './branches.ts';
import { apportionWhole, type Fraction, Refused, times } from './exact.ts';
import { benefitOf, grown, readBenefits, readPrices, withBenefit, withPrices } from './levers.ts';
import { type Amounts, type CaseRules, casePoints, type Measure, mapped, measures, nothing, readMeasures } from './measures.ts';
import { methodOf } from './method.ts';
import {
  absolute,
  choiceAt,
  factorAt,
  field,
  isNothing,
  listOf,
  look,
  mapOf,
  monthOf,
  shareAt,
  textOf,
  textOrNull,
  type Written,
  yearMonthOf,
  yearOf,
  yesAt,
} from './written.ts';

export type Place = 'own' | 'cross' | 'other' | 'offCounty';

export interface Institution {
  readonly id: string;
  readonly alliance: string | null;
  readonly offCounty: boolean;
  readonly level: string | null;
  readonly tier: string | null;
  readonly tcm: boolean;
  readonly written: Written;
}

/** What makes a stream: everything of a cell but its month. */
export interface Identity {
  readonly home: string;
  readonly institution: Institution;
  readonly service: string;
  readonly item: string | null;
  readonly signedWith: string | null;
}

/** A stream's year: twelve months (January is index 0), and the measures that are known of it. */
export interface Stream extends Identity {
  readonly key: string;
  readonly months: Amounts[];
  readonly known: Set<Measure>;
}

type Streams = Map<string, Stream>;

export interface Activity {
  /** What rows say, or what is projected with shocks, by year; in stream order. */
  readonly streams: ReadonlyMap<number, readonly Stream[]>;
  /** What rows say. */
  readonly recorded: ReadonlyMap<number, ReadonlyMap<string, Stream>>;
}

interface Shock {
  readonly service: string | null;
  readonly home: string | null;
  readonly institution: string | null;
  readonly place: string | null;
  readonly from: number;
  readonly to: number;
  readonly factor: Fraction;
}

/** R4: the place follows from home and institution. For home `none` an institution of an alliance is another alliance's. */
export function placeOf(cell: { readonly home: string; readonly institution: Institution }): Place {
  if (cell.institution.offCounty) return 'offCounty';
  if (cell.institution.alliance === null) return 'other';
  return cell.institution.alliance === cell.home ? 'own' : 'cross';
}

export function readInstitutions(county: Written, alliances: ReadonlySet<string>): Map<string, Institution> {
  const institutions = new Map<string, Institution>();
  for (const item of listOf(field(county, 'institutions'), 'institutions')) {
    const id = textOf(field(item, 'id'), 'institution id');
    const alliance = textOrNull(field(item, 'alliance'), 'alliance');
    const kind = textOrNull(field(item, 'kind'), 'kind');
    if (institutions.has(id)) throw new Refused(`institution ${id} twice`);
    if (alliance !== null && !alliances.has(alliance)) throw new Refused(`unknown alliance ${alliance}`);
    if (kind !== null && kind !== 'off-county') throw new Refused(`unknown kind ${kind}`);
    if (kind !== null && alliance !== null) throw new Refused(`${id} is off-county and in an alliance`);
    const level = textOrNull(field(item, 'level'), 'level');
    const tier = textOrNull(field(item, 'tier'), 'tier');
    if (level !== null && !['county', 'township', 'village'].includes(level)) throw new Refused(`unknown level ${level}`);
    if (tier !== null && !['city', 'province', 'national'].includes(tier)) throw new Refused(`unknown tier ${tier}`);
    if (tier !== null && kind === null) throw new Refused('only off-county institutions have a tier');
    institutions.set(id, {
      id,
      alliance,
      offCounty: kind !== null,
      level,
      tier,
      tcm: yesAt(field(item, 'tcm'), 0, 'tcm'),
      written: item,
    });
  }
  return institutions;
}

function emptyStream(identity: Identity, key: string): Stream {
  return { ...identity, key, months: Array.from({ length: 12 }, nothing), known: new Set() };
}

function readIdentity(row: Written, alliances: ReadonlySet<string>, institutions: ReadonlyMap<string, Institution>): Identity {
  const home = textOf(field(row, 'home'), 'home');
  const institution = institutions.get(textOf(field(row, 'institution'), 'institution'));
  const signedWith = textOrNull(field(row, 'signedWith'), 'signedWith');
  if (home !== 'none' && !alliances.has(home)) throw new Refused(`unknown home ${home}`);
  if (institution === undefined) throw new Refused('unknown institution');
  if (signedWith !== null && !institutions.has(signedWith)) throw new Refused('signed with an unknown institution');
  const service = textOf(field(row, 'service'), 'service');
  return { home, institution, service, item: textOrNull(field(row, 'item'), 'item'), signedWith };
}

/** R9: the case rules of a service that is paid by dip in some simulated year, read for the first. */
function caseRulesOf(policy: Written, service: string, first: number, last: number): CaseRules | null {
  if (!yearsBetween(first, last).some((year) => methodOf(policy, service, year) === 'dip')) return null;
  const rules = look(field(policy, 'payment', service), first, 'caseRules');
  return { low: shareAt(field(rules, 'low'), first, 'low'), high: shareAt(field(rules, 'high'), first, 'high') };
}

export function yearsBetween(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

interface Recorded {
  readonly years: Map<number, Streams>;
  /** Streams by their first appearance. */
  readonly appearance: Map<string, number>;
  /** The costs of the case rows of each year and stream. */
  readonly caseCosts: Map<string, bigint[]>;
}

function caseKey(year: number, stream: string): string {
  return `${year} ${stream}`;
}

function sumsOf(
  row: Written,
  year: number,
  service: string,
  rulesOf: (service: string) => CaseRules | null,
  took: Took,
): ReturnType<typeof readMeasures> {
  const read = readMeasures(row, year);
  if (!read.isCase) return read;
  const rules = rulesOf(service);
  if (rules === null) {
    took('R9 case row of a service not paid by dip');
    return read;
  }
  const { points, cost } = read.amounts;
  const counted = casePoints(points, cost, read.reference, read.incomplete, rules);
  took(
    read.incomplete
      ? counted < points
        ? 'R9 incomplete stay at cost'
        : 'R9 incomplete stay at the standard'
      : counted === points
        ? 'R9 case counts as it is'
        : counted < points && cost < read.reference
          ? 'R9 case below the low bound'
          : 'R9 case above the high bound',
  );
  return { ...read, amounts: { ...read.amounts, points: counted } };
}

/** The rows as streams by year. */
function readRows(
  scenario: Written,
  alliances: ReadonlySet<string>,
  institutions: ReadonlyMap<string, Institution>,
  first: number,
  last: number,
  actualTo: number | null,
  took: Took,
): Recorded {
  const recorded: Recorded = { years: new Map(), appearance: new Map(), caseCosts: new Map() };
  const filled = new Set<string>();
  const rulesOf = (service: string) => caseRulesOf(field(scenario, 'policy'), service, first, last);
  for (const row of listOf(field(scenario, 'county', 'activity'), 'activity')) {
    const year = yearOf(field(row, 'year'), 'year of a row');
    const month = isNothing(field(row, 'month')) ? null : monthOf(field(row, 'month'), 'month of a row');
    const identity = readIdentity(row, alliances, institutions);
    const given = sumsOf(row, year, identity.service, rulesOf, took);

    // R4b: a row of a simulated year after actualTo, or without it, is an error. A row without a month reaches December.
    if (year >= first && (actualTo === null || absolute(year, month ?? 12) > actualTo)) {
      throw new Refused(`a row of ${year} after actualTo, or without it`);
    }

    const streams = recorded.years.get(year) ?? new Map<string, Stream>();
    recorded.years.set(year, streams);
    const key = JSON.stringify([identity.home, identity.institution.id, identity.service, identity.item, identity.signedWith]);
    const stream = streams.get(key) ?? emptyStream(identity, key);
    streams.set(key, stream);
    if (!recorded.appearance.has(key)) recorded.appearance.set(key, recorded.appearance.size);
    if (given.isCase) {
      const costs = recorded.caseCosts.get(caseKey(year, key)) ?? [];
      recorded.caseCosts.set(caseKey(year, key), [...costs, given.amounts.cost]);
    }
    for (const measure of given.known) {
      stream.known.add(measure);
      addMonths(stream, measure, given.amounts[measure], month);
    }

    took(month === null ? 'R4 row spread over the year' : 'R4 row with a month');
    if (given.amounts.fund < 0n) took('R4 negative row');
    if (given.amounts.cases < 0n || given.amounts.days < 0n) took('R9 cases or days taken back');
    if (identity.home === 'none') took('R4 home none');
    else took(`R4 ${placeOf(identity)}`);
    if (!given.known.has('fund')) took('R9 row without a fund amount');
    if (identity.item !== null) took('R9 row with an item');
    if (identity.signedWith !== null) took('R9 row of a signed patient');
    for (const m of month === null ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : [month]) {
      const cell = `${year} ${m} ${key}`;
      if (filled.has(cell)) took('R4 several rows in a cell');
      filled.add(cell);
    }
  }
  for (const streams of recorded.years.values()) {
    for (const stream of streams.values()) {
      if (stream.months.some((amounts) => measures.some((measure) => amounts[measure] < 0n))) throw new Refused('a cell is negative');
    }
  }
  return recorded;
}

/** A row's amount into its month, or evenly over twelve months. */
function addMonths(stream: Stream, measure: Measure, amount: bigint, month: number | null): void {
  const even = Array.from({ length: 12 }, () => 1n);
  const amounts = month === null ? apportionWhole(amount, even) : even.map((_, index) => (index === month - 1 ? amount : 0n));
  stream.months.forEach((cell, index) => {
    cell[measure] += amounts[index] ?? 0n;
  });
}

function readShocks(
  scenario: Written,
  alliances: ReadonlySet<string>,
  institutions: ReadonlyMap<string, Institution>,
  projectionBegins: number | null,
): Shock[] {
  return listOf(field(scenario, 'shocks'), 'shocks').map((item) => {
    const from = yearMonthOf(field(item, 'from'), 'from');
    const to = yearMonthOf(field(item, 'to'), 'to');
    const shock = {
      service: textOrNull(field(item, 'service'), 'service'),
      home: textOrNull(field(item, 'home'), 'home'),
      institution: textOrNull(field(item, 'institution'), 'institution'),
      place: textOrNull(field(item, 'place'), 'place'),
      from: absolute(from.year, from.month),
      to: absolute(to.year, to.month),
      factor: factorAt(field(item, 'factor'), from.year, 'factor'),
    };
    if (shock.home !== null && shock.home !== 'none' && !alliances.has(shock.home)) throw new Refused('shock: unknown home');
    if (shock.institution !== null && !institutions.has(shock.institution)) throw new Refused('shock: unknown institution');
    if (shock.place !== null && !['own', 'cross', 'other', 'offCounty'].includes(shock.place)) throw new Refused('shock: unknown place');
    if (shock.from > shock.to) throw new Refused('shock: from after to');
    if (projectionBegins === null || shock.to < projectionBegins) throw new Refused('shock wholly before the projection');
    return shock;
  });
}

function covers(shock: Shock, stream: Identity, year: number, month: number): boolean {
  return (
    (shock.service === null || shock.service === stream.service) &&
    (shock.home === null || shock.home === stream.home) &&
    (shock.institution === null || shock.institution === stream.institution.id) &&
    (shock.place === null || shock.place === placeOf(stream)) &&
    shock.from <= absolute(year, month) &&
    absolute(year, month) <= shock.to
  );
}

export function readActivity(
  scenario: Written,
  alliances: ReadonlySet<string>,
  institutions: ReadonlyMap<string, Institution>,
  first: number,
  last: number,
  took: Took,
): Activity {
  const written = field(scenario, 'actualTo');
  const until = isNothing(written) ? null : yearMonthOf(written, 'actualTo');
  const actualTo = until === null ? null : absolute(until.year, until.month);
  if (until !== null && (until.year < first || until.year > last)) throw new Refused('actualTo is not in the years');
  const isActual = (year: number, month: number): boolean => year >= first && actualTo !== null && absolute(year, month) <= actualTo;

  const { years: recorded, appearance, caseCosts } = readRows(scenario, alliances, institutions, first, last, actualTo, took);
  const services = new Set([...recorded.values()].flatMap((streams) => [...streams.values()].map((stream) => stream.service)));

  // R4: growth for a service without activity is an error.
  const growth = mapOf(field(scenario, 'county', 'growth'), 'growth');
  for (const service of growth.keys()) {
    if (!services.has(service)) throw new Refused(`growth for ${service}, which has no activity`);
  }
  const benefits = readBenefits(field(scenario, 'policy'));
  const prices = readPrices(scenario, institutions);
  choiceAt(field(scenario, 'policy', 'priceNeutral'), first, ['no', 'yes'], 'priceNeutral');

  // The base year is the last one with activity before the simulated years; the projection begins the year after it.
  const before = [...recorded.keys()].filter((year) => year < first);
  const base = before.length === 0 ? first : Math.max(...before);
  const begins = before.length === 0 ? first : base + 1;
  // R4: without activity before the first year there is nothing to project its months from, as far as they are played.
  const stops = isNothing(field(scenario, 'through')) ? null : yearMonthOf(field(scenario, 'through'), 'through');
  const firstYearEnds = stops !== null && stops.year === first ? stops.month : 12;
  if (recorded.size > 0 && before.length === 0 && !isActual(first, firstYearEnds)) throw new Refused('no base year to project from');
  // R4b: what is missing is an error: each year that actualTo reaches into, as far as years are played, has rows.
  for (const year of until === null || recorded.size === 0 ? [] : yearsBetween(first, Math.min(until.year, stops?.year ?? last))) {
    if (!recorded.has(year)) throw new Refused(`actualTo reaches into ${year}, which has no rows`);
  }
  if (recorded.size > 0) took(begins < first ? 'R4 projection begins before the years' : 'R4 projection begins with the years');
  let projectionBegins: number | null = null;
  for (const year of yearsBetween(begins, last)) {
    for (let month = 1; month <= 12; month++) {
      if (!isActual(year, month)) projectionBegins ??= absolute(year, month);
    }
  }
  const shocks = readShocks(scenario, alliances, institutions, projectionBegins);

  const unshocked = new Map<number, Streams>(recorded);
  const result = new Map<number, Stream[]>([...recorded].map(([year, streams]) => [year, [...streams.values()]]));
  const shockedLastYear = new Set<string>();

  for (const year of yearsBetween(begins, last)) {
    const previous: Streams = unshocked.get(year - 1) ?? new Map();
    const rows: Streams = recorded.get(year) ?? new Map();
    const projected: Streams = new Map();
    const shocked: Stream[] = [];
    const shockedNow = new Set<string>();
    const someActual = isActual(year, 1);

    for (const [key, identity] of [...previous, ...rows]) {
      if (projected.has(key)) continue;
      const plain = { ...emptyStream(identity, key), known: new Set(rows.get(key)?.known) };
      const after = { ...plain, months: [...plain.months] };
      projected.set(key, plain);
      shocked.push(after);
      for (let month = 1; month <= 12; month++) {
        const hit = shocks.filter((shock) => covers(shock, plain, year, month));
        if (isActual(year, month)) {
          // R4b: what happened, as recorded; benefit, prices and shocks move projected cells only.
          took('R4b actual month');
          if (hit.length > 0) took('R4b shock does not touch an actual month');
          const amounts = rows.get(key)?.months[month - 1] ?? nothing();
          plain.months[month - 1] = amounts;
          after.months[month - 1] = amounts;
          continue;
        }
        if (someActual) took('R4b projected month of a year with actuals');
        if (isActual(year - 1, month)) took('R4b growth from an actual month of the simulated years');
        if (shockedLastYear.has(`${key} ${month}`)) took('R4 growth from a cell that was shocked');
        const from = previous.get(key);
        const amounts = from === undefined ? nothing() : projectCell(from, year, month);
        for (const measure of from?.known ?? []) plain.known.add(measure);
        plain.months[month - 1] = amounts;

        // Shocks: after growth, rounded after each, in the order listed, not carried into the next year's base.
        after.months[month - 1] = hit.reduce((reached, shock) => mapped(reached, (_, amount) => times(amount, shock.factor)), amounts);
        took(hit.length === 0 ? 'R4 no shock on a cell' : hit.length === 1 ? 'R4 one shock on a cell' : 'R4 several shocks on a cell');
        if (hit.length > 0) shockedNow.add(`${key} ${month}`);
        if (hit.length > 0 && identity.home === 'none') took('R4 shock on home none');
      }
    }
    unshocked.set(year, projected);
    result.set(year, shocked);
    shockedLastYear.clear();
    for (const key of shockedNow) shockedLastYear.add(key);
  }

  // Stream order: home alliance in file order (`none` last), then first appearance in the activity.
  const homes = [...alliances, 'none'];
  const rank = (stream: Stream): number => homes.indexOf(stream.home) * (appearance.size + 1) + (appearance.get(stream.key) ?? 0);
  for (const streams of result.values()) streams.sort((a, b) => rank(a) - rank(b));
  return { streams: result, recorded };

  /** R4, R9: growth, then benefit, then prices. */
  function projectCell(from: Stream, year: number, month: number): Amounts {
    const { service } = from;
    const amounts = from.months[month - 1] ?? nothing();
    took(growth.has(service) ? 'R4 growth given' : 'R4 growth not given');
    let result = growth.has(service) ? grown(amounts, growth.get(service) ?? null, year, service, took) : amounts;
    const benefit = benefitOf(benefits, from);
    if (benefit !== undefined && measures.some((measure) => amounts[measure] !== 0n)) {
      result = withBenefit(benefit, result, from.known, caseCosts.get(caseKey(base, from.key)) ?? [], year, took);
    }
    return withPrices(prices, from, result, absolute(year, month), took);
  }
}
