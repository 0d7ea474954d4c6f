// Faults that the rules declare errors, each to be put into a county that is otherwise sound.

import { insideFaults } from './faultsOfInside.ts';
import { variantFaults } from './faultsOfVariants.ts';
import {
  activity,
  added,
  allianceOf,
  alliances,
  type Fault,
  institutionOf,
  line,
  packaged,
  put,
  row,
  scored,
  shock,
  twice,
  yearsOf,
} from './faulty.ts';
import { mapping, withValue } from './writing.ts';

export const faults: Readonly<Record<string, Fault>> = {
  'R0 finer than a fen': put('policy.financing.individual', '0.001'),
  'R0 exponent': put('policy.financing.subsidy', '1e3'),
  'R0 hexadecimal': put('policy.financing.subsidy', '0x1F'),
  'R0 octal': put('policy.financing.subsidy', '0o17'),
  'R0 no digit before the point': put('county.pool.balance', '.5'),
  'R0 a bare ratio above 1': put('policy.reserves.criticalIllness', mapping({ share: '5' })),
  'R0 more than 10^14 fen': put('county.pool.balance', '10000.01亿元'),
  'R0 commas out of place': put('county.pool.balance', '12,34'),
  'R0 a dated value too late': (tree) => put('policy.financing.individual', new Map([[String(yearsOf(tree)[0] + 1), '1']]))(tree),
  'R0 years in the wrong order': put('years', ['2027', '2026']),
  'R0 a missing contribution': put('policy.financing.individual', undefined),
  'R1 insured not whole': alliances('insured', '1.5'),
  'R1 insured negative': alliances('insured', '-1'),
  'R1 insured missing': alliances('insured', undefined),
  'R1 insured beyond the exact range': alliances('insured', '99999999999999'),
  'R2 reserves above the total': put(
    'policy.reserves',
    mapping({ criticalIllness: mapping({ share: '60%' }), riskAdjustment: mapping({ share: '40.1%' }) }),
  ),
  'R2 per head and a share': put('policy.reserves.criticalIllness', mapping({ share: '1%', perHead: '1' })),
  'R2 neither per head nor a share': put('policy.reserves.criticalIllness', new Map()),
  'R2 a line on nothing': line({ share: '1%' }),
  'R2 an amount on the total': line({ amount: '0', on: 'total' }),
  'R2 a line of two kinds': line({ amount: '0', perHead: '0' }),
  'R2 a line of no kind': line({}),
  'R2 a line twice': put(
    'policy.reserves.lines',
    [1, 2].map(() => mapping({ id: 'x', amount: '0', holder: 'pool' })),
  ),
  'R3 parts below 100%': put('policy.quota', mapping({ byInsured: '50%', byHistory: '49.9999999999999999%', historyWeights: ['1'] })),
  'R3 no weights': put('policy.quota', mapping({ byInsured: '50%', byHistory: '50%' })),
  'R3 four weights': put('policy.quota', mapping({ byInsured: '50%', byHistory: '50%', historyWeights: ['1', '1', '1', '1'] })),
  'R3 a negative weight': put('policy.quota', mapping({ byInsured: '50%', byHistory: '50%', historyWeights: ['-1'] })),
  'R3 all heads zero': alliances('insured', '0'),
  'R4 an alliance twice': added(['county', 'alliances'], (tree) => mapping({ id: allianceOf(tree), insured: '1', score: '80' })),
  'R4 an alliance called none': added(['county', 'alliances'], () => mapping({ id: 'none', insured: '1', score: '80' })),
  'R4 an institution twice': added(['county', 'institutions'], (tree) => mapping({ id: institutionOf(tree) })),
  'R4 off-county and in an alliance': added(['county', 'institutions'], (tree) =>
    mapping({ id: 'new', kind: 'off-county', alliance: allianceOf(tree) }),
  ),
  'R4 an institution of an unknown alliance': added(['county', 'institutions'], () => mapping({ id: 'new', alliance: 'nobody' })),
  'R4 unknown home': activity(() => ({ home: 'nobody' })),
  'R4 unknown institution': activity(() => ({ institution: 'nowhere' })),
  'R4 a negative cell': activity(() => ({ service: 'fresh', fund: '-0.01' })),
  'R4 a thirteenth month': activity(() => ({ month: '13' })),
  'R4 a payment missing': activity(() => ({ fund: undefined })),
  'R4 growth without activity': put('county.growth', mapping({ nothing: '1%' })),
  'R4 a shock before the projection': shock((first) => ({ from: `${first - 5}-01`, to: `${first - 5}-12` })),
  'R4 a shock that ends before it begins': shock((_, last) => ({ from: `${last}-12`, to: `${last}-11` })),
  'R4 a shock on an unknown home': shock(() => ({ home: 'nobody' })),
  'R4 a shock at an unknown institution': shock(() => ({ institution: 'nowhere' })),
  'R4 a shock at an unknown place': shock(() => ({ place: 'abroad' })),
  'R4 a negative factor': shock(() => ({ factor: '-1' })),
  'R4b a row without actualTo': (tree) => activity((_, first) => ({ year: String(first) }))(put('actualTo', undefined)(tree)),
  'R4b a row after actualTo': (tree) =>
    activity((_, first) => ({ year: String(first), month: '3' }))(put('actualTo', `${yearsOf(tree)[0]}-02`)(tree)),
  'R4b a whole year before actualTo is over': (tree) =>
    withValue(
      activity((_, first) => ({ year: String(first), month: '' }))(put('actualTo', `${yearsOf(tree)[0]}-11`)(tree)),
      ['county', 'growth'],
      undefined,
    ),
  'R4b actualTo in a year without rows': (tree) => put('actualTo', `${yearsOf(tree)[0]}-11`)(tree),
  'R4b actualTo outside the years': (tree) => put('actualTo', `${yearsOf(tree)[1] + 1}-01`)(tree),
  'R4b through outside the years': (tree) => put('through', `${yearsOf(tree)[0] - 1}-12`)(tree),
  'R4b no base year': (tree) =>
    put(
      'actualTo',
      `${yearsOf(tree)[0]}-11`,
    )(
      withValue(
        put('county.services', undefined)(put('county.growth', undefined)(tree)),
        ['county', 'activity'],
        [
          mapping({
            year: String(yearsOf(tree)[0]),
            month: '1',
            home: allianceOf(tree),
            institution: institutionOf(tree),
            service: 's',
            fund: '1',
          }),
        ],
      ),
    ),
  'R4b an advance that remits more than its gross': row('advances', () => ({ gross: '1', remitted: '1.01' })),
  'R4b an advance twice': twice(row('advances', () => ({ month: '11', gross: '0' }))),
  'R4b an advance of an unknown alliance': row('advances', () => ({ alliance: 'nobody' })),
  'R4b an advance outside the years': row('advances', (_, first) => ({ year: String(Number(first) - 1) })),
  'R4b a negative advance': row('advances', () => ({ gross: '-1' })),
  'R4b a review after a fourth month': row('reviews', () => ({ month: '4' })),
  'R4b a review after December': row('reviews', () => ({ month: '12' })),
  'R4b a review twice': twice(row('reviews', () => ({ month: '9' }))),
  'R4b a review outside the years': row('reviews', (_, first) => ({ year: String(Number(first) - 1) })),
  'R5 an unknown pattern': put('policy.advance', mapping({ pattern: 'rising' })),
  'R5 off-county care neither deducted nor settled': put('policy.advance', mapping({ offCounty: 'ignored' })),
  'R7 a deduction on nobody': (tree) =>
    row('deductions', () => ({ alliance: undefined, institution: 'lonely' }))(
      added(['county', 'institutions'], () => mapping({ id: 'lonely' }))(tree),
    ),
  'R7 a negative deduction': row('deductions', () => ({ amount: '-1' })),
  'R7 a deduction of an unknown kind': row('deductions', () => ({ kind: 'whim' })),
  'R7 a deduction on an unknown alliance': row('deductions', () => ({ alliance: 'nobody' })),
  'R7 a deduction outside the years': row('deductions', (_, first) => ({ year: String(Number(first) - 1) })),
  'R7 an adjustment beyond the fund': row('adjustments', () => ({ month: '12', amount: '9999亿元', from: 'riskAdjustment' })),
  'R7 an adjustment that leaves a quota below zero': (tree) =>
    row('adjustments', () => ({ month: '12', amount: '-9999亿元' }))(packaged(tree)),
  'R7 an adjustment from nowhere': row('adjustments', () => ({ from: 'bank' })),
  'R7 an adjustment outside the years': row('adjustments', (_, first) => ({ year: String(Number(first) - 1) })),
  'R7 uses that do not sum to 100%': (tree) =>
    put('policy.settlement.surplus.uses', mapping({ a: '30%', b: '69.9999999999999999%' }))(packaged(tree)),
  'R7 no retention': (tree) => put('policy.settlement.surplus.retention', undefined)(scored(tree)),
  'R7 no bands': (tree) => put('policy.settlement.overspend.bands', undefined)(packaged(tree)),
  'R7 no settlement': put('policy.settlement', undefined),
  'R7 a deposit without its return': (tree) =>
    put('policy.settlement.deposit', undefined)(put('policy.reserves.qualityDeposit', mapping({ share: '0.01%' }))(packaged(tree))),
  'R7 no score': (tree) =>
    alliances('score', undefined)(put('policy.settlement.surplus.retention', [mapping({ score: '60', share: '1%' })])(scored(tree))),
  ...variantFaults,
  ...insideFaults,
};
