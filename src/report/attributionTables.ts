// Attribution as tables: a row a change, a column a figure; the parts of a column sum to the difference.

import { yuan } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import type { Attributed, Attribution, Player } from '../study/attribution.ts';
import { pathOf } from '../study/changes.ts';
import { wholeText } from '../study/scalars.ts';
import type { Language, Words } from '../words/language.ts';
import { type Between, inYuan, namesOf, valueText } from './compareChanges.ts';
import type { MoneyUnit } from './inUnit.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, textColumn, totalRow, words } from './table.ts';

/** More figures than this do not fit a screen beside the changes. */
const MOST_FIGURES = 5;

/** @param unit that amounts are shown in: what is rounded need not sum to what its total is rounded to, and is said to. */
export function attributionTables({ players, figures }: Attribution, between: Between, unit: MoneyUnit): Table[] {
  const tables: Table[] = [];
  for (let i = 0; i < figures.length; i += MOST_FIGURES) {
    const number = figures.length > MOST_FIGURES ? `-${i / MOST_FIGURES + 1}` : '';
    const some = figures.slice(i, i + MOST_FIGURES);
    const table = tableOf(players, some, between, `attribution${number}`);
    tables.push(unit === 'wan' && some.some(isRoundedApart) ? { ...table, notes: [...table.notes, ROUNDED] } : table);
  }
  return tables;
}

function tableOf(players: readonly Player[], figures: readonly Attributed[], between: Between, id: string): Table {
  const inBoth = (text: (language: Language) => string): Words => ({ zh: text('zh'), en: text('en') });
  const name = (player: Player) => words(player.map((one) => namesOf(one, between)).join('；'), player.map(pathOf).join('; '));
  const value = (player: Player, side: 'before' | 'after') =>
    inBoth((language) => player.map((one) => valueText(one, side, language, inYuan(language))).join(language === 'zh' ? '；' : '; '));
  const errorOf = ({ errors, measure }: Attributed, i: number) => (errors === null ? [] : [errorCell(errors[i] as number, measure.unit)]);
  const line = (first: Words, old: Cell, now: Cell, of: (figure: Attributed) => number) =>
    totalRow(first, old, now, ...figures.flatMap((one) => [cellOf(of(one), one), ...(one.errors === null ? [] : [null])]));
  return {
    id,
    title: words('差从哪里来（与次序无关）', 'What the difference comes from (order-free)'),
    year: null,
    columns: [
      textColumn('变动', 'Change'),
      textColumn('原值', 'Old'),
      textColumn('新值', 'New'),
      ...figures.flatMap(({ measure, errors }) => {
        // The head of a table says the unit of its amounts; months and rates say their own.
        const [column, unit] = measure.unit === 'amount' ? [amountColumn, NO_UNIT] : [rateColumn, unitOf(measure.unit)];
        const year = measure.path.split('.', 1)[0]?.match(/^\d{4}$/)?.[0] ?? '';
        const own = column(`${year} ${measure.words.zh}`.trim() + unit.zh, measure.path + unit.en);
        return errors === null ? [own] : [own, column('±', '±')];
      }),
    ],
    rows: [
      ...players.map((player, i) =>
        row(
          name(player),
          value(player, 'before'),
          value(player, 'after'),
          ...figures.flatMap((one) => [cellOf(one.parts[i] as number, one), ...errorOf(one, i)]),
        ),
      ),
      line(words('合计 B − A', 'Total, B − A'), null, null, ({ before, after }) => after - before),
      line(words('A', 'A'), null, null, ({ before }) => before),
      line(words('B', 'B'), null, null, ({ after }) => after),
    ],
    notes: [NOTE],
  };
}

const NO_UNIT = words('', '');

/** Rates bear their percent signs. */
function unitOf(unit: Attributed['measure']['unit']): Words {
  return unit === 'months' ? words('（个月）', ' (months)') : NO_UNIT;
}

const NOTE = words(
  '一处变动的份额，是它在各种先后次序中带来的变化的平均（Shapley 值）；各份额到分相加等于差。净得 = 结余留用 − 医共体自担 + 质量保证金返还（扣除留在基金和从预付中扣下的），已清算各年合计。',
  'The part of a change is what it adds, averaged over all orders that the changes could come in (Shapley value); parts sum to the difference, to the fen. Net = retained − borne + deposit returned (less what the pool holds and what was held out of advances), over the years settled.',
);

const ROUNDED = words(
  '以万元列示，因四舍五入，各份额之和与合计在末位上可能有出入；以元列示（--unit yuan）则分文不差。',
  'In 10,000 yuan parts are rounded, and may sum to a little more or less than the total shown; in yuan (--unit yuan) they sum to the fen.',
);

/** Fen in a hundredth of 万元, to which it is shown. */
const SHOWN = 10_000;

function isRoundedApart({ measure, before, after, parts }: Attributed): boolean {
  const shown = (amount: number) => Math.sign(amount) * Math.round(Math.abs(amount) / SHOWN);
  return measure.unit === 'amount' && parts.reduce((sum, part) => sum + shown(part), 0) !== shown(after - before);
}

function cellOf(whole: number, { measure }: Attributed): Cell {
  return measure.unit === 'amount' ? money(whole) : wholeText(whole, measure.unit);
}

function errorCell(error: number, unit: Attributed['measure']['unit']): Cell {
  return unit === 'amount' ? money(Math.round(error)) : wholeText(Math.round(error), unit);
}

/** Plain data, amounts as texts of yuan; `alone` on the baseline, `last` on all the others. */
export function attributionJson({ players, figures, runs, orders }: Attribution): unknown {
  return {
    runs,
    exact: orders === 0,
    orders: orders === 0 ? null : orders,
    figures: figures.map(({ measure, before, after, parts, errors, alone, last }) => {
      const text = (whole: number) => (measure.unit === 'amount' ? yuan(fen(whole)) : wholeText(whole, measure.unit));
      return {
        figure: measure.path,
        old: text(before),
        new: text(after),
        difference: text(after - before),
        parts: players.map((player, i) => ({
          changes: player.map(pathOf),
          part: text(parts[i] as number),
          standardError: errors === null ? null : text(Math.round(errors[i] as number)),
          alone: text(alone[i] as number),
          last: text(last[i] as number),
        })),
      };
    }),
  };
}
