// Tables of draws: how figures spread, how likely things are, signal or luck, and two scenarios in the same weather.

import { figureAt, itemWords } from '../figures/catalogue.ts';
import type { Run, Unit } from '../figures/figure.ts';
import { roundedMonths } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import type { Chance, Luck, Paired, Spreading } from '../study/outlook.ts';
import { type Estimate, QUANTILES } from '../study/spread.ts';
import type { Words } from '../words/language.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, textColumn, words } from './table.ts';

const NET = words('结余（负数为超支）', 'Surplus (overspend below zero)');
const UNCOVERED = words('风险调剂金不足的部分', 'Claims beyond the risk fund');

/** What a path is called: whose figure, and which. */
function pathWords(run: Run, path: string): Words {
  const { plan } = run;
  const [, ...rest] = path.split('.');
  const alliance = rest[0] === 'alliances' ? plan.alliances.find(({ id }) => id === rest[1]) : undefined;
  const institution = rest[0] === 'institutions' ? plan.institutions.find(({ id }) => id === rest[1]) : undefined;
  const found = figureAt(run, path);
  const own = path.endsWith('.net') ? NET : path.endsWith('.uncovered') ? UNCOVERED : (found?.figure.words ?? words(path, path));
  const who = alliance?.title ?? institution?.title;
  const item = found === null ? null : itemWords(found);
  const named = item === null ? own : words(`${own.zh} ${item.zh}`, `${own.en} ${item.en}`);
  return who === undefined ? named : words(`${who} ${named.zh}`, `${who}: ${named.en}`);
}

function unitOf(run: Run, path: string): Unit {
  return figureAt(run, path)?.figure.unit ?? 'amount';
}

/** A number as draws have it, as it is shown. */
function shown(value: number, unit: Unit): Cell {
  if (Number.isNaN(value)) return null;
  const whole = Math.round(value);
  if (unit === 'amount') return money(fen(whole === 0 ? 0 : whole));
  if (unit === 'months') return roundedMonths(BigInt(whole), 100n, 'halfUp').toFixed(2);
  return unit === 'rate' ? `${(whole / 100).toFixed(2)}%` : (whole / 10_000).toFixed(4);
}

function chanceText({ value }: Estimate): string {
  return `${(value * 100).toFixed(2)}%`;
}

function withError(one: Estimate): string[] {
  return [chanceText(one), `${(one.error * 100).toFixed(2)}%`, `${(one.low * 100).toFixed(2)}% – ${(one.high * 100).toFixed(2)}%`];
}

const CHANCE_COLUMNS = [rateColumn('概率', 'Probability'), rateColumn('标准误', 'Standard error'), textColumn('95%区间', '95% interval')];

/** One table a year: calm, quantiles, mean and spread of each figure. */
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
          textColumn('项目', 'Figure'),
          amountColumn('不抽取', 'Calm'),
          ...QUANTILES.map((percent) => amountColumn(`P${percent}`, `P${percent}`)),
          amountColumn('平均', 'Mean'),
          amountColumn('平均的标准误', 'Error of the mean'),
          amountColumn('标准差', 'Standard deviation'),
        ],
        rows: own.map(({ path, calm, spread }) => {
          const unit = unitOf(run, path);
          const cell = (value: number) => shown(value, unit);
          const { mean, deviation, quantiles } = spread;
          return row(
            pathWords(run, path),
            cell(calm),
            ...quantiles.map(({ value }) => cell(value)),
            cell(mean.value),
            cell(mean.error),
            cell(deviation),
          );
        }),
        notes: [words('各分位数的标准误和95%区间见 --json。', 'Standard errors and 95% intervals of the quantiles: --json.')],
      },
    ];
  });
}

function eventWords(run: Run, { event, alliance }: Chance, months: string): Words {
  const title = run.plan.alliances.find(({ id }) => id === alliance)?.title ?? '';
  if (event === 'overspend') return words(`${title} 超支`, `${title} overspends`);
  if (event === 'riskEmpty') return words('风险调剂金不够付', 'The risk fund cannot pay all claims');
  if (event === 'poolNegative') return words('统筹基金年末为负', 'The pool closes below zero');
  return words(`可支付月数不足 ${months} 个月`, `Fewer than ${months} payable months`);
}

export function chanceTable(run: Run, letter: string, chances: readonly Chance[], months: string): Table {
  return {
    id: `${letter}-chances`,
    title: words(`${letter} 各种情况的概率`, `${letter}: how likely`),
    year: null,
    columns: [textColumn('年', 'Year'), textColumn('情况', 'Event'), ...CHANCE_COLUMNS],
    rows: chances.map((one) => row(String(one.year), eventWords(run, one, months), ...withError(one.chance))),
    notes: [],
  };
}

export function luckTable(run: Run, letter: string, luck: readonly Luck[]): Table {
  return {
    id: `${letter}-luck`,
    title: words(`${letter} 信号还是运气`, `${letter}: signal or luck`),
    year: null,
    columns: [textColumn('年', 'Year'), textColumn('医共体', 'Alliance'), amountColumn('结余（负数为超支）', 'Surplus'), ...CHANCE_COLUMNS],
    rows: luck.map(({ year, alliance, net, chance }) =>
      row(String(year), run.plan.alliances.find(({ id }) => id === alliance)?.title ?? alliance, money(fen(net)), ...withError(chance)),
    ),
    notes: [
      words(
        '假定医共体的期望支出恰等于额度（各次抽取的支出同乘 平均额度 ÷ 平均支出），单凭波动出现这么大结余（或超支）的概率。小于5%才像是管理的结果，大于它多半是运气。',
        'Were expected spending just the quota (spending of all draws times mean quota ÷ mean spending), chance alone would bring a surplus (or overspend) this large so often. Below 5% it looks like management, above it may well be luck.',
      ),
    ],
  };
}

export function pairedTable(run: Run, letter: string, paired: readonly Paired[]): Table {
  return {
    id: `${letter}-paired`,
    title: words(`${letter} 与 A 在同样的波动下之差（${letter} − A）`, `${letter} − A in the same weather`),
    year: null,
    columns: [
      textColumn('年', 'Year'),
      textColumn('项目', 'Figure'),
      amountColumn('平均差', 'Mean difference'),
      amountColumn('95%区间 下', '95% interval from'),
      amountColumn('95%区间 上', 'to'),
      rateColumn(`${letter} 更大的概率`, `P(${letter} larger)`),
      rateColumn('相同', 'Same'),
    ],
    rows: paired.map(({ path, difference, larger, same }) => {
      const unit = unitOf(run, path);
      const cell = (value: number) => shown(value, unit);
      return row(
        path.split('.')[0] ?? '',
        pathWords(run, path),
        cell(difference.value),
        cell(difference.low),
        cell(difference.high),
        chanceText(larger),
        chanceText(same),
      );
    }),
    notes: [
      words(
        '逐次相减：两个情景遇到的是同样的波动，差的区间只反映政策的不同。自担一项以小为好，其余以大为好。',
        'Draw by draw: both meet the same weather, so the interval is that of the policies’ difference. Of what is borne less is better, of all else more.',
      ),
    ],
  };
}
