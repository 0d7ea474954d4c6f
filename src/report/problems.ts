// A problem as it is printed: grade and code, where it is, the line with the place marked, what is wrong, what is wanted and how to
// mend it. Warnings and notes take two lines. Nothing in it can steer a terminal (`visible`).

import type { Problem } from '../problem/problem.ts';
import { excerptOf, positionOf, type Where } from '../problem/source.ts';
import type { Language } from '../words/language.ts';
import { GRADES, worded } from '../words/problems.ts';
import { columnsOf, visible } from '../words/visible.ts';

const LABELS = { zh: { wanted: '应为', remedy: '改法' }, en: { wanted: 'wanted', remedy: 'remedy' } } as const;
/** Names of files and paths inside them may be long without being hostile. */
const LONGEST_NAME = 200;
const LONGEST_EXCERPT = 120;

/** A problem in a few lines, without a line break at the end. */
export function problemText(problem: Problem, language: Language): string {
  const { what, wanted, remedy } = worded(problem, language);
  const head = `${GRADES[problem.grade][language]} ${problem.code}`;
  // In a table the path is the place: it is not said twice.
  const path = problem.where !== null && problem.path.startsWith(problem.where.source.name) ? '' : visible(problem.path, LONGEST_NAME);
  const place = [placeText(problem.where), path].filter((part) => part !== '').join('  ');
  const first = place === '' ? head : `${head}  ${place}`;
  if (problem.grade !== 'error') return `${first}\n  ${what}${language === 'en' ? ' ' : ''}${remedy}`;
  const labels = LABELS[language];
  const colon = language === 'zh' ? '：' : ': ';
  return [
    first,
    ...(problem.where === null ? [] : excerptLines(problem.where)),
    `  ${what}`,
    `  ${labels.wanted}${colon}${wanted}`,
    `  ${labels.remedy}${colon}${remedy}`,
  ].join('\n');
}

function placeText(where: Where | null): string {
  if (where === null) return '';
  const { file, line, column } = positionOf(where);
  return `${visible(file, LONGEST_NAME)}:${line}:${column}`;
}

/** The line, and carets under the place; none where the whole line is meant, or nothing is there. */
function excerptLines(where: Where): string[] {
  const { before, marked, after } = excerptOf(where, LONGEST_EXCERPT);
  const [left, middle, right] = [before, marked, after].map((part) => visible(part, 2 * LONGEST_EXCERPT)) as [string, string, string];
  if ((left + middle + right).trim() === '') return [];
  const number = String(positionOf(where).line);
  const line = `  ${number} | ${left}${middle}${right}`;
  if (left.trim() === '' && right.trim() === '' && middle.includes(',')) return [line];
  const carets = '^'.repeat(Math.max(1, columnsOf(middle.trimEnd())));
  return [line, `  ${' '.repeat(number.length)} | ${' '.repeat(columnsOf(left))}${carets}`];
}

/** A problem in one line, for lists beside figures: where it is and what is wrong. */
export function problemLine(problem: Problem, language: Language): string {
  const place = problem.where === null ? visible(problem.path, LONGEST_NAME) : placeText(problem.where);
  return `${place === '' ? '' : `${place} `}${worded(problem, language).what}`;
}
