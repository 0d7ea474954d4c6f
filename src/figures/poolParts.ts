// What derivations of the pool and of the quota pool share: reserves, and adjustments out of the pool and the risk fund.

import { moved, movedBy } from '../books/books.ts';
import { amountStep, county, type Part } from './derivation.ts';
import type { YearView } from './figure.ts';

/** All reserves and named lines, each to be subtracted, and what they come to. */
export function reservedSum(view: YearView): { readonly parts: Part[]; readonly amount: number } {
  const { first } = view.plan.ledger;
  const { lines } = view.year.rules;
  const parts = [
    county(view, 'reserves.criticalIllness', '−'),
    county(view, 'reserves.riskAdjustment', '−'),
    county(view, 'reserves.qualityDeposit', '−'),
    ...lines.map((line) => county(view, `reserves.lines.${line.id}`, '−')),
  ];
  const kinds = [first.criticalIllness, first.riskContribution, first.depositReserve];
  const amount = [...kinds.map((line) => movedBy(view.book, line)), ...lines.map((_, r) => moved(view.book, first.reserveLine + r, 0))];
  return { parts, amount: amount.reduce((x, y) => x + y, 0) };
}

/** Mid-year adjustments out of one of the two, up to a month (from 0). They count as they stand in `counts`. */
export function adjustedFrom(view: YearView, fund: 'pool' | 'risk', counts: -1 | 1, month = view.year.months - 1): Part[] {
  return view.year.adjustments
    .filter((row) => row.fromRisk === (fund === 'risk') && row.month <= month && row.month < view.year.months)
    .map((row) => {
      const { title = '' } = view.plan.alliances[row.alliance] ?? {};
      return amountStep(`年中调整：${title}，${row.reason}`, `Adjustment: ${title}, ${row.reason}`, row.amount, counts);
    });
}
