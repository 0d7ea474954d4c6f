// Which documents, which money: each changed parameter with the clause that it rested on and the one that it rests on, and what it moves
// alone between the fund and the alliances.

import type { Fen } from '../money/fen.ts';
import { isParameter, pathOf } from '../study/changes.ts';
import type { TriedChange } from '../study/compare.ts';
import type { Gains } from '../study/gains.ts';
import type { Language, Words } from '../words/language.ts';
import { type Between, groundsText, namesOf, signed, valueText } from './compareChanges.ts';
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

/**
 * @param amount writes an amount that stands among words.
 * @param isFile true for a spreadsheet: values and clauses in columns of their own, every row.
 */
export function clauseTable({ letter, name, comparison }: Compared, between: Between, amount: (fen: Fen) => string, isFile = false): Table {
  const alliances = between.before.run.plan.alliances.filter(({ id }) => between.after.run.plan.alliances.some((other) => other.id === id));
  const isNarrow = alliances.length <= MOST_ALLIANCES;
  const parameters = comparison.changes.filter(({ change }) => isParameter(change));
  const texts = isFile
    ? [textColumn('路径', 'Path'), textColumn('名称', 'Name'), textColumn('原值', 'Old'), textColumn('原条款', 'Old clause')]
    : [textColumn('参数', 'Parameter'), textColumn('原值与条款', 'Old, and its clause')];
  const ends = isFile ? [textColumn('新值', 'New'), textColumn('新条款', 'New clause')] : [textColumn('新值与条款', 'New, and its clause')];
  const parties = isNarrow ? alliances.map(({ title }) => amountColumn(title, title)) : [amountColumn('各医共体合计', 'All alliances')];
  const hasWithin = [comparison.gains, ...parameters.map(({ money }) => money)].some((gains) => (gains?.beside.length ?? 0) > 0);
  const amounts = (gains: Gains | null): Cell[] => {
    const gain = (alliance: string | null) => gains?.parties.find((party) => party.alliance === alliance)?.gain ?? 0;
    const own = alliances.map(({ id }) => gain(id));
    const shown = [gain(null), ...(isNarrow ? own : [own.reduce<number>((sum, one) => sum + one, 0)])];
    const within = gains === null ? null : withinText(gains, amount);
    return [...shown.map((one) => (gains === null ? '—' : money(one))), ...(hasWithin ? [within] : [])];
  };
  const blank: Cell[] = texts.slice(1).map(() => null);
  const rows = (isFile ? parameters : parameters.slice(0, SHOWN_ROWS)).map((tried) =>
    row(...textsOf(tried, between, amount, isFile), ...amountsOf(tried, amounts)),
  );
  return {
    id: `clauses-${letter}`,
    title: words(`条款与资金：${letter} ${name}`, `Clauses and money: ${letter} ${name}`),
    year: null,
    columns: [...texts, ...ends, amountColumn('基金', 'Fund'), ...parties, ...(hasWithin ? [WHERE] : [])],
    rows: [...rows, totalRow(ALL, ...blank, ...ends.map(() => null), ...amounts(comparison.gains))],
    notes: hasWithin ? [NOTE, WHERE_NOTE] : [NOTE],
  };
}

const ALL = words('全部变动合在一起', 'All changes together');
const NOTE = words(
  '各行是只改这一处、其余照 A 时各方的得失（正为得），与“谁得谁失”同一口径；各行相加不一定等于合在一起，差的是各处变动的相互作用。“—”：不能单独改、没有试算，或已合计在同处的另一行。',
  'Each row is what the parties gain by that change alone, on A, measured as gainers and losers are; rows need not add up to all changes together: the rest is how they work on one another. "—": it cannot be changed alone, was not tried, or is counted in another row beside it.',
);

const WHERE = textColumn('资金去向（不另计得失）', 'Where money goes (in no gain)');
const WHERE_NOTE = words(
  '“资金去向”是结余的用途、成员单位和医疗机构所得、公共卫生和专项资金各变多少：它们或已在医共体得失之内，或不经统筹基金，不再计入得失。',
  '"Where money goes" tells by how much uses of surplus, payments to members and institutions, public health and grants change: they are within the alliances’ gains, or outside the fund, and in no gain by themselves.',
);

function amountsOf({ money: gains, moneyWith }: TriedChange, amounts: (gains: Gains | null) => Cell[]): Cell[] {
  const cells = amounts(gains);
  return moneyWith === null ? cells : cells.map((cell, i) => (i === 0 ? SEE : cell));
}

/** What the change moves within or beside the gains: uses, members, institutions, public money. */
function withinText({ beside }: Gains, amount: (fen: Fen) => string): Cell {
  const text = (language: Language) =>
    beside.map(({ words: name, difference }) => signed(name[language], difference, amount)).join(language === 'zh' ? '；' : '; ');
  return beside.length === 0 ? null : { zh: text('zh'), en: text('en') };
}

const SEE = words('见同处', 'see beside');

function textsOf({ change }: TriedChange, between: Between, amount: (fen: Fen) => string, isFile: boolean): Cell[] {
  const inBoth = (text: (language: Language) => string): Words => ({ zh: text('zh'), en: text('en') });
  const value = (side: 'before' | 'after') => inBoth((language) => valueText(change, side, language, amount));
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
