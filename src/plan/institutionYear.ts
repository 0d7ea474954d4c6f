// What a county tells of its institutions for one year (R10–R13): a fact that is not given, or not yet, is null, and whoever
// needs it says so.

import { type Dated, entryAt } from '../money/dated.ts';
import type { Fen } from '../money/fen.ts';
import type { Ratio } from '../money/ratio.ts';
import type { WrittenScenario } from '../written/shapes.ts';

export interface InstitutionYear {
  readonly budget: Fen | null;
  readonly budgetShare: Ratio | null;
  readonly workload: Ratio | null;
  readonly heads: Ratio | null;
  readonly points: Ratio | null;
  readonly score: Ratio | null;
  readonly approved: Fen | null;
  readonly performance: Fen | null;
  readonly fixed: Fen | null;
  readonly staff: Ratio | null;
  readonly procurementScore: Ratio | null;
  readonly beds: number | null;
  readonly villageDoctors: number | null;
  readonly grade: number | null;
  readonly general: boolean;
  /** By kind, in the file's order. */
  readonly income: ReadonlyMap<string, Fen>;
  readonly spending: ReadonlyMap<string, Fen>;
}

type Written = NonNullable<WrittenScenario['county']['institutions']>[number];

export function institutionYear(written: Written, year: number): InstitutionYear {
  const at = <T>(dated: Dated<T> | undefined): T | null => (dated === undefined ? null : (entryAt(dated, year)?.value ?? null));
  const byKind = (kinds: Dated<Readonly<Record<string, Dated<Fen> | undefined>>> | undefined): ReadonlyMap<string, Fen> =>
    new Map(
      Object.entries(at(kinds) ?? {}).flatMap(([kind, dated]) => {
        const amount = at(dated);
        return amount === null ? [] : [[kind, amount] as const];
      }),
    );
  return {
    budget: at(written.budget),
    budgetShare: at(written.budgetShare),
    workload: at(written.workload),
    heads: at(written.heads),
    points: at(written.points),
    score: at(written.score),
    approved: at(written.pay?.approved),
    performance: at(written.pay?.performance),
    fixed: at(written.pay?.fixed),
    staff: at(written.pay?.staff),
    procurementScore: at(written.procurementScore),
    beds: at(written.beds),
    villageDoctors: at(written.villageDoctors),
    grade: written.grade === undefined ? null : Number(written.grade),
    general: written.general === 'yes',
    income: byKind(written.income),
    spending: byKind(written.spending),
  };
}

export function sumOf(amounts: ReadonlyMap<string, Fen>): number {
  let sum = 0;
  for (const amount of amounts.values()) sum += amount;
  return sum;
}
