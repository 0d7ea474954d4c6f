// shapan sensitivity FILE — how far figures move with each lever, and how their variance is split between them.

import { reaches } from '../../figures/figure.ts';
import { readRatio } from '../../money/quantity.ts';
import { InputProblems, type Problem } from '../../problem/problem.ts';
import type { Where } from '../../problem/source.ts';
import { sensitivityJson, sobolTable, tornadoTable } from '../../report/sensitivityTables.ts';
import { givenRange, numericPaths, type Range, relativeRange } from '../../study/ranges.ts';
import { indicesOf, type Swing, type Tornado, tornadoes, widthOf } from '../../study/sensitivity.ts';
import { isSpending, spendingPaths, spendingRange } from '../../study/spendingRanges.ts';
import type { Context, Opened } from './context.ts';
import { numbersAt, openedSound, progressOf, refuse, writeStudy } from './studying.ts';
import { type MoneyUnit, tableText } from './tableText.ts';

export interface SensitivityOptions {
  readonly levers: string | null;
  readonly figures: readonly string[];
  readonly by: string;
  readonly sobol: boolean;
  /** Null where it was not said. */
  readonly samples: number | null;
  readonly seed: number;
  readonly json: boolean;
  readonly out: string | null;
  readonly unit: MoneyUnit;
}

export function sensitivity(context: Context, file: string, options: SensitivityOptions): number {
  const opened = openedSound(context, file);
  if (opened === null) return 1;
  if (options.samples !== null && !options.sobol) process.stderr.write(`${context.say('samplesIdle')}\n`);
  const figures = numbersAt(opened.run, options.figures.length > 0 ? options.figures : lastClosing(opened));
  const ranges = rangesOf(context, opened, options);
  const found = tornadoes(opened, figures, ranges);
  const free = ranges.filter((range) => isFree(range, found));
  const stuck = refusedIn(found);
  const left = { stuck, still: ranges.filter(({ moves }) => moves).length - free.length - stuck.length };
  if (options.sobol && free.length === 0) process.stderr.write(`${context.say('sobolNone')}\n`);
  const indices = options.sobol && free.length > 0 ? split(context, opened, { figures, free }, options) : null;
  const tables = (unit: MoneyUnit, isFile: boolean) => {
    const told = { ...opened, unit, isFile };
    return [
      ...found.map((one, k) => tornadoTable(one, k + 1, told)),
      ...(indices ?? []).flatMap((one, k) => (found[k] === undefined ? [] : [sobolTable(found[k], free, one, k + 1, left, told)])),
    ];
  };
  const mark = context.fingerprint(opened.read);
  const data = { file, fingerprint: context.fingerprints(opened.read), figures: sensitivityJson(found, indices, free) };
  const json = `${JSON.stringify(data, null, 2)}\n`;
  if (options.json) process.stdout.write(json);
  else {
    const texts = tables(options.unit, false).map((table) => tableText(table, context.language, options.unit));
    process.stdout.write(`${[context.say('sensitivityBase', { count: ranges.length }), '', ...texts, mark].join('\n')}\n`);
  }
  if (options.out !== null) writeStudy(context, options.out, tables('yuan', true), { name: 'sensitivity', text: json }, mark);
  return 0;
}

/** Rows of a sample: enough for errors of a few hundredths. */
const SAMPLES = 512;

function split(
  context: Context,
  opened: Opened,
  { figures, free }: { readonly figures: ReturnType<typeof numbersAt>; readonly free: readonly Range[] },
  { samples, seed }: SensitivityOptions,
): ReturnType<typeof indicesOf> {
  const progress = progressOf(context);
  const indices = indicesOf(opened, figures, free, { rows: samples ?? SAMPLES, seed, progress: progress.at });
  progress.end();
  return indices;
}

/** What cannot be moved alone cannot be moved at random either, and what moves no figure alone would only take time. */
function isFree(range: Range, found: readonly Tornado[]): boolean {
  const own = found.map(({ swings, base }) => ({ base, swing: swings.find((one) => one.range === range) }));
  return (
    own.every(({ swing }) => swing !== undefined && swing.low !== null && swing.high !== null) &&
    own.some(({ swing, base }) => swing !== undefined && widthOf(swing, base) > 0)
  );
}

/** Levers that some figure cannot be had at both ends of. */
function refusedIn(found: readonly Tornado[]): Range[] {
  const stuck = ({ range, low, high }: Swing) => range.moves && (low === null || high === null);
  return [...new Set(found.flatMap(({ swings }) => swings.filter(stuck).map(({ range }) => range)))];
}

function lastClosing({ run }: Opened): string[] {
  const last = run.plan.years.findLast((year) => reaches(year, 'settled'))?.year;
  return last === undefined ? refuse('usage', { case: 'noNumber', got: 'pool.fundClosing' }) : [`${last}.pool.fundClosing`];
}

/** A hundredth of a percent moves an amount that anybody would look at; beyond 100% a share would change its sign. */
const [LEAST_BY, MOST_BY] = [100, 1_000_000];

/** @throws {InputProblems} */
function rangesOf(context: Context, { read, run }: Opened, { levers, by }: SensitivityOptions): Range[] {
  const far = readRatio(by, false);
  const millionths = 'value' in far ? Number((far.value.n * 1_000_000n) / far.value.d) : 0;
  if (millionths < LEAST_BY || millionths > MOST_BY) return refuse('usage', { case: 'by', got: by });
  const ranges = writtenLevers(context, levers, { read, run }).map(({ text, where }) => {
    const range = placed(where, () => {
      if (isSpending(text)) return spendingRange(run.plan, text, millionths);
      return text.includes('=') ? givenRange(read, text) : relativeRange(read, text, millionths);
    });
    if (range === null) return refuse('usage', { case: 'noRange', got: text }, where);
    return 'code' in range ? refuse(range.code, range.args, where, range.path === '' ? '' : `--levers ${range.path}`) : range;
  });
  // One lever under two names is one: moved twice it would count twice.
  return [...new Map(ranges.map((range) => [range.path, range])).values()];
}

interface WrittenLever {
  readonly text: string;
  /** Where it stands in a file. */
  readonly where: Where | null;
}

/** Levers of a file, of a list with commas, or of the scenario itself. */
function writtenLevers(context: Context, levers: string | null, { read, run }: Opened): WrittenLever[] {
  if (levers === null) return [...numericPaths(read), ...spendingPaths(run.plan)].map((text) => ({ text, where: null }));
  if (/\.ya?ml$/.test(levers)) return context.levers(levers);
  const texts = levers.split(/[,，]/).map((one) => one.trim());
  return texts.filter((text) => text !== '').map((text) => ({ text, where: null }));
}

/** Problems of a lever are told where it was written, in its file or on the command line, not where it leads. */
function placed<T>(where: Where | null, found: () => T): T {
  try {
    return found();
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    const path = (problem: Problem) => (where === null && problem.where !== null ? `--levers ${problem.path}` : problem.path);
    throw new InputProblems(error.problems.map((problem) => ({ ...problem, where, path: path(problem) })));
  }
}
