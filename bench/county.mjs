// The yardstick's county as a Shapan scenario, and the same county made larger. `node bench/county.mjs` writes
// yardstick-county.yaml anew. README.md beside this file says in which rules it differs from the C program.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the scenario of the yardstick's own size is kept. */
export const COUNTY_FILE = fileURLToPath(new URL('yardstick-county.yaml', import.meta.url));

const FIRST = 2025;
const MILLION = 1_000_000n;
// As yardstick/gen.mjs has them, in millionths; streams 1 and 7 go off county.
const HEADS = [300_000n, 280_000n, 320_000n];
const SHARES = [385_000n, 118_000n, 112_000n, 78_000n, 31_000n, 52_000n, 29_000n, 30_000n];
const SEASON = [
  1_090_000n,
  930_000n,
  1_020_000n,
  1_000_000n,
  980_000n,
  970_000n,
  960_000n,
  970_000n,
  980_000n,
  1_000_000n,
  1_030_000n,
  1_070_000n,
];
const ADJUST = [1_010_000n, 975_000n, 1_004_321n];
const INDIVIDUAL = 40_000n;
const SUBSIDY = 67_000n;
const PAST_GROWTH = 1_052_000n;
export const STREAMS = SHARES.length;
export const OFF_COUNTY = [1, 7];
export const SIGMA = [0.06, 0.12, 0.08, 0.07, 0.1, 0.03, 0.09, 0.2];
export const SHOCK = 0.04;
export const SCORE_POINTS = 6;
const GROWTH = [5, 8, 6, 4, 7, 3, 2, 9];

const times = (amount, millionths) => (amount * millionths + MILLION / 2n) / MILLION;
const part = (amount, whole) => (amount * MILLION + whole / 2n) / whole;
const yuan = (fen) => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;

/** Care of the first year played, in fen: alliance × month × stream, as the C program has it. */
function firstYear(a) {
  return SEASON.map((season) =>
    SHARES.map((share) => times(times(times(HEADS[a] * (INDIVIDUAL + SUBSIDY), share), ADJUST[a]) / 12n, season)),
  );
}

/** What each head of the scenario's years is financed with, as `gen.mjs` rounds it. */
function financing(years) {
  const individual = [INDIVIDUAL];
  const subsidy = [SUBSIDY];
  for (let y = 1; y < years; y++) {
    individual.push(times(individual[y - 1], 1_050_000n));
    subsidy.push(times(subsidy[y - 1], 1_040_000n));
  }
  return { individual, subsidy };
}

const dated = (values) => `{${values.map((value, y) => `${FIRST + y}: ${yuan(value)}`).join(', ')}}`;

/** Activity of an alliance: the base year by stream and month, and two years' sums for the history. */
function rowsOf({ a, id, institutions }) {
  const cells = firstYear(a % HEADS.length);
  const rows = [];
  for (let i = 0; i < institutions; i++) {
    for (let s = 0; s < STREAMS; s++) {
      const place = OFF_COUNTY.includes(s) ? `far${i}` : `${id}h${i}`;
      for (const [m, streams] of cells.entries()) {
        // A twelfth of 1.052 a year back; what does not divide by the institutions is left out.
        const fund = part(streams[s], PAST_GROWTH) / BigInt(institutions);
        rows.push(`{year: ${FIRST - 1}, month: ${m + 1}, home: ${id}, institution: ${place}, service: s${s}, fund: ${yuan(fund)}}`);
      }
    }
  }
  const total = cells.flat().reduce((sum, cell) => sum + cell, 0n);
  let past = (total * MILLION) / PAST_GROWTH;
  for (const year of [FIRST - 2, FIRST - 3]) {
    past = (past * MILLION) / PAST_GROWTH;
    rows.push(`{year: ${year}, home: ${id}, institution: ${id}h0, service: s0, fund: ${yuan(past)}}`);
  }
  return rows;
}

/** Noise as the C program has it: each stream and month, each alliance and year, and scores. */
const UNCERTAINTY = `uncertainty:
  variables:
${SIGMA.map((sigma, s) => `    - {id: month-s${s}, kind: lognormal, scope: month, by: [alliance], service: s${s}, sigma: ${sigma}}`).join('\n')}
    - {id: shock, kind: lognormal, scope: year, by: [alliance], sigma: ${SHOCK}}
    - {id: score, kind: score, by: [alliance], sigma: ${SCORE_POINTS}}
`;

/**
 * The county as the text of a scenario that needs no other file.
 * @param {{alliances?: number, years?: number, institutions?: number, calm?: boolean}} [size] alliances and
 *   institutions (of each alliance, and as many off county) in all; the yardstick's own by default
 */
export function countyText({ alliances = 3, years = 3, institutions = 1, calm = false } = {}) {
  const ids = Array.from({ length: alliances }, (_, a) => `a${a}`);
  const places = Array.from({ length: institutions }, (_, i) => i);
  const { individual, subsidy } = financing(years);
  const growth = (percent) => `{${FIRST}: 5.2%, ${FIRST + 1}: ${percent}%}`;
  const lines = (prefix, items) => items.map((item) => `    - ${prefix}${item}`).join('\n');
  return `# The county of yardstick/ as a scenario: written by \`node bench/county.mjs\`, not by hand.
title: The yardstick's county
years: ${years === 1 ? FIRST : `[${FIRST}, ${FIRST + years - 1}]`}
policy:
  financing:
    individual: ${dated(individual)}
    subsidy: ${dated(subsidy)}
  reserves:
    criticalIllness: {share: 6%}
    riskAdjustment: {share: 5%}
    qualityDeposit: {share: 5%}
  quota: {byInsured: 60%, byHistory: 40%, historyWeights: [1, 1, 1]}
  advance: {share: 90%, pattern: even, offCounty: deducted}
  review:
    - {upTo: 81%, advance: 90%, flag: low}
    - {upTo: 94.5%, advance: 100%}
    - {upTo: 99%, advance: 107.5%, flag: high}
    - {advance: 110%, flag: high}
  settlement:
    surplus:
      retention: [{score: 90, share: 100%}, {score: 80, share: 95%}, {score: 70, share: 85%}, {score: 60, share: 70%}]
      uses: {incentive: 30%, development: 70%}
    overspend: {bands: [{upTo: 5%, pool: 0%}, {upTo: 10%, pool: 50%}, {upTo: 13.75%, pool: 80%}]}
    deposit: {returned: [{score: 90, share: 100%}, {score: 80, share: 90%}, {score: 70, share: 75%}, {score: 60, share: 50%}]}
${calm ? '' : UNCERTAINTY}county:
  alliances:
${lines(
  '',
  ids.map((id, a) => `{id: ${id}, insured: ${HEADS[a % HEADS.length]}, score: 85}`),
)}
  institutions:
${lines('', [...ids.flatMap((id) => places.map((i) => `{id: ${id}h${i}, alliance: ${id}}`)), ...places.map((i) => `{id: far${i}, kind: off-county}`)])}
  growth:
${GROWTH.map((percent, s) => `    s${s}: ${growth(percent)}`).join('\n')}
  activity:
${lines(
  '',
  ids.flatMap((id, a) => rowsOf({ a, id, institutions })),
)}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(COUNTY_FILE, countyText());

/** The kept file, which must be what the script writes. */
export function keptCounty() {
  const text = readFileSync(COUNTY_FILE, 'utf8');
  if (text !== countyText()) throw new Error('yardstick-county.yaml is not what county.mjs writes: node bench/county.mjs');
  return text;
}
