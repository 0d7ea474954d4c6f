// hledger checks what the ledger export says: every transaction balances, every asserted balance holds, and its own sum for
// the pool is our figure. Where hledger is missing the tests are skipped, and fail where REQUIRE_HLEDGER=1 demands it.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { balances } from '../../src/books/balances.ts';
import { closingPool } from '../../src/figures/county.ts';
import { viewOf } from '../../src/figures/figure.ts';
import { yuan } from '../../src/money/display.ts';
import { ledgerText } from '../../src/report/ledgerExport.ts';
import { play } from '../../src/year/play.ts';
import { ROOT, readFrom, scenariosIn, shipped } from '../golden/scenarios.ts';

const version = spawnSync('hledger', ['--version'], { encoding: 'utf8' });
const isThere = version.status === 0;
const isRequired = process.env.REQUIRE_HLEDGER === '1';
if (!isThere && !isRequired) process.stderr.write('hledger is not installed: the ledger tests are skipped (apt-get install hledger)\n');

const folder = mkdtempSync(join(tmpdir(), 'shapan-ledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = [
  ...scenariosIn('scenarios').map((name) => `scenarios/${name}.yaml`),
  ...scenariosIn('test/cases').map((name) => `test/cases/${name}.yaml`),
  'test/csv/english.yaml',
];

/** hledger reads Chinese account names only in a UTF-8 locale. */
function hledger(journal: string, ...args: readonly string[]) {
  return spawnSync('hledger', ['-f', journal, ...args], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
}

function exported(file: string) {
  const run = file.startsWith('scenarios/') ? shipped(basename(file, '.yaml')).run : play(readFrom(join(ROOT, file)));
  const text = ledgerText(run, [file]);
  const journal = join(folder, `${file.replaceAll('/', '-')}.journal`);
  writeFileSync(journal, text);
  return { run, text, journal };
}

describe('hledger', () => {
  it.runIf(isRequired)('is there, since it is required', () => expect(isThere).toBe(true));

  it.runIf(isThere)('counts what it is given', () => {
    const journal = join(folder, 'by-hand.journal');
    writeFileSync(journal, '2025-01-01 一\n    基金:统筹基金  1.00 CNY\n    外部  -1.00 CNY\n');
    expect(hledger(journal, 'check').status).toBe(0);
    expect(
      execFileSync('hledger', ['-f', journal, 'balance', '-N'], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } }),
    ).toContain('1.00 CNY  基金:统筹基金');
  });

  describe.each(files)('%s', (file) => {
    const { run, text, journal } = exported(file);
    const lines = text.split('\n');
    const years = run.plan.years;
    const last = years.length - 1;

    it('asserts every fund and alliance account at the end of each month played', () => {
      const asserted = run.plan.ledger.accounts.filter(
        ({ kind }) =>
          ![
            ...['insuredPeople', 'treasury', 'bank', 'insurer', 'payee', 'institution'],
            ...['member', 'procurement', 'purposeSpent', 'villageDoctors'],
          ].includes(kind),
      ).length;
      // A budget alone plays no month; its January is asserted.
      const times = years.reduce((sum, year) => sum + Math.max(1, year.months) + (year.settles ? 1 : 0), 0);
      expect(asserted * times).toBeGreaterThan(0);
      expect(lines.filter((line) => / 0\.00 CNY = -?\d+\.\d\d CNY$/.test(line)).length).toBe(asserted * times);
    });

    it.runIf(isThere)('is accepted, balances and assertions alike, and gives the pool the balance that we say it has', () => {
      const view = viewOf(run, last);
      // Any report checks both first; `check` for itself would read the whole journal once more.
      const asked = hledger(journal, 'balance', '-N', '--flat', '--empty', '^基金:统筹基金$');
      expect([asked.stderr, asked.status]).toEqual(['', 0]);
      const pool = years[last]?.settles === true ? closingPool(view) : balances(run.plan.ledger, view.book)[view.plan.ledger.account.pool];
      const sum = /(-?[\d.]+) CNY/.exec(asked.stdout)?.[1] ?? '0.00';
      expect(sum).toBe(yuan(pool as ReturnType<typeof closingPool>));
    });
  });

  describe('notices', () => {
    const { text } = exported('test/cases/01-two-alliances-one-year.yaml');
    const lines = text.split('\n');
    const changed = (at: number, line: string) => {
      const journal = join(folder, 'changed.journal');
      writeFileSync(journal, lines.with(at, line).join('\n'));
      return hledger(journal, 'balance');
    };

    it.runIf(isThere)('an amount that is a fen off', () => {
      const at = lines.findIndex((line) => /^ {4}基金:统筹基金 {2}\d+\.\d\d CNY$/.test(line));
      const line = lines[at] ?? '';
      const outcome = changed(
        at,
        line.replace(/(\d)(?= CNY$)/, (digit) => String((Number(digit) + 1) % 10)),
      );
      expect(outcome.status).not.toBe(0);
      expect(outcome.stderr).toMatch(/balance/i);
    });

    it.runIf(isThere)('an asserted balance that is a fen off', () => {
      const at = lines.findLastIndex((line) => line.startsWith('    基金:统筹基金  0.00 CNY = '));
      const outcome = changed(
        at,
        (lines[at] ?? '').replace(/(\d)(?= CNY$)/, (digit) => String((Number(digit) + 1) % 10)),
      );
      expect(outcome.status).not.toBe(0);
      expect(outcome.stderr).toMatch(/assert/i);
    });

    it.runIf(isThere)('a movement that is gone from both of its accounts', () => {
      const at = lines.findIndex((line) => line.includes('按月预付'));
      const journal = join(folder, 'shorter.journal');
      writeFileSync(journal, lines.toSpliced(at, 4).join('\n'));
      expect(hledger(journal, 'balance').status).not.toBe(0);
    });
  });

  it.runIf(isThere)('is not led astray by a title', () => {
    const read = readFrom(join(ROOT, 'test/cases/01-two-alliances-one-year.yaml'));
    const journal = join(folder, 'title.journal');
    writeFileSync(journal, ledgerText(play(read), ['one\n2025-01-01 two\n    a  1\n', 'three\r\ninclude /etc/passwd']));
    const checked = hledger(journal, 'check');
    expect(checked.stderr).toBe('');
    expect(hledger(journal, 'accounts').stdout).not.toMatch(/^a$/m);
  });
});
