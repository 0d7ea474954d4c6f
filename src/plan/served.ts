// R9 (R3, third weight): cases given by each alliance's institutions, whoever's insured, by year.

import { MONTHS, PERIODS } from '../money/calendar.ts';
import type { YearCells } from './activity.ts';
import type { Institution, Named, Stream } from './parties.ts';
import type { Close } from './plan.ts';
import type { Volumes } from './volumes.ts';

export class Served {
  private readonly cells: ReadonlyMap<number, YearCells>;
  private readonly streams: readonly Stream[];
  private readonly institutions: readonly Institution[];
  private readonly alliances: readonly Named[];
  private readonly close: Close | null;

  constructor(
    cells: ReadonlyMap<number, YearCells>,
    streams: readonly Stream[],
    institutions: readonly Institution[],
    alliances: readonly Named[],
    close: Close | null,
  ) {
    this.cells = cells;
    this.streams = streams;
    this.institutions = institutions;
    this.alliances = alliances;
    this.close = close;
  }

  /** Cases by alliance in a year; zeros where none are known. */
  in(year: number): Float64Array {
    const carried = this.close?.served.get(year);
    if (carried !== undefined) return Float64Array.from(this.alliances, ({ id }) => carried.get(id) ?? 0);
    return servedIn(this.cells.get(year)?.shocked.volumes ?? null, this.streams, this.institutions, this.alliances.length);
  }
}

export function servedIn(
  volumes: Volumes | null,
  streams: readonly Stream[],
  institutions: readonly Institution[],
  alliances: number,
): Float64Array {
  const sums = new Float64Array(alliances);
  if (volumes === null) return sums;
  for (const [s, stream] of streams.entries()) {
    const alliance = institutions[stream.institution]?.alliance ?? -1;
    if (alliance < 0) continue;
    for (let m = 0; m < MONTHS; m++) sums[alliance] = (sums[alliance] as number) + (volumes.cases[s * PERIODS + m] as number);
  }
  return sums;
}
