// The scenarios that come with the project, and what the reference makes of them.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../../src/figures/figure.ts';
import { Files } from '../../src/shell/files.ts';
import { type Read, readScenario } from '../../src/written/read.ts';
import { child, isTreeMap, keysOf, type Tree } from '../../src/written/tree.ts';
import { play } from '../../src/year/play.ts';
import { decimal, mapping } from '../reference/writing.ts';
import { type Figures, reference, type Written } from '../reference/reference.ts';

export const ROOT = new URL('../../', import.meta.url).pathname;

/** Scenario files of a folder of the project, by name without ending. */
export function scenariosIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -5))
    .sort();
}

export function readFrom(path: string): Read {
  const files = new Files();
  const source = files.named(path);
  if ('code' in source) throw new Error(`${path}: ${source.code}`);
  return readScenario(source, files);
}

const shippedOnes = new Map<string, { readonly read: Read; readonly run: Run }>();

/** A scenario of scenarios/ by name, read and played once for all tests that look at it: nobody changes what it gives. */
export function shipped(name: string): { readonly read: Read; readonly run: Run } {
  let known = shippedOnes.get(name);
  if (known === undefined) {
    const read = readFrom(join(ROOT, 'scenarios', `${name}.yaml`));
    known = { read, run: play(read) };
    shippedOnes.set(name, known);
  }
  return known;
}

/** Figures as the reference computes them from the composed scenario: what was written, before the product made types of it. */
export function referenceFigures(read: Read): Figures {
  return reference(composed(read), new Map());
}

/** The reference reads plain maps, lists and texts; it knows nothing of `extends`, `set` and CSV files. */
function composed(read: Read): Written {
  const written = plain(read.tree);
  if (!(written instanceof Map)) throw new Error('not a mapping');
  for (const key of ['extends', 'set', 'expect']) written.delete(key);
  const county = written.get('county');
  if (county instanceof Map && namesFiles(child(child(read.tree, 'county'), 'activity'))) {
    county.set('activity', read.rows.map(rowOf));
  }
  return written;
}

function namesFiles(activity: Tree | undefined): boolean {
  return typeof activity === 'string' || (Array.isArray(activity) && typeof activity[0] === 'string');
}

function rowOf(row: Read['rows'][number]): Written {
  const { measures, reference: ofItem } = row;
  const money = (amount: number | null | undefined) => (amount === null || amount === undefined ? undefined : decimal(BigInt(amount), 2, true));
  const points = (amount: number | undefined) => (amount === undefined ? undefined : decimal(BigInt(amount), 4, true));
  const whole = (count: number | undefined) => (count === undefined ? undefined : String(count));
  return mapping({
    year: String(row.year),
    month: row.month === null ? undefined : String(row.month),
    home: row.home,
    institution: row.institution,
    service: row.service,
    item: row.item === '' ? undefined : row.item,
    signedWith: row.signedWith === '' ? undefined : row.signedWith,
    fund: money(row.fund),
    cases: whole(measures.cases),
    days: whole(measures.days),
    points: points(measures.points),
    weights: points(measures.weights),
    cost: money(measures.cost),
    patientPaid: money(measures.patientPaid),
    reference: money(ofItem),
    incomplete: row.incomplete ? 'yes' : undefined,
  });
}

function plain(tree: Tree): Written {
  if (isTreeMap(tree)) return new Map(keysOf(tree).map((key) => [String(key), plain(child(tree, key) ?? null)]));
  if (typeof tree === 'object' && tree !== null) return tree.map(plain);
  return tree;
}
