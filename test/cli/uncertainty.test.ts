// What draws go by is told by `check`, with what it rests on, and can be changed in a folder that `init` makes: in this process.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { readyBatch } from '../../src/shell/batchJob.ts';
import { check } from '../../src/shell/cli/check.ts';
import { Context } from '../../src/shell/cli/context.ts';
import { init } from '../../src/shell/cli/init.ts';
import { projectFile } from '../../src/shell/files.ts';

const GOOD = new URL('../errors/good.yaml', import.meta.url).pathname;
const ERRORS = new URL('../errors/', import.meta.url).pathname;

const folder = mkdtempSync(join(tmpdir(), 'shapan-uncertainty-'));
afterAll(() => rmSync(folder, { recursive: true }));

let out: MockInstance<typeof process.stdout.write>;
beforeEach(() => {
  out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => vi.restoreAllMocks());

const told = () => out.mock.calls.map(([text]) => String(text)).join('');
/** Cells of a printed table, long ones joined again. */
const flat = (text: string) => text.replace(/[\s│]+/g, ' ');

function written(name: string, lines: string): string {
  const file = join(folder, name);
  writeFileSync(file, `extends: ${GOOD}\n${lines}\n`);
  return file;
}

it('check lists the standard uncertainty, each value with its assumption', () => {
  expect(check(new Context('zh'), GOOD)).toBe(0);
  expect(told()).toContain('不确定性与依据（情景没有写 uncertainty，模拟时按缺省的）');
  expect(told()).toMatch(/本医共体月度波动（month-own）.*对数正态，每月，分别按服务.*波动幅度 4\.00%.*假设：每月数千人次/);
  expect(told()).toMatch(/呼吸道疾病大流行（epidemic）.*事件，每年，11月起.*概率 15\.00%.*假设：/);
  expect(told()).toMatch(/考核得分（score）.*波动幅度 2分/);
  // 15% × 8% × 3 of 12 months.
  expect(told()).toMatch(/全年各月平均系数 100\.30%.*算出：按概率、月数、系数/);
});

it('check lists the scenario’s own, dated values and correlations too, in both languages', () => {
  const file = written(
    'own.yaml',
    `uncertainty:
  variables:
    - {id: a, title: 甲, kind: 三角, scope: 每年, service: inpatient, place: 本医共体, least: 90%, likely: 1, most: {2025: 110%, 2026: 120%}}
    - {id: b, kind: normal, scope: year, sigma: {value: 3%, assumption: 试}}
  correlations:
    - {between: [a, b], rho: 0.4}`,
  );
  expect(check(new Context('zh', [ERRORS]), file)).toBe(0);
  const zh = flat(told());
  expect(zh).toContain('甲（a） 三角，每年，限inpatient、本医共体 最小 90.00% 未注明依据 最可能 100.00% 未注明依据 2025年起 最大 110.00%');
  expect(zh).toContain('2026年起 最大 120.00%');
  // (90% + 100% + 110%) ÷ 3, then 120%.
  expect(zh).toContain('2025年起 平均系数 100.00% 算出：（最小 + 最可能 + 最大）÷ 3 2026年起 平均系数 103.33%');
  expect(zh).toContain('b 正态，每年 波动幅度 3.00% 假设：试');
  expect(zh).toContain('相关：a — b 相关系数 0.4');
  expect(zh).not.toContain('按缺省的');
  out.mockClear();
  check(new Context('en', [ERRORS]), file);
  expect(flat(told())).toContain('b normal, each year sigma 3.00% assumption: 试 Correlation: a — b rho 0.4');
});

it.each([
  ['kind: triangular, scope: year, least: 90%, likely: 100%, most: 130%', 'mean factor 106.67%'],
  ['kind: beta, scope: year, least: 90%, likely: 100%, most: 130%', 'mean factor 103.33%'],
  // 1 − 0.9² of months.
  ['kind: event, scope: month, probability: 10%, months: 2, factor: 110%', 'mean factor of all months 101.90%'],
  // Ten months a year by one event, two by either of two: (10 × 0.3 + 2 × 0.51) ÷ 12.
  ['kind: event, scope: year, month: 11, probability: 30%, months: 14, factor: 0.9', 'mean factor of all months 96.65%'],
  // Surely one each year: a twelfth of all months.
  ['kind: event, scope: year, probability: 100%, months: 1, factor: 2', 'mean factor of all months 108.33%'],
])('check tells the mean factor of %s', (line, mean) => {
  check(new Context('en', [ERRORS]), written('mean.yaml', `uncertainty: {variables: [{id: a, ${line}}]}`));
  expect(flat(told())).toContain(mean);
});

it('one value of the standard uncertainty is set by itself', () => {
  expect(
    check(new Context('zh', [ERRORS]), written('one.yaml', 'uncertainty: default\nset: {uncertainty.variables.month-own.sigma: 6%}')),
  ).toBe(0);
  expect(flat(told())).toMatch(/（month-own） [^（]*波动幅度 6\.00%/);
  expect(flat(told())).toMatch(/（month-cross） [^（]*波动幅度 8\.00%/);
});

it('init brings an uncertainty and a batch that can be played as they are', () => {
  const target = join(folder, 'new');
  expect(init(new Context('zh'), target, false)).toBe(0);
  out.mockClear();
  expect(check(new Context('zh'), join(target, 'scenario.yaml'))).toBe(0);
  expect(told()).toContain('不确定性与依据\n');
  expect(told()).not.toContain('提醒 variable-no-effect');
  const financing = (file: string) =>
    new Context('zh').read(file).scenario.policy.financing.subsidy.entries.map(({ value, basis }) => [value, basis]);
  expect(financing(join(target, 'scenario.yaml'))).toEqual(financing(projectFile('scenarios', 'baseline.yaml')));
  for (const name of ['scenario', 'batch']) expect(readFileSync(join(target, `${name}.yaml`), 'utf8')).not.toContain('npx');
  const batch = readyBatch({ file: join(target, 'batch.yaml'), allowed: [], version: '0', known: new Map() });
  expect(batch.manifest.points).toBe(4);
  for (const name of ['scenario', 'policy', 'county', 'uncertainty']) {
    const schema = /\$schema=(\S+)/.exec(readFileSync(join(target, `${name}.yaml`), 'utf8'))?.[1] ?? 'none';
    expect(Object.keys(JSON.parse(readFileSync(join(target, schema), 'utf8')))).toContain('properties');
  }
});
