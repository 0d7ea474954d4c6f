// One year's targets and own indicators (R13), read from the policy.

import { type Formula, isFormula, readFormula } from '../formula/formula.ts';
import type { Ratio } from '../money/ratio.ts';
import { nearest } from '../problem/problem.ts';
import { FORMULA_VARIABLES, INDICATORS, NUMBERED_INDICATORS } from '../words/indicators.ts';
import { namesOf } from '../words/variables.ts';
import type { WrittenPolicy } from '../written/shapes.ts';
import type { WrittenTarget } from '../written/targetShape.ts';
import type { YearReader } from './yearReader.ts';

type Scope = 'county' | 'alliance';

export interface OwnIndicator {
  readonly id: string;
  readonly title: string;
  readonly unit: 'rate' | 'number';
  readonly formula: Formula;
  readonly scope: Scope;
  /** Where its formula is written, below the policy. */
  readonly path: string;
}

/** What is wanted of an indicator in a year. */
export interface Target {
  readonly id: string;
  readonly title: string;
  readonly indicator: string;
  readonly scope: Scope;
  /** False before the year from which it holds. */
  readonly holds: boolean;
  readonly wants: { readonly atLeast: Ratio } | { readonly atMost: Ratio } | { readonly trend: 'rising' | 'falling' };
  readonly orAboveLastYear: boolean;
  /** Where the value that is wanted is written, below the policy. */
  readonly path: string;
}

export interface TargetRules {
  readonly indicators: readonly OwnIndicator[];
  readonly targets: readonly Target[];
}

const VARIABLES = namesOf(FORMULA_VARIABLES);

/** @returns null where the policy has neither targets nor indicators. */
export function targetRules(reader: YearReader, policy: WrittenPolicy): TargetRules | null {
  if (policy.targets === undefined && policy.indicators === undefined) return null;
  const indicators = indicatorsOf(reader, policy);
  const seen = new Set<string>();
  const targets = (policy.targets ?? []).flatMap((written, i) => {
    const path = `targets.${i}`;
    if (seen.has(written.id)) reader.add('duplicate-id', `${path}.id`, { got: written.id });
    seen.add(written.id);
    const target = targetOf(reader, written, path, indicators);
    return target === null ? [] : [target];
  });
  return { indicators, targets };
}

function indicatorsOf(reader: YearReader, policy: WrittenPolicy): OwnIndicator[] {
  const seen = new Set([...Object.keys(FORMULA_VARIABLES), ...Object.keys(NUMBERED_INDICATORS)]);
  return (policy.indicators ?? []).flatMap((written, i) => {
    const path = `indicators.${i}`;
    if (seen.has(written.id)) reader.add('duplicate-id', `${path}.id`, { got: written.id });
    seen.add(written.id);
    const text = reader.read(written.formula, `${path}.formula`);
    const formula = text === null ? null : readFormula(text, VARIABLES);
    if (formula === null || !isFormula(formula)) return [];
    const { id, title, unit, scope } = written;
    return [{ id, title: title ?? id, unit, formula, scope: scope ?? 'county', path: `${path}.formula` }];
  });
}

function targetOf(reader: YearReader, written: WrittenTarget, path: string, own: readonly OwnIndicator[]): Target | null {
  const { id, title } = written;
  const from = written.from?.entries[0]?.value;
  const scope = written.scope ?? 'county';
  const ways = (['atLeast', 'atMost', 'trend'] as const).filter((key) => written[key] !== undefined);
  if (ways.length !== 1) reader.add('one-of', path, { choices: 'atLeast、atMost、trend' });
  const indicator = reader.read(written.indicator, `${path}.indicator`);
  if (indicator === null) return null;
  const known = [
    ...Object.keys(INDICATORS),
    ...Object.keys(NUMBERED_INDICATORS),
    ...own.filter((one) => one.scope === scope).map((one) => one.id),
  ];
  if (!known.includes(indicator) || (indicator === 'payableMonths' && scope === 'alliance')) {
    reader.add('unknown-indicator', `${path}.indicator`, {
      got: indicator,
      near: nearest(indicator, known) ?? '',
      known: known.join('、'),
    });
  }
  const holds = from === undefined || reader.year >= from;
  const [way] = ways;
  if (way === undefined) return null;
  // A target that does not hold yet need not have a value yet.
  const value = holds
    ? reader.read<Ratio | 'rising' | 'falling'>(written[way], `${path}.${way}`)
    : (written[way]?.entries[0]?.value ?? null);
  if (value === null) return null;
  const wants = { [way]: value } as unknown as Target['wants'];
  return {
    id,
    title: title ?? id,
    indicator,
    scope,
    holds,
    wants,
    orAboveLastYear: written.orAboveLastYear === 'yes',
    path: `${path}.${way}`,
  };
}
