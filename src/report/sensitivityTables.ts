// A tornado as a table, its bars in text, and how the variance of a figure is split.

import type { Run } from '../figures/figure.ts';
import type { Range } from '../study/ranges.ts';
import { wholeText } from '../study/scalars.ts';
import { type Swing, type Tornado, widthOf } from '../study/sensitivity.ts';
import type { Estimate, Indices } from '../study/sobol.ts';
import type { Words } from '../words/language.ts';
import { worded } from '../words/problems.ts';
import { writtenAt } from '../written/otherwise.ts';
import type { Read } from '../written/read.ts';
import { isTreeMap } from '../written/tree.ts';
import { inUnit, type MoneyUnit, unitOfChange } from './inUnit.ts';
import { figureWords, settingWords } from './pathNames.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, textColumn, words } from './table.ts';

/** Cells of a bar on either side of the base. */
const BAR = 12;
/** More than a person goes through on a screen; the files have them all. */
const SHOWN = 25;

/** What a study of sensitivity is told by. */
export interface Told {
  readonly run: Run;
  readonly read: Read;
  readonly unit: MoneyUnit;
  /** True of a file, which has room for every lever and none for bars. */
  readonly isFile: boolean;
}

export function tornadoTable({ figure, base, swings }: Tornado, number: number, told: Told): Table {
  const { run, read, isFile } = told;
  const { unit } = figure.figure;
  const [isAmount, more] = [unit === 'amount', unitOfChange(unit)];
  const column = (zh: string, en: string) => (isAmount ? amountColumn(zh, en) : rateColumn(`${zh}${more.zh}`, `${en}${more.en}`));
  const cell = (whole: number | null): Cell => (whole === null ? '—' : isAmount ? money(whole) : wholeText(whole, unit).replace('%', ''));
  const moving = swings.filter((swing) => widthOf(swing, base) > 0);
  const most = Math.max(1, ...moving.flatMap(({ low, high }) => [Math.abs((low ?? base) - base), Math.abs((high ?? base) - base)]));
  const shown = isFile ? swings : moving.slice(0, SHOWN);
  return {
    id: `tornado-${number}`,
    title: titleOf('敏感性', 'Sensitivity of', figure, run),
    year: null,
    columns: [
      textColumn('参数', 'Lever'),
      ...(isFile ? [textColumn('路径', 'Path')] : []),
      textColumn('现值', 'Now'),
      textColumn('低', 'Low'),
      textColumn('高', 'High'),
      column('低时的变化', 'Change at low'),
      column('高时的变化', 'Change at high'),
      isFile ? textColumn('不能测算的原因', 'Why it cannot be played') : textColumn('░ 低　█ 高', '░ low  █ high'),
    ],
    rows: shown.map((swing) => {
      const { path, texts } = swing.range;
      const change = (at: number | null) => cell(at === null ? null : at - base);
      const last = isFile ? reasonOf(swing) : barOf(swing, base, most);
      const name = settingWords(path, read, run);
      return row(name, ...(isFile ? [path] : []), texts.base, texts.low, texts.high, change(swing.low), change(swing.high), last);
    }),
    notes: notesOf({ figure, base, swings }, told),
  };
}

/** `2027年 统筹基金年末结余（清算后） 2027.pool.closing`. */
function titleOf(zh: string, en: string, { path }: Tornado['figure'], run: Run): Words {
  return words(`${zh}：${figureWords(run, path).zh} ${path}`, `${en} ${path}`);
}

/** What the table does not show: the figure as things are, and levers that do nothing, do not move or cannot be moved. */
function notesOf({ figure, base, swings }: Tornado, { run, read, unit, isFile }: Told): Words[] {
  const now = inUnit(base, figure.figure.unit, unit);
  const at = words(
    `现值时为 ${now.zh}；按变化幅度从大到小，一次只动一个参数${isFile ? '' : '（路径见 --out 或 --json）'}。`,
    `It is ${now.en} as things are; widest first, one lever moved at a time.`,
  );
  // A file has a row for each.
  if (isFile) return [at];
  const [moving, still, unmoved, refused] = [
    swings.filter((swing) => widthOf(swing, base) > 0).length,
    swings.filter((swing) => swing.range.moves && swing.low !== null && swing.high !== null && widthOf(swing, base) === 0),
    swings.filter(({ range }) => !range.moves),
    swings.filter(({ low, high }) => low === null || high === null),
  ];
  const name = ({ range: { path } }: Swing) => settingWords(path, read, run);
  const listed = (zh: string, en: string, some: readonly Swing[]): Words[] =>
    some.length === 0
      ? []
      : [
          words(
            `${zh} ${some.length} 个：${some.map((one) => name(one).zh).join('、')}。`,
            `${en}: ${some.length} (${some.map((one) => name(one).en).join(', ')}).`,
          ),
        ];
  return [
    at,
    ...(moving > SHOWN
      ? [words(`另有 ${moving - SHOWN} 个影响更小的，见 --out。`, `${moving - SHOWN} more with less effect: --out has them.`)]
      : []),
    ...parted(still).flatMap((some) => listed('没有影响的', 'Without effect', some)),
    ...(still.some(({ range }) => isSteadyBenefit(range.path, read)) ? [STEADY] : []),
    ...listed('没有动的（现值为 0，或浮动后四舍五入不变）', 'Not moved (0, or the same once rounded)', unmoved),
    ...refused.map((one) => {
      const why = reasonOf(one);
      const end =
        one.low !== null ? words('到高端', ' to the high end') : one.high !== null ? words('到低端', ' to the low end') : words('', '');
      return words(
        `不能这样单独动${end.zh}：${name(one).zh}——${why?.zh ?? ''}`,
        `Cannot be moved so alone${end.en}: ${name(one).en} – ${why?.en ?? ''}`,
      );
    }),
    ...(refused.some(({ refusal }) => refusal?.code === 'shares-not-whole')
      ? [
          words(
            '须合计100%的比例可一起动：--levers 路径~另一路径=低..高。',
            'Shares that must sum to 100% can move together: --levers PATH~OTHER=low..high.',
          ),
        ]
      : []),
  ];
}

/** A benefit with one value for all years: care changes with the change of a benefit from the year before, and there is none (R9). */
function isSteadyBenefit(path: string, read: Read): boolean {
  if (!/^policy\.benefit\.[^.]+\.(ratio|deductible|cap)(\.value)?$/.test(path)) return false;
  const written = writtenAt(read, path);
  const value = isTreeMap(written) && Object.hasOwn(written, 'value') ? written.value : written;
  return !isTreeMap(value);
}

const STEADY = words(
  '待遇（报销比例、起付线、封顶线）各年只写一个值，就是历年没有变动，动它也是历年一同变，所以没有影响（规则 R9）：先按年写，如 ratio: {2024: 60%, 2026: 65%}，再动其中一年，如 policy.benefit.编号.ratio.2026。',
  'A benefit (ratio, deductible, cap) with one value for all years changes in none of them, wherever it is moved to, and so has no effect (R9): write it by years, such as ratio: {2024: 60%, 2026: 65%}, and move one of them, such as policy.benefit.ID.ratio.2026.',
);

/** A note has room for so many names. */
const MOST_NAMED = 20;

function parted(swings: readonly Swing[]): Swing[][] {
  return Array.from({ length: Math.ceil(swings.length / MOST_NAMED) }, (_, i) => swings.slice(i * MOST_NAMED, (i + 1) * MOST_NAMED));
}

function reasonOf({ low, high, refusal }: Swing): Words | null {
  if (low !== null && high !== null) return null;
  return refusal === null ? words('没有这个数', 'there is no such figure') : words(worded(refusal, 'zh').what, worded(refusal, 'en').what);
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

/** Levers that are not moved with the others. */
export interface LeftOut {
  /** Those that cannot be had at one of their ends. */
  readonly stuck: readonly Range[];
  /** How many do nothing alone. */
  readonly still: number;
}

/** More rows than these lost, and the inputs of the others go together too much for shares to mean what they are called. */
const MOST_LOST = 0.05;

export function sobolTable(
  { figure }: Tornado,
  ranges: readonly Range[],
  indices: Indices | null,
  number: number,
  left: LeftOut,
  told: Told,
): Table {
  const isTold = indices !== null && isSound(indices);
  const order = ranges.map((_, i) => i).toSorted((a, b) => (indices?.total[b]?.value ?? 0) - (indices?.total[a]?.value ?? 0));
  const spread = inUnit(indices === null ? 0 : Math.round(Math.sqrt(indices.variance)), figure.figure.unit, told.unit);
  const rows = indices?.rows ?? 0;
  return {
    id: `sobol-${number}`,
    title: titleOf('方差分解', 'Shares of variance:', figure, told.run),
    year: null,
    columns: [
      textColumn('参数', 'Lever'),
      ...(told.isFile ? [textColumn('路径', 'Path')] : []),
      textColumn('低', 'Low'),
      textColumn('高', 'High'),
      rateColumn('一阶', 'First'),
      rateColumn('一阶 ±', 'First ±'),
      rateColumn('总效应', 'Total'),
      rateColumn('总效应 ±', 'Total ±'),
    ],
    rows: (isTold ? order : []).map((i) => {
      const { path, texts } = ranges[i] as Range;
      const names = [settingWords(path, told.read, told.run), ...(told.isFile ? [path] : [])];
      return row(...names, texts.low, texts.high, ...cellsOf(indices?.first[i]), ...cellsOf(indices?.total[i]));
    }),
    notes: [
      words(
        `各参数在低高之间均匀、互不相关地同时变动，样本 ${rows} 行，标准差 ${spread.zh}。一阶：单独解释的方差份额；总效应：连同与其他参数的相互作用；± 是自助法标准误，份额在两倍 ± 之内与 0 分不清。`,
        `All levers move at once, evenly between low and high and independently: ${rows} rows, standard deviation ${spread.en}. First: the share of variance that a lever explains alone; total: with all that it does together with others; ± is the bootstrap standard error: a share within twice of it may be 0.`,
      ),
      ...lostNote(indices, isTold),
      ...(left.still === 0
        ? []
        : [words(`单独动时没有影响的 ${left.still} 个参数保持现值。`, `${left.still} levers that do nothing alone stay what they are.`)]),
      ...stuckNote(left.stuck, told),
      ...(isTold ? roughNote(indices) : []),
    ],
  };
}

function isSound({ rows, lost }: Indices): boolean {
  return lost <= MOST_LOST * (rows + lost);
}

function lostNote(indices: Indices | null, isTold: boolean): Words[] {
  if (indices === null)
    return [
      words(
        '没有份额可说：可测算的不到两行，或这个数不随它们变动。',
        'No shares: fewer than two rows could be played, or the figure does not vary.',
      ),
    ];
  const { rows, lost } = indices;
  if (lost === 0) return [];
  const all = rows + lost;
  const counted = words(
    `样本 ${all} 行中 ${lost} 行规则不允许或没有这个数`,
    `${lost} of ${all} rows were refused by the rules, or have no such figure`,
  );
  return [
    isTold
      ? words(`${counted.zh}，已略去；份额只就其余各行而言。`, `${counted.en}, and are left out: the shares are of the others.`)
      : words(
          `${counted.zh}：其余各行中参数已不是互不相关，不作分解。收窄范围（如 --by 5%），或去掉不能同取的参数。`,
          `${counted.en}: in the others the levers go together, so that no shares are told. Narrow the ranges (such as --by 5%), or leave out levers that cannot go together.`,
        ),
  ];
}

function stuckNote(stuck: readonly Range[], { read, run }: Told): Words[] {
  if (stuck.length === 0) return [];
  const names = stuck.slice(0, MOST_NAMED).map(({ path }) => settingWords(path, read, run));
  const more = stuck.length > MOST_NAMED;
  return [
    words(
      `没有参加的 ${stuck.length} 个（有一端不能取，可能影响更大）：${names.map(({ zh }) => zh).join('、')}${more ? '……' : ''}。`,
      `${stuck.length} left out, for one of their ends cannot be had (they may do more): ${names.map(({ en }) => en).join(', ')}${more ? ', …' : ''}.`,
    ),
  ];
}

/** Errors that are too large to tell levers apart by, and those to be had. */
const [ROUGH, FINE] = [0.05, 0.03];

function roughNote(indices: Indices | null): Words[] {
  if (indices === null) return [];
  const worst = Math.max(...[...indices.first, ...indices.total].map(({ error }) => error));
  if (worst <= ROUGH) return [];
  const rows = Math.ceil((indices.rows * (worst / FINE) ** 2) / 100) * 100;
  const error = `${(worst * 100).toFixed(1)}%`;
  return [
    words(
      `误差还大（最大 ± ${error}），名次不可靠：约需 --samples ${rows}。`,
      `Errors are large (± ${error} at most), the order is not to be relied on: --samples ${rows} would do.`,
    ),
  ];
}

function cellsOf(estimate: Estimate | undefined): Cell[] {
  return estimate === undefined ? ['—', '—'] : [`${(estimate.value * 100).toFixed(1)}%`, `${(estimate.error * 100).toFixed(1)}%`];
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
      levers: swings.map(({ range: { path, texts }, low, high, refusal }) => ({
        ...{ path, ...texts, atLow: text(low), atHigh: text(high) },
        refused: refusal === null ? null : refusal.code,
      })),
      sobol:
        split == null
          ? null
          : {
              rows: split.rows,
              lost: split.lost,
              levers: isSound(split) ? ranges.map(({ path }, i) => ({ path, first: split.first[i], total: split.total[i] })) : null,
            },
    };
  });
}
