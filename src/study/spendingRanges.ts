// Spending by service and place as levers of a sensitivity study: `spending.inpatient.own` is all such care that is projected, so many percent
// less or more, as a shock over all years would have it (R4).

import { MONTHS, PERIODS } from '../money/calendar.ts';
import { decimalText } from '../money/display.ts';
import { ratio } from '../money/ratio.ts';
import { PLACES } from '../plan/parties.ts';
import type { Plan } from '../plan/plan.ts';
import type { Setting } from '../written/otherwise.ts';
import { decimalOf, leverOf, valueAt } from './levers.ts';
import type { Range } from './ranges.ts';

const SPENDING = /^spending\.([^.=]+)\.([^.=]+)$/;

/** Care with less than this share of all spending says little about a county: it is moved where it is asked for. */
const LEAST = 0.01;

export function isSpending(written: string): boolean {
  return written.startsWith('spending.');
}

/** Services and places with a share of spending that tells, as levers. */
export function spendingPaths(plan: Plan): string[] {
  const spent = new Map<string, number>();
  let all = 0;
  for (const { cells } of plan.years) {
    for (const [s, { service, place }] of plan.streams.entries()) {
      const path = `spending.${plan.services[service]?.id ?? ''}.${PLACES[place] ?? ''}`;
      let sum = 0;
      for (let month = 0; month < MONTHS; month++) sum += cells[s * PERIODS + month] as number;
      spent.set(path, (spent.get(path) ?? 0) + sum);
      all += sum;
    }
  }
  return [...spent].filter(([, sum]) => sum >= LEAST * all && sum > 0).map(([path]) => path);
}

/** `spending.inpatient.own`, or with its ends `spending.inpatient.own=0.95..1.2`; null where there is no such care, or no such factor. */
export function spendingRange(plan: Plan, written: string, by: number): Range | null {
  const [path = '', ends] = written.split('=', 2);
  const [, service = '', place = ''] = SPENDING.exec(path) ?? [];
  const isThere = plan.streams.some((one) => plan.services[one.service]?.id === service && PLACES[one.place] === place);
  if (!isThere) return null;
  const span = { from: `${plan.years[0]?.year}-01`, to: `${plan.years.at(-1)?.year}-12` };
  const added = (factor: string): readonly Setting[] => [{ path: 'shocks', value: { service, place, ...span, factor }, isAdded: true }];
  if (ends === undefined) {
    const factor = (u: number) => decimalText(ratio(BigInt(1_000_000 - by + Math.round(2 * u * by)), 1_000_000n));
    return { path, texts: { base: '1', low: factor(0), high: factor(1) }, settings: (u) => added(factor(u)), moves: true };
  }
  const grid = leverOf(written)?.grid;
  if (grid === undefined || grid.unit !== '' || (decimalOf(valueAt(grid, 0))?.digits ?? -1n) < 0n) return null;
  const last = grid.count - 1;
  const texts = { base: '1', low: valueAt(grid, 0), high: valueAt(grid, last) };
  return { path, texts, settings: (u) => added(valueAt(grid, Math.round(u * last))), moves: true };
}
