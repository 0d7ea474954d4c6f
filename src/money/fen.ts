// R0: an amount is a whole number of fen (分, 1/100 yuan), held exactly in a double.

declare const unit: unique symbol;

/** A whole number of fen. A ratio or a bare number is not one, and does not compile as one. */
export type Fen = number & { readonly [unit]: 'fen' };

/** No single amount may be larger (R0): 10¹⁴ fen, a million million yuan. */
export const LARGEST_AMOUNT = 1e14;

/** Sums of fen must stay below this to be exact in a double. */
export const LARGEST_EXACT = Number.MAX_SAFE_INTEGER;

/** Says that a whole number is an amount in fen. The caller vouches for it being whole. */
export function fen(amount: number): Fen {
  return amount as Fen;
}

export const ZERO = fen(0);

/** −amount, never −0. */
export function negated(amount: Fen): Fen {
  return fen(amount === 0 ? 0 : -amount);
}

/** The smaller of two amounts. In the loop of the months a comparison is quicker than Math.min, which minds NaN and −0. */
export function smaller(a: number, b: number): number {
  return a < b ? a : b;
}

export function notBelowZero(amount: number): number {
  return amount > 0 ? amount : 0;
}
