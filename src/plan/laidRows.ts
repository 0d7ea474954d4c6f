// Rows of activity laid out: which of them count, the streams that they make, and their cells. A study moves a value of the policy or the
// county, while the ten thousand rows stay: what was made of the same rows on the same ground is kept. Rows are never changed once read, nor
// is what is made of them here.

import type { Fen } from '../money/fen.ts';
import type { Report } from '../problem/problem.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import type { Row } from '../written/table.ts';
import { caseCostsOf, withCasePoints } from './caseRows.ts';
import { closeCells } from './closeCells.ts';
import { givesMeasures } from './contracts.ts';
import { isUsable, warnOfTwice } from './inputChecks.ts';
import { Kept } from './kept.ts';
import type { Names } from './names.ts';
import type { Named, Stream } from './parties.ts';
import type { Close, CloseCell } from './plan.ts';
import { cellsOfRows, type RowCells } from './rowCells.ts';
import { groundOf, type RowGround } from './rowGround.ts';
import { streamsOf } from './streams.ts';
import type { Cells } from './volumes.ts';

/** Rows that may be used, with what case rows count for, and the streams that they and a close make. */
export class LaidRows {
  readonly rows: readonly Row[];
  readonly streams: readonly Stream[];
  readonly streamOf: readonly number[];
  readonly keys: readonly string[];
  readonly services: readonly Named[];
  readonly givesMeasures: boolean;
  private readonly cells = new Map<boolean, RowCells>();
  private readonly closed = new WeakMap<Cells, readonly CloseCell[]>();
  private readonly caseCosts = new Map<number | null, readonly (readonly Fen[] | null)[]>();

  constructor(all: readonly Row[], ground: RowGround, names: Names, close: Close | null) {
    const usable = all.filter((row) => isUsable(row, ground, names.report, close));
    warnOfTwice(usable, names.report);
    this.rows = withCasePoints(usable, ground, names);
    const { streams, streamOf, keys, services } = streamsOf(this.rows, ground, names, close);
    this.streams = streams;
    this.streamOf = streamOf;
    this.keys = keys;
    this.services = services;
    this.givesMeasures = this.rows.some(givesMeasures);
  }

  /** Cells by year, and what of them is known. */
  cellsOf(withVolumes: boolean, report: Report): RowCells {
    const known = this.cells.get(withVolumes);
    if (known !== undefined) return known;
    const told = report.problems.length;
    const made = cellsOfRows(this.rows, this.streamOf, this.streams.length, withVolumes, report);
    if (report.problems.length === told) this.cells.set(withVolumes, made);
    return made;
  }

  /** The base year's cells as a close would carry them. */
  closeCellsOf(base: number | null, { cells, known }: RowCells): readonly CloseCell[] {
    const [own, bits] = base === null ? [] : [cells.get(base), known.get(base)];
    const made = (own === undefined ? undefined : this.closed.get(own)) ?? closeCells(this.keys, own, bits, () => null);
    if (own !== undefined) this.closed.set(own, made);
    return made;
  }

  /** Costs of the base year's case rows, by stream. */
  caseCostsOf(base: number | null): readonly (readonly Fen[] | null)[] {
    const known = this.caseCosts.get(base) ?? caseCostsOf(this.rows, this.streamOf, this.streams.length, base);
    this.caseCosts.set(base, known);
    return known;
  }
}

/** A warning about rows is told where the row stands, whatever the rest of the scenario. */
const KEPT = new Kept<readonly Row[], LaidRows>(() => true);

/** Lays rows out, or finds them laid out. The names get the services, and the report what is wrong or odd with the rows. */
export function laidRows(all: readonly Row[], scenario: WrittenScenario, names: Names, close: Close | null): LaidRows {
  const ground = groundOf(scenario, names);
  const make = () => new LaidRows(all, ground, names, close);
  // A run that goes on from a close has other streams, and is played once.
  const laid = close === null ? KEPT.of(all, ground, names.report, make) : make();
  names.services = laid.services;
  names.serviceIndex = new Map(laid.services.map(({ id }, i) => [id, i]));
  return laid;
}
