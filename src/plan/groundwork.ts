// R4, R4b: what a projection stands on. An incomplete base year, missing history and growth that is not given warn;
// a run with nothing to project from, and a shock before the projection, are errors.

import { MONTHS, monthNumber, PERIODS, writeYearMonth } from '../money/calendar.ts';
import { entryAt } from '../money/dated.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import { covers } from './activity.ts';
import type { Contract } from './contracts.ts';
import type { Names } from './names.ts';
import type { Shock, Stream } from './parties.ts';
import type { Close } from './plan.ts';
import { type Cells, tablesOf } from './volumes.ts';
import type { YearRules } from './yearRules.ts';

export class Groundwork {
  private readonly scenario: WrittenScenario;
  private readonly names: Names;
  private readonly close: Close | null;
  private readonly first: number;
  private readonly last: number;

  constructor(scenario: WrittenScenario, names: Names, close: Close | null) {
    this.scenario = scenario;
    this.names = names;
    this.close = close;
    [this.first, this.last] = scenario.years;
  }

  checkBase(base: number | null, known: ReadonlyMap<number, Cells>, streams: readonly Stream[], bare: boolean): void {
    if (bare) return;
    const { actualTo } = this.scenario;
    const end = this.scenario.through ?? { year: this.last, month: MONTHS };
    const actualEnd = actualTo === undefined ? this.first * MONTHS - 1 : monthNumber(actualTo);
    const projects = monthNumber(end) > actualEnd;
    if (base === null && projects && actualEnd < this.first * MONTHS + MONTHS - 1) {
      this.names.error('no-base-year', 'county.activity', { first: this.first });
      return;
    }
    if (base !== null && this.close === null && base < this.first - 1 && projects) {
      this.names.warn('base-year-skipped', 'county.activity', { base, first: this.first });
    }
    if (base !== null && this.close === null) this.warnOfMissingMonths(base, known.get(base), streams, MONTHS);
    if (actualTo !== undefined) {
      this.wantActuals(known, Math.min(actualTo.year, end.year));
      for (let year = this.first; year <= actualTo.year; year++) {
        if (known.has(year)) this.warnOfMissingMonths(year, known.get(year), streams, year < actualTo.year ? MONTHS : actualTo.month);
      }
    }
    this.warnOfMissingHistory(known);
    for (const [i, service] of this.names.services.entries()) {
      const grown = (this.scenario.county.growth ?? []).some(([id]) => id === service.id);
      if (projects && !grown && streams.some((s) => s.service === i))
        this.names.warn('growth-not-given', 'county.growth', { got: service.id, title: service.title });
    }
    for (const [id] of this.scenario.county.growth ?? []) {
      const i = this.names.serviceIndex.get(id);
      if (i !== undefined && !streams.some((s) => s.service === i))
        this.names.error('unknown-service', `county.growth.${id}`, {
          got: id,
          near: '',
          known: this.names.services
            .filter((_, k) => streams.some((s) => s.service === k))
            .map((s) => s.id)
            .join('、'),
        });
    }
  }

  /** R4b: a year without a single row was not filled in; what is missing is an error, never 0. */
  private wantActuals(known: ReadonlyMap<number, Cells>, last: number): void {
    for (let year = this.first; year <= last; year++) if (!known.has(year)) this.names.error('actual-missing', 'actualTo', { year });
  }

  private warnOfMissingMonths(year: number, cells: Cells | undefined, streams: readonly Stream[], upTo: number): void {
    const tables = cells === undefined ? [] : tablesOf(cells);
    const empty = (s: number, m: number) => tables.every((table) => table[s * PERIODS + m] === 0);
    const months = Array.from({ length: upTo }, (_, m) => m);
    const missing = this.names.alliances.map((_, a) =>
      months.filter((m) => !streams.some((stream, s) => stream.home === a && !empty(s, m))),
    );
    for (const [a, { title }] of this.names.alliances.entries()) {
      const months = missing[a]?.map((m) => m + 1) ?? [];
      if (months.length > 0)
        this.names.warn('incomplete-base-year', 'county.activity', { year, alliance: title, months: months.join('、') });
    }
    // A stream paid in most months that lacks a few: likelier a cell not filled in than months without care.
    const gaps = streams.flatMap((stream, s) => {
      const lacking = months.filter((m) => empty(s, m) && missing[stream.home]?.includes(m) !== true);
      if (lacking.length === 0 || lacking.length > upTo / 3) return [];
      const { alliances, institutions, services } = this.names;
      const what = [alliances[stream.home]?.title ?? 'none', institutions[stream.institution]?.title, services[stream.service]?.title];
      return [`${what.join(' ')} ${lacking.map((m) => `${year}-${String(m + 1).padStart(2, '0')}`).join(' ')}`];
    });
    if (gaps.length > 0) this.names.warn('month-gap', 'county.activity', { year, count: gaps.length, such: gaps[0] ?? '' });
  }

  /** R4b: where some advances of the actual months are given, the months that are not go by the plan. */
  warnOfAdvances(): void {
    const { actualTo, advances } = this.scenario;
    if (actualTo === undefined || advances === undefined || advances.length === 0) return;
    for (const [i, row] of advances.entries()) {
      if (monthNumber(row) <= monthNumber(actualTo)) continue;
      this.names.warn('advance-after-actual', `advances.${i}`, { got: writeYearMonth(row), actualTo: writeYearMonth(actualTo) });
    }
    for (const { id, title } of this.names.alliances) {
      for (let year = this.first; year <= actualTo.year; year++) {
        const given = advances.filter((row) => row.alliance === id && row.year === year).map((row) => row.month);
        const upTo = year < actualTo.year ? MONTHS : actualTo.month;
        const missing = Array.from({ length: upTo }, (_, m) => m + 1).filter((m) => !given.includes(m));
        if (missing.length > 0) this.names.warn('advance-gap', 'advances', { year, alliance: title, months: missing.join('、') });
      }
    }
  }

  private warnOfMissingHistory(known: ReadonlyMap<number, Cells>): void {
    if (this.close !== null) return;
    const { quota } = this.scenario.policy;
    const byHistory = entryAt(quota.byHistory, this.first)?.value;
    const weights = quota.historyWeights === undefined ? [] : (entryAt(quota.historyWeights, this.first)?.value ?? []);
    const looksBack = byHistory === undefined || byHistory.n === 0n ? [] : weights.map((weight) => weight.n > 0n);
    // R9: a quota pool by past payments is the mean of so many years.
    const isAveraged = quota.base !== undefined && entryAt(quota.base, this.first)?.value === 'expenditure';
    const years = isAveraged ? quota.expenditure?.years : undefined;
    const averaged = years === undefined ? 0 : (entryAt(years, this.first)?.value ?? 0);
    const base = latestBefore(known, this.first) ?? this.first - 1;
    for (let k = 0; k < Math.max(looksBack.length, averaged); k++) {
      const year = this.first - 1 - k;
      if ((k < averaged || looksBack[k] === true) && year <= base && !known.has(year))
        this.names.warn('history-missing', 'county.activity', { year });
    }
  }

  /** R9: growth of money alone leaves volumes as they are; where a method goes by volumes, that is likely not meant. */
  warnOfMoneyGrowth(years: readonly { readonly rules: YearRules }[], contracts: readonly (readonly Contract[])[]): void {
    const told = new Set<number>();
    for (const [y] of years.entries()) {
      for (const { service, method } of contracts[y] ?? []) {
        const id = this.names.services[service]?.id ?? '';
        const written = (this.scenario.county.growth ?? []).find(([name]) => name === id)?.[1];
        if (method === 'capitation' || told.has(service) || written === undefined || 'volume' in written) continue;
        if (written.entries.every((entry) => entry.value.n === 0n)) continue;
        told.add(service);
        this.names.warn('growth-money-only', `county.growth.${id}`, { got: id, title: this.names.services[service]?.title ?? '' });
      }
    }
  }

  /** R4: a shock wholly before the projection is an error; one that covers nothing changes nothing, and is said to. */
  checkShocks(shocks: readonly Shock[], streams: readonly Stream[], base: number | null): void {
    const { actualTo } = this.scenario;
    // Years between the base year and the first one are projected too, before any actual month of the run.
    const after = ((base ?? this.first - 1) + 1) * MONTHS;
    const begins = after < this.first * MONTHS || actualTo === undefined ? after : Math.max(after, monthNumber(actualTo) + 1);
    for (const shock of shocks) {
      if (shock.to < begins) {
        this.names.error('shock-before-projection', shock.path, {
          first: writeYearMonth({ year: Math.floor(begins / MONTHS), month: (begins % MONTHS) + 1 }),
        });
      } else if (shock.from > this.last * MONTHS + MONTHS - 1 || !streams.some((stream) => covers(shock, stream))) {
        this.names.warn('shock-no-effect', shock.path, {});
      }
    }
  }
}

/** The last year before `first` that has cells. */
export function latestBefore(known: ReadonlyMap<number, unknown>, first: number): number | null {
  const years = [...known.keys()].filter((year) => year < first);
  return years.length === 0 ? null : Math.max(...years);
}
