// A batch file where a scenario was wanted, or a scenario where a batch was: told as that, not by each of its keys.

import { InputProblems, type Problem, Report } from '../problem/problem.ts';

/** Keys at the root that only the one or the other has. */
const BATCH_KEYS: readonly string[] = ['scenario', 'vary'];
const SCENARIO_KEYS: readonly string[] = ['years', 'policy', 'county', 'set', 'extends'];

/** @throws {InputProblems} of the reading, or one that says which file is of the other kind. */
export function ofItsKind<T>(reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    const strange = error.problems.filter(({ code }) => code === 'unknown-key');
    const batch = strange.find(({ path }) => BATCH_KEYS.includes(path));
    const scenario = strange.find(({ path }) => SCENARIO_KEYS.includes(path));
    if (batch !== undefined && scenario === undefined) throw told(batch, 'isBatch');
    if (scenario !== undefined && batch === undefined) throw told(scenario, 'isScenario');
    throw error;
  }
}

function told({ where }: Problem, kind: 'isBatch' | 'isScenario'): InputProblems {
  const report = new Report();
  report.add('error', 'usage', where, '', { case: kind, got: where?.source.name ?? '' });
  return new InputProblems(report.problems);
}
