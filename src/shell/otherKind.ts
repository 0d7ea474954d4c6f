// A file of another kind than was wanted: told as that, not by each of its keys. A batch where a scenario was wanted or the other way round;
// a policy, a county or an uncertainty, which are parts of a scenario, where the scenario was.

import { basename } from 'node:path';
import { InputProblems, type Problem, Report } from '../problem/problem.ts';
import type { Source } from '../problem/source.ts';
import { countyShape, policyShape, scenarioShape } from '../written/shapes.ts';
import { isTreeMap, keysOf, treeOf } from '../written/tree.ts';
import { uncertaintyShape } from '../written/uncertaintyShape.ts';

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
    if (batch !== undefined && scenario === undefined) throw told(batch.where, batch.where?.source.name ?? '', { case: 'isBatch' });
    if (scenario !== undefined && batch === undefined)
      throw told(scenario.where, scenario.where?.source.name ?? '', { case: 'isScenario' });
    throw error;
  }
}

const SHAPES = { policy: policyShape, county: countyShape, uncertainty: uncertaintyShape };
/** Keys that any file may have. */
const COMMON: ReadonlySet<string> = new Set(['id', 'title', 'note', 'extends']);
/** Keys that make a scenario of a file; the shape does not know `set`, which is carried out before. */
const OF_SCENARIO: ReadonlySet<string> = new Set(['set', 'expect', ...Object.keys(scenarioShape.shape).filter((key) => !COMMON.has(key))]);

/**
 * As `ofItsKind`, of a scenario.
 * @throws {InputProblems} of the reading, or one that says what the file is instead.
 */
export function ofScenario<T>(source: Source, reading: () => T): T {
  try {
    return ofItsKind(reading);
  } catch (error) {
    // A text that could not be read as YAML is not tried again, and one that builds on a scenario is one, with a slip in it.
    const isNone =
      error instanceof InputProblems &&
      error.problems.some(({ code, path }) => path === 'extends' || (code === 'missing-key' && path === 'years'));
    const kind = isNone ? partIn(source) : null;
    if (kind === null) throw error;
    throw told(null, source.name, { case: 'isPart', kind, name: basename(source.name) });
  }
}

/** Which part of a scenario a file is by the keys at its root; null of a scenario, and where nothing tells. */
function partIn(source: Source): keyof typeof SHAPES | null {
  const tree = treeOf(source, new Report());
  const keys = isTreeMap(tree) ? keysOf(tree).map(String) : [];
  if (keys.some((key) => OF_SCENARIO.has(key))) return null;
  const own = (kind: keyof typeof SHAPES) => keys.filter((key) => Object.hasOwn(SHAPES[kind].shape, key) && !COMMON.has(key)).length;
  const [best] = (['policy', 'county', 'uncertainty'] as const).toSorted((a, b) => own(b) - own(a));
  return best !== undefined && own(best) > 0 ? best : null;
}

function told(where: Problem['where'], got: string, args: Problem['args']): InputProblems {
  const report = new Report();
  report.add('error', 'usage', where, '', { ...args, got });
  return new InputProblems(report.problems);
}
