// A policy that a check finds wrong (R14): told like any problem and not played, but by `test`, which compares what comes out.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HAN, STACK, shapan } from './shapan.ts';

const GOOD = 'test/errors/good.yaml';
const BAD = 'test/errors/perverse-spending.yaml';
const folder = mkdtempSync(join(tmpdir(), 'shapan-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.concurrent('a perverse policy', () => {
  it.each([
    ['run', BAD],
    ['run', BAD, '--json'],
    ['run', BAD, '--out', join(folder, 'out')],
    ['compare', GOOD, BAD],
    ['compare', BAD, GOOD, '--json'],
  ])('`shapan %s %s %s` prints the problem, no figure, and ends with 1', async (...args) => {
    const { code, out, err } = await shapan(args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^错误 perverse-spending {2}test\/errors\/perverse-spending\.yaml:8:22/);
    expect(err).toContain('共 1 个错误，0 个提示。');
    expect(err).not.toMatch(STACK);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is listed by `check` with everything else, which ends with 1', async () => {
    const { code, out, err } = await shapan(['check', BAD, '--lang', 'en']);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/^error perverse-spending/);
    expect(out).toContain('note unsourced');
    expect(out).toContain('Errors: 1.');
    expect(out.split('\n').slice(1, 7).join('\n').replace('东部医共体', '')).not.toMatch(HAN);
  });

  it('explains its figures all the same', async () => {
    expect((await shapan(['explain', BAD, '2025.alliances.east.borne'])).code).toBe(0);
  });
});
