// Activity from a table (a CSV beside the county): long, a row a month, or wide, twelve month columns. Headers in
// Chinese or English; a header may carry a unit, `基金支付(万元)`.

import { MONTHS, readYear } from '../money/calendar.ts';
import type { Fen } from '../money/fen.ts';
import { readAmount, readDecimal, readWhole } from '../money/quantity.ts';
import { nearest, type ProblemCode, type Report } from '../problem/problem.ts';
import type { Source, Where } from '../problem/source.ts';
import { canonicalKey, chineseKey } from '../words/keys.ts';
import { isId } from './leaves.ts';

/** A CSV file cut into cells, by whoever can (the shell). */
export interface CellTable {
  readonly source: Source;
  /** The first row is the header. `line` counts from 1. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** R4: one row of activity, wherever it was written. `month` is 1 to 12, or null for a year spread evenly. */
export interface Row {
  readonly year: number;
  readonly month: number | null;
  readonly home: string;
  readonly institution: string;
  readonly service: string;
  readonly fund: Fen;
  readonly where: Where | null;
  readonly path: string;
}

interface Column {
  readonly key: string;
  readonly index: number;
  /** Month 1–12 of a month column of a wide table. */
  readonly month: number | null;
  /** The unit of the header, put behind bare numbers. */
  readonly unit: string;
}

const NAMES = ['year', 'month', 'home', 'institution', 'service', 'fund', 'cases', 'days', 'points', 'cost'];
/** Other names that exports of hospitals and bureaus use for these columns. */
const HEADERS: Readonly<Record<string, string>> = {
  年份: 'year',
  年度: 'year',
  月份: 'month',
  医共体: 'home',
  归属: 'home',
  医疗机构: 'institution',
  服务项目: 'service',
  基金支付额: 'fund',
};
/** Columns for people, not for reckoning. */
const PASSED_OVER: ReadonlySet<string> = new Set(['备注', '说明', 'note', '序号']);
/** Columns that no rule reads yet, but that must be right where they are given. */
const UNREAD = [
  ['cases', readWhole],
  ['days', readWhole],
  ['points', readDecimal],
  ['cost', readAmount],
] as const;
const NEEDED = ['year', 'home', 'institution', 'service'];

export function rowsOf(table: CellTable, report: Report): Row[] {
  const [header, ...body] = table.rows;
  if (header === undefined) {
    report.add('error', 'csv-column', { source: table.source, offset: 0, end: 1 }, table.source.name, { case: 'none' });
    return [];
  }
  const columns = columnsOf(header.cells, table, header.line, report);
  if (columns === null) return [];
  const rows: Row[] = [];
  for (const { line, cells } of body) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    readRow(cells, columns, table, line, report, rows);
    if (report.problems.length > 200) break; // enough to mend by; the rest is likely the same
  }
  return rows;
}

function columnsOf(cells: readonly string[], table: CellTable, line: number, report: Report): readonly Column[] | null {
  const columns: Column[] = [];
  for (const [index, cell] of cells.entries()) {
    const match = /^\s*(.*?)\s*(?:[(（](元|万元|亿元)[)）])?\s*$/.exec(cell.replace(/^\ufeff/, ''));
    const name = match?.[1] ?? '';
    const month = /^(0?[1-9]|1[0-2])月?$/.test(name) ? Number(name.replace('月', '')) : null;
    const key = month === null ? (HEADERS[name] ?? canonicalKey(name)) : 'fund';
    if (name === '' || PASSED_OVER.has(name)) continue;
    if (!NAMES.includes(key)) {
      report.add('error', 'csv-column', placeOfCell(table, line, cells, index), table.source.name, {
        got: name,
        near: nearest(name, [...NAMES, ...NAMES.flatMap((known) => chineseKey(known) ?? [])]) ?? '',
        known: NAMES.map((known) => `${known}（${chineseKey(known)}）`).join('、'),
      });
      return null;
    }
    if (columns.some((c) => c.key === key && c.month === month)) {
      report.add('error', 'duplicate-key', placeOfCell(table, line, cells, index), table.source.name, { got: name });
      return null;
    }
    columns.push({ key, index, month, unit: match?.[2] ?? '' });
  }
  const wide = columns.filter((c) => c.month !== null).length;
  const missing = NEEDED.filter((name) => !columns.some((c) => c.key === name));
  if (wide === 0 && !columns.some((c) => c.key === 'fund')) missing.push('fund');
  if (wide > 0 && wide < MONTHS) missing.push('1–12');
  const both = columns.find((c) => wide > 0 && c.month === null && (c.key === 'month' || c.key === 'fund'));
  if (both !== undefined) {
    report.add('error', 'csv-column', placeOfCell(table, line, cells, both.index), table.source.name, { case: 'both', got: both.key });
    return null;
  }
  if (missing.length === 0) return columns;
  report.add('error', 'csv-column', place(table, line), table.source.name, { case: 'missing', got: missing.join('、') });
  return null;
}

function readRow(cells: readonly string[], columns: readonly Column[], table: CellTable, line: number, report: Report, rows: Row[]): void {
  const where = place(table, line);
  const path = `${table.source.name}:${line}`;
  const refuse = (code: ProblemCode, args: Record<string, string | number>, index: number) =>
    report.add('error', code, placeOfCell(table, line, cells, index), path, args);
  const indexOf = (key: string) => columns.find((c) => c.key === key && c.month === null)?.index ?? -1;
  const text = (key: string) => cells[indexOf(key)]?.trim() ?? '';
  const year = readYear(text('year').replace(/年$/, ''));
  const [home, institution, service] = [text('home'), text('institution'), text('service')];
  if (year === null)
    refuse('not-a-year', { got: text('year'), ...(/合计|小计|总计/.test(text('year')) ? { case: 'sum' } : {}) }, indexOf('year'));
  for (const [key, got] of [
    ['home', home],
    ['institution', institution],
    ['service', service],
  ] as const) {
    if (got === '') refuse('missing-key', { case: 'cell', wanted: 'id', key }, indexOf(key));
    else if (!isId(got)) refuse('bad-id', { got }, indexOf(key));
  }
  const monthText = text('month').replace(/月$/, '');
  if (monthText !== '' && !/^(0?[1-9]|1[0-2])$/.test(monthText))
    refuse('not-a-month', { got: monthText, wanted: 'month' }, indexOf('month'));
  for (const [key, reader] of UNREAD) {
    const got = text(key);
    const reading = got === '' ? null : reader(got);
    if (reading !== null && 'refusal' in reading)
      refuse(
        reading.refusal.code,
        { got, wanted: key === 'cost' ? 'amount' : 'whole', suggestion: reading.refusal.suggestion },
        indexOf(key),
      );
  }
  const found = rows.length;
  for (const column of columns) {
    if (column.key !== 'fund') continue;
    const cell = cells[column.index]?.trim() ?? '';
    // An empty month of a wide row is a month without a row; an empty payment of a long row is a payment not given.
    if ((cell === '' || /^[-—–]$/.test(cell)) && column.month !== null) continue;
    const reading = readAmount(/[\d.]$/.test(cell) ? cell + column.unit : cell);
    if ('refusal' in reading) {
      const args = { got: cell, wanted: 'amount', key: 'fund', suggestion: reading.refusal.suggestion };
      if (cell === '') refuse('missing-key', { ...args, case: 'cell' }, column.index);
      else refuse(reading.refusal.code, args, column.index);
    } else if (year !== null) {
      const month = column.month ?? (monthText === '' ? null : Number(monthText));
      rows.push({ year, month, home, institution, service, fund: reading.value, where, path });
    }
  }
  if (report.failed && rows.length > found) rows.length = found;
}

function place(table: CellTable, line: number): Where {
  const starts = table.source.lineStarts;
  const offset = starts[line - 1] ?? 0;
  return { source: table.source, offset, end: (starts[line] ?? table.source.text.length + 1) - 1 };
}

/** The cell itself, where the line can be cut again as it was; else the whole line. */
function placeOfCell(table: CellTable, line: number, cells: readonly string[], index: number): Where {
  const whole = place(table, line);
  const text = table.source.text.slice(whole.offset, whole.end).replace(/\r$/, '');
  const starts = [',', '\t', ';'].map((mark) => startsOfCells(text, mark)).find((cut) => cut.length === cells.length);
  const start = starts?.[index];
  if (starts === undefined || start === undefined) return whole;
  const end = (starts[index + 1] ?? text.length + 1) - 1;
  return { source: table.source, offset: whole.offset + start, end: whole.offset + Math.max(end, start + 1) };
}

function startsOfCells(text: string, mark: string): readonly number[] {
  const starts = [0];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (text[i] === mark && !quoted) starts.push(i + 1);
  }
  return quoted ? [] : starts;
}
