// R15: two scenarios in the same weather: how they differ draw by draw, whether the weather is the same at all, and what only one of them has.

import type { Run } from '../figures/figure.ts';
import type { Read } from '../written/read.ts';
import type { WrittenUncertainty } from '../written/uncertaintyShape.ts';
import type { Asked } from './asked.ts';
import { alike } from './changes.ts';
import type { OnlyIn } from './compare.ts';
import { type Drawn, drawsOf, valuesAt } from './outlook.ts';
import { chanceOf, type Estimate, type Spread, spreadOf } from './spread.ts';

/** A figure of two scenarios in the same weather. */
export interface Paired {
  readonly path: string;
  /** Of the other's − the baseline's, over draws that have both. */
  readonly difference: Spread;
  /** How often the other's is larger, and how often they are the same. */
  readonly larger: Estimate;
  readonly same: Estimate;
}

/** Figures that both have, draw by draw: what the weather does to both falls out. A draw that the rules refuse to either is left out. */
export function pairedOf(baseline: Drawn, other: Drawn, shown: readonly Asked[]): Paired[] {
  const differences = new Float64Array(drawsOf(other));
  const sorted = new Float64Array(differences.length);
  return shown.flatMap(({ path }) => {
    const [before, after] = [valuesAt(baseline, path), valuesAt(other, path)];
    if (before === null || after === null) return [];
    for (let k = 0; k < differences.length; k++) {
      const apart = (after[k] as number) - (before[k] as number);
      differences[k] = Number.isFinite(apart) ? apart : Number.NaN;
    }
    return [
      {
        path,
        difference: spreadOf(differences, sorted),
        larger: chanceOf(differences, (one) => one > 0),
        same: chanceOf(differences, (one) => one === 0),
      },
    ];
  });
}

/** True where both go by the same uncertainty; @param standard what one that says nothing goes by. */
export function inSameWeather(baseline: Read, other: Read, standard: WrittenUncertainty): boolean {
  return alike(baseline.scenario.uncertainty ?? standard, other.scenario.uncertainty ?? standard);
}

/** Years, and ids of alliances, that only one of two runs has: of these no differences are told. */
export function leftUnpaired(baseline: Run, other: Run): { readonly years: OnlyIn; readonly alliances: OnlyIn } {
  const only = (ids: (run: Run) => readonly string[]): OnlyIn => {
    const [before, after] = [ids(baseline), ids(other)];
    return { before: before.filter((id) => !after.includes(id)), after: after.filter((id) => !before.includes(id)) };
  };
  return {
    years: only(({ plan }) => plan.years.map(({ year }) => String(year))),
    alliances: only(({ plan }) => plan.alliances.map(({ id }) => id)),
  };
}
