// A tornado as a table, its bars in text, and how the variance of a figure is split.

import { yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import type { Range } from '../study/ranges.ts';
import { wholeText } from '../study/scalars.ts';
import { type Swing, type Tornado, widthOf } from '../study/sensitivity.ts';
import type { Estimate, Indices } from '../study/sobol.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, textColumn, words } from './table.ts';

/** Cells of a bar on either side of the base. */
const BAR = 12;
/** More than a person goes through on a screen; the files have them all. */
const SHOWN = 25;

export function tornadoTable({ figure, base, swings }: Tornado, number: number, isFile = false): Table {
  const { unit } = figure.figure;
  const cell = (whole: number | null): Cell => (whole === null ? '—' : unit === 'amount' ? money(whole) : wholeText(whole, unit));
  const at = unit === 'amount' ? yuanGrouped(fen(base)) : wholeText(base, unit);
  const moving = swings.filter((swing) => widthOf(swing, base) > 0);
  const still = swings.filter((swing) => widthOf(swing, base) === 0);
  const refused = swings.filter(({ low, high }) => low === null || high === null);
  const most = Math.max(1, ...moving.flatMap(({ low, high }) => [Math.abs((low ?? base) - base), Math.abs((high ?? base) - base)]));
  const shown = isFile ? swings : moving.slice(0, SHOWN);
  return {
    id: `tornado-${number}`,
    title: words(`敏感性：${figure.path} ${figure.figure.words.zh}`, `Sensitivity of ${figure.path}`),
    year: null,
    columns: [
      textColumn('参数', 'Lever'),
      textColumn('现值', 'Now'),
      textColumn('低', 'Low'),
      textColumn('高', 'High'),
      amountColumn('低时的变化', 'Change at low'),
      amountColumn('高时的变化', 'Change at high'),
      ...(isFile ? [] : [textColumn('░ 低　█ 高', '░ low  █ high')]),
    ],
    rows: shown.map((swing) => {
      const { path, texts } = swing.range;
      const change = (at: number | null) => cell(at === null ? null : at - base);
      const bar = isFile ? [] : [barOf(swing, base, most)];
      return row(path, texts.base, texts.low, texts.high, change(swing.low), change(swing.high), ...bar);
    }),
    notes: [
      words(
        `现值时为 ${wholeText(base, unit)}；按变化幅度从大到小，一次只动一个参数。`,
        `It is ${at} as things are; widest first, one lever moved at a time.`,
      ),
      ...(!isFile && moving.length > SHOWN
        ? [
            words(
              `另有 ${moving.length - SHOWN} 个影响更小的，见 --out。`,
              `${moving.length - SHOWN} more with less effect: --out has them.`,
            ),
          ]
        : []),
      ...(still.length > 0 ? [listed('没有影响的', 'Without effect', still)] : []),
      ...(refused.length > 0
        ? [
            listed(
              '不能这样单独动的（如须合计 100% 的比例，可写成 路径~路径=低..高）',
              'Cannot be moved so alone (shares that must sum to 100% can be: PATH~PATH=low..high)',
              refused,
            ),
          ]
        : []),
    ],
  };
}

/** Paths named in a note. */
const MOST_NAMED = 8;

function listed(zh: string, en: string, swings: readonly Swing[]): ReturnType<typeof words> {
  const paths = swings.map(({ range }) => range.path);
  const [few, rest] = [paths.slice(0, MOST_NAMED), paths.length - MOST_NAMED];
  return words(
    `${zh} ${paths.length} 个：${few.join('、')}${rest > 0 ? '…' : ''}`,
    `${en}: ${paths.length} (${few.join(', ')}${rest > 0 ? ', …' : ''})`,
  );
}

/** `░░░░░│███████`: what is less to the left of the base, what is more to the right; ▓ where both ends reach. */
function barOf({ low, high }: Swing, base: number, most: number): string {
  const reach = (at: number | null, side: -1 | 1) => Math.max(0, Math.ceil((side * ((at ?? base) - base) * BAR) / most));
  const half = (side: -1 | 1) =>
    Array.from({ length: BAR }, (_, i) => {
      const [isLow, isHigh] = [i < reach(low, side), i < reach(high, side)];
      return isLow && isHigh ? '▓' : isLow ? '░' : isHigh ? '█' : ' ';
    });
  return `${half(-1).toReversed().join('')}│${half(1).join('')}`;
}

export function sobolTable({ figure }: Tornado, ranges: readonly Range[], indices: Indices | null, number: number): Table {
  const order = ranges.map((_, i) => i).toSorted((a, b) => (indices?.total[b]?.value ?? 0) - (indices?.total[a]?.value ?? 0));
  const { unit } = figure.figure;
  const spread = indices === null ? '0' : wholeText(Math.round(Math.sqrt(indices.variance)), unit);
  return {
    id: `sobol-${number}`,
    title: words(`方差分解：${figure.path} ${figure.figure.words.zh}`, `Shares of variance: ${figure.path}`),
    year: null,
    columns: [
      textColumn('参数', 'Lever'),
      textColumn('低', 'Low'),
      textColumn('高', 'High'),
      rateColumn('一阶', 'First'),
      rateColumn('±', '±'),
      rateColumn('总效应', 'Total'),
      rateColumn('±', '±'),
    ],
    rows: order.map((i) => {
      const { path, texts } = ranges[i] as Range;
      return row(path, texts.low, texts.high, ...cellsOf(indices?.first[i]), ...cellsOf(indices?.total[i]));
    }),
    notes: [
      words(
        `各参数在低高之间均匀、互不相关地同时变动，样本 ${indices?.rows ?? 0} 行，标准差 ${spread}。一阶：单独解释的方差份额；总效应：连同与其他参数的相互作用；± 是自助法标准误。`,
        `All levers move at once, evenly between low and high and independently: ${indices?.rows ?? 0} rows, standard deviation ${spread}. First: the share of variance that a lever explains alone; total: with all that it does together with others; ± is the bootstrap standard error.`,
      ),
    ],
  };
}

function cellsOf(estimate: Estimate | undefined): Cell[] {
  return estimate === undefined ? ['—', '—'] : [estimate.value.toFixed(3), estimate.error.toFixed(3)];
}

export function sensitivityJson(
  tornadoes: readonly Tornado[],
  indices: readonly (Indices | null)[] | null,
  ranges: readonly Range[],
): unknown {
  return tornadoes.map(({ figure, base, swings }, k) => {
    const text = (whole: number | null) => (whole === null ? null : wholeText(whole, figure.figure.unit));
    const split = indices?.[k];
    return {
      figure: figure.path,
      base: text(base),
      levers: swings.map(({ range: { path, texts }, low, high }) => ({ path, ...texts, atLow: text(low), atHigh: text(high) })),
      sobol:
        split == null
          ? null
          : {
              rows: split.rows,
              levers: ranges.map(({ path }, i) => ({ path, first: split.first[i], total: split.total[i] })),
            },
    };
  });
}
