// shapan sensitivity FILE — how far figures move with each lever, and how their variance is split between them.

import { reaches } from '../../figures/figure.ts';
import { readRatio } from '../../money/quantity.ts';
import { InputProblems } from '../../problem/problem.ts';
import type { Where } from '../../problem/source.ts';
import { sensitivityJson, sobolTable, tornadoTable } from '../../report/sensitivityTables.ts';
import { givenRange, numericPaths, type Range, relativeRange } from '../../study/ranges.ts';
import { indicesOf, tornadoes } from '../../study/sensitivity.ts';
import type { Read } from '../../written/read.ts';
import type { Context, Opened } from './context.ts';
import { numbersAt, openedSound, Progress, refuse, writeStudy } from './studying.ts';
import { type MoneyUnit, tableText } from './tableText.ts';

export interface SensitivityOptions {
  readonly levers: string | null;
  readonly figures: readonly string[];
  readonly by: string;
  readonly sobol: boolean;
  readonly samples: number;
  readonly seed: number;
  readonly json: boolean;
  readonly out: string | null;
  readonly unit: MoneyUnit;
}

export function sensitivity(context: Context, file: string, options: SensitivityOptions): number {
  const opened = openedSound(context, file);
  if (opened === null) return 1;
  const figures = numbersAt(opened.run, options.figures.length > 0 ? options.figures : lastClosing(opened));
  const ranges = rangesOf(context, opened, options);
  const found = tornadoes(opened, figures, ranges);
  // What cannot be moved alone cannot be moved at random either.
  const free = ranges.filter((range) =>
    found.every(({ swings }) => swings.some((one) => one.range === range && one.low !== null && one.high !== null)),
  );
  const progress = new Progress(context);
  const sampling = { rows: options.samples, seed: options.seed, progress: progress.at };
  const indices = options.sobol && free.length > 0 ? indicesOf(opened, figures, free, sampling) : null;
  progress.end();
  const split = indices?.flatMap((one, k) => (found[k] === undefined ? [] : [sobolTable(found[k], free, one, k + 1)])) ?? [];
  const tables = [...found.map((one, k) => tornadoTable(one, k + 1)), ...split];
  const mark = context.fingerprint(opened.read);
  const data = { file, fingerprint: context.fingerprints(opened.read), figures: sensitivityJson(found, indices, free) };
  const json = `${JSON.stringify(data, null, 2)}\n`;
  if (options.json) process.stdout.write(json);
  else {
    const texts = tables.map((table) => tableText(table, context.language, options.unit));
    process.stdout.write(`${[context.say('sensitivityBase', { count: ranges.length }), '', ...texts, mark].join('\n')}\n`);
  }
  if (options.out !== null) {
    const whole = [...found.map((one, k) => tornadoTable(one, k + 1, true)), ...split];
    writeStudy(context, options.out, whole, { name: 'sensitivity', text: json }, mark);
  }
  return 0;
}

function lastClosing({ run }: Opened): string[] {
  const last = run.plan.years.findLast((year) => reaches(year, 'settled'))?.year ?? run.plan.years.at(-1)?.year;
  return [`${last}.pool.closing`];
}

/** @throws {InputProblems} */
function rangesOf(context: Context, { read }: Opened, { levers, by }: SensitivityOptions): Range[] {
  const far = readRatio(by, false);
  if (!('value' in far) || far.value.n <= 0n) return refuse('usage', { case: 'option', option: '--by', got: by });
  const millionths = Number((far.value.n * 1_000_000n) / far.value.d);
  return writtenLevers(context, levers, read).map(({ text, where }) => {
    const isGiven = text.includes('=');
    const range = placed(where, () => (isGiven ? givenRange(read, text) : relativeRange(read, text, millionths)));
    return range ?? refuse('usage', { case: isGiven ? 'lever' : 'noRange', got: text }, where);
  });
}

interface WrittenLever {
  readonly text: string;
  /** Where it stands in a file. */
  readonly where: Where | null;
}

/** Levers of a file, of a list with commas, or of the scenario itself. */
function writtenLevers(context: Context, levers: string | null, read: Read): WrittenLever[] {
  if (levers === null) return numericPaths(read).map((text) => ({ text, where: null }));
  if (/\.ya?ml$/.test(levers)) return context.levers(levers);
  const texts = levers.split(/[,，]/).map((one) => one.trim());
  return texts.filter((text) => text !== '').map((text) => ({ text, where: null }));
}

/** Problems of a path that is written in a file are told where it stands there. */
function placed<T>(where: Where | null, found: () => T): T {
  try {
    return found();
  } catch (error) {
    if (!(error instanceof InputProblems) || where === null) throw error;
    throw new InputProblems(error.problems.map((problem) => ({ ...problem, where: problem.where ?? where })));
  }
}
