// A path that names no number of a run: what may have been meant by it, for a problem that says so.

import { nearest } from '../problem/problem.ts';
import { figureAt, figurePaths } from './catalogue.ts';
import type { Run } from './figure.ts';

/** Enough to choose from. */
const SHOWN = 6;

/**
 * What an `unknown-figure` tells of a path, which may have `*` and may be without its year.
 * @param isOne where a path must be of one year.
 */
export function figureMeant(run: Run, got: string, isOne = false): Readonly<Record<string, string>> {
  const asked = got.split('.');
  const example = exampleOf(run, asked);
  const items = itemsAt(run, example);
  if (items.length > 0) {
    const [first = '', last = ''] = [items[0], items.at(-1)];
    return {
      case: items.every((item) => /^\d+$/.test(item)) ? 'list' : 'items',
      got,
      near: `${got}.${first}`,
      first,
      last,
      known: items.join('、'),
    };
  }
  const written = example.join('.');
  const paths = figurePaths(run);
  const near = paths.find((path) => path.endsWith(`.${got}`)) ?? nearest(written, paths) ?? '';
  const meant = near === '' || isOne ? near : asWritten(near, asked);
  return { got, near: meant === got ? '' : meant, known: alike(written, paths).join('、') };
}

/** One path that the written one stands for: of the first year and the first alliance or institution. */
function exampleOf({ plan }: Run, asked: readonly string[]): string[] {
  const hasYear = asked[0] === '*' || /^\d{4}$/.test(asked[0] ?? '');
  const [year = '', ...rest] = hasYear ? asked : ['*', ...asked];
  const first = rest[0] === 'alliances' || rest[0] === 'institutions' ? plan[rest[0]][0]?.id : undefined;
  return [
    year === '*' ? String(plan.years[0]?.year ?? '') : year,
    ...rest.map((step, i) => (i === 1 && step === '*' ? (first ?? step) : step)),
  ];
}

/** `*` where it was written, and no year where none was. */
function asWritten(near: string, asked: readonly string[]): string {
  const steps = near.split('.');
  const own = asked[0] === '*' || /^\d{4}$/.test(asked[0] ?? '') ? steps : steps.slice(1);
  return own.map((step, i) => (asked[i] === '*' ? '*' : step)).join('.');
}

/** The months, lines or uses of a figure that is more than one number. */
function itemsAt(run: Run, path: readonly string[]): string[] {
  const at = figureAt(run, path.join('.'));
  // Flags are words: none of their items is a number.
  if (at?.figure.unit === 'flag') return [];
  const value = at?.value;
  if (value instanceof Map) return [...value.keys()];
  return Array.isArray(value) ? value.map((_, i) => String(i + 1)) : [];
}

/** The figures most like a path, by the whole and by its last name; each once, of the year and the alliance most like those asked for. */
function alike(written: string, paths: readonly string[]): string[] {
  const last = (path: string) => path.slice(path.lastIndexOf('.') + 1);
  const likeness = (path: string) => shared(last(written), last(path)) + shared(written, path);
  const ranked = paths.map((path) => ({ path, likeness: likeness(path) })).sort((a, b) => b.likeness - a.likeness);
  const own = new Map<string, string>();
  for (const { path } of ranked) {
    const [, among = '', party = '', ...rest] = path.split('.');
    const name = among === 'alliances' || among === 'institutions' ? [among, ...rest].join('.') : [among, party, ...rest].join('.');
    if (!own.has(name)) own.set(name, path);
    if (own.size === SHOWN) break;
  }
  return [...own.values()];
}

/** From 0 to 1: what part of their pairs of letters two names share. */
function shared(a: string, b: string): number {
  const [left, right] = [pairsOf(a), pairsOf(b)];
  if (left.length + right.length === 0) return 0;
  const rest = new Map<string, number>();
  for (const pair of left) rest.set(pair, (rest.get(pair) ?? 0) + 1);
  let common = 0;
  for (const pair of right) {
    const count = rest.get(pair) ?? 0;
    if (count > 0) common += 1;
    rest.set(pair, count - 1);
  }
  return (2 * common) / (left.length + right.length);
}

function pairsOf(name: string): string[] {
  const low = name.slice(0, 200).toLowerCase();
  return Array.from({ length: Math.max(0, low.length - 1) }, (_, i) => low.slice(i, i + 2));
}
