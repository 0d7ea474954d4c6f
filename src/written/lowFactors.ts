// R15: factors that look like changes: 8% keeps 8% of what is paid, where 108% may have been meant. Nobody expects less than half.

import { type Dated, entryAt } from '../money/dated.ts';
import { percentWritten } from '../money/display.ts';
import { compareRatios, plus, product, type Ratio, ratio, WHOLE } from '../money/ratio.ts';
import type { WrittenVariable } from './uncertaintyShape.ts';

const HALF = ratio(1n, 2n);

/** A key of the variable, what it says, and what it would say as a rise and as a fall; neither of a change of 0. */
interface LowFactor {
  readonly key: 'factor' | 'least' | 'likely';
  readonly got: string;
  readonly more: string;
  readonly less: string;
}

/** @param years the run's; told once a key, of the first year that has one so low. */
export function lowFactorsIn({ factor, least, likely }: WrittenVariable, years: readonly number[]): readonly LowFactor[] {
  return Object.entries({ factor, least, likely }).flatMap(([key, dated]): LowFactor[] => {
    const low = dated === undefined ? undefined : firstLow(dated, years);
    if (low === undefined) return [];
    const [more, less] = low.n === 0n ? ['', ''] : [percentWritten(plus(WHOLE, low)), percentWritten(plus(WHOLE, product(MINUS, low)))];
    return [{ key: key as LowFactor['key'], got: percentWritten(low), more, less }];
  });
}

const MINUS = ratio(-1n, 1n);

function firstLow(dated: Dated<Ratio>, years: readonly number[]): Ratio | undefined {
  return years.map((year) => entryAt(dated, year)?.value).find((value) => value !== undefined && compareRatios(value, HALF) < 0);
}
