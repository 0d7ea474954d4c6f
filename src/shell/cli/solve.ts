// shapan solve FILE — the smallest (or largest) value of a lever that meets every goal, with its proof.

import { InputProblems, type Problem } from '../../problem/problem.ts';
import { settingWords } from '../../report/pathNames.ts';
import {
  certificateTable,
  goalWords,
  intervalsTable,
  nearestTable,
  pointJson,
  refusalWords,
  type Telling,
} from '../../report/solveTables.ts';
import type { Table } from '../../report/table.ts';
import { chanceGoalOf, type Drawn, isChance } from '../../study/chanceGoals.ts';
import { type Constraint, goalOf } from '../../study/goals.ts';
import { ratioKindAt, unreadableEnd } from '../../study/leverPlaces.ts';
import { type Lever, leverOf, leverOn, settingsAt, valueAt } from '../../study/levers.ts';
import { type Point, type Solution, solved, type Wanted } from '../../study/solve.ts';
import { type ManySolution, MOST_LEVERS, solvedMany } from '../../study/solveMany.ts';
import { writtenAt } from '../../written/otherwise.ts';
import { standardUncertainty } from '../drawJob.ts';
import type { Context, Opened } from './context.ts';
import { openedSound, progressOf, refuse, refuseFigure, writeStudy } from './studying.ts';
import { type MoneyUnit, tableText } from './tableText.ts';

export interface SolveOptions {
  readonly levers: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly step: string | null;
  readonly goals: readonly string[];
  readonly find: Wanted;
  readonly draws: number;
  readonly seed: number;
  readonly json: boolean;
  readonly out: string | null;
  readonly unit: MoneyUnit;
}

/** What is solved for, and what came of it. */
interface Solved {
  readonly levers: readonly Lever[];
  readonly constraints: readonly Constraint[];
  readonly one: Solution | null;
  readonly many: ManySolution | null;
}

/** @returns 0 where there is an answer, 1 where nothing that was tried meets the goals. */
export function solve(context: Context, file: string, options: SolveOptions): number {
  const opened = openedSound(context, file);
  if (opened === null) return 1;
  const levers = leversOf(opened, options);
  const drawn = { draws: options.draws, seed: BigInt(options.seed), standard: options.goals.some(isChance) ? standardUncertainty() : null };
  const constraints = options.goals.map((goal) => constraintOf(opened, goal, drawn));
  const [lever] = levers;
  if (lever === undefined || levers.length > MOST_LEVERS || new Set(levers.map(({ path }) => path)).size < levers.length)
    refuse('usage', { case: 'leverCount', got: levers.length, most: MOST_LEVERS });
  const progress = progressOf(context);
  const found = namingLevers(levers, (): Solved => {
    const one = levers.length === 1 ? solved(opened, lever, constraints, options.find, progress.at) : null;
    return { levers, constraints, one, many: one === null ? solvedMany(opened, levers, constraints, options.find, progress.at) : null };
  });
  progress.end();
  const json = jsonOf(context, opened, file, found, options);
  const tables = (unit: MoneyUnit) => tablesOf(found, { run: opened.run, levers, constraints, unit });
  process.stdout.write(options.json ? json : `${screen(context, opened, found, tables(options.unit), options).join('\n')}\n`);
  if (options.out !== null)
    writeStudy(context, options.out, tables('yuan'), { name: 'solve', text: json }, context.fingerprint(opened.read));
  return (found.one ?? found.many)?.answer == null ? 1 : 0;
}

/** What cannot be read at a lever's path was written on the command line, not in the file that the path leads into. */
function namingLevers<T>(levers: readonly Lever[], solve: () => T): T {
  try {
    return solve();
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    const paths = levers.flatMap((lever) => settingsAt(lever, 0).map(({ path }) => path));
    const isOfLever = (path: string) => paths.some((one) => path === one || path.startsWith(`${one}.`));
    throw new InputProblems(error.problems.map((one) => (isOfLever(one.path) && one.where !== null ? ofOption(one) : one)));
  }
}

function ofOption(problem: Problem): Problem {
  return { ...problem, where: null, path: `--lever ${problem.path}` };
}

/** @throws {InputProblems} */
function leversOf({ read }: Opened, { levers, from, to, step }: SolveOptions): Lever[] {
  const kindAt = (path: string) => ratioKindAt(read, path);
  return levers.map((written) => {
    const found =
      written.includes('=') || from === null || to === null ? leverOf(written, kindAt) : leverOn({ path: written, from, to, step }, kindAt);
    if ('code' in found) return refuse(found.code, found.args, null, found.path === '' ? '' : `--lever ${found.path}`);
    // A path that does not exist is told as `set` tells it.
    for (const path of found.path.split('~')) writtenAt(read, path);
    const unread = unreadableEnd(read, found);
    if (unread !== null) throw new InputProblems([ofOption(unread)]);
    return found;
  });
}

/** @throws {InputProblems} */
function constraintOf(opened: Opened, text: string, drawn: Drawn): Constraint {
  const found = isChance(text) ? chanceGoalOf(text, opened, drawn) : goalOf(text, opened);
  if ('judge' in found) return found;
  return found.code === 'unknown-figure' ? refuseFigure(opened.run, found.args.got ?? '') : refuse(found.code, found.args);
}

function tablesOf({ levers, one, many }: Solved, telling: Telling): Table[] {
  const { answer = null, nearest = null } = one ?? many ?? {};
  const proof = answer !== null ? [certificateTable(answer, telling)] : nearest === null ? [] : [nearestTable(nearest, telling)];
  const [lever] = levers;
  return one === null || lever === undefined || one.intervals.length === 0
    ? proof
    : [...proof, intervalsTable(lever, one.intervals, telling)];
}

function screen(context: Context, { read, run }: Opened, found: Solved, tables: readonly Table[], options: SolveOptions): string[] {
  const { levers, constraints, one, many } = found;
  const answer = (one ?? many)?.answer ?? null;
  const comma = context.language === 'zh' ? '，' : ', ';
  const values = levers.flatMap((lever, i) => settingsAt(lever, answer?.inside.at[i] ?? 0).map(({ path, value }) => `${path} = ${value}`));
  const shown = one !== null && one.intervals.length <= 1 ? tables.filter(({ id }) => id !== 'intervals') : tables;
  const named = (path: string) => (context.language === 'zh' ? `${settingWords(path, read, run).zh}　${path}` : path);
  return [
    context.say('solveTitle', {
      wanted: context.say(options.find),
      lever: settingWords(levers[0]?.path ?? '', read, run)[context.language],
    }),
    ...levers.map(({ path, grid }) =>
      context.say('solveRange', {
        lever: named(path),
        from: valueAt(grid, 0),
        to: valueAt(grid, grid.count - 1),
        step: valueAt({ ...grid, from: grid.step }, 0),
      }),
    ),
    ...constraints.map(({ text }, i) => {
      const goal = goalWords(text, options.goals.some(isChance))[context.language];
      return context.say('solveGoal', { number: i + 1, goal });
    }),
    '',
    answer === null ? context.say('solveNone') : context.say('solveAnswer', { values: values.join(comma) }),
    ...(answer !== null && answer.outside === null ? [context.say('solveEnd')] : []),
    ...(one !== null && one.intervals.length > 1 ? [context.say('solveMore', { count: one.intervals.length })] : []),
    '',
    ...shown.map((table) => tableText(table, context.language, options.unit)),
    howText(context, found),
    ...refusedLines(context, found),
    ...(options.goals.some(isChance) ? [context.say('solveDraws', { draws: options.draws, seed: options.seed })] : []),
    context.fingerprint(read),
  ];
}

/** How many of the values tried cannot be played, and why. */
function refusedLines(context: Context, { levers, one, many }: Solved): string[] {
  const refused: readonly Point[] = one?.scan.filter(({ refusal }) => refusal !== null) ?? many?.refused ?? [];
  const [first] = refused;
  if (first === undefined) return [];
  const isWhole = first.refusal?.some(({ code }) => code === 'shares-not-whole') === true && levers.some(({ path }) => !path.includes('~'));
  const why = refusalWords(first)[context.language].replace(/[。.]$/, '');
  return [context.say('solveRefused', { count: refused.length, why }), ...(isWhole ? [context.say('solveWholeHint')] : [])];
}

function howText(context: Context, { one, many }: Solved): string {
  if (one !== null) {
    const { stride, scan, runs } = one;
    return context.say(stride === 1 ? 'solveWhole' : 'solveScan', { stride, points: scan.length, runs });
  }
  if (many === null) return '';
  const { coarse, scanned, runs, neighbours } = many;
  return context.say('solveNear', { grid: coarse.join(' × '), scanned, runs, neighbours });
}

function jsonOf(
  context: Context,
  { read }: Opened,
  file: string,
  { levers, constraints, one, many }: Solved,
  options: SolveOptions,
): string {
  const point = (of: Parameters<typeof pointJson>[0]) => pointJson(of, constraints, levers);
  const answer = (one ?? many)?.answer ?? null;
  const data = {
    file,
    fingerprint: context.fingerprints(read),
    find: options.find,
    draws: options.goals.some(isChance) ? { draws: options.draws, seed: options.seed } : null,
    answer: point(answer?.inside ?? null),
    nearest: answer === null ? point((one ?? many)?.nearest ?? null) : null,
    oneStepFurther: point(answer?.outside ?? null),
    intervals:
      one?.intervals.map(({ low, high }) => ({
        from: point(low.inside),
        to: point(high.inside),
        below: point(low.outside),
        above: point(high.outside),
      })) ?? null,
    neighboursTried: many?.neighbours ?? null,
    runs: (one ?? many)?.runs ?? 0,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}
