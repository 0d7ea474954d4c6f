// The projection of cells (R4), made once for the same cells and whatever moves them: most levers of a study move neither.

import type { Report } from '../problem/problem.ts';
import { type Projection, projected, type YearCells } from './activity.ts';
import { Kept } from './kept.ts';
import type { Cells } from './volumes.ts';

/** What is odd with a benefit or a price stands where the scenario says it: it is told anew each time. */
const KEPT = new Kept<ReadonlyMap<number, Cells>, ReadonlyMap<number, YearCells>>(() => false);

/**
 * `projected`, or what it made before. Streams, costs of case rows and what rows tell are made with the cells that are known (`laidRows.ts`)
 * and the base year; everything else that moves cells is the ground.
 */
export function keptProjection(p: Projection, last: number, first: number, report: Report): ReadonlyMap<number, YearCells> {
  const { benefit, benefitService, prices, priced } = p.levers;
  const ground = {
    years: [p.base, first, last, p.actualTo, p.withVolumes],
    growth: p.growth,
    shocks: p.shocks,
    benefit: [benefit, benefitService],
    // A benefit goes by an institution's level, a price by who is priced by a method.
    institutions: benefit.length === 0 ? null : p.institutions.map(({ level, tier, title }) => [level, tier, title]),
    prices: prices.length === 0 ? null : [prices, [...priced].map(([year, streams]) => [year, ...streams])],
  };
  return KEPT.of(p.known, ground, report, () => projected(p, last, first, report));
}
