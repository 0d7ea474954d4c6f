// Tables for a terminal, Chinese columns aligned.

import CliTable from 'cli-table3';
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

function cellText(cell: Cell, language: Language, unit: MoneyUnit): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return wrapped(visible(cell, LONGEST_CELL));
  if ('fen' in cell) return unit === 'wan' ? wanGrouped(cell.fen) : yuanGrouped(cell.fen);
  if ('count' in cell) return String(cell.count);
  return wrapped(visible(cell[language], LONGEST_CELL));
}

export function tableText(table: Table, language: Language, unit: MoneyUnit): string {
  const grid = new CliTable({
    head: table.columns.map((column) => visible(column.words[language])),
    colAligns: table.columns.map((column) => (column.kind === 'text' ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const line of table.rows) grid.push(table.columns.map((_, i) => cellText(line.cells[i] ?? null, language, unit)));
  const year = table.year === null ? '' : language === 'zh' ? `${table.year}年 ` : `${table.year} `;
  const money = table.columns.some((column) => column.kind === 'amount')
    ? (language === 'zh' ? '（{}）' : ' ({})').replace('{}', INTERFACE[unit === 'wan' ? 'unitWan' : 'unitYuan'][language])
    : '';
  const notes = table.notes.map((note) => `${INTERFACE.note[language]}${note[language]}`);
  return [`${year}${table.title[language]}${money}`, grid.toString(), ...notes, ''].join('\n');
}
