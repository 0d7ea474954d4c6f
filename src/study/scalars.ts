// Single figures of a run by their path, where `*` stands for every year, alliance, institution or item, and the whole number that a
// figure is when differences of it are to be exact: fen, hundredths of a month or of a percentage point, ten-thousandths of a yuan.

import { figureAt } from '../figures/catalogue.ts';
import type { Figure, FigureValue, Run, Unit } from '../figures/figure.ts';
import { yuan } from '../money/display.ts';
import { fen } from '../money/fen.ts';

/** One number or text of a run: `2025.alliances.east.cash.3`. */
export interface ScalarAt {
  readonly path: string;
  readonly figure: Figure;
  readonly value: number | string | null;
}

/** Every figure that a path names in a run, in the order of years, parties and items. A path without a year is of every year. */
export function scalarsAt(run: Run, pattern: string): ScalarAt[] {
  const steps = pattern.split('.');
  const years = run.plan.years.map(({ year }) => String(year));
  if (steps[0] !== '*' && !/^\d{4}$/.test(steps[0] ?? '')) steps.unshift('*');
  const parties = steps[1] === 'alliances' || steps[1] === 'institutions' ? run.plan[steps[1]].map(({ id }) => id) : [];
  return years
    .filter((year) => steps[0] === '*' || steps[0] === year)
    .flatMap((year) =>
      parties.length > 0 && steps[2] === '*' ? parties.map((id) => [year, steps[1], id, ...steps.slice(3)]) : [[year, ...steps.slice(1)]],
    )
    .flatMap((one) => (one.at(-1) === '*' ? itemsAt(run, one.slice(0, -1).join('.')) : scalarAt(run, one.join('.'))));
}

function scalarAt(run: Run, path: string): ScalarAt[] {
  const found = figureAt(run, path);
  if (found === null || isMany(found.value)) return [];
  return [{ path, figure: found.figure, value: found.value }];
}

/** Months of a figure, or its lines, uses and services. */
function itemsAt(run: Run, path: string): ScalarAt[] {
  const found = figureAt(run, path);
  if (found === null || !isMany(found.value)) return [];
  const items =
    found.value instanceof Map
      ? [...found.value]
      : [...(found.value as readonly Scalar[])].map((value, i) => [String(i + 1), value] as const);
  return items.map(([item, value]) => ({ path: `${path}.${item}`, figure: found.figure, value }));
}

/** True of a list or mapping, which is more than a number. */
export function isMany(value: FigureValue): value is Exclude<FigureValue, number | string | null> {
  return typeof value === 'object' && value !== null;
}

type Scalar = ScalarAt['value'];

/** Decimals that a figure is shown with; null for what is no number. */
export const PLACES: Readonly<Record<Unit, number | null>> = { amount: 2, rate: 2, months: 2, price: 4, flag: null };

/** A figure as a whole number of its smallest shown part; null for a text, and where there is none. */
export function wholeOf({ figure, value }: Pick<ScalarAt, 'figure' | 'value'>): number | null {
  const places = PLACES[figure.unit];
  if (places === null || value === null) return null;
  if (figure.unit === 'amount') return value as number;
  const match = /^(-?)(\d+)(?:\.(\d+))?%?$/.exec(String(value));
  if (match === null) return null;
  const size = Number(`${match[2]}${(match[3] ?? '').padEnd(places, '0').slice(0, places)}`);
  return match[1] === '-' && size !== 0 ? -size : size;
}

/** `wholeOf` turned back into what is printed: yuan, percentage points, months. */
export function wholeText(whole: number, unit: Unit): string {
  if (unit === 'amount') return yuan(fen(whole));
  const places = PLACES[unit] ?? 0;
  const digits = String(Math.abs(whole)).padStart(places + 1, '0');
  const text = `${whole < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return unit === 'rate' ? `${text}%` : text;
}
