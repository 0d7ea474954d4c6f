// A table as data: titles in both languages, cells typed, so that it can be printed, or written as CSV, alike.

import type { Fen } from '../money/fen.ts';
import type { Words } from '../words/language.ts';

/** `number`: of rows that each say their own unit. */
type ColumnKind = 'text' | 'amount' | 'rate' | 'number';

export interface Column {
  readonly words: Words;
  readonly kind: ColumnKind;
  /** True of a column that a screen has no room for: files hold it always. */
  readonly isInFilesOnly?: boolean;
}

/** The unit of amounts in its row, which a screen may show in another than files. */
export const MONEY_UNIT = { isMoneyUnit: true } as const;

/** A text, one in both languages, an amount in fen; null for an empty cell, in a column of numbers one that cannot be told. */
export type Cell = string | Words | { readonly fen: Fen } | typeof MONEY_UNIT | null;

export interface Table {
  /** File name of its CSV: `waterfall`, `settlement`. */
  readonly id: string;
  readonly title: Words;
  readonly year: number | null;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly isTotal: boolean }[];
  readonly notes: readonly Words[];
  /** True of a table that is printed only where it is asked for by its id; files hold it always. */
  readonly onRequest?: boolean;
}

export function words(zh: string, en: string): Words {
  return { zh, en };
}

export function textColumn(zh: string, en: string): Column {
  return { words: { zh, en }, kind: 'text' };
}

export function amountColumn(zh: string, en: string): Column {
  return { words: { zh, en }, kind: 'amount' };
}

export function rateColumn(zh: string, en: string): Column {
  return { words: { zh, en }, kind: 'rate' };
}

export function numberColumn(zh: string, en: string): Column {
  return { words: { zh, en }, kind: 'number' };
}

/** The column, for files alone. */
export function inFiles(column: Column): Column {
  return { ...column, isInFilesOnly: true };
}

export function row(...cells: readonly Cell[]): Table['rows'][number] {
  return { cells, isTotal: false };
}

export function totalRow(...cells: readonly Cell[]): Table['rows'][number] {
  return { cells, isTotal: true };
}

export function money(amount: number): { readonly fen: Fen } {
  return { fen: amount as Fen };
}

export const TOTAL = words('合计', 'Total');

/** Tables with a column for each alliance are turned where there are more than a page is wide. */
const MOST_COLUMNS = 14;

/** The table, or, where it has too many columns of amounts, the same with rows and columns exchanged. */
export function fitted(table: Table): Table {
  const [first, ...rest] = table.columns;
  if (first === undefined || table.columns.length <= MOST_COLUMNS || table.rows.length >= table.columns.length) return table;
  const named = (cell: Cell): Words =>
    typeof cell === 'string' ? { zh: cell, en: cell } : cell !== null && 'zh' in cell ? cell : { zh: '', en: '' };
  return {
    ...table,
    columns: [
      textColumn('医共体', 'Alliance'),
      ...table.rows.map((line) => ({ words: named(line.cells[0] ?? null), kind: 'amount' as const })),
    ],
    rows: rest.map((column, i) => row(column.words, ...table.rows.map((line) => line.cells[i + 1] ?? null))),
  };
}
