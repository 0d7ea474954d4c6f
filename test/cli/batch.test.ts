// shapan batch and merge as a user meets them: the same bytes whatever is killed, however many threads and shards; refusals.
// Processes are spawned for what only they can show (kills, threads, two at once); all else calls the commands themselves.

import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { InputProblems } from '../../src/problem/problem.ts';
import { readManifest } from '../../src/shell/batchFolder.ts';
import { readyBatch } from '../../src/shell/batchJob.ts';
import { joinChunks } from '../../src/shell/batchJoin.ts';
import { batch, merge } from '../../src/shell/cli/batch.ts';
import { Context } from '../../src/shell/cli/context.ts';
import { PROBLEM_CODES } from '../../src/words/problems.ts';
import { HAN, ROOT, SHAPAN, shapan } from './shapan.ts';

const BAD = join(ROOT, 'test/cli/batch');
const folder = mkdtempSync(join(tmpdir(), 'shapan-batch-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...path: string[]) => join(folder, ...path);

copyFileSync(join(BAD, 'county.yaml'), at('county.yaml'));
function made(name: string, text: string): string {
  writeFileSync(at(name), `scenario: county.yaml\n${text}`);
  return at(name);
}

/** Six points of so many draws that each is a chunk. */
const GRID = `vary:
  - {path: policy.reserves.riskAdjustment.share, from: 4%, to: 5%, step: 0.5%}
  - {path: policy.advance.share, values: [90%, 0.95]}
draws: 1025
seed: 5
figures: [2025.quotaPool, 2025.pool.closing, 2025.alliances.east.finalPayment, 2025.pool.payableMonths]
chances: ['2025.alliances.*.balance < 0']
`;
const file = made('grid.yaml', GRID);
const CHUNKS = 6;

const results = (out: string) => ['results.csv', 'results.parquet'].map((name) => readFileSync(at(out, name)));
const chunks = (out: string) =>
  existsSync(at(out, 'chunks')) ? readdirSync(at(out, 'chunks')).filter((name) => name.endsWith('.csv')) : [];
const times = (out: string, names: readonly string[]) => names.map((name) => statSync(at(out, 'chunks', name)).mtimeMs);
const spawned = (...args: string[]) => shapan(['batch', ...args], folder);
const rowsOf = (out: string) => parse(readFileSync(at(out, 'results.csv')), { bom: true, columns: true }) as Record<string, string>[];
const parquetOf = async (out: string) => parquetReadObjects({ file: await asyncBufferFromFile(at(out, 'results.parquet')) });

/** What a command says, and how it ends, without a process of its own. */
async function heard(command: () => Promise<number>): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const listens = (['out', 'err'] as const).map((to) =>
    vi.spyOn(to === 'out' ? process.stdout : process.stderr, 'write').mockImplementation((text) => {
      said[to] += String(text);
      return true;
    }),
  );
  try {
    return { code: await command(), ...said };
  } finally {
    for (const one of listens) one.mockRestore();
  }
}
function batchHere(path: string, out: string, more: { shard?: { i: number; n: number }; progress?: boolean; lang?: 'zh' | 'en' } = {}) {
  const { shard = { i: 1, n: 1 }, progress = false, lang = 'zh' } = more;
  return heard(() => batch(new Context(lang), path, { out: at(out), allow: [], threads: 1, shard, progress }));
}
const mergeHere = (folders: readonly string[], out: string | null) =>
  heard(() =>
    merge(
      new Context('zh'),
      folders.map((one) => at(one)),
      out === null ? null : at(out),
    ),
  );

/** Codes of what a command refuses, each with its case. */
async function refusals(trying: () => unknown): Promise<string[]> {
  try {
    await trying();
    return [];
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    return error.problems.map(({ code, args }) => (args.case === undefined ? code : `${code}/${args.case}`));
  }
}

beforeAll(async () => {
  const { code, err } = await spawned(file, '--threads', '1', '--out', 'straight');
  expect([code, err]).toEqual([0, '']);
}, 120_000);

describe('batch', () => {
  it('names its folder after the file, and has a row a point', async () => {
    const { code, out } = await spawned(made('plain.yaml', 'figures: [2025.quotaPool]\n'), '--lang', 'en');
    expect(code).toBe(0);
    expect(out).toContain('1 rows of 1 points: results.csv, results.parquet  plain-results');
    expect(out).not.toMatch(HAN);
    const run = await shapan(['run', 'county.yaml', '--json'], folder);
    expect(rowsOf('plain-results')).toEqual([
      { point: '0', problem: '', 'problem:zh': '', '2025.quotaPool': JSON.parse(run.out)['2025'].quotaPool },
    ]);
  });

  it('gives the same bytes on two threads, whatever is written into its files meanwhile', async () => {
    const changing = made('changing.yaml', GRID);
    const ended = spawned(changing, '--threads', '2', '--out', 'two');
    // The manifest is written when the files are read.
    while (!existsSync(at('two', 'manifest.json'))) await pause(5);
    writeFileSync(changing, 'scenario: [');
    expect(await ended).toMatchObject({ code: 0, err: '' });
    expect(results('two')).toEqual(results('straight'));
  });

  it('killed in the middle and run again: nothing lost, nothing done twice, the same bytes', async () => {
    const child = spawn(process.execPath, [SHAPAN, 'batch', file, '--threads', '2', '--out', 'killed'], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    while (chunks('killed').length < 2 && child.exitCode === null) await pause(5);
    child.kill('SIGKILL');
    await ended;
    const done = chunks('killed');
    expect(done.length).toBeGreaterThanOrEqual(2);
    expect(done.length).toBeLessThan(CHUNKS);
    expect(existsSync(at('killed/results.csv'))).toBe(false);
    // What a process killed while writing or joining leaves, what another machine is writing, and what a failing disk may do to a chunk.
    const host = hostname()
      .replace(/[^\w-]/g, '_')
      .slice(0, 40);
    const [dead, others, old, strangers] = [
      `chunks/00000011.csv.${host}.${child.pid}.0000abcd.part`,
      'results.csv.elsewhere.1.0000abcd.part',
      'results.csv.elsewhere.2.0000abcd.part',
      'a download.part',
    ];
    for (const name of [dead, others, old, strangers, `results.csv.${host}.${child.pid}.0000abcd.part`])
      writeFileSync(at('killed', name), 'half');
    for (const name of [old, strangers]) utimesSync(at('killed', name), 1e9, 1e9);
    const [damaged = '', ...whole] = done;
    const before = times('killed', whole);
    writeFileSync(at('killed/chunks', damaged), readFileSync(at('killed/chunks', damaged), 'utf8').slice(0, -9));
    const { code, err } = await spawned(file, '--out', 'killed');
    expect([code, err]).toEqual([0, `接着算：${whole.length} 块已有，不再重算\n`]);
    expect(times('killed', whole)).toEqual(before);
    expect(results('killed')).toEqual(results('straight'));
    expect(readdirSync(at('killed/chunks')).length).toBe(CHUNKS);
    expect(readdirSync(at('killed')).sort()).toEqual([strangers, 'chunks', 'manifest.json', 'results.csv', others, 'results.parquet']);
    // A batch that is done is only joined again.
    const all = times('killed', chunks('killed'));
    expect((await spawned(file, '--out', 'killed')).code).toBe(0);
    expect(times('killed', chunks('killed'))).toEqual(all);
    expect(results('killed')).toEqual(results('straight'));
  });

  it('may be begun twice at once in one folder', async () => {
    const both = await Promise.all([1, 2].map(() => spawned(file, '--threads', '1', '--out', 'both')));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(results('both')).toEqual(results('straight'));
    expect(readdirSync(at('both')).sort()).toEqual(['chunks', 'manifest.json', 'results.csv', 'results.parquet']);
  });
});

describe('shards', () => {
  const small = made(
    'small.yaml',
    GRID.replace('to: 5%', 'to: 4.5%')
      .replace(/ {2}- .*advance.*\n/, '')
      .replace('draws: 1025', 'draws: 2100\nkeep: all')
      .replace(/chances.*\n/, ''),
  );
  beforeAll(async () => {
    expect((await batchHere(small, 'whole')).code).toBe(0);
    for (const i of [1, 2, 3]) expect((await batchHere(small, `part${i}`, { shard: { i, n: 3 } })).code).toBe(0);
  }, 120_000);

  it('are joined to the same bytes, with a manifest, and only where each chunk is there once', async () => {
    expect(['whole', 'part1', 'part2', 'part3'].map((out) => chunks(out).length)).toEqual([3, 1, 1, 1]);
    expect(existsSync(at('part1/results.csv'))).toBe(false);
    expect(await refusals(() => merge(new Context('zh'), [at('part1'), at('part3')], at('merged')))).toEqual(['batch-missing']);
    expect(await refusals(() => merge(new Context('zh'), [at('part1'), at('part2'), at('part3'), at('part2')], null))).toEqual([
      'batch-twice',
    ]);
    expect(existsSync(at('merged'))).toBe(false);
    // The second time it finds its own.
    for (let time = 0; time < 2; time++) expect((await mergeHere(['part3', 'part1', 'part2'], 'merged')).code).toBe(0);
    expect(results('merged')).toEqual(results('whole'));
    expect(readdirSync(at('merged')).sort()).toEqual(['manifest.json', 'results.csv', 'results.parquet']);
    expect(readFileSync(at('merged/manifest.json'))).toEqual(readFileSync(at('whole/manifest.json')));
  });

  it('are joined nowhere but in a folder of their own', async () => {
    const other = made('other.yaml', GRID.replace('seed: 5', 'seed: 6').replace('draws: 1025', 'draws: 10'));
    expect(await refusals(() => batchHere(other, 'whole'))).toEqual(['batch-differs']);
    expect((await batchHere(other, 'other')).code).toBe(0);
    expect(await refusals(() => mergeHere(['whole', 'other'], null))).toEqual(['batch-differs']);
    expect(await refusals(() => mergeHere(['part1', 'part2', 'part3'], 'other'))).toEqual(['batch-differs']);
    for (const name of ['results.csv', 'results.parquet']) {
      const foreign = `foreign ${name}`;
      mkdirSync(at(foreign));
      writeFileSync(at(foreign, name), 'mine');
      expect(await refusals(() => batchHere(other, foreign))).toEqual(['batch-differs/foreign']);
      expect(await refusals(() => mergeHere(['other'], foreign))).toEqual(['batch-differs/foreign']);
      expect(readdirSync(at(foreign))).toEqual([name]);
      expect(readFileSync(at(foreign, name), 'utf8')).toBe('mine');
    }
    // Where no folder can be made that is said at once.
    await expect(merge(new Context('zh'), [at('other')], '/dev/null/x')).rejects.toMatchObject({ code: expect.stringMatching(/^E/) });
  });

  it('are refused where the manifest is damaged', async () => {
    mkdirSync(at('none'));
    expect(await refusals(() => readManifest(at('none')))).toEqual(['batch-no-folder']);
    const good = JSON.parse(readFileSync(at('whole/manifest.json'), 'utf8'));
    const damaged = [
      '{',
      'null',
      ...[
        { marks: undefined },
        { marks: { ...good.marks, version: undefined } },
        { marks: { ...good.marks, scenario: '../..' } },
        { columns: undefined },
        { columns: [] },
        { columns: [{ ...good.columns[0], kind: 'date' }] },
        { columns: [{ ...good.columns[0], places: 1e9 }] },
        { cut: { ...good.cut, chunks: 4 } },
        { cut: { rows: 1e9, chunkRows: 1, chunks: 1e9 } },
        { points: -1 },
        { fingerprint: 7.5 },
      ].map((change) => JSON.stringify({ ...good, ...change })),
    ];
    for (const text of damaged) {
      writeFileSync(at('none/manifest.json'), text);
      expect([text, await refusals(() => mergeHere(['none'], null))]).toEqual([text, ['batch-no-folder']]);
    }
    expect(readdirSync(at('none'))).toEqual(['manifest.json']);
  });
});

describe('what is written', () => {
  it('is the same in Parquet and CSV, texts guarded in CSV, points that cannot be played with the reason', async () => {
    const name = made(
      'rows.yaml',
      `vary:\n  - {file: rows.csv}\nfigures: [2025.quotaPool, 2025.pool.payableMonths]\ndraws: 2\nkeep: all\n`,
    );
    // As Excel in China writes it: 东部 in GBK.
    const east = Buffer.from([0xb6, 0xab, 0xb2, 0xbf]);
    const lines = ['title,policy.settlement.surplus.retention.value.2.share\n"=HYPERLINK(""x"")",60%\n\'=guarded,60%\n', ',90%\n'];
    writeFileSync(at('rows.csv'), Buffer.concat([Buffer.from(lines[0] as string), east, Buffer.from(lines[1] as string)]));
    const { code, err } = await batchHere(name, 'rows', { progress: true, lang: 'en' });
    expect(code).toBe(0);
    expect(err).toMatch(/100% {2}1\/1 chunks .*\n2 rows have no figures/);
    const csv = rowsOf('rows');
    expect(csv.map(({ title, problem, draw }) => [title, problem, draw])).toEqual([
      [`'=HYPERLINK("x")`, '', '0'],
      [`'=HYPERLINK("x")`, '', '1'],
      ["''=guarded", '', '0'],
      ["''=guarded", '', '1'],
      ['东部', 'score-pays-less', '0'],
      ['东部', 'score-pays-less', '1'],
    ]);
    expect(csv.map((row) => (row['problem:zh'] ?? '') === '')).toEqual([true, true, true, true, false, false]);
    expect(csv.at(-1)?.['problem:zh']).toMatch(HAN);
    const parquet = await parquetOf('rows');
    expect(parquet.map(({ title }) => title).filter((_, i) => i % 2 === 0)).toEqual(['=HYPERLINK("x")', "'=guarded", '东部']);
    for (const [i, row] of csv.entries()) {
      for (const figure of ['2025.quotaPool', '2025.pool.payableMonths']) {
        // The reader makes doubles of decimals.
        const [cell, text] = [parquet[i]?.[figure] ?? null, row[figure]];
        expect(cell === null ? '' : (cell as number).toFixed(2)).toBe(text);
      }
    }
  });

  it('has numbers for what varies where it is numbers', async () => {
    const [first, second] = rowsOf('straight');
    const SHARES = ['policy.reserves.riskAdjustment.share', 'policy.advance.share'];
    expect([first, second].map((row) => SHARES.map((path) => row?.[path]))).toEqual([
      ['4.0', '90'],
      ['4.0', '95'],
    ]);
    expect((await parquetOf('straight')).map((row) => SHARES.map((path) => row[path])).slice(1, 3)).toEqual([
      [4, 95],
      [4.5, 90],
    ]);
  });

  it('is Parquet in groups of so many cells, however wide its rows are', async () => {
    const manifest = readManifest(at('straight'));
    const places = new Array(CHUNKS).fill(at('straight'));
    const groups = async (cells?: number) => {
      mkdirSync(at('groups'), { recursive: true });
      await joinChunks(at('groups'), manifest, places, cells);
      const { row_groups } = await parquetMetadataAsync(await asyncBufferFromFile(at('groups/results.parquet')));
      return row_groups.map(({ num_rows }) => Number(num_rows));
    };
    expect(await groups()).toEqual([6]);
    expect(await groups(4 * manifest.columns.length)).toEqual([4, 2]);
    expect(await parquetOf('groups')).toEqual(await parquetOf('straight'));
  });

  it('is no success where no row has figures', async () => {
    const name = made(
      'never.yaml',
      'vary:\n  - {path: policy.settlement.surplus.retention.value.2.share, values: [90%]}\nfigures: [2025.quotaPool]\n',
    );
    const { code, err } = await batchHere(name, 'never');
    expect([code, err]).toEqual([1, '1 行没有结果，原因见 problem 一列\n']);
    expect(rowsOf('never')[0]?.['2025.quotaPool']).toBe('');
  });
});

describe('bad batch files', () => {
  const names = readdirSync(BAD).flatMap((name) => (/^(.+)\.yaml$/.exec(name)?.[1] ?? 'county').replace(/^county$/, '') || []);

  it.each(names)('%s', async (name) => {
    const path = `test/cli/batch/${name}.yaml`;
    const problems = await Promise.resolve()
      .then(() => readyBatch({ file: path, allowed: [], version: '0', known: new Map() }))
      .then(() => [])
      .catch((error: unknown) => {
        if (error instanceof InputProblems) return error.problems;
        throw error;
      });
    expect(problems[0]?.code).toBe(name.split('--')[0]);
    for (const lang of ['zh', 'en'] as const) {
      const printed = `${new Context(lang).problems(problems)}\n`;
      const golden = join(BAD, `${name}.${lang}.txt`);
      if (process.env.UPDATE === '1') writeFileSync(golden, printed);
      expect(printed).toBe(readFileSync(golden, 'utf8'));
    }
  });

  it('leave nothing behind', async () => {
    const { code, err } = await spawned(join(BAD, 'batch-range.yaml'), '--out', 'nothing');
    expect([code, err.split(' ')[1]]).toEqual([2, 'batch-range']);
    expect(existsSync(at('nothing'))).toBe(false);
  });

  it('are here for every problem that a batch file can have', () => {
    const folders = ['batch-differs', 'batch-missing', 'batch-twice', 'batch-no-folder'];
    const codes = PROBLEM_CODES.filter((code) => code.startsWith('batch-') && !folders.includes(code));
    expect(codes.filter((code) => !names.includes(code))).toEqual([]);
  });

  it.each([
    ['--threads', '0'],
    ['--shard', '3/2'],
    ['--shard', '0/2'],
  ])('%s %s', async (option, value) => {
    const { code, err } = await spawned(file, option, value);
    expect([code, err.split('\n')[0]]).toEqual([2, '错误 usage']);
  });
});
