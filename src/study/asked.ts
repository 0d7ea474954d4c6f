// R15: what is asked of each draw: a figure by its path, read straight from the books as a number.

import type { YearBook } from '../books/books.ts';
import { adjustedQuotaOf, expenditureOf } from '../figures/alliance.ts';
import { type FigureAt, figureAt } from '../figures/catalogue.ts';
import { type Figure, type Run, viewOf, type YearView } from '../figures/figure.ts';

/** A scalar figure by its path: an amount in fen, a rate or number of months in hundredths, a price in ten-thousandths; NaN where a draw has none. */
export interface Asked {
  readonly path: string;
  readonly read: (run: Run) => number;
  /** The same for one who has the view of the year at hand: of many draws, so that nothing is made anew for each. */
  readonly inYear?: { readonly y: number; readonly read: (view: YearView) => number };
}

function inYear(path: string, y: number, read: (view: YearView) => number): Asked {
  return { path, read: (run) => read(viewOf(run, y)), inYear: { y, read } };
}

/** The figure at a path, for any draw of the run's plan; null where it is none, or no number. */
export function asked(run: Run, path: string): Asked | null {
  const beside = besideFigures(run, path);
  if (beside !== null) return beside;
  const found = figureAt(run, path);
  if (found === null || found.figure.unit === 'flag' || isWhole(found)) return null;
  return inYear(path, found.view.y, readerOf(found));
}

/** Reads the number itself where the figure offers it, else what is shown of the figure. */
function readerOf({ figure, a, item, view }: FigureAt): (view: YearView) => number {
  const { read, size, unit } = figure;
  const isList = item !== null && !(read(view, a) instanceof Map);
  if (size !== undefined && (item === null || isList)) {
    const i = item === null ? 0 : Number(item) - 1;
    return (now) => size(now, a, i);
  }
  if (item === null) return unit === 'amount' ? amountOf(read, a) : (now) => numberOf(read(now, a), unit === 'months');
  return (now) => {
    const value = read(now, a);
    const scalar = value instanceof Map ? value.get(item) : (value as readonly unknown[])[Number(item) - 1];
    return numberOf(scalar, unit === 'months');
  };
}

function amountOf(read: Figure['read'], a: number): (view: YearView) => number {
  return (view) => {
    const amount = read(view, a);
    return typeof amount === 'number' ? amount : Number.NaN;
  };
}

/** Two numbers that draws are judged by and that are no figures: `net`, and `pool.uncovered`. */
function besideFigures({ plan }: Run, path: string): Asked | null {
  const [year = '', ...rest] = path.split('.');
  const y = plan.years.findIndex((one) => String(one.year) === year);
  if (y < 0 || plan.years[y]?.settles !== true) return null;
  // R7: claims beyond what the risk fund has.
  if (rest.join('.') === 'pool.uncovered') return inYear(path, y, ({ book }) => uncovered(book));
  const a = plan.alliances.findIndex(({ id }) => id === rest[1]);
  if (rest[0] !== 'alliances' || a < 0 || rest[2] !== 'net' || rest.length > 3) return null;
  // Surplus, or overspend below zero.
  return inYear(path, y, (view) => adjustedQuotaOf(view, a) - expenditureOf(view, a));
}

function uncovered({ decisions }: YearBook): number {
  const { claims, fundBeforeClaims } = decisions;
  let sum = 0;
  for (let a = 0; a < claims.length; a++) sum += claims[a] as number;
  return Math.max(0, sum - Math.max(0, fundBeforeClaims));
}

/** True for a list or mapping, which is more than a number. */
function isWhole({ value }: FigureAt): boolean {
  return typeof value === 'object' && value !== null;
}

function numberOf(value: unknown, isMonths: boolean): number {
  if (typeof value === 'number') return isMonths ? Math.round(value * 100) : value;
  if (typeof value !== 'string') return Number.NaN;
  // Rates are shown to a hundredth of a percent, prices to four decimals.
  const size = Number(value.replace('%', '').replace('.', ''));
  return Number.isNaN(size) ? Number.NaN : size;
}
