// How files build on each other: `extends` (mappings merge, lists and dated values replace, null removes) and `set`.

import { nearest, type Report } from '../problem/problem.ts';
import { canonicalKey, chineseKey } from '../words/keys.ts';
import { child, isTreeMap, keysOf, type Path, spotOf, type Tree, type TreeMap, whereAt, withChild, writePath } from './tree.ts';

/** Mappings that are one value and are replaced whole: dated ones, and those with `value` and what it rests on. */
function isOneValue(tree: TreeMap): boolean {
  return Object.hasOwn(tree, 'value') || keysOf(tree).some((key) => /^\d{4}$/.test(String(key)));
}

/** `over` laid upon `base`. */
export function merged(base: Tree, over: Tree): Tree {
  if (!isTreeMap(base) || !isTreeMap(over) || isOneValue(base) || isOneValue(over)) return over;
  let result: Tree = base;
  for (const key of keysOf(over).map(String)) {
    const spot = spotOf(over, key);
    if (spot === null) continue;
    const above = over[key] ?? null;
    const below = child(base, key);
    result = withChild(result as TreeMap, key, below === undefined || above === null ? above : merged(below, above), spot);
  }
  return result;
}

/**
 * Carries out `set`: dotted paths from the scenario's root to new values. Each path must exist already, so that a
 * misspelt one cannot pass unnoticed. List items are named by id or by index from 0.
 */
export function withSettings(tree: Tree, report: Report): Tree {
  const settings = child(tree, 'set');
  if (!isTreeMap(settings) || !isTreeMap(tree)) return tree;
  let result: Tree = tree;
  for (const written of keysOf(settings).map(String)) {
    const path = pathIn(result, written, settings, report);
    if (path === null) continue;
    const value = settings[written] ?? null;
    if (textOf(valueAt(result, path)) === textOf(value)) {
      report.add('warning', 'set-no-effect', spotOf(settings, written)?.key ?? null, `set.${written}`, { got: written });
    }
    warnOfUndated(path, written, valueAt(result, path), value, settings, report);
    const spot = spotOf(settings, written);
    if (spot !== null) result = replaced(result, path, value, spot);
  }
  return result;
}

/** R9: a benefit acts by changing from one year to the next; one plain value for all years changes nothing. */
function warnOfUndated(path: Path, written: string, old: Tree, value: Tree, settings: TreeMap, report: Report): void {
  const key = path.at(-1);
  if (path[0] !== 'policy' || path[1] !== 'benefit' || (key !== 'ratio' && key !== 'deductible' && key !== 'cap')) return;
  const plain = plainText(value);
  if (plain === null || textOf(old) === textOf(value)) return;
  report.add('warning', 'benefit-not-dated', spotOf(settings, written)?.key ?? null, `set.${written}`, {
    got: plain,
    old: plainText(old) ?? '',
  });
}

/** The text of a value that is the same in every year; null for one that is dated. */
function plainText(value: Tree): string | null {
  const inner = isTreeMap(value) && Object.hasOwn(value, 'value') ? (value.value ?? null) : value;
  return typeof inner === 'string' ? inner : null;
}

function valueAt(tree: Tree, path: Path): Tree {
  return path.reduce<Tree>((here, key) => child(here, key) ?? null, tree);
}

/** One text for one value, whatever the spacing. */
export function textOf(tree: Tree): string {
  if (typeof tree !== 'object' || tree === null) return JSON.stringify(tree);
  const entries = keysOf(tree).map(
    (key) => `${Array.isArray(tree) ? '' : `${JSON.stringify(String(key))}:`}${textOf(child(tree, key) ?? null)}`,
  );
  return Array.isArray(tree) ? `[${entries.join(',')}]` : `{${entries.join(',')}}`;
}

function pathIn(tree: Tree, written: string, settings: TreeMap, report: Report): Path | null {
  const found = findPath(tree, written);
  if ('path' in found) return found.path;
  report.add('error', 'unknown-path', spotOf(settings, written)?.key ?? whereAt(tree, ['set']), `set.${written}`, found.missing);
  return null;
}

/** Where a dotted path leads, list items by id or by index from 0; or what a problem says of the step that is not there. */
export function findPath(tree: Tree, written: string): { readonly path: Path } | { readonly missing: Readonly<Record<string, string>> } {
  const path: (string | number)[] = [];
  let here: Tree | undefined = tree;
  for (const step of written.split('.')) {
    let found = stepInto(here, step);
    // What a value rests on stands around it: a step that leads into the value need not name it.
    const inner = child(here, 'value');
    if (found === null && inner !== undefined && stepInto(inner, step) !== null) {
      path.push('value');
      here = inner;
      found = stepInto(here, step);
    }
    if (found === null) {
      const known = Array.isArray(here) ? here.map((item, i) => idOf(item) ?? String(i)) : keysOf(here).map(String);
      const near = nearest(step, [...known, ...known.flatMap((k) => chineseKey(k) ?? [])]) ?? '';
      // What draws go by is not the scenario's own until it names it.
      const named: Readonly<Record<string, string>> =
        path.length === 0 && canonicalKey(step) === 'uncertainty' ? { case: 'uncertainty' } : {};
      return { missing: { ...named, got: step, above: writePath(path), near, known: known.slice(0, 12).join('、') } };
    }
    path.push(found);
    here = child(here, found);
  }
  return { path };
}

function stepInto(here: Tree | undefined, step: string): string | number | null {
  if (Array.isArray(here)) {
    const byId = here.findIndex((item) => idOf(item as Tree) === step);
    if (byId >= 0) return byId;
    return /^\d{1,6}$/.test(step) && Number(step) < here.length ? Number(step) : null;
  }
  if (!isTreeMap(here)) return null;
  if (Object.hasOwn(here, step)) return step;
  return Object.hasOwn(here, canonicalKey(step)) ? canonicalKey(step) : null;
}

function idOf(item: Tree): string | null {
  const id = child(item, 'id');
  return typeof id === 'string' ? id : null;
}

/** A tree with another value at a path that it has. */
export function replaced(tree: Tree, path: Path, value: Tree, spot: NonNullable<ReturnType<typeof spotOf>>): Tree {
  const [key, ...rest] = path;
  if (key === undefined || (!isTreeMap(tree) && !Array.isArray(tree))) return value;
  const container = tree as TreeMap | readonly Tree[];
  if (rest.length === 0) return withChild(container, key, value, spot);
  const below = spotOf(container, key) ?? spot;
  return withChild(container, key, replaced(child(container, key) ?? null, rest, value, spot), below);
}
