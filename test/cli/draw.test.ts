// shapan draw as a user meets it: the same to the letter whatever the threads, scenarios in the same weather, files, refusals.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Outcome, STACK, shapan } from './shapan.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-draw-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BASELINE = 'scenarios/baseline.yaml';
const OTHER = 'scenarios/risk-fund-8.yaml';
const drawn = (...args: string[]): Promise<Outcome> => shapan(['draw', ...args]);

describe('shapan draw', () => {
  it('gives the same bytes on one thread, two and three, and others for another seed', async () => {
    const on = async (threads: string, seed = '7') =>
      (await drawn(BASELINE, OTHER, '--draws', '700', '--seed', seed, '--threads', threads, '--json')).out;
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
    const net = a.figures['2025.alliances.east.net'];
    expect(net.calm).toBe('987510.14');
    for (const name of ['P5', 'P50', 'P95', 'mean']) {
      expect(Number(net[name].low)).toBeLessThanOrEqual(Number(net[name].value));
      expect(Number(net[name].high)).toBeGreaterThanOrEqual(Number(net[name].value));
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
    // Far narrower than either alone: the weather falls out.
    expect(Number(risk.error)).toBeLessThan(Number(a.figures['2025.pool.riskClosing'].mean.error));
  });

  it('prints tables in both languages, and writes them', async () => {
    const zh = await drawn(BASELINE, '--draws', '100', '--figures', '2025.pool.closing,2026.alliances.east.offCounty', '--out', folder);
    expect(zh.out).toContain('抽取 100 次，种子 1');
    expect(zh.out).toContain('信号还是运气');
    expect(zh.err).not.toContain('█');
    expect(readdirSync(folder).sort()).toEqual(['2025-A-spread.csv', '2026-A-spread.csv', 'A-chances.csv', 'A-luck.csv', 'draw.json']);
    const en = await drawn(BASELINE, '--draws', '100', '--lang', 'en');
    expect(en.out).toContain('signal or luck');
  });

  it.each([
    [[BASELINE, '--figures', '2025.alliances.east.advances'], '2025.alliances.east.advances'],
    [[BASELINE, '--seed', '-1'], '-1'],
    [[BASELINE, '--actual', 'east=12'], 'east=12'],
    [[BASELINE, '--draws', '0'], '0'],
    [['no-such.yaml'], 'no-such.yaml'],
  ])('%j is refused', async (args, got) => {
    const { code, err, out } = await drawn(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(got);
    expect(err).not.toMatch(STACK);
  });
});
