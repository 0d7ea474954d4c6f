// What stands where a lever leads: whether it is a ratio, and whether the ends that were written can be read there at all. Asked of the
// shapes themselves, by writing a value there, so that no list of ratios has to be kept.

import { InputProblems, type Problem, type ProblemCode } from '../problem/problem.ts';
import { readOtherwise } from '../written/otherwise.ts';
import type { Read } from '../written/read.ts';
import { type Lever, type RatioKind, settingsAt } from './levers.ts';

/** What is wrong with a value by itself, whatever stands beside it. */
const UNREADABLE: ReadonlySet<ProblemCode> = new Set([
  'ratio-bare',
  'not-a-number',
  'half-written-unit',
  'not-plain-decimal',
  'wrong-type',
  'unknown-path',
]);

/** Above 1 a share needs its sign, a factor does not. */
export function ratioKindAt(read: Read, path: string): RatioKind {
  if (problemsWith(read, path, '2').some(({ code }) => code === 'ratio-bare')) return 'share';
  return problemsWith(read, path, '101%').length === 0 ? 'factor' : null;
}

/** Why an end of a lever cannot be read where it leads: yuan or a bare 10 where a share is wanted; null where both can be. */
export function unreadableEnd(read: Read, lever: Lever): Problem | null {
  for (const k of [lever.grid.count - 1, 0]) {
    for (const { path, value } of settingsAt(lever, k)) {
      const [first] = problemsWith(read, path, String(value));
      if (first !== undefined) return first;
    }
  }
  return null;
}

function problemsWith(read: Read, path: string, value: string): readonly Problem[] {
  try {
    readOtherwise(read, [{ path, value }]);
    return [];
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    // The scenario itself was read: what is wrong now is this value.
    return error.problems.filter(({ code }) => UNREADABLE.has(code));
  }
}
