// Runs a scenario file the way the command line does, and gives every problem it has.

import { findings } from '../../src/checks/findings.ts';
import { compareExpected } from '../../src/figures/expectations.ts';
import { InputProblems, type Problem, Report } from '../../src/problem/problem.ts';
import type { Source } from '../../src/problem/source.ts';
import { cellsOf } from '../../src/shell/csv.ts';
import { Files } from '../../src/shell/files.ts';
import { EMPTY_SHELF, type Read, readScenario } from '../../src/written/read.ts';
import { play } from '../../src/year/play.ts';

/** The day that grounds are held against: bad files are as old as they are meant to be. */
const TODAY = '2026-11-22';

export const HERE = new URL('.', import.meta.url).pathname;

/** Problems of a file, named by its full path. Anything but InputProblems is thrown on. */
export function problemsOf(path: string): readonly Problem[] {
  const files = new Files();
  const source = files.named(path);
  if ('code' in source) return [{ code: source.code, grade: 'error', where: null, path: '', args: source.args }];
  return problemsIn(() => readScenario(source, files));
}

/** Problems of a text that names no other files. */
export function problemsOfText(source: Source): readonly Problem[] {
  return problemsIn(() => readScenario(source));
}

/** Problems of a scenario whose activity is the table given. */
export function problemsOfTable(scenario: Source, table: Source): readonly Problem[] {
  return problemsIn(() => readScenario(scenario, { ...EMPTY_SHELF, table: () => cellsOf(table) }));
}

function problemsIn(reading: () => Read): readonly Problem[] {
  const report = new Report();
  try {
    const read = reading();
    const { plan, books } = play(read);
    compareExpected({ plan, books }, read.tree, report);
    // Findings are told beside figures; that values name no source is a note, and true of every file here.
    const found = findings({ plan, books }, read, TODAY).filter((problem) => problem.grade !== 'note');
    return [...read.report.problems, ...report.problems, ...found];
  } catch (error) {
    if (error instanceof InputProblems) return error.problems;
    throw error;
  }
}
