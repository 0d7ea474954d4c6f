// An uncertainty that has everything that one may have.

import { sourceOf } from '../../src/problem/source.ts';
import { readUncertainty } from '../../src/written/read.ts';

/** Every kind and scope, with and without correlation. */
export const EVERY_KIND = readUncertainty(
  sourceOf(
    'every kind',
    `variables:
  - {id: noise, kind: lognormal, scope: month, by: [service, place, alliance], sigma: 12%}
  - {id: cross, kind: normal, scope: month, by: [place], place: cross, sigma: 30%}
  - {id: year, kind: lognormal, scope: year, by: [alliance], sigma: 15%}
  - {id: year-too, kind: beta, scope: year, by: [alliance], least: 80%, likely: 100%, most: 140%}
  - {id: once, kind: triangular, scope: once, least: 90%, likely: 100%, most: 130%}
  - {id: month-a, kind: lognormal, scope: month, by: [alliance], sigma: 5%}
  - {id: month-b, kind: beta, scope: month, by: [alliance], least: 70%, likely: 100%, most: 110%}
  - {id: month-c, kind: triangular, scope: month, by: [alliance], least: 70%, likely: 100%, most: 110%}
  - {id: trend, kind: trend, by: [service], sigma: 4%}
  - {id: winter, kind: event, scope: year, by: [alliance], month: 11, probability: 40%, months: 4, factor: 1.3}
  - {id: some-time, kind: event, scope: year, probability: 30%, months: 14, factor: 0.9}
  - {id: any-month, kind: event, scope: month, by: [service], probability: 4%, months: 2, factor: 1.5}
  - {id: score, kind: score, by: [alliance], sigma: 12.5}
  - {id: score-all, kind: score, sigma: 4}
  - {id: near, kind: lognormal, scope: month, by: [place, alliance], place: own, sigma: 6%}
  - {id: far, kind: normal, scope: month, by: [alliance], place: offCounty, sigma: 20%}
  - {id: dated, kind: event, scope: year, by: [alliance], month: 12,
     probability: {2010: 40%, 2026: 10%}, months: {2010: 30, 2026: 1}, factor: {2010: 1.2, 2025: 0.7}}
  - {id: dated-months, kind: event, scope: month, probability: {2010: 3%, 2026: 0%}, months: {2010: 3, 2025: 20}, factor: {2010: 1.1, 2025: 1.4}}
correlations:
  - {between: [year, year-too], rho: 0.6}
  - {between: [year-too, score], rho: -0.4}
  - {between: [month-a, month-b], rho: -0.7}
  - {between: [month-b, month-c], rho: 0.3}
  - {between: [far, near], rho: 0.8}
  - {between: [far, month-a], rho: 0.2}`,
  ),
);
