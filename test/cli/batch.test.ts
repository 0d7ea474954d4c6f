// shapan batch and merge as a user meets them: the same bytes whatever is killed, however many threads and shards; refusals.

import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEM_CODES } from '../../src/words/problems.ts';
import { HAN, ROOT, SHAPAN, STACK, shapan } from './shapan.ts';

const BAD = join(ROOT, 'test/cli/batch');
const folder = mkdtempSync(join(tmpdir(), 'shapan-batch-'));
afterAll(() => rmSync(folder, { recursive: true }));

copyFileSync(join(BAD, 'county.yaml'), join(folder, 'county.yaml'));
function made(name: string, text: string): string {
  writeFileSync(join(folder, name), `scenario: county.yaml\n${text}`);
  return join(folder, name);
}

/** Eight points of so many draws that each is a chunk. */
const file = made(
  'grid.yaml',
  `vary:
  - {path: policy.reserves.riskAdjustment.share, from: 4%, to: 5.5%, step: 0.5%}
  - {path: policy.advance.share, values: [90%, 95%]}
draws: 1100
seed: 5
figures: [2025.quotaPool, 2025.pool.closing, 2025.alliances.east.finalPayment, 2025.pool.payableMonths]
`,
);
const CHUNKS = 8;

const results = (out: string) => ['results.csv', 'results.parquet'].map((name) => readFileSync(join(folder, out, name)));
const chunks = (out: string) => {
  const path = join(folder, out, 'chunks');
  return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.csv')) : [];
};
const times = (out: string, names: readonly string[]) => names.map((name) => statSync(join(folder, out, 'chunks', name)).mtimeMs);
const batch = (...args: string[]) => shapan(['batch', ...args], folder);

beforeAll(async () => {
  const { code, err } = await batch(file, '--workers', '1', '--out', 'straight');
  expect([code, err]).toEqual([0, '']);
});

describe('batch', () => {
  it('names its folder after the file, and has a row a point', async () => {
    const { code, out } = await batch(made('plain.yaml', 'figures: [2025.quotaPool]\n'), '--lang', 'en');
    expect(code).toBe(0);
    expect(out).toContain('1 rows of 1 points: results.csv, results.parquet  plain-results');
    expect(out).not.toMatch(HAN);
    const [, row] = parse(readFileSync(join(folder, 'plain-results/results.csv')), { bom: true }) as string[][];
    const run = await shapan(['run', 'county.yaml', '--json'], folder);
    expect(row).toEqual(['0', '', JSON.parse(run.out)['2025'].quotaPool]);
  });

  it('gives the same bytes on two threads', async () => {
    expect((await batch(file, '--workers', '2', '--out', 'two')).code).toBe(0);
    expect(results('two')).toEqual(results('straight'));
  });

  it('killed in the middle and run again: nothing lost, nothing done twice, the same bytes', async () => {
    const child = spawn(process.execPath, [SHAPAN, 'batch', file, '--workers', '2', '--out', 'killed'], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    while (chunks('killed').length < 3 && child.exitCode === null) await pause(5);
    child.kill('SIGKILL');
    await ended;
    const done = chunks('killed');
    expect(done.length).toBeGreaterThanOrEqual(3);
    expect(done.length).toBeLessThan(CHUNKS);
    expect(existsSync(join(folder, 'killed/results.csv'))).toBe(false);
    // What a process killed while writing leaves, and what a failing disk may do to a chunk.
    writeFileSync(join(folder, 'killed/chunks/00000011.csv.1.part'), 'half');
    const [damaged = '', ...whole] = done;
    const before = times('killed', whole);
    writeFileSync(join(folder, 'killed/chunks', damaged), readFileSync(join(folder, 'killed/chunks', damaged), 'utf8').slice(0, -9));
    const { code, err } = await batch(file, '--out', 'killed');
    expect([code, err]).toEqual([0, `接着算：${whole.length} 块已有，不再重算\n`]);
    expect(times('killed', whole)).toEqual(before);
    expect(results('killed')).toEqual(results('straight'));
    expect(readdirSync(join(folder, 'killed/chunks')).length).toBe(CHUNKS);
    // A batch that is done is only joined again.
    const all = times('killed', chunks('killed'));
    expect((await batch(file, '--out', 'killed')).code).toBe(0);
    expect(times('killed', chunks('killed'))).toEqual(all);
  });

  it('joins shards to the same bytes, and only where each chunk is there once', async () => {
    for (const i of [1, 2, 3]) expect((await batch(file, '--shard', `${i}/3`, '--out', `part${i}`)).code).toBe(0);
    expect(chunks('part2').length).toBe(3);
    expect(existsSync(join(folder, 'part1/results.csv'))).toBe(false);
    const missing = await shapan(['merge', 'part1', 'part3', '--out', 'merged', '--lang', 'en'], folder);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('error batch-missing');
    expect(missing.err).toContain('3 of 8 chunks are missing: 1, 4, 7.');
    const twice = await shapan(['merge', 'part1', 'part2', 'part3', 'part2'], folder);
    expect([twice.code, twice.err.split('\n')[0]]).toEqual([2, '错误 batch-twice  part2']);
    expect(existsSync(join(folder, 'merged/results.csv'))).toBe(false);
    expect((await shapan(['merge', 'part3', 'part1', 'part2', '--out', 'merged'], folder)).code).toBe(0);
    expect(results('merged')).toEqual(results('straight'));
  });

  it('refuses a folder of another batch, and one that is none', async () => {
    const other = made(
      'other.yaml',
      readFileSync(file, 'utf8')
        .replace(/^scenario.*\n/, '')
        .replace('seed: 5', 'seed: 6'),
    );
    const { code, err } = await batch(other, '--out', 'straight', '--lang', 'en');
    expect(code).toBe(2);
    expect(err).toContain('error batch-differs');
    expect(err).toContain('batch differs');
    expect((await batch(other, '--shard', '1/8', '--out', 'other')).code).toBe(0);
    expect((await shapan(['merge', 'straight', 'other'], folder)).err).toContain('batch-differs');
    mkdirSync(join(folder, 'none'));
    expect((await shapan(['merge', 'none'], folder)).err).toContain('batch-no-folder');
  });

  it('writes Parquet and CSV that say the same, texts guarded in CSV, points that cannot be played with the reason', async () => {
    const name = made(
      'rows.yaml',
      `vary:\n  - {file: rows.csv}\nfigures: [2025.quotaPool, 2025.pool.payableMonths]\ndraws: 2\nkeep: all\n`,
    );
    writeFileSync(join(folder, 'rows.csv'), 'title,policy.advance.share\n"=HYPERLINK(""x"")",90%\n-5,half\n');
    const { code, err } = await batch(name, '--out', 'rows', '--progress', '--lang', 'en');
    expect(code).toBe(0);
    expect(err).toMatch(/100% {2}1\/1 chunks .*\n2 rows have no figures/);
    const csv = parse(readFileSync(join(folder, 'rows/results.csv')), { bom: true, columns: true }) as Record<string, string>[];
    expect(csv.map(({ title, problem, draw }) => [title, problem, draw])).toEqual([
      [`'=HYPERLINK("x")`, '', '0'],
      [`'=HYPERLINK("x")`, '', '1'],
      ['-5', 'not-a-number', '0'],
      ['-5', 'not-a-number', '1'],
    ]);
    const parquet = await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, 'rows/results.parquet')) });
    expect(parquet[0]?.title).toBe('=HYPERLINK("x")');
    for (const [i, row] of csv.entries()) {
      for (const figure of ['2025.quotaPool', '2025.pool.payableMonths']) {
        // The reader makes doubles of decimals.
        const [cell, text] = [parquet[i]?.[figure] ?? null, row[figure]];
        expect(cell === null ? '' : (cell as number).toFixed(2)).toBe(text);
      }
    }
  });
});

describe('bad batch files', () => {
  const names = readdirSync(BAD).flatMap((name) => (/^(.+)\.yaml$/.exec(name)?.[1] ?? 'county').replace(/^county$/, '') || []);

  it.each(names)('%s', async (name) => {
    for (const lang of ['zh', 'en']) {
      const { code, err } = await shapan(['batch', `test/cli/batch/${name}.yaml`, '--out', join(folder, 'never'), '--lang', lang]);
      expect(code).toBe(2);
      expect(err).not.toMatch(STACK);
      expect(err.split('\n')[0]).toContain(` ${name.split('--')[0]} `);
      const golden = join(BAD, `${name}.${lang}.txt`);
      if (process.env.UPDATE === '1') writeFileSync(golden, err);
      expect(err).toBe(readFileSync(golden, 'utf8'));
    }
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });

  it('are here for every problem that a batch file can have', () => {
    const folders = ['batch-differs', 'batch-missing', 'batch-twice', 'batch-no-folder'];
    const codes = PROBLEM_CODES.filter((code) => code.startsWith('batch-') && !folders.includes(code));
    expect(codes.filter((code) => !names.includes(code))).toEqual([]);
  });

  it.each([
    ['--workers', '0'],
    ['--workers', 'x'],
    ['--shard', '3/2'],
    ['--shard', '0/2'],
    ['--shard', '1'],
  ])('%s %s', async (option, value) => {
    const { code, err } = await batch(file, option, value);
    expect([code, err.split('\n')[0]]).toEqual([2, '错误 usage']);
  });
});
