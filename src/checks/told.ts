// How a finding about a policy is told: once, at the place that says it, with what the value rests on.

import type { Basis } from '../money/dated.ts';
import type { Problem, ProblemCode } from '../problem/problem.ts';
import { policyValue } from '../written/policyValue.ts';
import type { Read } from '../written/read.ts';
import { child, isTreeMap, keysOf, type Path, type Tree, whereAt } from '../written/tree.ts';

type Args = Readonly<Record<string, string | number>>;

/** @param path below the policy. @param once what makes it the same finding; the path where nothing is said. */
export type Tell = (grade: Problem['grade'], code: ProblemCode, path: string, year: number, args: Args, once?: string) => void;

/** @returns a teller that adds to `found`, each finding once. */
export function tellerOf(read: Read, found: Problem[]): Tell {
  const seen = new Set<string>();
  return (grade, code, path, year, args, once = path) => {
    if (seen.has(`${code} ${once}`)) return;
    seen.add(`${code} ${once}`);
    const where = whereAt(read.tree, stepsTo(read.tree, ['policy', ...path.split('.')], year));
    found.push({ code, grade, where, path: `policy.${path}`, args: { ...args, ...groundsOf(basisAt(read, path, year)) } });
  };
}

/** What the value at a path rests on: its own ground, or that of the table that it is in. */
function basisAt(read: Read, path: string, year: number): Basis {
  for (let steps = path.split('.'); steps.length > 0; steps = steps.slice(0, -1)) {
    const basis = policyValue(read.scenario.policy, steps.join('.'), year)?.basis;
    if (basis !== undefined && basis.kind !== 'unsourced') return basis;
  }
  return { kind: 'unsourced' };
}

function groundsOf(basis: Basis): Args {
  if (basis.kind === 'source') return { source: `${basis.document} ${basis.clause}` };
  return basis.kind === 'assumption' ? { assumption: basis.why } : {};
}

/** A path as it leads through the tree, where a table may stand under `value` and under a year. */
function stepsTo(tree: Tree, path: readonly string[], year: number): Path {
  const steps: (string | number)[] = [];
  let here: Tree | undefined = tree;
  for (const step of path) {
    for (let inner = wrapped(here, step, year); inner !== null; inner = wrapped(here, step, year)) {
      steps.push(inner);
      here = child(here, inner);
    }
    const key: string | number = Array.isArray(here) ? Number(step) : step;
    steps.push(key);
    here = child(here, key);
  }
  return steps;
}

/** The key that stands between a value and its parts: `value`, or the year in force. */
function wrapped(here: Tree | undefined, step: string, year: number): string | number | null {
  if (!isTreeMap(here) || child(here, step) !== undefined) return null;
  if (child(here, 'value') !== undefined) return 'value';
  const years = keysOf(here).filter((key) => /^\d{4}$/.test(String(key)) && Number(key) <= year);
  return years.sort((a, b) => Number(a) - Number(b)).at(-1) ?? null;
}
