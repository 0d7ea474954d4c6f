// Spending by service and place as levers of a sensitivity study: `spending.inpatient.own` is all such care that is projected, so many percent
// less or more, as a shock over all years would have it (R4).

import { MONTHS, PERIODS } from '../money/calendar.ts';
import { decimalText } from '../money/display.ts';
import { ratio } from '../money/ratio.ts';
import { PLACES } from '../plan/parties.ts';
import type { Plan } from '../plan/plan.ts';
import type { Setting } from '../written/otherwise.ts';
import { PLACE_NAMES } from '../written/placeNames.ts';
import { type BadLever, decimalOf, leverOf, valueAt } from './levers.ts';
import type { Range } from './ranges.ts';

const SPENDING = /^(?:spending|支出)\.([^.=]+)\.([^.=]+)$/;

/** Care with less than this share of all spending says little about a county: it is moved where it is asked for. */
const LEAST = 0.01;

export function isSpending(written: string): boolean {
  return /^(?:spending|支出)\./.test(written);
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

/**
 * `spending.inpatient.own`, or with its ends `spending.inpatient.own=0.95..1.2`; service and place by their ids or as tables call them,
 * `支出.普通住院.县域外`.
 */
export function spendingRange(plan: Plan, written: string, by: number): Range | BadLever {
  const [asked = '', ...rest] = written.split('=');
  const ends = rest.length === 0 ? undefined : rest.join('=');
  const [, ofService = '', ofPlace = ''] = SPENDING.exec(asked.trim()) ?? [];
  const named = plan.services.find(({ id, title }) => id === ofService || title === ofService);
  const place = PLACES.find((one) => one === ofPlace || PLACE_NAMES[one] === ofPlace);
  const isThere = plan.streams.some((one) => plan.services[one.service] === named && PLACES[one.place] === place);
  if (named === undefined || place === undefined || !isThere) return noSpending(plan, asked);
  const service = named.id;
  const path = `spending.${service}.${place}`;
  const span = { from: `${plan.years[0]?.year}-01`, to: `${plan.years.at(-1)?.year}-12` };
  const added = (factor: string): readonly Setting[] => [{ path: 'shocks', value: { service, place, ...span, factor }, isAdded: true }];
  if (ends === undefined) {
    const factor = (u: number) => decimalText(ratio(BigInt(1_000_000 - by + Math.round(2 * u * by)), 1_000_000n));
    return { path, texts: { base: '1', low: factor(0), high: factor(1) }, settings: (u) => added(factor(u)), moves: true };
  }
  const lever = leverOf(`${path}=${ends}`, () => 'factor');
  if ('code' in lever) return lever;
  const { grid } = lever;
  if (!['', '%'].includes(grid.unit) || (decimalOf(valueAt(grid, 0))?.digits ?? -1n) < 0n)
    return { code: 'usage', args: { case: 'lever', got: written }, path: '' };
  const last = grid.count - 1;
  const texts = { base: grid.unit === '%' ? '100%' : '1', low: valueAt(grid, 0), high: valueAt(grid, last) };
  return { path, texts, settings: (u) => added(valueAt(grid, Math.round(u * last))), moves: true };
}

/** No such care, with all that there is, by ids and with the names of tables. */
function noSpending({ streams, services }: Plan, got: string): BadLever {
  const cared = services.filter((_, i) => streams.some(({ service }) => service === i));
  const places = PLACES.filter((_, i) => streams.some(({ place }) => place === i));
  const named = (id: string, title: string) => (id === title ? id : `${id}（${title}）`);
  const args = {
    services: cared.map(({ id, title }) => named(id, title)).join('、'),
    serviceIds: cared.map(({ id }) => id).join(', '),
    places: places.map((one) => named(one, PLACE_NAMES[one])).join('、'),
    placeIds: places.join(', '),
  };
  return { code: 'usage', args: { case: 'spending', got, ...args }, path: '' };
}
