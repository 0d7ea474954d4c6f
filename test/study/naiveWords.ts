// R15's random numbers once more, in whole numbers of any length: the word of a list of ids, a seed, a draw and a month.

const WORD = 2n ** 32n;
const wrapped = (x: bigint) => ((x % WORD) + WORD) % WORD;

/** “lowbias32”. */
function mixed(x: bigint): bigint {
  let y = wrapped(x);
  y = wrapped((y ^ (y / 2n ** 16n)) * 0x7feb352dn);
  y = wrapped((y ^ (y / 2n ** 15n)) * 0x846ca68bn);
  return y ^ (y / 2n ** 16n);
}

const HIGH = 0x9e3779b9n;
const LOW = 0x85ebca6bn;

type Pair = readonly [high: bigint, low: bigint];

function joined([high, low]: Pair, a: bigint, b: bigint): Pair {
  const first = mixed(wrapped(high + HIGH) ^ wrapped(a));
  const second = mixed((wrapped(low + LOW) ^ wrapped(b)) + first);
  return [mixed(first + second * LOW), second];
}

const keys = new Map<string, Pair>();

/** Each letter with its place, each id with its length, the seed last. */
function keyOf(ids: readonly string[], seed: bigint): Pair {
  const name = JSON.stringify([String(seed), ...ids]);
  const known = keys.get(name);
  if (known !== undefined) return known;
  let key: Pair = [0n, BigInt(ids.length)];
  for (const id of ids) {
    for (const [i, letter] of id.split('').entries()) key = joined(key, BigInt(letter.charCodeAt(0)), BigInt(i));
    key = joined(key, BigInt(id.length), -1n);
  }
  key = joined(key, seed / WORD, seed % WORD);
  keys.set(name, key);
  return key;
}

/** 32 bits, the first of them the sign. */
export function wordOf(ids: readonly string[], seed: bigint, draw: number, month: number): number {
  const [high, low] = keyOf(ids, seed);
  const one = mixed(BigInt(draw) ^ HIGH);
  const two = mixed(one + BigInt(draw));
  const first = mixed(one + BigInt(month) * LOW);
  const second = wrapped(mixed(two ^ BigInt(month)) + first);
  return Number(BigInt.asIntN(32, mixed((wrapped(high + first) ^ low) + second)));
}
