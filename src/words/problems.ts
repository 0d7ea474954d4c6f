// Every problem in words, in both languages. What is wrong, what is wanted and a remedy that can be pasted; the texts stand in
// problemsWritten, problemsPlayed, problemsMethods, problemsMethodsNoticed, problemsNoticed, problemsPolicy, problemsUncertainty, problemsBatch, problemsDraw, problemsLevers and problemsCommand.

import type { Problem, ProblemCode } from '../problem/problem.ts';
import { canonicalKey, chineseKey, chineseKeyAt } from './keys.ts';
import { filled, type Language, type Words } from './language.ts';
import { OPTION_EXAMPLES, OPTION_TAKES } from './options.ts';
import { FILES, GOT, LINES, MARKS, REASONS, TERMS, UNITS, WANTED } from './problemNames.ts';
import { BATCH, BATCH_CASES } from './problemsBatch.ts';
import { COMMAND_CASES } from './problemsCommand.ts';
import { DRAW_CASES } from './problemsDraw.ts';
import { INSIDE, INSIDE_CASES } from './problemsInside.ts';
import { LEVER_CASES } from './problemsLevers.ts';
import { METHODS, METHODS_CASES } from './problemsMethods.ts';
import { METHODS_NOTICED } from './problemsMethodsNoticed.ts';
import { NOTICED } from './problemsNoticed.ts';
import { PLAYED, PLAYED_CASES } from './problemsPlayed.ts';
import { POLICY, POLICY_CASES } from './problemsPolicy.ts';
import { UNCERTAINTY, UNCERTAINTY_CASES } from './problemsUncertainty.ts';
import { WRITTEN, WRITTEN_CASES } from './problemsWritten.ts';
import type { ProblemWords, Told } from './problemWords.ts';
import { visible } from './visible.ts';

/** Complete, by its type: a code without words does not compile. */
const PROBLEMS: Readonly<Record<ProblemCode, Told>> = {
  ...WRITTEN,
  ...PLAYED,
  ...METHODS,
  ...METHODS_NOTICED,
  ...INSIDE,
  ...NOTICED,
  ...POLICY,
  ...UNCERTAINTY,
  ...BATCH,
};
const CASES: Readonly<Record<string, Told>> = {
  ...WRITTEN_CASES,
  ...PLAYED_CASES,
  ...METHODS_CASES,
  ...INSIDE_CASES,
  ...COMMAND_CASES,
  ...POLICY_CASES,
  ...UNCERTAINTY_CASES,
  ...BATCH_CASES,
  ...DRAW_CASES,
  ...LEVER_CASES,
};

export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

export const GRADES: Readonly<Record<Problem['grade'], Words>> = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '提醒', en: 'warning' },
  note: { zh: '说明', en: 'note' },
};

/** Lists of keys and ids are long enough to show, not long enough to fill a screen. */
const LONGEST_LIST = 800;
const LISTS: ReadonlySet<string> = new Set(['known', 'choices', 'months', 'detail', 'chain', 'priced', 'differing']);

/** Codes whose `got` is a list. */
const LISTED: ReadonlySet<string> = new Set(['dated-mixed', 'bands-differ', 'batch-missing', 'batch-lengths']);

/** A problem in words of one line each. What files hold is in them as `visible` makes it. */
export function worded(problem: Problem, language: Language): ProblemWords {
  const { code, args } = problem;
  // A code that says different things names the case, or is told apart by where it stands or what was wanted.
  const cases = [`${args.case}-${args.got}`, args.case, placeCase(problem.path), args.wanted].flatMap(
    (name) => CASES[`${code}/${name}`] ?? [],
  );
  const told = cases[0] ?? PROBLEMS[code];
  const words = told[language];
  const known = argsIn(problem, language);
  return {
    what: said(words.what, known, language),
    // One of one is that one.
    wanted: said(words.wanted, known, language)
      .replace(/^([^、，]+?) ?之一。$/, '$1。')
      .replace(/^One of ([^,]+)\.$/, '$1.'),
    remedy: said(words.remedy, known, language),
  };
}

/** Places of a file with words of their own for what may be wrong anywhere. */
const PLACE_CASES: Readonly<Record<string, RegExp>> = {
  method: /^policy\.payment\.[^.]+$/,
  band: /\.(?:heads|perHead)\.[^.]+$/,
  floating: /\.floating$/,
  deposit: /^policy\.settlement\.deposit$/,
  reserve: /^policy\.reserves\./,
  quota: /^policy\.quota$/,
  row: /:\d+$/,
};

function placeCase(path: string): string | undefined {
  return Object.keys(PLACE_CASES).find((name) => PLACE_CASES[name]?.test(path));
}

/** Chooses the parts of a text that have all their arguments, and fills them. */
function said(text: string, args: Readonly<Record<string, string>>, language: Language): string {
  const chosen = text.replace(/\[\[(.*?)(?:\|\|(.*?))?\]\]/g, (_, part: string, instead: string | undefined) =>
    [...part.matchAll(/\{(\w+)\}/g)].every(([, name]) => (args[name ?? ''] ?? '') !== '') ? part : (instead ?? ''),
  );
  const sentence = filled(chosen, { ...args, got: args.got || (language === 'zh' ? '（空）' : '(empty)') }).replace(
    /） (?=之一|中)/g,
    '）',
  );
  return language === 'en'
    ? sentence.replace(/^(?:a|an|the|one|there) /, (word) => word.charAt(0).toUpperCase() + word.slice(1))
    : sentence;
}

function argsIn(problem: Problem, language: Language): Readonly<Record<string, string>> {
  const { path, args } = problem;
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(args)) {
    const text = visible(String(value), LISTS.has(name) ? LONGEST_LIST : undefined);
    const isList = LISTS.has(name) || (name === 'got' && (LISTED.has(problem.code) || args.case === 'missing'));
    shown[name] = isList ? listIn(text, language) : text;
  }
  const wanted = WANTED[String(args.wanted ?? '')];
  const last = path.split('.').at(-1) ?? '';
  const key = String(args.key ?? (args.case === 'both' ? args.got : last));
  // How to write the key says more than how to write such a thing.
  const line = lineOf(key, path);
  const own = line === undefined || /: [[{]/.test(line) ? '' : line.slice(key.length + 2);
  const got = String(args.got ?? '');
  return {
    above: '',
    near: '',
    least: '0',
    ...shown,
    key: keyIn(key, path, language),
    wanted: wanted?.name[language] ?? '',
    example: own === '' ? (wanted?.example ?? '') : own,
    detail: REASONS[String(args.reason ?? args.detail ?? '')]?.[language] ?? shown.detail ?? '',
    line: line ?? (wanted === undefined || wanted.example === '' || !isKey(key) ? '' : `${key}: ${wanted.example}`),
    units: listIn(UNITS[String(args.wanted ?? '')] ?? '', language),
    ...termsIn(args, language),
    gotKind: GOT[got]?.[language] ?? `"${shown.got ?? ''}"`,
    takes: OPTION_TAKES[String(args.option ?? '')]?.[language] ?? '',
    sample: OPTION_EXAMPLES[String(args.option ?? '')] ?? '',
    file: FILES[String(args.kind ?? '')]?.[language] ?? '',
    ...(args.differing === undefined ? {} : { differing: marksIn(String(args.differing), language) }),
    nearKey: nearKeyIn(String(args.near ?? ''), got, language),
    mended: mendedId(got),
    positive: /^-\d/.test(got) && (args.least ?? '0') === '0' ? (shown.got ?? '').slice(1) : '',
    ...(problem.code === 'one-of' ? { choices: keysWithNames(shown.choices ?? '', path, language) } : {}),
    known: problem.code === 'unknown-key' && isHan(got) ? listIn(chineseOf(shown.known ?? ''), language) : (shown.known ?? ''),
  };
}

/** What batches differ in, one after another. */
function marksIn(differing: string, language: Language): string {
  const names = differing.split('、').map((name) => MARKS[name]?.[language] ?? visible(name));
  return names.join(language === 'zh' ? '、' : ', ');
}

/** Measures, methods, levels and tiers as people call them. */
function termsIn(args: Problem['args'], language: Language): Readonly<Record<string, string>> {
  const terms = Object.entries(TERMS).flatMap(([name, words]) => {
    const found = words[String(args[name] ?? '')]?.[language];
    return found === undefined ? [] : [[`${name}Name`, found] as const];
  });
  const { measure, home } = args;
  return {
    ...Object.fromEntries(terms),
    ...(measure === undefined ? {} : { measure: keyIn(String(measure), '', language) }),
    ...(home === 'none' && language === 'zh' ? { home: '无' } : {}),
  };
}

/** Lists travel with the Chinese comma; English has its own, and no Chinese names in brackets. */
function listIn(text: string, language: Language): string {
  return language === 'zh' ? text : text.replace(/（[^（）]*）/g, '').replaceAll('、', ', ');
}

/** The line of a key; the same key may mean two things under different lists. */
function lineOf(key: string, path: string): string | undefined {
  const above = path.split('.').filter((step) => !/^\d+$/.test(step));
  const names = above.at(-1) === key ? [`${above.at(-2) ?? ''}.${key}`, `${above.at(-3) ?? ''}.*.${key}`] : [];
  return [...names, key].filter((known) => Object.hasOwn(LINES, known)).map((known) => LINES[known])[0];
}

function isHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

function isKey(key: string): boolean {
  return chineseKey(key) !== null;
}

/** A key with its Chinese name, an item of a list by its number, or the file itself. */
function keyIn(key: string, path: string, language: Language): string {
  if (key === '') return language === 'zh' ? '整个文件' : 'The file';
  if (/^\d{1,3}$/.test(key)) {
    const steps = path.split('.');
    const list = steps.at(-2) ?? '';
    const name = chineseKeyAt(list, steps.slice(0, -1).join('.')) ?? list;
    return language === 'zh' ? `${visible(name)}第 ${Number(key) + 1} 项` : `Item ${Number(key) + 1} of \`${visible(list)}\``;
  }
  const chinese = language === 'zh' ? chineseKeyAt(key, path) : null;
  return `\`${visible(key)}\`${chinese === null ? '' : `（${chinese}）`}`;
}

/** The key that was meant, first in the language it was written in. */
function nearKeyIn(near: string, got: string, language: Language): string {
  if (near === '') return '';
  const english = canonicalKey(near);
  const chinese = chineseKey(english);
  const [first, second] = isHan(got) && chinese !== null ? [chinese, english] : [english, chinese];
  return `\`${first}\`${second === null || (language === 'en' && first === english) ? '' : language === 'zh' ? `（${second}）` : ` (${second})`}`;
}

function chineseOf(known: string): string {
  return known
    .split(/、|, /)
    .map((key) => chineseKey(key) ?? key)
    .join('、');
}

/** Keys of a list, in Chinese each with its Chinese name. */
function keysWithNames(keys: string, path: string, language: Language): string {
  if (language === 'en') return keys;
  const named = keys.split('、').map((key) => ({ key, name: chineseKeyAt(key, `${path}.${key}`) }));
  return named.map(({ key, name }) => (name === null ? key : `${key}（${name}）`)).join('、');
}

/** The id without the characters that no id may have, if anything is left of it. */
function mendedId(got: string): string {
  const mended = got.normalize('NFKC').replace(/[^\p{L}\p{N}_-]+/gu, '-');
  const trimmed = mended.replace(/^[-_]+|-+$/g, '');
  return trimmed === got || trimmed.length > 80 ? '' : trimmed;
}
