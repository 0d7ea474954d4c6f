// Tables for a terminal, Chinese columns aligned.

import { wanGrouped, yuanGrouped } from '../../money/display.ts';
import type { Cell, Table } from '../../report/table.ts';
import { INTERFACE } from '../../words/interface.ts';
import type { Language } from '../../words/language.ts';
import { columnsOf, visible } from '../../words/visible.ts';

export type MoneyUnit = 'yuan' | 'wan';

/** A text cell wider than this goes on in the next line, so that a table fits a screen and a landscape page. */
const WIDEST = 40;
/** Clauses and assumptions are read, not only looked at: they are shown whole. */
const LONGEST_CELL = 400;
/** Notes are ours, but they name formulas of files. */
const LONGEST_NOTE = 2000;

/** What stays together on a line: a word or number with what leads up to it, a Chinese character with what closes it. */
const UNBROKEN = /[“‘《（〔(]*(?:[\w.,%:/+-]+|.)[，。、；：）》〕”’)]*/gsu;

function wrapped(text: string): string {
  if (columnsOf(text) <= WIDEST) return text;
  const lines = [''];
  for (const [piece] of text.matchAll(UNBROKEN)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && columnsOf(line) + columnsOf(piece) > WIDEST) lines.push(piece.trimStart());
    else lines[lines.length - 1] = line + piece;
  }
  return lines.join('\n');
}

const MONEY_UNITS = { yuan: { zh: '元', en: 'yuan' }, wan: { zh: '万元', en: '10,000 yuan' } } as const;

function cellText(cell: Cell, isNumber: boolean, language: Language, unit: MoneyUnit): string {
  if (cell === null) return isNumber ? '—' : '';
  if (typeof cell === 'string') return wrapped(visible(cell, LONGEST_CELL));
  if ('isMoneyUnit' in cell) return MONEY_UNITS[unit][language];
  if ('fen' in cell) return unit === 'wan' ? wanGrouped(cell.fen) : yuanGrouped(cell.fen);
  return wrapped(visible(cell[language], LONGEST_CELL));
}

export function tableText(whole: Table, language: Language, unit: MoneyUnit): string {
  const table = printed(whole);
  const head = table.columns.map((column) => visible(column.words[language]));
  const body = table.rows.map((line) =>
    table.columns.map(({ kind }, i) => cellText(line.cells[i] ?? null, kind === 'number', language, unit)),
  );
  const year = table.year === null ? '' : language === 'zh' ? `${table.year}年 ` : `${table.year} `;
  const money = table.columns.some((column) => column.kind === 'amount')
    ? (language === 'zh' ? '（{}）' : ' ({})').replace('{}', INTERFACE[unit === 'wan' ? 'unitWan' : 'unitYuan'][language])
    : '';
  const notes = table.notes.map((note) => `${INTERFACE.note[language]}${visible(note[language], LONGEST_NOTE)}`);
  const isRight = table.columns.map((column) => column.kind !== 'text');
  return [`${year}${visible(table.title[language], LONGEST_CELL)}${money}`, ...boxed(head, body, isRight), ...notes, ''].join('\n');
}

/** Without the columns that only files have. */
function printed(table: Table): Table {
  if (table.columns.every(({ isInFilesOnly }) => isInFilesOnly !== true)) return table;
  const isShown = (_: unknown, i: number) => table.columns[i]?.isInFilesOnly !== true;
  return {
    ...table,
    columns: table.columns.filter(isShown),
    rows: table.rows.map((row) => ({ ...row, cells: row.cells.filter(isShown) })),
  };
}

/**
 * Rows in a box, Chinese characters counted as two columns. Drawn here rather than by a table library: those measure every cell
 * several times, which took a quarter of a run's time and minutes for a county of many alliances.
 */
function boxed(head: readonly string[], body: readonly (readonly string[])[], isRight: readonly boolean[]): string[] {
  const rows = [head, ...body].map((row) => row.map((cell) => cell.split('\n')));
  const widths = head.map((_, i) => rows.reduce((most, row) => Math.max(most, ...(row[i] ?? []).map(columnsOf)), 0));
  const rule = (left: string, middle: string, right: string) => left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const padded = (text: string, i: number) => {
    const space = ' '.repeat((widths[i] ?? 0) - columnsOf(text));
    return isRight[i] === true ? space + text : text + space;
  };
  const drawn = rows.map((row) => {
    const height = Math.max(1, ...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, k) => `│ ${row.map((cell, i) => padded(cell[k] ?? '', i)).join(' │ ')} │`);
  });
  const [title = [], ...lines] = drawn;
  return [rule('┌', '┬', '┐'), ...title, rule('├', '┼', '┤'), ...lines.flat(), rule('└', '┴', '┘')];
}
