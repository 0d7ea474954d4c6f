// One year's rules of the inside of alliances (R10), read from the policy.

import { type Formula, isFormula, readFormula } from '../formula/formula.ts';
import type { Dated } from '../money/dated.ts';
import { NOTHING, type Ratio, WHOLE } from '../money/ratio.ts';
import { nearest } from '../problem/problem.ts';
import { MEMBER_VARIABLES, namesOf } from '../words/variables.ts';
import type { WrittenInside } from '../written/insideShape.ts';
import type { WrittenPolicy } from '../written/shapes.ts';
import type { Institution } from './parties.ts';
import type { YearReader } from './yearReader.ts';

export type Level = NonNullable<Institution['level']>;

/** How an amount is split: over tiers by weight, inside a tier by a formula. */
export interface Split {
  readonly tiers: readonly { readonly level: Level; readonly weight: Ratio }[];
  readonly formula: Formula;
  /** Where it is written: `inside.distribution`. */
  readonly path: string;
}

export interface InsideRules {
  readonly payout: Ratio;
  /** `use` is an index into the plan's uses, −1 for the whole retained surplus. */
  readonly distribution: (Split & { readonly use: number }) | null;
  readonly overspend: Split | null;
  readonly forbid: readonly ('department' | 'person')[];
  readonly fixedAtLeast: Ratio | null;
  readonly gapAtMost: Ratio | null;
}

const VARIABLES = namesOf(MEMBER_VARIABLES);
const PATH = 'inside';

/** @param settles in other years nothing is distributed, and what is written of it is not read. */
export function insideRules(reader: YearReader, policy: WrittenPolicy, uses: readonly string[], settles: boolean): InsideRules | null {
  const written = policy.inside;
  if (written === undefined) return null;
  const forbid = reader.read(written.forbid, `${PATH}.forbid`) ?? [];
  const ids = new Set<string>();
  for (const [i, { kind, title, id }] of (written.distribution?.named ?? []).entries()) {
    if (ids.has(id)) reader.add('duplicate-id', `${PATH}.distribution.named.${i}.id`, { got: id });
    ids.add(id);
    if (!forbid.includes(kind)) continue;
    reader.add('link-forbidden', `${PATH}.distribution.named.${i}`, { title: title ?? id, link: kind, year: reader.year });
  }
  return {
    payout: reader.read(written.payout, `${PATH}.payout`) ?? WHOLE,
    distribution: settles ? distributionOf(reader, policy, written, uses) : null,
    overspend: settles && written.overspend !== undefined ? splitOf(reader, written.overspend, `${PATH}.overspend`) : null,
    forbid,
    fixedAtLeast: reader.read(written.pay?.fixedAtLeast, `${PATH}.pay.fixedAtLeast`),
    gapAtMost: reader.read(written.pay?.gapAtMost, `${PATH}.pay.gapAtMost`),
  };
}

function distributionOf(
  reader: YearReader,
  policy: WrittenPolicy,
  { distribution }: WrittenInside,
  uses: readonly string[],
): InsideRules['distribution'] {
  if (distribution === undefined) return null;
  const path = `${PATH}.distribution`;
  const split = splitOf(reader, distribution, path);
  const of = reader.read(distribution.of, `${path}.of`);
  if (split === null || of === null) return null;
  const known = (reader.read(policy.settlement?.surplus.uses, 'settlement.surplus.uses') ?? []).map(([use]) => use);
  if (of === 'retained') return { ...split, use: -1 };
  if (!known.includes(of)) {
    const near = nearest(of, [...known, 'retained']) ?? '';
    reader.add('unknown-use', `${path}.of`, { got: of, near, known: [...known, 'retained'].join('、') });
    return null;
  }
  return { ...split, use: uses.indexOf(of) };
}

interface WrittenSplit {
  readonly tiers: Dated<readonly (readonly [string, Ratio])[]>;
  readonly by: Dated<string>;
}

function splitOf(reader: YearReader, written: WrittenSplit, path: string): Split | null {
  const tiers = reader.read(written.tiers, `${path}.tiers`);
  const by = reader.read(written.by, `${path}.by`);
  if (tiers === null || by === null) return null;
  const formula = readFormula(by, VARIABLES);
  if (!isFormula(formula)) return null;
  return { tiers: tiers.map(([level, weight]) => ({ level: level as Level, weight: weight ?? NOTHING })), formula, path };
}
