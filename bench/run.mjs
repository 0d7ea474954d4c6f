// npm run -s bench [-- --json] [--rounds N] [--long]: how many years of a county Shapan plays in a second, beside others on the same
// county. See README.md beside this file. Nothing here is a test: a machine's speed is no property of the code.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countyText, keptCounty } from './county.mjs';
import { bundled, Engine, planOf } from './engine.mjs';
import { rowsOf, speedTable, tableOf } from './measure.mjs';
import { calmFigures, inputsOf, totalsOf } from './model.mjs';
import { parts } from './parts.mjs';
import { hyperFormula, libreOffice, Missing, naiveReference, numpy, yardstick } from './peers.mjs';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '7' }, long: { type: 'boolean' } },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${options.rounds}: a whole number from 1`);
process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const SAMPLE_SECONDS = 0.25;
const SOURCES = ['index', 'shell/files', 'study/draws', 'weather/weather'].map((name) => `export * from './src/${name}.ts';`).join('\n');
const REFERENCE = "export { parseDocument } from 'yaml'; export { reference } from './test/reference/reference.ts';";

const folder = mkdtempSync(join(tmpdir(), 'shapan-bench-'));
/** What is said beside the figures. @type {string[]} */
const notes = [];
/** @type {import('./peers.mjs').Contestant[]} */
const contestants = [];
try {
  const url = await bundled(folder, 'sources', SOURCES);
  const sources = await import(url);
  const text = keptCounty();
  await enter(() => yardstick(folder, notes));
  for (const threads of [1, 2]) {
    await enter(() => engineRow('shapan draws', { url, text, what: 'draws', threads, noise: 'lognormal' }));
    await enter(() => engineRow('shapan rules', { url, text, what: 'rules', threads, noise: 'none' }));
    await enter(() => engineRow('shapan noise', { url, text, what: 'noise', threads, noise: 'lognormal' }));
  }
  const county = described(sources, text);
  await enter(() => numpy(county, notes));
  await enter(() => hyperFormula(county, notes));
  await enter(() => libreOffice(county, notes));
  await enter(async () =>
    naiveReference(await import(await bundled(folder, 'reference', REFERENCE)), countyText({ calm: true }), county, notes),
  );
  for (const draws of options.long ? [1e3, 1e4, 1e5, 1e6] : [1e3, 1e4, 1e5]) {
    await enter(() => engineRow(`shapan draws, ${draws} of them`, { url, text, what: 'draws', threads: 1, noise: 'lognormal', draws }));
  }
  for (const [of, size] of SIZES()) {
    await enter(() =>
      engineRow(`shapan draws, ${of}`, {
        url,
        text: countyText(size),
        what: 'draws',
        threads: 1,
        noise: 'lognormal',
        ...size,
        other: true,
      }),
    );
  }
  const rows = await rowsOf(contestants, rounds, 'C yardstick');
  if (options.json) console.log(JSON.stringify(rows, null, 2));
  else {
    console.log(
      `Years of a county a second, Node ${process.versions.node}, ${rounds} rounds: medians, and the range from slowest to fastest\n`,
    );
    console.log(`${speedTable(rows)}\n\n${notes.join('\n')}\n`);
    console.log(`What the rest takes: medians, and the range from fastest to slowest\n\n${tableOf(await parts(sources))}`);
  }
  if (options.json) for (const note of notes) console.error(note);
} finally {
  for (const { close } of contestants) await close?.();
  rmSync(folder, { recursive: true, force: true });
}

/** Larger counties, one thing at a time. */
function* SIZES() {
  for (const times of [1, 4, 16]) yield [`alliances ×${times}`, { alliances: 3 * times }];
  for (const times of [4, 16]) yield [`institutions ×${times}`, { institutions: times }];
  for (const years of [1, 6, 12]) yield [years === 1 ? '1 year' : `${years} years`, { years }];
}

/** Takes a contestant in, or notes why it is missing. */
async function enter(start) {
  try {
    contestants.push(...[await start()].flat());
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    notes.push(`missing: ${error.message}`);
  }
}

/** @param draws played in a sample; null: as many as fill it */
async function engineRow(name, { url, text, what, threads, noise, years = 3, draws = null, other = false }) {
  const engine = await Engine.start(url, text, threads);
  let count = 64;
  // Warm, then as many as fill a sample.
  for (let seconds = 0; seconds < SAMPLE_SECONDS; ) {
    seconds = await engine.play(what, count);
    if (seconds < SAMPLE_SECONDS) count = Math.ceil(count * Math.min(8, Math.max(1.2, SAMPLE_SECONDS / seconds)));
  }
  if (draws !== null) count = draws;
  return {
    name,
    threads,
    noise,
    other,
    sample: async () => ({ countyYears: years * count, seconds: await engine.play(what, count) }),
    close: () => engine.stop(),
  };
}

/** The county as peers are told of it, with Shapan's calm figures. */
function described(sources, text) {
  const plan = planOf(sources, text);
  const books = new sources.Books(plan);
  sources.simulate(plan, books);
  const tree = sources.figureTree({ plan, books });
  const inputs = inputsOf(plan);
  return { inputs, totals: totalsOf(tree, inputs.years), calm: calmFigures(tree, inputs), years: plan.years.length };
}
