// What a sensitivity study moves: a lever between two given values, or any numeric value of a scenario by so many percent either way (growth by
// a percentage point), at all its dates together. What is rounded stays what it was: money to the fen, heads whole.

import { InputProblems } from '../problem/problem.ts';
import { type Setting, settable, writtenAt } from '../written/otherwise.ts';
import type { Read } from '../written/read.ts';
import { child, isTreeMap, keysOf, spotOf, type Tree, type TreeMap, withChild } from '../written/tree.ts';
import { ratioKindAt, unreadableEnd } from './leverPlaces.ts';
import { type BadLever, decimalOf, leverOf, settingsAt, textOf, valueAt } from './levers.ts';

export interface Range {
  readonly path: string;
  /** What stands there, and at either end, for people. */
  readonly texts: { readonly base: string; readonly low: string; readonly high: string };
  /** What to set for a number from 0 (low) to 1 (high). */
  readonly settings: (u: number) => readonly Setting[];
  /** False where both ends are the value itself: a share of nothing, or one that rounding takes back. */
  readonly moves: boolean;
}

const MILLION = 1_000_000n;

/** How far either way: a share of the value in millionths, or so much of 1 whatever the value. */
type Reach = { readonly millionths: bigint } | { readonly points: bigint };

/** A tenth of a growth of 3% is nothing that happens: growth goes a percentage point either way. */
const GROWTH: Reach = { points: 10_000n };

/**
 * `PATH=low..high`, as a lever of `solve`.
 * @throws {InputProblems} for an unknown path, and for ends that cannot be read there.
 */
export function givenRange(read: Read, written: string): Range | BadLever {
  const lever = leverOf(written, (path) => ratioKindAt(read, path));
  if ('code' in lever) return lever;
  const base = writtenText(writtenAt(read, lever.path.split('~', 1)[0] ?? ''));
  const unread = unreadableEnd(read, lever);
  if (unread !== null) throw new InputProblems([unread]);
  const last = lever.grid.count - 1;
  return {
    path: lever.path,
    texts: {
      base,
      low: valueAt(lever.grid, 0),
      high: valueAt(lever.grid, last),
    },
    settings: (u) => settingsAt(lever, Math.round(u * last)),
    moves: true,
  };
}

/**
 * The value at a path, so many millionths of it less and more, growth a percentage point; null where there is no number. Each date goes evenly
 * from its own low end to its own high one, a share of a whole no further than all of it.
 * @throws {InputProblems} for an unknown path.
 */
export function relativeRange(read: Read, path: string, by: number): Range | null {
  const tree = writtenAt(read, path);
  if (!isNumeric(tree)) return null;
  const reach: Reach = /^county\.growth\./.test(path) ? GROWTH : { millionths: BigInt(by) };
  const at = (u: number) => between(tree, reach, BigInt(Math.round(u * Number(MILLION))));
  const bare = isTreeMap(tree) && Object.hasOwn(tree, 'value') ? tree.value : tree;
  // Many dates move alike: by how much says more than what each comes to.
  const isByShare = 'millionths' in reach && isTreeMap(bare) && keysOf(bare).length > 1;
  const end = (u: 0 | 1) => (isByShare ? `${u === 0 ? '-' : '+'}${by / 10_000}%` : writtenText(at(u)));
  return {
    path,
    texts: { base: writtenText(tree), low: end(0), high: end(1) },
    settings: (u) => [{ path, value: at(u) }],
    moves: JSON.stringify(at(0)) !== JSON.stringify(at(1)),
  };
}

/** Every share and amount of the policy, growth rates, and factors of shocks and prices. */
export function numericPaths(read: Read): string[] {
  const tree = settable(read);
  const paths: string[] = [];
  const walk = (here: Tree | undefined, path: string): void => {
    if (here === undefined || here === null) return;
    if (isNumeric(here)) {
      if (hasUnit(here) || path.endsWith('.factor')) paths.push(path);
    } else if (typeof here === 'object') {
      for (const key of keysOf(here)) if (!BESIDE.has(String(key))) walk(child(here, key), `${path}.${key}`);
    }
  };
  walk(child(tree, 'policy'), 'policy');
  walk(child(child(tree, 'county'), 'growth'), 'county.growth');
  walk(child(tree, 'shocks'), 'shocks');
  walk(child(tree, 'prices'), 'prices');
  return paths;
}

/** What stands beside a value, from which nothing is computed. */
const BESIDE: ReadonlySet<string> = new Set(['source', 'checked', 'stated', 'assumption', 'note', 'title', 'id']);

/** A number, one with what it rests on, or one by years. */
function isNumeric(tree: Tree | undefined): boolean {
  if (typeof tree === 'string') return decimalOf(tree) !== null;
  if (!isTreeMap(tree)) return false;
  if (Object.hasOwn(tree, 'value')) return isNumeric(tree.value);
  const keys = keysOf(tree).map(String);
  return keys.length > 0 && keys.every((key) => /^\d{4}$/.test(key) && isNumeric(tree[key]));
}

function hasUnit(tree: Tree | undefined): boolean {
  if (typeof tree === 'string') return decimalOf(tree)?.unit !== '';
  return isTreeMap(tree) && (Object.hasOwn(tree, 'value') ? hasUnit(tree.value) : keysOf(tree).every((key) => hasUnit(child(tree, key))));
}

/** @param u millionths of the way from the low end to the high one. */
function between(tree: Tree, reach: Reach, u: bigint): Tree {
  if (typeof tree === 'string') return textBetween(tree, reach, u);
  const map = tree as TreeMap;
  const keys = Object.hasOwn(map, 'value') ? ['value'] : keysOf(map);
  return keys.reduce<Tree>((made, key) => {
    const spot = spotOf(map, key);
    return spot === null ? made : withChild(made as TreeMap, key, between(child(map, key) ?? null, reach, u), spot);
  }, map);
}

/** The finest that a value is written to: fen, whole heads, a millionth of a percent; a number as fine as it was, and four places more. */
function textBetween(text: string, reach: Reach, u: bigint): string {
  const { digits, exponent, unit } = decimalOf(text) ?? { digits: 0n, exponent: 0, unit: '' };
  const finest = unit.includes('元') ? -2 : unit.includes('人') ? 0 : unit !== '' ? -8 : exponent === 0 ? 0 : exponent - 4;
  const least = Math.min(exponent, finest);
  const size = digits * 10n ** BigInt(exponent - least);
  const whole = 10n ** BigInt(Math.max(0, -least));
  const [below, above] = endsOf(size * MILLION, whole, reach);
  // A share of a whole stays one: 95% goes up to 100%, and evenly so.
  const isShare = (unit === '%' || unit === '‰') && 'millionths' in reach && size <= whole && above > whole * MILLION;
  const high = isShare ? whole * MILLION : above;
  return textOf(quotient(below * (MILLION - u) + high * u, MILLION * MILLION), { exponent: least, unit });
}

/** @param size of the value, in millionths of its last place. */
function endsOf(size: bigint, whole: bigint, reach: Reach): readonly [bigint, bigint] {
  if ('points' in reach) return [size - whole * reach.points, size + whole * reach.points];
  const far = ((size < 0n ? -size : size) / MILLION) * reach.millionths;
  return [size - far, size + far];
}

/** Rounded half away from zero. */
function quotient(n: bigint, d: bigint): bigint {
  const size = (2n * (n < 0n ? -n : n) + d) / (2n * d);
  return n < 0n ? -size : size;
}

/** A value for people, by years: the first and the last. */
function writtenText(tree: Tree): string {
  if (typeof tree === 'string') return tree;
  if (!isTreeMap(tree)) return '';
  if (Object.hasOwn(tree, 'value')) return writtenText(tree.value ?? null);
  const [first, ...later] = keysOf(tree).map((key) => `${key}: ${writtenText(child(tree, key) ?? null)}`);
  return [first, ...later.slice(-1)].join(later.length > 1 ? ' … ' : ', ');
}
