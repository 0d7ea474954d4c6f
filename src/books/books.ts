// The books of a run: for each year one table of lines × 13 periods (twelve months and settlement). `post` adds to a
// cell; the journal is the cells that are not zero; balances are sums over lines. What is not money paid is recorded
// beside, as decisions. Nothing is created or lost: each line moves money between two accounts.

import { MONTHS, PERIODS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { Ratio } from '../money/ratio.ts';
import { PLACE_COUNT } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';

/** R9: what a payment method decided, by the spans of institutions of its contract. */
interface PaymentBook {
  /** What the method prices the year's care at; a fixed method's to date. */
  readonly standards: Float64Array;
  /** Paid out of an incentive pool of supported groups. */
  readonly incentives: Float64Array;
  subBudget: Fen;
  /** Yuan a point in the end; null where it does not float, or without points. */
  value: Ratio | null;
  edge: 'floor' | 'ceiling' | null;
}

/** What a year decided: rates, bands, factors, claims and plans. Arrays by alliance, or alliance × 12 or × 3. */
interface Decisions {
  /** R2: what is left of the financing for the quotas. */
  quotaPool: Fen;
  /** R3: true where no alliance has any history, so that heads decide that part too; likewise where none has any volumes. */
  historyZero: boolean;
  volumesZero: boolean;
  /** R9: what limits left of the quota pool. */
  unallotted: Fen;
  /** R9: false where a prepayment is in the policy and its gate is shut. */
  gateOpen: boolean;
  readonly payments: readonly PaymentBook[];
  /** R3: January's quota of each alliance, its parts together: what advances, reviews and the deposit's split go by. */
  readonly quotas: Float64Array;
  /** R5: alliance × 12: planned advances, and gross advances after factor and cap. */
  readonly planned: Float64Array;
  readonly gross: Float64Array;
  /** R6: alliance × 12: the months' parts of January's quota. */
  readonly quotaParts: Float64Array;
  /** R6: alliance × 3: spending and quota to date. */
  readonly spentToDate: Float64Array;
  readonly quotaToDate: Float64Array;
  /** R6: alliance × 3: the factor that follows, and its flag; factors null where that review was not held. */
  readonly factors: (Ratio | null)[];
  readonly flags: (string | null)[];
  /** R7: surplus that retention is reckoned on, after the ceiling. */
  readonly retentionBase: Float64Array;
  /** R7: the shares at which surplus was retained and deposits returned; null where not settled, or where bands make several. */
  readonly retentionShare: (Ratio | null)[];
  readonly returnedShare: (Ratio | null)[];
  /** R7: the claim on the risk-adjustment fund. */
  readonly claims: Float64Array;
  /** R7: the fund before the claims. */
  fundBeforeClaims: Fen;
  /** R7, R9: what is still to be recovered from advances after the year, alliance × DUES, by month from next January. */
  readonly dues: Float64Array;
}

export interface YearBook {
  /** Lines × 13. */
  readonly cells: Float64Array;
  /** Opening balance of every account; zero for accounts that do not carry. */
  readonly opening: Float64Array;
  /** Care by home and place and month: (home × 4 + place) × 12; the last home is `none`. */
  readonly places: Float64Array;
  /** The same over the whole year: home × 4 + place. */
  readonly placeYears: Float64Array;
  /** Care for each alliance's insured, wherever they went: alliance × 12. */
  readonly spending: Float64Array;
  /** R9: what period 13 adds to care, by home and place: home × 4 + place. */
  readonly trueUps: Float64Array;
  readonly decisions: Decisions;
  /** True where the cells of care are the plan's own, so that they need not be copied. */
  readonly holdsCare: boolean;
}

/** Months ahead that recovery may reach: five years of instalments, and a year of what months could not cover. */
export const DUES = 72;

export class Books {
  readonly years: readonly YearBook[];
  /** The year that was begun last: those before it are closed. */
  underWay = 0;
  private now: Float64Array;
  /** Cells up to here are care, which comes first. */
  private readonly afterCare: number;

  /** @param given by year: a table for all lines whose first cells, those of care, are the plan's own. Years that change care take their own. */
  constructor(plan: Plan, given: readonly Float64Array[] = []) {
    const alliances = plan.alliances.length;
    this.years = plan.years.map((year, y) => ({
      cells: usable(year, given[y]) ?? new Float64Array(plan.ledger.lines.length * PERIODS),
      holdsCare: usable(year, given[y]) !== null,
      opening: new Float64Array(plan.ledger.accounts.length),
      places: new Float64Array((alliances + 1) * PLACE_COUNT * MONTHS),
      placeYears: new Float64Array((alliances + 1) * PLACE_COUNT),
      spending: new Float64Array(alliances * MONTHS),
      trueUps: new Float64Array((alliances + 1) * PLACE_COUNT),
      decisions: {
        quotaPool: fen(0),
        historyZero: false,
        volumesZero: false,
        unallotted: fen(0),
        gateOpen: true,
        payments: year.contracts.map(({ spans }) => ({
          standards: new Float64Array(spans.length),
          incentives: new Float64Array(spans.length),
          subBudget: fen(0),
          value: null,
          edge: null,
        })),
        quotas: new Float64Array(alliances),
        planned: new Float64Array(alliances * MONTHS),
        gross: new Float64Array(alliances * MONTHS),
        quotaParts: new Float64Array(alliances * MONTHS),
        spentToDate: new Float64Array(alliances * 3),
        quotaToDate: new Float64Array(alliances * 3),
        factors: new Array(alliances * 3).fill(null),
        flags: new Array(alliances * 3).fill(null),
        retentionBase: new Float64Array(alliances),
        retentionShare: new Array(alliances).fill(null),
        returnedShare: new Array(alliances).fill(null),
        claims: new Float64Array(alliances),
        fundBeforeClaims: fen(0),
        dues: new Float64Array(plan.features.recovery ? alliances * DUES : 0),
      },
    }));
    this.now = this.years[0]?.cells ?? new Float64Array(0);
    this.afterCare = plan.streams.length * PERIODS;
  }

  /**
   * Opens the books of a year, empty, whatever stood in them from a run before. What a year of the plan always writes where it
   * writes it at all (care, what is not cells, most decisions) is not emptied first.
   */
  begin(y: number): YearBook {
    const book = this.year(y);
    this.underWay = y;
    book.cells.fill(0, this.afterCare);
    for (const payment of book.decisions.payments) {
      payment.standards.fill(0);
      payment.incentives.fill(0);
    }
    this.now = book.cells;
    return book;
  }

  year(y: number): YearBook {
    return this.years[y] as YearBook;
  }

  /** Moves an amount along a line of the year that was begun, in a period from 0. */
  post(line: number, period: number, amount: number): void {
    const i = line * PERIODS + period;
    this.now[i] = (this.now[i] as number) + amount;
  }
}

/** What is given, where nothing but the plan makes the cells of care: no method prices them, no month is left out. */
function usable(year: YearPlan, given: Float64Array | undefined): Float64Array | null {
  return given !== undefined && year.contracts.length === 0 && year.months === MONTHS ? given : null;
}

/** Posts to a cell that nothing else posts to. */
export function put(book: YearBook, line: number, period: number, amount: number): void {
  book.cells[line * PERIODS + period] = amount;
}

/** What moved along a line in one period. */
export function moved(book: YearBook, line: number, period: number): Fen {
  return fen(book.cells[line * PERIODS + period] as number);
}

/** What moved along a line up to and with a period; the whole year by default. */
export function movedBy(book: YearBook, line: number, period: number = PERIODS - 1): Fen {
  let sum = 0;
  for (let i = line * PERIODS; i <= line * PERIODS + period; i++) sum += book.cells[i] as number;
  return fen(sum);
}

/** Care by home (the number of alliances for `none`), place and month. */
export function careIn(book: YearBook, home: number, place: number, month: number): Fen {
  return fen(book.places[(home * PLACE_COUNT + place) * MONTHS + month] as number);
}

/** Care by home and place over the first months of a year. */
export function careTo(book: YearBook, home: number, place: number, months: number): Fen {
  if (months === MONTHS) return fen(book.placeYears[home * PLACE_COUNT + place] as number);
  let sum = 0;
  for (let m = 0; m < months; m++) sum += careIn(book, home, place, m);
  return fen(sum);
}

/** R9: what period 13 adds to care, by home and place. */
export function trueUpOf(book: YearBook, home: number, place: number): Fen {
  return fen(book.trueUps[home * PLACE_COUNT + place] as number);
}

/** Care of a whole year by home and place, trued up. */
export function careOfYear(book: YearBook, home: number, place: number): Fen {
  return fen(careTo(book, home, place, MONTHS) + trueUpOf(book, home, place));
}

/** Everything spent for an alliance's insured in a year, trued up: what R3 looks back at. */
export function spentInYear(book: YearBook, a: number): Fen {
  let sum = 0;
  for (let place = 0; place < PLACE_COUNT; place++) sum += careOfYear(book, a, place);
  return fen(sum);
}

/** January's quota of an alliance, its parts together: what advances, reviews and the deposit's split go by. */
export function januaryQuota(plan: Plan, book: YearBook, a: number): Fen {
  const { first } = plan.ledger;
  let quota = moved(book, first.quotaByInsured + a, 0) + moved(book, first.quotaByHistory + a, 0);
  if (plan.features.byService) quota += moved(book, first.quotaByService + a, 0);
  if (plan.features.limits) quota += moved(book, first.quotaLimit + a, 0);
  if (plan.features.negotiated) quota += moved(book, first.quotaNegotiated + a, 0);
  return fen(quota);
}
