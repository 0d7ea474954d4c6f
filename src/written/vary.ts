// What varies in a batch: axes of values. An axis knows how many values it has and makes any of them when it is asked for, so that ten
// million steps take no more room than ten. Values stay the texts that they are; ranges are stepped in exact decimals.

import * as z from 'zod';
import type { ProblemCode, Report } from '../problem/problem.ts';
import type { Source, Where } from '../problem/source.ts';
import { textOf } from './extend.ts';
import { reference, text } from './leaves.ts';
import type { NotOpened, Shelf } from './read.ts';
import { at, type Tree, whereAt } from './tree.ts';

/** Rows of what comes out; more are a mistake, or several batches. */
export const MOST_ROWS = 10_000_000;
/** Figures of a row, and values of a point. */
export const MOST_COLUMNS = 1000;

export const varyShape = z.strictObject({
  path: text.optional(),
  values: z.array(z.unknown()).min(1).optional(),
  from: text.optional(),
  to: text.optional(),
  step: text.optional(),
  file: reference.optional(),
});

type WrittenAxis = z.output<typeof varyShape>;

/** Paths that vary together, and what stands at each of them, in order. */
export interface Axis {
  readonly paths: readonly string[];
  readonly where: readonly (Where | null)[];
  /** Where what stands at path j in row i was written. */
  readonly whereOf: (i: number, j: number) => Where | null;
  /** How many rows of values there are. */
  readonly count: number;
  /** What stands at the paths in row i. */
  readonly row: (i: number) => readonly Tree[];
  /** True of a range: what holds of its first two values and its last holds of all. */
  readonly isRange: boolean;
  /** All rows in as few words as tell them, for fingerprints: a range by where it starts and how it steps. */
  readonly said: unknown;
}

type Place = readonly (string | number)[];

/** Reads what is under `vary`, and tells what is wrong with it. */
export class Varying {
  private readonly source: Source;
  private readonly tree: Tree;
  private readonly shelf: Shelf;
  private readonly report: Report;
  private readonly seen = new Set<string>();

  constructor(source: Source, tree: Tree, shelf: Shelf, report: Report) {
    this.source = source;
    this.tree = tree;
    this.shelf = shelf;
    this.report = report;
  }

  error(code: ProblemCode, path: Place, args: Readonly<Record<string, string | number>>): void {
    this.report.add('error', code, whereAt(this.tree, path), path.join('.'), args);
  }

  notOpened(found: NotOpened, path: Place, kind: string): void {
    this.report.add('error', found.code, found.where ?? whereAt(this.tree, path), path.join('.'), { ...found.args, kind });
  }

  axis(one: WrittenAxis, i: number): Axis {
    const place = ['vary', i];
    const isRange = one.from !== undefined || one.to !== undefined || one.step !== undefined;
    const ways = [one.values !== undefined, isRange, one.file !== undefined].filter((way) => way).length;
    if (ways !== 1) {
      this.error('one-of', place, { choices: 'values、from、file' });
      return listed([], [], []);
    }
    if (one.file !== undefined) {
      if (one.path !== undefined) this.error('one-of', [...place, 'path'], { choices: 'path、file' });
      return this.table(one.file, [...place, 'file']);
    }
    if (one.path === undefined) {
      this.error('missing-key', place, { key: 'path', wanted: 'text' });
      return listed([], [], []);
    }
    this.once(one.path, [...place, 'path']);
    const where = [whereAt(this.tree, [...place, 'path'])];
    if (isRange) return this.range(one, [one.path], where, place);
    const values = (at(this.tree, [...place, 'values']) ?? []) as readonly Tree[];
    const rows = values.map((value) => [value]);
    return listed([one.path], where, rows, (row) => whereAt(this.tree, [...place, 'values', row]));
  }

  private once(path: string, place: Place): void {
    if (this.seen.has(path)) this.error('duplicate-id', place, { got: path });
    this.seen.add(path);
  }

  private range(one: WrittenAxis, paths: readonly string[], where: Axis['where'], place: Place): Axis {
    const missing = (['from', 'to', 'step'] as const).filter((key) => one[key] === undefined);
    for (const key of missing) this.error('missing-key', [...place], { key, wanted: 'quantity' });
    if (missing.length > 0) return listed(paths, where, []);
    const stepped = steps(one.from ?? '', one.to ?? '', one.step ?? '');
    if ('at' in stepped) {
      const { count, at: valueAt, said } = stepped;
      const whereOf = (i: number) => whereAt(this.tree, [...place, i === count - 1 ? 'to' : 'from']);
      return { paths, where, whereOf, count, row: (i) => [valueAt(i)], isRange: true, said: [paths, said] };
    }
    const { key, ...args } = stepped;
    if (args.case === 'many') this.error('batch-too-many', [...place, key], { got: args.got, most: MOST_ROWS });
    else this.error('batch-range', [...place, key], args);
    return listed(paths, where, []);
  }

  /** A file of rows: its first row names the paths. An empty cell is no value: it is refused, as nothing is assumed. */
  private table(name: string, place: Place): Axis {
    const table = this.shelf.table(name, this.source);
    if (!('rows' in table)) {
      this.notOpened(table, place, 'rows');
      return listed([], [], []);
    }
    const [head, ...rows] = table.rows;
    const paths = (head?.cells ?? []).map((cell) => cell.trim());
    for (const path of paths) this.once(path, place);
    if (rows.length === 0 || paths.length > MOST_COLUMNS) this.error('batch-rows', place, { got: name });
    const bad = rows.find(({ cells }) => cells.length !== paths.length || cells.some((cell) => cell.trim() === ''));
    if (bad !== undefined) this.error('batch-rows', place, { case: 'cells', got: name, row: bad.line });
    const where = whereAt(this.tree, place);
    const { source } = table;
    const lineAt = (i: number): Where => {
      const line = rows[i]?.line ?? 1;
      const offset = source.lineStarts[line - 1] ?? 0;
      return { source, offset, end: Math.max(offset + 1, (source.lineStarts[line] ?? source.text.length + 1) - 1) };
    };
    return listed(
      paths,
      paths.map(() => where),
      rows.map(({ cells }) => cells.map((cell) => cell.trim())),
      lineAt,
    );
  }
}

function listed(
  paths: Axis['paths'],
  where: Axis['where'],
  rows: readonly (readonly Tree[])[],
  whereOf: Axis['whereOf'] = () => null,
): Axis {
  const said = [paths, rows.map((row) => row.map(textOf))];
  return { paths, where, whereOf, count: rows.length, row: (i) => rows[i] ?? [], isRange: false, said };
}

const WRITTEN = /^([+-]?)(\d[\d,]*)(?:\.(\d+))?\s*([^\d\s.,]*)$/;

/** Values from one quantity to another: how many, and each of them. */
export interface Steps {
  readonly count: number;
  readonly at: (i: number) => string;
  readonly said: readonly [start: string, stride: string, count: number];
}

/** Which key of a range is wrong, and how; of an end that is no step, the last value before it. */
interface BadSteps {
  readonly key: 'from' | 'to' | 'step';
  readonly case: string;
  readonly got: string;
  readonly last?: string;
}

/** Values from one quantity to another, both included, in one unit; or which key is wrong, and how. */
export function steps(from: string, to: string, step: string): Steps | BadSteps {
  const read = [from, to, step].map((written) => (written.length > 40 ? null : WRITTEN.exec(written)));
  const wrong = read.indexOf(null);
  const [first, last, by] = read;
  if (first == null || last == null || by == null) {
    return { key: (['from', 'to', 'step'] as const)[wrong] ?? 'from', case: 'number', got: [from, to, step][wrong] ?? '' };
  }
  const unit = first[4] ?? '';
  if (last[4] !== unit) return { key: 'to', case: 'units', got: to };
  if (by[4] !== unit) return { key: 'step', case: 'units', got: step };
  const places = Math.max(...[first, last, by].map(([, , , fraction = '']) => fraction.length));
  const scaled = ([, sign, size = '', fraction = '']: readonly (string | undefined)[]) =>
    BigInt(`${sign === '-' ? '-' : ''}${size.replaceAll(',', '')}${fraction.padEnd(places, '0')}`);
  const [start, end, stride] = [scaled(first), scaled(last), scaled(by)];
  if (stride === 0n) return { key: 'step', case: 'zero', got: step };
  if (start !== end && end > start !== stride > 0n) return { key: 'step', case: 'away', got: step };
  const count = (end - start) / stride + 1n;
  if (count > BigInt(MOST_ROWS)) return { key: 'step', case: 'many', got: String(count) };
  const valueAt = (i: number) => `${decimal(start + BigInt(i) * stride, places)}${unit}`;
  // Who writes an end wants it to be there.
  if ((end - start) % stride !== 0n) return { key: 'to', case: 'off', got: to, last: valueAt(Number(count) - 1) };
  return { count: Number(count), at: valueAt, said: [valueAt(0), decimal(stride, places), Number(count)] };
}

function decimal(scaled: bigint, places: number): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, '0');
  const point = digits.length - places;
  const fraction = digits.slice(point).replace(/0+$/, '');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`;
}
