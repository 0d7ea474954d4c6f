// A batch file: a scenario, what varies in it, and the figures and chances that are asked of each point.

import * as z from 'zod';
import { InputProblems, Report } from '../problem/problem.ts';
import type { Source, Where } from '../problem/source.ts';
import { choice, reference, text, whole, yesNo } from './leaves.ts';
import type { Setting } from './otherwise.ts';
import { type Read, readScenario, type Shelf, shaped } from './read.ts';
import { type Tree, treeOf, whereAt } from './tree.ts';
import { type Axis, MOST_COLUMNS, MOST_ROWS, Varying, varyShape } from './vary.ts';

/** Numbers of a point that are held at once for its statistics: 800 MB. */
export const MOST_HELD = 100_000_000;

export const batchShape = z.strictObject({
  title: text.optional(),
  note: text.optional(),
  scenario: reference,
  vary: z.array(varyShape).optional(),
  together: yesNo.optional(),
  draws: whole.optional(),
  seed: whole.optional(),
  keep: choice({ all: '逐次', statistics: '统计' }).optional(),
  figures: z.array(text).min(1).max(MOST_COLUMNS),
  chances: z.array(text).min(1).max(MOST_COLUMNS).optional(),
});

type WrittenBatch = z.output<typeof batchShape>;

/** A figure's path or a condition on figures, as it was written. */
export interface AskedOf {
  readonly text: string;
  readonly where: Where | null;
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
  readonly figures: readonly AskedOf[];
  /** What may happen or not in a draw: `FIGURE op VALUE`. */
  readonly chances: readonly AskedOf[];
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
  const varying = new Varying(source, tree, shelf, report);
  const scenario = shelf.open('scenario', written.scenario, source);
  if (!('text' in scenario)) varying.notOpened(scenario, ['scenario'], 'scenario');
  const axes = (written.vary ?? []).map((one, i) => varying.axis(one, i));
  const points = pointsOf(axes, written, varying, report);
  const { draws, keep, chances, figures } = written;
  if (draws === 0) varying.error('batch-range', ['draws'], { case: 'none', got: '0' });
  if (chances !== undefined && (draws === undefined || keep === 'all')) varying.error('batch-chance', ['chances'], { case: 'draws' });
  // What says how to draw says nothing where nothing is drawn.
  for (const key of ['seed', 'keep'] as const) {
    const isIdle = draws === undefined && written[key] !== undefined && written[key] !== 'statistics';
    if (isIdle) varying.error('batch-range', [key], { case: 'idle', got: String(written[key]) });
  }
  for (const [i, path] of figures.entries()) {
    if (figures.indexOf(path) < i) varying.error('duplicate-id', ['figures', i], { got: path });
  }
  report.stopIfFailed();
  return {
    read: readScenario(scenario as Source, shelf),
    axes,
    together: written.together === 'yes',
    draws: draws ?? null,
    seed: BigInt(written.seed ?? 1),
    keepsAll: draws !== undefined && keep === 'all',
    figures: listed(figures, 'figures', tree),
    chances: listed(chances ?? [], 'chances', tree),
    points,
    source,
  };
}

function listed(texts: readonly string[], key: string, tree: Tree): AskedOf[] {
  return texts.map((one, i) => ({ text: one, where: whereAt(tree, [key, i]) }));
}

/** How many points there are, if not too many. Nothing is laid out for it. */
function pointsOf(axes: readonly Axis[], written: WrittenBatch, varying: Varying, report: Report): number {
  const lengths = axes.map(({ count }) => count);
  if (report.failed) return 0;
  if (written.together === 'yes' && new Set(lengths).size > 1) {
    varying.error('batch-lengths', ['together'], { got: lengths.join('、') });
    return 0;
  }
  const points = written.together === 'yes' ? (lengths[0] ?? 1) : lengths.reduce((product, length) => product * length, 1);
  const rows = written.keep === 'all' ? points * (written.draws ?? 1) : Math.max(points, written.draws ?? 0);
  if (rows > MOST_ROWS) varying.error('batch-too-many', ['vary'], { got: rows > 1e15 ? rows.toExponential(0) : rows, most: MOST_ROWS });
  const held = written.keep === 'all' ? 0 : (written.draws ?? 0) * (written.figures.length + (written.chances?.length ?? 0));
  if (held > MOST_HELD) varying.error('batch-too-many', ['draws'], { case: 'held', got: held, most: MOST_HELD });
  return points;
}

/** What point k sets. */
export function settingsAt({ axes, together }: Pick<Batch, 'axes' | 'together'>, k: number): Setting[] {
  let rest = k;
  const rows: (readonly Tree[])[] = [];
  for (const axis of axes.toReversed()) {
    rows.unshift(axis.row(together ? k : rest % axis.count));
    rest = Math.floor(rest / axis.count);
  }
  return axes.flatMap(({ paths }, i) => paths.map((path, j) => ({ path, value: rows[i]?.[j] ?? null })));
}
