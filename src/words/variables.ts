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

/** Names as they may be written, each leading to the id that it means. */
export function namesOf(variables: Readonly<Record<string, Words>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(variables).flatMap(([id, { zh }]) => [
      [id, id],
      [zh, id],
    ]),
  );
}
