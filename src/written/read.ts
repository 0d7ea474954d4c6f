// From a scenario file to typed values: the text as a tree, what it extends, the policy and county it names, its
// settings, its activity; then the whole read against the schemas, every problem of it at once.

import type * as z from 'zod';
import { InputProblems, nearest, type ProblemCode, Report } from '../problem/problem.ts';
import type { Source, Where } from '../problem/source.ts';
import { chineseKey } from '../words/keys.ts';
import { merged, textOf, withSettings } from './extend.ts';
import { described, kindOf } from './leaves.ts';
import { scenarioShape, type WrittenScenario } from './shapes.ts';
import { type CellTable, MEASURES, type Measure, NO_MEASURES, type Row, rowsOf } from './table.ts';
import {
  at,
  child,
  isTreeMap,
  type Path,
  spotOf,
  type Tree,
  type TreeMap,
  treeOf,
  whereAt,
  whereKey,
  withChild,
  writePath,
} from './tree.ts';
import { uncertaintyShape, type WrittenUncertainty } from './uncertaintyShape.ts';

export type FileKind = 'scenario' | 'policy' | 'county' | 'uncertainty';

/** A refusal to open a file, worded like any problem. */
export interface NotOpened {
  readonly code: ProblemCode;
  readonly args: Readonly<Record<string, string | number>>;
  /** Where in the file it fails, if that can be told; else the place that names the file is shown. */
  readonly where?: Where;
}

/** Whoever can reach files: the command line, a server, a test. It decides what may be opened from where. */
export interface Shelf {
  open(kind: FileKind, name: string, from: Source): Source | NotOpened;
  table(name: string, from: Source): CellTable | NotOpened;
}

/** A shelf with nothing on it: scenarios that are written out whole need no other. */
export const EMPTY_SHELF: Shelf = {
  open: (_kind, name) => ({ code: 'file-missing', args: { got: name } }),
  table: (name) => ({ code: 'file-missing', args: { got: name } }),
};

/** A scenario as read: typed, with its rows of activity, and the tree that knows where everything stands. */
export interface Read {
  readonly scenario: WrittenScenario;
  readonly rows: readonly Row[];
  readonly tree: Tree;
  readonly source: Source;
  /** Warnings so far; the plan adds its own. */
  readonly report: Report;
  /** Texts of policy, county and scenario in one form, for fingerprints. */
  readonly texts: Readonly<Record<Exclude<FileKind, 'uncertainty'>, string>>;
}

const LONGEST_CHAIN = 16;
/** More keys than this that nobody knows are not a slip: enough are told to see what the file is. */
const MOST_KEYS = 100;

/** @throws {InputProblems} with every problem found. */
export function readScenario(source: Source, shelf: Shelf = EMPTY_SHELF): Read {
  const report = new Report();
  let tree = extended('scenario', source, shelf, report, []);
  report.stopIfFailed();
  if (!isTreeMap(tree)) {
    const offset = Math.max(0, source.text.search(/^[^\S\n]*[^\s#]/m));
    const where = whereAt(tree, []) ?? { source, offset, end: offset + 1 };
    report.add('error', 'wrong-type', where, '', { wanted: 'mapping', got: kindOf(tree) });
    throw new InputProblems(report.problems);
  }
  for (const kind of ['policy', 'county', 'uncertainty'] as const) tree = opened(tree as TreeMap, kind, shelf, report);
  report.stopIfFailed();
  tree = withSettings(tree, report);
  const tables = tablesOf(tree, shelf, report);
  const scenario = shaped(scenarioShape, without(without(tables.tree, 'set'), 'extends'), report);
  if (scenario === null) throw new InputProblems(report.problems);
  const rows = [...writtenRows(scenario, tree, report), ...tables.tables.flatMap((table) => rowsOf(table, report))];
  report.stopIfFailed();
  const texts = {
    policy: textOf(child(tree, 'policy') ?? null),
    county: textOf(child(tree, 'county') ?? null) + tables.tables.map((t) => t.source.text).join('\n'),
    scenario: textOf(without(without(tree, 'policy'), 'county')),
  };
  return { scenario, rows, tree, source, report, texts };
}

/** A file of uncertainty by itself: what draws go by where a scenario says nothing. @throws {InputProblems} */
export function readUncertainty(source: Source, shelf: Shelf = EMPTY_SHELF): WrittenUncertainty {
  const report = new Report();
  const tree = extended('uncertainty', source, shelf, report, []);
  const read = shaped(uncertaintyShape, without(tree, 'extends'), report);
  if (read === null) throw new InputProblems(report.problems);
  return read;
}

/** A policy, county or scenario text with all that it extends laid under it. */
function extended(kind: FileKind, source: Source, shelf: Shelf, report: Report, chain: readonly string[]): Tree {
  const tree = treeOf(source, report);
  return under(kind, tree, source, shelf, report, [...chain, source.name]);
}

function under(kind: FileKind, tree: Tree, source: Source, shelf: Shelf, report: Report, chain: readonly string[]): Tree {
  const base = child(tree, 'extends');
  if (base === undefined || !isTreeMap(tree)) return tree;
  if (typeof base !== 'string') {
    report.add('error', 'wrong-type', whereAt(tree, ['extends']), 'extends', { wanted: 'text', got: kindOf(base) });
    return tree;
  }
  const found = shelf.open(kind, base, spotOf(tree, 'extends')?.value.source ?? source);
  if (!('text' in found)) {
    report.add('error', found.code, whereAt(tree, ['extends']), 'extends', { ...found.args, kind });
    return tree;
  }
  if (chain.includes(found.name) || chain.length > LONGEST_CHAIN) {
    report.add('error', 'extends-circle', whereAt(tree, ['extends']), 'extends', { chain: [...chain, found.name].join(' → ') });
    return tree;
  }
  // What a file expects of its own figures does not hold for one that changes it.
  const below = without(without(extended(kind, found, shelf, report, chain), 'expect'), 'id');
  warnOfNulls(child(below, 'set'), child(tree, 'set'), report);
  return merged(below, overNamed(below, without(tree, 'extends')));
}

/** `null` under `set` takes back a setting of the file that is extended; where there is none, it changes nothing. */
function warnOfNulls(below: Tree | undefined, over: Tree | undefined, report: Report): void {
  if (!isTreeMap(over)) return;
  for (const key of Object.keys(over)) {
    if (over[key] !== null || child(below, key) !== undefined) continue;
    report.add('warning', 'set-no-effect', spotOf(over, key)?.key ?? null, `set.${key}`, { got: key });
  }
}

/** A scenario that writes part of a policy (or county, or uncertainty) over one that names it changes the named one. */
function overNamed(below: Tree, over: Tree): Tree {
  return (['policy', 'county', 'uncertainty'] as const).reduce((tree, key) => {
    const named = child(below, key);
    const part = child(tree, key);
    const [from, at] = [spotOf(below, key), spotOf(tree, key)];
    if (typeof named !== 'string' || !isTreeMap(part) || Object.hasOwn(part, 'extends') || from === null || at === null) return tree;
    return withChild(tree as TreeMap, key, withChild(part, 'extends', named, { key: at.key, value: from.value }), at);
  }, over);
}

/** A mapping without one of its keys. */
export function without(tree: Tree, key: string): Tree {
  const spot = spotOf(tree, key);
  return isTreeMap(tree) && spot !== null ? withChild(tree, key, null, spot) : tree;
}

/** The scenario with the policy, county or uncertainty that it names put in its place. */
function opened(tree: TreeMap, kind: Exclude<FileKind, 'scenario'>, shelf: Shelf, report: Report): TreeMap {
  const named = tree[kind];
  const spot = spotOf(tree, kind);
  if (spot === null) return tree;
  if (typeof named === 'string') {
    const found = shelf.open(kind, named, spot.value.source);
    if ('text' in found) return withChild(tree, kind, extended(kind, found, shelf, report, []), spot) as TreeMap;
    report.add('error', found.code, spot.value, kind, { ...found.args, kind });
    return tree;
  }
  if (named === undefined || child(named, 'extends') === undefined) return tree;
  return withChild(tree, kind, under(kind, named, spot.value.source, shelf, report, []), spot) as TreeMap;
}

/** Activity named as CSV files: taken out of the tree, to be read as tables. */
function tablesOf(tree: Tree, shelf: Shelf, report: Report): { readonly tree: Tree; readonly tables: readonly CellTable[] } {
  const county = child(tree, 'county');
  const activity = child(county, 'activity');
  const names =
    typeof activity === 'string'
      ? [activity]
      : Array.isArray(activity) && activity.length > 0 && activity.every((a) => typeof a === 'string')
        ? (activity as string[])
        : [];
  const spot = spotOf(county, 'activity');
  if (names.length === 0 || spot === null || !isTreeMap(county) || !isTreeMap(tree)) return { tree, tables: [] };
  const tables: CellTable[] = [];
  for (const [i, name] of names.entries()) {
    const named = spotOf(activity, i)?.value ?? spot.value;
    const table = shelf.table(name, named.source);
    if ('rows' in table) tables.push(table);
    else report.add('error', table.code, table.where ?? named, 'county.activity', { ...table.args, kind: 'activity' });
  }
  const bare = withChild(county, 'activity', null, spot);
  return { tree: withChild(tree, 'county', bare, spotOf(tree, 'county') ?? spot), tables };
}

function writtenRows(scenario: WrittenScenario, tree: Tree, report: Report): Row[] {
  for (const [i, row] of (scenario.county.activity ?? []).entries()) {
    if (row.fund !== undefined || MEASURES.some((measure) => row[measure] !== undefined)) continue;
    report.add('error', 'missing-key', whereAt(tree, ['county', 'activity', i]), `county.activity.${i}.fund`, {
      key: 'fund',
      wanted: 'amount',
    });
  }
  return (scenario.county.activity ?? []).map((row, i) => ({
    year: row.year,
    month: row.month ?? null,
    home: row.home,
    institution: row.institution,
    service: row.service,
    item: row.item ?? '',
    signedWith: row.signedWith ?? '',
    fund: row.fund ?? null,
    measures: measuresOf(row),
    reference: row.reference ?? null,
    incomplete: row.incomplete === 'yes',
    where: whereAt(tree, ['county', 'activity', i]),
    path: `county.activity.${i}`,
  }));
}

function measuresOf(row: Readonly<Partial<Record<Measure, number | undefined>>>): Row['measures'] {
  const given = MEASURES.flatMap((measure) => {
    const amount = row[measure];
    return amount === undefined ? [] : [[measure, amount] as const];
  });
  return given.length === 0 ? NO_MEASURES : Object.fromEntries(given);
}

/** Reads a tree against a schema; problems go to the report, placed where they stand. Null if there were any. */
export function shaped<T>(shape: z.ZodType<T>, tree: Tree, report: Report): T | null {
  const read = shape.safeParse(tree, { jitless: true });
  if (read.success) return report.failed ? null : read.data;
  for (const issue of read.error.issues) {
    const path = issue.path as Path;
    const key = String(path.at(-1) ?? '');
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(shape, path);
      for (const got of issue.keys.slice(0, MOST_KEYS)) {
        report.add('error', 'unknown-key', whereKey(tree, path, got), writePath([...path, got]), {
          got,
          near: nearest(got, [...known, ...known.flatMap((k) => chineseKey(k) ?? [])]) ?? '',
          known: known.join('、'),
        });
      }
    } else if (issue.code === 'custom' && issue.params !== undefined) {
      const { problem, args } = issue.params as { problem: ProblemCode; args: Record<string, string | number> };
      // A bad id or year may be a key itself; everything else is wrong with a value.
      const isKey = (problem === 'bad-id' || problem === 'not-a-year') && args.got === key;
      const where = isKey ? whereKey(tree, path.slice(0, -1), key) : whereAt(tree, path);
      report.add('error', problem, where, writePath(path), { key, ...args });
    } else if (issue.code === 'invalid_type' && at(tree, path) === undefined) {
      report.add('error', 'missing-key', whereAt(tree, path), writePath(path), { key, wanted: wantedOf(issue.expected) });
    } else {
      const wanted = issue.code === 'invalid_type' ? wantedOf(issue.expected) : 'list';
      report.add('error', 'wrong-type', whereAt(tree, path), writePath(path), { key, wanted, got: kindAt(tree, path) });
    }
  }
  return null;
}

function wantedOf(expected: string): string {
  return expected === 'array' ? 'list' : 'mapping';
}

function kindAt(tree: Tree, path: Path): string {
  const found = at(tree, path);
  if (Array.isArray(found)) return found.length === 0 ? 'empty' : 'list';
  return found === null || found === undefined ? 'nothing' : typeof found === 'string' ? 'scalar' : 'mapping';
}

/** The keys a schema knows at a path, for the nearest one to a misspelt key. */
function keysAt(shape: z.ZodType, path: Path): readonly string[] {
  let here: z.ZodType | undefined = shape;
  const parts = [...path];
  for (;;) {
    if (here === undefined) return [];
    const def = here._zod.def as { type: string; innerType?: z.ZodType; element?: z.ZodType; shape?: Record<string, z.ZodType> };
    const about = described.get(here);
    const inner: z.ZodType | undefined = about?.either?.[1] ?? about?.inner;
    if (def.innerType !== undefined) here = def.innerType;
    else if (inner !== undefined) {
      if (parts[0] === 'value') parts.shift();
      if (/^\d{4}$/.test(String(parts[0])) && !Array.isArray(parts[0])) parts.shift();
      here = inner;
    } else if (parts.length === 0) return Object.keys(def.shape ?? {});
    else {
      const key = parts.shift();
      here = def.element ?? def.shape?.[String(key)];
    }
  }
}
