// R15: draws. A draw is a plan in another weather: the same rules and books, with the projected cells of each year multiplied, to the fen,
// by the factors of the draw. Nothing is carried into the next year's base. What is asked of each draw goes into one table.

import { Books } from '../books/books.ts';
import { type Run, viewOf, type YearView } from '../figures/figure.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { servedIn } from '../plan/served.ts';
import { type Volumes, volumesOf } from '../plan/volumes.ts';
import { Refusal } from '../rules/refusal.ts';
import { Sky } from '../weather/sky.ts';
import type { Weather } from '../weather/weather.ts';
import { simulate } from '../year/simulate.ts';
import type { Asked } from './asked.ts';
import { REFUSED } from './spread.ts';

/** A plan whose cells are those of one draw at a time. */
export interface Drawing {
  /** In the weather of the draw that was filled last. */
  readonly plan: Plan;
  /** Of the draw that was played last. */
  readonly books: Books;
  /** Fills the plan's cells with the weather of a draw (from 0). */
  fill(draw: number): Plan;
  /** Fills and plays. The books are those of the last draw: read what is wanted before the next. @throws {Refusal} */
  play(draw: number): Books;
}

export function drawingOf(plan: Plan, weather: Weather, seed: bigint): Drawing {
  const sky = new Sky(plan, weather, seed);
  const years: DrawnYear[] = [];
  for (const y of plan.years.keys()) years.push(new DrawnYear(plan, y, sky, years));
  const drawn: Plan = { ...plan, years: years.map((year) => year.plan) };
  const books = new Books(drawn, sky.books);
  const fill = (draw: number): Plan => {
    sky.draw(draw);
    for (const year of years) year.fill();
    return drawn;
  };
  return {
    plan: drawn,
    books,
    fill,
    play(draw) {
      fill(draw);
      simulate(drawn, books);
      return books;
    },
  };
}

/** Few rules read these: they are filled where one does. On a prototype, for a year with getters of its own is slow to read from. */
class FilledWhereRead {
  declare private readonly drawn: DrawnYear;

  get volumes(): Volumes | null {
    return this.drawn.drawnVolumes();
  }

  get served(): readonly Float64Array[] {
    return this.drawn.drawnServed();
  }
}

/** One year of the plan in the weather of a draw. */
class DrawnYear {
  readonly plan: YearPlan;
  private readonly volumes: Volumes | null;
  private readonly sky: Sky;
  private readonly y: number;
  private volumesAreOld = true;
  private servedIsOld = true;
  private readonly whole: Plan;
  private readonly before: readonly DrawnYear[];
  private readonly served: readonly Float64Array[];

  constructor(whole: Plan, y: number, sky: Sky, before: readonly DrawnYear[]) {
    const given = whole.years[y] as YearPlan;
    const [cells, ...volumes] = sky.cells[y] as readonly Float64Array[];
    this.volumes = given.volumes === null ? null : volumesOf(volumes);
    this.sky = sky;
    this.y = y;
    this.whole = whole;
    this.before = before;
    const { volumes: _, served, ...rest } = given;
    this.served = served.map((cases) => cases.slice());
    this.plan = Object.setPrototypeOf(
      { ...rest, cells: cells as Float64Array, scores: given.scores.slice(), drawn: this },
      FilledWhereRead.prototype,
    );
  }

  /** After the sky has drawn: its cells are this year's own. */
  fill(): void {
    const into = this.plan.scores as (YearPlan['scores'][number] | null)[];
    const scores = this.sky.scores[this.y] as YearPlan['scores'];
    for (let a = 0; a < scores.length; a++) if (scores[a] !== null) into[a] = scores[a] ?? null;
    this.volumesAreOld = true;
    this.servedIsOld = true;
  }

  /** R3 `byService`: years before that are drawn too. */
  drawnServed(): readonly Float64Array[] {
    if (!this.servedIsOld) return this.served;
    const { streams, institutions, alliances } = this.whole;
    for (const [k, cases] of this.served.entries()) {
      const earlier = this.before[this.y - 1 - k];
      if (earlier !== undefined) cases.set(servedIn(earlier.drawnVolumes(), streams, institutions, alliances.length));
    }
    this.servedIsOld = false;
    return this.served;
  }

  drawnVolumes(): Volumes | null {
    if (this.volumes === null || !this.volumesAreOld) return this.volumes;
    this.sky.drawVolumes(this.y);
    this.volumesAreOld = false;
    return this.volumes;
  }
}

/**
 * Plays draws one after another; `out[(draw − first) × asked + i]`. A draw that the rules refuse in some year has the figures of the years
 * before it; those of that year and after are `REFUSED`.
 * @returns how many the rules refused.
 */
export function drawInto(drawing: Drawing, asked: readonly Asked[], first: number, count: number, out: Float64Array): number {
  // Plan and books are the same for every draw: they are looked at by the same views, too.
  const reading = new Reading({ plan: drawing.plan, books: drawing.books }, asked);
  let refused = 0;
  for (let k = 0; k < count; k++) {
    const at = k * asked.length;
    try {
      drawing.play(first + k);
      reading.into(out, at, drawing.plan.years.length);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reading.into(out, at, drawing.books.underWay);
      refused += 1;
    }
  }
  return refused;
}

/** What is asked of a run whose books are played again and again. */
class Reading {
  private readonly views = new Map<number, YearView>();
  private readonly readers: readonly (() => number)[];
  /** The year of each figure; what is of no year needs all of them. */
  private readonly years: Int32Array;

  constructor(run: Run, asked: readonly Asked[]) {
    this.years = Int32Array.from(asked, ({ inYear }) => inYear?.y ?? run.plan.years.length - 1);
    this.readers = asked.map(({ read, inYear }) => {
      if (inYear === undefined) return () => read(run);
      const view = this.views.get(inYear.y) ?? viewOf(run, inYear.y);
      this.views.set(inYear.y, view);
      return () => inYear.read(view);
    });
  }

  /** @param closed how many years were played to their end. */
  into(out: Float64Array, at: number, closed: number): void {
    for (const [y, view] of this.views) if (y < closed) view.renew();
    for (let i = 0; i < this.readers.length; i++) {
      out[at + i] = (this.years[i] as number) < closed ? (this.readers[i] as () => number)() : REFUSED;
    }
  }
}
