// What the parts of one random county share, and values as they may be written: plain, sourced, assumed or dated.
import type { Dice } from './seeded.ts';
import { mapping } from './writing.ts';
import type { Written } from './written.ts';

/** What the parts of one random county share. */
export interface Frame {
  readonly dice: Dice;
  readonly first: number;
  readonly last: number;
  readonly alliances: readonly string[];
  /** Insured heads to reckon with; those written may vary from year to year. */
  readonly heads: readonly number[];
  /** Contribution and subsidy per head, in fen. */
  readonly perHead: bigint;
  readonly total: bigint;
}

/** A value plain, sourced, assumed, or dated with entries for some years; always readable from `since` on. */
export function valued(frame: Frame, make: () => Written, since = frame.first): Written {
  const { dice, last } = frame;
  const plain = (): Written => {
    const value = make();
    if (dice.chance(90)) return value;
    return dice.chance(50)
      ? mapping({ value, source: mapping({ document: 'henan-2021', clause: '五（二）1' }), checked: '2026-11-22' })
      : mapping({ value, assumption: '按上年' });
  };
  if (dice.chance(70)) return plain();
  const years = [since - dice.int(0, 2)];
  for (let year = since + 1; year <= last + 1; year++) if (dice.chance(45)) years.push(year);
  const dated = new Map(dice.shuffled(years).map((year) => [String(year), plain()]));
  return dice.chance(10) ? mapping({ value: dated, assumption: '逐年' }) : dated;
}
