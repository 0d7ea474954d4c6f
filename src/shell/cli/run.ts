// shapan run FILE — plays a scenario, prints its tables, and with --out writes them.

import { join } from 'node:path';
import { findings } from '../../checks/findings.ts';
import { figureTree } from '../../figures/catalogue.ts';
import { yuan } from '../../money/display.ts';
import { InputProblems, nearest, Report } from '../../problem/problem.ts';
import { ledgerText } from '../../report/ledgerExport.ts';
import { tablesOf } from '../../report/summary.ts';
import type { Table } from '../../report/table.ts';
import { visible } from '../../words/visible.ts';
import { csvText, type OutCell } from '../csv.ts';
import { writeWhole } from '../files.ts';
import { type Context, citations, type Opened, today } from './context.ts';
import { groundsSummary } from './grounds.ts';
import { type MoneyUnit, tableText } from './tableText.ts';

export interface RunOptions {
  readonly json: boolean;
  readonly out: string | null;
  readonly unit: MoneyUnit;
  readonly tables: readonly string[] | null;
}

/** By its id, or as it is headed. */
function isNamed({ id, title }: Table, name: string): boolean {
  return id === name || title.zh === name || title.en === name;
}

export function run(context: Context, file: string, options: RunOptions): number {
  const opened = context.open(file);
  const { read } = opened;
  const found = [...read.report.problems, ...findings(opened.run, read, today())];
  if (context.refuses(found)) return 1;
  // Figures alone need no tables.
  const tables = options.json && options.out === null ? [] : tablesOf(opened.run, { policy: read.scenario.policy, citations: citations() });
  const unknown = tables.length === 0 ? undefined : options.tables?.find((name) => !tables.some((table) => isNamed(table, name)));
  if (unknown !== undefined) {
    const ids = [...new Set(tables.map((table) => table.id))];
    const report = new Report();
    report.add('error', 'unknown-table', null, '--tables', { got: unknown, near: nearest(unknown, ids) ?? '', known: ids.join('、') });
    throw new InputProblems(report.problems);
  }
  if (options.json) {
    process.stdout.write(`${json(opened)}\n`);
    context.hints(file, found);
    process.stderr.write(`${context.fingerprint(read)}\n`);
  } else {
    const wanted = tables.filter((table) => options.tables?.some((name) => isNamed(table, name)) ?? table.onRequest !== true);
    const title = read.scenario.title === undefined ? '' : `${visible(read.scenario.title, 300)}\n`;
    const body = wanted.map((table) => tableText(table, context.language, options.unit)).join('\n');
    const tail = [context.warnings(file, found), groundsSummary(context, file, opened), context.fingerprint(read)].filter((t) => t !== '');
    process.stdout.write(`${title}\n${body}\n${tail.join('\n')}\n`);
  }
  if (options.out !== null) {
    const written = writeOut(context, options.out, opened, tables);
    process.stderr.write(`${context.say('written', { count: written, folder: options.out })}\n`);
  }
  return 0;
}

/** JSON of the figures, keys in the file's order (an object would move ids that look like numbers to the front). */
function json(opened: Opened): string {
  const write = (value: unknown, indent: string): string => {
    if (!(value instanceof Map)) return JSON.stringify(value);
    const inner = `${indent}  `;
    const entries = [...value].map(([key, item]) => `${inner}${JSON.stringify(String(key))}: ${write(item, inner)}`);
    return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
  };
  return write(figureTree(opened.run), '');
}

/** Every table as CSV, the ledger and the figures. Each file is whole or absent. */
function writeOut(context: Context, folder: string, opened: Opened, tables: readonly Table[]): number {
  const mark = context.fingerprint(opened.read);
  let count = 0;
  const write = (name: string, content: string) => {
    writeWhole(join(folder, name), content);
    count += 1;
  };
  for (const table of tables)
    write(`${table.year === null ? '' : `${table.year}-`}${table.id}.csv`, csvText(csvRows(context, table, mark)));
  write('ledger.journal', ledgerText(opened.run, [opened.read.scenario.title ?? '', mark]));
  // The figures have the shape of `expect`, which has no room for a mark of its own.
  write('fingerprint.txt', `${mark}\n`);
  write('figures.json', `${json(opened)}\n`);
  return count;
}

/** A table as the cells of its CSV, the fingerprint last. */
export function csvRows(context: Context, table: Table, mark: string): readonly (readonly OutCell[])[] {
  const text = (value: string): OutCell => ({ text: value, isText: true });
  const cells = (line: Table['rows'][number]) =>
    table.columns.map((_, i): OutCell => {
      const cell = line.cells[i] ?? null;
      if (cell === null) return text('');
      const isNumber = table.columns[i]?.kind !== 'text' && typeof cell === 'string' && /^-?\d+(\.\d+)?%?$/.test(cell);
      if (typeof cell === 'string') return { text: cell, isText: !isNumber };
      if ('isMoneyUnit' in cell) return text(context.language === 'zh' ? '元' : 'yuan');
      if ('fen' in cell) return { text: yuan(cell.fen), isText: false };
      return text(cell[context.language]);
    });
  return [
    table.columns.map((column) =>
      text(column.words[context.language] + (column.kind === 'amount' ? (context.language === 'zh' ? '（元）' : ' (yuan)') : '')),
    ),
    ...table.rows.map(cells),
    ...table.notes.map((note) => [text(`${context.say('note')}${note[context.language]}`)]),
    [text(mark)],
  ];
}
