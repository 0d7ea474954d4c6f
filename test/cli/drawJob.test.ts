// Draws of files: every thread plays the files as the command read them, whatever is written into them meanwhile; figures by their path.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputProblems } from '../../src/problem/problem.ts';
import { Context } from '../../src/shell/cli/context.ts';
import { type DrawJob, type Prepared, playTask, prepared, standardUncertainty, TaskPlayer } from '../../src/shell/drawJob.ts';
import type { KnownFiles } from '../../src/shell/files.ts';
import { scalarsAt } from '../../src/study/scalars.ts';
import { ROOT, shipped } from '../golden/scenarios.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-draw-job-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DRAWS = 6;

describe('a file that changes while it is drawn', () => {
  const file = join(folder, 'county.yaml');
  const text = readFileSync(join(ROOT, 'test/errors/good.yaml'), 'utf8').replace(/^years: .*$/m, 'years: [2025, 2026]');

  /** The command's own draws of the file, and what it would tell a worker. */
  function begun(): { readonly job: DrawJob; readonly own: Float64Array; readonly width: number } {
    writeFileSync(file, text);
    const known: KnownFiles = new Map();
    const { run, read } = new Context('zh', [], known).open(file);
    const job: DrawJob = { files: [file], allow: [], known, draws: DRAWS, seed: 3n, figures: null };
    const ready = prepared(run, read, standardUncertainty(known), job);
    const own = new Float64Array(DRAWS * ready.asked.length);
    playTask(ready, { file: 0, first: 0, count: DRAWS }, DRAWS, own);
    return { job, own, width: ready.asked.length };
  }

  it.each([
    ['of another policy', () => writeFileSync(file, text.replace('score: 91.5', 'score: 70'))],
    ['shorter', () => writeFileSync(file, text.replace(/^years: .*$/m, 'years: 2025'))],
    ['wrong', () => writeFileSync(file, 'years: [')],
    ['gone', () => rmSync(file)],
  ])('%s: a worker plays it as the command read it', (_, change) => {
    const { job, own, width } = begun();
    change();
    const table = new Float64Array(DRAWS * width);
    // As it comes through a message.
    const player = new TaskPlayer(structuredClone(job), [table]);
    player.play({ file: 0, first: 4, count: 2 });
    player.play({ file: 0, first: 0, count: 4 });
    expect(own.some((value) => value !== 0)).toBe(true);
    expect(table).toEqual(own);
  });

  it('a table of another width is never written in', () => {
    const { job, own } = begun();
    const narrow = new TaskPlayer(job, [own.subarray(DRAWS)]);
    expect(() => narrow.play({ file: 0, first: 0, count: 1 })).toThrow(RangeError);
  });
});

describe('figures by their path', () => {
  const { run, read } = shipped('baseline');
  const standard = standardUncertainty();
  const ready = (figures: readonly string[]): Prepared => prepared(run, read, standard, { seed: 1n, figures });
  const shown = (...figures: string[]) => ready(figures).shown.map(({ path }) => path);

  it('`*` stands for every year, alliance or month, and each is shown once', () => {
    expect(shown('2026.alliances.*.surplus')).toEqual(['east', 'west', 'north'].map((id) => `2026.alliances.${id}.surplus`));
    expect(shown('pool.closing', '2026.pool.closing')).toEqual([2025, 2026, 2027].map((year) => `${year}.pool.closing`));
    expect(shown('2025.alliances.east.cash.*')).toHaveLength(scalarsAt(run, '2025.alliances.east.cash.*').length);
  });

  const problem = (path: string) => {
    try {
      ready([path]);
    } catch (error) {
      if (error instanceof InputProblems) return error.problems[0];
      throw error;
    }
    return undefined;
  };

  it.each([
    [
      '2025.alliances.east.surpls',
      { near: '2025.alliances.east.surplus', known: expect.stringMatching(/^2025\.alliances\.east\.surplus/) },
    ],
    ['2025.alliances.*.Payment', { known: expect.stringContaining('finalPayment') }],
    ['2025.pool.closng', { near: '2025.pool.closing', known: expect.stringMatching(/^2025\.pool\.closing/) }],
    ['2029.pool.closing', { known: expect.stringContaining('pool.closing') }],
  ])('%s is not there, and is told what is near it', (path, args) => {
    expect(problem(path)).toMatchObject({ code: 'unknown-figure', path: '--figures', args });
  });
  it('a list is no number, but each of its months is', () => {
    const args = { case: 'list', first: '1', last: '12' };
    expect(problem('2025.alliances.east.advances')).toMatchObject({ code: 'unknown-figure', path: '--figures', args });
  });
});

describe('draws that cannot differ', () => {
  const years = 'years: 2025\nactualTo: 2025-12\n';
  const rows = readFileSync(join(ROOT, 'test/errors/good.yaml'), 'utf8')
    .replace(/^years: .*$/m, years)
    .replace(
      '  activity:\n',
      '  activity:\n    - {year: 2025, home: east, institution: second-hospital, service: inpatient, fund: 10万元}\n',
    );
  it.each([
    ['all months known', '', false],
    [
      'all months known, and scores that do not stray',
      'uncertainty: {variables: [{id: year, kind: lognormal, scope: year, sigma: 4%}]}',
      true,
    ],
  ])('%s', (_, uncertainty, isAllKnown) => {
    const file = join(folder, 'known.yaml');
    writeFileSync(file, `${rows}\n${uncertainty}\n`);
    const known: KnownFiles = new Map();
    const { run, read } = new Context('zh', [], known).open(file);
    expect(prepared(run, read, standardUncertainty(known), { seed: 1n, figures: null }).isAllKnown).toBe(isAllKnown);
  });
});
