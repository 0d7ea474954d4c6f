// shapan sensitivity FILE — how far figures move with each lever, and how their variance is split between them.

import { reaches } from '../../figures/figure.ts';
import { readRatio } from '../../money/quantity.ts';
import { sensitivityJson, sobolTable, tornadoTable } from '../../report/sensitivityTables.ts';
import { givenRange, numericPaths, type Range, relativeRange } from '../../study/ranges.ts';
import { indicesOf, tornadoes } from '../../study/sensitivity.ts';
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
  const ranges = rangesOf(opened, options);
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
function rangesOf({ read }: Opened, { levers, by }: SensitivityOptions): Range[] {
  const far = readRatio(by, false);
  if (!('value' in far) || far.value.n <= 0n) return refuse('usage', { case: 'invalidArgument', got: by });
  const millionths = Number((far.value.n * 1_000_000n) / far.value.d);
  const written = levers?.split(/[,，]/).map((one) => one.trim()) ?? numericPaths(read);
  return written.flatMap((one) => {
    if (one === '') return [];
    const range = one.includes('=') ? givenRange(read, one) : relativeRange(read, one, millionths);
    return range ?? refuse('usage', { case: one.includes('=') ? 'lever' : 'noRange', got: one });
  });
}
