// From a scenario as read to a run that was played; what the rules refuse becomes a problem like any other.

import type { Books } from '../books/books.ts';
import { layOut } from '../plan/layOut.ts';
import type { Close, Plan } from '../plan/plan.ts';
import { InputProblems } from '../problem/problem.ts';
import { Refusal } from '../rules/refusal.ts';
import { weatherOf } from '../weather/weather.ts';
import type { Read } from '../written/read.ts';
import { whereAt } from '../written/tree.ts';
import { played } from './simulate.ts';

/** A plan and its books, played through. */
export interface Played {
  readonly plan: Plan;
  readonly books: Books;
}

/**
 * Lays a scenario out and plays it.
 * @param close a close to go on from, in place of the county's opening balances and earlier activity.
 * @throws {InputProblems} with every problem found. Warnings are left in `read.report`.
 */
export function play(read: Read, close: Close | null = null): Played {
  const plan = layOut(read, close);
  // Draws are not made here, but what is wrong with their uncertainty is told with all else.
  if (read.scenario.uncertainty !== undefined) weatherOf(plan, read);
  try {
    return { plan, books: played(plan) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const steps = error.path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    read.report.add('error', error.code, whereAt(read.tree, steps), error.path, error.args);
    throw new InputProblems(read.report.problems);
  }
}
