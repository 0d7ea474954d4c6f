// attribute, solve and sensitivity as a user meets them.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputProblems } from '../../src/problem/problem.ts';
import { positionOf } from '../../src/problem/source.ts';
import { Context } from '../../src/shell/cli/context.ts';
import { sensitivity } from '../../src/shell/cli/sensitivity.ts';
import { solve } from '../../src/shell/cli/solve.ts';
import { HAN, shapan } from './shapan.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-levers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BASELINE = 'scenarios/baseline.yaml';
const EPIDEMIC = 'scenarios/winter-epidemic.yaml';
const CASE = 'test/cases/01-two-alliances-one-year.yaml';
const RISK = 'policy.reserves.riskAdjustment.share';

const fen = (text: string) => BigInt(text.replace('.', ''));

/** A file of levers. */
function leversFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('attribute', () => {
  interface Told {
    attribution: {
      runs: number;
      exact: boolean;
      figures: { figure: string; difference: string; parts: { changes: string[]; part: string }[] }[];
    };
  }

  it('splits the pool and each alliance’s net to the fen', async () => {
    const { code, out, err } = await shapan(['attribute', BASELINE, EPIDEMIC, '--json']);
    expect([code, err]).toEqual([0, '']);
    const { attribution } = JSON.parse(out) as Told;
    expect(attribution).toMatchObject({ runs: 6, exact: true });
    expect(attribution.figures.map(({ figure }) => figure)).toEqual([
      '2027.pool.fundClosing',
      'alliances.east.net',
      'alliances.west.net',
      'alliances.north.net',
    ]);
    for (const { difference, parts } of attribution.figures) {
      expect(parts.reduce((sum, { part }) => sum + fen(part), 0n)).toBe(fen(difference));
      expect(parts.map(({ changes }) => changes)).toEqual([['shocks.0'], ['shocks.1'], ['shocks.2']]);
    }
  });

  it('of other figures, as a table and as files', async () => {
    const out = join(folder, 'attribution');
    const told = await shapan(['attribute', BASELINE, EPIDEMIC, '--figure', '2025.alliances.*.borne', '--out', out, '--lang', 'en']);
    expect(told.code).toBe(0);
    expect(told.out).toContain('What the difference comes from (order-free)');
    expect(told.out).toContain(
      '3 changes (those that must change together as one) make 8 coalitions, all of them known: none is A, all are B, and 6 more runs',
    );
    expect(readdirSync(out).sort()).toEqual(['attribution.csv', 'attribution.json']);
    expect(readFileSync(join(out, 'attribution.csv'), 'utf8')).toContain('2025.alliances.east.borne');
  });

  it('of nothing says so', async () => {
    const { code, out } = await shapan(['attribute', CASE, CASE]);
    expect(code).toBe(0);
    expect(out).toContain('没有变动的参数');
  });

  it('of a figure that is not there is a problem', async () => {
    const { code, err } = await shapan(['attribute', BASELINE, EPIDEMIC, '--figure', '2025.pool.closin']);
    expect(code).toBe(2);
    expect(err).toMatch(/错误 unknown-figure[\s\S]*2025\.pool\.closing/);
  });
});

describe('solve', () => {
  it('tells the smallest value, and that one step further breaks the goal', async () => {
    const goal = '2027.pool.payableMonths >= 6';
    const { code, out, err } = await shapan(['solve', BASELINE, '--lever', RISK, '--from', '0%', '--to', '10%', '--goal', goal]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`答案：${RISK} = 2.57%`);
    expect(out).toMatch(/│ 答案 +│ 2\.57% │ 2027\.pool\.payableMonths >= 6 │ 2027年 可支付月数 │ +6\.00个月 │ 满足/);
    expect(out).toMatch(/│ 再进一步 │ 2\.56% │ 2027\.pool\.payableMonths >= 6 │ 2027年 可支付月数 │ +5\.99个月 │ 不满足/);
  });

  it('the largest, with two goals and a step, as JSON', async () => {
    const { code, out } = await shapan([
      ...['solve', BASELINE, '--lever', `${RISK}=0%..10%/0.5%`, '--find', 'largest', '--json'],
      ...['--goal', 'pool.closing >= 0', '--goal', '2025.quotaPool >= 6.4亿元'],
    ]);
    expect(code).toBe(0);
    const told = JSON.parse(out) as {
      answer: { values: Record<string, string> };
      oneStepFurther: { goals: { met: boolean; value: string }[] };
    };
    // 789,690,000.00 of financing: each half percent is 3,948,450.00 off the quota pool.
    expect(told.answer.values).toEqual({ [RISK]: '6.5%' });
    expect(told.oneStepFurther.goals.map(({ met }) => met)).toEqual([true, false]);
  });

  it('of several levers', async () => {
    const { code, out } = await shapan([
      ...['solve', CASE, '--lang', 'en', '--lever', 'policy.reserves.riskAdjustment.share=1%..9%/1%'],
      ...['--lever', 'policy.quota.byInsured~policy.quota.byHistory=0%..100%/10%', '--goal', 'pool.riskClosing >= 5000万元'],
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /Answer: policy\.reserves\.riskAdjustment\.share = \d%, policy\.quota\.byInsured = \d+%, policy\.quota\.byHistory = \d+%/,
    );
    expect(out).toContain('one step further');
  });

  it('by a probability, with the draws that it goes by', async () => {
    const goal = 'P(2025.alliances.*.overspend > 0) <= 99%';
    const args = ['solve', CASE, '--lever', `${RISK}=1%..9%/1%`, '--goal', goal, '--draws', '40', '--lang', 'en'];
    const { code, out } = await shapan(args);
    expect([0, 1]).toContain(code);
    expect(out).toContain('Probabilities by 40 draws at each value (seed 1');
    expect((await shapan(args)).out).toBe(out);
  });

  it('ends with 1 where nothing meets the goals, and says so', async () => {
    const { code, out } = await shapan([
      'solve',
      CASE,
      '--lever',
      `${RISK}=1%..2%/0.5%`,
      '--goal',
      'pool.closing >= 99亿元',
      '--lang',
      'en',
    ]);
    expect(code).toBe(1);
    expect(out).toContain('None of the values tried meets all goals.');
    expect(out).toMatch(
      /The nearest of the values tried[\s\S]*│ nearest │ +[12](\.5)?% │ pool\.closing >= 99亿元 │ 2025\.pool\.closing │ .* yuan │ broken/,
    );
  });

  it.each([
    ['unknown-path', [`${RISK}s=1%..2%`], 'pool.closing >= 0'],
    ['unknown-figure', [`${RISK}=1%..2%`], 'pool.closin >= 0'],
    ['usage/goalValue', [`${RISK}=1%..2%`], 'pool.closing >= 5%'],
    ['usage/leverCount', [`${RISK}=1%..2%`, `${RISK}=1%..2%`], 'pool.closing >= 0'],
    // The option is to blame, not the line of the policy that it leads to.
    ['ratio-bare --lever policy.reserves.riskAdjustment.share', [`${RISK}=0..10`], 'pool.closing >= 0'],
    ['usage/leverEnd', [`${RISK}=0%..10%/3%`], 'pool.closing >= 0'],
    ['not-a-number --lever policy.reserves.riskAdjustment.share', [`${RISK}=1元..2元`], 'pool.closing >= 0'],
  ])('%s: %s, %s', (problem, levers, goal) => {
    const options = {
      from: null,
      to: null,
      step: null,
      find: 'smallest',
      draws: 10,
      seed: 1,
      json: false,
      out: null,
      unit: 'yuan',
    } as const;
    expect(refused(() => solve(new Context('zh'), CASE, { ...options, levers, goals: [goal] }))).toEqual([problem]);
  });
});

/** What a command refuses: code, case and place of each problem. */
function refused(command: () => number): string[] {
  try {
    command();
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    return error.problems.map(({ code, args, path, where }) => {
      const at = where === null ? null : positionOf(where);
      const place = at === null ? path : `${at.file.split('/').at(-1)}:${at.line}:${at.column}`;
      return `${code}${args.case === undefined ? '' : `/${args.case}`}${place === '' || (code.startsWith('unknown-') && at === null) ? '' : ` ${place}`}`;
    });
  }
  return [];
}

describe('sensitivity', () => {
  it('of everything, widest first, with bars', async () => {
    const { code, out, err } = await shapan(['sensitivity', CASE, '--lang', 'en']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Sensitivity to \d+ levers\n\nSensitivity of 2025\.pool\.fundClosing/);
    expect(out).toMatch(/│█|░│|█│/);
    expect(out.replace(/[元万亿]/g, '')).not.toMatch(HAN);
  });

  it('of levers in a file, with shares of variance, as files', async () => {
    const levers = leversFile('levers.yaml', `参数:\n  - ${RISK}=3%..8%\n  - policy.quota.byInsured~policy.quota.byHistory=40%..80%\n`);
    const out = join(folder, 'sensitivity');
    const asked = ['sensitivity', CASE, '--levers', levers, '--sobol', '--samples', '8', '--figure', '2025.alliances.*.quota'];
    const told = await shapan([...asked, '--out', out]);
    expect(told.code).toBe(0);
    expect(told.out).toContain('方差分解');
    expect(readdirSync(out).sort()).toEqual(['sensitivity.json', 'sobol-1.csv', 'sobol-2.csv', 'tornado-1.csv', 'tornado-2.csv']);
    const again = await shapan([...asked, '--json']);
    expect(again.out).toBe(readFileSync(join(out, 'sensitivity.json'), 'utf8'));
  });

  const options = { figures: [], by: '10%', sobol: false, samples: null, seed: 1, json: false, out: null, unit: 'yuan' } as const;

  it.each([
    ['wrong-type a.yaml:1:1', '- x\n'],
    ['wrong-type b.yaml:2:5', 'levers:\n  - {path: x}\n'],
    ['missing-key c.yaml:1:1', '{}\n'],
    ['unknown-key d.yaml:2:1', `levers: [${RISK}]\nfigures: [x]\n`],
    ['unknown-path e.yaml:2:5', 'levers:\n  - policy.reserves.risk\n'],
    ['usage/noRange f.yaml:2:5', 'levers:\n  - policy.advance.pattern\n'],
    ['usage/lever g.yaml:1:10', `levers: [${RISK}=8%..3%]\n`],
    ['not-yaml h.yaml:1:9', 'levers: [\n'],
    ['usage/spending i.yaml:1:10', 'levers: [spending.dental.own]\n'],
    ['ratio-bare j.yaml:1:10', 'levers: [policy.advance.share=90..95]\n'],
  ])('a file of levers that is wrong: %s', (problem, text) => {
    const levers = leversFile(/(\w+\.yaml)/.exec(problem)?.[1] ?? '', text);
    expect(refused(() => sensitivity(new Context('zh'), CASE, { ...options, levers }))[0]).toBe(problem);
  });

  it('ends without % on the command line are told of the option', () => {
    const levers = 'policy.advance.share=90..95';
    expect(refused(() => sensitivity(new Context('zh'), CASE, { ...options, levers }))).toEqual([
      'ratio-bare --levers policy.advance.share',
    ]);
  });

  it('a file of levers that is not there is a problem', () => {
    const levers = join(folder, 'none.yaml');
    expect(refused(() => sensitivity(new Context('zh'), CASE, { ...options, levers }))[0]).toContain('file-missing');
  });

  it.each(['0%', '-5%', '0.00001%', '0.0099%', '101%', '5', 'x'])('--by %s is refused', (by) => {
    expect(refused(() => sensitivity(new Context('zh'), CASE, { ...options, levers: RISK, by }))).toEqual(['usage/by']);
  });
});
