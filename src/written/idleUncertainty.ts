// R15: what of an uncertain variable does nothing as written, whatever the county: no spread, no probability, a factor of one, a name said twice.

import { type Dated, entryAt } from '../money/dated.ts';
import { compareRatios, type Ratio, WHOLE } from '../money/ratio.ts';
import type { WrittenVariable } from './uncertaintyShape.ts';

/** A key of the variable, which case it is, and what it says. */
export interface Idle {
  readonly key: string;
  readonly case: 'still' | 'never' | 'one' | 'twice';
  readonly got: string;
}

/** @param years those whose draws the run can feel: its own, and of events those before it that may reach into it. */
export function idleIn(written: WrittenVariable, years: readonly number[]): readonly Idle[] {
  const { sigma, probability, factor, by = [] } = written;
  const isNothing = ({ n }: Ratio) => n === 0n;
  const found: Idle[] = [];
  if (always(sigma, years, isNothing)) found.push({ key: 'sigma', case: 'still', got: '0' });
  if (always(probability, years, isNothing)) found.push({ key: 'probability', case: 'never', got: '0%' });
  if (always(factor, years, (value) => compareRatios(value, WHOLE) === 0)) found.push({ key: 'factor', case: 'one', got: '100%' });
  for (const [i, attribute] of by.entries()) if (by.indexOf(attribute) < i) found.push({ key: `by.${i}`, case: 'twice', got: attribute });
  return found;
}

function always(dated: Dated<Ratio> | undefined, years: readonly number[], holds: (value: Ratio) => boolean): boolean {
  if (dated === undefined) return false;
  // Before the first entry it is that one's.
  const entries = years.flatMap((year) => entryAt(dated, year) ?? []);
  return entries.length > 0 && entries.every(({ value }) => holds(value));
}
