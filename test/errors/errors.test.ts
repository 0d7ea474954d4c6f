// Every problem that files can have has a bad file here, `<code>.yaml` or `<code>--<variant>.yaml`. Its first line says which
// problem it has and where; `.zh.txt` and `.en.txt` beside it are what is printed. UPDATE=1 writes these anew.

import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Problem, ProblemCode } from '../../src/problem/problem.ts';
import { positionOf } from '../../src/problem/source.ts';
import { problemText } from '../../src/report/problems.ts';
import { PROBLEM_CODES, worded } from '../../src/words/problems.ts';
import { HERE, problemsOf } from './run.ts';

/** Codes that no scenario file raises while it is read and played, with what raises them. */
const ELSEWHERE: Partial<Record<ProblemCode, string>> = {
  usage: 'the command line',
  'unknown-table': 'the command line',
  'nothing-expected': 'the command line',
  'output-exists': 'the command line',
  'output-failed': 'the command line',
  ...Object.fromEntries(
    PROBLEM_CODES.filter((code) => code.startsWith('batch-')).map((code) => [code, 'batch files, in test/cli/batch.test.ts']),
  ),
  unsourced: 'a note, told by `check`',
  'document-unknown': 'a note, told by `check`',
  'clause-unknown': 'a note, told by `check`',
};

const LANGUAGES = ['zh', 'en'] as const;
/** Good files, for bad ones to extend: each is to be bad in one thing only. */
const GOOD = ['good.yaml', 'good-methods.yaml', 'good-inside.yaml'];
const names = readdirSync(HERE)
  .filter((name) => name.endsWith('.yaml') && !GOOD.includes(name) && name !== 'ten-at-once.yaml')
  .map((name) => name.slice(0, -5));

const temporary = mkdtempSync(join(tmpdir(), 'shapan-errors-'));
afterAll(() => rmSync(temporary, { recursive: true }));

/** Bad files that would be silly to keep. */
const MADE: Readonly<Record<string, () => string>> = {
  'file-too-large': () => {
    const path = made('file-too-large.yaml', 'policy: ./large.yaml\n');
    truncateSync(made('large.yaml', ''), 17 * 1024 * 1024);
    return path;
  },
  'path-outside--link': () => {
    symlinkSync('/etc/hostname', join(temporary, 'link.yaml'));
    return made('path-outside--link.yaml', 'policy: ./link.yaml\n');
  },
};

function made(name: string, text: string): string {
  writeFileSync(join(temporary, name), text);
  return join(temporary, name);
}

const codeOf = (name: string) => name.split('--', 1)[0] as ProblemCode;

function expectPrinted(name: string, problems: readonly Problem[]): void {
  for (const language of LANGUAGES) {
    const text = problems.map((problem) => `${problemText(problem, language)}\n`).join('\n');
    const printed = text
      .replaceAll(`${HERE}\``, './`')
      .replaceAll(`--allow ${join(HERE, '..')}`, '--allow ..')
      .replaceAll(`${temporary}/\``, './`')
      .replaceAll(HERE, '')
      .replaceAll(`${temporary}/`, '');
    const golden = join(HERE, `${name}.${language}.txt`);
    if (process.env.UPDATE === '1') writeFileSync(golden, printed);
    expect(printed, `${name}.${language}.txt`).toBe(readFileSync(golden, 'utf8'));
  }
}

describe('bad files', () => {
  it.each(GOOD)('%s is good', (name) => expect(problemsOf(join(HERE, name))).toEqual([]));

  it.each(names)('%s', (name) => {
    const [, code, line, column, file] = /^# (\S+) (\d+):(\d+)(?: (\S+))?\n/.exec(readFileSync(join(HERE, `${name}.yaml`), 'utf8')) ?? [];
    const problems = problemsOf(join(HERE, `${name}.yaml`));
    expect([...new Set(problems.map((problem) => problem.code))]).toEqual([codeOf(name)]);
    expect(code).toBe(codeOf(name));
    const places = problems.map(({ where }) => (where === null ? null : positionOf(where)));
    expect(places).toContainEqual({ file: join(HERE, file ?? `${name}.yaml`), line: Number(line), column: Number(column) });
    expectPrinted(name, problems);
  });

  it.each(Object.keys(MADE))('%s (made)', (name) => {
    const problems = problemsOf(MADE[name]?.() ?? '');
    expect(problems.map((problem) => problem.code)).toEqual([codeOf(name)]);
    expectPrinted(name, problems);
  });

  it('a scenario that is not there is a problem too', () => {
    const [problem] = problemsOf(join(HERE, 'no-such.yaml'));
    expect(problem?.code).toBe('file-missing');
  });

  it('cover every problem that files can have', () => {
    const covered = new Set([...names, ...Object.keys(MADE)].map(codeOf));
    const uncovered = PROBLEM_CODES.filter((code) => !covered.has(code));
    expect(uncovered.sort()).toEqual(Object.keys(ELSEWHERE).sort());
  });

  it('leave no printed text without its file', () => {
    const texts = readdirSync(HERE).filter((name) => name.endsWith('.txt'));
    const known = new Set(['ten-at-once', ...names, ...Object.keys(MADE)].flatMap((name) => LANGUAGES.map((l) => `${name}.${l}.txt`)));
    expect(texts.filter((text) => !known.has(text))).toEqual([]);
    expect(texts.length).toBe(known.size);
  });

  it('tells ten different problems of a file at once', () => {
    const problems = problemsOf(join(HERE, 'ten-at-once.yaml'));
    expect(new Set(problems.map((problem) => problem.code)).size).toBe(10);
    expectPrinted('ten-at-once', problems);
  });
});

describe('wording', () => {
  const all = [...names.map((name) => join(HERE, `${name}.yaml`)).flatMap(problemsOf)];

  it('fills every template and leaves nothing empty', () => {
    for (const problem of all) {
      for (const language of LANGUAGES) {
        const words = worded(problem, language);
        for (const text of Object.values(words)) {
          expect(text, problem.code).not.toMatch(/\{(?:[a-z]+[A-Z]?[a-z]*)\}|\[\[|\]\]|\|\||「」|``|""|undefined|：。|: \./);
          expect(text.trim(), problem.code).not.toBe('');
        }
      }
    }
  });

  it('reads without anything it could have been told, for every code', () => {
    for (const code of PROBLEM_CODES) {
      for (const language of LANGUAGES) {
        const words = worded(
          { code, grade: 'error', where: null, path: '', args: { got: 'x', wanted: 'amount', near: '', known: '', suggestion: '' } },
          language,
        );
        for (const text of Object.values(words)) expect(text, code).not.toMatch(/\[\[|\]\]|\|\||「」|``|undefined/);
      }
    }
  });

  it('has Chinese in Chinese and none but units and examples in English', () => {
    for (const problem of all) {
      expect(worded(problem, 'zh').what, problem.code).toMatch(/\p{Script=Han}/u);
      // What the file itself says may be Chinese, and so may what can be pasted.
      const own = [worded({ ...problem, args: {} }, 'en')].flatMap((words) => Object.values(words)).join(' ');
      expect(own.replace(/`[^`]*`/g, '').replace(/[元万亿]+/g, ''), problem.code).not.toMatch(/\p{Script=Han}/u);
    }
  });
});
