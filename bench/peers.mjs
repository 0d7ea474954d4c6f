// The others on the same county: the C program, numpy, LibreOffice, HyperFormula and the naive reference. Each is started once, checked
// against Shapan's calm figures where it can be, and then asked for samples; one that cannot be started says why.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sheetOf } from './cells.mjs';
import { differencesOf } from './model.mjs';

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {number | null} threads null: it decides itself
 * @property {'lognormal' | 'none'} noise
 * @property {() => Promise<{countyYears: number, seconds: number}>} sample
 * @property {() => void} [close]
 */

/** Something is not installed: no row, and why. */
export class Missing extends Error {}

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const YEARS = 3;
const DRAWS_OF_C = 100_000;
const DRAWS_OF_NUMPY = 20_000;
// Sheets of one document, each a county: LibreOffice shares its overhead out over them.
const COPIES = 10;

/** Whether a program can be started. */
function found(program, ...args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** The fixed C program; it times itself, start and laying out excluded. @returns {Contestant[]} */
export function yardstick(folder, notes) {
  const compiler = ['clang', 'gcc'].find((name) => found(name, '--version'));
  if (compiler === undefined) throw new Missing('no clang and no gcc: no ratios');
  const at = join(folder, 'yardstick');
  mkdirSync(at);
  for (const name of ['core.h', 'main.c', 'gen.mjs']) copyFileSync(here(`yardstick/${name}`), join(at, name));
  execFileSync(process.execPath, ['gen.mjs'], { cwd: at });
  execFileSync(compiler, ['-O3', '-march=native', '-DSIMD8', '-o', 'c', 'main.c', '-lm', '-lpthread'], { cwd: at });
  notes.push(`yardstick: ${execFileSync(compiler, ['--version'], { encoding: 'utf8' }).split('\n')[0]}, -O3 -march=native`);
  const run = (mode, threads) => {
    const printed = execFileSync(join(at, 'c'), [DRAWS_OF_C, mode, threads, 1].map(String), { cwd: at, encoding: 'utf8' });
    const [, sim, agg] = /sim ([\d.]+)s agg ([\d.]+)s/.exec(printed) ?? [];
    return { countyYears: YEARS * DRAWS_OF_C, seconds: Number(sim) + Number(agg) };
  };
  const row = (name, mode, threads, noise) => ({ name, threads, noise, sample: async () => run(mode, threads) });
  return [row('C yardstick', 2, 1, 'lognormal'), row('C yardstick', 2, 2, 'lognormal'), row('C yardstick without noise', 0, 1, 'none')];
}

/** A program that is told lines of JSON and answers each with one. */
class Told {
  #child;
  #lines;

  constructor(program, args, env = process.env) {
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async ask(question) {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('a peer ended without an answer');
    return JSON.parse(value);
  }

  stop() {
    this.#child.stdin.end(`${JSON.stringify({ stop: true })}\n`);
  }
}

/** Refuses a peer whose calm years are not Shapan's. */
function wantSame(name, calm, figures, notes) {
  const differences = differencesOf(calm, figures);
  if (differences.length === 0)
    notes.push(`${name}: all ${Object.keys(calm).length} figures of the calm years as Shapan has them, to the fen`);
  else notes.push(`${name}: ${differences.length} of ${Object.keys(calm).length} calm figures differ:\n  ${differences.join('\n  ')}`);
}

/** numpy, many draws at a time on one thread. @returns {Promise<Contestant>} */
export async function numpy({ inputs, totals, calm }, notes) {
  const python = ['python3', '/usr/bin/python3'].find((name) => found(name, '-c', 'import numpy'));
  if (python === undefined) throw new Missing('no python3 with numpy');
  // One thread whatever library of linear algebra it brings: nothing here uses one.
  const peer = new Told(python, [here('peers/numpy_model.py')], { ...process.env, OPENBLAS_NUM_THREADS: '1' });
  const { version } = await peer.ask({ county: { ...inputs, totals } });
  wantSame(`numpy ${version}`, calm, (await peer.ask({ calm: true })).figures, notes);
  return {
    name: 'numpy',
    threads: 1,
    noise: 'lognormal',
    sample: async () => ({ countyYears: YEARS * DRAWS_OF_NUMPY, seconds: (await peer.ask({ play: DRAWS_OF_NUMPY })).seconds }),
    close: () => peer.stop(),
  };
}

/** LibreOffice without a window: the cells of several counties, recalculated. @returns {Promise<Contestant>} */
export async function libreOffice({ inputs, totals, calm }, notes) {
  const office = ['soffice', '/usr/lib/libreoffice/program/soffice.bin'].find((name) => found(name, '--version'));
  if (office === undefined) throw new Missing('no LibreOffice');
  const python = ['/usr/bin/python3', 'python3'].find((name) => found(name, '-c', 'import uno'));
  if (python === undefined) throw new Missing('no python3 with LibreOffice’s uno');
  const { rows, figures } = sheetOf(inputs, totals);
  const peer = new Told(python, [here('peers/libreoffice.py'), office]);
  await peer.ask({ open: { rows, copies: COPIES } });
  const paths = Object.keys(figures);
  const { values } = await peer.ask({ read: paths.map((path) => figures[path]) });
  wantSame('LibreOffice', calm, Object.fromEntries(paths.map((path, i) => [path, values[i]])), notes);
  await peer.ask({ set: 1 });
  await wantNoise('LibreOffice', async () => {
    await peer.ask({ recalculate: 1 });
    return (await peer.ask({ read: paths.map((path) => figures[path]) })).values;
  });
  return {
    name: 'LibreOffice',
    threads: null,
    noise: 'lognormal',
    sample: async () => ({ countyYears: YEARS * COPIES * 2, seconds: (await peer.ask({ recalculate: 2 })).seconds }),
    close: () => peer.stop(),
  };
}

/** HyperFormula, in this process. @returns {Promise<Contestant>} */
export async function hyperFormula({ inputs, totals, calm }, notes) {
  const packages = here('.peers/node_modules/');
  if (!existsSync(join(packages, 'hyperformula'))) throw new Missing('no HyperFormula: sh bench/peers.sh');
  const { HyperFormula } = createRequire(packages)('hyperformula');
  const { rows, figures } = sheetOf(inputs, totals);
  const sheet = HyperFormula.buildFromArray(rows, { licenseKey: 'gpl-v3' });
  const paths = Object.keys(figures);
  const cells = paths.map((path) => sheet.simpleCellAddressFromString(figures[path], 0));
  const read = () => cells.map((cell) => sheet.getCellValue(cell));
  wantSame(`HyperFormula ${HyperFormula.version}`, calm, Object.fromEntries(read().map((value, i) => [paths[i], value])), notes);
  const turn = (value) => sheet.setCellContents({ sheet: 0, row: 0, col: 0 }, value);
  turn(1);
  await wantNoise('HyperFormula', () => {
    turn(1);
    return read();
  });
  const draws = 5;
  return {
    name: 'HyperFormula',
    threads: 1,
    noise: 'lognormal',
    sample: async () => {
      const start = performance.now();
      // Whatever is written, cells with RAND are recalculated, and what depends on them.
      for (let n = 0; n < draws; n++) turn(1);
      return { countyYears: YEARS * draws, seconds: (performance.now() - start) / 1000 };
    },
    close: () => sheet.destroy(),
  };
}

/** A recalculation must be another draw, or its time says nothing. */
async function wantNoise(name, draw) {
  const [one, other] = [await draw(), await draw()];
  if (one.every((value, i) => value === other[i])) throw new Error(`${name} does not recalculate its noise`);
}

/** The naive reference of the tests, from the scenario's tree to all figures; without noise, which it does not know. @returns {Contestant} */
export function naiveReference({ parseDocument, reference }, text, { years, calm }, notes) {
  const tree = parseDocument(text, { schema: 'failsafe' }).toJS({ mapAsMap: true });
  const play = () => reference(tree, new Map());
  const figures = play();
  const at = (path) => path.split('.').reduce((value, key) => value?.[key], figures);
  wantSame('naive reference', calm, Object.fromEntries(Object.keys(calm).map((path) => [path, at(path)])), notes);
  const runs = 3;
  return {
    name: 'naive reference',
    threads: 1,
    noise: 'none',
    sample: async () => {
      const start = performance.now();
      for (let n = 0; n < runs; n++) play();
      return { countyYears: years * runs, seconds: (performance.now() - start) / 1000 };
    },
  };
}
