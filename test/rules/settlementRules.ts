// Settlement rules to start from in a test, with some of them otherwise.

import type { SettlementRules } from '../../src/plan/settlementRules.ts';
import { decimal, rate } from './written.ts';

/** Rules that keep everything and share nothing, with some of them otherwise. */
export function rules(some: Partial<SettlementRules> = {}): SettlementRules {
  return {
    isPackage: true,
    leastScore: null,
    scoreShift: [],
    surplusMinimum: null,
    ceiling: null,
    surplusBands: [],
    retention: [{ score: decimal('0'), share: rate('100%') }],
    usesOfWhole: false,
    surplusCap: null,
    uses: [],
    useWeights: [],
    overspendMinimum: null,
    isSlab: false,
    bands: [],
    overspendCap: null,
    uncoveredByPool: false,
    recoverMonths: 0,
    returned: [],
    depositPoints: null,
    needsScore: false,
    ...some,
  };
}
