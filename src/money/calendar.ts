// Years and months. A month within a run is counted from January of year 0: 2025-03 is 2025 × 12 + 2.

/** A month of a year, as `YYYY-MM`; `month` is 1 to 12. */
export interface YearMonth {
  readonly year: number;
  readonly month: number;
}

const FIRST_YEAR = 1949;
const LAST_YEAR = 2199;
export const MONTHS = 12;
export const QUARTER = 3;
/** A year's books have twelve months and the settlement (清算), period 13. */
export const PERIODS = 13;
export const SETTLEMENT = 12;

/** The months after which the quarter is reviewed (R6), from 0: March, June, September. */
export const REVIEW_MONTHS: readonly number[] = [2, 5, 8];

export function readYear(text: string): number | null {
  if (!/^\d{4}$/.test(text)) return null;
  const year = Number(text);
  return year >= FIRST_YEAR && year <= LAST_YEAR ? year : null;
}

export function readYearMonth(text: string): YearMonth | null {
  const match = /^(\d{4})-(\d{2})$/.exec(text);
  const year = readYear(match?.[1] ?? '');
  const month = Number(match?.[2]);
  return year !== null && month >= 1 && month <= MONTHS ? { year, month } : null;
}

export function monthNumber(at: YearMonth): number {
  return at.year * MONTHS + at.month - 1;
}

export function writeYearMonth(at: YearMonth): string {
  return `${at.year}-${String(at.month).padStart(2, '0')}`;
}
