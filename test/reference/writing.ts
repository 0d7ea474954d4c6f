// Writing a random scenario as YAML text: quantities in all the ways a file may write them, and the tree itself.
import type { Dice } from './seeded.ts';
import type { Written } from './written.ts';

/** A mapping in the order given; what is undefined is left out. */
export function mapping(entries: Readonly<Record<string, Written | undefined>>): Map<string, Written> {
  const map = new Map<string, Written>();
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) map.set(key, value);
  return map;
}

/** n / 10^places, exactly, without trailing zeros unless `padded`. */
export function decimal(n: bigint, places: number, padded = false): string {
  if (places <= 0) return String(n * 10n ** BigInt(-places));
  const digits = (n < 0n ? -n : n).toString().padStart(places + 1, '0');
  const fraction = padded ? digits.slice(-places) : digits.slice(-places).replace(/0+$/, '');
  return `${n < 0n ? '-' : ''}${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}

function withCommas(text: string): string {
  const [whole = '', fraction] = text.split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
}

const MOST = 10n ** 14n;

/** An amount in fen, at most what a file may say, in one of the ways it may be written. */
export function amountText(dice: Dice, amount: bigint): string {
  const fen = amount > MOST ? MOST : amount;
  switch (dice.int(0, 7)) {
    case 0:
      return decimal(fen, 2, true);
    case 1:
      return withCommas(decimal(fen, 2, true));
    case 2:
      return `${decimal(fen, 2)}元`;
    case 3:
      return `${decimal(fen, 6)}万元`;
    case 4:
      return `${decimal(fen, 10)}亿元`;
    case 5:
      return `${withCommas(decimal(fen, 2))} 元`;
    default:
      return decimal(fen, 2);
  }
}

/** n / 10^places as a ratio: bare (up to 1), in percent, or in permille. */
export function ratioText(dice: Dice, n: bigint, places: number): string {
  const bare = n <= 10n ** BigInt(places) && n >= -(10n ** BigInt(places));
  switch (dice.int(0, bare ? 4 : 3)) {
    case 0:
      return `${decimal(n, places - 3)}‰`;
    case 4:
      return decimal(n, places);
    default:
      return `${decimal(n, places - 2)}%`;
  }
}

export function headsText(dice: Dice, heads: number): string {
  switch (dice.int(0, 4)) {
    case 0:
      return `${withCommas(String(heads))}人`;
    case 1:
      return `${decimal(BigInt(heads), 4)}万人`;
    default:
      return String(heads);
  }
}

const PLAIN = /^-?[\p{L}\p{N}][\p{L}\p{N}._%‰/-]*$/u;

function scalar(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

function flow(tree: Written): string {
  if (tree === null) return '';
  if (typeof tree === 'string') return scalar(tree);
  if (Array.isArray(tree)) return `[${tree.map(flow).join(', ')}]`;
  return `{${[...tree].map(([key, value]) => `${scalar(key)}: ${flow(value)}`).join(', ')}}`;
}

/** The text of a scenario: blocks outside, flow inside, one row a line. */
export function yamlOf(tree: Written, depth = 0): string {
  const indent = '  '.repeat(depth);
  if (tree instanceof Map && depth < 2 && tree.size > 0) {
    return [...tree]
      .map(([key, value]) => {
        const nested =
          value instanceof Map ? depth < 1 && value.size > 0 : Array.isArray(value) && value.some((item) => item instanceof Map);
        return `${indent}${scalar(key)}:${nested ? `\n${yamlOf(value, depth + 1)}` : ` ${flow(value)}\n`}`;
      })
      .join('');
  }
  if (Array.isArray(tree)) return tree.map((item) => `${indent}- ${flow(item)}\n`).join('');
  return `${indent}${flow(tree)}\n`;
}

/** The tree with one value put at a path (undefined: taken away), mappings on the way made where there are none. */
export function withValue(tree: Written, path: readonly (string | number)[], value: Written | undefined): Written {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  if (typeof step === 'number') {
    if (!Array.isArray(tree)) throw new RangeError(`not a list at ${step}`);
    return tree.map((item, index) => (index === step ? withValue(item, rest, value) : item));
  }
  const map = new Map(tree instanceof Map ? tree : []);
  if (rest.length === 0 && value === undefined) map.delete(step);
  else map.set(step, withValue(map.get(step) ?? null, rest, value));
  return map;
}
