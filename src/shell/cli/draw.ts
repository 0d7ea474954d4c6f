// shapan draw FILE [FILE2…] — thousands of futures: how figures spread, how likely an overspend is, signal or luck, and scenarios against
// each other in the same weather.

import { join } from 'node:path';
import { findings } from '../../checks/findings.ts';
import { figureAt } from '../../figures/catalogue.ts';
import { decimalText, yuan } from '../../money/display.ts';
import { type Fen, fen } from '../../money/fen.ts';
import { readDecimal } from '../../money/quantity.ts';
import { InputProblems, nearest, Report } from '../../problem/problem.ts';
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
  type Spreading,
  spreadsOf,
} from '../../study/outlook.ts';
import { type Estimate, QUANTILES } from '../../study/spread.ts';
import { visible } from '../../words/visible.ts';
import { csvText } from '../csv.ts';
import { type Prepared, prepared, standardUncertainty } from '../drawJob.ts';
import { type KnownFiles, writeWhole } from '../files.ts';
import { type Named, openedAll } from './compare.ts';
import { type Context, today } from './context.ts';
import { drawAll, type Table as Values } from './drawing.ts';
import { csvRows } from './run.ts';
import { type MoneyUnit, tableText } from './tableText.ts';

/** Numbers that are held at once, of all files: 2 GB. */
const MOST_HELD = 250_000_000;

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
  readonly spreads: readonly Spreading[];
  readonly chances: readonly Chance[];
  readonly luck: readonly Luck[];
  readonly paired: readonly Paired[] | null;
}

/** @param known what the context read of the files: workers play the same. */
export async function draw(context: Context, known: KnownFiles, files: readonly string[], options: DrawOptions): Promise<number> {
  const opened = openedAll(context, files);
  if (context.refuses(opened.flatMap(({ run, read }) => findings(run, read, today())))) return 1;
  const actual = actualsOf(opened, options.actual);
  const standard = standardUncertainty(known);
  const { allow, draws, seed, figures } = options;
  const job = { files, allow, known, draws, seed, figures };
  const ready = opened.map(({ run, read }) => prepared(run, read, standard, job));
  stopBeyond(draws * ready.reduce((sum, { asked }) => sum + asked.length, 0));
  const values = await drawAll(context, job, ready, options.threads);
  const drawn = opened.map(({ run }, i): Drawn => ({ run, asked: (ready[i] as Prepared).asked, ...(values[i] as Values) }));
  const [baseline] = drawn as [Drawn, ...Drawn[]];
  const months = monthsOf(options.months);
  const told = opened.map((one, i): Told => {
    const [own, { shown }] = [drawn[i] as Drawn, ready[i] as Prepared];
    return {
      ...one,
      drawn: own,
      spreads: spreadsOf(own, shown),
      chances: chancesOf(own, months),
      luck: luckOf(own, actual),
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

/** @throws {InputProblems} where more would have to be held than a machine has. */
function stopBeyond(held: number): void {
  if (held <= MOST_HELD) return;
  const report = new Report();
  report.add('error', 'usage', null, '--draws', { case: 'drawsHeld', got: held, most: MOST_HELD });
  throw new InputProblems(report.problems);
}

/** Surpluses of the books by `year.id`. @throws {InputProblems} where no scenario has such an alliance in a year that it settles. */
function actualsOf(opened: readonly Named[], actual: DrawOptions['actual']): ReadonlyMap<string, Fen> {
  const report = new Report();
  const known = opened.flatMap(({ run: { plan } }) =>
    plan.years.flatMap(({ year, settles }) =>
      settles ? plan.alliances.map(({ id, title }) => [`${year}.${id}`, `${year}.${title}`]) : [],
    ),
  );
  const ids = known.map(([id = '']) => id);
  const found = [...actual].flatMap(([got, amount]) => {
    const one = known.find((names) => names.includes(got));
    if (one === undefined) {
      const near = nearest(got, ids) ?? '';
      report.add('error', 'usage', null, '--actual', { case: 'actual', got, near, known: ids.slice(0, 6).join('、') });
    }
    return one?.[0] === undefined ? [] : [[one[0], amount] as const];
  });
  report.stopIfFailed();
  return new Map(found);
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
    chanceTable(run, letter, one.chances, 'value' in shownMonths ? decimalText(shownMonths.value) : months, one.drawn.refused),
    ...(one.luck.length === 0 ? [] : [luckTable(run, letter, one.luck)]),
    ...(one.paired === null ? [] : [pairedTable(run, letter, one.paired)]),
  ];
}

function screen(context: Context, told: readonly Told[], options: DrawOptions): string {
  const lines = told.flatMap((one) => [
    `${one.letter}　${visible(one.file, 200)}　${visible(one.read.scenario.title ?? '', 300)}`,
    context.say(one.read.scenario.uncertainty === undefined ? 'standardWeather' : 'ownWeather'),
    ...(one.drawn.refused === 0 ? [] : [context.say('refusedDraws', { count: one.drawn.refused })]),
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
      refused: one.drawn.refused,
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
      luck: one.luck.map(({ chance, balance, ...whose }) => ({ ...whose, surplus: yuan(fen(balance)), ...estimateIn(plain)(chance) })),
      ...(one.paired === null
        ? {}
        : {
            difference: Object.fromEntries(
              one.paired.map(({ path, count, difference, larger, same }) => [
                path,
                {
                  draws: count,
                  ...estimateIn(numberIn(one, path))(difference),
                  larger: estimateIn(plain)(larger),
                  same: estimateIn(plain)(same),
                },
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
