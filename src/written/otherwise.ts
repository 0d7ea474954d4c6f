// A scenario that was read, with some values written otherwise: what `set` does, but without opening the files again, so that a study
// can try a value in the time of a run. Activity stays as it is.

import { InputProblems, Report } from '../problem/problem.ts';
import { findPath, replaced } from './extend.ts';
import { type Read, shaped, without } from './read.ts';
import { scenarioShape } from './shapes.ts';
import { child, isTreeMap, type Path, spotOf, type Tree, withChild } from './tree.ts';

/** A path as in `set`, and what is to stand there. */
export interface Setting {
  readonly path: string;
  readonly value: Tree;
  /** True of one more item of a list at the top of the scenario, which may not be there yet. */
  readonly isAdded?: boolean;
}

/** @throws {InputProblems} where a path does not exist, or a value cannot be read there. Warnings start anew. */
export function readOtherwise(read: Read, settings: readonly Setting[]): Read {
  const report = new Report();
  let tree = settable(read);
  for (const { path: written, value, isAdded } of settings) {
    if (isAdded === true) {
      tree = withItem(tree, written, value);
      continue;
    }
    const path = pathTo(tree, written, report);
    if (path === null) continue;
    const spot = spotOf(above(tree, path), path.at(-1) ?? '');
    if (spot !== null) tree = replaced(tree, path, value, spot);
  }
  report.stopIfFailed();
  const scenario = shaped(scenarioShape, tree, report);
  if (scenario === null) throw new InputProblems(report.problems);
  const { activity } = read.scenario.county;
  const county = activity === undefined ? scenario.county : { ...scenario.county, activity };
  return { ...read, scenario: { ...scenario, county }, report };
}

/** A list at the top of a scenario with one more item, which stands where the scenario does. */
function withItem(tree: Tree, key: string, value: Tree): Tree {
  const spot = spotOf(tree, key) ?? spotOf(tree, 'years');
  if (!isTreeMap(tree) || spot === null) return tree;
  const list = (child(tree, key) ?? []) as readonly Tree[];
  return withChild(tree, key, withChild(list, list.length, value, spot), spot);
}

/** What stands at a path of a scenario. @throws {InputProblems} where it does not exist. */
export function writtenAt(read: Read, written: string): Tree {
  const report = new Report();
  const tree = settable(read);
  const path = pathTo(tree, written, report);
  if (path === null) throw new InputProblems(report.problems);
  return path.reduce<Tree>((here, key) => child(here, key) ?? null, tree);
}

function pathTo(tree: Tree, written: string, report: Report): Path | null {
  const found = findPath(tree, written);
  if ('path' in found) return found.path;
  report.add('error', 'unknown-path', null, written, found.missing);
  return null;
}

/** The scenario as it is read against the shapes, but for rows of activity, which no path leads into. */
export function settable(read: Read): Tree {
  const tree = without(without(without(read.tree, 'set'), 'extends'), 'expect');
  const county = child(tree, 'county');
  const spot = spotOf(tree, 'county');
  return isTreeMap(tree) && county !== undefined && spot !== null ? withChild(tree, 'county', without(county, 'activity'), spot) : tree;
}

function above(tree: Tree, path: Path): Tree {
  return path.slice(0, -1).reduce<Tree>((here, key) => child(here, key) ?? null, tree);
}
