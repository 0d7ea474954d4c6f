// What two scenarios say differently. Values are compared as read, so `5%` and `0.05` are the same; what is told of a change
// is as written. Keys are walked whatever they are: a key that a file may have tomorrow is compared tomorrow.

import type { Basis } from '../money/dated.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { Where } from '../problem/source.ts';
import { isDated } from '../written/policyValue.ts';
import type { Read } from '../written/read.ts';
import { child, isTreeMap, spotOf, type Tree } from '../written/tree.ts';

/**
 * One step of a path: a key of ours, the id of an item in a list, an id that a mapping leads from, or a row of a list without ids, by
 * its index from 0.
 */
export interface Step {
  readonly kind: 'key' | 'id' | 'entry' | 'row';
  readonly name: string;
}

/** What one scenario says at a path. */
export interface Said {
  /** As read, and as written. */
  readonly value: unknown;
  readonly tree: Tree;
  readonly where: Where | null;
  /** What it rests on, each basis once; a value dated by year may rest on several. */
  readonly bases: readonly Basis[];
}

/** Payments of an activity table. */
interface Payments {
  readonly count: number;
  readonly total: Fen;
  /** Those that the other table does not have. */
  readonly own: number;
}

export type Change = ValueChange | ActivityChange;

export interface ValueChange {
  /** `words`: titles, notes and ids of files, from which nothing is computed; `basis`: the value stays, what it rests on does not. */
  readonly kind: 'value' | 'order' | 'words' | 'basis';
  readonly steps: readonly Step[];
  /** Null where that scenario says nothing. */
  readonly before: Said | null;
  readonly after: Said | null;
  /** Ids of the list or mapping that the last step leads into, where it has ids. */
  readonly ids: { readonly before: readonly string[]; readonly after: readonly string[] } | null;
}

export interface ActivityChange {
  readonly kind: 'activity';
  readonly steps: readonly Step[];
  readonly before: Payments;
  readonly after: Payments;
}

/** `county.alliances.east.insured`, as a `set` would name it. */
export function pathOf(change: Change): string {
  return change.steps.map(({ name }) => name).join('.');
}

/** True of a change that could move a figure. */
export function isParameter(change: Change): boolean {
  return change.kind !== 'words' && change.kind !== 'basis';
}

/** Every change from one scenario to another, in the order of the shapes that read them. */
export function changesOf(before: Read, after: Read): Change[] {
  const root = (read: Read): Place => ({ value: read.scenario, tree: read.tree, where: null, basis: null });
  const walk = new Walk();
  walk.compare(root(before), root(after), []);
  const activity = activityChange(before, after);
  return activity === null ? walk.changes : [...walk.changes, activity];
}

/** A place in a scenario while it is walked; `basis` is what a value around it rests on. */
interface Place {
  readonly value: unknown;
  readonly tree: Tree | undefined;
  readonly where: Where | null;
  readonly basis: Basis | null;
}

/** How a value is made of others: keys of ours, ids with values, things with ids, rows. */
type Sort = 'fields' | 'record' | 'items' | 'rows';

const WORDS: ReadonlySet<string> = new Set(['title', 'note']);
/** What is told elsewhere: figures are compared, not what a file expects of them; activity has too many rows to list. */
const ELSEWHERE: ReadonlySet<string> = new Set(['expect', 'county.activity']);

class Walk {
  readonly changes: ValueChange[] = [];

  compare(closedBefore: Place, closedAfter: Place, steps: readonly Step[]): void {
    const [before, after] = [opened(closedBefore), opened(closedAfter)];
    const sort = commonSort(before, after);
    if (sort === 'fields') this.fields(before, after, steps);
    else if (sort === 'rows') this.rows(before, after, steps);
    else if (sort !== null) this.named(before, after, steps, sort === 'items' ? 'id' : 'entry');
    else this.add('value', closedBefore, closedAfter, steps);
  }

  private add(kind: ValueChange['kind'], before: Place, after: Place, steps: readonly Step[], ids: ValueChange['ids'] = null): void {
    const [old, now] = [saidAt(before), saidAt(after)];
    if (kind === 'order' || !alike(before.value, after.value)) this.changes.push({ kind, steps, before: old, after: now, ids });
    else if (!alike(old?.bases, now?.bases)) this.changes.push({ kind: 'basis', steps, before: old, after: now, ids });
  }

  private fields(before: Place, after: Place, steps: readonly Step[]): void {
    const keys = new Set([...Object.keys(before.value as object), ...Object.keys(after.value as object)]);
    for (const name of keys) {
      const here: Step[] = [...steps, { kind: 'key', name }];
      if (ELSEWHERE.has(here.map((step) => step.name).join('.'))) continue;
      const [old, now] = [within(before, name), within(after, name)];
      // The id of an item is how it was found; ids of a policy, a county and a scenario are names.
      if (WORDS.has(name) || name === 'id') this.add('words', old, now, here);
      else this.compare(old, now, here);
    }
  }

  /** Lists of things with ids, and mappings from ids: compared id by id, then by their order. */
  private named(before: Place, after: Place, steps: readonly Step[], kind: Step['kind']): void {
    const ids = { before: idsOf(before.value), after: idsOf(after.value) };
    for (const name of new Set([...ids.before, ...ids.after])) {
      const here: Step[] = [...steps, { kind, name }];
      const [old, now] = [within(before, name), within(after, name)];
      if (old.value === undefined || now.value === undefined) this.add('value', old, now, here, ids);
      else this.compare(old, now, here);
    }
    const common = (own: readonly string[], other: readonly string[]) => own.filter((id) => other.includes(id));
    const [left, right] = [common(ids.before, ids.after), common(ids.after, ids.before)];
    if (alike(left, right)) return;
    this.add('order', { ...before, tree: left }, { ...after, tree: right }, steps, ids);
  }

  /** Rows without ids: those that both have are set aside, the others stand opposite each other in their order. */
  private rows(before: Place, after: Place, steps: readonly Step[]): void {
    const places = (list: Place) => itemsOf(list.value).map((_, i) => within(list, String(i)));
    const left = places(before).map((place, i) => ({ place, name: String(i) }));
    const right = places(after).map((place, i) => ({ place, name: String(i) }));
    const straight = left.length === right.length && left.every(({ place }, i) => alike(place.value, right[i]?.place.value));
    for (let i = 0; i < left.length; ) {
      const same = right.findIndex(({ place }) => alike(place.value, left[i]?.place.value));
      if (same < 0) i += 1;
      else {
        left.splice(i, 1);
        right.splice(same, 1);
      }
    }
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const name = (left[i] ?? right[i])?.name ?? '';
      this.add('value', left[i]?.place ?? ABSENT, right[i]?.place ?? ABSENT, [...steps, { kind: 'row', name }]);
    }
    if (left.length === 0 && right.length === 0 && !straight) this.add('order', before, after, steps);
  }
}

const ABSENT: Place = { value: undefined, tree: undefined, where: null, basis: null };

/** A value that always holds, opened where it is made of others: `uses: {value: {incentive: 50%, …}, assumption: …}`. */
function opened(place: Place): Place {
  if (!isDated(place.value)) return place;
  const [entry, ...later] = place.value.entries;
  if (entry === undefined || later.length > 0 || entry.from !== null) return place;
  const inner = opened({
    value: entry.value,
    tree: bare(place.tree),
    where: place.where,
    basis: entry.basis.kind === 'unsourced' ? place.basis : entry.basis,
  });
  const sort = sortOf(inner);
  // A table of bands or scores is one value.
  return sort === null || sort === 'rows' ? place : inner;
}

/** What stands under `value`, beside what it rests on. */
export function bare(tree: Tree | undefined): Tree | undefined {
  const inner = isTreeMap(tree) ? child(tree, 'value') : undefined;
  return inner === undefined ? tree : bare(inner);
}

function sortOf({ value, tree }: Place): Sort | null {
  if (Array.isArray(value)) {
    if (value.length === 0) return null;
    if (value.every((item) => Array.isArray(item) && item.length === 2 && typeof item[0] === 'string')) return 'record';
    if (!value.every((item, i) => isTreeMap(child(tree, i)) && typeof item === 'object')) return null;
    return value.every((item) => typeof (item as { id?: unknown }).id === 'string') ? 'items' : 'rows';
  }
  // A month, a holder and the like are written as one text, whatever they are read as.
  return typeof value === 'object' && value !== null && !isDated(value) && isTreeMap(tree) ? 'fields' : null;
}

/** How both can be walked together; null where they are compared whole. A list that is not there is an empty one. */
function commonSort(before: Place, after: Place): Sort | null {
  const [left, right] = [sortOf(before), sortOf(after)];
  if (left === right) return left;
  const [there, other] = left === null ? [right, before] : [left, after];
  const isEmpty = other.value === undefined || (Array.isArray(other.value) && other.value.length === 0);
  return isEmpty && (there === 'items' || there === 'rows') ? there : null;
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function idsOf(value: unknown): string[] {
  return itemsOf(value).map((item) => (Array.isArray(item) ? String(item[0]) : (item as { id: string }).id));
}

/** What a place has under a key, an id or an index. */
function within(place: Place, name: string): Place {
  if (!Array.isArray(place.value)) {
    const value = (place.value as Record<string, unknown> | undefined)?.[name];
    return value === undefined ? ABSENT : { ...placed(place, name), value };
  }
  const ids = place.value.some((item) => Array.isArray(item) || typeof (item as { id?: unknown }).id === 'string');
  const i = ids ? idsOf(place.value).indexOf(name) : Number(name);
  const item: unknown = place.value[i];
  if (item === undefined) return ABSENT;
  return Array.isArray(item) ? { ...placed(place, name), value: item[1] } : { ...placed(place, i), value: item };
}

function placed(place: Place, key: string | number): Place {
  return { ...place, tree: child(place.tree, key), where: spotOf(place.tree, key)?.value ?? place.where };
}

function saidAt(place: Place): Said | null {
  if (place.value === undefined) return null;
  return { value: place.value, tree: place.tree ?? null, where: place.where, bases: basesOf(place.value, place.basis) };
}

/** Every basis of a value, also of the rows of a table, each once. */
function basesOf(value: unknown, around: Basis | null): readonly Basis[] {
  const found: Basis[] = [];
  const add = (basis: Basis) => {
    if (!found.some((one) => alike(one, basis))) found.push(basis);
  };
  const visit = (here: unknown, outer: Basis | null): void => {
    if (isDated(here)) {
      for (const { value: inner, basis } of here.entries) {
        const own = basis.kind === 'unsourced' ? outer : basis;
        if (own !== null) add(own);
        visit(inner, own);
        if (own === null && !hasDated(inner)) add(basis);
      }
    } else if (typeof here === 'object' && here !== null) for (const inner of Object.values(here)) visit(inner, outer);
  };
  visit(value, around);
  return found;
}

function hasDated(value: unknown): boolean {
  return isDated(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasDated));
}

/** The same as read, whatever it rests on. */
export function alike(a: unknown, b: unknown): boolean {
  if (isDated(a) && isDated(b)) {
    const entries = b.entries;
    return (
      a.entries.length === entries.length &&
      a.entries.every((one, i) => one.from === entries[i]?.from && alike(one.value, entries[i]?.value))
    );
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => alike((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

/** Activity has thousands of rows: how many differ, and what they come to. */
function activityChange(before: Read, after: Read): ActivityChange | null {
  const left = new Map<string, number>();
  for (const row of before.rows) left.set(keyOfRow(row), (left.get(keyOfRow(row)) ?? 0) + 1);
  let ownAfter = 0;
  for (const row of after.rows) {
    const key = keyOfRow(row);
    const there = left.get(key) ?? 0;
    if (there === 0) ownAfter += 1;
    else left.set(key, there - 1);
  }
  const ownBefore = [...left.values()].reduce((sum, count) => sum + count, 0);
  if (ownBefore === 0 && ownAfter === 0) return null;
  const payments = ({ rows }: Read, own: number): Payments => ({
    count: rows.length,
    total: fen(rows.reduce((sum, row) => sum + (row.fund ?? 0), 0)),
    own,
  });
  const steps: Step[] = ['county', 'activity'].map((name) => ({ kind: 'key', name }));
  return { kind: 'activity', steps, before: payments(before, ownBefore), after: payments(after, ownAfter) };
}

/** All that a row says, without where it stands. */
function keyOfRow(row: Read['rows'][number]): string {
  const { where: _where, path: _path, ...said } = row;
  return JSON.stringify(said, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
