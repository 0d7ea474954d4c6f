// A county of two alliances with a month of care each: small enough to be played thousands of times.

import type { Scenario } from '../../src/study/compare.ts';
import { written } from './scenarios.ts';

const FINANCING = ['policy.financing.subsidy: 700元', 'policy.financing.individual: 400元'];

/** @param lines more of the scenario; @param set settings, one a line. */
export function small(set: readonly string[] = [], lines = '', financing = FINANCING): Scenario {
  return written(`policy: henan-2021
years: [2025, 2026]
county:
  alliances: [{id: east, insured: 1000, score: 90}, {id: west, insured: 800, score: 84}]
  institutions: [{id: eh, alliance: east}, {id: wh, alliance: west}, {id: far, kind: off-county}]
  pool: {balance: 100万元}
  growth: {inpatient: 4%, outpatient: 2%}
  activity:
    - {year: 2024, home: east, institution: eh, service: inpatient, fund: 500000}
    - {year: 2024, home: east, institution: eh, service: outpatient, fund: 110000}
    - {year: 2024, home: east, institution: far, service: inpatient, fund: 200000}
    - {year: 2024, home: west, institution: wh, service: inpatient, fund: 400000}
    - {year: 2024, home: west, institution: wh, service: outpatient, fund: 190000}
    - {year: 2024, home: west, institution: eh, service: inpatient, fund: 50000}
${lines}
set:
${[...financing, ...set].map((line) => `  ${line}`).join('\n')}
`);
}
