// Lays a scenario out: names become indices, rows become cells, the policy is read for each year, lines and accounts
// are numbered. Every problem that needs more than one place of the file is found here, all at once.

import { MONTHS, monthNumber, PERIODS, writeYearMonth } from '../money/calendar.ts';
import { type Dated, entryAt } from '../money/dated.ts';
import { type Fen, fen, LARGEST_EXACT, ZERO } from '../money/fen.ts';
import type { Ratio } from '../money/ratio.ts';
import { nearest, type ProblemCode, type Report } from '../problem/problem.ts';
import type { Where } from '../problem/source.ts';
import type { Read } from '../written/read.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import type { Row } from '../written/table.ts';
import { whereAt } from '../written/tree.ts';
import { cellsOfClose, cellsOfRows, covers, projected, type Shock, spendingOf, streamKey, type YearCells } from './activity.ts';
import { type DeductionLine, ledgerOf } from './ledger.ts';
import type { Adjustment, Close, DecidedReview, Deduction, Institution, Named, Plan, Stream, YearPlan } from './plan.ts';
import { PLACES } from './plan.ts';
import { PolicyReader, type YearRules } from './yearRules.ts';

const NONE = 'none';
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
  private readonly report: Report;
  private readonly read: Read;
  private readonly close: Close | null;
  private readonly first: number;
  private readonly last: number;
  private readonly alliances: readonly Named[];
  private readonly institutions: readonly Institution[];
  private services: readonly Named[] = [];
  private readonly allianceIndex: ReadonlyMap<string, number>;
  private readonly institutionIndex: ReadonlyMap<string, number>;
  private serviceIndex: ReadonlyMap<string, number> = new Map();

  constructor(read: Read, close: Close | null) {
    this.read = read;
    this.scenario = read.scenario;
    this.report = read.report;
    this.close = close;
    [this.first, this.last] = read.scenario.years;
    const { county } = read.scenario;
    this.alliances = county.alliances.map(named);
    this.allianceIndex = this.indexed(county.alliances, 'county.alliances');
    this.institutionIndex = this.indexed(county.institutions ?? [], 'county.institutions');
    this.institutions = (county.institutions ?? []).map((written, i) => this.institution(written, i));
    this.indexed(county.services ?? [], 'county.services');
    this.indexed(read.scenario.policy.reserves?.lines ?? [], 'policy.reserves.lines');
    if (this.allianceIndex.has(NONE)) this.error('bad-id', `county.alliances.${this.allianceIndex.get(NONE)}.id`, { got: NONE });
  }

  plan(): Plan {
    this.checkTimes();
    const rows = this.read.rows.filter((row) => this.isUsable(row));
    const { streams, streamOf, keys } = this.streamsOf(rows);
    const shocks = this.shocksOf();
    const growth = this.growthOf();
    this.report.stopIfFailed();

    const fromRows = cellsOfRows(rows, streamOf, streams.length, this.report);
    const known = this.close === null ? fromRows : this.knownWith(this.close, fromRows, keys);
    const base = this.close === null ? latestBefore(known, this.first) : this.close.base;
    const bare = known.size === 0;
    this.checkBase(base, known, streams, bare);
    this.checkShocks(shocks, streams, base);
    this.report.stopIfFailed();
    const growthPath = (service: number) => {
      const path = `county.growth.${this.services[service]?.id ?? ''}`;
      return { path, where: this.whereOf(path) };
    };
    const actualTo = this.scenario.actualTo ?? null;
    const cells = projected({ streams, growth, growthPath, shocks, actualTo, known, base }, this.last, this.first, this.report);
    this.report.stopIfFailed();

    const uses = this.usesOf();
    const policy = new PolicyReader(this.scenario.policy, this.report, (path) => this.whereOf(path));
    const through = this.scenario.through ?? null;
    const lastPlayed = through?.year ?? this.last;
    const deductionLines: DeductionLine[] = [];
    const years: YearPlan[] = [];
    for (let year = this.first; year <= lastPlayed; year++) {
      const months = bare ? 0 : through?.year === year ? through.month : MONTHS;
      const settles = !bare && through?.year !== year;
      const rules = policy.rulesOf(year, uses, settles);
      const facts = this.yearFacts(year, rules, settles, cells.get(year), deductionLines, streams.length);
      if (rules !== null) years.push({ year, rules, months, settles, ...facts });
    }
    this.checkTotals(years);
    this.report.stopIfFailed();

    const ledger = ledgerOf({
      alliances: this.alliances,
      institutions: this.institutions,
      streams,
      uses,
      reserves: this.scenario.policy.reserves?.lines ?? [],
      deductions: deductionLines,
    });
    return {
      title: this.scenario.title ?? '',
      alliances: this.alliances,
      institutions: this.institutions,
      services: this.services,
      streams,
      groups: groupsOf(streams, this.alliances.length),
      uses,
      years: years.map((y) => ({ ...y, deductions: y.deductions.map((d) => ({ ...d, line: ledger.first.deduction + d.line })) })),
      past: this.pastOf(cells, streams),
      ledger,
      opening: this.close ?? this.openingClose(base, keys, known),
      settlementMonth: this.scenario.settlementMonth?.month ?? null,
      through,
      actualTo,
    };
  }

  private whereOf(path: string): Where | null {
    const steps = path.split('.').map((step) => (/^\d+$/.test(step) && step.length < 4 ? Number(step) : step));
    return whereAt(this.read.tree, steps);
  }

  private error(code: ProblemCode, path: string, args: Record<string, string | number> = {}): void {
    this.report.add('error', code, this.whereOf(path), path, args);
  }

  private warn(code: ProblemCode, path: string, args: Record<string, string | number> = {}): void {
    this.report.add('warning', code, this.whereOf(path), path, args);
  }

  private indexed(items: readonly { readonly id: string }[], path: string): ReadonlyMap<string, number> {
    const index = new Map<string, number>();
    for (const [i, { id }] of items.entries()) {
      if (index.has(id)) this.error('duplicate-id', `${path}.${i}.id`, { got: id });
      else index.set(id, i);
    }
    return index;
  }

  private institution(written: NonNullable<WrittenScenario['county']['institutions']>[number], i: number): Institution {
    const offCounty = written.kind === 'off-county';
    const path = `county.institutions.${i}`;
    if (offCounty && written.alliance !== undefined) this.error('off-county-alliance', path, { got: written.id });
    const alliance =
      written.alliance === undefined ? -1 : this.indexOf(this.allianceIndex, written.alliance, 'unknown-alliance', `${path}.alliance`);
    return { ...named(written), alliance, offCounty, level: written.level ?? null, tier: written.tier ?? null };
  }

  /** The index of a name, or −1 with a problem. */
  private indexOf(index: ReadonlyMap<string, number>, got: string, code: ProblemCode, path: string, where?: Where | null): number {
    const found = index.get(got);
    if (found !== undefined) return found;
    const args = { got, near: nearest(got, index.keys()) ?? '', known: [...index.keys()].slice(0, 12).join('、') };
    this.report.add('error', code, where ?? this.whereOf(path), path, args);
    return -1;
  }

  private homeOf(got: string, path: string, where?: Where | null): number {
    return got === NONE ? this.alliances.length : this.indexOf(this.allianceIndex, got, 'unknown-alliance', path, where);
  }

  private checkTimes(): void {
    for (const key of ['actualTo', 'through'] as const) {
      const month = this.scenario[key];
      if (month !== undefined && (month.year < this.first || month.year > this.last)) {
        this.error('outside-years', key, { got: writeYearMonth(month), first: this.first, last: this.last });
      }
    }
    const { through } = this.scenario;
    if (through !== undefined && through.year < this.last) {
      this.warn('years-not-played', 'through', { got: writeYearMonth(through), last: this.last });
    }
  }

  /** R4b: rows of simulated years must be actuals; with a close, earlier rows are already in it. */
  private isUsable(row: Row): boolean {
    if (row.year < this.first) return this.close === null;
    const { actualTo } = this.scenario;
    const lastMonth = monthNumber({ year: row.year, month: row.month ?? MONTHS });
    if (actualTo !== undefined && lastMonth <= monthNumber(actualTo)) return true;
    this.report.add('error', 'not-an-actual', row.where, row.path, {
      got: row.month === null ? String(row.year) : writeYearMonth({ year: row.year, month: row.month }),
      actualTo: actualTo === undefined ? '' : writeYearMonth(actualTo),
      first: this.first,
    });
    return false;
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
      const h = this.homeOf(home, `${path}.home`, where);
      const i = this.indexOf(this.institutionIndex, institution, 'unknown-institution', `${path}.institution`, where);
      if (declared === undefined && !serviceIndex.has(service)) {
        serviceIndex.set(service, services.length);
        services.push({ id: service, title: service });
      }
      const s = this.indexOf(serviceIndex, service, 'unknown-service', `${path}.service`, where);
      if (h < 0 || i < 0 || s < 0) refused.add(key);
      else found.set(key, { home: h, institution: i, service: s, place: this.placeOf(h, i) });
      return key;
    };
    for (const cell of this.close?.cells ?? []) visit(cell.home, cell.institution, cell.service, 'county', null);
    const keysOfRows = rows.map((row) => visit(row.home, row.institution, row.service, row.path, row.where));
    this.services = services;
    this.serviceIndex = serviceIndex;
    const sorted = [...found].sort(([, a], [, b]) => a.home - b.home || a.place - b.place);
    const index = new Map(sorted.map(([key], i) => [key, i]));
    return {
      streams: sorted.map(([, stream]) => stream),
      streamOf: keysOfRows.map((key) => index.get(key) ?? -1),
      keys: sorted.map(([key]) => key),
    };
  }

  private placeOf(home: number, institution: number): number {
    const treated = this.institutions[institution];
    if (treated?.offCounty === true) return PLACES.indexOf('offCounty');
    if (treated === undefined || treated.alliance < 0) return PLACES.indexOf('other');
    return PLACES.indexOf(treated.alliance === home ? 'own' : 'cross');
  }

  private shocksOf(): readonly Shock[] {
    return (this.scenario.shocks ?? []).map((written, i) => {
      const path = `shocks.${i}`;
      const from = monthNumber(written.from);
      const to = monthNumber(written.to);
      if (from > to) this.error('span-order', path, { from: writeYearMonth(written.from), to: writeYearMonth(written.to) });
      return {
        service:
          written.service === undefined ? -1 : this.indexOf(this.serviceIndex, written.service, 'unknown-service', `${path}.service`),
        home: written.home === undefined ? -1 : this.homeOf(written.home, `${path}.home`),
        institution:
          written.institution === undefined
            ? -1
            : this.indexOf(this.institutionIndex, written.institution, 'unknown-institution', `${path}.institution`),
        place: written.place === undefined ? -1 : PLACES.indexOf(written.place),
        from,
        to,
        factor: written.factor,
        path,
      };
    });
  }

  private growthOf(): ReadonlyArray<Dated<Ratio> | null> {
    const growth: (Dated<Ratio> | null)[] = this.services.map(() => null);
    for (const [service, dated] of this.scenario.county.growth ?? []) {
      const i = this.indexOf(this.serviceIndex, service, 'unknown-service', `county.growth.${service}`);
      if (i >= 0) growth[i] = dated;
    }
    return growth;
  }

  private knownWith(close: Close, fromRows: ReadonlyMap<number, Float64Array>, keys: readonly string[]): ReadonlyMap<number, Float64Array> {
    const known = new Map(fromRows);
    if (close.base !== null) known.set(close.base, cellsOfClose(close, keys));
    return known;
  }

  private checkBase(base: number | null, known: ReadonlyMap<number, Float64Array>, streams: readonly Stream[], bare: boolean): void {
    if (bare) return;
    const { actualTo } = this.scenario;
    const end = this.scenario.through ?? { year: this.last, month: MONTHS };
    const actualEnd = actualTo === undefined ? this.first * MONTHS - 1 : monthNumber(actualTo);
    const projects = monthNumber(end) > actualEnd;
    if (base === null && projects && actualEnd < this.first * MONTHS + MONTHS - 1) {
      this.error('no-base-year', 'county.activity', { first: this.first });
      return;
    }
    if (base !== null && this.close === null && base < this.first - 1 && projects) {
      this.warn('base-year-skipped', 'county.activity', { base, first: this.first });
    }
    if (base !== null && this.close === null) this.warnOfMissingMonths(base, known.get(base), streams, MONTHS);
    if (actualTo !== undefined) {
      for (let year = this.first; year <= actualTo.year; year++) {
        this.warnOfMissingMonths(year, known.get(year), streams, year < actualTo.year ? MONTHS : actualTo.month);
      }
    }
    this.warnOfMissingHistory(known);
    for (const [i, service] of this.services.entries()) {
      const grown = (this.scenario.county.growth ?? []).some(([id]) => id === service.id);
      if (projects && !grown && streams.some((s) => s.service === i))
        this.warn('growth-not-given', 'county.growth', { got: service.id, title: service.title });
    }
    for (const [id] of this.scenario.county.growth ?? []) {
      const i = this.serviceIndex.get(id);
      if (i !== undefined && !streams.some((s) => s.service === i))
        this.error('unknown-service', `county.growth.${id}`, {
          got: id,
          near: '',
          known: this.services
            .filter((_, k) => streams.some((s) => s.service === k))
            .map((s) => s.id)
            .join('、'),
        });
    }
  }

  private warnOfMissingMonths(year: number, cells: Float64Array | undefined, streams: readonly Stream[], upTo: number): void {
    for (const [a, alliance] of this.alliances.entries()) {
      const missing: number[] = [];
      for (let m = 0; m < upTo; m++) {
        if (!streams.some((stream, s) => stream.home === a && (cells?.[s * PERIODS + m] ?? 0) !== 0)) missing.push(m + 1);
      }
      if (missing.length > 0)
        this.warn('incomplete-base-year', 'county.activity', { year, alliance: alliance.title, months: missing.join('、') });
    }
  }

  private warnOfMissingHistory(known: ReadonlyMap<number, Float64Array>): void {
    if (this.close !== null) return;
    const entry = this.scenario.policy.quota.historyWeights;
    const byHistory = entryAt(this.scenario.policy.quota.byHistory, this.first)?.value;
    const weights = entry === undefined ? [] : (entryAt(entry, this.first)?.value ?? []);
    if (byHistory === undefined || byHistory.n === 0n) return;
    const base = latestBefore(known, this.first) ?? this.first - 1;
    for (const [k, weight] of weights.entries()) {
      const year = this.first - 1 - k;
      if (weight.n > 0n && year <= base && !known.has(year)) this.warn('history-missing', 'county.activity', { year });
    }
  }

  /** R4: a shock wholly before the projection is an error; one that covers nothing changes nothing, and is said to. */
  private checkShocks(shocks: readonly Shock[], streams: readonly Stream[], base: number | null): void {
    const { actualTo } = this.scenario;
    const begins = Math.max(((base ?? this.first - 1) + 1) * MONTHS, actualTo === undefined ? 0 : monthNumber(actualTo) + 1);
    for (const shock of shocks) {
      if (shock.to < begins) {
        this.error('shock-before-projection', shock.path, {
          first: writeYearMonth({ year: Math.floor(begins / MONTHS), month: (begins % MONTHS) + 1 }),
        });
      } else if (shock.from > this.last * MONTHS + MONTHS - 1 || !streams.some((stream) => covers(shock, stream))) {
        this.warn('shock-no-effect', shock.path, {});
      }
    }
  }

  private usesOf(): readonly string[] {
    const uses = new Set<string>();
    for (const entry of this.scenario.policy.settlement?.surplus.uses.entries ?? []) for (const [name] of entry.value) uses.add(name);
    for (const alliance of this.scenario.county.alliances) for (const [name] of alliance.retained ?? []) uses.add(name);
    for (const [, byUse] of this.close?.retained ?? []) for (const name of byUse.keys()) uses.add(name);
    return [...uses];
  }

  private yearFacts(
    year: number,
    rules: YearRules | null,
    settles: boolean,
    cells: YearCells | undefined,
    deductionLines: DeductionLine[],
    streams: number,
  ): Omit<YearPlan, 'year' | 'rules' | 'months' | 'settles'> {
    const { county } = this.scenario;
    const insured = Float64Array.from(
      county.alliances,
      (alliance, i) => this.valueAt(alliance.insured, year, `county.alliances.${i}.insured`) ?? 0,
    );
    if (insured.every((heads) => heads === 0)) this.error('insured-all-zero', 'county.alliances', { year });
    const empty = new Float64Array(streams * PERIODS);
    return {
      insured,
      insuredNone: county.insuredNone === undefined ? 0 : (this.valueAt(county.insuredNone, year, 'county.insuredNone') ?? 0),
      scores: county.alliances.map((_, i) => this.scoreOf(i, year, rules, settles)),
      cells: cells?.shocked ?? empty,
      unshocked: cells?.unshocked ?? empty,
      deductions: this.deductionsOf(year, deductionLines),
      adjustments: this.adjustmentsOf(year),
      ...this.givenAdvances(year),
      givenReviews: this.givenReviews(year),
    };
  }

  private valueAt<T>(dated: Dated<T>, year: number, path: string): T | null {
    const entry = entryAt(dated, year);
    if (entry !== null) return entry.value;
    if (!this.report.problems.some((p) => p.code === 'dated-before' && p.path === path)) {
      this.error('dated-before', path, { year, first: dated.entries[0]?.from ?? '' });
    }
    return null;
  }

  private scoreOf(alliance: number, year: number, rules: YearRules | null, settles: boolean): Ratio | null {
    const written = this.scenario.county.alliances[alliance]?.score;
    const path = `county.alliances.${alliance}.score`;
    if (!settles || rules === null || rules.settlement === null) return null;
    const tables = [
      rules.settlement.retention,
      ...(this.scenario.policy.reserves?.qualityDeposit === undefined ? [] : [rules.settlement.returned]),
    ];
    const needed = !tables.every((table) => table.length === 1 && table[0]?.score.n === 0n);
    if (written !== undefined) return needed ? this.valueAt(written, year, path) : (entryAt(written, year)?.value ?? null);
    const known = this.report.problems.some((p) => p.code === 'score-missing' && p.path === path);
    if (needed && !known) this.error('score-missing', path, { alliance: this.alliances[alliance]?.title ?? '', year });
    return null;
  }

  /** Rows of one year out of a list; a row of a year that is not played is an error, told once. */
  private rowsIn<T extends { readonly year: number; readonly month: number }>(
    rows: readonly T[] | undefined,
    year: number,
    key: string,
  ): readonly (readonly [T, string])[] {
    if (year === this.first) {
      for (const [i, row] of (rows ?? []).entries()) {
        if (row.year < this.first || row.year > this.last)
          this.error('outside-years', `${key}.${i}`, { got: row.year, first: this.first, last: this.last });
      }
    }
    return (rows ?? []).map((row, i) => [row, `${key}.${i}`] as const).filter(([row]) => row.year === year);
  }

  private deductionsOf(year: number, lines: DeductionLine[]): Deduction[] {
    return this.rowsIn(this.scenario.deductions, year, 'deductions').flatMap(([row, path]) => {
      const institution =
        row.institution === undefined
          ? -1
          : this.indexOf(this.institutionIndex, row.institution, 'unknown-institution', `${path}.institution`);
      const homeName = row.home ?? row.alliance;
      const homeKey = row.home === undefined ? 'alliance' : 'home';
      let alliance = this.institutions[institution]?.alliance ?? -1;
      if (homeName !== undefined) alliance = this.indexOf(this.allianceIndex, homeName, 'unknown-alliance', `${path}.${homeKey}`);
      if (row.institution !== undefined && institution < 0) return [];
      if (alliance < 0) {
        if (homeName === undefined) this.error('deduction-nobody', path, { got: row.institution ?? '' });
        return [];
      }
      if (row.reason === undefined) this.warn('reason-missing', path, {});
      const same = lines.findIndex((l) => l.alliance === alliance && l.institution === institution && l.kind === row.kind);
      const line = same >= 0 ? same : lines.push({ alliance, institution, kind: row.kind }) - 1;
      return [{ alliance, institution, kind: row.kind, month: row.month - 1, amount: row.amount, reason: row.reason ?? '', line }];
    });
  }

  private adjustmentsOf(year: number): Adjustment[] {
    return this.rowsIn(this.scenario.adjustments, year, 'adjustments')
      .map(([row, path]) => {
        if (row.reason === undefined) this.warn('reason-missing', path, {});
        return {
          alliance: this.indexOf(this.allianceIndex, row.alliance, 'unknown-alliance', `${path}.alliance`),
          fromRisk: row.from === 'riskAdjustment',
          month: row.month - 1,
          amount: row.amount,
          reason: row.reason ?? '',
          path,
        };
      })
      .sort((a, b) => a.month - b.month);
  }

  private givenAdvances(year: number): { givenGross: Float64Array; givenRemitted: Float64Array } {
    const givenGross = new Float64Array(this.alliances.length * MONTHS).fill(Number.NaN);
    const givenRemitted = givenGross.slice();
    for (const [row, path] of this.rowsIn(this.scenario.advances, year, 'advances')) {
      const alliance = this.indexOf(this.allianceIndex, row.alliance, 'unknown-alliance', `${path}.alliance`);
      if (alliance < 0) continue;
      const i = alliance * MONTHS + row.month - 1;
      if (!Number.isNaN(givenGross[i])) this.error('duplicate-row', path, { got: `${row.alliance} ${row.year}-${row.month}` });
      if (row.remitted > row.gross) this.error('advance-remitted-more', path, {});
      givenGross[i] = row.gross;
      givenRemitted[i] = row.remitted;
    }
    return { givenGross, givenRemitted };
  }

  private givenReviews(year: number): readonly (DecidedReview | null)[] {
    const given: (DecidedReview | null)[] = new Array(this.alliances.length * 3).fill(null);
    for (const [row, path] of this.rowsIn(this.scenario.reviews, year, 'reviews')) {
      const alliance = this.indexOf(this.allianceIndex, row.alliance, 'unknown-alliance', `${path}.alliance`);
      if (row.month % 3 !== 0 || row.month === 12) this.error('not-a-month', `${path}.month`, { got: row.month, wanted: 'reviewMonth' });
      else if (alliance >= 0) {
        const i = alliance * 3 + row.month / 3 - 1;
        if (given[i] !== null) this.error('duplicate-row', path, { got: `${row.alliance} ${row.year}-${row.month}` });
        given[i] = { factor: row.advance, flag: row.flag ?? null };
      }
    }
    return given;
  }

  /** R0: no sum of a run may leave the exact range of a double. */
  private checkTotals(years: readonly YearPlan[]): void {
    let sum = 0;
    for (const y of years) {
      const heads = y.insured.reduce((a, b) => a + b, y.insuredNone);
      const reserves = y.rules.lines.reduce(
        (total, line) => total + ('amount' in line.levy ? line.levy.amount : 'perHead' in line.levy ? heads * line.levy.perHead : 0),
        0,
      );
      sum += heads * (y.rules.individual + y.rules.subsidy) + reserves + y.cells.reduce((a, b) => a + b, 0);
      sum += y.adjustments.reduce((a, b) => a + Math.abs(b.amount), 0) + y.deductions.reduce((a, b) => a + b.amount, 0);
      if (sum <= LARGEST_EXACT / 2) continue;
      this.error('too-large-together', 'county', { year: y.year });
      return;
    }
  }

  private pastOf(cells: ReadonlyMap<number, YearCells>, streams: readonly Stream[]): readonly Float64Array[] {
    const empty = new Float64Array(this.alliances.length * MONTHS);
    return Array.from({ length: LOOK_BACK }, (_, k) => {
      const year = this.first - 1 - k;
      const carried = this.close?.spending.get(year);
      if (carried !== undefined)
        return Float64Array.from(this.alliances.flatMap((a) => [...(carried.get(a.id) ?? new Array(MONTHS).fill(0))]));
      const found = this.close === null ? cells.get(year) : undefined;
      return found === undefined ? empty : spendingOf(found.shocked, streams, this.alliances.length);
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

function named(written: { readonly id: string; readonly title?: string | undefined }): Named {
  return { id: written.id, title: written.title ?? written.id };
}

function latestBefore(known: ReadonlyMap<number, unknown>, first: number): number | null {
  const years = [...known.keys()].filter((year) => year < first);
  return years.length === 0 ? null : Math.max(...years);
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
