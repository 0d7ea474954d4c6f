// What was made once and need not be made again: a study plays a scenario thousands of times with one value otherwise, and most of what is
// laid out goes by what did not change. What is kept belongs to an object that is never changed (the rows of a file, their cells), and to
// the text of everything else that goes into it, its ground. It goes when the object goes.

import type { Problem, Report } from '../problem/problem.ts';

interface Made<T> {
  readonly value: T;
  readonly warnings: readonly Problem[];
}

/** A study of two counties goes to and fro between a few grounds. */
const MOST_KEPT = 8;

export class Kept<Of extends object, T> {
  private readonly known = new WeakMap<Of, Map<string, Made<T>>>();
  private readonly isAlike: (problem: Problem) => boolean;

  /** @param isAlike of a warning: whether it would be told alike of another scenario with the same ground. */
  constructor(isAlike: (problem: Problem) => boolean) {
    this.isAlike = isAlike;
  }

  /**
   * @param ground plain data: all that `make` goes by, but for the object and for where problems stand.
   * @param make tells its problems to the report. What has an error, or a warning that may be told otherwise, is made anew each time.
   */
  of(object: Of, ground: unknown, report: Report, make: () => T): T {
    const grounds = this.known.get(object) ?? new Map<string, Made<T>>();
    this.known.set(object, grounds);
    const key = textOf(ground);
    const found = grounds.get(key);
    if (found !== undefined) {
      report.problems.push(...found.warnings);
      return found.value;
    }
    const told = report.problems.length;
    const value = make();
    const warnings = report.problems.slice(told);
    if (!warnings.every((problem) => problem.grade !== 'error' && this.isAlike(problem))) return value;
    grounds.set(key, { value, warnings });
    const [oldest] = grounds.keys();
    if (grounds.size > MOST_KEPT && oldest !== undefined) grounds.delete(oldest);
    return value;
  }
}

function textOf(ground: unknown): string {
  return JSON.stringify(ground, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
