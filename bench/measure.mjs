// Timing on a noisy machine: every subject once in each round, in turn, so that a slow moment falls on all alike; then
// medians with the whole range. A ratio is taken within a round and only then summed up.

import { performance } from 'node:perf_hooks';

/**
 * @typedef {object} Subject
 * @property {string} name
 * @property {'ms' | 'µs'} unit
 * @property {number} parts what one call holds of what is named (three years, say)
 * @property {() => void} call
 * @property {string} [against] name of the subject that its ratio is taken to
 * @property {number} [atLeast] milliseconds that a sample lasts; 0 for one call a sample
 */

const WARM_UP_MS = 400;
const SAMPLE_MS = 25;
const UNITS = { ms: 1, µs: 1000 };

/** Measures every subject in `rounds` rounds. @param {readonly Subject[]} subjects */
export function measured(subjects, rounds) {
  const calls = subjects.map(callsOfSample);
  /** @type {number[][]} milliseconds a part, by subject and round */
  const times = subjects.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, subject] of subjects.entries()) {
      const start = performance.now();
      for (let n = 0; n < calls[i]; n++) subject.call();
      times[i].push((performance.now() - start) / calls[i] / subject.parts);
    }
  }
  return subjects.map((subject, i) => {
    const other = subjects.findIndex(({ name }) => name === subject.against);
    const ratios = other < 0 ? null : times[i].map((time, round) => time / times[other][round]);
    const inUnit = times[i].map((time) => time * UNITS[subject.unit]);
    return { name: subject.name, ...spread(inUnit), unit: subject.unit, ...ratioFields(ratios, subject.against) };
  });
}

/** Warms a subject up, and tells how many calls fill a sample. */
function callsOfSample({ call, atLeast = SAMPLE_MS }) {
  if (atLeast === 0) {
    call();
    return 1;
  }
  const start = performance.now();
  let calls = 0;
  while (performance.now() - start < WARM_UP_MS) {
    call();
    calls += 1;
  }
  // The first calls are the slow ones: count again, warm.
  const warm = performance.now();
  for (let n = 0; n < Math.ceil(calls / 4); n++) call();
  return Math.max(1, Math.ceil((atLeast / (performance.now() - warm)) * Math.ceil(calls / 4)));
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  return { median, low: sorted[0], high: sorted.at(-1) };
}

function ratioFields(ratios, to) {
  if (ratios === null) return { ratio: null };
  const { median, low, high } = spread(ratios);
  return { ratio: median, ratioLow: low, ratioHigh: high, ratioTo: to };
}

/** Rows as a table for people. */
export function tableOf(rows) {
  const number = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
  const lines = rows.map((row) => [
    row.name,
    `${number(row.median)} ${row.unit}`,
    `${number(row.low)} – ${number(row.high)}`,
    row.ratio === null ? '' : `${number(row.ratio)} × ${row.ratioTo} (${number(row.ratioLow)} – ${number(row.ratioHigh)})`,
  ]);
  const all = [['what', 'median', 'range', 'ratio, in the same round'], ...lines];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((line) => line[column].length)));
  const text = ([name, median, range, ratio]) =>
    `${name.padEnd(widths[0])}  ${median.padStart(widths[1])}  ${range.padStart(widths[2])}  ${ratio}`.trimEnd();
  return all.map(text).join('\n');
}

/**
 * County-years a second of every contestant, in turn in each round; ratios are taken within a round to the contestant named, on one thread.
 * @param {readonly import('./peers.mjs').Contestant[]} contestants
 */
export async function rowsOf(contestants, rounds, to) {
  const speeds = contestants.map(() => /** @type {number[]} */ ([]));
  for (let round = -1; round < rounds; round++) {
    for (const [i, { sample }] of contestants.entries()) {
      const { countyYears, seconds } = await sample();
      // One round to warm up.
      if (round >= 0) speeds[i].push(countyYears / seconds);
    }
  }
  const measure = contestants.findIndex(({ name, threads }) => name === to && threads === 1);
  return contestants.map(({ name, threads, noise, other }, i) => {
    const { median, low, high } = spread(speeds[i]);
    // A county of another size has no ratio: the yardstick's has one size.
    const ratios = measure < 0 || other === true ? null : spread(speeds[i].map((speed, round) => speed / speeds[measure][round]));
    return {
      name,
      countyYearsPerSecond: median,
      ratioToC: ratios?.median ?? null,
      threads,
      noise,
      low,
      high,
      ratioLow: ratios?.low ?? null,
      ratioHigh: ratios?.high ?? null,
      rounds,
    };
  });
}

/** Rows of speeds as a table for people. */
export function speedTable(rows) {
  const whole = (value) => (value >= 1000 ? Number(value.toPrecision(3)) : Number(value.toPrecision(2))).toLocaleString('en');
  const part = (value) => (value === null ? '' : value >= 0.01 ? value.toFixed(2) : Number(value.toPrecision(2)).toFixed(5));
  const lines = rows.map((row) => [
    row.name,
    row.threads === null ? 'its own' : String(row.threads),
    row.noise,
    whole(row.countyYearsPerSecond),
    `${whole(row.low)} – ${whole(row.high)}`,
    row.ratioToC === null ? '' : `${part(row.ratioToC)} (${part(row.ratioLow)} – ${part(row.ratioHigh)})`,
  ]);
  const all = [['what', 'threads', 'noise', 'a second', 'range', 'ratio to C on one thread, in the same round'], ...lines];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((line) => line[column].length)));
  return all
    .map((line) =>
      line
        .map((text, c) => (c === 0 || c === 2 || c === 5 ? text.padEnd(widths[c] ?? 0) : text.padStart(widths[c])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
