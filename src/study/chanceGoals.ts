// Goals of a probability: `P(FIGURE op VALUE) op SHARE`, by draws (R15). Every scenario is drawn in the same weathers, so that what a lever
// changes is not luck. Where a figure has `*`, each that it names has a probability of its own, and the worst is told.

import { percentRounded } from '../money/display.ts';
import { readRatio } from '../money/quantity.ts';
import { compareRatios, type Ratio, ratio } from '../money/ratio.ts';
import { weatherOf } from '../weather/weather.ts';
import type { WrittenUncertainty } from '../written/uncertaintyShape.ts';
import { asked } from './asked.ts';
import type { Scenario } from './compare.ts';
import { drawInto, drawingOf } from './draws.ts';
import { type BadGoal, type Comparison, type Constraint, type Judged, meets, wantedOf, writtenGoal } from './goals.ts';
import { scalarsAt } from './scalars.ts';
import { shareOf } from './spread.ts';

export interface Drawn {
  readonly draws: number;
  readonly seed: bigint;
  /** What draws go by where a scenario says nothing of uncertainty. */
  readonly standard: WrittenUncertainty | null;
}

const CHANCE = /^\s*P\s*[(（]([^()（）]+)[)）]\s*(>=|<=|==|[≥≤><＞＜=])\s*(\S+)\s*$/;

/** True of a goal that is meant as a probability, whether or not it is written right. */
export function isChance(text: string): boolean {
  return /^\s*P\s*[(（]/.test(text);
}

/** One comparison of a figure, in each draw. */
interface Event {
  readonly figure: string;
  readonly comparison: Comparison;
  readonly wanted: Ratio;
}

export function chanceGoalOf(text: string, { run }: Pick<Scenario, 'run'>, drawn: Drawn): Constraint | BadGoal {
  const match = CHANCE.exec(text);
  const inner = match === null ? null : writtenGoal(match[1] ?? '');
  const outer = match === null ? null : writtenGoal(`P${match[2]}${match[3]}`);
  if (inner === null || outer === null) return { code: 'usage', args: { case: 'goal', got: text } };
  const [known] = scalarsAt(run, inner.figure);
  if (known === undefined) return { code: 'unknown-figure', args: { got: inner.figure } };
  const wanted = wantedOf(inner.value, known.figure.unit);
  if (wanted === null || typeof wanted === 'string') return { code: 'usage', args: { case: 'goalValue', got: inner.value } };
  const share = readRatio(outer.value, false);
  if (!('value' in share)) return { code: 'usage', args: { case: 'goalValue', got: outer.value } };
  const event: Event = { figure: inner.figure, comparison: inner.comparison, wanted };
  return { text: text.trim(), judge: (scenario) => judged(scenario, event, outer.comparison, share.value, drawn) };
}

function judged(scenario: Scenario, event: Event, comparison: Comparison, share: Ratio, drawn: Drawn): Judged {
  const { run, read } = scenario;
  const figures = scalarsAt(run, event.figure).flatMap(({ path }) => asked(run, path) ?? []);
  if (figures.length === 0) return { isMet: false, path: event.figure, shown: '—' };
  const drawing = drawingOf(run.plan, weatherOf(run.plan, read, drawn.standard), drawn.seed);
  const values = new Float64Array(drawn.draws * figures.length);
  const refused = drawInto(drawing, figures, 0, drawn.draws, values);
  const isAtMost = comparison.startsWith('<');
  const counts = figures.map((_, i) => {
    // A draw that the rules refuse speaks against the goal, as it does in the chances of `draw`; one that has no such figure does not count.
    let count = isAtMost ? refused : 0;
    for (let k = 0; k < drawn.draws; k++) {
      const value = values[k * figures.length + i] as number;
      if (!Number.isNaN(value) && meets(compareRatios(ratio(BigInt(value), 1n), event.wanted), event.comparison)) count += 1;
    }
    return count;
  });
  const worst = isAtMost ? Math.max(...counts) : Math.min(...counts);
  const found = ratio(BigInt(worst), BigInt(drawn.draws));
  return {
    isMet: meets(compareRatios(found, share), comparison),
    path: figures[counts.indexOf(worst)]?.path ?? '',
    shown: shownChance(worst, drawn.draws),
  };
}

/** `4.30% ± 0.64%`: with its standard error. */
function shownChance(count: number, draws: number): string {
  return `${percentRounded(ratio(BigInt(count), BigInt(draws)))} ± ${(100 * shareOf(count, draws).error).toFixed(2)}%`;
}
