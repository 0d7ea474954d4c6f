// shapan test PATH… — every scenario with `expect:`; each difference with expected, got and rule.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareExpected } from '../../figures/expectations.ts';
import { InputProblems, Report } from '../../problem/problem.ts';
import { child, whereAt } from '../../written/tree.ts';
import type { Context } from './context.ts';

export function test(context: Context, paths: readonly string[]): number {
  let passed = 0;
  let failed = 0;
  let broken = 0;
  for (const path of paths) {
    for (const file of scenariosIn(path)) {
      try {
        const outcome = compared(context, file, file === path);
        if (outcome === null) continue;
        if (outcome) passed += 1;
        else failed += 1;
      } catch (error) {
        if (!(error instanceof InputProblems)) throw error;
        broken += 1;
        process.stdout.write(
          `${context.say('testBroken', { file })}\n${context.problems(error.problems.filter((p) => p.grade === 'error'))}\n`,
        );
      }
    }
  }
  if (passed + failed + broken === 0) {
    process.stderr.write(`${context.say('testNone', { paths: paths.join(' ') })}\n`);
    return 2;
  }
  process.stdout.write(`${context.say('testSum', { passed, failed: failed + broken })}\n`);
  return broken > 0 ? 2 : failed > 0 ? 1 : 0;
}

/** Every YAML file of a folder and below, in order; a file itself. A path that is neither is told by whoever reads it. */
function scenariosIn(path: string): string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) return scenariosIn(inner);
      return /\.ya?ml$/.test(entry.name) ? [inner] : [];
    });
}

/** True where every figure came out; null for a file of a folder that is no scenario with `expect`. */
function compared(context: Context, file: string, isNamed: boolean): boolean | null {
  const read = context.readIfScenario(file, isNamed);
  if (read === null || (child(read.tree, 'expect') === undefined && !isNamed)) return null;
  const { run } = context.played(read);
  const report = new Report();
  const outcome = compareExpected(run, read.tree, report);
  if (outcome.compared === 0) report.add('error', 'nothing-expected', whereAt(read.tree, ['expect']), 'expect', { got: file });
  report.stopIfFailed();
  const count = outcome.compared;
  if (outcome.differences.length === 0) {
    process.stdout.write(`${context.say('testPassed', { file, count })}\n`);
    return true;
  }
  process.stdout.write(`${context.say('testFailed', { file, count, failed: outcome.differences.length })}\n`);
  for (const { path, expected, got, rule } of outcome.differences) {
    process.stdout.write(`${context.say('testDifference', { path, expected, got, rule })}\n`);
  }
  return false;
}
