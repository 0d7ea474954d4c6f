// shapan compare as a user meets it: what was changed, the years side by side, gainers and losers, files, JSON, refusals.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { HAN, ROOT, STACK, shapan } from './shapan.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BASELINE = 'scenarios/baseline.yaml';
const RISK = 'scenarios/risk-fund-8.yaml';

/** A copy of the baseline, and scenarios on top of it. */
writeFileSync(join(folder, 'baseline.yaml'), readFileSync(join(ROOT, BASELINE), 'utf8'));
function onBaseline(name: string, lines: string): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, `extends: baseline.yaml\n${lines}\n`);
  return path;
}
const own = join(folder, 'baseline.yaml');

/** A table's rows as cells, by its title. */
function rowsOf(out: string, title: string): string[][] {
  const lines = out.slice(out.indexOf(title)).split('\n');
  const end = lines.findIndex((line) => line.startsWith('└'));
  const rows = lines.slice(0, end).filter((line) => line.startsWith('│'));
  return rows.map((line) =>
    line
      .slice(1, -1)
      .split('│')
      .map((cell) => cell.trim()),
  );
}

const fen = (text: string | undefined) => Math.round(Number(text?.replaceAll(',', '')) * 100);

describe.concurrent('compare', () => {
  it('tells what was changed, from what to what, where, and what it rests on', async () => {
    const { code, out, err } = await shapan(['compare', BASELINE, RISK]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('变动的参数 1 处');
    expect(out).toContain(
      '  政策 · 预留 · 风险调剂金 · 比例　policy.reserves.riskAdjustment.share\n    5% → 8%  〔scenarios/risk-fund-8.yaml:6〕\n',
    );
    expect(out).toMatch(/依据：假设：手册五（二）1.*取5% → 情景设定\n/);
    expect(out).toContain('另有 2 处只改名称、说明或依据，不参与计算：title、note');
    expect(out).not.toContain('不起作用');
  });

  it('shows each year side by side, every difference the second less the first', async () => {
    const { out } = await shapan(['compare', BASELINE, RISK]);
    for (const year of [2025, 2026, 2027]) {
      const [head, ...rows] = rowsOf(out, `${year}年 主要数字对比（单位：元）`);
      expect(head).toEqual(['项目', 'A baseline', 'B risk-fund-8', '差 B − A']);
      const amounts = rows.filter(([, before]) => before !== '');
      expect(amounts.length).toBeGreaterThan(30);
      for (const [name, before, after, difference] of amounts) expect(fen(difference), name).toBe(fen(after) - fen(before));
    }
    expect(out).toMatch(/│ 可分配基金 +│ +654,724,800\.00 │ +631,034,100\.00 │ +-23,690,700\.00 │/);
    expect(out).toMatch(/│ 可支付月数 +│ +5\.98 │ +6\.35 │ +0\.37 │/);
  });

  it('sorts gainers and losers, says how they are measured, and agrees with the years', async () => {
    const { out } = await shapan(['compare', BASELINE, RISK]);
    const [head, ...rows] = rowsOf(out, '谁得谁失：B risk-fund-8，2025—2027年合计');
    expect(head?.slice(0, 5)).toEqual(['各方', '得失', 'A baseline', 'B risk-fund-8', '差 B − A']);
    expect(rows.map(([name, standing]) => [name, standing])).toEqual([
      ['基金', '得'],
      ['北部医共体', '失'],
      ['东部医共体', '失'],
      ['西部医共体', '失'],
      ['合计', ''],
    ]);
    const borne = [2025, 2026, 2027].map((year) => {
      const table = rowsOf(out, `${year}年 主要数字对比`);
      const east = table.findIndex(([name]) => name === '东部医共体');
      return fen(table.slice(east).find(([name]) => name === '医共体自担')?.[3]);
    });
    expect(fen(rows.find(([name]) => name === '东部医共体')?.[head?.indexOf('医共体自担（−）') ?? -1])).toBe(
      borne.reduce((a, b) => a + b, 0),
    );
    expect(out).toContain('医共体的得失按 结余留用 − 医共体自担 + 质量保证金返还 计');
  });

  it('names the clauses that differ, and the money that each moves', async () => {
    const { out } = await shapan(['compare', BASELINE, 'scenarios/suzhou-2004.yaml']);
    const [head, first, ...rows] = rowsOf(out, '条款与资金：B suzhou-2004（单位：元）');
    const parties = ['基金', '东部医共体', '西部医共体', '北部医共体'];
    expect(head).toEqual(['参数', '原值与条款', '新值与条款', ...parties, '资金去向（不另计得失）']);
    expect(first?.[0]).toBe('政策 · 清算 · 超支 · 分档');
    expect([first, ...rows].map((cells) => cells?.[2]).join('')).toContain('超支分担');
    expect(rows.findLast(([name]) => name !== '')?.[0]).toBe('全部变动合在一起');
    expect(out).toMatch(/单独改动：基金 -[\d,.]+元，东部医共体 \+/);
    const en = await shapan(['compare', BASELINE, 'scenarios/suzhou-2004.yaml', '--lang', 'en', '--unit', 'wan']);
    expect(en.out).toContain('Clauses and money: B suzhou-2004 (Unit: 10,000 yuan)');
    expect(en.out).toMatch(/Alone: fund -[\d,.]+ × 10,000 yuan, 东部医共体 \+/);
  });

  it('shows no clauses where nothing that was changed rests on any', async () => {
    const [one, two] = [onBaseline('heads-1', 'note: x'), onBaseline('heads-2', 'set: {county.alliances.east.insured: 300000}')];
    const { out } = await shapan(['compare', one, two]);
    expect(out).toContain('变动的参数 1 处');
    expect(out).not.toContain('条款与资金');
  });

  it('says plainly where nothing changes any figure', async () => {
    const { code, out } = await shapan(['compare', own, onBaseline('title-only', 'title: 只改名称')]);
    expect(code).toBe(0);
    expect(out).toContain('没有变动的参数。');
    expect(out).toContain('没有任何数字变化：B 的全部数字与 A 相同。');
    expect(out).not.toMatch(/[┌│]/);
    const en = await shapan(['compare', own, own, '--lang', 'en']);
    expect(en.out).toContain('No figure changes: all figures of B are those of A.');
  });

  it('says of each change that does nothing that it does', async () => {
    const set = 'set: {policy.reserves.riskAdjustment.ceiling: 60%, policy.advance.share: 90%}';
    const { out } = await shapan(['compare', own, onBaseline('one-idle', set)]);
    const blocks = out.split(/\n {2}(?=政策)/).slice(1);
    expect(blocks.length).toBe(2);
    expect(blocks.map((block) => [block.split('　')[1]?.split('\n')[0], block.includes('不起作用，没有任何数字因它变化。')])).toEqual([
      ['policy.reserves.riskAdjustment.ceiling', true],
      ['policy.advance.share', false],
    ]);
  });

  it('passes on the warning of a setting that gives the value there was, and of a shock that meets nothing', async () => {
    // The value with its grounds, as the policy has it.
    const same = /share: (\{value: 95%, .*\})$/m.exec(readFileSync(join(ROOT, 'seeds/policies/henan-2021.yaml'), 'utf8'))?.[1];
    const lines = `set: {policy.advance.share: ${same}}\nshocks: [{service: family-doctor, home: none, from: 2025-01, to: 2025-12, factor: 2}]`;
    const { code, out } = await shapan(['compare', own, onBaseline('idle', lines)]);
    expect(code).toBe(0);
    expect(out).toContain('B 有而 A 没有的提示 2 条：');
    expect(out).toContain('设定「policy.advance.share」与原值相同');
    expect(out).toContain('不起作用，没有任何数字因它变化。');
    expect(out).toContain('没有任何数字变化');
  });

  it('does not pass on warnings that the baseline has too', async () => {
    const one = onBaseline('warned', 'shocks: [{service: family-doctor, home: none, from: 2025-01, to: 2025-12, factor: 2}]');
    const two = join(folder, 'warned-too.yaml');
    writeFileSync(two, 'extends: warned.yaml\nset: {policy.advance.share: 90%}\n');
    expect((await shapan(['compare', own, one])).out).toContain('B 有而 A 没有的提示 1 条');
    expect((await shapan(['compare', one, two])).out).not.toContain('A 没有的提示');
  });

  it('takes for set by the scenario what its own file says, not what a file below it says', async () => {
    onBaseline('below', 'set: {policy.advance.share: 90%}');
    const above = join(folder, 'above.yaml');
    writeFileSync(above, 'extends: below.yaml\nset: {policy.reserves.qualityDeposit.share: 2%}\n');
    const { out } = await shapan(['compare', own, above]);
    expect(out).toMatch(/95% → 90% {2}〔.*below\.yaml:2〕\n.* → 未注明依据\n/);
    expect(out).toMatch(/3% → 2% {2}〔.*above\.yaml:2〕\n.* → 情景设定\n/);
  });

  it('shows all figures that differ where they are few, or where asked', async () => {
    const few = await shapan(['compare', BASELINE, 'scenarios/thirty-seventy.yaml']);
    expect(few.out).toContain('2025年：主要数字没有差异。');
    expect(rowsOf(few.out, '有差异的全部数字（B thirty-seventy）').length).toBe(1 + 20);
    const all = await shapan(['compare', BASELINE, RISK, '--all']);
    const count = Number(/有差异的数字 (\d+) 个/.exec((await shapan(['compare', BASELINE, RISK])).out)?.[1]);
    const listed = [2025, 2026, 2027].map((year) => rowsOf(all.out, `${year}年 有差异的全部数字`).length - 1);
    expect(count).toBeGreaterThan(500);
    expect(listed.reduce((a, b) => a + b, 0)).toBe(count);
    expect(all.out).toMatch(/│ 2025\.alliances\.east\.advances\.1 +│ 东部医共体 每月拨付（1） +│/);
  });

  it('compares several with the first, in tables no wider than a screen, in 万元 where asked', async () => {
    const names = ['advance-90', 'off-county-20', 'subsidy-frozen', 'overspend-own'];
    const { code, out } = await shapan(['compare', BASELINE, ...names.map((name) => `scenarios/${name}.yaml`), '--unit', 'wan']);
    expect(code).toBe(0);
    const heads = out.split('\n').filter((line) => /^│ 项目 /.test(line));
    expect(heads.length).toBe(2 * 3);
    expect(heads[0]).toMatch(/A baseline .* B advance-90 .* 差 B − A .* C off-county-20 .* 差 C − A .* D subsidy-frozen .* 差 D − A/);
    expect(heads[3]).toMatch(/A baseline .* E overspend-own .* 差 E − A/);
    expect(out.match(/^谁得谁失：/gm)?.length).toBe(4);
    expect(out).toMatch(/│ 筹资总额 +│ +78,969\.00 │/);
    expect(out.match(/^[A-E]　指纹：/gm)?.length).toBe(5);
  });

  it('leaves out years and alliances that only one has, and says which', async () => {
    const fewer = await shapan(['compare', own, onBaseline('fewer', 'years: [2025, 2026]\nset: {policy.advance.share: 90%}')]);
    expect(fewer.out).toContain('只比共同的年度；没有比的：仅 A 有 2027。');
    expect(fewer.out).toContain('2026年 主要数字对比');
    expect(fewer.out).not.toContain('2027年 主要数字');
    const other = await shapan(['compare', BASELINE, 'scenarios/guzhen-2025.yaml', '--lang', 'en']);
    expect(other.code).toBe(0);
    expect(other.out).toContain('Only alliances in common are compared, by id; left out: east, west, north only in A; county only in B.');
    expect(other.out).toContain('The scenarios are not of the same county (example, guzhen-2025)');
    expect(other.out).toContain('No common year is settled in both');
    expect(other.out).toMatch(/Tried one by one: the first 40; the other \d+ were not\./);
  });

  it('speaks English where asked', async () => {
    const text = readFileSync(join(ROOT, 'test/csv/english.yaml'), 'utf8').replace(
      /source: \{[^}]*\}, checked: [^,]*,/,
      'assumption: as published,',
    );
    const [one, two] = [join(folder, 'english.yaml'), join(folder, 'english-two.yaml')];
    writeFileSync(one, text);
    writeFileSync(
      two,
      'extends: english.yaml\nset: {policy.quota.byInsured: 50%, policy.quota.byHistory: 50%, policy.advance.share: 100%}\n',
    );
    for (const args of [[], ['--all'], ['--unit', 'wan']]) {
      const { code, out, err } = await shapan(['compare', one, two, '--lang', 'en', ...args]);
      expect(code).toBe(0);
      expect(err).not.toMatch(HAN);
      expect([...out.matchAll(/^.*\p{Script=Han}.*$/gmu)].map(([line]) => line)).toEqual([]);
      expect(out).toContain('Gainers and losers: B english-two, 2025—2026 together');
    }
    const { out } = await shapan(['compare', '--help', '--lang', 'en']);
    expect(out).toMatch(/compare \[options\] <baseline> <others\.\.\.>/);
    expect(out).not.toMatch(HAN);
  });

  it.each([
    ['README.md', ['--lang', 'en']],
    ['README.zh-CN.md', []],
  ])('prints what %s shows of it', async (readme, language) => {
    const { out } = await shapan(['compare', BASELINE, RISK, '--unit', 'wan', ...language]);
    const blocks = [...readFileSync(join(ROOT, readme), 'utf8').matchAll(/```text\n([\s\S]*?)```/g)].map(
      (block) => block[1]?.split('\n') ?? [],
    );
    const shown = blocks.find((lines) => lines.some((line) => line.includes('policy.reserves.riskAdjustment.share'))) ?? [];
    const printed = new Set(out.split('\n'));
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((line) => line !== '…' && !printed.has(line))).toEqual([]);
  });

  it('prints the same twice, and whatever the working folder', async () => {
    const args = ['compare', join(ROOT, BASELINE), join(ROOT, RISK), '--all'];
    expect((await shapan(args, folder)).out).toBe((await shapan(args)).out);
  });
});

describe.concurrent('compare --json', () => {
  it('has changes, every figure that differs by its path, and gains', async () => {
    const { code, out, err } = await shapan(['compare', BASELINE, RISK, '--json']);
    expect([code, err]).toEqual([0, '']);
    const { baseline, comparisons } = JSON.parse(out);
    expect(baseline).toMatchObject({ file: BASELINE, fingerprint: { scenario: expect.stringMatching(/^[0-9a-f]{12}$/) } });
    const [comparison] = comparisons;
    expect(comparisons.length).toBe(1);
    expect(comparison.changes.at(-1)).toMatchObject({
      path: 'policy.reserves.riskAdjustment.share',
      kind: 'value',
      alone: 'moves',
      taken: 'moves',
      old: '5%',
      new: '8%',
      oldRestsOn: { bases: [{ kind: 'assumption' }] },
      newRestsOn: { bases: [{ kind: 'unsourced' }], writtenIn: `${RISK}:6` },
    });
    expect(comparison.figures['2025.quotaPool']).toEqual({ old: '654724800.00', new: '631034100.00', difference: '-23690700.00' });
    const [before, after] = await Promise.all(
      [BASELINE, RISK].map(async (file) => JSON.parse((await shapan(['run', file, '--json'])).out)),
    );
    for (const [path, { old, new: now }] of Object.entries<{ old: unknown; new: unknown }>(comparison.figures)) {
      const at = (figures: unknown) =>
        path
          .split('.')
          .reduce<unknown>(
            (here, step) => (Array.isArray(here) ? here[Number(step) - 1] : (here as Record<string, unknown>)[step]),
            figures,
          );
      expect([old, now], path).toEqual([at(before), at(after)]);
    }
    expect(comparison.gains.parties.map(({ party }: { party: string }) => party)).toEqual([
      'fund',
      'alliances.north',
      'alliances.east',
      'alliances.west',
    ]);
    expect(comparison.gains.parties[0]).toMatchObject({ old: '121019536.95', new: '156486514.68', difference: '35466977.73' });
  });

  it('has no figures where nothing changes', async () => {
    const { out } = await shapan(['compare', own, own, '--json']);
    expect(JSON.parse(out).comparisons[0]).toMatchObject({ changes: [], figures: {}, gains: { sum: '0.00' } });
  });
});

describe('compare --out', () => {
  it('writes each table as CSV that ends with the fingerprints, and the JSON', async () => {
    const out = join(folder, 'out');
    const args = ['compare', BASELINE, RISK, 'scenarios/thirty-seventy.yaml'];
    const { code, err } = await shapan([...args, '--out', out]);
    expect(code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(
      [
        ...[2025, 2026, 2027].map((year) => `${year}-compare.csv`),
        'changes.csv',
        'compare.json',
        ...['B', 'C'].flatMap((letter) => [`clauses-${letter}.csv`, `differences-${letter}.csv`, `gains-${letter}.csv`]),
      ].sort(),
    );
    expect(Number(/\d+/.exec(err)?.[0])).toBe(readdirSync(out).length);
    const cells = (name: string): string[][] => parse(readFileSync(join(out, name)), { bom: true, relax_column_count: true });
    for (const name of readdirSync(out).filter((file) => file.endsWith('.csv'))) {
      expect(cells(name).at(-1)?.[0], name).toMatch(/^A 指纹：.*　B 指纹：.*　C 指纹：/);
    }
    const [head, ...rows] = cells('2025-compare.csv');
    expect(head?.length).toBe(6);
    expect(rows.find(([name]) => name === '可分配基金')).toEqual([
      '可分配基金',
      '654724800.00',
      '631034100.00',
      '-23690700.00',
      '654724800.00',
      '0.00',
    ]);
    expect(cells('changes.csv').map(([scenario, path]) => `${scenario} ${path}`)).toContain(
      'B risk-fund-8 policy.reserves.riskAdjustment.share',
    );
    const json = JSON.parse(readFileSync(join(out, 'compare.json'), 'utf8'));
    expect(cells('differences-B.csv').length).toBe(1 + Object.keys(json.comparisons[0].figures).length + 3);
    expect(readFileSync(join(out, 'compare.json'), 'utf8')).toBe((await shapan([...args, '--json'])).out);
  });

  it('keeps what a spreadsheet would run a text', async () => {
    const evil = "=cmd|' /C calc'!A0";
    const two = onBaseline(
      'evil',
      `title: ${JSON.stringify(evil)}\nset: {policy.advance.share: {value: 90%, assumption: "+1"}}\nshocks: [{title: "@x", from: 2025-01, to: 2025-12, factor: 1.1}]`,
    );
    const out = join(folder, 'evil-out');
    expect((await shapan(['compare', own, two, '--out', out])).code).toBe(0);
    const all = readdirSync(out)
      .filter((name) => name.endsWith('.csv'))
      .flatMap((name): string[][] => parse(readFileSync(join(out, name)), { bom: true, relax_column_count: true }))
      .flat();
    expect(all).toContain(`'${evil}`);
    expect(all.filter((cell) => /^[=+@\t\r]/.test(cell) || (/^-/.test(cell) && !/^-\d+(\.\d+)?%?$/.test(cell)))).toEqual([]);
    expect(all.some((cell) => /^-\d+\.\d\d$/.test(cell))).toBe(true);
  });

  it('that cannot be written ends with 2 and leaves nothing half-written', async () => {
    const out = join(folder, 'blocked');
    mkdirSync(join(out, 'compare.json', 'in-the-way'), { recursive: true });
    const { code, err } = await shapan(['compare', BASELINE, RISK, '--out', out]);
    expect(code).toBe(2);
    expect(err).toMatch(/^错误 output-failed.*compare\.json/);
    expect(readdirSync(out).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(existsSync(join(out, 'changes.csv'))).toBe(true);
  });
});

describe.concurrent('compare refuses', () => {
  it.each([
    ['one file alone', ['compare', BASELINE]],
    ['an unknown unit', ['compare', BASELINE, RISK, '--unit', 'dollars']],
    ['an unknown option', ['compare', BASELINE, RISK, '--nope']],
  ])('%s, with 2', async (_, args) => {
    const { code, out, err } = await shapan(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^错误 usage\n/);
    expect(err).not.toMatch(STACK);
  });

  it('files that are wrong, each problem once, all files together', async () => {
    const wrong = onBaseline('wrong', 'set: {policy.advance.share: 190%}');
    const { code, out, err } = await shapan(['compare', wrong, 'no-such.yaml', wrong]);
    expect([code, out]).toEqual([2, '']);
    expect(err.match(/^错误 ratio-over-one/gm)?.length).toBe(1);
    expect(err.match(/^错误 file-missing/gm)?.length).toBe(1);
    expect(err).toContain('共 2 个错误');
  });

  it('to be steered by what files say', async () => {
    const two = onBaseline('steering', 'title: "a\\e[31m\\u202eb"\nset: {policy.advance.share: {value: 90%, assumption: "x\\e[2Jy"}}');
    for (const args of [[], ['--all']]) {
      const { code, out } = await shapan(['compare', own, two, ...args]);
      expect(code).toBe(0);
      for (const unseen of ['\u001b', '\u202e', '\r']) expect(out).not.toContain(unseen);
    }
  });
});
