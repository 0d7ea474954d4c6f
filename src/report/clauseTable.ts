// Which documents, which money: each changed parameter with the clause that it rested on and the one that it rests on, and what it moves
// alone between the fund and the alliances.

import { isParameter, pathOf } from '../study/changes.ts';
import type { TriedChange } from '../study/compare.ts';
import type { Gains } from '../study/gains.ts';
import type { Language, Words } from '../words/language.ts';
import { type Between, groundsText, inYuan, namesOf, valueText } from './compareChanges.ts';
import type { Compared } from './compareTables.ts';
import { amountColumn, type Cell, money, row, type Table, textColumn, totalRow, words } from './table.ts';

/** More alliances than this have one column together; all of them stand in the JSON. */
const MOST_ALLIANCES = 8;
/** More than a person goes through on a screen; the files have them all. */
const SHOWN_ROWS = 60;

/** True of a parameter that rests on a clause or an assumption, before or after. */
export function isGrounded({ change }: TriedChange): boolean {
  if (!isParameter(change) || change.kind === 'activity') return false;
  return [change.before, change.after].some((said) => said?.bases.some(({ kind }) => kind !== 'unsourced') === true);
}

/** @param isFile true for a spreadsheet: values and clauses in columns of their own, every row. */
export function clauseTable({ letter, name, comparison }: Compared, between: Between, isFile = false): Table {
  const alliances = between.before.run.plan.alliances.filter(({ id }) => between.after.run.plan.alliances.some((other) => other.id === id));
  const isNarrow = alliances.length <= MOST_ALLIANCES;
  const parameters = comparison.changes.filter(({ change }) => isParameter(change));
  const texts = isFile
    ? [textColumn('路径', 'Path'), textColumn('名称', 'Name'), textColumn('原值', 'Old'), textColumn('原条款', 'Old clause')]
    : [textColumn('参数', 'Parameter'), textColumn('原值与条款', 'Old, and its clause')];
  const ends = isFile ? [textColumn('新值', 'New'), textColumn('新条款', 'New clause')] : [textColumn('新值与条款', 'New, and its clause')];
  const parties = isNarrow ? alliances.map(({ title }) => amountColumn(title, title)) : [amountColumn('各医共体合计', 'All alliances')];
  const amounts = (gains: Gains | null): Cell[] => {
    const gain = (alliance: string | null) => gains?.parties.find((party) => party.alliance === alliance)?.gain ?? 0;
    const own = alliances.map(({ id }) => gain(id));
    const shown = [gain(null), ...(isNarrow ? own : [own.reduce<number>((sum, one) => sum + one, 0)])];
    return [...shown.map((one) => (gains === null ? '—' : money(one))), gains === null ? null : besideText(gains)];
  };
  const blank: Cell[] = texts.slice(1).map(() => null);
  const rows = (isFile ? parameters : parameters.slice(0, SHOWN_ROWS)).map((tried) =>
    row(...textsOf(tried, between, isFile), ...amountsOf(tried, amounts)),
  );
  return {
    id: `clauses-${letter}`,
    title: words(`条款与资金：${letter} ${name}`, `Clauses and money: ${letter} ${name}`),
    year: null,
    columns: [...texts, ...ends, amountColumn('基金', 'Fund'), ...parties, textColumn('另有', 'And beside')],
    rows: [...rows, totalRow(ALL, ...blank, ...ends.map(() => null), ...amounts(comparison.gains))],
    notes: [NOTE],
  };
}

const ALL = words('全部变动合在一起', 'All changes together');
const NOTE = words(
  '各行是只改这一处、其余照 A 时各方的得失（正为得），与“谁得谁失”同一口径；各行相加不一定等于合在一起，差的是各处变动的相互作用。“—”：不能单独改、没有试算，或已合计在同处的另一行。',
  'Each row is what the parties gain by that change alone, on A, measured as gainers and losers are; rows need not add up to all changes together: the rest is how they work on one another. "—": it cannot be changed alone, was not tried, or is counted in another row beside it.',
);

function amountsOf({ money: gains, moneyWith }: TriedChange, amounts: (gains: Gains | null) => Cell[]): Cell[] {
  const cells = amounts(gains);
  return moneyWith === null ? cells : cells.map((cell, i) => (i === 0 ? SEE : cell));
}

/** What the change moves beside the fund and the alliances: uses, members, institutions, public money. */
function besideText({ beside }: Gains): Cell {
  const text = (language: Language) =>
    beside
      .map(({ words: name, difference }) => `${name[language]} ${difference > 0 ? '+' : ''}${inYuan(difference)}`)
      .join(language === 'zh' ? '；' : '; ');
  return beside.length === 0 ? null : { zh: text('zh'), en: text('en') };
}

const SEE = words('见同处', 'see beside');

function textsOf({ change }: TriedChange, between: Between, isFile: boolean): Cell[] {
  const inBoth = (text: (language: Language) => string): Words => ({ zh: text('zh'), en: text('en') });
  const value = (side: 'before' | 'after') => inBoth((language) => valueText(change, side, language, inYuan));
  const clause = (side: 'before' | 'after') => inBoth((language) => groundsText(change, side, between, language) || '—');
  const name = words(namesOf(change, between), pathOf(change));
  if (isFile) return [pathOf(change), name, value('before'), clause('before'), value('after'), clause('after')];
  const both = (side: 'before' | 'after') =>
    inBoth((language) => {
      const [said, ground] = [value(side)[language], clause(side)[language]];
      return ground === '—' ? said : language === 'zh' ? `${said}（${ground}）` : `${said} (${ground})`;
    });
  return [name, both('before'), both('after')];
}
