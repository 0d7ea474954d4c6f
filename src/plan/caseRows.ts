// R9 Case rows (病例): rows of claims that carry the reference cost of their item. What each counts for is settled here, before
// rows are summed; what each cost is kept for benefits with a cap.

import { entryAt } from '../money/dated.ts';
import { type Fen, fen } from '../money/fen.ts';
import { WHOLE } from '../money/ratio.ts';
import type { Row } from '../written/table.ts';
import type { Names } from './names.ts';
import { type CaseRules, casePoints } from './rowCells.ts';
import type { RowGround } from './rowGround.ts';

/** Rows with the points of case rows as they count. A row that is not right is told and left as it is. */
export function withCasePoints(rows: readonly Row[], ground: RowGround, names: Names): readonly Row[] {
  if (!rows.some((row) => row.reference !== null)) return rows;
  return rows.map((row) => {
    if (row.reference === null) return row;
    const { cases, cost, points } = row.measures;
    const refuse = (what: string) => {
      names.report.add('error', 'case-row', row.where, row.path, { case: what });
      return row;
    };
    if (cases !== undefined && cases !== 1) return refuse('cases');
    if (cost === undefined || cost < 0) return refuse('cost');
    if (row.reference === 0) return refuse('reference');
    const counted = { ...row, measures: { ...row.measures, cases: 1 } };
    const rules = caseRules(row.service, ground, names);
    if (rules === null) return counted;
    if (points === undefined || points < 0) return refuse('points');
    const worth = casePoints(points, fen(cost), row.reference, row.incomplete, rules);
    return { ...counted, measures: { ...counted.measures, points: worth } };
  });
}

/** The rules of a service that is paid by DIP, as they stand in the first year; null for services that are not. */
function caseRules(service: string, { payment, first }: RowGround, names: Names): CaseRules | null {
  const written = payment.find(([id]) => id === service)?.[1];
  if (written === undefined) return null;
  if (!written.method.entries.some((entry) => entry.value === 'dip')) return null;
  const path = `policy.payment.${service}.caseRules`;
  if (written.caseRules === undefined) {
    names.errorOnce('missing-key', path, { key: 'caseRules', wanted: 'mapping' });
    return { low: WHOLE, high: WHOLE };
  }
  const [low, high] = (['low', 'high'] as const).map((key) => {
    const dated = written.caseRules?.[key];
    const entry = dated === undefined ? null : entryAt(dated, first);
    if (entry === null) names.errorOnce('dated-before', `${path}.${key}`, { year: first, first: dated?.entries[0]?.from ?? '' });
    return entry?.value ?? WHOLE;
  });
  return { low: low ?? WHOLE, high: high ?? WHOLE };
}

/** Costs of the base year's case rows, by stream. */
export function caseCostsOf(
  rows: readonly Row[],
  streamOf: readonly number[],
  streams: number,
  base: number | null,
): (readonly Fen[] | null)[] {
  const costs: (Fen[] | null)[] = new Array(streams).fill(null);
  for (const [i, row] of rows.entries()) {
    const stream = streamOf[i] ?? -1;
    if (stream < 0 || row.reference === null || row.year !== base) continue;
    const own = costs[stream] ?? [];
    own.push(fen(row.measures.cost ?? 0));
    costs[stream] = own;
  }
  return costs;
}
