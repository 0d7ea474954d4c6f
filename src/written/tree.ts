// A YAML text as plain data that remembers where everything stood: scalars are their source text (never parsed by
// YAML), keys are in the file's order and in English, and every problem of the text is reported at once.

import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument, type YAMLError } from 'yaml';
import type { Report } from '../problem/problem.ts';
import type { Source, Where } from '../problem/source.ts';
import { canonicalKey } from '../words/keys.ts';

/** A scalar's text, nothing (`null`, `~` or empty), a list, or a mapping. */
export type Tree = string | null | readonly Tree[] | TreeMap;
export interface TreeMap {
  readonly [key: string]: Tree;
}
export type Path = readonly (string | number)[];

const PLACES = Symbol('places');

/** Where a list or mapping stands, and each of its entries; `keys` in the file's order. */
interface Places {
  readonly where: Where;
  readonly keys: readonly (string | number)[];
  readonly at: ReadonlyMap<string | number, { readonly key: Where; readonly value: Where }>;
}

const DEEPEST = 64;
const MOST_ERRORS = 100;
/** Aliases may be used, but not to blow a small file up. */
const MOST_FROM_ALIASES = 10_000;

/** Mappings whose keys are ids that people choose, never keys of ours. */
const OPEN_MAPPINGS: ReadonlySet<string> = new Set([
  'uses',
  'growth',
  'set',
  'retained',
  'expect',
  'payment',
  'coefficients',
  'tariffs',
  'standards',
  'perHead',
  'heads',
  'negotiated',
]);

export function isTreeMap(tree: Tree | undefined): tree is TreeMap {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

/** Reads a YAML text. Problems go to the report; what could be read is returned, or null if nothing could. */
export function treeOf(source: Source, report: Report): Tree {
  let document: Document.Parsed;
  try {
    document = parseDocument(source.text, { schema: 'failsafe', prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  } catch (error) {
    // The parser recurses, so a text nested tens of thousands deep overflows its stack.
    if (!(error instanceof RangeError)) throw error;
    report.add('error', 'too-deep', { source, offset: 0, end: 1 }, '', { deepest: DEEPEST });
    return null;
  }
  // A text that is not YAML at all has an error a line: enough of them tell so.
  const last = source.text.trimEnd().length - 1;
  for (const error of [...document.errors, ...document.warnings].slice(0, MOST_ERRORS)) reportYaml(error, source, last, report);
  if (document.errors.length > 0) return null;
  return new Reader(source, document, report).read(document.contents, [], '', new Set());
}

/** @param last offset of the text's last character: what is never closed is noticed behind it, and shown there. */
function reportYaml(error: YAMLError, source: Source, last: number, report: Report): void {
  const offset = Math.max(0, Math.min(error.pos[0], last));
  const where = { source, offset, end: Math.max(Math.min(error.pos[1], source.text.length), offset + 1) };
  if (report.problems.some((p) => p.where?.source === source && p.where.offset === offset)) return;
  report.add('error', 'not-yaml', where, '', { reason: error.code, detail: error.message.split('\n', 1)[0] ?? '' });
}

class Reader {
  private readonly source: Source;
  private readonly document: Document.Parsed;
  private readonly report: Report;
  private aliased = 0;

  constructor(source: Source, document: Document.Parsed, report: Report) {
    this.source = source;
    this.document = document;
    this.report = report;
  }

  read(node: unknown, path: Path, parentKey: string, open: ReadonlySet<unknown>): Tree {
    if (path.length > DEEPEST) return this.refuse('too-deep', node, path, { deepest: DEEPEST });
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined) return this.refuse('alias-bomb', node, path, { case: 'unknown', got: node.source });
      if (open.has(target)) return this.refuse('alias-bomb', node, path, { case: 'circle', got: node.source });
      this.aliased += 1;
      const tree = this.read(target, path, parentKey, open);
      this.aliased += sizeOf(tree);
      if (this.aliased > MOST_FROM_ALIASES) return this.refuse('alias-bomb', node, path, { most: MOST_FROM_ALIASES });
      return tree;
    }
    if (this.aliased > MOST_FROM_ALIASES) return null;
    if (isScalar(node)) return scalarText(node);
    const within = new Set(open).add(node);
    if (isSeq(node)) {
      const items = node.items.map((item, i) => this.read(item, [...path, i], parentKey, within));
      const at = new Map(node.items.map((item, i) => [i, this.both(item)]));
      return placed(items, { where: this.whereOf(node), keys: items.map((_, i) => i), at });
    }
    if (isMap(node)) return this.readMap(node.items, this.whereOf(node), path, parentKey, within);
    return null;
  }

  private readMap(
    pairs: readonly { key: unknown; value: unknown }[],
    where: Where,
    path: Path,
    parentKey: string,
    open: ReadonlySet<unknown>,
  ): Tree {
    const entries: Record<string, Tree> = Object.create(null);
    const keys: string[] = [];
    const at = new Map<string | number, { key: Where; value: Where }>();
    for (const pair of pairs) {
      const written = isScalar(pair.key) ? (scalarText(pair.key) ?? '') : null;
      if (written === null) {
        this.refuse('not-yaml', pair.key, path, { reason: 'NON_STRING_KEY', detail: '' });
        continue;
      }
      const key = OPEN_MAPPINGS.has(parentKey) || path.includes('expect') ? written : canonicalKey(written);
      if (Object.hasOwn(entries, key)) {
        this.refuse('duplicate-key', pair.key, [...path, key], { got: written });
        continue;
      }
      const spot = { key: this.whereOf(pair.key), value: pair.value === null ? this.whereOf(pair.key) : this.whereOf(pair.value) };
      keys.push(key);
      at.set(key, spot);
      entries[key] = this.read(pair.value, [...path, key], key, open);
    }
    return placed(entries, { where, keys, at });
  }

  private both(node: unknown): { key: Where; value: Where } {
    const where = this.whereOf(node);
    return { key: where, value: where };
  }

  private whereOf(node: unknown): Where {
    const range = (node as { range?: readonly [number, number, number] | null } | null)?.range;
    return { source: this.source, offset: range?.[0] ?? 0, end: range?.[1] ?? 1 };
  }

  private refuse(
    code: 'too-deep' | 'alias-bomb' | 'not-yaml' | 'duplicate-key',
    node: unknown,
    path: Path,
    args: Record<string, string | number>,
  ): null {
    const first = !this.report.problems.some((p) => p.code === code && (code === 'too-deep' || code === 'alias-bomb'));
    if (first) this.report.add('error', code, this.whereOf(node), writePath(path), args);
    return null;
  }
}

function scalarText(node: { readonly value?: unknown; readonly type?: unknown; readonly source?: unknown }): string | null {
  const text = typeof node.value === 'string' ? node.value : node.value === null || node.value === undefined ? '' : String(node.value);
  return (node.type === 'PLAIN' || node.type === undefined) && /^(|~|null|Null|NULL)$/.test(text) ? null : text;
}

function placed<T extends readonly Tree[] | TreeMap>(tree: T, places: Places): T {
  Object.defineProperty(tree, PLACES, { value: places });
  return tree;
}

function placesOf(tree: Tree | undefined): Places | null {
  if (typeof tree !== 'object' || tree === null) return null;
  return (tree as unknown as { readonly [PLACES]?: Places })[PLACES] ?? null;
}

function sizeOf(tree: Tree): number {
  if (typeof tree !== 'object' || tree === null) return 1;
  let size = 1;
  for (const key of keysOf(tree)) size += sizeOf(child(tree, key) ?? null);
  return size;
}

/** Keys of a mapping in the file's order (a JavaScript object would move year keys to the front), indices of a list. */
export function keysOf(tree: Tree | undefined): readonly (string | number)[] {
  return placesOf(tree)?.keys ?? (typeof tree === 'object' && tree !== null ? Object.keys(tree) : []);
}

export function child(tree: Tree | undefined, key: string | number): Tree | undefined {
  if (Array.isArray(tree)) return typeof key === 'number' ? tree[key] : undefined;
  return isTreeMap(tree) && Object.hasOwn(tree, key) ? tree[key] : undefined;
}

export function at(tree: Tree, path: Path): Tree | undefined {
  let here: Tree | undefined = tree;
  for (const key of path) here = child(here, key);
  return here;
}

/** Where the value at a path stands; for a path that does not exist, the nearest thing above it. */
export function whereAt(tree: Tree, path: Path): Where | null {
  let here: Tree | undefined = tree;
  let where = placesOf(tree)?.where ?? null;
  for (const [depth, key] of path.entries()) {
    const spot = placesOf(here)?.at.get(key);
    if (spot === undefined) return where;
    here = child(here, key);
    const last = depth === path.length - 1 || here === undefined;
    // A mapping is long: what is missing inside it is shown at its key.
    where = last && typeof here !== 'object' ? spot.value : spot.key;
  }
  return where;
}

/** Where the key itself is written (for a key that should not be there). */
export function whereKey(tree: Tree, path: Path, key: string): Where | null {
  return placesOf(at(tree, path))?.at.get(key)?.key ?? whereAt(tree, path);
}

/** A list with one of its items, or a mapping with one of its entries, replaced (null: removed from a mapping). */
export function withChild(
  tree: readonly Tree[] | TreeMap,
  key: string | number,
  value: Tree,
  where: { readonly key: Where; readonly value: Where },
): Tree {
  const places = placesOf(tree);
  const spots = new Map(places?.at ?? []);
  spots.set(key, where);
  const base = { where: places?.where ?? where.value, at: spots };
  if (Array.isArray(tree)) {
    const items = [...(tree as readonly Tree[])];
    items[key as number] = value;
    return placed(items, { ...base, keys: items.map((_, i) => i) });
  }
  const entries: Record<string, Tree> = Object.assign(Object.create(null), tree);
  const keys = keysOf(tree).filter((k) => k !== key || value !== null);
  if (value === null) {
    delete entries[key];
    spots.delete(key);
    return placed(entries, { ...base, keys });
  }
  entries[key] = value;
  return placed(entries, { ...base, keys: keys.includes(key) ? keys : [...keys, key] });
}

/** Where an entry of a list or mapping stands: its key and its value. */
export function spotOf(tree: Tree | undefined, key: string | number): { readonly key: Where; readonly value: Where } | null {
  return placesOf(tree)?.at.get(key) ?? null;
}

/** `policy.settlement.overspend.bands.0.upTo`: a path as people write it, list items by index. */
export function writePath(path: Path): string {
  return path.join('.');
}
