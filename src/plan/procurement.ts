// Procurement retention laid out (R11): rows by institution, period and insurance, and one year's rules.

import { NOTHING, type Ratio, ratio } from '../money/ratio.ts';
import type { WrittenPolicy, WrittenScenario } from '../written/shapes.ts';
import type { InstitutionYear } from './institutionYear.ts';
import { meant, type Names } from './names.ts';
import type { ScoreRow, YearReader } from './yearReader.ts';

export interface ProcurementRules {
  readonly retention: readonly ScoreRow[];
  /** Null where every row counts. */
  readonly leastCompletion: Ratio | null;
}

/** One drug or consumable. Prices and the amount of other products are exact yuan. */
export interface ProcurementRow {
  readonly product: string;
  readonly title: string;
  readonly agreed: Ratio;
  readonly actual: Ratio;
  readonly earlierPrice: Ratio;
  readonly winningPrice: Ratio;
  readonly otherAmount: Ratio;
  readonly fundShare: Ratio;
}

/** The rows that are settled together. */
export interface ProcurementGroup {
  readonly institution: number;
  readonly period: string;
  readonly insurance: 'resident' | 'employee';
  /** The institution's score; 0 where no table goes by one. */
  readonly score: Ratio;
  readonly rows: readonly ProcurementRow[];
}

const HALF = ratio(1n, 2n);

export function procurementRules(reader: YearReader, policy: WrittenPolicy): ProcurementRules | null {
  if (policy.procurement === undefined) return null;
  const path = 'procurement.retention';
  const retention = reader.scoreTable(policy.procurement.retention, path);
  for (const [i, { share }] of retention.entries()) {
    if (share.n * HALF.d > HALF.n * share.d) reader.add('share-above-half', `${path}.${i}.share`, { got: percentOf(share) });
  }
  return { retention, leastCompletion: reader.read(policy.procurement.leastCompletion, 'procurement.leastCompletion') };
}

function percentOf(share: Ratio): string {
  return `${Number((share.n * 1_000_000n) / share.d) / 10_000}%`;
}

/** Groups of a year in the order of the file, which other years have rows in too; none where the year does not settle or the policy says nothing. */
export function procurementOf(
  scenario: WrittenScenario,
  names: Names,
  rules: ProcurementRules | null,
  year: number,
  settles: boolean,
  facts: readonly InstitutionYear[],
): ProcurementGroup[] {
  const groups = new Map<string, { group: Omit<ProcurementGroup, 'rows'>; rows: ProcurementRow[] }>();
  for (const [i, row] of (scenario.county.procurement ?? []).entries()) {
    const path = `county.procurement.${i}`;
    const institution = names.institutionIndex.get(row.institution);
    if (institution === undefined) {
      names.errorOnce('unknown-institution', `${path}.institution`, {
        got: row.institution,
        ...meant(row.institution, names.institutions),
      });
      continue;
    }
    if (row.year !== year || rules === null || !settles) continue;
    const score = facts[institution]?.procurementScore ?? null;
    const needsScore = rules.retention.length > 1 || (rules.retention[0]?.score.n ?? 0n) > 0n;
    if (score === null && needsScore) {
      const { title } = names.institutions[institution] ?? { title: '' };
      names.errorOnce('fact-missing', `county.institutions.${institution}.procurementScore`, {
        key: 'procurementScore',
        wanted: 'score',
        year,
        title,
      });
    }
    const key = JSON.stringify([institution, row.period, row.insurance]);
    const found = groups.get(key) ?? {
      group: { institution, period: row.period, insurance: row.insurance, score: score ?? NOTHING },
      rows: [],
    };
    groups.set(key, found);
    const { product, agreed, actual, earlierPrice, winningPrice, otherAmount, fundShare } = row;
    found.rows.push({ product, title: row.title ?? product, agreed, actual, earlierPrice, winningPrice, otherAmount, fundShare });
  }
  return [...groups.values()].map(({ group, rows }) => ({ ...group, rows }));
}
