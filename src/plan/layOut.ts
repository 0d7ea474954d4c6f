// Lays a scenario out: names become indices, rows become cells, the policy is read for each year, lines and accounts
// are numbered. Every problem that needs more than one place of the file is found here, all at once.

import { MONTHS, monthNumber, PERIODS, writeYearMonth } from '../money/calendar.ts';
import { type Fen, fen, LARGEST_EXACT, ZERO } from '../money/fen.ts';
import { plus, WHOLE } from '../money/ratio.ts';
import type { ProblemCode } from '../problem/problem.ts';
import { positionOf, type Where } from '../problem/source.ts';
import type { Read } from '../written/read.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import type { Row } from '../written/table.ts';
import { type Growth, projected, spendingOf, type YearCells } from './activity.ts';
import { signedPeople } from './capitation.ts';
import { caseCostsOf, withCasePoints } from './caseRows.ts';
import { closeCells } from './closeCells.ts';
import { type Contract, contractsOf, givesMeasures, wantFund } from './contracts.ts';
import { FactReader, type Facts } from './facts.ts';
import { featuresOf } from './features.ts';
import { Groundwork, latestBefore } from './groundwork.ts';
import { ledgerOf } from './ledger.ts';
import { Names, named } from './names.ts';
import type { Named, PriceChange, Shock, Stream, StreamKind } from './parties.ts';
import { PLACES } from './parties.ts';
import type { Close, Plan, YearPlan } from './plan.ts';
import { cellsOfClose, cellsOfRows, type RowCells, streamKey } from './rowCells.ts';
import { Served } from './served.ts';
import { type Cells, emptyCells, type Known } from './volumes.ts';
import { PolicyReader, type YearRules } from './yearRules.ts';

/** Policy and facts of a year, before its cells are laid out. */
type BareYear = Facts & Pick<YearPlan, 'year' | 'rules' | 'months' | 'settles'>;

/** The names of a stream. */
interface StreamNames {
  readonly home: string;
  readonly institution: string;
  readonly service: string;
  readonly item: string;
  readonly signedWith: string;
}

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
    const usable = this.read.rows.filter((row) => this.isUsable(row));
    this.warnOfTwice(usable);
    const rows = withCasePoints(usable, scenario, first, names);
    const { streams, streamOf, keys } = this.streamsOf(rows);
    const bare = rows.length === 0 && (close?.cells.length ?? 0) === 0;
    const { uses, ofAlliances } = this.usesOf();
    const facts = new FactReader(scenario, names);
    const shocks = this.shocksOf();
    const prices = this.pricesOf(streams);
    const growth = this.growthOf();
    const benefitService = this.benefitServices();
    const bareYears = this.yearsOf(bare, uses, facts);
    names.report.stopIfFailed();

    const withVolumes = rows.some(givesMeasures) || (close?.cells.some((cell) => Object.keys(cell.volumes).length > 0) ?? false);
    const fromRows = cellsOfRows(rows, streamOf, streams.length, withVolumes, names.report);
    const { cells: known, known: knownBits } = this.knownWith(close, fromRows, keys, withVolumes);
    const base = close === null ? latestBefore(known, first) : close.base;
    const groundwork = new Groundwork(scenario, names, close);
    groundwork.checkBase(base, known, streams, bare);
    groundwork.checkShocks(shocks, streams, base);
    groundwork.warnOfAdvances();
    const telling = new Map([...knownBits].filter(([year]) => year === base || year >= first));
    const actualTo = scenario.actualTo ?? null;
    const told = new Map([...known].filter(([year]) => telling.has(year)));
    const grounds = { names, streams, known: telling, cells: told, signed: signedPeople(scenario, names), actualTo, first };
    const contracts = bareYears.map((y) => (bare ? [] : contractsOf(y.rules.payment, grounds, y.year)));
    if (!bare) for (const [i, y] of bareYears.entries()) wantFund(contracts[i] ?? [], grounds, y.year);
    groundwork.warnOfMoneyGrowth(bareYears, contracts);
    names.report.stopIfFailed();
    const growthPath = (service: number) => {
      const path = `county.growth.${names.services[service]?.id ?? ''}`;
      return { path, where: names.whereOf(path) };
    };
    const caseCosts = close === null ? caseCostsOf(rows, streamOf, streams.length, base) : this.caseCostsWith(close, keys);
    const knownOf = eitherKnown(telling, streams.length);
    const levers = {
      benefit: scenario.policy.benefit ?? [],
      benefitService,
      prices,
      caseCosts,
      known: knownOf,
      refuse: (code: ProblemCode, path: string, args: Record<string, string | number>) => names.errorOnce(code, path, args),
    };
    const cells = projected(
      { streams, institutions: names.institutions, growth, growthPath, levers, shocks, actualTo, known, base, withVolumes },
      this.last,
      first,
      names.report,
    );
    names.report.stopIfFailed();

    const empty = emptyCells(streams.length, withVolumes);
    const served = new Served(cells, streams, names.institutions, names.alliances, close);
    const years = bareYears.map((y, i): YearPlan => {
      const own = cells.get(y.year);
      return {
        ...y,
        cells: (own?.shocked ?? empty).fund,
        volumes: (own?.shocked ?? empty).volumes,
        unshocked: own?.unshocked ?? empty,
        priceEffect: own?.priceEffect ?? { fund: 0, patients: 0 },
        contracts: contracts[i] as readonly Contract[],
        served: Array.from({ length: LOOK_BACK }, (_, k) => served.in(y.year - 1 - k)),
        offCounty: offCountyOf(y.rules, streams, names),
      };
    });
    names.report.stopIfFailed();
    this.checkTotals(years);
    names.report.stopIfFailed();

    const past = this.pastOf(cells, streams);
    const features = featuresOf(scenario.policy, close);
    const ledger = ledgerOf({
      features,
      alliances: names.alliances,
      institutions: names.institutions,
      streams,
      uses,
      reserves: (scenario.policy.reserves?.lines ?? []).map((line) => ({ holder: line.holder.kind })),
      deductions: facts.deductionLines,
    });
    return {
      title: scenario.title ?? '',
      projection: {
        base,
        growth,
        prices: prices.map((price, i) => ({
          ...price,
          title: scenario.prices?.[i]?.title ?? '',
          trigger: scenario.prices?.[i]?.trigger ?? '',
        })),
        shocks: shocks.map((shock, i) => ({ ...shock, title: scenario.shocks?.[i]?.title ?? '' })),
      },
      alliances: names.alliances,
      institutions: names.institutions,
      services: names.services,
      streams,
      groups: groupsOf(streams, names.alliances.length),
      uses,
      allianceUses: ofAlliances,
      years: years.map((y) => ({ ...y, deductions: y.deductions.map((d) => ({ ...d, line: ledger.first.deduction + d.line })) })),
      past,
      pastSpent: past.map((months, k) => this.spentOf(months, first - 1 - k)),
      pastOffCounty: close?.offCounty ?? offCountySpent(cells.get(first - 1), streams, names.alliances.length),
      features,
      knownOf,
      caseCosts,
      ledger,
      opening: close ?? this.openingClose(base, keys, known, knownBits),
      settlementMonth: scenario.settlementMonth?.month ?? null,
      through: scenario.through ?? null,
      actualTo,
    };
  }

  /** Policy and facts of each year; the cells come later, when all names are known to be right. */
  private yearsOf(bare: boolean, uses: readonly string[], facts: FactReader): BareYear[] {
    const { through } = this.scenario;
    const policy = new PolicyReader(this.scenario.policy, this.names.report, (path) => this.names.whereOf(path));
    const years: BareYear[] = [];
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
      const { year, month, home, institution, service, item, signedWith, fund, measures, reference } = row;
      // Two cases may well be alike; two sums hardly.
      if (reference !== null) continue;
      const key = JSON.stringify([year, month, home, institution, service, item, signedWith, fund, measures]);
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
    const visit = (own: StreamNames, kind: StreamKind, path: string, where: Where | null): string => {
      const { home, institution, service, item, signedWith } = own;
      const key = streamKey(home, institution, service, item, signedWith, kind);
      if (found.has(key) || refused.has(key)) return key;
      const h = this.names.homeOf(home, `${path}.home`, where);
      const i = this.names.indexOf(this.names.institutionIndex, institution, 'unknown-institution', `${path}.institution`, where);
      const w =
        signedWith === ''
          ? -1
          : this.names.indexOf(this.names.institutionIndex, signedWith, 'unknown-institution', `${path}.signedWith`, where);
      if (declared === undefined && !serviceIndex.has(service)) {
        serviceIndex.set(service, services.length);
        services.push({ id: service, title: service });
      }
      const s = this.names.indexOf(serviceIndex, service, 'unknown-service', `${path}.service`, where);
      if (h < 0 || i < 0 || s < 0 || (signedWith !== '' && w < 0)) refused.add(key);
      else found.set(key, { kind, home: h, institution: i, service: s, place: this.names.placeOf(h, i), item, signedWith: w });
      return key;
    };
    for (const cell of this.close?.cells ?? []) visit(cell, 'care', 'county', null);
    const keysOfRows = rows.map((row) => visit(row, 'care', row.path, row.where));
    if (found.size > 0) for (const [own, kind] of this.capitationStreams()) visit(own, kind, 'county.signed', null);
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

  /** R9: what people signed under capitation are paid by, on streams of their own. */
  private capitationStreams(): (readonly [StreamNames, StreamKind])[] {
    const { policy, county } = this.scenario;
    return (county.signed ?? []).flatMap(({ institution, service, home }) => {
      const written = policy.payment?.find(([id]) => id === service)?.[1];
      if (written === undefined || typeof written === 'string') return [];
      if (!written.method.entries.some((entry) => entry.value === 'capitation')) return [];
      const treated = this.names.institutions[this.names.institutionIndex.get(institution) ?? -1];
      const own = home ?? this.names.alliances[treated?.alliance ?? -1]?.id;
      if (own === undefined || treated === undefined) return [];
      const stream = { home: own, institution, service, item: '', signedWith: '' };
      const kinds: readonly StreamKind[] = [
        'capitation',
        'elsewhere',
        ...(written.signingFee === undefined ? [] : (['signingFee'] as const)),
      ];
      return kinds.map((kind) => [stream, kind] as const);
    });
  }

  /** R9: price changes by index; one whose service nobody uses changes nothing, and is said to. */
  private pricesOf(streams: readonly Stream[]): readonly PriceChange[] {
    return (this.scenario.prices ?? []).map((written, i) => {
      const path = `prices.${i}`;
      const { names } = this;
      const service = names.indexOf(names.serviceIndex, written.service, 'unknown-service', `${path}.service`);
      const institution =
        written.institution === undefined
          ? -1
          : names.indexOf(names.institutionIndex, written.institution, 'unknown-institution', `${path}.institution`);
      const place = written.place === undefined ? -1 : PLACES.indexOf(written.place);
      const from = monthNumber(written.from);
      const covers = (s: Stream) =>
        s.service === service && (institution < 0 || s.institution === institution) && (place < 0 || s.place === place);
      if (service >= 0 && (from > this.last * MONTHS + MONTHS - 1 || !streams.some(covers))) names.warn('price-no-effect', path, {});
      return { service, institution, place, from, factor: plus(WHOLE, written.change), path };
    });
  }

  /** R9: the services that entries of `benefit` are about. A region's policy may name services that a county does not have. */
  private benefitServices(): readonly number[] {
    const { policy } = this.scenario;
    const indexOf = (service: string, path: string): number => {
      const found = this.names.serviceIndex.get(service);
      if (found === undefined) this.names.warn('service-not-used', path, { got: service, known: this.names.services.map((s) => s.id).join('、') });
      return found ?? -1;
    };
    for (const [id] of policy.payment ?? []) indexOf(id, `policy.payment.${id}`);
    this.indexedOnce(policy.benefit ?? []);
    return (policy.benefit ?? []).map(({ service }, i) => indexOf(service, `policy.benefit.${i}.service`));
  }

  private indexedOnce(items: readonly { readonly id: string }[]): void {
    for (const [i, { id }] of items.entries()) {
      if (items.findIndex((other) => other.id === id) < i) this.names.error('duplicate-id', `policy.benefit.${i}.id`, { got: id });
    }
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

  private growthOf(): ReadonlyArray<Growth | null> {
    const growth: (Growth | null)[] = this.names.services.map(() => null);
    for (const [service, written] of this.scenario.county.growth ?? []) {
      const i = this.names.indexOf(this.names.serviceIndex, service, 'unknown-service', `county.growth.${service}`);
      if (i >= 0) growth[i] = 'volume' in written ? { money: written.cost, volume: written.volume } : { money: written, volume: null };
    }
    return growth;
  }

  private knownWith(close: Close | null, fromRows: RowCells, keys: readonly string[], withVolumes: boolean): RowCells {
    if (close === null || close.base === null) return fromRows;
    const carried = cellsOfClose(close, keys, withVolumes);
    return {
      cells: new Map([...fromRows.cells, [close.base, carried.cells]]),
      known: new Map([...fromRows.known, [close.base, carried.known]]),
    };
  }

  private caseCostsWith(close: Close, keys: readonly string[]): readonly (readonly Fen[] | null)[] {
    const costs = new Map(close.cells.map((c) => [streamKey(c.home, c.institution, c.service, c.item, c.signedWith), c.caseCosts]));
    return keys.map((key) => costs.get(key) ?? null);
  }

  /** Every use that any year names, and of them those that an alliance ever holds: the rest is always the pool's. */
  private usesOf(): { readonly uses: readonly string[]; readonly ofAlliances: ReadonlySet<string> } {
    const uses = new Set<string>();
    const ofAlliances = new Set<string>();
    for (const entry of this.scenario.policy.settlement?.surplus.uses.entries ?? []) {
      for (const [name, use] of entry.value) {
        uses.add(name);
        if (!('share' in use) || use.heldBy.entries.some(({ value }) => value === 'alliance')) ofAlliances.add(name);
      }
    }
    const opened = this.scenario.county.alliances.flatMap((alliance) => (alliance.retained ?? []).map(([name]) => name));
    const carried = [...(this.close?.retained.values() ?? [])].flatMap((byUse) => [...byUse.keys()]);
    for (const name of [...opened, ...carried]) {
      uses.add(name);
      ofAlliances.add(name);
    }
    return { uses: [...uses], ofAlliances };
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
      sum += y.negotiated.reduce((a, b) => a + (Number.isNaN(b) ? 0 : b), 0);
      for (const { capitation } of y.contracts) sum += (capitation?.entries ?? []).reduce((a, b) => a + b.year + b.signingFee, 0);
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
      return found === undefined ? empty : spendingOf(found.shocked.fund, streams, this.names.alliances.length);
    });
  }

  /** A year's spending by alliance: as a close carries it, trued up, or the sum of its months. */
  private spentOf(months: Float64Array, year: number): Float64Array {
    const carried = this.close?.spent.get(year);
    return Float64Array.from(this.names.alliances, ({ id }, a) => {
      const own = carried?.get(id);
      return own ?? months.subarray(a * MONTHS, (a + 1) * MONTHS).reduce((x, y) => x + y, 0);
    });
  }

  /** A county file's own opening, as a close of the year before: what R8 would have carried. */
  private openingClose(
    base: number | null,
    keys: readonly string[],
    known: ReadonlyMap<number, Cells>,
    bits: ReadonlyMap<number, Known>,
  ): Close {
    const { county } = this.scenario;
    const cells = base === null ? undefined : known.get(base);
    return {
      year: this.first - 1,
      pool: county.pool?.balance ?? ZERO,
      risk: county.pool?.riskAdjustment ?? ZERO,
      held: new Map(),
      retained: new Map(county.alliances.map((a) => [a.id, new Map<string, Fen>(a.retained ?? [])])),
      heldUses: new Map(),
      base,
      cells: closeCells(keys, cells, base === null ? undefined : bits.get(base), () => null),
      spending: new Map(),
      spent: new Map(),
      offCounty: ZERO,
      served: new Map(),
      quotas: new Map(county.alliances.flatMap((a) => (a.lastQuota === undefined ? [] : [[a.id, a.lastQuota] as const]))),
      expenditurePool: null,
      income: county.pool?.lastIncome ?? null,
      outflow: county.pool?.lastOutflow ?? null,
      recovery: new Map(),
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

/** R9: off-county streams of alliances' insured with who settles them; null without tiers. */
function offCountyOf(rules: YearRules, streams: readonly Stream[], names: Names): YearPlan['offCounty'] {
  const { tiers } = rules.advance;
  if (tiers === null) return null;
  return streams.flatMap((stream, s) => {
    if (PLACES[stream.place] !== 'offCounty' || stream.home >= names.alliances.length) return [];
    const institution = names.institutions[stream.institution];
    const tier = institution?.tier ?? null;
    const rule = tier === null ? null : tiers[tier];
    if (rule !== null) return [{ stream: s, settler: rule.settler, lag: rule.lag }];
    names.errorOnce('tier-missing', tier === null ? `county.institutions.${stream.institution}` : 'policy.advance.tiers', {
      case: tier === null ? 'institution' : 'policy',
      got: institution?.title ?? '',
      tier: tier ?? '',
    });
    return [];
  });
}

function offCountySpent(cells: YearCells | undefined, streams: readonly Stream[], alliances: number): Fen {
  let sum = 0;
  for (const [s, stream] of streams.entries()) {
    if (cells === undefined || PLACES[stream.place] !== 'offCounty' || stream.home >= alliances) continue;
    for (let m = 0; m < MONTHS; m++) sum += cells.shocked.fund[s * PERIODS + m] as number;
  }
  return fen(sum);
}

/** What any of the years' rows give, by stream. */
function eitherKnown(years: ReadonlyMap<number, Known>, streams: number): Known {
  const either = new Uint8Array(streams);
  for (const bits of years.values()) for (let s = 0; s < streams; s++) either[s] = (either[s] as number) | (bits[s] as number);
  return either;
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
