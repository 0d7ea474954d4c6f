// What one more yuan saved, one more case and one more patient treated off-county are worth to each alliance: this year by its
// settlement, and next year through the base that this year's spending makes (鞭打快牛).
//
// By running: a copy of the plan with some projected cells of one year otherwise is played beside the plan itself. The next year's own cells
// stay, so that only its quota moves. A value is the alliance's own gain (`gains.ts`): retained − borne and deposits.

import { Books, moved, movedBy, spentInYear } from '../books/books.ts';
import { type Run, reaches } from '../figures/figure.ts';
import { apportioned } from '../money/apportion.ts';
import { MONTHS, monthNumber, PERIODS, SETTLEMENT } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { ratio, times } from '../money/ratio.ts';
import { type Named, PLACES, type Stream } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { copyOf } from '../plan/volumes.ts';
import { InputProblems, Report } from '../problem/problem.ts';
import { Refusal } from '../rules/refusal.ts';
import type { Read } from '../written/read.ts';
import { MEASURES } from '../written/table.ts';
import { play } from '../year/play.ts';
import { simulate } from '../year/simulate.ts';
import { ownGain } from './gains.ts';

/** `saved`: SAVED less of care; `case`: one case more at home; `offCounty`: one patient more treated out of the county. */
export type Lever = 'saved' | 'case' | 'offCounty';

/** 10,000 yuan: rounding to the fen is then a millionth of it. */
export const SAVED = fen(1_000_000);

export interface Marginal {
  readonly lever: Lever;
  /** The care that is moved. */
  readonly institution: string;
  readonly service: string;
  /** By how much the alliance's spending moves; below zero where it is saved. */
  readonly spending: Fen;
  /** What it is worth to the alliance this year, and through next year's quota; null where no next year is settled. */
  readonly now: Fen;
  readonly next: Fen | null;
  /** Of a case: fund + patients' payments − cost, of the alliance's institutions; null where cost is not known. */
  readonly members: Fen | null;
}

export interface Marginals {
  readonly year: number;
  readonly nextYear: number | null;
  /** True where the next year is beyond the scenario's years, and was played to see it. */
  readonly isExtended: boolean;
  readonly alliances: readonly { readonly title: string; readonly levers: ReadonlyMap<Lever, Marginal> }[];
}

/** Three runs each: more alliances than this are not tried. */
const MOST_ALLIANCES = 40;

/** @returns null where no year that is settled has projected months. */
export function marginalsOf(read: Read, run: Run): Marginals | null {
  const y = run.plan.years.findIndex((year) => reaches(year, 'settled') && firstProjected(run.plan, year) < MONTHS);
  if (y < 0) return null;
  const longer = y === run.plan.years.length - 1 ? withOneYearMore(read) : null;
  const base = cut(longer ?? run, y + 2);
  const next = base.plan.years[y + 1];
  const isSettled = next !== undefined && reaches(next, 'settled');
  const trial = new Trial(base, y, isSettled);
  return {
    year: (run.plan.years[y] as YearPlan).year,
    nextYear: isSettled ? next.year : null,
    isExtended: longer !== null,
    alliances: base.plan.alliances.slice(0, MOST_ALLIANCES).map(({ title }, a) => ({ title, levers: trial.leversOf(a) })),
  };
}

/** Months from 0 that are not actual (R4b). */
function firstProjected({ actualTo }: Plan, { year }: YearPlan): number {
  return actualTo === null ? 0 : Math.max(0, monthNumber(actualTo) - year * MONTHS + 1);
}

/** The scenario one year on, with everything else as it is; null where that cannot be played. */
function withOneYearMore(read: Read): Run | null {
  const [first, last] = read.scenario.years;
  if (read.scenario.through !== undefined) return null;
  try {
    return play({ ...read, scenario: { ...read.scenario, years: [first, last + 1] }, report: new Report() });
  } catch (error) {
    if (error instanceof InputProblems) return null;
    throw error;
  }
}

/** A run of the first years alone: what comes after moves nothing before it. */
function cut({ plan }: Run, years: number): Run {
  const shorter = { ...plan, years: plan.years.slice(0, years) };
  const books = new Books(shorter);
  simulate(shorter, books);
  return { plan: shorter, books };
}

/** One year of a plan with cells otherwise. */
interface Moved {
  readonly year: YearPlan;
  readonly stream: number;
  /** Cases more, which the next year's quota may go by. */
  readonly cases: number;
}

class Trial {
  private readonly base: Run;
  private readonly y: number;
  private readonly hasNext: boolean;
  private readonly books: Books;

  constructor(base: Run, y: number, hasNext: boolean) {
    this.base = base;
    this.y = y;
    this.hasNext = hasNext;
    this.books = new Books(base.plan);
  }

  leversOf(a: number): ReadonlyMap<Lever, Marginal> {
    const candidates = [
      ['saved', this.saved(a)],
      ['case', this.oneMore(a, 'own')],
      ['offCounty', this.oneMore(a, 'offCounty')],
    ] as const;
    return new Map(
      candidates.flatMap(([lever, change]) => {
        const found = change === null ? null : this.tried(a, lever, change);
        return found === null ? [] : [[lever, found] as const];
      }),
    );
  }

  private get year(): YearPlan {
    return this.base.plan.years[this.y] as YearPlan;
  }

  /** Plays the change; null where the rules do not take it. */
  private tried(a: number, lever: Lever, change: Moved): Marginal | null {
    const { base, y, books } = this;
    const { plan } = base;
    const years = plan.years.with(y, change.year);
    const next = years[y + 1];
    const stream = plan.streams[change.stream] as Stream;
    const server = plan.institutions[stream.institution]?.alliance ?? -1;
    if (next !== undefined && change.cases > 0 && server >= 0) years[y + 1] = withServed(next, server, change.cases);
    const other: Run = { plan: { ...plan, years }, books };
    try {
      simulate(other.plan, books);
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
    const { id } = plan.alliances[a] as Named;
    const spent = (run: Run) => spentInYear(run.books.year(y), a);
    return {
      lever,
      institution: plan.institutions[stream.institution]?.title ?? '',
      service: plan.services[stream.service]?.title ?? '',
      spending: fen(spent(other) - spent(base)),
      now: ownGain(base, other, [this.year.year], id),
      next: this.hasNext ? ownGain(base, other, [this.year.year + 1], id) : null,
      members: lever === 'case' ? this.membersGain(a, change, other) : null,
    };
  }

  /** SAVED less in the alliance's largest stream at home that no method prices, else in its largest such stream anywhere. */
  private saved(a: number): Moved | null {
    const { plan } = this.base;
    const first = firstProjected(plan, this.year);
    const priced = new Set(this.year.contracts.flatMap(({ streams, capitation }) => [...streams, ...(capitation?.isTreated ?? [])]));
    const free = this.streamsOf(a).filter((s) => !priced.has(s));
    const own = free.filter((s) => placeOf(plan, s) === 'own');
    const cells = this.year.cells.slice();
    const months = (s: number) => Array.from(cells.subarray(s * PERIODS + first, s * PERIODS + MONTHS));
    const total = (s: number) => months(s).reduce((sum, month) => sum + month, 0);
    const stream = [largest(own, total), largest(free, total)].find((s) => s !== null && total(s) >= SAVED);
    if (stream === undefined || stream === null) return null;
    for (const [m, part] of apportioned(SAVED, months(stream)).entries()) add(cells, stream * PERIODS + first + m, -part);
    return { year: { ...this.year, cells }, stream, cases: 0 };
  }

  /** One case more, at the mean of the largest stream of a place that tells its cases, in its fullest projected month. */
  private oneMore(a: number, place: 'own' | 'offCounty'): Moved | null {
    const { plan } = this.base;
    const { year } = this;
    if (year.volumes === null) return null;
    const { cases } = year.volumes;
    const paidByHeads = new Set(
      year.contracts.flatMap(({ streams, capitation }) => (capitation === null ? [] : [...streams, ...capitation.isTreated])),
    );
    const known = this.streamsOf(a).filter((s) => placeOf(plan, s) === place && sumOf(cases, s) > 0 && !paidByHeads.has(s));
    const stream = largest(known, (s) => movedBy(this.base.books.year(this.y), s));
    if (stream === null) return null;
    const months = Array.from({ length: MONTHS - firstProjected(plan, year) }, (_, m) => stream * PERIODS + firstProjected(plan, year) + m);
    const fullest = largest(months, (i) => cases[i] as number) as number;
    const count = sumOf(cases, stream);
    const mean = (table: Float64Array) => times(fen(sumOf(table, stream)), ratio(1n, BigInt(count)));
    const copy = copyOf({ fund: year.cells, volumes: year.volumes });
    add(copy.fund, fullest, mean(year.cells));
    for (const measure of MEASURES) {
      add(copy.volumes?.[measure] as Float64Array, fullest, measure === 'cases' ? 1 : mean(year.volumes[measure]));
    }
    return { year: { ...year, cells: copy.fund, volumes: copy.volumes }, stream, cases: 1 };
  }

  /** Streams of care of an alliance's insured. */
  private streamsOf(a: number): number[] {
    return this.base.plan.streams.flatMap(({ home, kind }, s) => (home === a && kind === 'care' ? [s] : []));
  }

  /** What the alliance's institutions are paid more, by the fund and by patients, less what the case costs. */
  private membersGain(a: number, { year, stream }: Moved, other: Run): Fen | null {
    const [before, after] = [this.year.volumes, year.volumes];
    if (before === null || after === null || sumOf(before.cost, stream) === 0) return null;
    const difference = (measure: 'patientPaid' | 'cost') => sumOf(after[measure], stream) - sumOf(before[measure], stream);
    return fen(receivedBy(other, this.y, a) - receivedBy(this.base, this.y, a) + difference('patientPaid') - difference('cost'));
  }
}

function placeOf(plan: Plan, stream: number): (typeof PLACES)[number] | undefined {
  return PLACES[(plan.streams[stream] as Stream).place];
}

function add(table: Float64Array, i: number, amount: number): void {
  table[i] = (table[i] as number) + amount;
}

/** The first of those with the largest measure; null of none. */
function largest(list: readonly number[], measure: (one: number) => number): number | null {
  return list.reduce<number | null>((best, one) => (best === null || measure(one) > measure(best) ? one : best), null);
}

function sumOf(table: Float64Array, stream: number): number {
  return table.subarray(stream * PERIODS, stream * PERIODS + MONTHS).reduce((sum, month) => sum + month, 0);
}

/** What the fund pays for care given by an alliance's institutions, trued up. */
function receivedBy({ plan, books }: Run, y: number, a: number): number {
  const book = books.year(y);
  const { trueUp, incentivePool } = plan.ledger.first;
  return plan.streams.reduce((sum, { institution }, s) => {
    if (plan.institutions[institution]?.alliance !== a) return sum;
    const later = plan.features.trueUp ? moved(book, trueUp + s, SETTLEMENT) + moved(book, incentivePool + s, SETTLEMENT) : 0;
    return sum + movedBy(book, s) + later;
  }, 0);
}

/** R3 `byService`: the next year's quota goes by the cases given. */
function withServed(next: YearPlan, alliance: number, cases: number): YearPlan {
  const [last, ...before] = next.served;
  if (last === undefined) return next;
  const more = last.slice();
  more[alliance] = (more[alliance] as number) + cases;
  return { ...next, served: [more, ...before] };
}
