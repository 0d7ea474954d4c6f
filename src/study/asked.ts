// R15: what is asked of each draw: a figure by its path, read straight from the books as a number.

import { type FigureAt, figureAt } from '../figures/catalogue.ts';
import { type Figure, type Run, viewOf, type YearView } from '../figures/figure.ts';
import { isMany, wholeOf } from './scalars.ts';

/** A scalar figure by its path: an amount in fen, a rate or number of months in hundredths, a price in ten-thousandths; NaN where a draw has none. */
export interface Asked {
  readonly path: string;
  readonly read: (run: Run) => number;
  /** The same for one who has the view of the year at hand: of many draws, so that nothing is made anew for each. */
  readonly inYear?: { readonly y: number; readonly read: (view: YearView) => number };
}

/** The figure at a path, for any draw of the run's plan; null where it is none, or no number. */
export function asked(run: Run, path: string): Asked | null {
  const found = figureAt(run, path);
  if (found === null || found.figure.unit === 'flag' || isMany(found.value)) return null;
  const [y, read] = [found.view.y, readerOf(found)];
  return { path, read: (own) => read(viewOf(own, y)), inYear: { y, read } };
}

/** Reads the number itself where the figure offers it, else what is shown of the figure. */
function readerOf({ figure, a, item, view }: FigureAt): (view: YearView) => number {
  const { read, size, unit } = figure;
  const isList = item !== null && !(read(view, a) instanceof Map);
  if (size !== undefined && (item === null || isList)) {
    const i = item === null ? 0 : Number(item) - 1;
    return (now) => size(now, a, i);
  }
  if (item === null && unit === 'amount') return amountOf(read, a);
  return (now) => {
    const whole = read(now, a);
    const value = item === null ? whole : whole instanceof Map ? whole.get(item) : (whole as readonly unknown[])[Number(item) - 1];
    return wholeOf({ figure, value: (value ?? null) as number | string | null }) ?? Number.NaN;
  };
}

function amountOf(read: Figure['read'], a: number): (view: YearView) => number {
  return (view) => {
    const amount = read(view, a);
    return typeof amount === 'number' ? amount : Number.NaN;
  };
}
