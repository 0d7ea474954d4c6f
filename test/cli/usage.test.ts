// What a command line that was not understood is told, without a process of its own: each option says what it takes.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command, CommanderError, type Option } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { figureMeant } from '../../src/figures/meant.ts';
import { InputProblems, nearest, type Problem, Report } from '../../src/problem/problem.ts';
import { problemText } from '../../src/report/problems.ts';
import { readyBatch } from '../../src/shell/batchJob.ts';
import { attribute } from '../../src/shell/cli/attribute.ts';
import { batchCommands } from '../../src/shell/cli/batchCommands.ts';
import { Context } from '../../src/shell/cli/context.ts';
import { drawCommands } from '../../src/shell/cli/drawCommands.ts';
import { leverCommands } from '../../src/shell/cli/leverCommands.ts';
import { usageProblem } from '../../src/shell/cli/usage.ts';
import { projectFile } from '../../src/shell/files.ts';
import type { Language } from '../../src/words/language.ts';
import { OPTION_TAKES } from '../../src/words/options.ts';

function programOf(): Command {
  const top = new Command('shapan').exitOverride().configureOutput({ outputError: () => undefined });
  const made = (name: string) =>
    top
      .command(name)
      .exitOverride()
      .configureOutput({ outputError: () => undefined });
  leverCommands(made, 'zh', () => undefined);
  batchCommands(made, 'zh', () => undefined);
  drawCommands(made, 'zh', () => undefined);
  return top;
}

function told(args: readonly string[], language: Language = 'zh'): string {
  try {
    programOf().parse([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return problemText(usageProblem(error), language);
    throw error;
  }
  return '';
}

/** Options whose values are held to something, and so may be refused. */
function strict(): Option[] {
  const isList = (option: Option) => option.variadic || (option.parseArg !== undefined && Array.isArray(tried(option)));
  return programOf()
    .commands.flatMap(({ options }) => options)
    .filter((option) => option.argChoices !== undefined || (option.parseArg !== undefined && !isList(option)));
}

function tried(option: Option): unknown {
  try {
    return option.parseArg?.('x', undefined as never);
  } catch {
    return null;
  }
}

describe('a command line that was not understood', () => {
  it('says of every option that refuses values what it takes', () => {
    const names = strict().map(({ long }) => long ?? '');
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => OPTION_TAKES[name] === undefined)).toEqual([]);
  });

  const WRONG: readonly (readonly [string, readonly string[], string, string])[] = [
    ['a part of shards, once', ['batch', 'x.yaml', '--shard', '0/3'], '选项 `--shard` 的值「0/3」不对。', '至多 10000 份'],
    ['too many threads of a batch', ['batch', 'x.yaml', '--threads', '99'], '选项 `--threads` 的值「99」不对。', '1 到 64 的整数'],
    ['too many threads', ['draw', 'x.yaml', '--threads', '65'], '选项 `--threads` 的值「65」不对。', '1 到 64 的整数'],
    ['no draws', ['solve', 'x.yaml', '--lever', 'a', '--goal', 'b', '--draws', '0'], '选项 `--draws` 的值「0」不对。', '1 到 9999999'],
    ['a seed below zero', ['sensitivity', 'x.yaml', '--seed', '-1'], '选项 `--seed` 的值「-1」不对。', '0 或正整数'],
    ['a unit that there is not', ['attribute', 'a', 'b', '--unit', 'fen'], '选项 `--unit` 的值「fen」不对。', 'yuan（元）或 wan（万元）'],
    ['months of more than one kind', ['draw', 'x.yaml', '--months', '6m'], '选项 `--months` 的值「6m」不对。', '如 6、5.5 或 6个月'],
    ['a quote in the value', ['batch', 'x.yaml', '--threads', "4'"], "选项 `--threads` 的值「4'」不对。", '1 到 64 的整数'],
    ['no lever', ['solve', 'x.yaml', '--goal', 'b'], '命令缺少选项 `--lever`。', '如 `--lever policy.'],
    ['nothing after an option', ['batch', 'x.yaml', '--threads'], '选项 `--threads` 后面没有值。', '1 到 64 的整数'],
    [
      'a surplus without its unit',
      ['draw', 'x.yaml', '--actual', '2025.east=1200'],
      '选项 `--actual` 的值「2025.east=1200」不对。',
      '万元或亿元',
    ],
    ['a slip in an option', ['batch', 'x.yaml', '--thread', '3'], '没有选项「--thread」。', '是不是 `--threads`？'],
  ];

  it.each(WRONG)('%s', (_, args, what, wanted) => {
    expect(told(args)).toContain(what);
    expect(told(args)).toContain(wanted);
    // Units are written in Chinese in either language.
    expect(told(args, 'en').replaceAll(/[万亿]?元/g, '')).not.toMatch(/\p{Script=Han}|undefined|\[\[|\{/u);
  });
});

describe('a command line as people write it', () => {
  const parsed = (command: string, long: string, text: string) =>
    programOf()
      .commands.find((one) => one.name() === command)
      ?.options.find((option) => option.long === long)
      ?.parseArg?.(text, undefined as never);

  it.each([
    ['draw', '--months', '6个月', '6'],
    ['draw', '--months', '5.5 月', '5.5'],
    ['draw', '--unit', '元', 'yuan'],
    ['solve', '--unit', '万元', 'wan'],
    ['attribute', '--unit', 'wan', 'wan'],
  ])('%s %s %s', (command, long, text, meant) => expect(parsed(command, long, text)).toBe(meant));
});

it('what two batches differ in is named in either language', () => {
  const report = new Report();
  report.add('error', 'batch-differs', null, '', { got: 'results', differing: 'batch、version' });
  const [zh, en] = (['zh', 'en'] as const).map((language) => problemText(report.problems[0] as Problem, language));
  expect(zh).toContain('出自另一批：批量文件、版本不同。');
  expect(en).toContain('are of another batch (not the same: batch file, version).');
});

const GOOD = new URL('../errors/good.yaml', import.meta.url).pathname;

describe('a file of another kind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-usage-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function problemsOf(reading: () => unknown): string {
    try {
      reading();
    } catch (error) {
      if (error instanceof InputProblems) return error.problems.map((one) => problemText(one, 'zh')).join('\n\n');
      throw error;
    }
    return '';
  }

  it('a batch where a scenario is wanted is told as a batch, and the other way round', () => {
    const file = join(folder, 'batch.yaml');
    writeFileSync(file, `scenario: ${GOOD}\nvary: [{path: policy.advance.share, values: [90%]}]\ndraws: 5\nfigures: [2025.quotaPool]\n`);
    const told = problemsOf(() => new Context('zh').open(file));
    expect(told).toContain(`「${file}」是批量文件，不是情景。`);
    expect(told).toContain(`shapan batch ${file}`);
    expect(told.match(/^错误/gm)).toHaveLength(1);
    const other = problemsOf(() => readyBatch({ file: GOOD, allowed: [], version: '0', known: new Map() }));
    expect(other).toContain('是情景，不是批量文件。');
    expect(other.match(/^错误/gm)).toHaveLength(1);
  });

  it.each([
    ['policies/henan-2021.yaml', '政策', 'policy: ./henan-2021.yaml'],
    ['policies/yuanmou-631.yaml', '政策', 'policy: ./yuanmou-631.yaml'],
    ['counties/example.yaml', '县域', 'county: ./example.yaml'],
    ['uncertainty/default.yaml', '不确定性', 'uncertainty: ./default.yaml'],
  ])('%s where a scenario is wanted is told as what it is', (name, kind, line) => {
    const told = problemsOf(() => new Context('zh').open(projectFile('seeds', ...name.split('/'))));
    expect(told).toContain(`是${kind}文件，不是情景。`);
    expect(told).toContain(`\`${line}\``);
    expect(told.match(/^错误/gm)).toHaveLength(1);
  });

  it('a slip in a key is told as that', () => {
    const file = join(folder, 'slip.yaml');
    for (const slip of ['yaers: 2025', 'reserves: {riskAdjustment: {share: 8%}}']) {
      writeFileSync(file, `extends: ${GOOD}\n${slip}\n`);
      expect(problemsOf(() => new Context('zh', [dirname(GOOD)]).open(file))).toMatch(/^错误 unknown-key/);
    }
  });

  it('levers may be listed in Chinese', () => {
    const file = join(folder, 'levers.yaml');
    writeFileSync(file, '参数: [policy.advance.share, spending.inpatient.own=0.9..1.1]\n');
    expect(new Context('zh').levers(file).map(({ text }) => text)).toEqual(['policy.advance.share', 'spending.inpatient.own=0.9..1.1']);
  });

  it('two counties cannot be split', () => {
    const names = ['2024', '2030'].map((year, i) => {
      const file = join(folder, `county-${i}.yaml`);
      writeFileSync(file, `extends: ${GOOD}\ncounty: {id: county-${year}}\n`);
      return file;
    }) as [string, string];
    const options = { figures: ['2025.alliances.*.byHistoryy'], json: true, out: null, unit: 'yuan', runs: 10, seed: 1 } as const;
    expect(problemsOf(() => attribute(new Context('zh', [dirname(GOOD)]), names, options))).toContain('unknown-figure');
    const [, other = ''] = names;
    writeFileSync(other, `extends: ${GOOD}\nyears: 2026\ncounty: {id: other}\n`);
    const told = problemsOf(() => attribute(new Context('zh', [dirname(GOOD)]), names, { ...options, figures: [] }));
    expect(told).toContain('两个情景不是同一个县：「county-2024」与「other」');
  });
});

describe('a figure that is none', () => {
  const { plan, books } = new Context('zh').open(GOOD).run;
  const run = { plan, books };
  const words = (got: string, language: Language = 'zh') => {
    const report = new Report();
    report.add('error', 'unknown-figure', null, '', figureMeant(run, got));
    return problemText(report.problems[0] as Problem, language);
  };

  it('is answered with the figures most like it, as they were asked for', () => {
    expect(words('2025.alliances.east.finalPaymnt')).toMatch(/应为：2025\.alliances\.east\.finalPayment、2025\.alliances\.east\./);
    expect(words('2025.alliances.east.finalPaymnt')).toContain('是不是 `2025.alliances.east.finalPayment`？');
    expect(words('*.alliances.*.finalPaymnt')).toContain('是不是 `*.alliances.*.finalPayment`？');
    expect(words('pool.closin')).toContain('是不是 `pool.closing`？');
    expect(words('2025.poolclosing')).toMatch(/应为：2025\.pool\.closing、/);
  });

  it('is answered with its year where it must have one', () => {
    expect(figureMeant(run, 'finalPayment', true).near).toBe('2025.alliances.east.finalPayment');
    expect(figureMeant(run, 'x'.repeat(5000), true).near).toBe('');
    // What was written itself is no advice, nor is a word of one letter for another.
    expect(figureMeant(run, '*.alliances.*.*').near).toBe('');
    expect([nearest('0', ['值']), nearest('quotaa', ['quota'])]).toEqual([null, 'quota']);
  });

  it('is told as a list where it is one, with what to add', () => {
    expect(words('2025.alliances.east.cash')).toContain('末尾加 `.1` 至 `.12`；');
    expect(words('alliances.*.cash')).toContain('改为 `alliances.*.cash.1`，或 `alliances.*.cash.*`。');
    expect(words('2025.alliances.east.uses')).toContain('其中一项，写在末尾：incentive、development；');
  });

  it.each(['2025.x', '2025.alliances.east.cash', '2025.alliances.east.uses', '*'])('%s is told in English too', (got) => {
    expect(words(got, 'en')).not.toMatch(/\p{Script=Han}|undefined|\[\[|\{/u);
  });
});
