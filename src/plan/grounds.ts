// What the payment methods of a run are laid out on (R9): names, streams, what rows tell of them, and who signed whom.

import type { YearMonth } from '../money/calendar.ts';
import type { Dated } from '../money/dated.ts';
import type { Names } from './names.ts';
import type { Stream } from './parties.ts';
import type { Cells, Known } from './volumes.ts';

/** People of one alliance signed with one institution for a service. */
export interface SignedPeople {
  readonly home: number;
  readonly institution: number;
  readonly service: number;
  readonly heads: readonly (readonly [string, Dated<number>])[];
  readonly path: string;
}

export interface Grounds {
  readonly names: Names;
  readonly streams: readonly Stream[];
  /** What rows give, in the base year and in actual years, by year. */
  readonly known: ReadonlyMap<number, Known>;
  /** The cells of the same years. */
  readonly cells: ReadonlyMap<number, Cells>;
  readonly signed: readonly SignedPeople[];
  readonly actualTo: YearMonth | null;
  /** The first year played: only from it on are months actual. */
  readonly first: number;
}
