// The year as the policy tells it: budget, twelve months of advance and care, three reviews, settlement, close.
// The only place that knows the order of the rules.

import { Books, careTo, DUES, spentInYear, type YearBook } from '../books/books.ts';
import { yearIncome, yearOutflow } from '../books/outflow.ts';
import { MONTHS, PERIODS, QUARTER, SETTLEMENT } from '../money/calendar.ts';
import { type Fen, fen, LARGEST_EXACT } from '../money/fen.ts';
import { WHOLE } from '../money/ratio.ts';
import { OFF_COUNTY, PLACE_COUNT } from '../plan/parties.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';
import { purposeKey } from '../plan/purposes.ts';
import { SETTLER_COUNT } from '../plan/yearRules.ts';
import { adjustments } from '../rules/adjustment.ts';
import { type AdvanceState, fallDue, grossAdvances, payAdvances, planAdvances } from '../rules/advance.ts';
import { close } from '../rules/close.ts';
import { deposit } from '../rules/deposit.ts';
import { distribute } from '../rules/distribution.ts';
import { expenditureBase } from '../rules/expenditureBase.ts';
import { financing, insuredHeads, totalFinancing } from '../rules/financing.ts';
import { grants, purposeSpending } from '../rules/grants.ts';
import { payMembers, settleMembers } from '../rules/members.ts';
import { feeForService } from '../rules/payment/feeForService.ts';
import { procurement } from '../rules/procurement.ts';
import { publicHealth } from '../rules/publicHealth.ts';
import { type LookBack, quota } from '../rules/quota.ts';
import { Refusal } from '../rules/refusal.ts';
import { reserves } from '../rules/reserves.ts';
import { review } from '../rules/review.ts';
import { settlement } from '../rules/settlement.ts';
import { type LastYear, workingFunds } from '../rules/workingFunds.ts';
import { priceCare, settlePayments } from './payments.ts';

/** Running sums of a year, kept from run to run so that none is allocated in the loop. */
interface Scratch extends AdvanceState {
  readonly balances: Float64Array;
  readonly openingBalances: Float64Array;
  /** What the year looks back at. */
  readonly before: LookBack;
  readonly openingQuotas: Float64Array;
}

const scratches = new WeakMap<Plan, Scratch>();

/**
 * Plays a plan through, into its books; whatever stood in the books before is written over.
 * @throws {Refusal} where the rules declare the scenario an error.
 */
export function simulate(plan: Plan, books: Books): void {
  const scratch = scratchOf(plan);
  scratch.balances.set(scratch.openingBalances);
  openDues(plan, scratch.dues);
  for (let y = 0; y < plan.years.length; y++) {
    const year = plan.years[y] as YearPlan;
    const book = books.begin(y);
    book.opening.set(scratch.balances);
    lookBack(plan, books, y, scratch);

    financing(plan, year, book, books);
    const total = totalFinancing(plan, book);
    reserves(plan, year, book, books, total, insuredHeads(year));
    if (year.rules.expenditureBase !== null) expenditureBase(year, book, scratch.before.spent, lastPool(plan, books, y));
    quota(plan, year, book, books, scratch.before);
    if (year.months > 0) {
      deposit(plan, book, books);
      care(plan, year, book);
      adjustments(plan, year, book, books);
      if (hasWorkingFunds(plan)) workingFunds(plan, year, book, books, lastYear(plan, books, y, scratch));
      months(plan, year, book, scratch, y === 0 ? (plan.past[0] as Float64Array) : books.year(y - 1).spending);
      nextDues(plan, scratch.dues);
      publicMoney(plan, year, book, books);
      if (year.inside !== null) payMembers(plan, year, book, books);
    }
    if (year.settles) {
      settlePayments(plan, year, book, books);
      settlement(plan, year, book, books, scratch.dues);
      procurement(plan, year, books);
      publicHealth(plan, year, books, SETTLEMENT);
      if (year.inside !== null) {
        settleMembers(plan, year, book, books);
        distribute(plan, year, book, books);
      }
    }
    book.decisions.dues.set(scratch.dues);
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
      carry: new Float64Array(SETTLER_COUNT),
      due: new Float64Array(plan.features.tiers ? alliances * SETTLER_COUNT * MONTHS : 0),
      dues: new Float64Array(plan.features.recovery ? alliances * DUES : 0),
      balances: new Float64Array(plan.ledger.accounts.length),
      openingBalances: openBalances(plan),
      before: { spent: plan.past.map(() => new Float64Array(alliances)), quotas: new Float64Array(alliances) },
      openingQuotas: Float64Array.from(plan.alliances, ({ id }) => plan.opening.quotas.get(id) ?? Number.NaN),
    };
    scratches.set(plan, scratch);
  }
  return scratch;
}

function openBalances(plan: Plan): Float64Array {
  const { account, accounts } = plan.ledger;
  const { opening } = plan;
  const balances = new Float64Array(accounts.length);
  balances[account.pool] = opening.pool;
  balances[account.risk] = opening.risk;
  for (const [r, line] of (plan.years[0]?.rules.lines ?? []).entries()) balances[account.reserve + r] = opening.held.get(line.id) ?? 0;
  for (const [a, alliance] of plan.alliances.entries()) {
    for (const [u, use] of plan.uses.entries()) {
      balances[account.retained + a * plan.uses.length + u] = opening.retained.get(alliance.id)?.get(use) ?? 0;
      if (plan.features.heldUses) balances[account.heldUse + a * plan.uses.length + u] = opening.heldUses.get(alliance.id)?.get(use) ?? 0;
    }
  }
  openInside(plan, balances);
  return balances;
}

/** R10, R12: what members are owed, and what accounts of purposes hold. */
function openInside(plan: Plan, balances: Float64Array): void {
  const { account } = plan.ledger;
  for (const { institution } of plan.members.list) {
    const owed = plan.opening.owed.get(plan.institutions[institution]?.id ?? '') ?? [];
    balances[account.institution + institution] = owed.reduce((sum, { amount }) => sum + amount, 0);
  }
  for (const i of plan.grants.holders.keys()) {
    const { grant, holder } = purposeKey(plan, i);
    balances[account.inside.purpose + i] = plan.opening.purposes.get(grant)?.get(holder) ?? 0;
  }
}

/** R12: what is paid during the year, and what is spent of it. */
function publicMoney(plan: Plan, year: YearPlan, book: YearBook, books: Books): void {
  if (!plan.features.publicHealth && !plan.features.grants) return;
  publicHealth(plan, year, books, 0);
  grants(plan, year, books);
  purposeSpending(plan, year, book, books);
}

/** What alliances still owe of years before, by month from the first January. */
function openDues(plan: Plan, dues: Float64Array): void {
  if (!plan.features.recovery) return;
  dues.fill(0);
  for (const [a, { id }] of plan.alliances.entries()) dues.set(plan.opening.recovery.get(id) ?? [], a * DUES);
}

/** A year on: what December could not cover is due in January. */
function nextDues(plan: Plan, dues: Float64Array): void {
  if (!plan.features.recovery) return;
  for (let a = 0; a < plan.alliances.length; a++) {
    const own = dues.subarray(a * DUES, (a + 1) * DUES);
    own.copyWithin(0, MONTHS);
    own.fill(0, DUES - MONTHS);
  }
}

/** Years before year y, last year first: of the run, then of the plan's past. */
function lookBack(plan: Plan, books: Books, y: number, scratch: Scratch): void {
  const alliances = plan.alliances.length;
  const { spent, quotas } = scratch.before;
  if (y === 0) {
    for (let k = 0; k < spent.length; k++) (spent[k] as Float64Array).set(plan.pastSpent[k] as Float64Array);
    quotas.set(scratch.openingQuotas);
    return;
  }
  const before = books.year(y - 1);
  for (let a = 0; a < alliances; a++) {
    for (let k = spent.length - 1; k > 0; k--) (spent[k] as Float64Array)[a] = (spent[k - 1] as Float64Array)[a] as number;
    (spent[0] as Float64Array)[a] = spentInYear(before, a);
    quotas[a] = before.decisions.quotas[a] as number;
  }
}

/** R9: the quota pool of the year before, where that went by expenditure too; null in the first such year. */
function lastPool(plan: Plan, books: Books, y: number): Fen | null {
  if (y === 0) return plan.opening.expenditurePool;
  const isToo = plan.years[y - 1]?.rules.expenditureBase !== null;
  return isToo ? books.year(y - 1).decisions.quotaPool : null;
}

function hasWorkingFunds({ features }: Plan): boolean {
  return features.revolving || features.prepayment || features.offCountyPrepayment;
}

/** R9: what working funds go by. */
function lastYear(plan: Plan, books: Books, y: number, scratch: Scratch): LastYear {
  const spent = scratch.before.spent[0] as Float64Array;
  const { opening } = plan;
  if (y > 0) {
    const book = books.year(y - 1);
    const year = plan.years[y - 1] as YearPlan;
    const offCounty = plan.alliances.reduce((sum, _, a) => sum + careTo(book, a, OFF_COUNTY, MONTHS), 0);
    return { spent, offCounty: fen(offCounty), income: yearIncome(plan, book), outflow: yearOutflow(plan, year, book) };
  }
  const needed = (plan.years[0]?.rules.advance.prepayment ?? null) !== null;
  if (needed && (opening.income === null || opening.outflow === null)) throw new Refusal('last-year-missing', 'county.pool', {});
  return { spent, offCounty: plan.pastOffCounty, income: opening.income ?? fen(0), outflow: opening.outflow ?? fen(0) };
}

/** Care posts as one block (its lines come first), and is summed by place through the groups of the plan. */
function care(plan: Plan, year: YearPlan, book: YearBook): void {
  const { cells, places, placeYears, spending } = book;
  if (!book.holdsCare) cells.set(feeForService(year.cells));
  if (year.contracts.length > 0) {
    priceCare(year, book);
    wantExact(year, cells);
  }
  if (year.months < MONTHS) for (let i = 0; i < year.cells.length; i++) if (i % PERIODS >= year.months) cells[i] = 0;
  for (let i = 0; i < spending.length; i++) spending[i] = 0;
  for (let home = 0; home <= plan.alliances.length; home++) {
    for (let g = home * PLACE_COUNT; g < (home + 1) * PLACE_COUNT; g++) {
      const start = plan.groups[g] as number;
      const end = plan.groups[g + 1] as number;
      // What no stream goes to stays as the books were made: zero.
      if (start === end) continue;
      placeYears[g] = sumGroup(cells, start * PERIODS, end * PERIODS, places, g * MONTHS);
      if (home < plan.alliances.length) addMonths(places, g * MONTHS, spending, home * MONTHS);
    }
  }
}

function addMonths(places: Float64Array, from: number, spending: Float64Array, to: number): void {
  for (let m = 0; m < MONTHS; m++) spending[to + m] = (spending[to + m] as number) + (places[from + m] as number);
}

/** R0: what methods make of a year's volumes must stay exact too. */
function wantExact(year: YearPlan, cells: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < year.cells.length; i++) sum += Math.abs(cells[i] as number);
  if (sum > LARGEST_EXACT) throw new Refusal('too-large-together', 'policy.payment', { year: year.year });
}

/**
 * Sums the streams of one group into its twelve months. Here a simulated year spends most of its time: six months at a time
 * stay in registers, where adding into the table would load and store a sum for every cell (half as fast).
 * @returns the sum of the year.
 */
function sumGroup(cells: Float64Array, start: number, end: number, places: Float64Array, to: number): number {
  let sum = 0;
  for (let m = 0; m < MONTHS; m += 6) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    for (let i = start + m; i < end; i += PERIODS) {
      a += cells[i] as number;
      b += cells[i + 1] as number;
      c += cells[i + 2] as number;
      d += cells[i + 3] as number;
      e += cells[i + 4] as number;
      f += cells[i + 5] as number;
    }
    places[to + m] = a;
    places[to + m + 1] = b;
    places[to + m + 2] = c;
    places[to + m + 3] = d;
    places[to + m + 4] = e;
    places[to + m + 5] = f;
    sum += a + b + (c + d) + (e + f);
  }
  return sum;
}

/** Alliances do not touch each other within a year: each one's months are played in one go. */
function months(plan: Plan, year: YearPlan, book: YearBook, scratch: Scratch, lastMonths: Float64Array): void {
  if (year.offCounty !== null) fallDue(year, plan, book, scratch.due);
  for (let a = 0; a < plan.alliances.length; a++) {
    planAdvances(year, book, lastMonths, a);
    let factor = WHOLE;
    let left = book.decisions.quotas[a] as number;
    for (let from = 0; from < year.months; from += QUARTER) {
      const to = Math.min(from + QUARTER, year.months);
      left = grossAdvances(plan, year, book, a, from, to, factor, left);
      if (to === from + QUARTER && to < MONTHS) factor = review(year, book, a, to);
    }
    payAdvances(plan, year, book, scratch, a);
  }
}
