// The year as the policy tells it: budget, twelve months of advance and care, three reviews, settlement, close.
// The only place that knows the order of the rules.

import { Books, januaryQuota, type YearBook } from '../books/books.ts';
import { MONTHS, PERIODS, REVIEW_MONTHS } from '../money/calendar.ts';
import { WHOLE } from '../money/ratio.ts';
import { PLACES } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { adjustments } from '../rules/adjustment.ts';
import { type AdvanceState, advance, planAdvances } from '../rules/advance.ts';
import { close } from '../rules/close.ts';
import { deposit } from '../rules/deposit.ts';
import { financing, insuredHeads, totalFinancing } from '../rules/financing.ts';
import { quota } from '../rules/quota.ts';
import { reserves } from '../rules/reserves.ts';
import { review } from '../rules/review.ts';
import { settlement } from '../rules/settlement.ts';

/** Running sums of a year, kept from run to run so that none is allocated in the loop. */
interface Scratch extends AdvanceState {
  readonly quotas: Float64Array;
  readonly balances: Float64Array;
  readonly before: Float64Array[];
}

const scratches = new WeakMap<Plan, Scratch>();

/**
 * Plays a plan through, into its books; whatever stood in the books before is written over.
 * @throws {Refusal} where the rules declare the scenario an error.
 */
export function simulate(plan: Plan, books: Books): void {
  const scratch = scratchOf(plan);
  openBalances(plan, scratch.balances);
  for (let y = 0; y < plan.years.length; y++) {
    const year = plan.years[y] as YearPlan;
    const book = books.begin(y);
    book.opening.set(scratch.balances);
    lookBack(plan, books, y, scratch.before);

    financing(plan, year, book, books);
    const total = totalFinancing(plan, book);
    reserves(plan, year, book, books, total, insuredHeads(year));
    quota(plan, year, book, books, scratch.before);
    if (year.months > 0) {
      deposit(plan, book, books);
      care(plan, year, book);
      adjustments(plan, year, book, books);
      months(plan, year, book, books, scratch);
    }
    if (year.settles) settlement(plan, year, book, books);
    close(plan, year, book, scratch.balances, total);
  }
}

/** A plan played through once, with the books kept. */
export function played(plan: Plan): Books {
  const books = new Books(plan);
  simulate(plan, books);
  return books;
}

function scratchOf(plan: Plan): Scratch {
  let scratch = scratches.get(plan);
  if (scratch === undefined) {
    const alliances = plan.alliances.length;
    scratch = {
      grossToDate: new Float64Array(alliances),
      carry: new Float64Array(alliances),
      factors: new Array(alliances).fill(WHOLE),
      quotas: new Float64Array(alliances),
      balances: new Float64Array(plan.ledger.accounts.length),
      before: [...plan.past],
    };
    scratches.set(plan, scratch);
  }
  return scratch;
}

function openBalances(plan: Plan, balances: Float64Array): void {
  const { account } = plan.ledger;
  const { opening } = plan;
  balances.fill(0);
  balances[account.pool] = opening.pool;
  balances[account.risk] = opening.risk;
  for (const [r, line] of (plan.years[0]?.rules.lines ?? []).entries()) balances[account.reserve + r] = opening.held.get(line.id) ?? 0;
  for (const [a, alliance] of plan.alliances.entries()) {
    for (const [u, use] of plan.uses.entries())
      balances[account.retained + a * plan.uses.length + u] = opening.retained.get(alliance.id)?.get(use) ?? 0;
  }
}

/** Spending of the years before year y, last year first: books of the run, then the plan's past. */
function lookBack(plan: Plan, books: Books, y: number, before: Float64Array[]): void {
  for (let k = 0; k < before.length; k++) {
    const at = y - 1 - k;
    before[k] = (at >= 0 ? books.year(at).spending : plan.past[-at - 1]) as Float64Array;
  }
}

/** Care posts as one block (its lines come first), and is summed by place through the groups of the plan. */
function care(plan: Plan, year: YearPlan, book: YearBook): void {
  const { cells, places, spending } = book;
  cells.set(year.cells);
  if (year.months < MONTHS) for (let i = 0; i < year.cells.length; i++) if (i % PERIODS >= year.months) cells[i] = 0;
  spending.fill(0);
  const groups = plan.groups.length - 1;
  const alliances = plan.alliances.length;
  for (let g = 0; g < groups; g++) {
    const to = g * MONTHS;
    sumGroup(cells, (plan.groups[g] as number) * PERIODS, (plan.groups[g + 1] as number) * PERIODS, places, to);
    const home = Math.floor(g / PLACES.length);
    if (home === alliances) continue;
    for (let m = 0; m < MONTHS; m++) spending[home * MONTHS + m] = (spending[home * MONTHS + m] as number) + (places[to + m] as number);
  }
}

/**
 * Sums the streams of one group into its twelve months. Here a simulated year spends most of its time: four months at a time
 * stay in registers, where adding into the table would load and store a sum for every cell (half as fast).
 */
function sumGroup(cells: Float64Array, start: number, end: number, places: Float64Array, to: number): void {
  for (let m = 0; m < MONTHS; m += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = start + m; i < end; i += PERIODS) {
      a += cells[i] as number;
      b += cells[i + 1] as number;
      c += cells[i + 2] as number;
      d += cells[i + 3] as number;
    }
    places[to + m] = a;
    places[to + m + 1] = b;
    places[to + m + 2] = c;
    places[to + m + 3] = d;
  }
}

function months(plan: Plan, year: YearPlan, book: YearBook, books: Books, scratch: Scratch): void {
  const { quotas } = scratch;
  const alliances = plan.alliances.length;
  for (let a = 0; a < alliances; a++) {
    quotas[a] = januaryQuota(plan.ledger, book, a);
    scratch.grossToDate[a] = 0;
    scratch.carry[a] = 0;
    scratch.factors[a] = WHOLE;
  }
  planAdvances(plan, year, book, scratch.before[0] as Float64Array, quotas);
  for (let month = 0; month < year.months; month++) {
    for (let a = 0; a < alliances; a++) {
      advance(plan, year, book, books, scratch, a, month, quotas[a] as number);
      if (REVIEW_MONTHS.includes(month)) scratch.factors[a] = review(year, book, a, month + 1);
    }
  }
}
