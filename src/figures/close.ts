// What a close carries for a run to go on from it (R8): stopping after a year and going on equals running through.

import { balances } from '../books/balances.ts';
import { careTo, DUES, januaryQuota, spentInYear } from '../books/books.ts';
import { yearIncome, yearOutflow } from '../books/outflow.ts';
import { MONTHS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { closeCells } from '../plan/closeCells.ts';
import { LOOK_BACK } from '../plan/opening.ts';
import { PLACES } from '../plan/parties.ts';
import type { Close } from '../plan/plan.ts';
import { purposeKey } from '../plan/purposes.ts';
import { streamKey } from '../plan/rowCells.ts';
import { servedIn } from '../plan/served.ts';
import { eitherKnown, type Known } from '../plan/volumes.ts';
import { hospitalCashEnd } from './alliance.ts';
import { settlementDue } from './county.ts';
import { type Run, viewOf, type YearView } from './figure.ts';
import { carriedIndicators } from './indicators.ts';
import { owedOf } from './members.ts';

const OFF_COUNTY = PLACES.indexOf('offCounty');

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
      plan.alliances.map(({ id }, a) => {
        const balances = plan.uses.map((use, u) => [use, at(account.retained + a * plan.uses.length + u)] as const);
        return [id, new Map(balances.filter(([use]) => plan.allianceUses.has(use)))];
      }),
    ),
    heldUses: new Map(
      plan.features.heldUses
        ? plan.alliances.map(({ id }, a) => [id, new Map(plan.uses.map((use, u) => [use, at(account.heldUse + a * plan.uses.length + u)]))])
        : [],
    ),
    base: plan.streams.length === 0 ? null : view.year.year,
    cells: closeCells(keysOf(plan), view.year.unshocked, knownBy(plan, view.year.year), (s) => plan.caseCosts[s] ?? null),
    spending: new Map(Array.from({ length: LOOK_BACK }, (_, k) => spendingAt(run, y - k))),
    spent: new Map(Array.from({ length: LOOK_BACK }, (_, k) => spentAt(run, y - k))),
    offCounty: fen(plan.alliances.reduce((sum, _, a) => sum + careTo(view.book, a, OFF_COUNTY, MONTHS), 0)),
    served: new Map(Array.from({ length: LOOK_BACK }, (_, k) => servedAt(run, y - k))),
    quotas: new Map(plan.alliances.map(({ id }, a) => [id, januaryQuota(plan, view.book, a)])),
    expenditurePool: view.year.rules.expenditureBase === null ? null : view.book.decisions.quotaPool,
    income: yearIncome(plan, view.book),
    outflow: yearOutflow(plan, view.year, view.book),
    recovery: new Map(plan.features.recovery ? plan.alliances.map(({ id }, a) => [id, duesOf(view, a)]) : []),
    owed: new Map(plan.members.list.map(({ institution }, k) => [plan.institutions[institution]?.id ?? '', owedOf(view, k)])),
    purposes: purposesOf(run, closing),
    indicators: view.year.rules.targets === null ? new Map() : carriedIndicators(view),
    hospitalCash: new Map(plan.alliances.map(({ id }, a) => [id, hospitalCashEnd(view, a)])),
    fundDue: settlementDue(view),
  };
}

/** R12: accounts of purposes, by grant and holder. */
function purposesOf({ plan }: Run, closing: Float64Array): Close['purposes'] {
  const found = new Map<string, Map<string, Fen>>();
  for (const i of plan.grants.holders.keys()) {
    const { grant, holder } = purposeKey(plan, i);
    const own = found.get(grant) ?? new Map<string, Fen>();
    found.set(grant, own.set(holder, fen(closing[plan.ledger.account.inside.purpose + i] as number)));
  }
  return found;
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

/** R3: everything spent for each alliance's insured in a year, trued up. */
function spentAt(run: Run, y: number): readonly [number, ReadonlyMap<string, Fen>] {
  const { plan, books } = run;
  const first = plan.years[0]?.year ?? 0;
  const spent = plan.alliances.map(({ id }, a) => {
    const amount = y >= 0 ? spentInYear(books.year(y), a) : (plan.pastSpent[-y - 1]?.[a] ?? 0);
    return [id, fen(amount)] as const;
  });
  return [first + y, new Map(spent)];
}

/** R9: cases given by each alliance's institutions in a year. */
function servedAt({ plan }: Run, y: number): readonly [number, ReadonlyMap<string, number>] {
  const first = plan.years[0]?.year ?? 0;
  const year = plan.years[y];
  const served =
    year === undefined ? plan.years[0]?.served[-y - 1] : servedIn(year.volumes, plan.streams, plan.institutions, plan.alliances.length);
  return [first + y, new Map(plan.alliances.map(({ id }, a) => [id, served?.[a] ?? 0]))];
}

/** R9: what is still to be recovered from an alliance, by month from next January, without the months of nothing at the end. */
function duesOf(view: YearView, a: number): readonly Fen[] {
  const dues = Array.from(view.book.decisions.dues.subarray(a * DUES, (a + 1) * DUES), fen);
  const last = dues.findLastIndex((due) => due !== 0);
  return dues.slice(0, last + 1);
}

/** What rows tell of each stream up to a year: later actual years say nothing about it. */
function knownBy(plan: Run['plan'], year: number): Known {
  return eitherKnown(new Map([...plan.known].filter(([at]) => at <= year)), plan.streams.length);
}

function keysOf(plan: Run['plan']): readonly string[] {
  return plan.streams.map((stream) =>
    streamKey(
      plan.alliances[stream.home]?.id ?? 'none',
      plan.institutions[stream.institution]?.id ?? '',
      plan.services[stream.service]?.id ?? '',
      stream.item,
      plan.institutions[stream.signedWith]?.id ?? '',
      stream.kind,
    ),
  );
}
