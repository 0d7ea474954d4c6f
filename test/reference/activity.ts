// R4 and R4b: activity rows and their projection.
import type { Took } from './branches.ts';
import { apportionWhole, type Fraction, one, parseAmount, plus, Refused, times, zero } from './exact.ts';
import {
  absolute,
  at,
  factorAt,
  field,
  isNothing,
  listOf,
  mapOf,
  monthOf,
  ratioAt,
  textOf,
  textOrNull,
  type Written,
  yearMonthOf,
  yearOf,
} from './written.ts';

export type Place = 'own' | 'cross' | 'other' | 'offCounty';

export interface Institution {
  readonly id: string;
  readonly alliance: string | null;
  readonly offCounty: boolean;
}

/** A cell with its twelve months (January is index 0). */
export interface Cell {
  readonly home: string;
  readonly institution: Institution;
  readonly service: string;
  readonly months: bigint[];
}

type Cells = Map<string, Cell>;

export interface Activity {
  /** Shocked spending: what rows say or what is projected, by year. */
  readonly spent: Map<number, Cell[]>;
  readonly recordedYears: Set<number>;
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
export function placeOf(cell: Cell): Place {
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
    institutions.set(id, { id, alliance, offCounty: kind !== null });
  }
  return institutions;
}

function cellOf(cells: Cells, home: string, institution: Institution, service: string): Cell {
  const key = JSON.stringify([home, institution.id, service]);
  const found = cells.get(key) ?? { home, institution, service, months: Array.from({ length: 12 }, () => 0n) };
  cells.set(key, found);
  return found;
}

/** The rows as cells by year. */
function readRows(
  scenario: Written,
  alliances: ReadonlySet<string>,
  institutions: ReadonlyMap<string, Institution>,
  first: number,
  actualTo: number | null,
  took: Took,
): Map<number, Cells> {
  const recorded = new Map<number, Cells>();
  const filled = new Set<string>();
  for (const row of listOf(field(scenario, 'county', 'activity'), 'activity')) {
    const year = yearOf(field(row, 'year'), 'year of a row');
    const month = isNothing(field(row, 'month')) ? null : monthOf(field(row, 'month'), 'month of a row');
    const home = textOf(field(row, 'home'), 'home');
    const institution = institutions.get(textOf(field(row, 'institution'), 'institution'));
    const service = textOf(field(row, 'service'), 'service');
    const fund = parseAmount(textOf(at(field(row, 'fund'), year), 'fund'));
    if (home !== 'none' && !alliances.has(home)) throw new Refused(`unknown home ${home}`);
    if (institution === undefined) throw new Refused('unknown institution');

    // R4b: a row of a simulated year after actualTo, or without it, is an error. A row without a month reaches December.
    if (year >= first && (actualTo === null || absolute(year, month ?? 12) > actualTo)) {
      throw new Refused(`a row of ${year} after actualTo, or without it`);
    }

    const cells = recorded.get(year) ?? new Map<string, Cell>();
    recorded.set(year, cells);
    const cell = cellOf(cells, home, institution, service);
    const amounts =
      month === null
        ? apportionWhole(
            fund,
            Array.from({ length: 12 }, () => 1n),
          )
        : Array.from({ length: 12 }, (_, index) => (index === month - 1 ? fund : 0n));
    amounts.forEach((amount, index) => {
      cell.months[index] = (cell.months[index] ?? 0n) + amount;
    });

    took(month === null ? 'R4 row spread over the year' : 'R4 row with a month');
    if (fund < 0n) took('R4 negative row');
    if (home === 'none') took('R4 home none');
    else took(`R4 ${placeOf(cell)}`);
    const touched = month === null ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : [month];
    for (const m of touched) {
      const key = JSON.stringify([year, m, home, institution.id, service]);
      if (filled.has(key)) took('R4 several rows in a cell');
      filled.add(key);
    }
  }
  for (const cells of recorded.values()) {
    for (const cell of cells.values()) {
      if (cell.months.some((amount) => amount < 0n)) throw new Refused('a cell is negative');
    }
  }
  return recorded;
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

function covers(shock: Shock, cell: Cell, year: number, month: number): boolean {
  return (
    (shock.service === null || shock.service === cell.service) &&
    (shock.home === null || shock.home === cell.home) &&
    (shock.institution === null || shock.institution === cell.institution.id) &&
    (shock.place === null || shock.place === placeOf(cell)) &&
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

  const recorded = readRows(scenario, alliances, institutions, first, actualTo, took);
  const services = new Set([...recorded.values()].flatMap((cells) => [...cells.values()].map((cell) => cell.service)));

  // R4: growth for a service without activity is an error.
  const growth = mapOf(field(scenario, 'county', 'growth'), 'growth');
  for (const service of growth.keys()) {
    if (!services.has(service)) throw new Refused(`growth for ${service}, which has no activity`);
  }

  // The base year is the last one with activity before the simulated years; the projection begins the year after it.
  const before = [...recorded.keys()].filter((year) => year < first);
  const begins = before.length === 0 ? first : Math.max(...before) + 1;
  // R4: without activity before the first year there is nothing to project its months from, as far as they are played.
  const stops = isNothing(field(scenario, 'through')) ? null : yearMonthOf(field(scenario, 'through'), 'through');
  const firstYearEnds = stops !== null && stops.year === first ? stops.month : 12;
  if (recorded.size > 0 && before.length === 0 && !isActual(first, firstYearEnds)) throw new Refused('no base year to project from');
  if (recorded.size > 0) took(begins < first ? 'R4 projection begins before the years' : 'R4 projection begins with the years');
  let projectionBegins: number | null = null;
  for (let year = begins; year <= last; year++) {
    for (let month = 1; month <= 12; month++) {
      if (!isActual(year, month)) projectionBegins ??= absolute(year, month);
    }
  }
  const shocks = readShocks(scenario, alliances, institutions, projectionBegins);

  const unshocked = new Map<number, Cells>(recorded);
  const spent = new Map<number, Cell[]>([...recorded].map(([year, cells]) => [year, [...cells.values()]]));
  const shockedLastYear = new Set<string>();

  for (let year = begins; year <= last; year++) {
    const previous: Cells = unshocked.get(year - 1) ?? new Map();
    const rows: Cells = recorded.get(year) ?? new Map();
    const projected: Cells = new Map();
    const shocked: Cells = new Map();
    const shockedNow = new Set<string>();
    const someActual = isActual(year, 1);

    for (const [key, { home, institution, service }] of [...previous, ...rows]) {
      if (projected.has(key)) continue;
      const plain = cellOf(projected, home, institution, service);
      const after = cellOf(shocked, home, institution, service);
      for (let month = 1; month <= 12; month++) {
        const hit = shocks.filter((shock) => covers(shock, plain, year, month));
        if (isActual(year, month)) {
          // R4b: what happened, as recorded; shocks multiply projected cells only.
          took('R4b actual month');
          if (hit.length > 0) took('R4b shock does not touch an actual month');
          const amount = rows.get(key)?.months[month - 1] ?? 0n;
          plain.months[month - 1] = amount;
          after.months[month - 1] = amount;
          continue;
        }
        if (someActual) took('R4b projected month of a year with actuals');
        if (isActual(year - 1, month)) took('R4b growth from an actual month of the simulated years');
        if (shockedLastYear.has(`${key} ${month}`)) took('R4 growth from a cell that was shocked');
        const base = previous.get(key);
        let amount = 0n;
        if (base !== undefined) {
          took(growth.has(service) ? 'R4 growth given' : 'R4 growth not given');
          const rate = growth.has(service) ? ratioAt(growth.get(service) ?? null, year, `growth of ${service}`) : zero;
          amount = times(base.months[month - 1] ?? 0n, plus(one, rate));
        }
        if (amount < 0n) throw new Refused(`growth of ${service} below -100%`);
        plain.months[month - 1] = amount;

        // Shocks: after growth, rounded after each, in the order listed, not carried into the next year's base.
        let result = amount;
        for (const shock of hit) result = times(result, shock.factor);
        after.months[month - 1] = result;
        took(hit.length === 0 ? 'R4 no shock on a cell' : hit.length === 1 ? 'R4 one shock on a cell' : 'R4 several shocks on a cell');
        if (hit.length > 0) shockedNow.add(`${key} ${month}`);
        if (hit.length > 0 && home === 'none') took('R4 shock on home none');
      }
    }
    unshocked.set(year, projected);
    spent.set(year, [...shocked.values()]);
    shockedLastYear.clear();
    for (const key of shockedNow) shockedLastYear.add(key);
  }
  return { spent, recordedYears: new Set(recorded.keys()) };
}

/** Spending of one month (1–12) over the cells that `which` picks. */
export function spending(activity: Activity, year: number, month: number, which: (cell: Cell) => boolean): bigint {
  let sum = 0n;
  for (const cell of activity.spent.get(year) ?? []) {
    if (which(cell)) sum += cell.months[month - 1] ?? 0n;
  }
  return sum;
}

/** Everything spent in a year for the insured of one home. */
export function spentFor(activity: Activity, year: number, home: string): bigint {
  let sum = 0n;
  for (let month = 1; month <= 12; month++) sum += spending(activity, year, month, (cell) => cell.home === home);
  return sum;
}
