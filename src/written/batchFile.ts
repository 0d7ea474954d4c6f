// A batch file: a scenario, what varies in it, and the figures that are asked of each point. What varies is laid out as axes of settings;
// values stay the texts that they are, and ranges are stepped in exact decimals.

import * as z from 'zod';
import { InputProblems, type ProblemCode, Report } from '../problem/problem.ts';
import type { Source, Where } from '../problem/source.ts';
import { choice, reference, text, whole } from './leaves.ts';
import type { Setting } from './otherwise.ts';
import { type NotOpened, type Read, readScenario, type Shelf, shaped } from './read.ts';
import { at, type Tree, treeOf, whereAt } from './tree.ts';

/** Rows of what comes out; more are a mistake, or several batches. */
export const MOST_ROWS = 10_000_000;
/** Numbers of a point that are held at once for its statistics: 800 MB. */
const MOST_HELD = 100_000_000;
/** Figures of a row, and values of a point. */
const MOST_COLUMNS = 1000;

const yesNo = choice({ yes: '是', no: '否' });

const batchShape = z.strictObject({
  title: text.optional(),
  note: text.optional(),
  scenario: reference,
  vary: z
    .array(
      z.strictObject({
        path: text.optional(),
        values: z.array(z.unknown()).min(1).optional(),
        from: text.optional(),
        to: text.optional(),
        step: text.optional(),
        file: reference.optional(),
      }),
    )
    .optional(),
  together: yesNo.optional(),
  draws: whole.optional(),
  seed: whole.optional(),
  keep: choice({ all: '逐次', statistics: '统计' }).optional(),
  figures: z.array(text).min(1).max(MOST_COLUMNS),
});

type WrittenBatch = z.output<typeof batchShape>;

/** Paths that vary together, and what stands at each of them, in order. */
interface Axis {
  readonly paths: readonly string[];
  readonly rows: readonly (readonly Tree[])[];
  readonly where: readonly (Where | null)[];
}

export interface Batch {
  /** The scenario that the points start from. */
  readonly read: Read;
  readonly axes: readonly Axis[];
  /** True: the n-th values of all axes go together; else each goes with each, the last axis fastest. */
  readonly together: boolean;
  /** Null: the calm run of each point. */
  readonly draws: number | null;
  readonly seed: bigint;
  /** A row a draw; else a row a point, with statistics of its draws. */
  readonly keepsAll: boolean;
  readonly figures: readonly { readonly path: string; readonly where: Where | null }[];
  readonly points: number;
  readonly source: Source;
}

/** @throws {InputProblems} with every problem of the file, or those of its scenario. */
export function readBatch(source: Source, shelf: Shelf): Batch {
  const report = new Report();
  const tree = treeOf(source, report);
  report.stopIfFailed();
  const written = shaped(batchShape, tree, report);
  if (written === null) throw new InputProblems(report.problems);
  const layout = new Layout(source, tree, shelf, report);
  const scenario = shelf.open('scenario', written.scenario, source);
  if (!('text' in scenario)) layout.notOpened(scenario, ['scenario'], 'scenario');
  const axes = (written.vary ?? []).map((one, i) => layout.axis(one, i));
  const points = layout.points(axes, written);
  if (written.draws === 0) layout.error('batch-range', ['draws'], { case: 'none', got: '0' });
  report.stopIfFailed();
  return {
    read: readScenario(scenario as Source, shelf),
    axes,
    together: written.together === 'yes',
    draws: written.draws ?? null,
    seed: BigInt(written.seed ?? 1),
    keepsAll: written.draws !== undefined && written.keep === 'all',
    figures: written.figures.map((path, i) => ({ path, where: whereAt(tree, ['figures', i]) })),
    points,
    source,
  };
}

class Layout {
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

  error(code: ProblemCode, path: readonly (string | number)[], args: Readonly<Record<string, string | number>>): void {
    this.report.add('error', code, whereAt(this.tree, path), path.join('.'), args);
  }

  notOpened(found: NotOpened, path: readonly (string | number)[], kind: string): void {
    this.report.add('error', found.code, found.where ?? whereAt(this.tree, path), path.join('.'), { ...found.args, kind });
  }

  axis(one: NonNullable<WrittenBatch['vary']>[number], i: number): Axis {
    const place = ['vary', i];
    const none: Axis = { paths: [], rows: [], where: [] };
    const isRange = one.from !== undefined || one.to !== undefined || one.step !== undefined;
    const ways = [one.values !== undefined, isRange, one.file !== undefined].filter((way) => way).length;
    if (ways !== 1) {
      this.error('one-of', place, { choices: 'values、from、file' });
      return none;
    }
    if (one.file !== undefined) {
      if (one.path !== undefined) this.error('one-of', [...place, 'path'], { choices: 'path、file' });
      return this.table(one.file, [...place, 'file']);
    }
    if (one.path === undefined) {
      this.error('missing-key', place, { key: 'path', wanted: 'text' });
      return none;
    }
    this.once(one.path, [...place, 'path']);
    const where = [whereAt(this.tree, [...place, 'path'])];
    if (!isRange) {
      const values = (at(this.tree, [...place, 'values']) ?? []) as readonly Tree[];
      return { paths: [one.path], rows: values.map((value) => [value]), where };
    }
    return { paths: [one.path], rows: this.range(one, place).map((value) => [value]), where };
  }

  private once(path: string, place: readonly (string | number)[]): void {
    if (this.seen.has(path)) this.error('duplicate-id', place, { got: path });
    this.seen.add(path);
  }

  private range(one: { readonly [key in 'from' | 'to' | 'step']?: string | undefined }, place: readonly (string | number)[]): string[] {
    const missing = (['from', 'to', 'step'] as const).filter((key) => one[key] === undefined);
    for (const key of missing) this.error('missing-key', place, { key, wanted: 'quantity' });
    if (missing.length > 0) return [];
    const stepped = steps(one.from ?? '', one.to ?? '', one.step ?? '');
    if (Array.isArray(stepped)) return stepped;
    const { key, ...args } = stepped as Exclude<typeof stepped, readonly string[]>;
    if (args.case === 'many') this.error('batch-too-many', [...place, key], { got: args.got, most: MOST_ROWS });
    else this.error('batch-range', [...place, key], args);
    return [];
  }

  /** A file of rows: its first row names the paths. An empty cell is no value: it is refused, as nothing is assumed. */
  private table(name: string, place: readonly (string | number)[]): Axis {
    const table = this.shelf.table(name, this.source);
    if (!('rows' in table)) {
      this.notOpened(table, place, 'rows');
      return { paths: [], rows: [], where: [] };
    }
    const [head, ...rows] = table.rows;
    const paths = (head?.cells ?? []).map((cell) => cell.trim());
    for (const path of paths) this.once(path, place);
    if (rows.length === 0 || paths.length > MOST_COLUMNS) this.error('batch-rows', place, { got: name });
    const bad = rows.find(({ cells }) => cells.length !== paths.length || cells.some((cell) => cell.trim() === ''));
    if (bad !== undefined) this.error('batch-rows', place, { case: 'cells', got: name, row: bad.line });
    const where = whereAt(this.tree, place);
    return { paths, rows: rows.map(({ cells }) => cells.map((cell) => cell.trim())), where: paths.map(() => where) };
  }

  /** How many points there are, if not too many. */
  points(axes: readonly Axis[], written: WrittenBatch): number {
    const lengths = axes.map(({ rows }) => rows.length);
    if (this.report.failed) return 0;
    if (written.together === 'yes' && new Set(lengths).size > 1) {
      this.error('batch-lengths', ['together'], { got: lengths.join('、') });
      return 0;
    }
    const points = written.together === 'yes' ? (lengths[0] ?? 1) : lengths.reduce((product, length) => product * length, 1);
    const rows = written.keep === 'all' ? points * (written.draws ?? 1) : Math.max(points, written.draws ?? 0);
    if (rows > MOST_ROWS) this.error('batch-too-many', ['vary'], { got: rows > 1e15 ? rows.toExponential(0) : rows, most: MOST_ROWS });
    const held = written.keep === 'all' ? 0 : (written.draws ?? 0) * written.figures.length;
    if (held > MOST_HELD) this.error('batch-too-many', ['draws'], { case: 'held', got: held, most: MOST_HELD });
    return points;
  }
}

const WRITTEN = /^([+-]?)(\d[\d,]*)(?:\.(\d+))?\s*([^\d\s.,]*)$/;

/** Values from one quantity to another, both included, in one unit; or which key is wrong, and how. */
export function steps(
  from: string,
  to: string,
  step: string,
): string[] | { readonly key: 'from' | 'to' | 'step'; readonly case: string; readonly got: string } {
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
  return Array.from({ length: Number(count) }, (_, i) => `${decimal(start + BigInt(i) * stride, places)}${unit}`);
}

function decimal(scaled: bigint, places: number): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, '0');
  const point = digits.length - places;
  const fraction = digits.slice(point).replace(/0+$/, '');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** What point k sets. */
export function settingsAt({ axes, together }: Pick<Batch, 'axes' | 'together'>, k: number): Setting[] {
  let rest = k;
  const rows: (readonly Tree[])[] = [];
  for (const axis of axes.toReversed()) {
    const length = axis.rows.length;
    rows.unshift(axis.rows[together ? k : rest % length] ?? []);
    rest = Math.floor(rest / length);
  }
  return axes.flatMap(({ paths }, i) => paths.map((path, j) => ({ path, value: rows[i]?.[j] ?? null })));
}
