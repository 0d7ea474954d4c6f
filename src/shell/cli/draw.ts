// shapan draw FILE [FILE2…] — thousands of futures: how figures spread, how likely an overspend is, signal or luck, and scenarios against
// each other in the same weather.

import { join } from 'node:path';
import type { Fen } from '../../money/fen.ts';
import { readDecimal } from '../../money/quantity.ts';
import { InputProblems, nearest, Report } from '../../problem/problem.ts';
import { chancesOf, type Drawn, luckOf, spreadsOf } from '../../study/outlook.ts';
import { inSameWeather, pairedOf } from '../../study/paired.ts';
import { csvText } from '../csv.ts';
import { type Prepared, prepared, standardUncertainty } from '../drawJob.ts';
import { type KnownFiles, writeWhole } from '../files.ts';
import { type Named, openedAll } from './compare.ts';
import type { Context } from './context.ts';
import { drawAll, type Table as Values } from './drawing.ts';
import { jsonOf } from './drawJson.ts';
import { allTables, screen } from './drawScreen.ts';
import type { DrawOptions, Told } from './drawTold.ts';
import { csvRows } from './run.ts';

/** Numbers that are held at once, of all files: 2 GB. */
const MOST_HELD = 250_000_000;

/** @param known what the context read of the files: workers play the same. */
export async function draw(context: Context, known: KnownFiles, files: readonly string[], options: DrawOptions): Promise<number> {
  const opened = openedAll(context, files);
  if (!context.sound(opened)) return 1;
  const actual = actualsOf(opened, options.actual);
  const standard = standardUncertainty(known);
  const { allow, draws, seed, figures } = options;
  const job = { files, allow, known, draws, seed, figures };
  const ready = opened.map(({ run, read }) => prepared(run, read, standard, job));
  // What of an uncertainty moves nothing is found where it is laid out.
  for (const { file, read } of opened) context.hints(file, read.report.problems);
  stopBeyond(draws * ready.reduce((sum, { asked }) => sum + asked.length, 0));
  const values = await drawAll(context, job, ready, options.threads);
  const drawn = opened.map(({ run }, i): Drawn => ({ run, asked: (ready[i] as Prepared).asked, ...(values[i] as Values) }));
  const [baseline] = drawn as [Drawn, ...Drawn[]];
  const [first] = opened as [Named, ...Named[]];
  const months = monthsOf(options.months);
  const told = opened.map((one, i): Told => {
    const [own, { shown, isAllKnown }] = [drawn[i] as Drawn, ready[i] as Prepared];
    return {
      ...one,
      drawn: own,
      isAllKnown,
      spreads: spreadsOf(own, shown),
      chances: chancesOf(own, months),
      luck: luckOf(own, actual),
      paired: i === 0 ? null : pairedOf(baseline, own, shown),
      isSameWeather: inSameWeather(first.read, one.read, standard),
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

function writeOut(context: Context, folder: string, told: readonly Told[], options: DrawOptions, json: string): number {
  let count = 1;
  for (const one of told) {
    for (const table of allTables(one, options)) {
      const name = `${table.year === null ? '' : `${table.year}-`}${table.id}.csv`;
      writeWhole(join(folder, name), csvText(csvRows(context, table, context.fingerprint(one.read))));
      count += 1;
    }
  }
  writeWhole(join(folder, 'draw.json'), json);
  return count;
}
