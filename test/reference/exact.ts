// R0: exact arithmetic on BigInt. Amounts are whole fen (bigint); rates, weights and scores are fractions.

/** The rules declare the scenario an error. */
export class Refused extends Error {}

/** n / d with d above zero; not reduced. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export const zero: Fraction = { n: 0n, d: 1n };
export const one: Fraction = { n: 1n, d: 1n };

export function whole(n: bigint): Fraction {
  return { n, d: 1n };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { n: -b.n, d: b.d });
}

export function product(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** a ÷ b, b not zero. */
export function quotient(a: Fraction, b: Fraction): Fraction {
  if (b.n === 0n) throw new Refused('division by zero');
  return ratioOf(a.n * b.d, a.d * b.n);
}

export function least(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) <= 0 ? a : b;
}

export function most(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) >= 0 ? a : b;
}

/** a / b of two whole numbers, b not zero. */
export function ratioOf(a: bigint, b: bigint): Fraction {
  return b < 0n ? { n: -a, d: -b } : { n: a, d: b };
}

/** Below zero, zero or above zero, as a is less than, equal to or greater than b. */
export function compare(a: Fraction, b: Fraction): number {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** R0: rounded once, half away from zero. */
export function round(f: Fraction): bigint {
  const magnitude = f.n < 0n ? -f.n : f.n;
  const rounded = (2n * magnitude + f.d) / (2n * f.d);
  return f.n < 0n ? -rounded : rounded;
}

/** R0 `times(amount, rate)`. */
export function times(amount: bigint, rate: Fraction): bigint {
  return round({ n: amount * rate.n, d: rate.d });
}

/** The greatest common divisor. */
function common(a: bigint, b: bigint): bigint {
  return b === 0n ? a : common(b, a % b);
}

/** R0 `apportion(total, weights)`: largest remainder, ties to the party listed first. */
export function apportion(total: bigint, weights: readonly Fraction[]): bigint[] {
  if (weights.some((weight) => weight.n < 0n)) throw new Refused('a weight is negative');
  if (total === 0n) return weights.map(() => 0n);
  if (weights.every((weight) => weight.n === 0n)) throw new Refused('all weights are zero');
  if (total < 0n) return apportion(-total, weights).map((part) => -part);

  // Bring the weights to one denominator, so that they are whole numbers.
  let denominator = 1n;
  for (const weight of weights) denominator *= weight.d / common(weight.d, denominator);
  const numbers = weights.map((weight) => (weight.n * denominator) / weight.d);
  const sum = numbers.reduce((a, b) => a + b, 0n);

  const parties = numbers.map((number, index) => ({
    index,
    part: (total * number) / sum,
    remainder: (total * number) % sum,
  }));
  let left = total - parties.reduce((a, party) => a + party.part, 0n);
  const byRemainder = [...parties].sort((a, b) => (a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : a.index - b.index));
  for (const party of byRemainder) {
    if (left === 0n) break;
    party.part += 1n;
    left -= 1n;
  }
  return parties.map((party) => party.part);
}

export function apportionWhole(total: bigint, weights: readonly bigint[]): bigint[] {
  return apportion(total, weights.map(whole));
}

/** An amount evenly over twelve months. */
export function overTwelve(total: bigint): bigint[] {
  return apportionWhole(
    total,
    Array.from({ length: 12 }, () => 1n),
  );
}

// ---- reading what is written ----

/** A written decimal such as `-1,234.50`: exact. No `1e3`, `0x1F`, `.5`, `5.`. */
export function parseDecimal(text: string): Fraction {
  const match = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(text.trim());
  if (match === null) throw new Refused(`not a number: ${text}`);
  const decimals = match[3] ?? '';
  const n = BigInt((match[2] ?? '').replaceAll(',', '') + decimals);
  return { n: match[1] === '-' ? -n : n, d: 10n ** BigInt(decimals.length) };
}

/** R0: yuan as a number, or 元, 万元, 亿元; the result is fen. */
export function parseAmount(text: string): bigint {
  const match = /^(.*?)\s*(亿元|万元|元)?(?:\/[^\d]+)?$/.exec(text.trim());
  if (match === null) throw new Refused(`not an amount: ${text}`);
  const unit = match[2] === '亿元' ? 10n ** 8n : match[2] === '万元' ? 10n ** 4n : 1n;
  const yuan = parseDecimal(match[1] ?? '');
  const fen = product(yuan, whole(unit * 100n));
  if (fen.n % fen.d !== 0n) throw new Refused(`finer than a fen: ${text}`);
  const amount = fen.n / fen.d;
  if (amount > 10n ** 14n || amount < -(10n ** 14n)) throw new Refused(`more than 10^14 fen: ${text}`);
  return amount;
}

/** `5%`, `1.5‰`, `0.05`, or a bare number of any size: factors and weights. */
export function parseFactor(text: string): Fraction {
  const match = /^(.*?)\s*(%|‰)?$/.exec(text.trim());
  if (match === null) throw new Refused(`not a rate: ${text}`);
  const number = parseDecimal(match[1] ?? '');
  const divisor = match[2] === '%' ? 100n : match[2] === '‰' ? 1000n : 1n;
  return { n: number.n, d: number.d * divisor };
}

/** A rate: as above, but a bare ratio above 1 is an error (R0). */
export function parseRatio(text: string): Fraction {
  const ratio = parseFactor(text);
  const bare = !/[%‰]\s*$/.test(text);
  if (bare && (compare(ratio, one) > 0 || compare(ratio, whole(-1n)) < 0)) {
    throw new Refused(`a bare ratio above 1: ${text}`);
  }
  return ratio;
}

/** A whole, non-negative number of people: `412358`, `412,358人`, `49.5万人`. */
export function parseHeads(text: string): bigint {
  const match = /^(.*?)\s*(万)?人?$/.exec(text.trim());
  if (match === null) throw new Refused(`not a number of people: ${text}`);
  const heads = product(parseDecimal(match[1] ?? ''), whole(match[2] === '万' ? 10_000n : 1n));
  if (heads.n < 0n || heads.n % heads.d !== 0n) throw new Refused(`people are whole and not negative: ${text}`);
  return heads.n / heads.d;
}

// ---- showing ----

/** A whole number of hundredths with two decimals: fen as yuan. */
export function yuan(fen: bigint): string {
  const magnitude = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${magnitude.slice(0, -2)}.${magnitude.slice(-2)}`;
}

/** R0: what is shown is rounded half away from zero: 0.99684 is 99.68%. */
export function percent(rate: Fraction): string {
  return `${yuan(round(product(rate, whole(10_000n))))}%`;
}

/** An exact number shown to so many places, half away from zero. */
export function decimals(number: Fraction, places: number): string {
  const shown = round(product(number, whole(10n ** BigInt(places))));
  const magnitude = (shown < 0n ? -shown : shown).toString().padStart(places + 1, '0');
  return `${shown < 0n ? '-' : ''}${magnitude.slice(0, -places)}.${magnitude.slice(-places)}`;
}
