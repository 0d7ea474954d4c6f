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
import {
  type BadGoal,
  badGoal,
  type Chance,
  type Comparison,
  type Constraint,
  isBadValue,
  type Judged,
  meets,
  noneAt,
  wantedOf,
  writtenGoal,
} from './goals.ts';
import { scalarsAt } from './scalars.ts';
import { REFUSED, shareOf } from './spread.ts';

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
  if (typeof wanted === 'string') return { code: 'usage', args: { case: 'goalValue', got: inner.value } };
  if (isBadValue(wanted)) return badGoal(wanted, inner.value);
  const share = readRatio(outer.value, false);
  if ('refusal' in share) return badGoal({ meant: share.refusal.code === 'ratio-bare' ? [share.refusal.suggestion] : [] }, outer.value);
  const event: Event = { figure: inner.figure, comparison: inner.comparison, wanted };
  return { text: text.trim(), judge: (scenario) => judged(scenario, event, outer.comparison, share.value, drawn) };
}

/** Draws that are played before they are counted. */
const COUNTED = 1000;

function judged(scenario: Scenario, event: Event, comparison: Comparison, share: Ratio, drawn: Drawn): Judged {
  const { run, read } = scenario;
  const figures = scalarsAt(run, event.figure).flatMap(({ path }) => asked(run, path) ?? []);
  if (figures.length === 0) return noneAt(event.figure);
  const drawing = drawingOf(run.plan, weatherOf(run.plan, read, drawn.standard), drawn.seed);
  const isAtMost = comparison.startsWith('<');
  const counts = figures.map(() => ({ hits: 0, draws: 0, refused: 0 }));
  // Draws are counted, not kept: however many there are.
  const values = new Float64Array(COUNTED * figures.length);
  for (let first = 0; first < drawn.draws; first += COUNTED) {
    const count = Math.min(COUNTED, drawn.draws - first);
    drawInto(drawing, figures, first, count, values);
    for (const [i, told] of counts.entries()) {
      // As in the chances of `draw`: a draw that the rules refuse speaks against the goal, one that has no such figure does not count.
      for (let k = 0; k < count; k++) {
        const value = values[k * figures.length + i] as number;
        if (Number.isNaN(value)) continue;
        told.draws += 1;
        if (value === REFUSED) told.refused += 1;
        if (value === REFUSED ? isAtMost : meets(compareRatios(ratio(BigInt(value), 1n), event.wanted), event.comparison)) told.hits += 1;
      }
    }
  }
  const shares = counts.map(({ hits, draws }) => (draws === 0 ? Number.NaN : hits / draws));
  const worst = isAtMost ? Math.max(...shares) : Math.min(...shares);
  const { path } = figures[shares.indexOf(worst)] ?? {};
  const found = counts[shares.indexOf(worst)];
  if (path === undefined || found === undefined) return noneAt(event.figure);
  const isMet = meets(compareRatios(ratio(BigInt(found.hits), BigInt(found.draws)), share), comparison);
  const limit = Number(share.n) / Number(share.d);
  const miss = isMet ? 0 : Math.abs(worst - limit);
  return { isMet, path, shown: shownChance(found.hits, found.draws), fen: null, miss, drawn: { ...found, limit } };
}

/** `4.30% ± 0.64%`: with its standard error. */
function shownChance(count: number, draws: number): string {
  return `${percentRounded(ratio(BigInt(count), BigInt(draws)))} ± ${(100 * shareOf(count, draws).error).toFixed(2)}%`;
}

/** Standard errors that chance may well put between two shares. */
const FAR = 2;

/**
 * Draws that would tell a probability from its limit, where those that there were do not: were the probability just the limit, its standard
 * error would be √(limit × (1 − limit) ÷ draws), and the share found lies within two of these. Infinite where the share is the limit.
 * @returns null where they are told apart.
 */
export function drawsNeeded({ hits, draws, limit }: Chance): number | null {
  const apart = Math.abs(hits / draws - limit);
  if (apart > FAR * errorAt(limit, draws)) return null;
  if (apart === 0) return Number.POSITIVE_INFINITY;
  return roundedUp((FAR * errorAt(limit, 1)) ** 2 / (apart * apart));
}

/** Of the share of draws in which something is so whose probability is just the limit. */
export function errorAt(limit: number, draws: number): number {
  return Math.sqrt(Math.max(0, limit * (1 - limit)) / draws);
}

/** To two digits: more would claim too much. */
function roundedUp(count: number): number {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  // What is a whole number but for the last bits is that number.
  return Math.ceil(count / scale - 1e-9) * scale;
}
