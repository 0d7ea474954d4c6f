// What every peer is told of the yardstick's county, and the figures by which it is checked to be the same model.

import { OFF_COUNTY, SCORE_POINTS, SHOCK, SIGMA, STREAMS } from './county.mjs';

const MONTHS = 12;
const PERIODS = 13;
/** Figures of each alliance and year that a peer must have to the fen without noise. */
const OF_ALLIANCE = [
  'quota',
  'expenditure',
  'cashGap',
  'retained',
  'toPool',
  'funded',
  'borne',
  'deposit',
  'depositReturned',
  'finalPayment',
];
const OF_POOL = ['closing', 'riskClosing', 'payableMonths'];

/** Figures that draws are asked for, of the last year: twelve, as the yardstick has twelve; of a larger county those of three alliances. */
export function askedFigures(plan) {
  const year = plan.years.at(-1).year;
  const ofAlliances = plan.alliances
    .slice(0, 3)
    .flatMap(({ id }) => ['retained', 'borne', 'cashGap'].map((name) => `${year}.alliances.${id}.${name}`));
  return [...ofAlliances, ...OF_POOL.map((name) => `${year}.pool.${name}`)];
}

/**
 * The county in fen: what the yardstick's program reads from its plan. Cells are year × alliance × month × stream, as Shapan
 * projects them, so that all start from the same amounts.
 */
export function inputsOf(plan) {
  const cells = plan.years.map((year) => {
    const byAlliance = plan.alliances.map(() => Array.from({ length: MONTHS }, () => new Array(STREAMS).fill(0)));
    for (const [i, stream] of plan.streams.entries()) {
      for (let m = 0; m < MONTHS; m++) byAlliance[stream.home][m][stream.service] += year.cells[i * PERIODS + m];
    }
    return byAlliance;
  });
  if (plan.services.some(({ id }, s) => id !== `s${s}`)) throw new Error('services stand in another order than streams');
  return {
    years: plan.years.map(({ year }) => year),
    alliances: plan.alliances.map(({ id }) => id),
    heads: [...plan.years[0].insured],
    cells,
    past: plan.pastSpent.map((spent) => [...spent]),
    sigma: SIGMA,
    shock: SHOCK,
    scorePoints: SCORE_POINTS,
    offCounty: OFF_COUNTY,
  };
}

/** Financing of each year in fen, as Shapan has it. */
export function totalsOf(tree, years) {
  return years.map((year) => fenOf(tree.get(String(year)).get('financing').get('total')));
}

/** Figures of the calm run by path, in yuan as Shapan prints them. */
export function calmFigures(tree, { years, alliances }) {
  const figures = {};
  for (const year of years) {
    const of = tree.get(String(year));
    for (const id of alliances)
      for (const name of OF_ALLIANCE) figures[`${year}.alliances.${id}.${name}`] = of.get('alliances').get(id).get(name);
    for (const name of OF_POOL) figures[`${year}.pool.${name}`] = of.get('pool').get(name);
  }
  return figures;
}

export const fenOf = (yuan) => Math.round(Number(yuan) * 100);

/** What a peer has otherwise, as lines; none: it plays the same model. @param {Record<string, number>} figures in yuan */
export function differencesOf(calm, figures) {
  return Object.entries(calm).flatMap(([path, expected]) => {
    const got = figures[path];
    return got !== undefined && fenOf(got) === fenOf(expected) ? [] : [`${path}: Shapan ${expected}, here ${got}`];
  });
}
