// shapan draw as a user meets it: the same to the letter whatever the threads, scenarios in the same weather, files, refusals.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/words/visible.ts';
import { type Outcome, ROOT, STACK, shapan } from './shapan.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-draw-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BASELINE = 'scenarios/baseline.yaml';
const OTHER = 'scenarios/risk-fund-8.yaml';
const drawn = (...args: string[]): Promise<Outcome> => shapan(['draw', ...args]);

describe('shapan draw', () => {
  it('gives the same bytes on one thread, two and three, and others for another seed', async () => {
    const on = async (threads: string, seed = '7') =>
      (await drawn(BASELINE, OTHER, '--draws', '120', '--seed', seed, '--threads', threads, '--json')).out;
    const one = await on('1');
    expect(JSON.parse(one).scenarios).toHaveLength(2);
    expect(await on('2')).toBe(one);
    expect(await on('3')).toBe(one);
    expect(await on('1', '8')).not.toBe(one);
  });

  it('tells quantiles with intervals, chances, luck and differences in the same weather', async () => {
    const { out, code } = await drawn(BASELINE, OTHER, '--draws', '600', '--json', '--months', '6.5', '--actual', '2025.east=2000万元');
    expect(code).toBe(0);
    const [a, b] = JSON.parse(out).scenarios;
    const balance = a.figures['2025.alliances.east.balance'];
    expect(balance.calm).toBe('987510.14');
    for (const name of ['P5', 'P50', 'P95', 'mean']) {
      expect(Number(balance[name].low)).toBeLessThanOrEqual(Number(balance[name].value));
      expect(Number(balance[name].high)).toBeGreaterThanOrEqual(Number(balance[name].value));
    }
    const overspend = a.chances.find((one: { event: string; alliance: string }) => one.event === 'overspend' && one.alliance === 'east');
    expect(overspend.value).toBeGreaterThan(0.3);
    expect(overspend.value).toBeLessThan(0.7);
    expect(a.luck[0]).toMatchObject({ year: 2025, alliance: 'east', surplus: '20000000.00', isGiven: true });
    expect(a.luck[0].value).toBeLessThan(0.05);
    expect(a.difference).toBeUndefined();
    const risk = b.difference['2025.pool.riskClosing'];
    expect(Number(risk.low)).toBeGreaterThan(0);
    expect(risk.larger.value).toBe(1);
    expect(b.sameWeather).toBe(true);
    expect(Number(risk.P5.value)).toBeLessThanOrEqual(Number(risk.P95.value));
    // Far narrower than either alone: the weather falls out.
    expect(Number(risk.error)).toBeLessThan(Number(a.figures['2025.pool.riskClosing'].mean.error));
  });

  it('prints tables in both languages, and writes them', async () => {
    const zh = await drawn(BASELINE, '--draws', '100', '--figures', '2025.pool.closing,2026.alliances.east.offCounty', '--out', folder);
    expect(zh.out).toContain('模拟 100 次，种子 1');
    expect(zh.out).toContain('信号还是运气');
    expect(zh.err).not.toContain('█');
    expect(readdirSync(folder).sort()).toEqual(['2025-A-spread.csv', '2026-A-spread.csv', 'A-chances.csv', 'A-luck.csv', 'draw.json']);
    // Numbers of a file are bare, each under the unit of its row.
    const [head = '', pool = ''] = readFileSync(join(folder, '2025-A-spread.csv'), 'utf8')
      .replace(/^\uFEFF/, '')
      .split('\r\n');
    expect(head).toMatch(/^项目,单位,无波动,P5,/);
    expect(pool).toMatch(/^统筹基金年末结余（清算后）,元,324480546\.76,\d+\.\d\d,/);
  });

  it('answers first, and tells the rest where it is asked for', async () => {
    const short = await drawn(BASELINE, '--draws', '60', '--lang', 'en');
    expect(short.out).toContain('signal or luck');
    expect(short.out).toMatch(/Payable months +│ months +│ +6\.81 │/);
    expect(short.out).not.toContain('Retained');
    expect(short.out.split('\n').length).toBeLessThan(70);
    const all = await drawn(BASELINE, '--draws', '60', '--all');
    expect(all.out).toMatch(/可支付月数 +│ 个月 +│ +5\.98 │/);
    expect(all.out).toContain('结余留用');
    for (const { out } of [short, all])
      for (const line of out.split('\n')) if (line.startsWith('│')) expect(columnsOf(line)).toBeLessThan(150);
  });

  it('claims the same weather only where it is, and tells what is not compared', async () => {
    const other = join(folder, 'other.yaml');
    writeFileSync(
      other,
      `extends: ../baseline.yaml
years: [2026, 2028]
uncertainty: {variables: [{id: noise, kind: lognormal, scope: year, by: [alliance], sigma: 9%}]}
`.replace('../baseline.yaml', join(ROOT, BASELINE)),
    );
    const { out, code } = await drawn(BASELINE, other, '--draws', '20', '--allow', join(ROOT, 'scenarios'), '--allow', join(ROOT, 'seeds'));
    expect(code).toBe(0);
    expect(out).toContain('B 与 A 的波动（uncertainty）不同');
    expect(out).toContain('B 与 A 在各自的波动下之差');
    expect(out).not.toContain('同样的波动');
    expect(out).toContain('没有比的：仅 A 有 2025；仅 B 有 2028。');
    expect(out).toContain('2026 │ 可支付月数');
  });

  it('says why a scenario that stops early has nothing to tell', async () => {
    const { out, code } = await drawn('scenarios/huoshan-2025.yaml', '--draws', '5');
    expect(code).toBe(0);
    expect(out).toContain('2025年只测算到3月（through），没有年终清算');
    expect(out).toContain('--figures 2025.alliances.county.progress.3');
    expect(out).toContain('各月都是实际数');
    expect(out).not.toContain('┌');
  });

  it.each([
    [[BASELINE, '--actual', 'east=12元'], 'east=12元'],
    [[BASELINE, '--actual', '2025.esat=12元'], '2025.east'],
    [['no-such.yaml'], 'no-such.yaml'],
  ])('%j is refused', async (args, got) => {
    const { code, err, out } = await drawn(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(got);
    expect(err).not.toMatch(STACK);
  });
});
