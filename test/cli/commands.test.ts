// The command line as a user meets it: exit codes, both languages, run, test, init, schema.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HAN, ROOT, STACK, shapan } from './shapan.ts';

const SOME = ['baseline', 'guzhen-2025', 'dip-floating', 'capitation', 'instalments', 'without-package'] as const;

const folder = mkdtempSync(join(tmpdir(), 'shapan-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CASE = 'test/cases/01-two-alliances-one-year.yaml';

function made(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe.concurrent('a command line that is not understood', () => {
  const wrong: readonly (readonly string[])[] = [
    ['frobnicate'],
    ['--nope'],
    ['run'],
    ['run', CASE, 'more'],
    ['run', '--nope', CASE],
    ['run', CASE, '--unit', 'dollars'],
    ['run', CASE, '--lang', 'fr'],
    ['run', CASE, '--out'],
    ['check'],
    ['test'],
    ['explain'],
    ['explain', CASE, '2025.quotaPool', '--most', 'many'],
    ['explain', CASE, '2025.quotaPool', '--most', '-1'],
    ['schema', 'nope'],
    ['init'],
    ['attribute', CASE],
    ['solve', CASE],
    ['solve', CASE, '--lever', 'policy.advance.share=0%..1%'],
    ['solve', CASE, '--lever', 'policy.advance.share', '--goal', 'pool.closing >= 0'],
    ['solve', CASE, '--lever', 'policy.advance.share=0%..100%', '--goal', 'pool.closing + 1 >= 0'],
    ['sensitivity', CASE, '--by', 'far'],
  ];

  it.each(wrong.map((args) => [args.join(' '), args] as const))(
    '`shapan %s` ends with 2 and says so in the language asked for',
    async (_, args) => {
      const zh = await shapan(args);
      expect(zh.code).toBe(2);
      expect(zh.out).toBe('');
      expect(zh.err).toMatch(/^错误 usage\n.*\p{Script=Han}/u);
      expect(zh.err).toContain('shapan --help');
      expect(zh.err).not.toMatch(STACK);
      const en = await shapan(
        ['--lang', 'en', ...args].filter((arg, i, all) => !(arg === '--lang' && i > 1) && !(all[i - 1] === '--lang' && i > 2)),
      );
      if (args.includes('fr')) return;
      expect(en.code).toBe(2);
      expect(en.err).toMatch(/^error usage\n/);
      expect(en.err).not.toMatch(HAN);
    },
  );

  it('without a command prints the help and ends with 2', async () => {
    const { code, err } = await shapan([]);
    expect(code).toBe(2);
    expect(err).toMatch(/用法：[\s\S]*run <file>[\s\S]*explain <file> \[figures\]/);
  });

  it.each([['--help'], ['help'], ['help', 'run'], ['run', '--help'], ['--version']])('`shapan %s %s` ends with 0', async (...args) => {
    const { code, out, err } = await shapan(args.filter((arg) => arg !== undefined));
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toBe('');
  });

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect((await shapan(['--version'])).out).toBe(`${version}\n`);
  });

  it.each(['run', 'check', 'test', 'explain', 'attribute', 'solve', 'sensitivity', 'schema', 'init'])(
    '`shapan %s --help --lang en` has no Chinese',
    async (command) => {
      const { code, out } = await shapan([command, '--help', '--lang', 'en']);
      expect(code).toBe(0);
      expect(out).not.toMatch(HAN);
      expect((await shapan([command, '--help'])).out).toMatch(HAN);
    },
  );
});

describe.concurrent('run', () => {
  it('prints the tables in Chinese, the summary last, what the policy rests on, and the fingerprint', async () => {
    const { code, out, err } = await shapan(['run', 'scenarios/baseline.yaml']);
    expect([code, err]).toEqual([0, '']);
    const titles = [...out.matchAll(/^(?:(\d{4})年 )?(\S+?)（单位：元）$/gm)].map((match) => `${match[1] ?? ''}${match[2]}`);
    expect(titles[0]).toBe('2025分配方案');
    expect(titles.at(-1)).toBe('年度汇总');
    for (const title of ['月度拨付台账', '执行进度', '清算汇总表', '基金收支预算表']) expect(titles).toContain(`2027${title}`);
    expect(out).toContain('照现行办法');
    expect(out).toMatch(/│ 　统筹基金年末结余 +│ +324,480,546\.76 │/);
    expect(out).toMatch(/有依据 \d+ 项，假设 \d+ 项/);
    expect(out).toMatch(/\n指纹：情景 [0-9a-f]{12} · 政策 [0-9a-f]{12} · 县域 [0-9a-f]{12} · 沙盘 \S+\n$/);
  });

  it('aligns every row of a table, Chinese counted as two columns', async () => {
    const { out } = await shapan(['run', 'scenarios/baseline.yaml', '--tables', 'summary']);
    const width = (line: string) =>
      [...line].reduce((sum, letter) => sum + (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(letter) ? 2 : 1), 0);
    const rows = out.split('\n').filter((line) => /^[┌│└]/.test(line));
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map(width)).size).toBe(1);
  });

  it('takes a table by its title too, and says where a scenario has none', async () => {
    const { out } = await shapan(['run', 'scenarios/baseline.yaml', '--tables', '清算汇总表']);
    expect([...out.matchAll(/^\d{4}年 (\S+?)（单位：元）$/gm)].map((match) => match[1])).toEqual([
      '清算汇总表',
      '清算汇总表',
      '清算汇总表',
    ]);
    const { code, err } = await shapan(['run', 'scenarios/baseline.yaml', '--tables', 'purposes']);
    expect([code, err.split('\n')[1]]).toEqual([2, '  本情景没有编号或名称为「purposes」的表（没有用到的规则没有表）。']);
  });

  it('shows only the tables asked for, and 万元 where asked', async () => {
    const { out } = await shapan(['run', 'scenarios/baseline.yaml', '--tables', 'summary，fund', '--unit', 'wan']);
    expect(out).toContain('年度汇总（单位：万元）');
    expect(out).toContain('基金收支预算表');
    expect(out).not.toContain('分配方案（');
    expect(out).toMatch(/│ 　统筹基金年末结余 +│ +32,448\.05 │/);
  });

  it('in English has no Chinese but what the files say', async () => {
    // Nothing in this scenario is Chinese, once it cites no document.
    const text = readFileSync(join(ROOT, 'test/csv/english.yaml'), 'utf8').replace(
      /source: \{[^}]*\}, checked: [^,]*,/,
      'assumption: as published,',
    );
    const uncertainty = 'uncertainty: {variables: [{id: month, kind: lognormal, scope: month, by: [alliance], sigma: 4%}]}';
    const file = made('english.yaml', `${text}\n${uncertainty}\n`);
    for (const args of [
      ['run', file],
      ['check', file],
      ['explain', file, '2026.alliances.east.finalPayment'],
    ]) {
      const { code, out, err } = await shapan([...args, '--lang', 'en']);
      expect([code, err]).toEqual([0, '']);
      expect(out.length).toBeGreaterThan(1000);
      // 元 stands behind the amounts of a policy as people write them.
      expect(
        [...out.replace(/(\d)元/g, '$1').matchAll(/^.*\p{Script=Han}.*$/gmu)].map(([line]) => line),
        args[0],
      ).toEqual([]);
    }
  });

  // Every scenario is compared in test/golden; here the command, for some of each kind.
  it.each(SOME)('--json of %s is its golden figures', async (name) => {
    const { code, out, err } = await shapan(['run', `scenarios/${name}.yaml`, '--json']);
    expect(code).toBe(0);
    // The figures have the shape of `expect`: what they came from is told beside them.
    expect(err).toMatch(/(^|\n)指纹：[^\n]+\n$/);
    expect(JSON.parse(out)).toEqual(JSON.parse(readFileSync(join(ROOT, `scenarios/${name}.figures.json`), 'utf8')));
  });

  it('of a file that is wrong as written ends with 2, nothing printed but the problems', async () => {
    const { code, out, err } = await shapan(['run', 'test/errors/ten-at-once.yaml', '--json']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^错误 \S+ {2}test\/errors\/ten-at-once\.yaml:\d+:\d+/);
    expect(err).toMatch(/共 \d+ 个错误，\d+ 个提示。\n$/);
  });

  it('says the same whatever the working folder', async () => {
    const here = await shapan(['run', join(ROOT, CASE)]);
    const there = await shapan(['run', join(ROOT, CASE)], folder);
    expect(there).toMatchObject({ code: 0, out: here.out });
  });
});

describe('test', () => {
  it('passes on the worked cases, and on the scenarios with published figures', async () => {
    const { code, out, err } = await shapan(['test', 'test/cases', 'scenarios']);
    expect([code, err]).toEqual([0, '']);
    expect(out.match(/^通过 /gm)?.length).toBe(6);
    expect(out).toMatch(/情景 6 个通过，0 个不符或有误\n$/);
  });

  it('ends with 1 where a figure differs: which, by which rule, what was expected, what came out', async () => {
    const text = readFileSync(join(ROOT, CASE), 'utf8');
    const wanted = /^ +quotaPool: '?(\d+)\.(\d\d)'?/m.exec(text);
    expect(wanted).not.toBeNull();
    const off = `${wanted?.[1]}.${wanted?.[2] === '00' ? '01' : '00'}`;
    const file = made('differs.yaml', text.replace(wanted?.[0] ?? '', (wanted?.[0] ?? '').replace(`${wanted?.[1]}.${wanted?.[2]}`, off)));
    const zh = await shapan(['test', file]);
    expect(zh.code).toBe(1);
    expect(zh.out).toContain(`2025.quotaPool（R2）：应为 ${off}，得到 ${wanted?.[1]}.${wanted?.[2]}`);
    expect(zh.out).toMatch(/情景 0 个通过，1 个不符或有误\n$/);
    const en = await shapan(['test', file, '--lang', 'en']);
    expect(en.code).toBe(1);
    expect(en.out).toContain(`2025.quotaPool (R2): expected ${off}, got ${wanted?.[1]}.${wanted?.[2]}`);
    // One that is wrong as written weighs more than one that differs.
    const broken = await shapan(['test', file, made('broken.yaml', text.replace('quotaPool:', 'quotaPol:')), CASE]);
    expect(broken.code).toBe(2);
    expect(broken.out).toContain('unknown-figure');
    expect(broken.out).toMatch(/情景 1 个通过，2 个不符或有误\n$/);
  });

  it('passes over policies and counties in a folder, and says where there is nothing to test', async () => {
    const { code, out, err } = await shapan(['test', 'seeds']);
    expect(out).toBe('');
    expect(code).toBe(2);
    expect(err).toMatch(/^没有找到带 expect 的情景：seeds/);
  });

  it('takes no golden file for a scenario', async () => {
    const { out } = await shapan(['test', 'scenarios']);
    expect(out).not.toContain('figures.json');
  });
});

describe('init', () => {
  it('makes a folder that runs, and will not touch one that is not empty', async () => {
    const target = join(folder, 'new', 'project');
    const first = await shapan(['init', target]);
    expect([first.code, first.err]).toEqual([0, '']);
    const ran = await shapan(['run', join(target, 'scenario.yaml'), '--json']);
    expect(ran.code).toBe(0);
    expect(Object.keys(JSON.parse(ran.out))).toEqual(['2025', '2026', '2027']);
    expect((await shapan(['check', 'scenario.yaml'], target)).code).toBe(0);

    const before = readdirSync(target).sort();
    writeFileSync(join(target, 'scenario.yaml'), '# mine\n');
    const again = await shapan(['init', target]);
    expect(again.code).toBe(2);
    expect(again.err).toMatch(/^错误 output-exists/);
    const forced = await shapan(['init', target, '--force', '--lang', 'en']);
    expect(forced.code).toBe(2);
    expect(forced.err).toMatch(/^error output-exists/);
    expect(readFileSync(join(target, 'scenario.yaml'), 'utf8')).toBe('# mine\n');
    expect(readdirSync(target).sort()).toEqual(before);
  });

  it('with --force adds to a folder that has other files', async () => {
    const target = mkdtempSync(join(folder, 'other-'));
    writeFileSync(join(target, 'notes.txt'), 'x');
    expect((await shapan(['init', target])).code).toBe(2);
    expect((await shapan(['init', target, '--force'])).code).toBe(0);
    expect(existsSync(join(target, 'scenario.yaml'))).toBe(true);
  });
});
