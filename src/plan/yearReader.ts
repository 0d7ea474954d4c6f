// Reads dated values of a policy for one year after another. Problems go to the report once each, however many years
// share them.

import { type Dated, entryAt } from '../money/dated.ts';
import { decimalText, percent } from '../money/display.ts';
import { compareRatios, NOTHING, plus, type Ratio, WHOLE } from '../money/ratio.ts';
import type { ProblemCode, Report } from '../problem/problem.ts';
import type { Where } from '../problem/source.ts';

export interface ScoreRow {
  readonly score: Ratio;
  readonly share: Ratio;
}

export class YearReader {
  year = 0;
  private readonly report: Report;
  private readonly whereAt: (path: string) => Where | null;
  private readonly seen = new Set<string>();

  constructor(report: Report, whereAt: (path: string) => Where | null) {
    this.report = report;
    this.whereAt = whereAt;
  }

  /** The value of a year, or null if it is not given at all. */
  read<T>(dated: Dated<T> | undefined, path: string, year: number = this.year): T | null {
    if (dated === undefined) return null;
    const entry = entryAt(dated, year);
    if (entry === null) {
      this.add('dated-before', path, { year, first: dated.entries[0]?.from ?? '' });
      return null;
    }
    return entry.value;
  }

  /** A fact of the county for the year: null where it is not given, or not yet. */
  at<T>(dated: Dated<T>): T | null {
    return entryAt(dated, this.year)?.value ?? null;
  }

  /** As `read`, where a value that is not given is a problem too. */
  need<T>(dated: Dated<T> | undefined, path: string, wanted: string): T | null {
    if (dated === undefined) this.missing(path, wanted);
    return this.read(dated, path);
  }

  add(code: ProblemCode, path: string, args: Record<string, string | number>): void {
    const full = `policy.${path}`;
    if (this.seen.has(code + full)) return;
    this.seen.add(code + full);
    this.report.add('error', code, this.whereAt(full), full, args);
  }

  missing(path: string, wanted: string): void {
    this.add('missing-key', path, { key: path.split('.').at(-1) ?? path, wanted });
  }

  get failures(): number {
    return this.report.problems.filter((p) => p.grade === 'error').length;
  }

  /** Shares must sum to 100%; where one could not be read, that has been told already. */
  wantWhole(shares: readonly (Ratio | null)[], path: string): void {
    if (shares.includes(null)) return;
    const sum = (shares as readonly Ratio[]).reduce(plus, NOTHING);
    if (compareRatios(sum, WHOLE) !== 0) this.add('shares-not-whole', path, { got: percent(sum), year: this.year });
  }

  /** Bands rise strictly, and only the last may be open. */
  wantRising(bands: readonly { readonly upTo: Ratio | null }[], path: string, shown: (end: Ratio) => string = percent): void {
    for (const [i, band] of bands.entries()) {
      const before = bands[i - 1]?.upTo;
      if (band.upTo === null && i < bands.length - 1) this.add('band-order', `${path}.${i}`, { case: 'open' });
      if (band.upTo !== null && (before ? compareRatios(band.upTo, before) <= 0 : i === 0 && band.upTo.n === 0n)) {
        this.add('band-order', `${path}.${i}.upTo`, { before: shown(before ?? NOTHING), got: shown(band.upTo) });
      }
    }
  }

  /** Tables by score fall strictly: the first row not above the score counts. */
  wantFalling(rows: readonly { readonly score: Ratio }[], path: string): void {
    for (const [i, row] of rows.entries()) {
      const before = rows[i - 1];
      if (before !== undefined && compareRatios(row.score, before.score) >= 0) {
        this.add('score-order', `${path}.${i}.score`, { before: decimalText(before.score), got: decimalText(row.score) });
      }
    }
  }

  scoreTable(
    written: Dated<readonly { readonly score: Dated<Ratio>; readonly share: Dated<Ratio> }[]> | undefined,
    path: string,
  ): ScoreRow[] {
    const rows = (this.read(written, path) ?? []).map((row, i) => ({
      score: this.read(row.score, `${path}.${i}.score`) ?? NOTHING,
      share: this.read(row.share, `${path}.${i}.share`) ?? NOTHING,
    }));
    this.wantFalling(rows, path);
    return rows;
  }
}
