// What formulas may read (R10, R13): each variable by its English id, with its Chinese name, either of which may be written.

import type { Words } from './language.ts';

/** R10: what a member's weight inside its tier may go by. */
export const MEMBER_VARIABLES: Readonly<Record<string, Words>> = {
  workload: { zh: '工作量', en: 'workload' },
  points: { zh: '分值', en: 'points' },
  heads: { zh: '人数', en: 'heads' },
  score: { zh: '得分', en: 'score' },
  fund: { zh: '基金支付', en: 'paid by the fund, yuan' },
  cases: { zh: '人次', en: 'cases' },
  days: { zh: '床日', en: 'days' },
};

/** A formula with its variables as people call them, whichever names it was written with. */
export function formulaWords(text: string, variables: Readonly<Record<string, Words>>): Words {
  const ids = namesOf(variables);
  const renamed = (language: 'zh' | 'en') =>
    text.replace(/[\p{L}_][\p{L}\p{N}_]*/gu, (name) => {
      const id = ids.get(name);
      return id === undefined ? name : language === 'zh' ? (variables[id]?.zh ?? name) : id;
    });
  return { zh: renamed('zh').replaceAll('*', '×').replaceAll('/', '÷'), en: renamed('en') };
}

/** Names as they may be written, each leading to the id that it means. */
export function namesOf(variables: Readonly<Record<string, Words>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(variables).flatMap(([id, { zh }]) => [
      [id, id],
      [zh, id],
    ]),
  );
}
