// The chunks of a batch joined into one CSV and one Parquet file: the same bytes wherever the chunks came from.

import { appendFileSync, closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { BatchColumn } from '../study/batch.ts';
import { growing, headerLine, type Manifest, RESULTS, readChunk, refuseMissing } from './batchFolder.ts';
import { unguarded } from './csv.ts';

/** A group of the Parquet file has so many rows or cells, at least; groups end where chunks end. Its cells are held at once. */
const GROUP_ROWS = 65_536;
const GROUP_CELLS = 2_000_000;

export interface Joined {
  readonly csv: string;
  readonly parquet: string;
  readonly refused: number;
}

/**
 * @param places where each chunk is.
 * @param groupCells cells of a group of the Parquet file.
 * @throws {InputProblems} where a chunk is damaged.
 */
export async function joinChunks(
  folder: string,
  manifest: Manifest,
  places: readonly string[],
  groupCells: number = GROUP_CELLS,
): Promise<Joined> {
  const [csv, parquet] = RESULTS.map((name) => join(folder, name)) as [string, string];
  let refused = 0;
  const each = (use: (lines: string) => void): void => {
    for (const [chunk, place] of places.entries()) {
      const read = readChunk(place, manifest, chunk);
      if (read === null) refuseMissing(place, manifest.cut, [chunk]);
      else {
        refused += read.refused;
        use(read.lines);
      }
    }
  };
  await growing(csv, async (path) => {
    writeFileSync(path, headerLine(manifest.columns));
    each((lines) => appendFileSync(path, lines));
    synced(path);
  });
  const counted = refused;
  await growing(parquet, (path) => writeParquet(path, manifest, groupCells, each));
  return { csv, parquet, refused: counted };
}

function synced(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** Amounts, rates and months are exact decimals, read from the text and never through a double. */
async function writeParquet(
  path: string,
  { columns, fingerprint, marks }: Manifest,
  groupCells: number,
  each: (use: (lines: string) => void) => void,
): Promise<void> {
  // Few runs write Parquet: it is loaded by those that do.
  const { fileWriter, ParquetWriter } = await import('hyparquet-writer');
  const writer = fileWriter(path);
  const parquet = new ParquetWriter({
    writer,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(schemaOf)],
    kvMetadata: [{ key: 'shapan', value: JSON.stringify({ fingerprint, ...marks }) }],
    createdBy: `shapan ${marks.version}`,
  });
  let rows: string[][] = [];
  const flush = (): void => {
    const columnData = columns.map((column, i) => ({ name: column.name, data: rows.map((row) => parquetCell(row[i] ?? '', column)) }));
    if (rows.length > 0) void parquet.write({ columnData, rowGroupSize: rows.length });
    rows = [];
  };
  each((lines) => {
    for (const row of parse(lines, { relax_column_count: true }) as string[][]) rows.push(row);
    if (rows.length >= GROUP_ROWS || rows.length * columns.length >= groupCells) flush();
  });
  flush();
  await parquet.finish();
  synced(path);
}

function schemaOf({ name, kind, places }: BatchColumn) {
  const repetition_type = kind === 'count' ? ('REQUIRED' as const) : ('OPTIONAL' as const);
  if (kind === 'text') return { name, type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const, repetition_type };
  if (kind === 'count') return { name, type: 'INT64' as const, repetition_type };
  return { name, type: 'INT64' as const, converted_type: 'DECIMAL' as const, scale: places, precision: 18, repetition_type };
}

function parquetCell(cell: string, { kind }: BatchColumn): string | bigint | null {
  if (cell === '') return null;
  if (kind !== 'text') return BigInt(cell.replace('.', ''));
  // The guard is for spreadsheets, which read no Parquet.
  return unguarded(cell);
}
