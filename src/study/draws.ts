// R15: draws. A draw is a plan in another weather: the same rules and books, with the projected cells of each year multiplied, to the fen,
// by the factors of the draw. Nothing is carried into the next year's base. What is asked of each draw goes into one table.

import { Books } from '../books/books.ts';
import { type Run, viewOf, type YearView } from '../figures/figure.ts';
import { MONTHS, PERIODS } from '../money/calendar.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { servedIn } from '../plan/served.ts';
import { copyOf, tablesOf, type Volumes } from '../plan/volumes.ts';
import { Refusal } from '../rules/refusal.ts';
import { MILLION, Sky } from '../weather/sky.ts';
import type { Weather } from '../weather/weather.ts';
import { simulate } from '../year/simulate.ts';
import type { Asked } from './asked.ts';

/** A plan whose cells are those of one draw at a time. */
export interface Drawing {
  /** In the weather of the draw that was filled last. */
  readonly plan: Plan;
  /** Fills the plan's cells with the weather of a draw (from 0). */
  fill(draw: number): Plan;
  /** Fills and plays. The books are those of the last draw: read what is wanted before the next. @throws {Refusal} */
  play(draw: number): Books;
}

export function drawingOf(plan: Plan, weather: Weather, seed: bigint): Drawing {
  const sky = new Sky(plan, weather, seed);
  const years: DrawnYear[] = [];
  for (const y of plan.years.keys()) years.push(new DrawnYear(plan, y, weather, sky, years));
  const drawn: Plan = { ...plan, years: years.map((year) => year.plan) };
  const books = new Books(drawn);
  const fill = (draw: number): Plan => {
    sky.draw(draw);
    for (const year of years) year.fill();
    return drawn;
  };
  return {
    plan: drawn,
    fill,
    play(draw) {
      fill(draw);
      simulate(drawn, books);
      return books;
    },
  };
}

/** One year's cells in the weather of a draw. */
class DrawnYear {
  readonly plan: YearPlan;
  private readonly cells: Float64Array;
  private readonly volumes: Volumes | null;
  private readonly base: readonly Split[];
  /** Cells that are drawn, one after another, and where the factor of each stands. */
  private readonly at: Int32Array;
  private readonly by: Int32Array;
  private readonly sky: Sky;
  private volumesAreOld = true;
  private servedIsOld = true;

  constructor(whole: Plan, y: number, weather: Weather, sky: Sky, before: readonly DrawnYear[]) {
    const given = whole.years[y] as YearPlan;
    const own = copyOf({ fund: given.cells, volumes: given.volumes });
    this.cells = own.fund;
    this.volumes = own.volumes;
    this.sky = sky;
    const places = placesOf(y, weather);
    this.at = places.at;
    this.by = places.by;
    this.base = tablesOf({ fund: given.cells, volumes: given.volumes }).map((table) => splitAt(table, places.at));
    const scores = sky.scores[y] as YearPlan['scores'];
    const served = given.served.map((cases) => cases.slice());
    const volumesOfDraw = () => this.drawnVolumes();
    const servedInDraw = () => {
      // R3 `byService`: years before that are drawn too.
      if (this.servedIsOld) {
        for (const [k, cases] of served.entries()) {
          const earlier = before[y - 1 - k];
          if (earlier !== undefined) cases.set(servedIn(earlier.drawnVolumes(), whole.streams, whole.institutions, whole.alliances.length));
        }
        this.servedIsOld = false;
      }
      return served;
    };
    this.plan = {
      ...given,
      cells: this.cells,
      scores: given.scores.slice(),
      // Few rules read volumes: they are filled where one does.
      get volumes() {
        return volumesOfDraw();
      },
      get served() {
        return servedInDraw();
      },
    };
    this.scoresOf = (into) => {
      for (let a = 0; a < scores.length; a++) if (scores[a] !== null) into[a] = scores[a] ?? null;
    };
  }

  private readonly scoresOf: (into: (YearPlan['scores'][number] | null)[]) => void;

  fill(): void {
    multiply(this.base[0] as Split, this.at, this.by, this.sky.factors, this.cells);
    this.scoresOf(this.plan.scores as (YearPlan['scores'][number] | null)[]);
    this.volumesAreOld = true;
    this.servedIsOld = true;
  }

  drawnVolumes(): Volumes | null {
    const { volumes } = this;
    if (volumes === null || !this.volumesAreOld) return volumes;
    const [, ...tables] = tablesOf({ fund: this.cells, volumes });
    for (const [k, table] of tables.entries()) multiply(this.base[k + 1] as Split, this.at, this.by, this.sky.factors, table);
    this.volumesAreOld = false;
    return volumes;
  }
}

/** Amounts as millions and the rest, so that their products with millionths stay exact. */
interface Split {
  readonly millions: Float64Array;
  readonly rest: Float64Array;
}

function splitAt(table: Float64Array, at: Int32Array): Split {
  const millions = Float64Array.from(at, (i) => Math.floor((table[i] as number) / MILLION));
  return { millions, rest: Float64Array.from(at, (i, k) => (table[i] as number) - (millions[k] as number) * MILLION) };
}

/** The months that are drawn of all streams that a variable moves. */
function placesOf(y: number, weather: Weather): { readonly at: Int32Array; readonly by: Int32Array } {
  const at: number[] = [];
  const by: number[] = [];
  for (const [g, { streams }] of weather.groups.entries()) {
    for (const s of streams) {
      for (let m = weather.from[y] as number; m < MONTHS; m++) {
        at.push(s * PERIODS + m);
        by.push((y * weather.groups.length + g) * MONTHS + m);
      }
    }
  }
  return { at: Int32Array.from(at), by: Int32Array.from(by) };
}

/**
 * Each amount times its factor in millionths, rounded half away from zero, exactly: x = q·10⁶ + r, so x·f/10⁶ = q·f + r·f/10⁶. The half added to
 * the whole number r·f + 500000 keeps the product with 10⁻⁶, which is not exact, on the right side of each million.
 */
function multiply({ millions, rest }: Split, at: Int32Array, by: Int32Array, factors: Float64Array, into: Float64Array): void {
  for (let k = 0; k < at.length; k++) {
    const factor = factors[by[k] as number] as number;
    into[at[k] as number] = (millions[k] as number) * factor + Math.floor(((rest[k] as number) * factor + 500_000.5) * 1e-6);
  }
}

/** Plays draws one after another; `out[(draw − first) × asked + i]`. A draw that the rules refuse is NaN throughout. */
export function drawInto(drawing: Drawing, asked: readonly Asked[], first: number, count: number, out: Float64Array): void {
  // Plan and books are the same for every draw: they are looked at by the same views, too.
  let reading: Reading | null = null;
  for (let k = 0; k < count; k++) {
    const at = k * asked.length;
    try {
      const books = drawing.play(first + k);
      reading ??= new Reading({ plan: drawing.plan, books }, asked);
      reading.into(out, at);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      out.fill(Number.NaN, at, at + asked.length);
    }
  }
}

/** What is asked of a run whose books are played again and again. */
class Reading {
  private readonly views: readonly YearView[];
  private readonly readers: readonly (() => number)[];

  constructor(run: Run, asked: readonly Asked[]) {
    const views = new Map<number, YearView>();
    const viewIn = (y: number): YearView => {
      const view = views.get(y) ?? viewOf(run, y);
      views.set(y, view);
      return view;
    };
    this.readers = asked.map(({ read, inYear }) => {
      if (inYear === undefined) return () => read(run);
      const view = viewIn(inYear.y);
      return () => inYear.read(view);
    });
    this.views = [...views.values()];
  }

  into(out: Float64Array, at: number): void {
    for (let v = 0; v < this.views.length; v++) (this.views[v] as YearView).renew();
    for (let i = 0; i < this.readers.length; i++) out[at + i] = (this.readers[i] as () => number)();
  }
}
