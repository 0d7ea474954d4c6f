// Tables of a comparison: the main figures of each year side by side, every figure that differs, gainers and losers. A difference
// is always the scenario's figure − the baseline's, in every table.

import { FIGURES, figureAt, printed } from '../figures/catalogue.ts';
import type { Figure, Run } from '../figures/figure.ts';
import { readAmount } from '../money/quantity.ts';
import { type Comparison, type FigureDifference, minus } from '../study/compare.ts';
import type { Gain, Gains, Term } from '../study/gains.ts';
import { choiceWords } from '../words/choices.ts';
import type { Words } from '../words/language.ts';
import { amountColumn, type Cell, type Column, money, row, type Table, TOTAL, textColumn, totalRow, words } from './table.ts';

/** A scenario with the letter and name that its columns bear. */
export interface Labelled {
  readonly letter: string;
  /** File name without folder and ending. */
  readonly name: string;
  readonly run: Run;
}

/** A scenario compared with the baseline. */
export interface Compared extends Labelled {
  readonly comparison: Comparison;
}

/** What a year's table shows of the county, and of each alliance, where a run has it; `--all` shows every figure that differs. */
const MAIN_COUNTY = [
  'financing.total',
  'quotaPool',
  'pool.outflow',
  'pool.closing',
  'pool.riskClosing',
  'pool.fundClosing',
  'pool.payableMonths',
  'pool.heldUses',
  'pool.receivable',
];
const MAIN_ALLIANCE = [
  'quota',
  'adjustments',
  'expenditure',
  'surplus',
  'overspend',
  'retained',
  'heldByPool',
  'funded',
  'fundedByPool',
  'borne',
  'receivable',
  'depositReturned',
  'finalPayment',
  'cashGap',
];
/** Shown only where there are any. */
const RARE: ReadonlySet<string> = new Set(['adjustments']);

/** Beside the baseline this many scenarios fit a screen and a landscape page. */
export const MOST_BESIDE = 3;

const DIFFERENCE_NOTE = words(
  '差 = 该情景 − 基准 A；“—”表示该情景没有这个数。',
  'A difference is the scenario − baseline A; "—": that scenario has no such figure.',
);

/** The years that the baseline has in common with any of the others, one table each. */
export function sideBySide(baseline: Labelled, others: readonly Compared[]): Table[] {
  const years = baseline.run.plan.years.map(({ year }) => year).filter((year) => others.some((one) => one.comparison.years.includes(year)));
  return years.map((year) => sideBySideOf(year, baseline, others));
}

function sideBySideOf(year: number, baseline: Labelled, others: readonly Compared[]): Table {
  const rows: Table['rows'][number][] = [];
  const add = (figure: Figure, path: string, name: Words) => {
    const values = [baseline, ...others].map(({ run }) => valueAt(run, path));
    if (values.every((value) => value === null || (RARE.has(figure.id) && value === printed(0, 'amount')))) return;
    const [before = null, ...after] = values;
    const cells = after.flatMap((value) => [cellOf(value, figure), cellOf(minus(value, before), figure)]);
    rows.push(row(name, cellOf(before, figure), ...cells));
  };
  for (const figure of figuresOf('county', MAIN_COUNTY)) add(figure, `${year}.${figure.id}`, figure.words);
  for (const { id, title } of baseline.run.plan.alliances) {
    if (!others.some(({ run }) => run.plan.alliances.some((other) => other.id === id))) continue;
    rows.push(totalRow(title));
    for (const figure of figuresOf('alliance', MAIN_ALLIANCE)) {
      add(figure, `${year}.alliances.${id}.${figure.id}`, words(`　${figure.words.zh}`, `  ${figure.words.en}`));
    }
  }
  return {
    id: 'compare',
    title: words('主要数字对比', 'Main figures side by side'),
    year,
    columns: [textColumn('项目', 'Item'), amountColumn(headOf(baseline), headOf(baseline)), ...others.flatMap((one) => columnsFor(one))],
    rows,
    notes: [DIFFERENCE_NOTE],
  };
}

/** Whether any main figure of a year differs. */
export function mainDiffer(year: number | null, others: readonly Compared[]): boolean {
  const main = new Set([...MAIN_COUNTY, ...MAIN_ALLIANCE]);
  return others.some(({ comparison }) => comparison.figures.some(({ path, figure }) => path.startsWith(`${year}.`) && main.has(figure.id)));
}

function figuresOf(scope: string, ids: readonly string[]): Figure[] {
  return ids.flatMap((id) => FIGURES.filter((figure) => figure.scope === scope && figure.id === id));
}

function headOf({ letter, name }: Labelled): string {
  return `${letter} ${name}`;
}

function columnsFor(other: Labelled): Column[] {
  const difference = `${other.letter} − A`;
  return [amountColumn(headOf(other), headOf(other)), amountColumn(`差 ${difference}`, difference)];
}

/** A figure as it is printed; null where the run has none. */
function valueAt(run: Run, path: string): string | number | null {
  const found = figureAt(run, path);
  if (found === null) return null;
  const value = found.value;
  return typeof value === 'object' ? null : printed(value, found.figure.unit);
}

function cellOf(value: string | number | null, figure: Figure): Cell {
  if (value === null) return '—';
  if (figure.unit !== 'amount')
    return figure.unit === 'flag' ? choiceWords(String(value)) : figure.unit === 'months' ? Number(value).toFixed(2) : String(value);
  const read = readAmount(String(value));
  return 'value' in read ? money(read.value) : String(value);
}

/** Every figure of a year that differs; of all years where none is named. */
export function differencesTable(baseline: Labelled, other: Compared, year: number | null): Table {
  const found = other.comparison.figures.filter(({ path }) => year === null || path.startsWith(`${year}.`));
  return {
    id: `differences-${other.letter}`,
    title: words(`有差异的全部数字（${headOf(other)}）`, `Every figure that differs (${headOf(other)})`),
    year,
    columns: [
      textColumn('路径', 'Path'),
      textColumn('名称', 'Name'),
      amountColumn(headOf(baseline), headOf(baseline)),
      ...columnsFor(other),
    ],
    rows: found.map((difference) => {
      const { path, figure, before, after } = difference;
      const cells = [before, after, difference.difference].map((value) => cellOf(value, figure));
      return row(path, nameOf(difference, baseline.run), ...cells);
    }),
    notes: [
      DIFFERENCE_NOTE,
      words(
        '比率的差是百分点；金额以外的数不随金额单位变。',
        'Differences of rates are percentage points; only amounts are in the unit above.',
      ),
    ],
  };
}

/** `东部医共体 每月拨付（3）`: whose figure, which, and which item of it. */
function nameOf({ path, figure }: FigureDifference, run: Run): Words {
  const steps = path.split('.').slice(1);
  const parties = steps[0] === 'alliances' || steps[0] === 'institutions' ? run.plan[steps[0]] : [];
  const party = parties.find(({ id }) => id === steps[1])?.title;
  const rest = steps.slice(party === undefined ? 0 : 2).join('.');
  const item = rest === figure.id ? null : rest.slice(figure.id.length + 1);
  const name = (language: keyof Words) => {
    const word = item === null ? '' : choiceWords(item)[language];
    const suffix = word === '' ? '' : language === 'zh' ? `（${word}）` : ` (${word})`;
    return `${party === undefined ? '' : `${party} `}${figure.words[language]}${suffix}`;
  };
  return { zh: name('zh'), en: name('en') };
}

/** Gainers and losers, greatest gain first. */
export function gainsTable(baseline: Labelled, other: Compared, gains: Gains): Table {
  const titles = new Map(baseline.run.plan.alliances.map(({ id, title }) => [id, title]));
  const [first, last] = [gains.years[0], gains.years.at(-1)];
  // Alliances have the same terms, the fund its own.
  const termsOf = (isFund: boolean) => gains.parties.find(({ alliance }) => (alliance === null) === isFund)?.terms ?? [];
  const terms = termsOf(false);
  const span = first === last ? String(first) : `${first}—${last}`;
  const cells = (gain: Gain) => {
    const name: Cell = gain.alliance === null ? words('基金', 'Fund') : (titles.get(gain.alliance) ?? gain.alliance);
    const differences = terms.map(({ id }): Cell => {
      const term = gain.terms.find((one) => one.id === id);
      return term === undefined ? '—' : money(term.difference);
    });
    return row(name, standing(gain.gain), money(gain.before), money(gain.after), money(gain.gain), ...differences);
  };
  return {
    id: `gains-${other.letter}`,
    title: words(`谁得谁失：${headOf(other)}，${span}年合计`, `Gainers and losers: ${headOf(other)}, ${span} together`),
    year: null,
    columns: [
      textColumn('各方', 'Party'),
      textColumn('得失', 'Standing'),
      amountColumn(headOf(baseline), headOf(baseline)),
      ...columnsFor(other),
      ...terms.map(({ id, sign }) =>
        amountColumn(
          `${wordsOf('alliance', id).zh}（${sign > 0 ? '＋' : '−'}）`,
          `${wordsOf('alliance', id).en} (${sign > 0 ? '+' : '−'})`,
        ),
      ),
    ],
    rows: [...gains.parties.map(cells), totalRow(TOTAL, null, null, null, money(gains.sum), ...terms.map(() => null))],
    notes: [measureNote(terms, termsOf(true)), SUM_NOTE],
  };
}

function standing(gain: number): Words {
  if (gain === 0) return words('不变', 'same');
  return gain > 0 ? words('得', 'gains') : words('失', 'loses');
}

function wordsOf(scope: string, id: string): Words {
  return figuresOf(scope, [id])[0]?.words ?? words(id, id);
}

/** What the measure is, from the terms themselves. */
function measureNote(alliance: readonly Term[], fund: readonly Term[]): Words {
  const formula = (scope: string, terms: readonly Term[], language: keyof Words) =>
    terms.map(({ id, sign }, i) => `${sign < 0 ? '− ' : i === 0 ? '' : '+ '}${wordsOf(scope, id)[language]}`).join(' ');
  return words(
    `医共体的得失按 ${formula('alliance', alliance, 'zh')} 计；基金的得失按 ${formula('county', fund, 'zh')}计；都是已清算各年的合计（余额取末年），差为正是得，为负是失。右边各栏是该数之差，（＋）计入、（−）减去。`,
    `An alliance is measured by ${formula('alliance', alliance, 'en')}; the fund by ${formula('county', fund, 'en')}; both summed over the years settled (balances: of the last). A positive difference is a gain. The columns on the right are differences of these figures: (+) adds to it, (−) takes from it.`,
  );
}

const SUM_NOTE = words(
  '合计不为零的部分，是筹资与利息、就医费用和付给其他方的资金本身变了，不是各方之间的转移。',
  'What the total differs from zero by is financing and interest, care, and payments to third parties: not a shift between the parties.',
);
