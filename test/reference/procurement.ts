// R11: procurement surplus retention, a year's rows settled with the year.
import type { Institution } from './activity.ts';
import type { Took } from './branches.ts';
import { compare, type Fraction, least, parseRatio, plus, product, Refused, round, times, whole, yuan } from './exact.ts';
import type { Figures } from './reference.ts';
import { needsScore, shareByScore } from './sharing.ts';
import { at, decimalAt, factAt, field, isNothing, listAt, listOf, scoreAt, shareAt, textOf, type Written, yearOf } from './written.ts';

export interface ProcurementRow {
  readonly year: number;
  readonly period: string;
  readonly institution: string;
  readonly insurance: string;
  readonly agreed: Fraction;
  readonly actual: Fraction;
  /** Yuan. */
  readonly earlierPrice: Fraction;
  readonly winningPrice: Fraction;
  readonly otherAmount: Fraction;
  readonly fundShare: Fraction;
}

export interface Procurement {
  readonly written: Written;
  readonly rows: readonly ProcurementRow[];
}

export function readRow(item: Written, year: number): ProcurementRow {
  const number = (name: string): Fraction => decimalAt(field(item, name), year, name);
  const insurance = textOf(field(item, 'insurance'), 'insurance');
  if (insurance !== 'resident' && insurance !== 'employee') throw new Refused(`insurance ${insurance}`);
  textOf(field(item, 'product'), 'product of a procurement row');
  return {
    year,
    period: textOf(field(item, 'period'), 'period'),
    institution: textOf(field(item, 'institution'), 'institution'),
    insurance,
    agreed: number('agreed'),
    actual: number('actual'),
    earlierPrice: number('earlierPrice'),
    winningPrice: number('winningPrice'),
    otherAmount: number('otherAmount'),
    fundShare: shareAt(field(item, 'fundShare'), year, 'fundShare'),
  };
}

/** null: the policy says nothing of it; then the rows are only of known institutions. The county file is
 * shared by scenarios: rows of other years are left out. */
export function readProcurement(
  scenario: Written,
  institutions: ReadonlyMap<string, Institution>,
  first: number,
  last: number,
): Procurement | null {
  const written = field(scenario, 'policy', 'procurement');
  const items = listOf(field(scenario, 'county', 'procurement'), 'procurement');
  for (const item of items) {
    const institution = textOf(field(item, 'institution'), 'institution');
    if (!institutions.has(institution)) throw new Refused(`procurement: unknown institution ${institution}`);
  }
  if (isNothing(written)) return null;
  const rows = items.flatMap((item) => {
    const year = yearOf(field(item, 'year'), 'year of a procurement row');
    return year < first || year > last ? [] : [readRow(item, year)];
  });
  return { written, rows };
}

/** The table, whose shares are not above 50%. */
export function readRetention(written: Written, year: number): Written[] {
  const table = listAt(field(written, 'retention'), year, 'retention');
  for (const row of table) {
    scoreAt(field(row, 'score'), year, 'score of a row');
    const share = shareAt(field(row, 'share'), year, 'share');
    if (compare(share, parseRatio('50%')) > 0) throw new Refused('procurement: a share above 50%');
  }
  return table;
}

export interface Counted {
  readonly budget: bigint;
  readonly spent: bigint;
}

/** A row's budget and what was spent, to the fen; one below the least completion counts for nothing. */
export function countRow(row: ProcurementRow, leastCompletion: Fraction | null, took: Took): Counted {
  const { agreed, actual, earlierPrice, winningPrice, otherAmount, fundShare } = row;
  if (leastCompletion !== null) {
    const order = compare(actual, product(agreed, leastCompletion));
    if (order === 0) took('R11 completion exactly the least');
    if (order < 0) {
      took('R11 row below the least completion');
      return { budget: 0n, spent: 0n };
    }
  }
  took(compare(actual, agreed) > 0 ? 'R11 more than agreed' : 'R11 not more than agreed');
  const fen = (yuan: Fraction): bigint => round(product(product(yuan, fundShare), whole(100n)));
  const bought = plus(product(least(agreed, actual), winningPrice), otherAmount);
  return { budget: fen(product(agreed, earlierPrice)), spent: fen(bought) };
}

interface Group extends Counted {
  readonly institution: string;
  readonly key: string;
  readonly resident: boolean;
}

function groupsOf(rows: readonly ProcurementRow[], leastCompletion: Fraction | null, took: Took): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const { institution } = row;
    const key = `${row.period}/${row.insurance}`;
    const id = JSON.stringify([institution, key]);
    const { budget, spent } = countRow(row, leastCompletion, took);
    const before = groups.get(id) ?? { budget: 0n, spent: 0n };
    groups.set(id, {
      institution,
      key,
      resident: row.insurance === 'resident',
      budget: before.budget + budget,
      spent: before.spent + spent,
    });
  }
  return [...groups.values()];
}

function baseOf({ budget, spent }: Counted, took: Took): bigint {
  const base = budget - spent;
  took(base < 0n ? 'R11 base not below zero' : base === 0n ? 'R11 base exactly zero' : 'R11 base');
  return base > 0n ? base : 0n;
}

export interface ProcurementYear {
  /** What the pool pays for residents. */
  readonly paid: bigint;
  readonly ofInstitutions: ReadonlyMap<string, Figures>;
}

/** A year that settles. */
export function settleProcurement(
  procurement: Procurement,
  institutions: readonly Institution[],
  year: number,
  took: Took,
): ProcurementYear {
  const { written, rows } = procurement;
  const table = readRetention(written, year);
  const leastWritten = at(field(written, 'leastCompletion'), year);
  const leastCompletion = isNothing(leastWritten) ? null : shareAt(leastWritten, year, 'leastCompletion');
  const groups = groupsOf(
    rows.filter((row) => row.year === year),
    leastCompletion,
    took,
  );
  if (groups.length === 0) took('R11 no rows of the year');
  let paid = 0n;
  const ofInstitutions = new Map<string, Figures>();
  for (const { id, written: institution } of institutions) {
    const own = groups.filter((group) => group.institution === id);
    if (own.length === 0) continue;
    const scoreWritten = factAt(field(institution, 'procurementScore'), year);
    if (isNothing(scoreWritten) && needsScore(table, year)) throw new Refused(`${id} has no procurement score in ${year}`);
    const score = isNothing(scoreWritten) ? null : scoreAt(scoreWritten, year, 'procurement score');
    const share = shareByScore(table, score, year, took);
    const bases = own.map((group) => baseOf(group, took));
    const retained = bases.map((base) => times(base, share));
    own.forEach(({ resident }, index) => {
      took(resident ? 'R11 paid by the pool' : 'R11 of employees, paid by nobody here');
      if (resident) paid += retained[index] ?? 0n;
    });
    const map = (amounts: readonly bigint[]): Figures => Object.fromEntries(own.map(({ key }, index) => [key, yuan(amounts[index] ?? 0n)]));
    ofInstitutions.set(id, {
      base: map(bases),
      retained: map(retained),
      budget: map(own.map((group) => group.budget)),
      spent: map(own.map((group) => group.spent)),
    });
  }
  return { paid, ofInstitutions };
}
