// What the parts of one random county share, and values as they may be written: plain, sourced, assumed or dated.
import type { Dice } from './seeded.ts';
import type { Variant } from './variants.ts';
import { mapping, ratioText } from './writing.ts';
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
  /** What the county uses of R9 and its variants. */
  readonly variants: ReadonlySet<Variant>;
}

/** A value plain, sourced, assumed, or dated with entries for some years; always readable from `since` on. */
export function valued(frame: Frame, make: () => Written, since = frame.first): Written {
  const { dice, last } = frame;
  if (dice.chance(70)) return marked(dice, make());
  const years = [since - dice.int(0, 2)];
  for (let year = since + 1; year <= last + 1; year++) if (dice.chance(45)) years.push(year);
  const dated = new Map(dice.shuffled(years).map((year) => [String(year), marked(dice, make())]));
  return dice.chance(10) ? mapping({ value: dated, assumption: '逐年' }) : dated;
}

function marked(dice: Dice, value: Written): Written {
  if (dice.chance(90)) return value;
  return dice.chance(50)
    ? mapping({ value, source: mapping({ document: 'henan-2021', clause: '五（二）1' }), checked: '2026-11-22' })
    : mapping({ value, assumption: '按上年' });
}

/** A dated value readable from `since` on that mostly changes in some later year. */
export function changing(frame: Frame, since: number, make: () => Written): Written {
  const { dice, last } = frame;
  const dated = new Map([[String(since - dice.int(0, 1)), make()]]);
  for (let year = since + 1; year <= last; year++) if (dice.chance(60)) dated.set(String(year), marked(dice, make()));
  return dated;
}

/** A share from low to high, both in basis points, with up to nineteen digits. */
export function share(dice: Dice, low: number, high: number): string {
  const digits = dice.pick([0, 0, 1, 2, 15]);
  const unit = 10n ** BigInt(digits);
  return ratioText(dice, dice.big(BigInt(low) * unit, BigInt(high) * unit), 4 + digits);
}

/** Parts of 100%, in the order given, with up to nineteen digits. */
export function parts(dice: Dice, count: number): string[] {
  const digits = dice.pick([1, 2, 2, 4, 19]);
  const all = 10n ** BigInt(digits);
  const cuts = dice.list(count - 1, () => dice.big(0n, all)).sort((a, b) => (a < b ? -1 : 1));
  return [...cuts, all].map((cut, index) => ratioText(dice, cut - (cuts[index - 1] ?? 0n), digits));
}
