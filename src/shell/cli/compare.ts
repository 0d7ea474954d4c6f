// shapan compare A B… — the same county under several scenarios: what was changed, what comes of it, who gains and who loses.

import { basename, join } from 'node:path';
import { findings } from '../../checks/findings.ts';
import { wanGrouped, yuanGrouped } from '../../money/display.ts';
import type { Fen } from '../../money/fen.ts';
import { InputProblems, type Problem } from '../../problem/problem.ts';
import { clauseTable, isGrounded } from '../../report/clauseTable.ts';
import { changeLines, changesTable } from '../../report/compareChanges.ts';
import { comparisonJson } from '../../report/compareJson.ts';
import {
  type Compared,
  differencesTable,
  gainsTable,
  type Labelled,
  MOST_BESIDE,
  mainDiffer,
  sideBySide,
} from '../../report/compareTables.ts';
import { problemLine } from '../../report/problems.ts';
import type { Table } from '../../report/table.ts';
import { comparisonOf, type OnlyIn } from '../../study/compare.ts';
import { visible } from '../../words/visible.ts';
import { csvText } from '../csv.ts';
import { writeWhole } from '../files.ts';
import { type Context, citations, type Opened, today } from './context.ts';
import { csvRows } from './run.ts';
import { type MoneyUnit, tableText } from './tableText.ts';

export interface CompareOptions {
  readonly json: boolean;
  readonly out: string | null;
  readonly unit: MoneyUnit;
  readonly all: boolean;
}

/** A scenario as it is named on the screen: by a letter, its file and its title. */
export type Named = Labelled & Opened & { readonly file: string };
type Other = Named & Compared;

/** So few figures are shown all, main ones or not. */
const FEW_FIGURES = 40;
/** Warnings shown of each scenario; `shapan check` shows all. */
const SHOWN_WARNINGS = 6;

export function compare(context: Context, files: readonly string[], options: CompareOptions): number {
  const [baseline, ...rest] = openedAll(context, files);
  if (baseline === undefined) return 2;
  const found = new Map([baseline, ...rest].map((one) => [one, findings(one.run, one.read, today())] as const));
  const told = new Map([...found.values()].flat().map((problem) => [keyOf(problem), problem] as const));
  if (context.refuses([...told.values()])) return 1;
  // What the others are warned of beside it as written stands with what was changed.
  for (const [one, own] of found) context.hints(one.file, one === baseline ? [...one.read.report.problems, ...own] : own);
  const others = rest.map((other): Other => ({ ...other, comparison: comparisonOf(baseline, other) }));
  const json = `${JSON.stringify(jsonOf(context, baseline, others), null, 2)}\n`;
  if (options.json) process.stdout.write(json);
  else process.stdout.write(`${screen(context, baseline, others, options).join('\n')}\n`);
  if (options.out !== null) {
    const written = writeOut(context, options.out, baseline, others, json);
    process.stderr.write(`${context.say('written', { count: written, folder: options.out })}\n`);
  }
  return 0;
}

/** @throws {InputProblems} with the problems of every file, each once: scenarios often extend one another. */
export function openedAll(context: Context, files: readonly string[]): Named[] {
  const problems = new Map<string, Problem>();
  const opened = files.flatMap((file, i): Named[] => {
    try {
      const name = basename(file).replace(/\.ya?ml$/, '');
      return [{ ...context.open(file), file, letter: letterOf(i), name: visible(name) }];
    } catch (error) {
      if (!(error instanceof InputProblems)) throw error;
      for (const problem of error.problems) problems.set(keyOf(problem), problem);
      return [];
    }
  });
  if (opened.length < files.length) throw new InputProblems([...problems.values()]);
  return opened;
}

function keyOf({ code, where, path, args }: Problem): string {
  return JSON.stringify([code, where?.source.name, where?.offset, path, args]);
}

/** A, B, … Z, A1, B1, … */
function letterOf(i: number): string {
  const round = Math.floor(i / 26);
  return `${String.fromCharCode('A'.charCodeAt(0) + (i % 26))}${round === 0 ? '' : round}`;
}

function screen(context: Context, baseline: Named, others: readonly Other[], options: CompareOptions): string[] {
  const text = (table: Table) => tableText(table, context.language, options.unit);
  const head = [baseline, ...others].map(({ letter, file, read }) => {
    return `  ${letter}  ${visible(file, 200)}  ${visible(read.scenario.title ?? '', 300)}`.trimEnd();
  });
  const differing = others.filter(({ comparison }) => comparison.figures.length > 0);
  const grounded = others.filter(({ comparison }) => comparison.changes.some(isGrounded));
  const tables = grounded.map((other) =>
    text(clauseTable(other, { before: baseline, after: other, citations: citations() }, amountIn(context, options.unit))),
  );
  for (let i = 0; i < differing.length && !options.all; i += MOST_BESIDE) {
    const beside = differing.slice(i, i + MOST_BESIDE);
    for (const table of sideBySide(baseline, beside)) {
      tables.push(mainDiffer(table.year, beside) ? text(table) : `${context.say('mainSame', { year: table.year ?? '' })}\n`);
    }
  }
  for (const other of differing) {
    const { years, figures } = other.comparison;
    if (options.all) for (const year of years) tables.push(text(differencesTable(baseline, other, year)));
    else if (figures.length <= FEW_FIGURES) tables.push(text(differencesTable(baseline, other, null)));
  }
  for (const other of differing) {
    const { gains } = other.comparison;
    if (gains !== null) tables.push(text(gainsTable(baseline, other, gains)));
  }
  return [
    context.say('compareTitle'),
    ...head,
    '',
    ...others.flatMap((other) => [...verdict(context, baseline, other, options), '']),
    ...tables,
    ...others.flatMap((other) => warnings(context, baseline, other)),
    ...[baseline, ...others].map(({ letter, read }) => `${letter}　${context.fingerprint(read)}`),
  ];
}

/** What was changed, whether it does anything, and what is not compared. */
function verdict(context: Context, baseline: Named, other: Other, { unit, all }: CompareOptions): string[] {
  const { comparison, letter } = other;
  const between = { before: baseline, after: other, citations: citations() };
  const lines = [
    context.say('comparedWith', { letter }),
    ...changeLines(comparison.changes, between, context.language, amountIn(context, unit)),
  ];
  const [before, after] = [baseline, other].map(({ read }) => read.scenario.county.id ?? '');
  if (before !== after) lines.push(context.say('otherCounty', { before: visible(before ?? ''), after: visible(after ?? '') }));
  if (comparison.years.length === 0) return [...lines, context.say('noCommonYears', { letter })];
  const { years, parties } = comparison.leftOut;
  const left = [
    ['yearsLeftOut', years],
    ['alliancesLeftOut', parties.get('alliances')],
    ['institutionsLeftOut', parties.get('institutions')],
  ] as const;
  for (const [key, only] of left) {
    const list = only === undefined ? '' : onlyText(context, only, letter);
    if (list !== '') lines.push(context.say(key, { list }));
  }
  const count = comparison.figures.length;
  if (count === 0) lines.push(context.say('nothingDiffers', { letter }));
  else if (!all) lines.push(context.say(count <= FEW_FIGURES ? 'fewDiffer' : 'figuresDiffer', { count }));
  if (count > 0 && comparison.gains === null) lines.push(context.say('notSettled'));
  return lines;
}

export function onlyText(context: Context, only: OnlyIn, letter: string): string {
  const zh = context.language === 'zh';
  const part = (ids: readonly string[], of: string) =>
    ids.length === 0 ? [] : [context.say('onlyIn', { letter: of, ids: visible(ids.join(zh ? '、' : ', '), 300) })];
  return [...part(only.before, 'A'), ...part(only.after, letter)].join(zh ? '；' : '; ');
}

function amountIn(context: Context, unit: MoneyUnit): (amount: Fen) => string {
  const zh = context.language === 'zh';
  if (unit === 'wan') return (amount) => (zh ? `${wanGrouped(amount)}万元` : `${wanGrouped(amount)} × 10,000 yuan`);
  return (amount) => (zh ? `${yuanGrouped(amount)}元` : `${yuanGrouped(amount)} yuan`);
}

/** A setting that changes nothing, a shock that meets nothing: what the other scenario is warned of and the baseline is not. */
function warnings(context: Context, baseline: Named, { letter, file, read }: Other): string[] {
  const known = new Set(baseline.read.report.problems.map(keyOf));
  const found = read.report.problems.filter((problem) => problem.grade === 'warning' && !known.has(keyOf(problem)));
  if (found.length === 0) return [];
  const lines = found.slice(0, SHOWN_WARNINGS).map((problem) => `  ${problemLine(problem, context.language)}`);
  if (found.length > SHOWN_WARNINGS) lines.push(`  ${context.say('moreWarnings', { count: found.length, file: visible(file, 200) })}`);
  return [context.say('newWarnings', { letter, count: found.length }), ...lines];
}

function jsonOf(context: Context, baseline: Named, others: readonly Other[]): unknown {
  const origin = ({ file, read }: Named) => ({ file, title: read.scenario.title ?? '', fingerprint: context.fingerprints(read) });
  return comparisonJson(
    origin(baseline),
    others.map((other) => ({ ...origin(other), compared: other })),
  );
}

/** Changes, the years side by side, all differences and the gains as CSV, and the JSON. Each file is whole or absent. */
function writeOut(context: Context, folder: string, baseline: Named, others: readonly Other[], json: string): number {
  const mark = [baseline, ...others].map(({ letter, read }) => `${letter} ${context.fingerprint(read)}`).join('　');
  const cited = citations();
  const tables = [
    changesTable(
      others.map((other) => ({
        scenario: `${other.letter} ${other.name}`,
        changes: other.comparison.changes,
        between: { before: baseline, after: other, citations: cited },
      })),
    ),
    ...others.map((other) => clauseTable(other, { before: baseline, after: other, citations: cited }, amountIn(context, 'yuan'), true)),
    ...sideBySide(baseline, others),
    ...others.map((other) => differencesTable(baseline, other, null)),
    ...others.flatMap((other) => (other.comparison.gains === null ? [] : [gainsTable(baseline, other, other.comparison.gains)])),
  ];
  for (const table of tables) {
    const name = `${table.year === null ? '' : `${table.year}-`}${table.id}.csv`;
    writeWhole(join(folder, name), csvText(csvRows(context, table, mark)));
  }
  writeWhole(join(folder, 'compare.json'), json);
  return tables.length + 1;
}
