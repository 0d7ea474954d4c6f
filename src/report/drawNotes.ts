// What notes under tables of draws say of their dashes: what so few draws do not tell, and how many would.

import { ENOUGH, leastDraws, type QUANTILES } from '../study/spread.ts';
import type { Words } from '../words/language.ts';
import { words } from './table.ts';

/** A column that takes so many draws. */
interface Telling {
  readonly name: Words;
  readonly least: number;
}

export function quantileTelling(percents: readonly (typeof QUANTILES)[number][]): Telling[] {
  return percents.map((percent) => ({ name: words(`P${percent}`, `P${percent}`), least: leastDraws(percent) }));
}

/** Whatever is told of how exact a number is takes two draws to compare. */
export const ERROR_OF_MEAN: Telling = { name: words('平均的标准误', 'the error of the mean'), least: 2 };
export const INTERVAL_OF_MEAN: Telling = { name: words('平均差的95%区间', 'the interval of the mean'), least: ENOUGH };
export const ERROR_OF_CHANCE: Telling = { name: words('标准误', 'the standard error'), least: 2 };

/**
 * Nothing where no dash stands.
 * @param counts of each row, how many draws had its figure; @param columns those of the table that may be dashes.
 */
export function dashNotes(counts: readonly number[], columns: readonly Telling[]): Words[] {
  const notes: Words[] = [];
  const few = Math.min(...counts.filter((count) => count > 0));
  const untold = columns.filter(({ least }) => few < least);
  if (untold.length > 0) {
    const leasts = [...new Set(untold.map(({ least }) => least))].sort((a, b) => b - a);
    const named = (language: 'zh' | 'en', own: number) =>
      untold
        .filter(({ least }) => least === own)
        .map(({ name }) => name[language])
        .join(language === 'zh' ? '、' : ', ');
    notes.push(
      words(
        `— 是只模拟 ${few} 次说不出的数：${leasts.map((own) => `${named('zh', own)}至少要 ${own} 次`).join('，')}。`,
        `— is what ${few} ${few === 1 ? 'draw does' : 'draws do'} not tell: ${leasts.map((own) => `${named('en', own)} (${own} draws at least)`).join(', ')}.`,
      ),
    );
  }
  if (counts.includes(0)) notes.push(words('整行为 — 的，没有一次模拟有这个数。', 'Of a row of — no draw has the figure.'));
  return notes;
}
