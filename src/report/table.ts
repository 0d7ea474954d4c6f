// A table as data: titles in both languages, cells typed, so that it can be printed, or written as CSV, alike.

import type { Fen } from '../money/fen.ts';
import type { Words } from '../words/language.ts';

type ColumnKind = 'text' | 'amount' | 'count' | 'rate';

export interface Column {
  readonly words: Words;
  readonly kind: ColumnKind;
}

/** A text, one in both languages, an amount in fen, a count; null for an empty cell. */
export type Cell = string | Words | { readonly fen: Fen } | { readonly count: number } | null;

export interface Table {
  /** File name of its CSV: `waterfall`, `settlement`. */
  readonly id: string;
  readonly title: Words;
  readonly year: number | null;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly isTotal: boolean }[];
  readonly notes: readonly Words[];
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
