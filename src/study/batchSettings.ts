// What a batch sets, looked at before anything is played: paths that are not there, and values that no scenario can have at their path (yuan
// where a share is wanted). Whether the rules take a point is another matter: that is found out as it is played.

import { InputProblems, type Problem, type ProblemCode, Report } from '../problem/problem.ts';
import type { Batch } from '../written/batchFile.ts';
import { readOtherwise } from '../written/otherwise.ts';
import type { Axis } from '../written/vary.ts';

/** Values of an axis that are looked at, evenly along it; each takes as long as reading the scenario. */
const MOST_LOOKED_AT = 100;
/** More of one kind say no more. */
const MOST_TOLD = 20;

/** What a value lacks that goes with another axis may come from that: it is no fault of the value alone. */
const OF_OTHERS: ReadonlySet<ProblemCode> = new Set(['missing-key', 'unknown-key', 'one-of', 'unknown-path']);

/** @throws {InputProblems} */
export function checkSettings(batch: Batch): void {
  const report = new Report();
  for (const axis of batch.axes) {
    for (const problem of problemsOf(batch, axis, 0)) {
      // A value may be right at other points; a path that is not there never is.
      if (problem.code === 'unknown-path') report.add('error', problem.code, wherePath(axis, problem.path), problem.path, problem.args);
    }
  }
  report.stopIfFailed();
  for (const axis of batch.axes) {
    for (const i of alongOf(axis)) {
      for (const problem of problemsOf(batch, axis, i)) {
        if (OF_OTHERS.has(problem.code) || report.problems.length >= MOST_TOLD) continue;
        const j = Math.max(
          0,
          axis.paths.findIndex((path) => problem.path.startsWith(path)),
        );
        report.add('error', problem.code, axis.whereOf(i, j), problem.path, problem.args);
      }
    }
  }
  report.stopIfFailed();
}

/** What is wrong with the scenario where only row i of this axis is set. */
function problemsOf({ read }: Batch, { paths, row }: Axis, i: number): readonly Problem[] {
  const values = row(i);
  try {
    readOtherwise(
      read,
      paths.map((path, j) => ({ path, value: values[j] ?? null })),
    );
    return [];
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    return error.problems.filter(({ grade }) => grade === 'error');
  }
}

function wherePath({ paths, where }: Axis, path: string): Problem['where'] {
  return where[paths.indexOf(path)] ?? null;
}

/** First and last; of values that are no range others between them too. */
function alongOf({ count, isRange }: Axis): number[] {
  const most = Math.min(count, isRange ? 2 : MOST_LOOKED_AT);
  return [...new Set(Array.from({ length: most }, (_, k) => (most === 1 ? 0 : Math.round((k * (count - 1)) / (most - 1)))))];
}
