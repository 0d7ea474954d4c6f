// Files that mean harm, or are no scenario at all, given to the command line: an error that a person can read, within
// seconds, never a stack, never a file from outside.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { STACK, shapanProcess } from './shapan.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = 'root-password-of-someone';
/** A file that no scenario may reach. */
mkdirSync(join(folder, 'secret'));
writeFileSync(join(folder, 'secret', 'secret.yaml'), `id: ${SECRET}\n${SECRET}: ${SECRET}\n`);
writeFileSync(join(folder, 'secret', 'secret.csv'), `${SECRET}\n`);
const home = join(folder, 'home');
mkdirSync(home);

const SCENARIO = `policy:
  financing: {individual: 400, subsidy: 670}
  quota: {byInsured: 100%, byHistory: 0%}
  settlement:
    surplus: {retention: [{score: 0, share: 50%}], uses: {USE1: 40%, USE2: 60%}}
    overspend: {bands: [{pool: 50%}]}
county:
  alliances: [{id: HOME1, insured: 30000}, {id: HOME2, insured: 20000}]
  institutions: [{id: PLACE1, alliance: HOME1}, {id: PLACE2, kind: off-county}]
  activity: ACTIVITY
  growth: {SERVICE1: 2%}
years: [2025, 2026]
`;
const ROWS = `
    - {year: 2024, home: HOME1, institution: PLACE1, service: SERVICE1, fund: 20000000}
    - {year: 2024, home: HOME2, institution: PLACE2, service: SERVICE1, fund: 18000000.01}
    - {year: 2024, home: HOME2, institution: PLACE1, service: SERVICE1, fund: 9000000}`;
const CSV = 'year,home,institution,service,fund\n2024,HOME1,PLACE1,SERVICE1,20000000\n';

const good = SCENARIO.replace('ACTIVITY', ROWS);
const withTable = (name: string) => SCENARIO.replace('ACTIVITY', name);

let made = 0;
function write(text: string | Uint8Array, name = `${made++}.yaml`): string {
  writeFileSync(join(home, name), text);
  return join(home, name);
}

/** A scenario that names a table beside it. */
function table(content: string | Uint8Array): string {
  const name = `${made++}.csv`;
  write(content, name);
  return write(withTable(name));
}

function noise(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = 12345;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    bytes[i] = state >> 16;
  }
  return bytes;
}

const bombOf = (depth: number) =>
  `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: depth }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]\n`).join('')}`;

/** Each with the problem code that it must be told by. */
const HOSTILE: Readonly<Record<string, readonly [() => string, RegExp]>> = {
  'ten megabytes of letters': [() => write('garbage '.repeat(1_310_720)), /wrong-type|not-yaml|file-too-large/],
  'ten megabytes of lines': [() => write('- garbage: [1, 2\n'.repeat(620_000)), /not-yaml|wrong-type|file-too-large/],
  'ten megabytes of noise': [() => write(noise(10 * 1024 * 1024)), /encoding|not-yaml|file-too-large/],
  'a binary': [() => process.execPath, /file-too-large|encoding|not-yaml/],
  'a picture': [() => write(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')), /encoding|not-yaml/],
  'seventeen megabytes': [() => write('#'.repeat(17 * 1024 * 1024)), /file-too-large/],
  'nothing at all': [() => write(''), /wrong-type/],
  'a mark alone': [() => write('\ufeff'), /wrong-type/],
  'NUL bytes': [() => write('\0'.repeat(1000)), /not-yaml|wrong-type|encoding/],
  'a hundred thousand brackets': [() => write('['.repeat(100_000)), /too-deep|not-yaml/],
  'a hundred thousand brackets, closed': [() => write(`years: ${'['.repeat(100_000)}${']'.repeat(100_000)}`), /too-deep|not-yaml/],
  'a hundred thousand braces': [() => write('{a: '.repeat(100_000)), /too-deep|not-yaml/],
  'mappings two thousand deep': [() => write(Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')), /too-deep|not-yaml/],
  'an alias bomb': [() => write(`${bombOf(9)}${good}`), /alias-bomb/],
  'an alias that holds itself': [() => write(`shocks: &a [*a]\n${good}`), /alias-bomb/],
  'a hundred thousand keys': [() => write(Array.from({ length: 100_000 }, (_, i) => `k${i}: 1\n`).join('')), /unknown-key|missing-key/],
  'two documents': [() => write(`${good}---\n${good}`), /not-yaml/],
  'a tag that would make an object': [
    () => write(`title: !!js/function 'function () {}'\nyears: !!binary aGVsbG8=\n${good}`),
    /not-yaml|duplicate-key/,
  ],
  '__proto__ as a key': [() => write(`__proto__: {polluted: yes}\n${good}`), /unknown-key/],
  '__proto__ inside a policy': [() => write(good.replace('policy:', 'policy:\n  __proto__: {note: x}')), /unknown-key/],
  'constructor as a key': [() => write(`constructor: {prototype: {polluted: yes}}\n${good}`), /unknown-key/],
  '__proto__ as an id': [() => write(good.replaceAll('HOME1', '__proto__')), /bad-id/],
  '__proto__ as a use': [() => write(good.replaceAll('USE1', '__proto__')), /bad-id/],
  '__proto__ in a setting': [() => write(`${good}set: {__proto__.polluted: 1, policy.constructor.prototype.x: 1}\n`), /unknown-path/],
  'a policy outside, by ../': [() => write('policy: ../secret/secret.yaml\ncounty: example\nyears: 2025\n'), /path-outside/],
  'a policy outside, by a name full of ../': [
    () => write('policy: ../../../../../../etc/passwd\ncounty: example\nyears: 2025\n'),
    /path-outside/,
  ],
  'a policy outside, by an absolute path': [
    () => write(`policy: ${join(folder, 'secret/secret.yaml')}\ncounty: example\nyears: 2025\n`),
    /path-outside/,
  ],
  'a policy outside, by a link': [
    () => {
      symlinkSync(join(folder, 'secret/secret.yaml'), join(home, 'link.yaml'));
      return write('policy: ./link.yaml\ncounty: example\nyears: 2025\n');
    },
    /path-outside/,
  ],
  'a policy outside, by a linked folder': [
    () => {
      symlinkSync(join(folder, 'secret'), join(home, 'linked'));
      return write('policy: ./linked/secret.yaml\ncounty: example\nyears: 2025\n');
    },
    /path-outside/,
  ],
  'a scenario below, outside': [() => write('extends: ../secret/secret.yaml\n'), /path-outside/],
  'a seed that is a path': [() => write('policy: ..\ncounty: example\nyears: 2025\n'), /unknown-seed|path-outside/],
  'a name with a NUL': [() => write('policy: "./a\\0b.yaml"\ncounty: example\nyears: 2025\n'), /file-missing|file-unreadable|path-outside/],
  'a name of ten thousand letters': [
    () => write(`policy: ./${'a'.repeat(10_000)}.yaml\ncounty: example\nyears: 2025\n`),
    /file-missing|file-unreadable/,
  ],
  'a table outside, by ../': [() => write(withTable('../secret/secret.csv')), /path-outside/],
  'a table outside, by an absolute path': [() => write(withTable('/etc/passwd')), /path-outside/],
  'a table outside, by a link': [
    () => {
      symlinkSync(join(folder, 'secret/secret.csv'), join(home, 'link.csv'));
      return write(withTable('link.csv'));
    },
    /path-outside/,
  ],
  'an endless device as a table': [() => write(withTable('/dev/zero')), /path-outside/],
  'an endless device as a table, linked to': [
    () => {
      symlinkSync('/dev/zero', join(home, 'zero.csv'));
      return write(withTable('zero.csv'));
    },
    /path-outside|file-unreadable/,
  ],
  'a pipe that nobody writes to, as a table': [
    () => {
      execFileSync('mkfifo', [join(home, 'pipe.csv')]);
      return write(withTable('pipe.csv'));
    },
    /file-unreadable/,
  ],
  'a pipe that nobody writes to': [
    () => {
      execFileSync('mkfifo', [join(home, 'pipe.yaml')]);
      return join(home, 'pipe.yaml');
    },
    /file-unreadable/,
  ],
  'an endless device': [() => '/dev/zero', /file-unreadable/],
  'a folder as a table': [() => write(withTable('../home')), /path-outside|file-unreadable/],
  'a table with a NUL': [() => table(`${CSV}2024,HOME1,PLACE1,SER\0VICE1,5\n`), /unknown-service|bad-id|not-csv/],
  'a table with NULs for a number': [() => table(`${CSV}2024,HOME1,PLACE1,SERVICE1,\0\0\n`), /not-a-number/],
  'a table with a field of a million letters': [() => table(`${CSV}2024,HOME1,PLACE1,${'x'.repeat(1_000_000)},5\n`), /not-csv|bad-id/],
  'a table with a quote that runs for a megabyte': [() => table(`${CSV}2024,"${'x,\n'.repeat(400_000)}`), /not-csv/],
  'a table with a million columns': [() => table(`${'a,'.repeat(1_000_000)}\n`), /not-csv|csv-column/],
  'a table with three hundred thousand bad rows': [() => table(CSV + '2024,HOME1,PLACE1,SERVICE1,x\n'.repeat(300_000)), /not-a-number/],
  'a table of noise': [() => table(noise(1024 * 1024)), /encoding|not-csv|csv-column/],
  'a table that is empty': [() => table(''), /csv-column/],
  'a number of a million digits': [
    () => write(good.replace('insured: 30000', `insured: ${'9'.repeat(1_000_000)}`)),
    /not-a-number|amount-too-large/,
  ],
  'a million years': [() => write(good.replace('[2025, 2026]', '[2025, 1002025]')), /not-a-year/],
  'a thousand years': [() => write(good.replace('[2025, 2026]', '[1000, 9999]')), /not-a-year|no-base-year|outside-years|not-an-actual/],
  'a terminal’s control sequences': [() => write('title: "\\e]0;owned\\a\\e[2J"\n"\\e[31mred": 1\n'), /unknown-key|missing-key/],
};

describe.concurrent('hostile files', () => {
  it.each(Object.keys(HOSTILE))('%s', async (name) => {
    const [make, code] = HOSTILE[name] ?? [() => '', /./];
    const file = make();
    const { code: exit, out, err } = await shapanProcess(['run', file]);
    expect(err.slice(0, 3000)).toMatch(code);
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err).not.toMatch(STACK);
    expect(err).toMatch(/共 \d+ 个错误，\d+ 个提示。\n$/);
    expect(err).not.toContain(SECRET);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
    expect(err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    expect(err.length).toBeLessThan(200_000);
  });

  it('the file that they were made from is good', async () => {
    expect(await shapanProcess(['run', write(good)])).toMatchObject({ code: 0, err: '' });
  });
});

describe('hostile expectations', () => {
  it.each([
    '{__proto__: {a: 1}}',
    '{2025: {constructor: 1}}',
    '{2025: {__proto__: {toString: 1}}}',
    '{2025: {alliances: {hasOwnProperty: {quota: 1}}}}',
  ])('%s names no figure', async (expected) => {
    const { code, out, err } = await shapanProcess(['test', write(`${good}expect: ${expected}\n`)]);
    expect(code).toBe(2);
    expect(out).toContain('错误 unknown-figure');
    expect(out + err).not.toMatch(STACK);
  });
});

describe('files that are odd, but right', () => {
  it('ids named like what every JavaScript object has give the same figures as any other', async () => {
    const names = {
      HOME1: 'constructor',
      HOME2: 'toString',
      PLACE1: 'hasOwnProperty',
      PLACE2: 'valueOf',
      SERVICE1: 'isPrototypeOf',
      USE1: 'prototype',
      USE2: 'then',
    };
    const renamed = Object.entries(names).reduce((text, [from, to]) => text.replaceAll(from, to), good);
    const plain = await shapanProcess(['run', write(good), '--json']);
    const odd = await shapanProcess(['run', write(renamed), '--json']);
    expect(odd.code).toBe(0);
    expect(odd.out).toBe(Object.entries(names).reduce((text, [from, to]) => text.replaceAll(`"${from}"`, `"${to}"`), plain.out));
    expect(odd.out).toContain('"constructor": {');
    const file = write(renamed);
    expect((await shapanProcess(['explain', file, '2025.alliances.constructor.uses.then'])).code).toBe(0);
    expect((await shapanProcess(['check', file])).code).toBe(0);
    expect((await shapanProcess(['run', file, '--out', join(home, 'odd')])).code).toBe(0);
  });

  it('numbers as ids keep the order of the file', async () => {
    const numbers = good.replaceAll('HOME1', '9').replaceAll('HOME2', '1').replaceAll('USE1', '20').replaceAll('USE2', '3');
    const { code, out } = await shapanProcess(['run', write(numbers), '--tables', 'summary']);
    expect(code).toBe(0);
    expect(out.indexOf('│ 9 ')).toBeGreaterThan(0);
    expect(out.indexOf('│ 9 ')).toBeLessThan(out.indexOf('│ 1 '));
  });

  it('a folder that the user allows may be named; nothing else may', async () => {
    write(CSV, '../secret/allowed.csv');
    const file = write(withTable('../secret/allowed.csv'));
    expect((await shapanProcess(['run', file])).code).toBe(2);
    expect((await shapanProcess(['run', file, '--allow', join(folder, 'secret')])).code).toBe(0);
    expect((await shapanProcess(['run', file, '--allow', join(folder, 'sec')])).code).toBe(2);
    const device = await shapanProcess(['run', write(withTable('/dev/zero')), '--allow', '/dev']);
    expect(device.code).toBe(2);
    expect(device.err).toContain('file-unreadable');
  });

  it('a link within the folder may be followed', async () => {
    write(CSV, 'real.csv');
    symlinkSync(join(home, 'real.csv'), join(home, 'near.csv'));
    expect((await shapanProcess(['run', write(withTable('near.csv'))])).code).toBe(0);
  });

  it('control characters of a title do not reach the terminal, nor the files', async () => {
    const file = write(`title: "a\\e[31m\\u202eb\\r\\nc"\n${good.replace('id: HOME1,', 'id: HOME1, title: "x\\e[2Jy\\nz",')}`);
    const out = join(home, 'controls');
    const { code, out: printed } = await shapanProcess(['run', file, '--out', out]);
    expect(code).toBe(0);
    for (const unseen of ['\u001b', '\u202e', '\r']) expect(printed).not.toContain(unseen);
    const ledger = execFileSync('cat', [join(out, 'ledger.journal')], { encoding: 'utf8' });
    expect(ledger.split('\n')[0]).toMatch(/^; a/);
    expect(ledger).not.toContain('\u001b');
    expect(ledger.split('\n')).not.toContain('c');
  });

  it('a table of two hundred thousand rows is read', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `2024,${(i % 12) + 1},HOME1,PLACE1,SERVICE1,${(i % 997) + 0.25}\n`);
    const file = table(`year,month,home,institution,service,fund\n${rows.join('')}`);
    const { code, err } = await shapanProcess(['run', file]);
    expect([code, err]).toEqual([0, '']);
  });
});
