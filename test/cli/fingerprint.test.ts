// The fingerprint tells what a printed table came from: it changes with what is said, and not with how it is written.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, shapan } from './shapan.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-mark-'));
afterAll(() => rmSync(folder, { recursive: true }));
const original = new Map<string, string>();

beforeAll(async () => {
  expect((await shapan(['init', folder, '--force'])).code).toBe(0);
  for (const name of ['scenario.yaml', 'policy.yaml', 'county.yaml', 'example-activity.csv', 'example-volumes.csv']) {
    original.set(name, readFileSync(join(folder, name), 'utf8'));
  }
});

/** The marks printed, with some of the files changed. */
async function marks(changes: Readonly<Record<string, (text: string) => string>> = {}): Promise<Record<string, string>> {
  for (const [name, text] of original) {
    const changed = changes[name]?.(text) ?? text;
    if (changes[name] !== undefined && changed === text) throw new Error(`nothing changed in ${name}`);
    writeFileSync(join(folder, name), changed);
  }
  const { code, out } = await shapan(['run', join(folder, 'scenario.yaml'), '--lang', 'en', '--tables', 'summary']);
  expect(code).toBe(0);
  const found = /scenario (\w+) · policy (\w+) · county (\w+) · shapan (\S+)$/m.exec(out);
  return { scenario: found?.[1] ?? '', policy: found?.[2] ?? '', county: found?.[3] ?? '', version: found?.[4] ?? '' };
}

function differing(a: Record<string, string>, b: Record<string, string>): string[] {
  return Object.keys(a).filter((key) => a[key] !== b[key]);
}

describe('fingerprint', () => {
  it('has four marks, the last of them the version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await marks()).toEqual({
      scenario: expect.stringMatching(/^[0-9a-f]{12}$/),
      policy: expect.stringMatching(/^[0-9a-f]{12}$/),
      county: expect.stringMatching(/^[0-9a-f]{12}$/),
      version,
    });
  });

  it.each<readonly [string, string[], Readonly<Record<string, (text: string) => string>>]>([
    ['the years', ['scenario'], { 'scenario.yaml': (text) => text.replace('[2025, 2027]', '[2025, 2026]') }],
    ['the title', ['scenario'], { 'scenario.yaml': (text) => text.replace('第一个', '第二个') }],
    [
      'a shock',
      ['scenario'],
      { 'scenario.yaml': (text) => text.replace('# shocks', 'shocks').replace('#   - {title: 冬', '  - {title: 冬') },
    ],
    [
      'a setting, and the policy with it',
      ['scenario', 'policy'],
      { 'scenario.yaml': (text) => `${text}set: {policy.advance.share: 90%}\n` },
    ],
    [
      'a share of the policy',
      ['policy'],
      {
        'policy.yaml': (text) =>
          text.replace('value: 70%, assumption', 'value: 69%, assumption').replace('value: 30%, assumption', 'value: 31%, assumption'),
      },
    ],
    [
      'the reason of an assumption',
      ['policy'],
      { 'policy.yaml': (text) => text.replace('assumption: 手册未涉及利息', 'assumption: 手册没有提利息') },
    ],
    ['a head of the county', ['county'], { 'county.yaml': (text) => text.replace('302400', '302401') }],
    [
      'the order of alliances',
      ['county'],
      { 'county.yaml': (text) => text.replace(/( {2}- id: east\n(?: {4}.*\n)+)( {2}- id: west\n(?: {4}.*\n)+)/, '$2$1') },
    ],
    ['a fen of activity', ['county'], { 'example-activity.csv': (text) => text.replace('4651724.16', '4651724.17') }],
  ])('changes with %s', async (_, expected, changes) => {
    const before = await marks();
    expect(differing(before, await marks(changes))).toEqual(expected);
  });

  it.each<readonly [string, Readonly<Record<string, (text: string) => string>>]>([
    ['a comment in the scenario', { 'scenario.yaml': (text) => `# 另一行\n${text}# 末行\n` }],
    ['a comment in the policy', { 'policy.yaml': (text) => text.replace('advance:', 'advance: # 预付') }],
    ['comments taken out of the county', { 'county.yaml': (text) => text.replace(/^ *#.*\n| +#.*$/gm, '') }],
    ['quotes and empty lines', { 'scenario.yaml': (text) => text.replace('policy: ./policy.yaml', '\n\npolicy: "./policy.yaml"') }],
    ['a list in a block rather than in brackets', { 'scenario.yaml': (text) => text.replace('[2025, 2027]', '\n  - 2025\n  - 2027') }],
  ])('does not change with %s', async (_, changes) => {
    expect(differing(await marks(), await marks(changes))).toEqual([]);
  });
});
