// What draws say, on a screen: first what is asked first, with all that stands against reading it as more than it is.

import { decimalText } from '../../money/display.ts';
import { readDecimal } from '../../money/quantity.ts';
import { answerTable, chanceTable, isMain, luckTable, pairedTable, spreadTables } from '../../report/drawTables.ts';
import type { Table } from '../../report/table.ts';
import { asked } from '../../study/asked.ts';
import { leftUnpaired } from '../../study/paired.ts';
import { visible } from '../../words/visible.ts';
import { onlyText } from './compare.ts';
import type { Context } from './context.ts';
import type { DrawOptions, Told } from './drawTold.ts';
import { tableText } from './tableText.ts';

/** As files have them: all there is. */
export function allTables(one: Told, { months }: DrawOptions): Table[] {
  const { run, letter } = one;
  return [
    ...(one.chances.length === 0 ? [] : [chancesIn(one, months)]),
    ...spreadTables(run, letter, one.spreads),
    ...(one.paired === null || one.paired.length === 0 ? [] : [pairedTable(run, letter, one.paired, one.isSameWeather)]),
    ...(one.luck.length === 0 ? [] : [luckTable(run, letter, one.luck)]),
  ];
}

/** How likely, what is left over and how long the fund lasts; what was asked for by its path whole. */
function answers(one: Told, { months, figures }: DrawOptions): Table[] {
  const { run, letter } = one;
  const answer = answerTable(run, letter, one.spreads);
  const paired = one.paired?.filter(({ path }) => figures !== null || isMain(path)) ?? [];
  return [
    ...(one.chances.length === 0 ? [] : [chancesIn(one, months)]),
    ...(figures !== null ? spreadTables(run, letter, one.spreads) : answer === null ? [] : [answer]),
    ...(paired.length === 0 ? [] : [pairedTable(run, letter, paired, one.isSameWeather)]),
    ...(one.luck.length === 0 ? [] : [luckTable(run, letter, one.luck)]),
  ];
}

function chancesIn({ run, letter, chances, drawn }: Told, written: string): Table {
  const months = readDecimal(written);
  return chanceTable(run, letter, chances, 'value' in months ? decimalText(months.value) : written, drawn.refused);
}

export function screen(context: Context, told: readonly Told[], options: DrawOptions): string {
  const [baseline] = told as [Told, ...Told[]];
  const lines = told.flatMap((one) => {
    const tables = options.all ? allTables(one, options) : answers(one, options);
    return [
      `${one.letter}　${visible(one.file, 200)}　${visible(one.read.scenario.title ?? '', 300)}`,
      context.say(one.read.scenario.uncertainty === undefined ? 'standardWeather' : 'ownWeather'),
      ...(one.drawn.refused === 0 ? [] : [context.say('refusedDraws', { count: one.drawn.refused })]),
      ...unsettled(context, one),
      ...(one === baseline ? [] : against(context, baseline, one)),
      '',
      ...tables.map((table) => tableText(table, context.language, options.unit)),
    ];
  });
  const hasMore = !options.all && options.figures === null && told.some(({ spreads }) => spreads.length > 0);
  const marks = told.map(({ letter, read }) => `${letter}　${context.fingerprint(read)}`);
  const more = hasMore ? [context.say('moreSpreads')] : [];
  return `${[context.say('drawTitle', { draws: options.draws, seed: String(options.seed) }), '', ...lines, ...more, ...marks].join('\n')}\n`;
}

/** Why a year has neither surplus nor probabilities. */
function unsettled(context: Context, { run, isAllKnown }: Told): string[] {
  const why = run.plan.years.flatMap(({ year, months, settles }) => {
    if (settles) return [];
    if (months === 0) return [context.say('drawBudget', { year })];
    const [alliance] = run.plan.alliances;
    const paths = ['progress', 'cash'].map((figure) => `${year}.alliances.${alliance?.id}.${figure}.${months}`);
    return [context.say('drawStopped', { year, month: months, example: paths.find((path) => asked(run, path) !== null) ?? '' })];
  });
  return isAllKnown && run.plan.years.some(({ months }) => months > 0) ? [...why, context.say('drawKnown')] : why;
}

/** What keeps two scenarios from being compared as they stand. */
function against(context: Context, baseline: Told, one: Told): string[] {
  const { letter } = one;
  const lines = one.isSameWeather ? [] : [context.say('otherWeather', { letter })];
  const [before, after] = [baseline, one].map(({ read }) => visible(read.scenario.county.id ?? ''));
  if (before !== after) lines.push(context.say('otherCounty', { before: before ?? '', after: after ?? '' }));
  const { years, alliances } = leftUnpaired(baseline.run, one.run);
  for (const [key, only] of [['yearsLeftOut', years] as const, ['alliancesLeftOut', alliances] as const]) {
    const list = onlyText(context, only, letter);
    if (list !== '') lines.push(context.say(key, { list }));
  }
  if (one.paired?.length === 0) lines.push(context.say('noPairs', { letter }));
  return lines;
}
