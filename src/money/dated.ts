// R0: a dated value holds from its year until the next one listed.

/** What a value rests on. */
export type Basis =
  | { readonly kind: 'source'; readonly document: string; readonly clause: string; readonly checked: string | null }
  | { readonly kind: 'assumption'; readonly why: string }
  | { readonly kind: 'unsourced' };

export interface DatedEntry<T> {
  /** The first year the value holds for; null where it always does. */
  readonly from: number | null;
  readonly value: T;
  readonly basis: Basis;
  /** What a text claims of the value (`stated`), as written; null where nothing is claimed. */
  readonly stated: string | null;
}

/** A value by year, entries in rising order of their years. */
export interface Dated<T> {
  readonly entries: readonly DatedEntry<T>[];
}

/** The entry in force in a year, or null before the first. */
export function entryAt<T>(dated: Dated<T>, year: number): DatedEntry<T> | null {
  let found: DatedEntry<T> | null = null;
  for (const entry of dated.entries) if (entry.from === null || entry.from <= year) found = entry;
  return found;
}
