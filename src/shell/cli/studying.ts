// What the commands that study a scenario share: figures asked for, files written, refusals, how far a long study is.

import { join } from 'node:path';
import type { Run } from '../../figures/figure.ts';
import { figureMeant } from '../../figures/meant.ts';
import { InputProblems, type ProblemCode, Report } from '../../problem/problem.ts';
import type { Where } from '../../problem/source.ts';
import type { Table } from '../../report/table.ts';
import { type ScalarAt, scalarsAt, wholeOf } from '../../study/scalars.ts';
import { csvText } from '../csv.ts';
import { writeWhole } from '../files.ts';
import { Progress } from '../progress.ts';
import type { Context, Opened } from './context.ts';
import { csvRows } from './run.ts';

/** @throws {InputProblems} about the command line. */
export function refuse(code: ProblemCode, args: Readonly<Record<string, string | number>>, where: Where | null = null, path = ''): never {
  const report = new Report();
  report.add('error', code, where, path, args);
  throw new InputProblems(report.problems);
}

/** A figure that is not there, with what may have been meant. @throws {InputProblems} */
export function refuseFigure(run: Run, got: string): never {
  return refuse('unknown-figure', figureMeant(run, got));
}

/** Numbers of a run at some paths, which may have `*`. @throws {InputProblems} where a path names none. */
export function numbersAt(run: Run, patterns: readonly string[]): ScalarAt[] {
  return patterns.flatMap((pattern) => {
    const found = scalarsAt(run, pattern);
    if (found.length === 0) refuseFigure(run, pattern);
    const numbers = found.filter((one) => wholeOf(one) !== null);
    return numbers.length === 0 ? refuse('usage', { case: 'noNumber', got: pattern }) : numbers;
  });
}

/** Opens a scenario to be studied, its warnings told; null where its policy has a finding of grade error, which was told. */
export function openedSound(context: Context, file: string): Opened | null {
  const opened = context.open(file);
  return context.sound([{ file, ...opened }]) ? opened : null;
}

/** Tables as CSV and the JSON, each file whole or absent. */
export function writeStudy(
  context: Context,
  folder: string,
  tables: readonly Table[],
  json: { name: string; text: string },
  mark: string,
): void {
  for (const table of tables) writeWhole(join(folder, `${table.id}.csv`), csvText(csvRows(context, table, mark)));
  writeWhole(join(folder, `${json.name}.json`), json.text);
  process.stderr.write(`${context.say('written', { count: tables.length + 1, folder })}\n`);
}

/** How far a study is, and the time left; nothing where nobody looks. */
export function progressOf(context: Context): Progress {
  return new Progress(1, false, (percent, _, seconds) => context.say('timeLeft', { percent, seconds }));
}
