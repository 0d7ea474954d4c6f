// R15: what draws say of a scenario: how figures spread, how likely the fund or an alliance falls short, whether a surplus is a signal or luck.

import type { Run } from '../figures/figure.ts';
import { type Asked, asked } from './asked.ts';
import { chanceOf, type Estimate, meanOf, type Spread, spreadOf } from './spread.ts';

/** Draws kept: for each figure asked for its values of all draws, one figure after another. */
export interface Drawn {
  readonly run: Run;
  readonly asked: readonly Asked[];
  readonly values: Float64Array;
  /** Draws that the rules refused: they have the figures of the years before. */
  readonly refused: number;
}

const ALLIANCE = ['balance', 'retained', 'borne', 'finalPayment'] as const;
const COUNTY = ['pool.closing', 'pool.riskClosing', 'pool.payableMonths'] as const;
/** Not shown by themselves, but reckoned with. */
const BESIDE_ALLIANCE = ['expenditure'] as const;
const BESIDE_COUNTY = ['pool.uncovered'] as const;

/** What is asked of each draw of a run: the figures shown (those given, else the standard ones), and those that chances are told from. */
export function columnsOf(run: Run, given: readonly Asked[] | null): { readonly shown: readonly Asked[]; readonly all: readonly Asked[] } {
  const found = (paths: readonly string[]) => paths.flatMap((path) => asked(run, path) ?? []);
  const paths = (alliance: readonly string[], county: readonly string[]) =>
    run.plan.years.flatMap(({ year }) => [
      ...run.plan.alliances.flatMap(({ id }) => alliance.map((figure) => `${year}.alliances.${id}.${figure}`)),
      ...county.map((figure) => `${year}.${figure}`),
    ]);
  const standard = found(paths(ALLIANCE, COUNTY));
  const shown = given ?? standard;
  const more = [...standard, ...found(paths(BESIDE_ALLIANCE, BESIDE_COUNTY))].filter(({ path }) => shown.every((one) => one.path !== path));
  return { shown, all: [...shown, ...more] };
}

export function drawsOf({ asked, values }: Drawn): number {
  return asked.length === 0 ? 0 : values.length / asked.length;
}

/** What draws kept of a figure: a part of the table itself. */
export function valuesAt(drawn: Drawn, path: string): Float64Array | null {
  const i = drawn.asked.findIndex((one) => one.path === path);
  const draws = drawsOf(drawn);
  return i < 0 ? null : drawn.values.subarray(i * draws, (i + 1) * draws);
}

export interface Spreading {
  readonly path: string;
  /** In calm weather. */
  readonly calm: number;
  readonly spread: Spread;
}

export function spreadsOf(drawn: Drawn, shown: readonly Asked[]): Spreading[] {
  const sorted = new Float64Array(drawsOf(drawn));
  return shown.flatMap((one) => {
    const values = valuesAt(drawn, one.path);
    return values === null ? [] : [{ path: one.path, calm: one.read(drawn.run), spread: spreadOf(values, sorted) }];
  });
}

export interface Chance {
  readonly year: number;
  readonly event: 'overspend' | 'riskEmpty' | 'poolNegative' | 'monthsBelow';
  /** Id of the alliance; null for the county. */
  readonly alliance: string | null;
  /** Draws that the rules refused count as if it were so: nobody can say how they would have ended, and a fund is watched with caution. */
  readonly chance: Estimate;
}

/** @param months payable months, in hundredths, that are to be had. */
export function chancesOf(drawn: Drawn, months: number): Chance[] {
  return drawn.run.plan.years.flatMap(({ year }) => {
    const chance = (event: Chance['event'], alliance: string | null, figure: string, isSo: (value: number) => boolean): Chance[] => {
      const values = valuesAt(drawn, alliance === null ? `${year}.${figure}` : `${year}.alliances.${alliance}.${figure}`);
      return values === null ? [] : [{ year, event, alliance, chance: chanceOf(values, isSo) }];
    };
    return [
      ...drawn.run.plan.alliances.flatMap(({ id }) => chance('overspend', id, 'balance', (balance) => balance < 0)),
      ...chance('riskEmpty', null, 'pool.uncovered', (short) => short > 0),
      ...chance('poolNegative', null, 'pool.closing', (pool) => pool < 0),
      ...chance('monthsBelow', null, 'pool.payableMonths', (own) => own < months),
    ];
  });
}

/** How often a surplus or overspend as large as one arises by chance, where an alliance's expected spending equals its quota. */
export interface Luck {
  readonly year: number;
  readonly alliance: string;
  /** What is judged: above zero a surplus, below an overspend. */
  readonly balance: number;
  readonly isGiven: boolean;
  readonly chance: Estimate;
}

/**
 * Each draw's spending is scaled by mean quota ÷ mean spending, so that on average nothing is left over; the chance is the share of draws
 * whose surplus is then at least as large as the one judged (or whose overspend is, where that is one).
 * @param given surpluses of the books (overspends below zero), by `year.alliance`; else the calm run's.
 * Draws that the rules refused have no surplus and are left out.
 */
export function luckOf(drawn: Drawn, given: ReadonlyMap<string, number>): Luck[] {
  const { run } = drawn;
  // Of one alliance after another.
  const quotas = new Float64Array(drawsOf(drawn));
  return run.plan.years.flatMap(({ year }) =>
    run.plan.alliances.flatMap(({ id }): Luck[] => {
      const path = `${year}.alliances.${id}`;
      const [balances, spent] = [valuesAt(drawn, `${path}.balance`), valuesAt(drawn, `${path}.expenditure`)];
      const own = given.get(`${year}.${id}`);
      const balance = own ?? drawn.asked.find((one) => one.path === `${path}.balance`)?.read(run);
      if (balances === null || spent === null || balance === undefined) return [];
      for (let k = 0; k < quotas.length; k++) quotas[k] = (balances[k] as number) + (spent[k] as number);
      const scale = meanOf(quotas).value / meanOf(spent).value;
      const balanced = quotas;
      for (let k = 0; k < quotas.length; k++) balanced[k] = (quotas[k] as number) - (spent[k] as number) * scale;
      return [
        {
          year,
          alliance: id,
          balance,
          isGiven: own !== undefined,
          chance: chanceOf(balanced, (one) => (balance < 0 ? one <= balance : one >= balance)),
        },
      ];
    }),
  );
}
