// Tables of draws: how figures spread, how likely things are, signal or luck, and two scenarios in the same weather.

import { figureAt, itemWords } from '../figures/catalogue.ts';
import type { Run, Unit } from '../figures/figure.ts';
import { fen } from '../money/fen.ts';
import type { Chance, Luck, Spreading } from '../study/outlook.ts';
import type { Paired } from '../study/paired.ts';
import { type Estimate, QUANTILES, type Spread } from '../study/spread.ts';
import type { Words } from '../words/language.ts';
import { dashNotes, ERROR_OF_CHANCE, ERROR_OF_MEAN, INTERVAL_OF_MEAN, quantileTelling } from './drawNotes.ts';
import {
  amountColumn,
  type Cell,
  inFiles,
  MONEY_UNIT,
  money,
  numberColumn,
  rateColumn,
  row,
  type Table,
  textColumn,
  words,
} from './table.ts';

/** What a path is called: whose figure, and which. */
function pathWords(run: Run, path: string): Words {
  const { plan } = run;
  const [, ...rest] = path.split('.');
  const alliance = rest[0] === 'alliances' ? plan.alliances.find(({ id }) => id === rest[1]) : undefined;
  const institution = rest[0] === 'institutions' ? plan.institutions.find(({ id }) => id === rest[1]) : undefined;
  const found = figureAt(run, path);
  const own = found?.figure.words ?? words(path, path);
  const who = alliance?.title ?? institution?.title;
  const item = found === null ? null : itemWords(found);
  const named = item === null ? own : words(`${own.zh} ${item.zh}`, `${own.en} ${item.en}`);
  return who === undefined ? named : words(`${who} ${named.zh}`, `${who}: ${named.en}`);
}

function unitOf(run: Run, path: string): Unit {
  return figureAt(run, path)?.figure.unit ?? 'amount';
}

/** A number as draws have it, as it is shown: its unit stands in its row. */
function shown(value: number, unit: Unit): Cell {
  if (Number.isNaN(value)) return null;
  const whole = Math.round(value);
  if (unit === 'amount') return money(fen(whole === 0 ? 0 : whole));
  return unit === 'price' ? (whole / 10_000).toFixed(4) : (whole / 100).toFixed(2);
}

/** The unit of a row; @param isDifference of differences, which of rates are percentage points. */
function unitCell(unit: Unit, isDifference = false): Cell {
  if (unit === 'amount') return MONEY_UNIT;
  if (unit === 'months') return words('个月', 'months');
  if (unit === 'price') return words('元', 'yuan');
  return isDifference ? words('个百分点', 'points') : '%';
}

/** Of too few draws nothing can be told. */
function shareText(share: number): string {
  return Number.isNaN(share) ? '—' : `${(share * 100).toFixed(2)}%`;
}

function withError({ value, error, low, high }: Estimate): string[] {
  return [value, error, low, high].map(shareText);
}

const CHANCE_COLUMNS = [
  rateColumn('概率', 'Probability'),
  rateColumn('标准误', 'Standard error'),
  rateColumn('95%区间 下', '95% interval, from'),
  rateColumn('上', 'to'),
];
const [FIGURE, UNIT] = [textColumn('项目', 'Figure'), textColumn('单位', 'Unit')];

const P5_NOTE = words(
  'P5：每100次模拟约有5次不超过它，P50 是中位数，P95 每100次约有5次超过它；“无波动”是 shapan run 的测算。',
  'P5: of 100 draws about 5 are no larger; P50 is the median; about 5 are larger than P95. “Calm” is what shapan run reckons.',
);

/** What is asked first: what is left over and how long the fund lasts, in the last year that is settled. Null where there is none. */
export function answerTable(run: Run, letter: string, spreads: readonly Spreading[]): Table | null {
  const answers = spreads.filter(({ path }) => isMain(path));
  const year = answers.at(-1)?.path.slice(0, 4);
  if (year === undefined) return null;
  const own = answers.filter(({ path }) => path.startsWith(year));
  return {
    id: `${letter}-answer`,
    title: words(`${letter} 末年结余和基金可支付月数`, `${letter}: what is left over in the last year, and how long the fund lasts`),
    year: Number(year),
    columns: [FIGURE, UNIT, numberColumn('无波动', 'Calm'), ...ANSWERED.map((percent) => numberColumn(`P${percent}`, `P${percent}`))],
    rows: own.map(({ path, calm, spread }) => {
      const unit = unitOf(run, path);
      const values = [calm, ...ANSWERED.map((percent) => quantileOf(spread, percent))];
      return row(pathWords(run, path), unitCell(unit), ...values.map((value) => shown(value, unit)));
    }),
    notes: [P5_NOTE, ...dashNotes(countsOf(own), quantileTelling(ANSWERED))],
  };
}

const ANSWERED: readonly (typeof QUANTILES)[number][] = [5, 50, 95];

function countsOf(spreads: readonly Spreading[]): number[] {
  return spreads.map(({ spread }) => spread.count);
}

function quantileOf({ quantiles }: Spread, percent: (typeof QUANTILES)[number]): number {
  return (quantiles[QUANTILES.indexOf(percent)] as Estimate).value;
}

/** Figures that answer a question by themselves. */
export function isMain(path: string): boolean {
  return /\.(balance|pool\.closing|pool\.riskClosing|pool\.payableMonths)$/.test(path);
}

/** Quantiles that are printed: files and JSON have them all. */
const PRINTED: readonly (typeof QUANTILES)[number][] = [5, 25, 50, 75, 95];

/** One table a year: calm, quantiles, mean and spread of each figure; on a screen what is read first. */
export function spreadTables(run: Run, letter: string, spreads: readonly Spreading[]): Table[] {
  return run.plan.years.flatMap(({ year }) => {
    const own = spreads.filter(({ path }) => path.startsWith(`${year}.`));
    if (own.length === 0) return [];
    return [
      {
        id: `${letter}-spread`,
        title: words(`${letter} 各数的分布`, `${letter}: how figures spread`),
        year,
        columns: [
          FIGURE,
          UNIT,
          numberColumn('无波动', 'Calm'),
          ...QUANTILES.map((percent) => {
            const column = numberColumn(`P${percent}`, `P${percent}`);
            return PRINTED.includes(percent) ? column : inFiles(column);
          }),
          numberColumn('平均', 'Mean'),
          numberColumn('平均的标准误', 'Error of the mean'),
          inFiles(numberColumn('标准差', 'Standard deviation')),
        ],
        rows: own.map(({ path, calm, spread }) => {
          const unit = unitOf(run, path);
          const { mean, deviation, quantiles } = spread;
          const values = [calm, ...quantiles.map(({ value }) => value), mean.value, mean.error, deviation];
          return row(pathWords(run, path), unitCell(unit), ...values.map((value) => shown(value, unit)));
        }),
        notes: [P5_NOTE, ...dashNotes(countsOf(own), [...quantileTelling(PRINTED), ERROR_OF_MEAN]), SPREAD_NOTE],
      },
    ];
  });
}

const SPREAD_NOTE = words(
  'P10、P90 和标准差见 --out 的表，各分位数的标准误和95%区间见 --json。',
  'P10, P90 and the deviation are in the tables of --out, standard errors and 95% intervals of quantiles in --json.',
);

function eventWords(run: Run, { event, alliance }: Chance, months: string): Words {
  const title = run.plan.alliances.find(({ id }) => id === alliance)?.title ?? '';
  if (event === 'overspend') return words(`${title} 超支`, `${title} overspends`);
  if (event === 'riskEmpty') return words('风险调剂金不够付', 'The risk fund cannot pay all claims');
  if (event === 'poolNegative') return words('统筹基金年末为负', 'The pool closes below zero');
  return words(`可支付月数不足 ${months} 个月`, `Fewer than ${months} payable months`);
}

/** @param refused draws that the rules refused: they count as if each event had come. */
export function chanceTable(run: Run, letter: string, chances: readonly Chance[], months: string, refused: number): Table {
  return {
    id: `${letter}-chances`,
    title: words(`${letter} 各种情况的概率`, `${letter}: how likely`),
    year: null,
    columns: [textColumn('年', 'Year'), textColumn('情况', 'Event'), ...CHANCE_COLUMNS],
    rows: chances.map((one) => row(String(one.year), eventWords(run, one, months), ...withError(one.chance))),
    notes: [
      ...(refused === 0
        ? []
        : [
            words(
              `有 ${refused} 次模拟从某年起规则不允许，该年及以后每种情况都当作发生计入。`,
              `${refused} draws that the rules refused from some year on count as if each of these had come in that year and later.`,
            ),
          ]),
      ...dashNotes(atLeast(chances), [ERROR_OF_CHANCE]),
    ],
  };
}

/** Draws of each row as far as dashes go by them: none, one, or two and more. */
function atLeast(rows: readonly { readonly chance: Estimate }[]): number[] {
  return rows.map(({ chance: { value, error } }) => (Number.isNaN(value) ? 0 : Number.isNaN(error) ? 1 : 2));
}

export function luckTable(run: Run, letter: string, luck: readonly Luck[]): Table {
  return {
    id: `${letter}-luck`,
    title: words(`${letter} 信号还是运气`, `${letter}: signal or luck`),
    year: null,
    columns: [
      textColumn('年', 'Year'),
      textColumn('医共体', 'Alliance'),
      textColumn('口径', 'Of'),
      amountColumn('收支差（负数为超支）', 'Balance'),
      ...CHANCE_COLUMNS,
    ],
    rows: luck.map(({ year, alliance, balance, isGiven, chance }) => {
      const title = run.plan.alliances.find(({ id }) => id === alliance)?.title ?? alliance;
      return row(String(year), title, isGiven ? ACTUAL : CALM, money(fen(balance)), ...withError(chance));
    }),
    notes: [
      words(
        '假定医共体的期望支出恰等于额度（各次模拟的支出同乘 平均额度 ÷ 平均支出），单凭波动出现这么大结余（或超支）的概率。小于5%时单凭波动难以解释；大于它，不能据此说是管理的结果。',
        'Were expected spending just the quota (spending of all draws times mean quota ÷ mean spending), chance alone would bring a surplus (or overspend) this large so often. Below 5% chance alone hardly explains it; above it nothing here says that it is the result of management.',
      ),
      ...dashNotes(atLeast(luck), [ERROR_OF_CHANCE]),
    ],
  };
}

const ACTUAL = words('实际', 'the books');
const CALM = words('无波动测算', 'the calm run');

/** @param isSameWeather false where the two go by another uncertainty, so that it, too, makes the difference. */
export function pairedTable(run: Run, letter: string, paired: readonly Paired[], isSameWeather: boolean): Table {
  const title = isSameWeather
    ? words(`${letter} 与 A 在同样的波动下之差（${letter} − A）`, `${letter} − A in the same weather`)
    : words(`${letter} 与 A 在各自的波动下之差（${letter} − A）`, `${letter} − A, each in its own weather`);
  return {
    id: `${letter}-paired`,
    title,
    year: null,
    columns: [
      textColumn('年', 'Year'),
      FIGURE,
      UNIT,
      numberColumn('平均差', 'Mean difference'),
      numberColumn('平均差的95%区间 下', '95% interval of the mean, from'),
      numberColumn('上', 'to'),
      numberColumn('差的 P5', 'P5 of the difference'),
      numberColumn('差的 P95', 'P95'),
      rateColumn(`${letter} 更大的概率`, `P(${letter} larger)`),
      rateColumn('相同的概率', 'P(same)'),
    ],
    rows: paired.map(({ path, difference, larger, same }) => {
      const unit = unitOf(run, path);
      const { mean } = difference;
      const values = [mean.value, mean.low, mean.high, quantileOf(difference, 5), quantileOf(difference, 95)];
      return row(
        path.split('.')[0] ?? '',
        pathWords(run, path),
        unitCell(unit, true),
        ...values.map((value) => shown(value, unit)),
        shareText(larger.value),
        shareText(same.value),
      );
    }),
    notes: [
      isSameWeather ? SAME_WEATHER : OTHER_WEATHER,
      ...dashNotes(
        paired.map(({ difference }) => difference.count),
        [...quantileTelling([5, 95]), INTERVAL_OF_MEAN],
      ),
      ...(paired.some(({ path }) => path.endsWith('.borne')) ? [DIRECTIONS] : []),
    ],
  };
}

const SAME_WEATHER = words(
  '逐次相减：两个情景每次遇到同样的波动，差只反映情景的不同。“平均差的95%区间”说的是平均差算得多准；每100次模拟，差约有90次在 P5 与 P95 之间。',
  'Draw by draw: both meet the same weather, so the difference is that of the scenarios alone. The 95% interval says how well the mean is known; of 100 draws about 90 differ by something between P5 and P95.',
);
const OTHER_WEATHER = words(
  '逐次相减，但两个情景写的波动（uncertainty）不同：差里也有波动的不同，不全是政策的作用。编号和范围都相同的变量，随机数相同。',
  'Draw by draw, but the two have another `uncertainty`: the difference is that of the weather, too, and not of policy alone. Variables of the same id and scope have the same random numbers.',
);
const DIRECTIONS = words(
  '医共体自担以小为好；收支差、结余留用、基金结余、可支付月数以大为好；清算应补(退)只是年终补付多少，无所谓好坏。',
  'Of what is borne less is better; of balance, what is retained, the funds and payable months more; the final payment only says how much is still to be paid and is neither.',
);
