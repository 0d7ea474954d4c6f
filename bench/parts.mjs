// What stands around a simulated year: reading, planning, figures, whole processes; and the year itself against a plain loop over the same
// cells.

import { spawnSync } from 'node:child_process';
import { measured } from './measure.mjs';

// A process takes a thousand times as long as a simulated year: fewer rounds tell as much.
const ROUNDS = 21;
const PROCESS_ROUNDS = 7;
const SCENARIO = 'scenarios/baseline.yaml';
const FLOATING = 'scenarios/dip-floating.yaml';

/** Rows of all this, from the repository's root. */
export function parts(sources) {
  return [...measured(inProcess(sources), ROUNDS), ...measured(processes(), PROCESS_ROUNDS)];
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
