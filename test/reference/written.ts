// Reading a composed scenario: every scalar is its source text.
import { compare, type Fraction, parseAmount, parseDecimal, parseFactor, parseHeads, parseRatio, Refused, zero } from './exact.ts';

/** What `parseDocument(text, {schema: 'failsafe'}).toJS({mapAsMap: true})` of `yaml` gives. */
export type Written = Map<string, Written> | Written[] | string | null;

export interface YearMonth {
  readonly year: number;
  readonly month: number;
}

export function isNothing(written: Written | undefined): written is '' | 'null' | null | undefined {
  return written === undefined || written === null || written === '' || written === 'null' || written === '~';
}

function isDated(map: Map<string, Written>): boolean {
  return map.size > 0 && [...map.keys()].every((key) => /^\d{4}$/.test(key));
}

/** The value in a year: R0 dated values and `{value, source | assumption}`, nested as they come. */
export function at(written: Written | undefined, year: number): Written {
  if (isNothing(written)) return null;
  if (!(written instanceof Map)) return written;
  if (written.has('value')) return at(written.get('value'), year);
  if (!isDated(written)) return written;
  const since = [...written.keys()].map(Number).filter((from) => from <= year);
  if (since.length === 0) throw new Refused(`no value for ${year}`);
  return at(written.get(String(Math.max(...since))), year);
}

/** A field of a mapping, or null; nothing has no fields. */
export function field(written: Written | undefined, ...path: string[]): Written {
  let here: Written = written ?? null;
  for (const key of path) {
    if (isNothing(here)) return null;
    if (!(here instanceof Map)) throw new Refused(`not a mapping, looking for ${key}`);
    here = here.get(key) ?? null;
  }
  return isNothing(here) ? null : here;
}

export function mapOf(written: Written, what: string): Map<string, Written> {
  if (isNothing(written)) return new Map();
  if (!(written instanceof Map)) throw new Refused(`${what} is not a mapping`);
  return written;
}

export function listOf(written: Written, what: string): Written[] {
  if (isNothing(written)) return [];
  if (!Array.isArray(written)) throw new Refused(`${what} is not a list`);
  return written;
}

export function textOf(written: Written, what: string): string {
  if (isNothing(written)) throw new Refused(`${what} is missing`);
  if (typeof written !== 'string') throw new Refused(`${what} is not a scalar`);
  return written;
}

export function textOrNull(written: Written, what: string): string | null {
  return isNothing(written) ? null : textOf(written, what);
}

/** A required list in a year: written, though it may be empty. */
export function listAt(written: Written, year: number, what: string): Written[] {
  const here = at(written, year);
  if (here === null) throw new Refused(`${what} is missing`);
  return listOf(here, what);
}

// The readers below take the value of a year; a missing value is an error.

export function amountAt(written: Written, year: number, what: string): bigint {
  return parseAmount(textOf(at(written, year), what));
}

/** An amount that may not be negative. */
export function chargeAt(written: Written, year: number, what: string): bigint {
  const amount = amountAt(written, year, what);
  if (amount < 0n) throw new Refused(`${what} is negative`);
  return amount;
}

export function ratioAt(written: Written, year: number, what: string): Fraction {
  return parseRatio(textOf(at(written, year), what));
}

/** A ratio that may not be negative. */
export function shareAt(written: Written, year: number, what: string): Fraction {
  const share = ratioAt(written, year, what);
  if (compare(share, zero) < 0) throw new Refused(`${what} is negative`);
  return share;
}

/** A factor or weight: not negative, and above 1 without a percent sign too. */
export function factorAt(written: Written, year: number, what: string): Fraction {
  const factor = parseFactor(textOf(at(written, year), what));
  if (compare(factor, zero) < 0) throw new Refused(`${what} is negative`);
  return factor;
}

/** A decimal that is not negative: tariffs, months. */
export function decimalAt(written: Written, year: number, what: string): Fraction {
  const decimal = parseDecimal(textOf(at(written, year), what));
  if (compare(decimal, zero) < 0) throw new Refused(`${what} is negative`);
  return decimal;
}

/** R9: prices, point values, rates and tariffs are exact decimals in yuan, not amounts; the result is yuan. */
export function priceAt(written: Written, year: number, what: string): Fraction {
  const price = parseDecimal(textOf(at(written, year), what).replace(/\s*元$/, ''));
  if (compare(price, zero) < 0) throw new Refused(`${what} is negative`);
  return price;
}

/** A whole number that is not negative. */
export function wholeAt(written: Written, year: number, what: string): bigint {
  const number = decimalAt(written, year, what);
  if (number.n % number.d !== 0n) throw new Refused(`${what} is not whole`);
  return number.n / number.d;
}

/** One of a few words; nothing written is the first of them. */
export function choiceAt<T extends string>(written: Written, year: number, choices: readonly [T, ...T[]], what: string): T {
  const text = textOrNull(at(written, year), what) ?? choices[0];
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new Refused(`${what}: ${text}`);
  return found;
}

/** yes or no; nothing written is no. */
export function yesAt(written: Written, year: number, what: string): boolean {
  return choiceAt(written, year, ['no', 'yes'], what) === 'yes';
}

/** What is found down a path, every mapping on the way read for the year. */
export function look(written: Written, year: number, ...path: string[]): Written {
  return path.reduce((here, key) => at(field(here, key), year), at(written, year));
}

/** Whether a value can be read for a year. */
export function isReadable(written: Written, year: number): boolean {
  try {
    return at(written, year) !== null;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** A fact of the county in a year; one that is dated and not given yet counts as missing. */
export function factAt(written: Written, year: number): Written {
  return isReadable(written, year) ? at(written, year) : null;
}

/** What a value is in one year or another. */
export function ever(written: Written): Written[] {
  if (isNothing(written)) return [];
  if (!(written instanceof Map)) return [written];
  const value = written.get('value');
  if (value !== undefined) return ever(value);
  return isDated(written) ? [...written.values()].flatMap(ever) : [written];
}

/** A value that is not dated, as it is written or with its source. */
export function plainly(written: Written): Written {
  return ever(written)[0] ?? null;
}

/** What is found down a path in one year or another. */
export function everAt(written: Written, ...path: string[]): Written[] {
  return path.reduce((here, key) => here.flatMap((one) => (one instanceof Map ? ever(one.get(key) ?? null) : [])), ever(written));
}

export function headsAt(written: Written, year: number, what: string): bigint {
  return parseHeads(textOf(at(written, year), what));
}

export function scoreAt(written: Written, year: number, what: string): Fraction {
  return parseDecimal(textOf(at(written, year), what));
}

export function yearOf(written: Written, what: string): number {
  const text = textOf(written, what);
  if (!/^\d{4}$/.test(text)) throw new Refused(`${what}: not a year: ${text}`);
  return Number(text);
}

export function monthOf(written: Written, what: string): number {
  const text = textOf(written, what);
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > 12) throw new Refused(`${what}: not a month: ${text}`);
  return Number(text);
}

export function yearMonthOf(written: Written, what: string): YearMonth {
  const match = /^(\d{4})-(\d{2})$/.exec(textOf(written, what));
  if (match === null) throw new Refused(`${what}: not a month YYYY-MM`);
  return { year: yearOf(match[1] ?? null, what), month: monthOf(match[2] ?? null, what) };
}

/** Months counted through, so that they can be compared. */
export function absolute(year: number, month: number): number {
  return year * 12 + month;
}
