// What a scenario is warned of is told by every command that plays it, not by `run` alone: in this process, with little to play.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { attribute } from '../../src/shell/cli/attribute.ts';
import { batch } from '../../src/shell/cli/batch.ts';
import { compare } from '../../src/shell/cli/compare.ts';
import { Context } from '../../src/shell/cli/context.ts';
import { draw } from '../../src/shell/cli/draw.ts';
import { run } from '../../src/shell/cli/run.ts';
import { sensitivity } from '../../src/shell/cli/sensitivity.ts';
import { solve } from '../../src/shell/cli/solve.ts';

const ERRORS = new URL('../errors/', import.meta.url).pathname;
const GOOD = join(ERRORS, 'good.yaml');
/** A shock that meets nothing. */
const WARNED = join(ERRORS, 'shock-no-effect.yaml');
const SHARE = 'policy.reserves.riskAdjustment.share';

const folder = mkdtempSync(join(tmpdir(), 'shapan-hints-'));
afterAll(() => rmSync(folder, { recursive: true }));

let err: MockInstance<typeof process.stderr.write>;
beforeEach(() => {
  err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => vi.restoreAllMocks());

const told = () => err.mock.calls.map(([text]) => String(text)).join('');
const studied = { json: true, out: null, unit: 'yuan', seed: 1, figures: [] } as const;

const COMMANDS: Readonly<Record<string, (context: Context, file: string) => number | Promise<number>>> = {
  'run --json': (context, file) => run(context, file, { json: true, out: null, unit: 'yuan', tables: null }),
  solve: (context, file) =>
    solve(context, file, {
      ...studied,
      levers: [`${SHARE}=5%..6%/1%`],
      from: null,
      to: null,
      step: null,
      goals: ['2025.pool.closing >= 0'],
      find: 'smallest',
      draws: 10,
    }),
  sensitivity: (context, file) => sensitivity(context, file, { ...studied, levers: SHARE, by: '10%', sobol: false, samples: 8 }),
  attribute: (context, file) => attribute(context, [GOOD, file], { ...studied, runs: 10 }),
  compare: (context, file) => compare(context, [file, GOOD], { json: true, out: null, unit: 'yuan', all: false }),
  draw: (context, file) =>
    draw(context, new Map(), [GOOD, file, file], {
      draws: 5,
      seed: 1n,
      figures: null,
      months: '6',
      actual: new Map(),
      threads: 1,
      json: true,
      all: false,
      out: null,
      unit: 'yuan',
      allow: [],
    }),
  batch: (context, file) => {
    writeFileSync(join(folder, 'batch.yaml'), `scenario: ${file}\nfigures: [2025.pool.closing]\n`);
    return batch(context, join(folder, 'batch.yaml'), {
      out: mkdtempSync(join(folder, 'out-')),
      allow: [ERRORS],
      threads: 1,
      shard: { i: 1, n: 1 },
      progress: false,
    });
  },
};

it.each(Object.keys(COMMANDS))('%s tells, once, what a scenario is warned of', async (name) => {
  const command = COMMANDS[name] as (typeof COMMANDS)[string];
  expect(await command(new Context('zh', name === 'batch' ? [ERRORS] : []), WARNED)).toBe(0);
  expect(told().match(/shock-no-effect\.yaml:4:5 这一/g)).toHaveLength(1);
  err.mockClear();
  expect(await command(new Context('zh', name === 'batch' ? [ERRORS] : []), GOOD)).toBe(0);
  expect(told()).not.toContain('提示');
});

it('draw tells also what is found where an uncertainty is laid out', async () => {
  const command = COMMANDS.draw as (typeof COMMANDS)[string];
  expect(await command(new Context('zh'), join(ERRORS, 'variable-no-effect.yaml'))).toBe(0);
  expect(told().match(/variable-no-effect\.yaml:5:7 这一不确定变量没有涉及/g)).toHaveLength(1);
});
