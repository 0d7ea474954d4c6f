// What --out writes: CSV that Excel and WPS read and that no title can turn into a formula, the ledger, the figures; each
// file whole or not there at all.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, ran, SHAPAN, STACK, shapan } from './shapan.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-out-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CASE = join(ROOT, 'test/cases/04-rare-branches.yaml');
const EVIL = ["=cmd|' /C calc'!A0", '+1', '@x', '-2+3', '=1+1,"x"', 'a"b\nc'];

/** Every cell of every CSV of a folder, by file. */
function cells(from: string): Map<string, string[][]> {
  const files = readdirSync(from).filter((name) => name.endsWith('.csv'));
  return new Map(files.map((name) => [name, parse(readFileSync(join(from, name)), { bom: true, relax_column_count: true })]));
}

describe('files written', () => {
  const out = join(folder, 'plain', 'deep');
  let tables = new Map<string, string[][]>();
  beforeAll(async () => {
    const { code, err } = await shapan(['run', CASE, '--out', out]);
    expect(code).toBe(0);
    expect(err).toMatch(/^已写入 \d+ 个文件：/);
    expect(Number(/\d+/.exec(err)?.[0])).toBe(readdirSync(out).length);
    tables = cells(out);
  });

  it('are a CSV for each table and year, the ledger and the figures', () => {
    for (const year of [2025, 2026]) {
      for (const id of [
        'waterfall',
        'advances',
        'progress',
        'places',
        'cross-settlement',
        'hospital-cash',
        'settlement',
        'retained',
        'risk-fund',
        'deposit',
        'fund',
      ]) {
        expect(tables.get(`${year}-${id}.csv`)?.length, `${year}-${id}`).toBeGreaterThan(2);
      }
    }
    expect([...tables.keys()]).toContain('summary.csv');
    expect(
      readdirSync(out)
        .filter((name) => !name.endsWith('.csv'))
        .sort(),
    ).toEqual(['figures.json', 'fingerprint.txt', 'ledger.journal']);
  });

  it('begin with a mark and end each line as Windows does', () => {
    for (const name of tables.keys()) {
      const bytes = readFileSync(join(out, name));
      expect(bytes.subarray(0, 3).toString('hex'), name).toBe('efbbbf');
      const text = bytes.toString('utf8');
      expect(text.endsWith('\r\n'), name).toBe(true);
      expect(text.replaceAll('\r\n', ''), name).not.toMatch(/[\r\n]/);
    }
  });

  it('hold numbers as numbers: no thousands, no unit, a minus where it is negative', () => {
    const numbers = [...tables.values()].flat(2).filter((cell) => /^'?[-\d.,]+$/.test(cell) && !/^\d{4}-\d\d$/.test(cell));
    expect(numbers.length).toBeGreaterThan(500);
    expect(numbers.filter((cell) => !/^-?\d+(\.\d+)?$/.test(cell))).toEqual([]);
    const pool = tables.get('summary.csv')?.find(([name]) => name?.trim() === '统筹基金年末结余');
    expect(pool?.slice(1)).toEqual(['-16664.73', '-29680.64']);
  });

  it('end with the fingerprint that the tables on the screen end with', async () => {
    const mark = (await shapan(['run', CASE])).out.trimEnd().split('\n').at(-1);
    for (const [name, rows] of tables) expect(rows.at(-1)?.[0], name).toBe(mark);
    expect(readFileSync(join(out, 'ledger.journal'), 'utf8')).toContain(mark);
  });

  it('figures.json is what --json prints', async () => {
    expect(readFileSync(join(out, 'figures.json'), 'utf8')).toBe((await shapan(['run', CASE, '--json'])).out);
  });

  it('are the same when written again, over themselves', async () => {
    const before = readdirSync(out).map((name) => readFileSync(join(out, name), 'utf8'));
    expect((await shapan(['run', CASE, '--out', out])).code).toBe(0);
    expect(readdirSync(out).map((name) => readFileSync(join(out, name), 'utf8'))).toEqual(before);
  });
});

describe('titles that a spreadsheet would run', () => {
  it('are texts, also where they look like numbers', async () => {
    const quote = (text: string) => JSON.stringify(text);
    const text = readFileSync(CASE, 'utf8')
      .replace(/^title: .*$/m, `title: ${quote(EVIL[0] ?? '')}`)
      .replace(/\{id: a, (title: [^,]+, )?/, `{id: a, title: ${quote(EVIL[0] ?? '')}, `)
      .replace(/\{id: b, (title: [^,]+, )?/, `{id: b, title: ${quote(EVIL[1] ?? '')}, `)
      .replace(/\{id: c, (title: [^,]+, )?/, `{id: c, title: ${quote(EVIL[2] ?? '')}, `);
    const file = join(folder, 'evil.yaml');
    writeFileSync(file, text);
    const out = join(folder, 'evil');
    expect((await shapan(['run', file, '--out', out])).code).toBe(0);
    const all = [...cells(out).values()].flat(2);
    for (const title of EVIL.slice(0, 3)) expect(all, title).toContain(`'${title}`);
    const running = all.filter((cell) => /^[=+@\t\r]/.test(cell) || (/^-/.test(cell) && !/^-\d+(\.\d+)?%?$/.test(cell)));
    expect(running).toEqual([]);
    expect(all.some((cell) => /^-\d+\.\d\d$/.test(cell))).toBe(true);
  });

  it('steer no terminal that prints a file, wherever they stand', async () => {
    const scenario = join(folder, 'steering.yaml');
    const set = 'set: {policy.advance.share: {value: 90%, assumption: "x\\e[2Jy\\u202ez"}}';
    writeFileSync(
      scenario,
      `extends: ${join(ROOT, 'scenarios/baseline.yaml')}\nshocks:\n  - {title: "a\\e[31mb", service: inpatient, from: 2025-03, to: 2025-04, factor: 1.1}\n${set}\n`,
    );
    const out = join(folder, 'steering');
    for (const command of ['compare', 'attribute'])
      expect((await shapan([command, 'scenarios/baseline.yaml', scenario, '--allow', join(ROOT, 'scenarios'), '--out', out])).code).toBe(0);
    const files = readdirSync(out).filter((name) => name.endsWith('.csv'));
    const text = files.map((name) => readFileSync(join(out, name), 'utf8')).join('');
    expect(text).toContain('<U+001B>[31mb');
    expect(text).toContain('x[2Jyz');
    for (const unseen of ['\u001b', '\u202e']) expect(text).not.toContain(unseen);
  });

  it.each(EVIL.slice(3))('%j stays one cell', async (title) => {
    const file = join(folder, 'evil-one.yaml');
    writeFileSync(file, readFileSync(CASE, 'utf8').replace(/\{id: a, (title: [^,]+, )?/, `{id: a, title: ${JSON.stringify(title)}, `));
    const out = join(folder, 'evil-one');
    expect((await shapan(['run', file, '--out', out])).code).toBe(0);
    const summary = cells(out).get('summary.csv') ?? [];
    const widths = new Set(summary.slice(0, -2).map((row) => row.length));
    expect([...widths]).toEqual([3]);
    expect(summary.some(([name]) => name === title.replace('\n', ' ') || name === `'${title}`)).toBe(true);
  });
});

describe('a place that cannot be written to', () => {
  const parts = (path: string) => (existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.part')) : []);

  it.each([
    ['below a file', () => join(CASE, 'out')],
    ['a file', () => CASE],
    ['in /proc', () => '/proc/shapan/out'],
  ])('%s: ends with 2, says which, and writes nothing', async (_, target) => {
    const { code, err } = await shapan(['run', CASE, '--out', target()]);
    expect(code).toBe(2);
    expect(err).toMatch(/^错误 output-failed/);
    expect(err).not.toMatch(STACK);
    expect((await shapan(['run', CASE, '--out', target(), '--lang', 'en'])).err).toMatch(/^error output-failed/);
    expect((await shapan(['init', target()])).code).toBe(2);
    expect((await shapan(['schema', '--out', target()])).code).toBe(2);
  });

  it('a file that cannot be replaced: the others are whole, and no part is left', async () => {
    const out = join(folder, 'blocked');
    mkdirSync(join(out, 'ledger.journal', 'in-the-way'), { recursive: true });
    const { code, err } = await shapan(['run', CASE, '--out', out]);
    expect(code).toBe(2);
    expect(err).toMatch(/^错误 output-failed.*ledger\.journal/);
    expect(parts(out)).toEqual([]);
    for (const rows of cells(out).values()) expect(rows.at(-1)?.[0]).toMatch(/^指纹：/);
  });

  it('a disk that fills up: the file that did not fit is not there', async () => {
    const out = join(folder, 'full');
    // No file may grow beyond 2 KiB: short tables fit, the ledger does not.
    const { code, err } = await ran(
      'bash',
      ['-c', `ulimit -f 2; exec "${process.execPath}" "${SHAPAN}" run "${CASE}" --out "${out}" 2>&1 >/dev/null`],
      ROOT,
    );
    expect([code, err]).toEqual([2, '']);
    expect(parts(out)).toEqual([]);
    for (const rows of cells(out).values()) expect(rows.at(-1)?.[0]).toMatch(/^指纹：/);
    expect(existsSync(join(out, 'ledger.journal'))).toBe(false);
  });
});

describe('a reader that stops reading', () => {
  it('is no error', async () => {
    const { code, out, err } = await ran(
      'bash',
      ['-c', `set -o pipefail; "${process.execPath}" "${SHAPAN}" run scenarios/baseline.yaml | head -1`],
      ROOT,
    );
    expect(out.split('\n')[0]).toContain('照现行办法');
    expect([0, 141]).toContain(code);
    expect(err).toBe('');
  });
});
