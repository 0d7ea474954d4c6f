// Scenarios to compare: those that come with the project, and changes of the baseline written in a test.

import { join } from 'node:path';
import { InputProblems } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { Files } from '../../src/shell/files.ts';
import { pathOf } from '../../src/study/changes.ts';
import { type Comparison, comparisonOf, type Scenario, type TriedChange } from '../../src/study/compare.ts';
import { type Read, readScenario, type Shelf } from '../../src/written/read.ts';
import { play } from '../../src/year/play.ts';
import { ROOT } from '../golden/scenarios.ts';
import { randomScenario } from '../reference/random.ts';
import { yamlOf } from '../reference/writing.ts';

/** A scenario written here, as if it stood in scenarios/. */
export function readText(text: string): Read {
  const files = new Files();
  const beside = files.named(join(ROOT, 'scenarios/baseline.yaml'));
  if (!('text' in beside)) throw new Error('no baseline');
  const source = sourceOf('written.yaml', text);
  const shelf: Shelf = {
    open: (kind, name, from) => files.open(kind, name, from === source ? beside : from),
    table: (name, from) => files.table(name, from === source ? beside : from),
  };
  return readScenario(source, shelf);
}

/** A random county as it is read; null where it cannot be. */
export function readRandom(seed: number): Read | null {
  try {
    return readScenario(sourceOf('random.yaml', yamlOf(randomScenario(seed))));
  } catch (error) {
    if (error instanceof InputProblems) return null;
    throw error;
  }
}

export function written(text: string): Scenario {
  const read = readText(text);
  return { read, run: play(read) };
}

/** The baseline with some lines on top. */
export function onBaseline(lines: string): Scenario {
  return written(`extends: baseline.yaml\n${lines}`);
}

/** What is told of the change at a path. */
export function changeAt(comparison: Comparison, path: string): TriedChange {
  const found = comparison.changes.find(({ change }) => pathOf(change) === path);
  if (found === undefined)
    throw new Error(`no change at ${path} but at ${comparison.changes.map(({ change }) => pathOf(change)).join(', ')}`);
  return found;
}

/** What each change that could move a figure does: `alone taken`, by path. */
export function effects(before: Scenario, after: Scenario, most?: number): Record<string, string> {
  const { changes } = comparisonOf(before, after, most);
  const parameters = changes.filter(({ change }) => change.kind !== 'words' && change.kind !== 'basis');
  return Object.fromEntries(
    parameters.map(({ change, alone, taken, joint }) => [pathOf(change), `${alone} ${taken}${joint ? ' jointly' : ''}`]),
  );
}
