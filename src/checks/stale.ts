// R14: values older than the year that they are used for, and grounds not checked for a year (warnings). The day of today is passed in.
//
// A dated value holds until the next one (R0), so that age alone says nothing: a share in force since 2021 is no worse for it. Stale is
// what is set anew each year and was not: financing per head and reserves in yuan that are dated, and any value whose last three entries
// stand year by year, where the last of them is more than one year older than the year it is used for.

import type { Run } from '../figures/figure.ts';
import type { Dated } from '../money/dated.ts';
import { datedPolicyValue, type PolicyValue, policyValues } from '../written/policyValue.ts';
import type { Read } from '../written/read.ts';
import type { Tell } from './told.ts';

const DAYS_A_YEAR = 365;
const SHOWN_PATHS = 8;
/** Set each year by the budget of that year. */
const YEARLY = /^policy\.(?:financing\.(?:individual|subsidy)|reserves\..*\.?(?:perHead|amount))$/;

/** @param today `2026-11-22`; null where the day is not known: then nothing is said of grounds. */
export function staleFindings(run: Run, read: Read, today: string | null, tell: Tell): void {
  const { policy } = read.scenario;
  const stale = new Map<string, { readonly value: PolicyValue; readonly from: number; readonly year: number }>();
  const unchecked = new Map<string, { readonly value: PolicyValue; readonly checked: string; readonly year: number }>();
  for (const { year } of run.plan.years) {
    for (const value of policyValues(policy, year)) {
      const from = lastYearly(datedPolicyValue(policy, value.path.slice('policy.'.length), year), value.path);
      if (from !== null && from < year - 1 && !stale.has(value.path)) stale.set(value.path, { value, from, year });
      const checked = value.basis.kind === 'source' ? value.basis.checked : null;
      if (checked !== null && today !== null && daysBetween(checked, today) > DAYS_A_YEAR)
        unchecked.set(value.path, { value, checked, year });
    }
  }
  const [old] = stale.values();
  if (old !== undefined) {
    const args = { from: old.from, year: old.year, ...listed(stale), got: old.value.text.zh };
    tell('warning', 'stale-value', below(old.value), old.year, args, 'all');
  }
  const [first] = [...unchecked.values()].sort((a, b) => (a.checked < b.checked ? -1 : 1));
  if (first !== undefined && today !== null) {
    const args = { checked: first.checked, today, days: daysBetween(first.checked, today), ...listed(unchecked) };
    tell('warning', 'stale-check', below(first.value), first.year, args, 'all');
  }
}

function below({ path }: PolicyValue): string {
  return path.slice('policy.'.length);
}

function listed(values: ReadonlyMap<string, unknown>): { readonly count: number; readonly paths: string } {
  const paths = [...values.keys()].map((path) => path.slice('policy.'.length));
  return { count: paths.length, paths: paths.slice(0, SHOWN_PATHS).join(', ') + (paths.length > SHOWN_PATHS ? '…' : '') };
}

/** The year of the last entry of a value that is set year by year; null of any other. */
function lastYearly(dated: Dated<unknown> | null, path: string): number | null {
  const years = (dated?.entries ?? []).flatMap(({ from }) => (from === null ? [] : [from]));
  const [third, second, last] = years.slice(-3);
  if (YEARLY.test(path)) return years.at(-1) ?? null;
  const isSeries = last !== undefined && second === last - 1 && third === last - 2;
  return isSeries ? last : null;
}

/** Days from one date to another, both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  const [first, last] = [from, to].map(dayNumber) as [number, number];
  return last - first;
}

/** Days since 1 March of year 0, by the calendar (Gregorian): years are counted from March, so that a leap day ends one. */
function dayNumber(date: string): number {
  const [y = 0, m = 1, d = 1] = date.split('-').map(Number);
  const year = m > 2 ? y : y - 1;
  const month = (m + 9) % 12;
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + Math.floor((153 * month + 2) / 5) + d - 1;
}
