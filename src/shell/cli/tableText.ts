// Tables for a terminal, Chinese columns aligned.

import CliTable from 'cli-table3';
import { wanGrouped, yuanGrouped } from '../../money/display.ts';
import type { Cell, Table } from '../../report/table.ts';
import { INTERFACE } from '../../words/interface.ts';
import type { Language } from '../../words/language.ts';
import { visible } from '../../words/visible.ts';

export type MoneyUnit = 'yuan' | 'wan';

export function cellText(cell: Cell, language: Language, unit: MoneyUnit): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return visible(cell);
  if ('fen' in cell) return unit === 'wan' ? wanGrouped(cell.fen) : yuanGrouped(cell.fen);
  if ('count' in cell) return String(cell.count);
  return visible(cell[language]);
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
    ? `（${INTERFACE[unit === 'wan' ? 'unitWan' : 'unitYuan'][language]}）`
    : '';
  const notes = table.notes.map((note) => `${INTERFACE.note[language]}${note[language]}`);
  return [`${year}${table.title[language]}${money}`, grid.toString(), ...notes, ''].join('\n');
}
