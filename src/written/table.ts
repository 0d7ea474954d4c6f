// Activity from a table (a CSV beside the county): long, a row a month, or wide, twelve month columns. Headers in
// Chinese or English; a header may carry a unit, `基金支付(万元)`.

import { MONTHS, readYear } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type Reading, readAmount, readPoints, readWhole } from '../money/quantity.ts';
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

/** R9: what a row may carry beside the fund's payment. Points and weights are whole ten-thousandths, cost and patientPaid fen. */
export const MEASURES = ['cases', 'days', 'points', 'weights', 'cost', 'patientPaid'] as const;
export type Measure = (typeof MEASURES)[number];
export const NO_MEASURES: Readonly<Partial<Record<Measure, number>>> = {};

/** R4: one row of activity, wherever it was written. `month` is 1 to 12, or null for a year spread evenly. */
export interface Row {
  readonly year: number;
  readonly month: number | null;
  readonly home: string;
  readonly institution: string;
  readonly service: string;
  /** R9: 病组、病种或项目, and the institution that the patient is signed with; empty where none is named. */
  readonly item: string;
  readonly signedWith: string;
  /** Null in a row that gives measures only. */
  readonly fund: Fen | null;
  readonly measures: Readonly<Partial<Record<Measure, number>>>;
  /** R9: the reference cost of the item, which makes the row a case of its own (病例); null in rows of sums. */
  readonly reference: Fen | null;
  readonly incomplete: boolean;
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

const ROW_NAMES = ['year', 'month', 'home', 'institution', 'service', 'item', 'signedWith', 'measure', 'reference', 'incomplete'];
const NAMES = [...ROW_NAMES, 'fund', ...MEASURES];
/** Other names that exports of hospitals and bureaus use for these columns. */
const HEADERS: Readonly<Record<string, string>> = {
  年份: 'year',
  年度: 'year',
  月份: 'month',
  医共体: 'home',
  归属: 'home',
  医疗机构: 'institution',
  服务项目: 'service',
  病种: 'item',
  病组: 'item',
  基金支付额: 'fund',
  RW: 'weights',
};
/** The key that a header stands for, whatever it is called. */
function headerKey(name: string): string {
  return (Object.hasOwn(HEADERS, name) ? HEADERS[name] : undefined) ?? canonicalKey(name);
}
/** Columns for people, not for reckoning. */
const PASSED_OVER: ReadonlySet<string> = new Set(['备注', '说明', 'note', '序号']);
const READERS: Readonly<Record<Measure | 'fund', (text: string) => Reading<number>>> = {
  fund: readAmount,
  cases: readWhole,
  days: readWhole,
  points: readPoints,
  weights: readPoints,
  cost: readAmount,
  patientPaid: readAmount,
};
const WANTED: Readonly<Record<Measure | 'fund', string>> = {
  fund: 'amount',
  cases: 'whole',
  days: 'whole',
  points: 'points',
  weights: 'points',
  cost: 'amount',
  patientPaid: 'amount',
};
/** What a row of a long table may say and a wide one may not: a case has one month, and its measures beside each other. */
const NOT_WIDE: ReadonlySet<string> = new Set(['month', 'reference', 'incomplete']);
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
    const key = month === null ? headerKey(name) : 'fund';
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
  if (wide === 0 && !columns.some((c) => isMeasure(c.key))) missing.push('fund');
  if (wide > 0 && wide < MONTHS) missing.push('1–12');
  const both = columns.find((c) => (wide > 0 ? c.month === null && (NOT_WIDE.has(c.key) || isMeasure(c.key)) : c.key === 'measure'));
  if (both !== undefined) {
    report.add('error', 'csv-column', placeOfCell(table, line, cells, both.index), table.source.name, { case: 'both', got: both.key });
    return null;
  }
  if (missing.length === 0) return columns;
  report.add('error', 'csv-column', place(table, line), table.source.name, { case: 'missing', got: missing.join('、') });
  return null;
}

/** Reads one line: its names, then its amounts, into as many rows as it has months. */
function readRow(cells: readonly string[], columns: readonly Column[], table: CellTable, line: number, report: Report, rows: Row[]): void {
  const where = place(table, line);
  const path = `${table.source.name}:${line}`;
  const refuse: Refuse = (code, args, index) => report.add('error', code, placeOfCell(table, line, cells, index), path, args);
  const indexOf = (key: string) => columns.find((c) => c.key === key && c.month === null)?.index ?? -1;
  const text = (key: string) => cells[indexOf(key)]?.trim() ?? '';
  const names = namesOf(text, indexOf, refuse);
  const monthText = text('month').replace(/月$/, '');
  if (monthText !== '' && !/^(0?[1-9]|1[0-2])$/.test(monthText))
    refuse('not-a-month', { got: monthText, wanted: 'month' }, indexOf('month'));
  const month = monthText === '' ? null : Number(monthText);
  const reference = measureAt(cells, columns, 'reference', readAmount, 'amount', refuse);
  const measure = measureOfLine(text('measure'), indexOf('measure'), refuse);
  if (names === null || measure === null) return;
  const found = rows.length;
  const own = {
    ...names,
    reference: reference === null ? null : fen(reference),
    incomplete: /^(yes|是)$/.test(text('incomplete')),
    where,
    path,
  };
  for (const column of columns) {
    if (column.month === null) continue;
    const cell = cells[column.index]?.trim() ?? '';
    // An empty month of a wide row is a month without a row.
    if (cell === '' || /^[-—–]$/.test(cell)) continue;
    const amount = amountOf(cell, column, measure, refuse);
    if (amount === null) continue;
    const isFund = measure === 'fund';
    rows.push({ ...own, month: column.month, fund: isFund ? fen(amount) : null, measures: isFund ? NO_MEASURES : { [measure]: amount } });
  }
  if (!columns.some((c) => c.month !== null)) readLong(cells, columns, own, month, refuse, rows);
  if (report.failed && rows.length > found) rows.length = found;
}

type Refuse = (code: ProblemCode, args: Record<string, string | number>, index: number) => void;

/** Who and what a line is about; null where its year cannot be read. */
function namesOf(text: (key: string) => string, indexOf: (key: string) => number, refuse: Refuse) {
  const year = readYear(text('year').replace(/年$/, ''));
  if (year === null)
    refuse('not-a-year', { got: text('year'), ...(/合计|小计|总计/.test(text('year')) ? { case: 'sum' } : {}) }, indexOf('year'));
  for (const key of ['home', 'institution', 'service', 'item', 'signedWith'] as const) {
    const got = text(key);
    const mayLack = key === 'item' || key === 'signedWith';
    if (got === '' && !mayLack) refuse('missing-key', { case: 'cell', wanted: 'id', key }, indexOf(key));
    else if (got !== '' && !isId(got)) refuse('bad-id', { got }, indexOf(key));
  }
  const names = { home: text('home'), institution: text('institution'), service: text('service') };
  return year === null ? null : { year, ...names, item: text('item'), signedWith: text('signedWith') };
}

/** What the months of a wide line hold: the fund's payment, or the measure that its column names. */
function measureOfLine(written: string, index: number, refuse: Refuse): Measure | 'fund' | null {
  if (written === '') return 'fund';
  const key = headerKey(written);
  if (isMeasure(key)) return key;
  const known = ['fund', ...MEASURES];
  refuse(
    'not-a-choice',
    { got: written, near: nearest(written, known) ?? '', choices: known.map((k) => `${k}（${chineseKey(k)}）`).join('、') },
    index,
  );
  return null;
}

function isMeasure(key: string): key is Measure | 'fund' {
  return Object.hasOwn(READERS, key);
}

function readLong(
  cells: readonly string[],
  columns: readonly Column[],
  own: Omit<Row, 'month' | 'fund' | 'measures'>,
  month: number | null,
  refuse: Refuse,
  rows: Row[],
): void {
  const measures: Partial<Record<Measure, number>> = {};
  for (const measure of MEASURES) {
    const amount = measureAt(cells, columns, measure, READERS[measure], WANTED[measure], refuse);
    if (amount !== null) measures[measure] = amount;
  }
  const column = columns.find((c) => c.key === 'fund');
  const cell = cells[column?.index ?? -1]?.trim() ?? '';
  const given = Object.keys(measures).length > 0;
  if (cell === '' && !given) refuse('missing-key', { got: '', wanted: 'amount', key: 'fund', case: 'cell' }, column?.index ?? 0);
  else {
    const fund = cell === '' || column === undefined ? null : amountOf(cell, column, 'fund', refuse);
    rows.push({ ...own, month, fund: fund === null ? null : fen(fund), measures: given ? measures : NO_MEASURES });
  }
}

/** A number of a line under its column, or null where it is not given or not right (the report says so). */
function measureAt(
  cells: readonly string[],
  columns: readonly Column[],
  key: string,
  reader: (text: string) => Reading<number>,
  wanted: string,
  refuse: Refuse,
): number | null {
  const column = columns.find((c) => c.key === key && c.month === null);
  const cell = cells[column?.index ?? -1]?.trim() ?? '';
  if (column === undefined || cell === '') return null;
  const reading = reader(wanted === 'amount' && /[\d.]$/.test(cell) ? cell + column.unit : cell);
  if ('value' in reading) return reading.value;
  refuse(reading.refusal.code, { got: cell, wanted, suggestion: reading.refusal.suggestion }, column.index);
  return null;
}

function amountOf(cell: string, column: Column, measure: Measure | 'fund', refuse: Refuse): number | null {
  const wanted = WANTED[measure];
  const reading = READERS[measure](wanted === 'amount' && /[\d.]$/.test(cell) ? cell + column.unit : cell);
  if ('value' in reading) return reading.value;
  refuse(reading.refusal.code, { got: cell, wanted, key: measure, suggestion: reading.refusal.suggestion }, column.index);
  return null;
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
