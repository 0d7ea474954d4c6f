// A year's cells before shocks as a close carries them (R8): by name, so that they can be kept in a file.

import { MONTHS, PERIODS } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { MEASURES } from '../written/table.ts';
import type { CloseCell } from './plan.ts';
import { bitOf, type Cells, FUND_KNOWN, type Known } from './volumes.ts';

/** @param keys of the streams, as `streamKey` makes them. Streams of capitation are made anew from the county. */
export function closeCells(
  keys: readonly string[],
  cells: Cells | undefined,
  known: Known | undefined,
  caseCosts: (stream: number) => readonly Fen[] | null,
): CloseCell[] {
  return keys.flatMap((key, s) => {
    const [home = '', institution = '', service = '', item = '', signedWith = '', kind] = key.split('\u0000');
    const bits = known?.[s] ?? 0;
    if (kind !== 'care') return [];
    const twelve = (table: Float64Array | undefined) => Array.from({ length: MONTHS }, (_, m) => fen(table?.[s * PERIODS + m] ?? 0));
    const volumes = Object.fromEntries(
      MEASURES.filter((measure) => (bits & bitOf(measure)) !== 0).map((measure) => [measure, twelve(cells?.volumes?.[measure])]),
    );
    const months = (bits & FUND_KNOWN) !== 0 ? twelve(cells?.fund) : null;
    return [{ home, institution, service, item, signedWith, months, volumes, caseCosts: caseCosts(s) }];
  });
}
