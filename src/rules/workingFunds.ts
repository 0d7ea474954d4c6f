// R5, R9 Working funds (周转金、预付金、异地就医预付金)
//
// Clause: no document of seeds/ gives amounts; agencies lend them so that hospitals need not front the money.
// Formula: in January times(last year's spending for its insured, months ÷ 12) to each alliance out of the pool, back in December. A
//   prepayment goes out only if last year's (pool + risk fund) × 12 ≥ gate × outflow and its income was not below its outflow. The
//   off-county prepayment goes to the province, of last year's off-county spending.
// Always: what went out in January is back after December; neither is outflow.
// Example: 1.5 months of 1.20亿元 a year → 15,000,000.00元.

import type { Books, YearBook } from '../books/books.ts';
import { MONTHS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type Ratio, times } from '../money/ratio.ts';
import type { Plan, YearPlan } from '../plan/plan.ts';

/** What working funds go by. */
export interface LastYear {
  /** Everything spent for each alliance's insured. */
  readonly spent: Float64Array;
  /** Of it what was spent off county, all alliances together. */
  readonly offCounty: Fen;
  readonly income: Fen;
  readonly outflow: Fen;
}

export function workingFunds(plan: Plan, year: YearPlan, book: YearBook, books: Books, last: LastYear): void {
  const { first, account } = plan.ledger;
  const { revolving, prepayment, offCountyPrepayment } = year.rules.advance;
  const isBack = year.months === MONTHS;
  const lend = (out: number, back: number, amount: Fen): void => {
    books.post(out, 0, amount);
    if (isBack) books.post(back, MONTHS - 1, amount);
  };
  const funds = (book.opening[account.pool] as number) + (book.opening[account.risk] as number);
  book.decisions.gateOpen = prepayment === null || isGateOpen(prepayment.gate, fen(funds), last);
  for (let a = 0; a < plan.alliances.length; a++) {
    const spent = fen(last.spent[a] as number);
    if (revolving !== null) lend(first.revolvingOut + a, first.revolvingBack + a, times(spent, revolving));
    if (prepayment !== null && book.decisions.gateOpen)
      lend(first.prepaymentOut + a, first.prepaymentBack + a, times(spent, prepayment.ofYear));
  }
  if (offCountyPrepayment !== null) {
    lend(first.offCountyPrepaymentOut, first.offCountyPrepaymentBack, times(last.offCounty, offCountyPrepayment));
  }
}

/** Payable months not below the gate, and no deficit. */
export function isGateOpen(gate: Ratio, funds: Fen, { income, outflow }: Pick<LastYear, 'income' | 'outflow'>): boolean {
  return income >= outflow && BigInt(funds) * 12n * gate.d >= gate.n * BigInt(outflow);
}
