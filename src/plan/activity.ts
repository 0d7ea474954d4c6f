// R4 Activity and its projection (支付明细与推算)
//
// A cell is home × institution × service (× item and signed institution, R9) × month: the sum of its rows. The base year is the last one with activity before
// the run; each later year's cell = times(cell of the year before, 1 + growth). Shocks multiply projected cells, each
// rounded in turn, and are not carried into the next year's base. R4b: months up to `actualTo` are what happened.
// Always: a cell is not negative; a year without a month is spread evenly, to the fen.
// Example: 1.00元 in January 2024, growth 2.5% → 1.03元 in January 2025 (1.025 rounds up); a shock of 1.22 makes it 1.26元
// for 2025 and leaves 1.03元 as the base of 2026.

import { MONTHS, monthNumber, PERIODS, type YearMonth } from '../money/calendar.ts';
import { type Dated, entryAt } from '../money/dated.ts';
import { fen } from '../money/fen.ts';
import { plus, product, type Ratio, times, WHOLE } from '../money/ratio.ts';
import type { Report } from '../problem/problem.ts';
import type { Where } from '../problem/source.ts';
import { MEASURES, type Measure } from '../written/table.ts';
import { applyBenefit, applyPrices, benefitChange, type Levers, type PriceEffect } from './levers.ts';
import type { Institution, Shock, Stream } from './parties.ts';
import { areExact, type Cells, copyOf, emptyCells, tablesOf } from './volumes.ts';

/** Cells of one year, streams × 13 periods (the settlement period stays empty). */
export interface YearCells {
  readonly unshocked: Cells;
  readonly shocked: Cells;
  /** R9: what price changes add to the year's money, in the months that see them first. */
  readonly priceEffect: PriceEffect;
}

/** R4, R9: how a service grows: its money, and apart from it its volumes. */
export interface Growth {
  readonly money: Dated<Ratio>;
  /** Null where one number is given: it is the money's growth, and volumes stay. */
  readonly volume: Dated<Ratio> | null;
}

export interface Projection {
  readonly streams: readonly Stream[];
  readonly institutions: readonly Institution[];
  readonly growth: ReadonlyArray<Growth | null>;
  readonly growthPath: (service: number) => { readonly path: string; readonly where: Where | null };
  readonly levers: Levers;
  readonly shocks: readonly Shock[];
  readonly actualTo: YearMonth | null;
  /** Cells known: of rows by year, or of a close. */
  readonly known: ReadonlyMap<number, Cells>;
  readonly base: number | null;
  readonly withVolumes: boolean;
}

/** Cells of every year after the base year up to `last`, with and without shocks. */
export function projected(p: Projection, last: number, first: number, report: Report): Map<number, YearCells> {
  const years = new Map<number, YearCells>();
  const empty = emptyCells(p.streams.length, p.withVolumes);
  const noEffect = { fund: 0, patients: 0 };
  for (const [year, cells] of p.known) if (year < first) years.set(year, { unshocked: cells, shocked: cells, priceEffect: noEffect });
  const actualTo = p.actualTo === null ? -1 : monthNumber(p.actualTo);
  for (let year = Math.min(p.base ?? first - 1, first - 1) + 1; year <= last; year++) {
    const before = years.get(year - 1)?.unshocked ?? empty;
    const actual = p.known.get(year) ?? empty;
    const actualMonths = year >= first ? Math.min(MONTHS, Math.max(0, actualTo - year * MONTHS + 1)) : 0;
    const unshocked = emptyCells(p.streams.length, p.withVolumes);
    const priceEffect = { fund: 0, patients: 0 };
    for (const [s, stream] of p.streams.entries()) {
      const grows = actualMonths < MONTHS && hasCells(before, s);
      const rates = grows ? ratesAt(p, stream.service, year, report) : STILL;
      grow(before, actual, unshocked, s, actualMonths, rates);
      if (!grows) continue;
      const change = benefitChange(p.levers, stream, p.institutions[stream.institution] as Institution, year);
      if (change !== null) applyBenefit(p.levers, change, s, unshocked, actualMonths);
      applyPrices(p.levers, stream, s, year, unshocked, actualMonths, priceEffect);
    }
    const shocked = shockedCells(p, unshocked, year, actualMonths);
    if (!areExact(shocked) || !areExact(unshocked)) {
      report.add('error', 'too-large-together', null, 'county.activity', { year });
      break;
    }
    years.set(year, { unshocked, shocked, priceEffect });
  }
  return years;
}

function hasCells(cells: Cells, stream: number): boolean {
  return tablesOf(cells).some((table) => table.subarray(stream * PERIODS, stream * PERIODS + MONTHS).some((cell) => cell !== 0));
}

/** What a stream's cells are multiplied by from one year to the next. */
interface Rates {
  readonly money: Ratio;
  readonly volume: Ratio;
}
const STILL: Rates = { money: WHOLE, volume: WHOLE };

/** Actual months as they were, later ones grown from the same month of the year before: whole cases and days, fen, ten-thousandths. */
function grow(before: Cells, actual: Cells, into: Cells, s: number, actualMonths: number, rates: Rates): void {
  const [fund, ...measures] = tablesOf(into) as [Float64Array, ...Float64Array[]];
  const old = tablesOf(before);
  const known = tablesOf(actual);
  for (let m = 0; m < MONTHS; m++) {
    const i = s * PERIODS + m;
    const isActual = m < actualMonths;
    fund[i] = isActual ? (known[0]?.[i] as number) : times(fen(old[0]?.[i] as number), rates.money);
    for (const [k, table] of measures.entries()) {
      const measure = MEASURES[k] as Measure;
      const rate = measure === 'cost' || measure === 'patientPaid' ? rates.money : rates.volume;
      table[i] = isActual ? (known[k + 1]?.[i] as number) : times(fen(old[k + 1]?.[i] as number), rate);
    }
  }
}

/** 1 + growth of a service's money and volumes in a year. With both apart, money grows by their product. */
function ratesAt(p: Projection, service: number, year: number, report: Report): Rates {
  const growth = p.growth[service];
  if (growth === null || growth === undefined) return STILL;
  const { path, where } = p.growthPath(service);
  const rate = (dated: Dated<Ratio>): Ratio => {
    const entry = entryAt(dated, year);
    if (entry !== null) return plus(WHOLE, entry.value);
    if (!report.problems.some((known) => known.code === 'dated-before' && known.path === path)) {
      report.add('error', 'dated-before', where, path, { year, first: dated.entries[0]?.from ?? '' });
    }
    return WHOLE;
  };
  const money = rate(growth.money);
  if (growth.volume === null) return { money, volume: WHOLE };
  const volume = rate(growth.volume);
  return { money: product(volume, money), volume };
}

function shockedCells(p: Projection, unshocked: Cells, year: number, actualMonths: number): Cells {
  const start = year * MONTHS;
  const active = p.shocks.filter((shock) => shock.from < start + MONTHS && shock.to >= start + actualMonths);
  if (active.length === 0) return unshocked;
  const cells = copyOf(unshocked);
  const tables = tablesOf(cells);
  for (const shock of active) {
    const from = Math.max(actualMonths, shock.from - start);
    const to = Math.min(MONTHS - 1, shock.to - start);
    for (const [s, stream] of p.streams.entries()) {
      if (!covers(shock, stream)) continue;
      for (let m = from; m <= to; m++) {
        const i = s * PERIODS + m;
        for (const table of tables) table[i] = times(fen(table[i] as number), shock.factor);
      }
    }
  }
  return cells;
}

export function covers(shock: Shock, stream: Stream): boolean {
  return (
    (shock.service < 0 || shock.service === stream.service) &&
    (shock.home < 0 || shock.home === stream.home) &&
    (shock.institution < 0 || shock.institution === stream.institution) &&
    (shock.place < 0 || shock.place === stream.place)
  );
}

/** Spending for each alliance's insured by month: alliances × 12. `none` is not among them. */
export function spendingOf(cells: Float64Array, streams: readonly Stream[], alliances: number): Float64Array {
  const spending = new Float64Array(alliances * MONTHS);
  for (const [s, stream] of streams.entries()) {
    if (stream.home >= alliances) continue;
    for (let m = 0; m < MONTHS; m++) {
      const i = stream.home * MONTHS + m;
      spending[i] = (spending[i] as number) + (cells[s * PERIODS + m] as number);
    }
  }
  return spending;
}
