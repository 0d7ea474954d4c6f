// Every figure can be explained: by which rule, by what formula, from which other figures and values.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FIGURES, figureAt, figurePaths } from '../../src/figures/catalogue.ts';
import { explain } from '../../src/figures/explain.ts';
import { play } from '../../src/year/play.ts';
import { ROOT, readFrom } from '../golden/scenarios.ts';
import { EVERY_VARIANT } from '../rules/everyVariant.ts';
import { STACK, shapan } from './shapan.ts';

const FILES = [
  'test/cases/01-two-alliances-one-year.yaml',
  'test/csv/english.yaml',
  'scenarios/guzhen-2025.yaml',
  'scenarios/huoshan-2025.yaml',
];

describe.each(FILES)('%s', (file) => {
  const read = readFrom(join(ROOT, file));
  const run = play(read);
  const paths = figurePaths(run);

  it('has figures', () => expect(paths.length).toBeGreaterThan(15));

  it('has a derivation for every figure and every item of one', () => {
    const bare: string[] = [];
    for (const path of paths) {
      const value = figureAt(run, path)?.value;
      const items = Array.isArray(value) ? value.map((_, i) => `${path}.${i + 1}`) : [];
      for (const one of [path, ...items]) {
        const [first] = explain(run, read.scenario.policy, one);
        const formula = first?.derivation.formula;
        // Nothing spent, deducted or adjusted is made of nothing, and the time gone of the calendar alone.
        const found = first?.at.value;
        const isNothing = [found].flat().every((item) => item === 0) || first?.at.figure.id === 'timeGone';
        const isMadeOfSomething = isNothing || (first?.derivation.parts.length ?? 0) > 0;
        if (first?.path !== one || !isMadeOfSomething || formula?.zh.trim() === '' || formula?.en.trim() === '') bare.push(one);
      }
    }
    expect(bare).toEqual([]);
  });

  it('leads from every figure to figures that are there and can be explained in turn', () => {
    for (const path of paths) {
      const explained = explain(run, read.scenario.policy, path, 4000);
      const known = new Set(explained.map((one) => one.path));
      for (const { derivation } of explained) {
        for (const part of derivation.parts) if (part.kind === 'figure') expect(known, `${path}: ${part.path}`).toContain(part.path);
      }
    }
  });
});

describe('as a command', () => {
  const file = FILES[0] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'shapan-explain-'));
  const variants = join(folder, 'every-variant.yaml');
  writeFileSync(variants, EVERY_VARIANT);
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = play(readFrom(variants));
  /** One path for each figure of the catalogue, where every variant is used. */
  const each = FIGURES.flatMap(({ id, scope }) => {
    const parties = { county: [''], alliance: run.plan.alliances, institution: run.plan.institutions }[scope];
    const paths = parties.map((party) => (typeof party === 'string' ? `2025.${id}` : `2025.${scope}s.${party.id}.${id}`));
    return paths.find((path) => figureAt(run, path) !== null) ?? [];
  });

  it('knows every figure of the catalogue', () => expect(each.length).toBe(FIGURES.length));

  it('prints a heading, the rule, the formula and the assumptions for each, and one fingerprint', async () => {
    const { code, out, err } = await shapan(['explain', variants, ...each]);
    expect([code, err]).toEqual([0, '']);
    const texts = out.split(/\n(?=2025年 (?:.*\n) {2}2025\S+ · 规则 )/);
    for (const path of each) {
      const text = texts.find((one) => one.split('\n')[1]?.startsWith(`  ${path} · `)) ?? '';
      const [heading = '', rule = '', formula = ''] = text.split('\n');
      expect(heading, path).toMatch(/^2025年 .*\p{Script=Han}.* {2}\S/u);
      expect(rule, path).toMatch(new RegExp(`^ {2}${path.replaceAll('.', '\\.')} · 规则 R\\d+b? src/\\S+(\\.ts|/)$`));
      expect(formula, path).toMatch(/^ {2}= \S/);
    }
    expect(out.match(/\n(?:所用假设：|所用政策值中没有假设。)/g)?.length).toBe(each.length);
    expect(out.match(/\n指纹：/g)?.length).toBe(1);
  });

  it('prints the same for one figure, whether asked alone or after another', async () => {
    const [alone, after] = await Promise.all([
      shapan(['explain', file, '2025.quotaPool']),
      shapan(['explain', file, '2025.pool.closing', '2025.quotaPool']),
    ]);
    expect(after.out.endsWith(alone.out)).toBe(true);
    expect(after.out.length).toBeGreaterThan(alone.out.length);
  });

  it('of a table whose parts each rest on something names what each rests on', async () => {
    const { out } = await shapan(['explain', 'scenarios/hainan-full.yaml', '2025.alliances.west.uses']);
    expect(out).toMatch(/policy\.settlement\.surplus\.uses\.incentive {2}30\.00%　〔《[^》]*海南[^》]*》二（三）10/);
    expect(out).toMatch(/policy\.settlement\.surplus\.uses\.development {2}40\.00%　〔假设：/);
    expect(out.split('〔未注明依据〕').length).toBe(1);
  });

  it('goes down to the clause, and lists what was assumed', async () => {
    const { out } = await shapan(['explain', 'scenarios/baseline.yaml', '2025.alliances.east.quota']);
    expect(out).toContain('城乡居民基本医疗保险历年筹资标准');
    expect(out).toContain('财政补助');
    expect(out).toMatch(/所用假设：\n {2}policy\.\S+ .+/);
  });

  it('explains what an institution gained on a service, by its id or title, of one service or of all', async () => {
    const { code, out } = await shapan(['explain', variants, '2025.institutions.h.gain.inpatient', '--most', '1']);
    expect(code).toBe(0);
    expect(out).toMatch(/^2025年 县医院 支付方式盈亏（住院） {2}-?[\d,.]+元\n {2}2025\.institutions\.h\.gain\.inpatient · 规则 R9 /);
    expect(out).toContain('既不是医院的利润，也不是医共体的结余');
    const byTitle = await shapan(['explain', variants, '2025.institutions.县医院.gain.inpatient', '--most', '1']);
    expect(byTitle.out).toBe(out);
    const all = await shapan(['explain', variants, '2025.institutions.h.gain', '--most', '4']);
    expect(all.out).toMatch(/^2025年 县医院 支付方式盈亏 {2}住院 -?[\d,.]+元；手术 -?[\d,.]+元；/);
    expect(all.out).toContain('− 2025年 县医院 总费用（住院）');
  });

  it('shows an edge of the point value in words, and lists figures of institutions', async () => {
    const { out } = await shapan(['explain', variants, '2026.payment.edge', '--most', '1']);
    expect(out).toContain('2026年 点值触及  住院 触及下限');
    expect((await shapan(['explain', variants, '2026.payment.edge', '--most', '1', '--lang', 'en'])).out).toContain('at the floor');
    expect((await shapan(['explain', variants])).out).toMatch(/\n {2}2025\.institutions\.\S+\.signingFee {2}签约服务费（R9）\n/);
  });

  it('finds an alliance by its title too', async () => {
    const byId = await shapan(['explain', 'scenarios/baseline.yaml', '2025.alliances.east.quota']);
    const byTitle = await shapan(['explain', 'scenarios/baseline.yaml', '2025.alliances.东部医共体.quota']);
    expect(byTitle).toMatchObject({ code: 0, out: byId.out });
  });

  it.each([
    ['2025.alliances.east.finalpayment', '2025.alliances.east.finalPayment'],
    ['2025.alliances.esat.quota', '2025.alliances.east.quota'],
    ['2025.quotapool', '2025.quotaPool'],
    ['finalPayment', '2025.alliances.east.finalPayment'],
  ])('of an unknown figure %s ends with 2 and names the nearest', async (path, near) => {
    const zh = await shapan(['explain', file, path]);
    expect([zh.code, zh.out]).toEqual([2, '']);
    expect(zh.err).toContain(near);
    expect(zh.err).toMatch(/^错误 unknown-figure/);
    const en = await shapan(['explain', file, path, '--lang', 'en']);
    expect(en.err).toContain(near);
  });

  it.each([
    '',
    '.',
    '2025',
    '2025.',
    '1999.quotaPool',
    '2025.alliances',
    '2025.alliances.east',
    '2025.quotaPool.1',
    '2025.alliances.east.advances.13',
    '__proto__',
    '2025.constructor',
    'x'.repeat(5000),
  ])('of the path “%s”, which is no figure, ends with 2', async (path) => {
    const { code, err } = await shapan(['explain', file, path]);
    expect(code).toBe(2);
    expect(err).toMatch(/^错误 unknown-figure/);
    expect(err).not.toMatch(STACK);
    expect(err.length).toBeLessThan(2500);
  });
});
