// Shapan's own engine on one thread or several: each thread lays the county out for itself and plays what it is told.
// This file is both sides: the threads that play, and the class that drives them.

import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { build } from 'esbuild';
import { askedFigures } from './model.mjs';

const SEED = 12345n;
/** Figures asked of each draw: as many as the yardstick's program has. */
const ASKED = 12;
const QUANTILES = [0.1, 0.5, 0.9];

const root = fileURLToPath(new URL('..', import.meta.url));

/** Sources as one module, bundled like the command line, for Node does not read TypeScript by itself. */
export async function bundled(folder, name, contents) {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    minifySyntax: true,
    // The seeds are found from where the bundle lies: it stands in for dist/shapan.js.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'dist/shapan.js')).href) },
    // yaml is CommonJS and requires what Node brings along.
    banner: { js: `import { createRequire } from 'node:module';\nconst require = createRequire(${JSON.stringify(root)});` },
    logLevel: 'error',
  });
  return pathToFileURL(outfile).href;
}

/** A scenario's plan, whatever the scenario. */
export function planOf({ layOut, readScenario, sourceOf }, text) {
  return layOut(readScenario(sourceOf('county.yaml', text)));
}

/** What a thread can play: draws from `first` on, so many; figures go into the table, a row a draw. */
function games(sources, text) {
  const read = sources.readScenario(sources.sourceOf('county.yaml', text));
  const plan = sources.layOut(read);
  const books = new sources.Books(plan);
  sources.simulate(plan, books);
  const drawing = sources.drawingOf(plan, sources.weatherOf(plan, read), SEED);
  const asked = askedFigures(plan).map((path) => sources.asked({ plan, books }, path));
  return {
    rules: (_first, count) => {
      for (let n = 0; n < count; n++) sources.simulate(plan, books);
    },
    noise: (first, count) => {
      for (let n = 0; n < count; n++) drawing.fill(first + n);
    },
    draws: (first, count, table) => {
      sources.drawInto(drawing, asked, first, count, table.subarray(first * asked.length, (first + count) * asked.length));
    },
  };
}

if (!isMainThread && workerData?.shapanBench === true) {
  const sources = await import(workerData.sources);
  const play = games(sources, workerData.text);
  parentPort.on('message', ({ what, first, count, buffer }) => {
    play[what](first, count, new Float64Array(buffer));
    parentPort.postMessage('done');
  });
  parentPort.postMessage('ready');
}

/** Threads that each hold one county. */
export class Engine {
  /** @type {Worker[]} */
  #workers = [];

  static async start(sources, text, threads) {
    const engine = new Engine();
    for (let i = 0; i < threads; i++) {
      const worker = new Worker(new URL(import.meta.url), { workerData: { shapanBench: true, sources, text } });
      worker.on('error', (error) => {
        throw error;
      });
      engine.#workers.push(worker);
    }
    await Promise.all(engine.#workers.map(answer));
    return engine;
  }

  /** Plays `count` draws, shared out evenly, and tells the seconds; of draws with means and quantiles, as the C program. */
  async play(what, count) {
    const threads = this.#workers.length;
    const buffer = new SharedArrayBuffer(what === 'draws' ? count * ASKED * 8 : 0);
    const start = performance.now();
    const answers = this.#workers.map((worker, i) => {
      const first = Math.floor((count * i) / threads);
      worker.postMessage({ what, first, count: Math.floor((count * (i + 1)) / threads) - first, buffer });
      return answer(worker);
    });
    await Promise.all(answers);
    if (what === 'draws') summed(new Float64Array(buffer), count);
    return (performance.now() - start) / 1000;
  }

  async stop() {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function answer(worker) {
  return new Promise((resolve) => worker.once('message', resolve));
}

/** Mean and quantiles of each figure, in whatever order the draws stand. */
function summed(table, count) {
  const column = new Float64Array(count);
  return Array.from({ length: ASKED }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      column[k] = table[k * ASKED + i];
      sum += column[k];
    }
    column.sort();
    return { mean: sum / count, quantiles: QUANTILES.map((q) => column[Math.floor(q * (count - 1))]) };
  });
}
