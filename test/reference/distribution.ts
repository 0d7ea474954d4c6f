// R10: an amount is distributed to tiers by weights, inside a tier by a formula, within the approved pay.
import type { Took } from './branches.ts';
import { apportion, type Fraction, Refused } from './exact.ts';

export interface SharedOut {
  readonly tiers: ReadonlyMap<string, bigint>;
  /** A share for each member, in their order. */
  readonly shares: readonly bigint[];
}

/** Largest remainder throughout; `weightOf` a member is asked for only where its tier has something to share. */
export function shareOut(
  amount: bigint,
  tiers: ReadonlyMap<string, Fraction>,
  members: readonly { readonly level: string | null }[],
  weightOf: (index: number) => Fraction | null,
  took: Took,
): SharedOut {
  const shares = members.map(() => 0n);
  const parts = apportion(amount, [...tiers.values()]);
  [...tiers.keys()].forEach((level, i) => {
    const part = parts[i] ?? 0n;
    const own = [...members.keys()].filter((index) => members[index]?.level === level);
    if (part === 0n) {
      if (own.length === 0) took('R10 tier without members and without a part');
      return;
    }
    if (own.length === 0) throw new Refused(`tier ${level} has no members`);
    const weights = own.map((index) => {
      const weight = weightOf(index);
      if (weight === null || weight.n < 0n) throw new Refused(`the weight of a member of ${level} is undefined or below zero`);
      return weight;
    });
    if (weights.some((weight) => weight.n === 0n)) took('R10 member of weight zero');
    took(own.length === 1 ? 'R10 tier of one member' : 'R10 tier of several members');
    apportion(part, weights).forEach((share, j) => {
      shares[own[j] ?? -1] = share;
    });
  });
  if (amount > 0n && members.some(({ level }) => level === null || !tiers.has(level))) took('R10 member of no tier');
  return { tiers: new Map([...tiers.keys()].map((level, i) => [level, parts[i] ?? 0n])), shares };
}

/** 绩效总量: what the approved pay leaves room for is paid; null: nothing is approved. */
export function paidWithin(share: bigint, approved: bigint | null, performance: bigint, took: Took): bigint {
  if (approved === null) {
    took('R10 no approved pay');
    return share;
  }
  const room = approved > performance ? approved - performance : 0n;
  if (share <= room) {
    took('R10 within the approved pay');
    return share;
  }
  took(room === 0n ? 'R10 all held back' : 'R10 held back in part');
  return room;
}

/** What each use is drawn on, the first exhausted first. */
export function drawn(paid: bigint, uses: readonly bigint[], took: Took): bigint[] {
  let left = paid;
  const parts = uses.map((amount) => {
    const part = left < amount ? left : amount;
    left -= part;
    return part;
  });
  if (parts.filter((part) => part > 0n).length > 1) took('R10 drawn from several uses');
  if (left > 0n) throw new RangeError('more is paid than was retained');
  return parts;
}
