// What draws say, as JSON: every number with its standard error and interval.

import { figureAt } from '../../figures/catalogue.ts';
import { yuan } from '../../money/display.ts';
import { fen } from '../../money/fen.ts';
import { type Estimate, QUANTILES, type Spread } from '../../study/spread.ts';
import type { Context } from './context.ts';
import type { DrawOptions, Told } from './drawTold.ts';

export function jsonOf(context: Context, told: readonly Told[], options: DrawOptions): unknown {
  return {
    draws: options.draws,
    seed: String(options.seed),
    scenarios: told.map((one) => ({
      file: one.file,
      title: one.read.scenario.title ?? '',
      fingerprint: context.fingerprints(one.read),
      uncertainty: one.read.scenario.uncertainty === undefined ? 'default' : 'scenario',
      refused: one.drawn.refused,
      figures: Object.fromEntries(
        one.spreads.map(({ path, calm, spread }) => {
          const number = numberIn(one, path);
          const estimate = estimateIn(number);
          const own = { calm: number(calm), mean: estimate(spread.mean), deviation: number(spread.deviation) };
          return [path, { ...own, ...quantilesIn(number, spread) }];
        }),
      ),
      chances: one.chances.map(({ chance, ...event }) => ({
        ...event,
        ...(event.event === 'monthsBelow' ? { months: options.months } : {}),
        ...estimateIn(plain)(chance),
      })),
      luck: one.luck.map(({ chance, balance, ...whose }) => ({ ...whose, surplus: yuan(fen(balance)), ...estimateIn(plain)(chance) })),
      ...(one.paired === null
        ? {}
        : {
            sameWeather: one.isSameWeather,
            difference: Object.fromEntries(
              one.paired.map(({ path, difference, larger, same }) => {
                const number = numberIn(one, path);
                const chances = { larger: estimateIn(plain)(larger), same: estimateIn(plain)(same) };
                return [
                  path,
                  { draws: difference.count, ...estimateIn(number)(difference.mean), ...quantilesIn(number, difference), ...chances },
                ];
              }),
            ),
          }),
    })),
  };
}

const plain = (value: number): number => Number(value.toFixed(6));

/** A number of draws as JSON: yuan as text like every amount, months and rates as numbers. */
function numberIn({ run }: Told, path: string): (value: number) => string | number | null {
  const unit = figureAt(run, path)?.figure.unit ?? 'amount';
  return (value) => {
    if (Number.isNaN(value)) return null;
    if (unit === 'amount') return yuan(fen(Math.round(value) === 0 ? 0 : Math.round(value)));
    return unit === 'price' ? value / 10_000 : value / 100;
  };
}

function estimateIn<T>(number: (value: number) => T): (one: Estimate) => { value: T; error: T; low: T; high: T } {
  return ({ value, error, low, high }) => ({ value: number(value), error: number(error), low: number(low), high: number(high) });
}

function quantilesIn<T>(number: (value: number) => T, { quantiles }: Spread): Readonly<Record<string, unknown>> {
  return Object.fromEntries(QUANTILES.map((percent, k) => [`P${percent}`, estimateIn(number)(quantiles[k] as Estimate)]));
}
