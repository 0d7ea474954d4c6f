// What `draw` is asked, and all that it found out.

import type { Fen } from '../../money/fen.ts';
import type { Chance, Drawn, Luck, Spreading } from '../../study/outlook.ts';
import type { Paired } from '../../study/paired.ts';
import type { Named } from './compare.ts';
import type { MoneyUnit } from './tableText.ts';

export interface DrawOptions {
  readonly draws: number;
  readonly seed: bigint;
  readonly figures: readonly string[] | null;
  /** Payable months that are to be had, as written. */
  readonly months: string;
  /** Surpluses of the books, by `year.alliance`; overspends below zero. */
  readonly actual: ReadonlyMap<string, Fen>;
  readonly threads: number | null;
  readonly json: boolean;
  /** Every table on the screen, not only those that answer. */
  readonly all: boolean;
  readonly out: string | null;
  readonly unit: MoneyUnit;
  readonly allow: readonly string[];
}

/** A scenario with all that its draws say. */
export interface Told extends Named {
  readonly drawn: Drawn;
  readonly isAllKnown: boolean;
  readonly spreads: readonly Spreading[];
  readonly chances: readonly Chance[];
  readonly luck: readonly Luck[];
  /** Against the first one; null of itself. */
  readonly paired: readonly Paired[] | null;
  readonly isSameWeather: boolean;
}
