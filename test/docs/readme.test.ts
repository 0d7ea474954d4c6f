// Documentation that runs: every command of the READMEs exits 0, every snippet plays, every file named is there.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIGURES } from '../../src/figures/catalogue.ts';
import { Report } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { cellsOf } from '../../src/shell/csv.ts';
import { Files } from '../../src/shell/files.ts';
import { RULE_FILES } from '../../src/words/interface.ts';
import { readScenario } from '../../src/written/read.ts';
import { rowsOf } from '../../src/written/table.ts';
import { play } from '../../src/year/play.ts';
import { shapan } from '../cli/shapan.ts';

const root = new URL('../..', import.meta.url).pathname;
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const READMES = ['README.md', 'README.zh-CN.md'] as const;

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '');
}

function commandsOf(text: string): string[] {
  const lines = blocks(text, 'sh').flatMap((block) => block.split('\n'));
  return lines.map((line) => (line.split('#')[0] ?? '').trim()).filter((line) => line.startsWith('npx shapan'));
}

describe('commands of the READMEs', () => {
  let folder = '';
  beforeAll(() => {
    // A folder of its own, so that what the commands write is not left in the project.
    folder = mkdtempSync(join(tmpdir(), 'shapan-readme-'));
    for (const part of ['scenarios', 'seeds', 'test']) symlinkSync(join(root, part), join(folder, part));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([...new Set(READMES.flatMap((name) => commandsOf(read(name))))])('%s', async (command) => {
    const [, , ...args] = (command.match(/'[^']*'|\S+/g) ?? []).map((arg) => arg.replace(/^'|'$/g, ''));
    const { code, out } = await shapan(args, folder);
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(0);
  });
});

describe.each(READMES)('%s', (name) => {
  const text = read(name);

  it('shows commands', () => expect(commandsOf(text).length).toBeGreaterThanOrEqual(8));
  it('shows a scenario that plays', () => {
    const snippets = blocks(text, 'yaml');
    expect(snippets.length).toBeGreaterThan(0);
    for (const snippet of snippets) {
      const files = new Files();
      const beside = files.named(join(root, 'scenarios/baseline.yaml'));
      if (!('text' in beside)) throw new Error('no baseline');
      const shelf = {
        open: (kind: 'scenario' | 'policy' | 'county' | 'uncertainty', wanted: string, from: typeof beside) =>
          files.open(kind, wanted, from.name === 'snippet.yaml' ? beside : from),
        table: (wanted: string, from: typeof beside) => files.table(wanted, from),
      };
      expect(play(readScenario(sourceOf('snippet.yaml', snippet), shelf)).plan.years.length).toBeGreaterThan(0);
    }
  });
  it('shows tables that are read', () => {
    for (const block of blocks(text, 'csv')) {
      const report = new Report();
      const cells = cellsOf(sourceOf('snippet.csv', block));
      expect('rows' in cells && rowsOf(cells, report).length).toBeGreaterThan(0);
      expect(report.problems).toEqual([]);
    }
  });
  it('names every scenario there is, and none that is not', () => {
    const there = readdirSync(join(root, 'scenarios')).filter((file) => file.endsWith('.yaml'));
    for (const file of there) expect(text).toContain(file);
    for (const [, named] of text.matchAll(/scenarios\/([\w-]+\.yaml)/g)) expect(there).toContain(named);
  });
});

describe('src/README.md', () => {
  const text = read('src/README.md');
  it('names the file of every rule', () => {
    for (const [rule, file] of Object.entries(RULE_FILES)) {
      expect(existsSync(join(root, file))).toBe(true);
      expect(read(file).slice(0, 400)).toContain(rule);
      expect(text).toContain(file.replace('src/', ''));
    }
  });
  it('names every folder of src, in import order, and none that is not', () => {
    const there = readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    const named = [...text.matchAll(/^\| `(\w+)\/` \|/gm)].map((match) => match[1]);
    expect([...named].sort()).toEqual([...there].sort());
  });
  it('puts finalPayment beside its rule', () => {
    const rule = FIGURES.find((figure) => figure.id === 'finalPayment')?.rule;
    expect(text.split('\n').find((line) => line.startsWith(`| ${rule} `))).toContain('finalPayment');
  });
});
