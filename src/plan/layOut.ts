// Lays a scenario out: names become indices, rows become cells, the policy is read for each year, lines and accounts
// are numbered. Every problem that needs more than one place of the file is found here, all at once.

import { MONTHS, monthNumber, PERIODS, writeYearMonth } from '../money/calendar.ts';
import type { Dated } from '../money/dated.ts';
import { type Fen, fen, LARGEST_EXACT, ZERO } from '../money/fen.ts';
import type { Ratio } from '../money/ratio.ts';
import { positionOf, type Where } from '../problem/source.ts';
import type { Read } from '../written/read.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import type { Row } from '../written/table.ts';
import { cellsOfClose, cellsOfRows, projected, spendingOf, streamKey, type YearCells } from './activity.ts';
import { FactReader } from './facts.ts';
import { Groundwork, latestBefore } from './groundwork.ts';
import { ledgerOf } from './ledger.ts';
import { Names, named } from './names.ts';
import type { Named, Shock, Stream } from './parties.ts';
import { PLACES } from './parties.ts';
import type { Close, Plan, YearPlan } from './plan.ts';
import { PolicyReader } from './yearRules.ts';

/** R3 and R5 look back this many years. */
export const LOOK_BACK = 3;

/**
 * @param close where given, the run goes on from it: its balances, cells and spending stand in place of the county's
 *   opening balances and of all activity before the first year.
 * @throws {InputProblems} with every problem found; `read.report` then also holds the warnings.
 */
export function layOut(read: Read, close: Close | null = null): Plan {
  return new Layout(read, close).plan();
}

class Layout {
  private readonly scenario: WrittenScenario;
  private readonly names: Names;
  private readonly read: Read;
  private readonly close: Close | null;
  private readonly first: number;
  private readonly last: number;

  constructor(read: Read, close: Close | null) {
    this.read = read;
    this.scenario = read.scenario;
    this.names = new Names(read);
    this.close = close;
    [this.first, this.last] = read.scenario.years;
  }

  plan(): Plan {
    const { names, scenario, close, first } = this;
    this.checkTimes();
    const rows = this.read.rows.filter((row) => this.isUsable(row));
    this.warnOfTwice(rows);
    const { streams, streamOf, keys } = this.streamsOf(rows);
    const shocks = this.shocksOf();
    const growth = this.growthOf();
    const bare = rows.length === 0 && (close?.cells.length ?? 0) === 0;
    const uses = this.usesOf();
    const facts = new FactReader(scenario, names);
    const bareYears = this.yearsOf(bare, uses, facts);
    names.report.stopIfFailed();

    const fromRows = cellsOfRows(rows, streamOf, streams.length, names.report);
    const known = close === null ? fromRows : this.knownWith(close, fromRows, keys);
    const base = close === null ? latestBefore(known, first) : close.base;
    const groundwork = new Groundwork(scenario, names, close);
    groundwork.checkBase(base, known, streams, bare);
    groundwork.checkShocks(shocks, streams, base);
    groundwork.warnOfAdvances();
    names.report.stopIfFailed();
    const growthPath = (service: number) => {
      const path = `county.growth.${names.services[service]?.id ?? ''}`;
      return { path, where: names.whereOf(path) };
    };
    const actualTo = scenario.actualTo ?? null;
    const cells = projected({ streams, growth, growthPath, shocks, actualTo, known, base }, this.last, first, names.report);
    names.report.stopIfFailed();

    const empty = new Float64Array(streams.length * PERIODS);
    const years = bareYears.map((y) => ({
      ...y,
      cells: cells.get(y.year)?.shocked ?? empty,
      unshocked: cells.get(y.year)?.unshocked ?? empty,
    }));
    this.checkTotals(years);
    names.report.stopIfFailed();

    const ledger = ledgerOf({
      alliances: names.alliances,
      institutions: names.institutions,
      streams,
      uses,
      reserves: (scenario.policy.reserves?.lines ?? []).map((line) => ({ holder: line.holder.kind })),
      deductions: facts.deductionLines,
    });
    return {
      title: scenario.title ?? '',
      projection: { base, growth, shocks: shocks.map((shock, i) => ({ ...shock, title: scenario.shocks?.[i]?.title ?? '' })) },
      alliances: names.alliances,
      institutions: names.institutions,
      services: names.services,
      streams,
      groups: groupsOf(streams, names.alliances.length),
      uses,
      years: years.map((y) => ({ ...y, deductions: y.deductions.map((d) => ({ ...d, line: ledger.first.deduction + d.line })) })),
      past: this.pastOf(cells, streams),
      ledger,
      opening: close ?? this.openingClose(base, keys, known),
      settlementMonth: scenario.settlementMonth?.month ?? null,
      through: scenario.through ?? null,
      actualTo,
    };
  }

  /** Policy and facts of each year; the cells come later, when all names are known to be right. */
  private yearsOf(bare: boolean, uses: readonly string[], facts: FactReader): Omit<YearPlan, 'cells' | 'unshocked'>[] {
    const { through } = this.scenario;
    const policy = new PolicyReader(this.scenario.policy, this.names.report, (path) => this.names.whereOf(path));
    const years: Omit<YearPlan, 'cells' | 'unshocked'>[] = [];
    for (let year = this.first; year <= (through?.year ?? this.last); year++) {
      const months = bare ? 0 : through?.year === year ? through.month : MONTHS;
      const settles = !bare && through?.year !== year;
      const rules = policy.rulesOf(year, uses, settles);
      const own = facts.factsOf(year, rules, settles);
      if (rules !== null) years.push({ year, rules, months, settles, ...own });
    }
    return years;
  }

  private checkTimes(): void {
    for (const key of ['actualTo', 'through'] as const) {
      const month = this.scenario[key];
      if (month !== undefined && (month.year < this.first || month.year > this.last)) {
        this.names.error('outside-years', key, { got: writeYearMonth(month), first: this.first, last: this.last });
      }
    }
    const { through, settlementMonth } = this.scenario;
    if (settlementMonth !== undefined && settlementMonth.year !== this.first + 1) {
      const suggestion = writeYearMonth({ year: this.first + 1, month: settlementMonth.month });
      this.names.warn('settlement-month-year', 'settlementMonth', { month: settlementMonth.month, suggestion });
    }
    if (through !== undefined && through.year < this.last) {
      this.names.warn('years-not-played', 'through', { got: writeYearMonth(through), last: this.last });
    }
  }

  /** R4b: rows of simulated years must be actuals; with a close, earlier rows are already in it. */
  private isUsable(row: Row): boolean {
    if (row.year < this.first) return this.close === null;
    const { actualTo } = this.scenario;
    const lastMonth = monthNumber({ year: row.year, month: row.month ?? MONTHS });
    if (actualTo !== undefined && lastMonth <= monthNumber(actualTo)) return true;
    this.names.report.add('error', 'not-an-actual', row.where, row.path, {
      got: row.month === null ? String(row.year) : writeYearMonth({ year: row.year, month: row.month }),
      actualTo: actualTo === undefined ? '' : writeYearMonth(actualTo),
      first: this.first,
    });
    return false;
  }

  /** The same payment written twice is the commonest slip of copying tables. */
  private warnOfTwice(rows: readonly Row[]): void {
    const seen = new Map<string, Row>();
    const told = new Set<string>();
    for (const row of rows) {
      const key = JSON.stringify([row.year, row.month, row.home, row.institution, row.service, row.fund]);
      const first = seen.get(key);
      if (first === undefined || row.fund === 0) seen.set(key, row);
      // A wide row repeated is twelve payments repeated; it is told once.
      else if (!told.has(row.path)) {
        told.add(row.path);
        this.names.report.add('warning', 'row-twice', row.where, row.path, { first: placeOf(first) });
      }
    }
  }

  private streamsOf(rows: readonly Row[]): { streams: readonly Stream[]; streamOf: readonly number[]; keys: readonly string[] } {
    const declared = this.scenario.county.services;
    const serviceIndex = new Map((declared ?? []).map((service, i) => [service.id, i]));
    const services: Named[] = (declared ?? []).map(named);
    const found = new Map<string, Stream>();
    const refused = new Set<string>();
    const visit = (home: string, institution: string, service: string, path: string, where: Where | null): string => {
      const key = streamKey(home, institution, service);
      if (found.has(key) || refused.has(key)) return key;
      const h = this.names.homeOf(home, `${path}.home`, where);
      const i = this.names.indexOf(this.names.institutionIndex, institution, 'unknown-institution', `${path}.institution`, where);
      if (declared === undefined && !serviceIndex.has(service)) {
        serviceIndex.set(service, services.length);
        services.push({ id: service, title: service });
      }
      const s = this.names.indexOf(serviceIndex, service, 'unknown-service', `${path}.service`, where);
      if (h < 0 || i < 0 || s < 0) refused.add(key);
      else found.set(key, { home: h, institution: i, service: s, place: this.names.placeOf(h, i) });
      return key;
    };
    for (const cell of this.close?.cells ?? []) visit(cell.home, cell.institution, cell.service, 'county', null);
    const keysOfRows = rows.map((row) => visit(row.home, row.institution, row.service, row.path, row.where));
    this.names.services = services;
    this.names.serviceIndex = serviceIndex;
    const sorted = [...found].sort(([, a], [, b]) => a.home - b.home || a.place - b.place);
    const index = new Map(sorted.map(([key], i) => [key, i]));
    return {
      streams: sorted.map(([, stream]) => stream),
      streamOf: keysOfRows.map((key) => index.get(key) ?? -1),
      keys: sorted.map(([key]) => key),
    };
  }

  private shocksOf(): readonly Shock[] {
    return (this.scenario.shocks ?? []).map((written, i) => {
      const path = `shocks.${i}`;
      const from = monthNumber(written.from);
      const to = monthNumber(written.to);
      if (from > to) this.names.error('span-order', path, { from: writeYearMonth(written.from), to: writeYearMonth(written.to) });
      return {
        service:
          written.service === undefined
            ? -1
            : this.names.indexOf(this.names.serviceIndex, written.service, 'unknown-service', `${path}.service`),
        home: written.home === undefined ? -1 : this.names.homeOf(written.home, `${path}.home`),
        institution:
          written.institution === undefined
            ? -1
            : this.names.indexOf(this.names.institutionIndex, written.institution, 'unknown-institution', `${path}.institution`),
        place: written.place === undefined ? -1 : PLACES.indexOf(written.place),
        from,
        to,
        factor: written.factor,
        path,
      };
    });
  }

  private growthOf(): ReadonlyArray<Dated<Ratio> | null> {
    const growth: (Dated<Ratio> | null)[] = this.names.services.map(() => null);
    for (const [service, dated] of this.scenario.county.growth ?? []) {
      const i = this.names.indexOf(this.names.serviceIndex, service, 'unknown-service', `county.growth.${service}`);
      if (i >= 0) growth[i] = dated;
    }
    return growth;
  }

  private knownWith(close: Close, fromRows: ReadonlyMap<number, Float64Array>, keys: readonly string[]): ReadonlyMap<number, Float64Array> {
    const known = new Map(fromRows);
    if (close.base !== null) known.set(close.base, cellsOfClose(close, keys));
    return known;
  }

  private usesOf(): readonly string[] {
    const uses = new Set<string>();
    for (const entry of this.scenario.policy.settlement?.surplus.uses.entries ?? []) for (const [name] of entry.value) uses.add(name);
    for (const alliance of this.scenario.county.alliances) for (const [name] of alliance.retained ?? []) uses.add(name);
    for (const [, byUse] of this.close?.retained ?? []) for (const name of byUse.keys()) uses.add(name);
    return [...uses];
  }

  /** R0: no yearly sum of inputs may leave the exact range of a double. */
  private checkTotals(years: readonly YearPlan[]): void {
    for (const y of years) {
      const heads = y.insured.reduce((a, b) => a + b, y.insuredNone);
      const reserves = y.rules.lines.reduce(
        (total, { levy }) => total + ('amount' in levy ? levy.amount : 'perHead' in levy ? heads * levy.perHead : 0),
        0,
      );
      let sum = heads * (y.rules.individual + y.rules.subsidy) + reserves + y.cells.reduce((a, b) => a + b, 0);
      sum += y.adjustments.reduce((a, b) => a + Math.abs(b.amount), 0) + y.deductions.reduce((a, b) => a + b.amount, 0);
      if (sum <= LARGEST_EXACT) continue;
      this.names.error('too-large-together', 'county', { year: y.year });
      return;
    }
  }

  private pastOf(cells: ReadonlyMap<number, YearCells>, streams: readonly Stream[]): readonly Float64Array[] {
    const empty = new Float64Array(this.names.alliances.length * MONTHS);
    return Array.from({ length: LOOK_BACK }, (_, k) => {
      const year = this.first - 1 - k;
      const carried = this.close?.spending.get(year);
      if (carried !== undefined)
        return Float64Array.from(this.names.alliances.flatMap((a) => [...(carried.get(a.id) ?? new Array(MONTHS).fill(0))]));
      const found = this.close === null ? cells.get(year) : undefined;
      return found === undefined ? empty : spendingOf(found.shocked, streams, this.names.alliances.length);
    });
  }

  /** A county file's own opening, as a close of the year before: what R8 would have carried. */
  private openingClose(base: number | null, keys: readonly string[], known: ReadonlyMap<number, Float64Array>): Close {
    const { county } = this.scenario;
    const cells = base === null ? undefined : known.get(base);
    return {
      year: this.first - 1,
      pool: county.pool?.balance ?? ZERO,
      risk: county.pool?.riskAdjustment ?? ZERO,
      held: new Map(),
      retained: new Map(county.alliances.map((a) => [a.id, new Map<string, Fen>(a.retained ?? [])])),
      base,
      cells: keys.map((key, s) => {
        const [home = '', institution = '', service = ''] = key.split('\u0000');
        return { home, institution, service, months: Array.from({ length: MONTHS }, (_, m) => fen(cells?.[s * PERIODS + m] ?? 0)) };
      }),
      spending: new Map(),
      hospitalCash: new Map(),
      fundDue: ZERO,
    };
  }
}

function placeOf(row: Row): string {
  if (row.where === null) return row.path;
  const { file, line } = positionOf(row.where);
  return `${file}:${line}`;
}

function groupsOf(streams: readonly Stream[], alliances: number): Int32Array {
  const groups = new Int32Array((alliances + 1) * PLACES.length + 1).fill(streams.length);
  for (let s = streams.length - 1; s >= 0; s--) {
    const stream = streams[s] as Stream;
    groups[stream.home * PLACES.length + stream.place] = s;
  }
  for (let g = groups.length - 2; g >= 0; g--) groups[g] = Math.min(groups[g] as number, groups[g + 1] as number);
  return groups;
}
