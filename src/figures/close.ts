// What a close carries for a run to go on from it (R8): stopping after a year and going on equals running through.

import { balances } from '../books/balances.ts';
import { MONTHS, PERIODS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { LOOK_BACK } from '../plan/layOut.ts';
import type { Close } from '../plan/plan.ts';
import { hospitalCashEnd } from './alliance.ts';
import { settlementDue } from './county.ts';
import { type Run, viewOf } from './figure.ts';

/** The close of the y-th year of a run. That year must have been settled, or have no activity. */
export function closeOf(run: Run, y: number): Close {
  const { plan } = run;
  const view = viewOf(run, y);
  const closing = balances(plan.ledger, view.book);
  const { account } = plan.ledger;
  const at = (index: number): Fen => fen(closing[index] as number);
  return {
    year: view.year.year,
    pool: at(account.pool),
    risk: at(account.risk),
    held: new Map(view.year.rules.lines.map((line, r) => [line.id, line.holder === 'pool' ? at(account.reserve + r) : fen(0)])),
    retained: new Map(
      plan.alliances.map(({ id }, a) => [id, new Map(plan.uses.map((use, u) => [use, at(account.retained + a * plan.uses.length + u)]))]),
    ),
    base: plan.streams.length === 0 ? null : view.year.year,
    cells: plan.streams.map((stream, s) => ({
      home: plan.alliances[stream.home]?.id ?? 'none',
      institution: plan.institutions[stream.institution]?.id ?? '',
      service: plan.services[stream.service]?.id ?? '',
      months: Array.from({ length: MONTHS }, (_, m) => fen(view.year.unshocked[s * PERIODS + m] as number)),
    })),
    spending: new Map(Array.from({ length: LOOK_BACK }, (_, k) => spendingAt(run, y - k))),
    hospitalCash: new Map(plan.alliances.map(({ id }, a) => [id, hospitalCashEnd(view, a)])),
    fundDue: settlementDue(view),
  };
}

/** Spending by alliance and month of a year of the run, or of the years before it. */
function spendingAt(run: Run, y: number): readonly [number, ReadonlyMap<string, readonly Fen[]>] {
  const { plan, books } = run;
  const first = plan.years[0]?.year ?? 0;
  const spending = y >= 0 ? books.year(y).spending : plan.past[-y - 1];
  const byAlliance = plan.alliances.map(
    ({ id }, a) => [id, Array.from({ length: MONTHS }, (_, m) => fen(spending?.[a * MONTHS + m] ?? 0))] as const,
  );
  return [first + y, new Map(byAlliance)];
}
