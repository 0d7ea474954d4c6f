// shapan draw FILE [FILE2…] — thousands of futures: how figures spread, how likely an overspend is, signal or luck, and scenarios against
// each other in the same weather.

import { join } from 'node:path';
import { figureAt } from '../../figures/catalogue.ts';
import { decimalText, yuan } from '../../money/display.ts';
import { type Fen, fen } from '../../money/fen.ts';
import { readAmount, readDecimal } from '../../money/quantity.ts';
import { chanceTable, luckTable, pairedTable, spreadTables } from '../../report/drawTables.ts';
import type { Table } from '../../report/table.ts';
import {
  type Chance,
  chancesOf,
  type Drawn,
  type Luck,
  luckOf,
  type Paired,
  pairedOf,
  refusedIn,
  type Spreading,
  spreadsOf,
} from '../../study/outlook.ts';
import { type Estimate, QUANTILES } from '../../study/spread.ts';
import { visible } from '../../words/visible.ts';
import { csvText } from '../csv.ts';
import { writeWhole } from '../files.ts';
import { type Named, openedAll } from './compare.ts';
import type { Context } from './context.ts';
import { drawAll } from './drawing.ts';
import { type Prepared, prepared, standardUncertainty } from './drawJob.ts';
import { csvRows } from './run.ts';
import { type MoneyUnit, tableText } from './tableText.ts';

export interface DrawOptions {
  readonly draws: number;
  readonly seed: bigint;
  readonly figures: readonly string[] | null;
  /** Payable months that are to be had, as written. */
  readonly months: string;
  /** Surpluses of the books, by `year.alliance`; overspends below zero. */
  readonly actual: ReadonlyMap<string, Fen>;
  readonly threads: number | null;
  readonly json: boolean;
  readonly out: string | null;
  readonly unit: MoneyUnit;
  readonly allow: readonly string[];
}

/** A scenario with all that its draws say. */
interface Told extends Named {
  readonly drawn: Drawn;
  readonly refused: number;
  readonly spreads: readonly Spreading[];
  readonly chances: readonly Chance[];
  readonly luck: readonly Luck[];
  readonly paired: readonly Paired[] | null;
}

export async function draw(context: Context, files: readonly string[], options: DrawOptions): Promise<number> {
  const opened = openedAll(context, files);
  if (!context.sound(opened)) return 1;
  const standard = standardUncertainty();
  const job = { files, allow: options.allow, seed: options.seed, figures: options.figures };
  const ready = opened.map(({ run, read }) => prepared(run, read, standard, job));
  const tables = await drawAll(context, job, ready, options.draws, options.threads);
  const drawn = opened.map(({ run }, i): Drawn => ({ run, asked: (ready[i] as Prepared).asked, values: tables[i] as Float64Array }));
  const [baseline] = drawn as [Drawn, ...Drawn[]];
  const months = monthsOf(options.months);
  const told = opened.map((one, i): Told => {
    const [own, { shown }] = [drawn[i] as Drawn, ready[i] as Prepared];
    return {
      ...one,
      drawn: own,
      refused: refusedIn(own),
      spreads: spreadsOf(own, shown),
      chances: chancesOf(own, months),
      luck: luckOf(own, options.actual),
      paired: i === 0 ? null : pairedOf(baseline, own, shown),
    };
  });
  const json = options.json || options.out !== null ? `${JSON.stringify(jsonOf(context, told, options), null, 2)}\n` : '';
  process.stdout.write(options.json ? json : screen(context, told, options));
  if (options.out !== null) {
    const written = writeOut(context, options.out, told, options, json);
    process.stderr.write(`${context.say('written', { count: written, folder: options.out })}\n`);
  }
  return 0;
}

/** In hundredths. */
function monthsOf(written: string): number {
  const read = readDecimal(written);
  return 'value' in read ? (Number(read.value.n) * 100) / Number(read.value.d) : Number.NaN;
}

function tablesOf(one: Told, { months }: DrawOptions): Table[] {
  const { run, letter } = one;
  const shownMonths = readDecimal(months);
  return [
    ...spreadTables(run, letter, one.spreads),
    chanceTable(run, letter, one.chances, 'value' in shownMonths ? decimalText(shownMonths.value) : months),
    ...(one.luck.length === 0 ? [] : [luckTable(run, letter, one.luck)]),
    ...(one.paired === null ? [] : [pairedTable(run, letter, one.paired)]),
  ];
}

function screen(context: Context, told: readonly Told[], options: DrawOptions): string {
  const lines = told.flatMap((one) => [
    `${one.letter}　${visible(one.file, 200)}　${visible(one.read.scenario.title ?? '', 300)}`,
    context.say(one.read.scenario.uncertainty === undefined ? 'standardWeather' : 'ownWeather'),
    ...(one.refused === 0 ? [] : [context.say('refusedDraws', { count: one.refused })]),
    '',
    ...tablesOf(one, options).map((table) => tableText(table, context.language, options.unit)),
  ]);
  const marks = told.map(({ letter, read }) => `${letter}　${context.fingerprint(read)}`);
  return `${[context.say('drawTitle', { draws: options.draws, seed: String(options.seed) }), '', ...lines, ...marks].join('\n')}\n`;
}

function jsonOf(context: Context, told: readonly Told[], options: DrawOptions): unknown {
  return {
    draws: options.draws,
    seed: String(options.seed),
    scenarios: told.map((one) => ({
      file: one.file,
      title: one.read.scenario.title ?? '',
      fingerprint: context.fingerprints(one.read),
      uncertainty: one.read.scenario.uncertainty === undefined ? 'default' : 'scenario',
      refused: one.refused,
      figures: Object.fromEntries(
        one.spreads.map(({ path, calm, spread }) => {
          const number = numberIn(one, path);
          const estimate = estimateIn(number);
          const quantiles = QUANTILES.map((percent, k) => [`P${percent}`, estimate(spread.quantiles[k] as Estimate)]);
          const own = { calm: number(calm), mean: estimate(spread.mean), deviation: number(spread.deviation) };
          return [path, { ...own, ...Object.fromEntries(quantiles) }];
        }),
      ),
      chances: one.chances.map(({ chance, ...event }) => ({
        ...event,
        ...(event.event === 'monthsBelow' ? { months: options.months } : {}),
        ...estimateIn(plain)(chance),
      })),
      luck: one.luck.map(({ chance, net, ...whose }) => ({ ...whose, surplus: yuan(fen(net)), ...estimateIn(plain)(chance) })),
      ...(one.paired === null
        ? {}
        : {
            difference: Object.fromEntries(
              one.paired.map(({ path, difference, larger, same }) => [
                path,
                { ...estimateIn(numberIn(one, path))(difference), larger: estimateIn(plain)(larger), same: estimateIn(plain)(same) },
              ]),
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

function writeOut(context: Context, folder: string, told: readonly Told[], options: DrawOptions, json: string): number {
  let count = 1;
  for (const one of told) {
    for (const table of tablesOf(one, options)) {
      const name = `${table.year === null ? '' : `${table.year}-`}${table.id}.csv`;
      writeWhole(join(folder, name), csvText(csvRows(context, table, context.fingerprint(one.read))));
      count += 1;
    }
  }
  writeWhole(join(folder, 'draw.json'), json);
  return count;
}

/** `2025.east=1200万元`: what an alliance really had left over; below zero an overspend. Null where it cannot be read. */
export function actualOf(written: string): readonly [string, Fen] | null {
  const [, at = '', amount = ''] = /^(\d{4}\.[^=]+)=(.+)$/.exec(written) ?? [];
  const read = readAmount(amount);
  return at === '' || !('value' in read) ? null : [at, read.value];
}
