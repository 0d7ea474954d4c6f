// npm run -s bench [-- --json]: how long Shapan takes, and how long one simulated year takes against a plain loop over
// the same cells. See README.md beside this file. Nothing here is a test: a machine's speed is no property of the code.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { measured, tableOf } from './measure.mjs';

// A process takes a thousand times as long as a simulated year: fewer rounds tell as much.
const ROUNDS = 41;
const PROCESS_ROUNDS = 11;
const SCENARIO = 'scenarios/baseline.yaml';
const FLOATING = 'scenarios/dip-floating.yaml';
const root = new URL('..', import.meta.url).pathname;
process.chdir(root);

const temporary = mkdtempSync(join(tmpdir(), 'shapan-bench-'));
try {
  const rows = [...measured(inProcess(await sources()), ROUNDS), ...measured(processes(), PROCESS_ROUNDS)];
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows, null, 2));
  else {
    console.log(
      `${SCENARIO}, Node ${process.versions.node}, ${ROUNDS} rounds (processes ${PROCESS_ROUNDS}): medians, and the range from fastest to slowest\n`,
    );
    console.log(tableOf(rows));
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** The sources as one module, bundled like the command line, for Node does not read TypeScript by itself. */
async function sources() {
  const outfile = join(temporary, 'sources.mjs');
  await build({
    stdin: { contents: "export * from './src/index.ts'; export { Files } from './src/shell/files.ts';", resolveDir: root },
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
  return import(pathToFileURL(outfile).href);
}

/** @returns {import('./measure.mjs').Subject[]} */
function inProcess({ Books, Files, figureTree, layOut, Report, readScenario, simulate }) {
  const readingOf = (scenario) => {
    const files = new Files();
    return readScenario(files.named(scenario), files);
  };
  const reading = () => readingOf(SCENARIO);
  const read = reading();
  // Warnings of a plan go to the report of the reading: a fresh one each time, or they would pile up.
  const planning = () => layOut({ ...read, report: new Report() });
  const plan = planning();
  const books = new Books(plan);
  simulate(plan, books);
  const floating = layOut(readingOf(FLOATING));
  const floatingBooks = new Books(floating);
  simulate(floating, floatingBooks);
  const years = plan.years.length;
  const cells = plan.years[0].cells.length;
  const loop = `a plain loop over a year's ${cells} cells`;
  return [
    { name: 'reading the scenario, its policy, county and activity', unit: 'ms', parts: 1, call: reading },
    { name: 'planning', unit: 'ms', parts: 1, call: planning },
    { name: 'all figures', unit: 'ms', parts: 1, call: () => figureTree({ plan, books }) },
    { name: loop, unit: 'µs', parts: years, call: plainLoop(plan) },
    { name: 'simulating a year', unit: 'µs', parts: years, call: () => simulate(plan, books), against: loop },
    {
      name: 'simulating a year with a floating DIP',
      unit: 'µs',
      parts: years,
      call: () => simulate(floating, floatingBooks),
      against: 'simulating a year',
    },
  ];
}

/** Sums the cells of each year; every sum is needed and differs from call to call, so that none can be left out. */
function plainLoop(plan) {
  const years = plan.years.map(({ cells }) => {
    const copy = Float64Array.from(cells);
    copy[0] = 0;
    return { copy, sum: copy.reduce((a, b) => a + b, 0) };
  });
  let calls = 0;
  return () => {
    calls += 1;
    for (const { copy, sum } of years) {
      copy[0] = calls;
      if (sumOf(copy) !== sum + calls) throw new Error('the plain loop summed wrongly');
    }
  };
}

function sumOf(cells) {
  let sum = 0;
  for (let i = 0; i < cells.length; i++) sum += cells[i];
  return sum;
}

/** Whole processes, from start to exit, output to nowhere. @returns {import('./measure.mjs').Subject[]} */
function processes() {
  const built = spawnSync(process.execPath, ['.ci/build.mjs'], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the build failed');
  const node = 'node with nothing to do';
  const subject = (name, args, against) => ({
    name,
    unit: 'ms',
    parts: 1,
    atLeast: 0,
    call: () => {
      const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
      if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
    },
    ...(against === undefined ? {} : { against }),
  });
  return [
    subject(node, ['--eval', '0']),
    subject('shapan --version', ['dist/shapan.js', '--version'], node),
    subject(`shapan run ${SCENARIO}`, ['dist/shapan.js', 'run', SCENARIO], node),
  ];
}
