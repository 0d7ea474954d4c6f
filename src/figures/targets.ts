// R13: figures of indicators, and whether each target is met.

import { percentRounded, priceText } from '../money/display.ts';
import { compareRatios, type Ratio } from '../money/ratio.ts';
import type { Target } from '../plan/targetRules.ts';
import type { Figure, FigureValue, Unit, YearView } from './figure.ts';
import { indicatorValue, lastYearsValue, RATE_IDS, wholeYear } from './indicators.ts';

/** A target with what the year made of it; `isMet` is null where that cannot be told, or where it does not hold yet. */
export interface TargetOutcome {
  readonly target: Target;
  readonly value: Ratio | null;
  readonly lastYear: Ratio | null;
  readonly isMet: boolean | null;
}

/** @param a index of an alliance, −1 for the county: its targets, in the policy's order. */
export function targetOutcomes(view: YearView, a: number): TargetOutcome[] {
  const scope = a < 0 ? 'county' : 'alliance';
  return (view.year.rules.targets?.targets ?? [])
    .filter((target) => target.scope === scope)
    .map((target) => {
      const value = indicatorValue(target.indicator, wholeYear(view, a));
      const lastYear = lastYearsValue(target.indicator, wholeYear(view, a));
      return { target, value, lastYear, isMet: target.holds ? isMet(target, value, lastYear) : null };
    });
}

function isMet({ wants, orAboveLastYear }: Target, value: Ratio | null, lastYear: Ratio | null): boolean | null {
  if (value === null) return null;
  const change = lastYear === null ? null : compareRatios(value, lastYear);
  if ('trend' in wants) return change === null ? null : wants.trend === 'rising' ? change > 0 : change < 0;
  const reached = 'atLeast' in wants ? compareRatios(value, wants.atLeast) >= 0 : compareRatios(value, wants.atMost) <= 0;
  if (reached || !orAboveLastYear) return reached;
  // Without last year nobody can tell whether it is above it.
  return change === null ? null : change > 0;
}

/** The rates of ours, in their order, then the policy's own. */
function rates(view: YearView, a: number): FigureValue | undefined {
  const own = ownOf(view, a, 'rate');
  if (own === null) return undefined;
  const extent = wholeYear(view, a);
  return new Map([...RATE_IDS, ...own].map((id) => [id, shownRate(indicatorValue(id, extent))]));
}

export function shownRate(value: Ratio | null): string | null {
  return value === null ? null : percentRounded(value);
}

function numbers(view: YearView, a: number): FigureValue | undefined {
  const own = ownOf(view, a, 'number') ?? [];
  if (own.length === 0) return undefined;
  return new Map(
    own.map((id) => {
      const value = indicatorValue(id, wholeYear(view, a));
      return [id, value === null ? null : priceText(value)];
    }),
  );
}

/** Ids of the policy's own indicators of a scope and unit; null where the policy has neither targets nor indicators. */
function ownOf(view: YearView, a: number, unit: 'rate' | 'number'): string[] | null {
  const rules = view.year.rules.targets;
  const scope = a < 0 ? 'county' : 'alliance';
  return rules === null ? null : rules.indicators.filter((one) => one.unit === unit && one.scope === scope).map(({ id }) => id);
}

function met(view: YearView, a: number): FigureValue | undefined {
  const found = targetOutcomes(view, a);
  if (found.length === 0) return undefined;
  return new Map(found.map(({ target, isMet: is }) => [target.id, is === null ? null : is ? 'met' : 'missed']));
}

/** The same figure of the county and of each alliance. */
function bothScopes(
  id: string,
  zh: string,
  en: string,
  unit: Unit,
  read: (view: YearView, a: number) => FigureValue | undefined,
): readonly Figure[] {
  return (['county', 'alliance'] as const).map((scope) => ({ id, scope, words: { zh, en }, unit, rule: 'R13', stage: 'months', read }));
}

export const TARGET_FIGURES: readonly Figure[] = [
  ...bothScopes('indicators', '监测指标', 'Indicators', 'rate', rates),
  ...bothScopes('indicatorNumbers', '监测指标（数）', 'Indicators that are numbers', 'price', numbers),
  ...bothScopes('targets', '监测目标', 'Targets', 'flag', met),
];
