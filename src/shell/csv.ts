// CSV in and out. In: cut into cells by csv-parse. Out: texts are guarded against being read as formulas.

import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Source } from '../problem/source.ts';
import { steerless } from '../words/visible.ts';
import type { NotOpened } from '../written/read.ts';
import type { CellTable } from '../written/table.ts';

/** Cuts a CSV text into cells; commas, semicolons or tabs, whichever the first line has most of. */
export function cellsOf(source: Source): CellTable | NotOpened {
  const header = source.text.split('\n', 1)[0] ?? '';
  const count = (mark: string) => header.split(mark).length;
  const delimiter = [',', '\t', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  try {
    const records = parse(source.text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 1_000_000,
    });
    // With `info` each record says on which line it ended.
    const rows = (records as unknown as { info: { lines: number }; record: string[] }[]).map(({ info, record }) => ({
      line: info.lines,
      cells: record,
    }));
    return { source, rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Math.max(1, (error as { lines?: number }).lines ?? 1);
    const start = source.lineStarts[Math.min(line, source.lineStarts.length) - 1] ?? 0;
    const end = (source.lineStarts[line] ?? source.text.length + 1) - 1;
    const where = { source, offset: start, end: Math.max(end, start + 1) };
    return { code: 'not-csv', args: { got: source.name, reason: error.code, detail: error.code }, where };
  }
}

/** A cell to write: a text, or a number already written as a decimal. */
export interface OutCell {
  readonly text: string;
  readonly isText: boolean;
}

/** What a spreadsheet would read as a formula; and what begins with an apostrophe before such, so that a guard can be told from it. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;

/** A text that a spreadsheet would read as a formula gets an apostrophe, and steers no terminal; numbers are numbers and stay as they are. */
function guarded({ text, isText }: OutCell): string {
  if (!isText) return text;
  return FORMULA.test(text) ? `'${steerless(text)}` : steerless(text);
}

/** The text that was guarded, for those that read no formulas. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

/** CSV text in UTF-8 with a mark, so that Excel and WPS read the Chinese. */
export function csvText(rows: readonly (readonly OutCell[])[]): string {
  return stringify(
    rows.map((row) => row.map(guarded)),
    { bom: true, record_delimiter: 'windows' },
  );
}
