// Faults in what R9 and its variants add, each to be put into a county that is otherwise sound.
import { activity, added, allianceOf, alliances, type Fault, packaged, put, scored, yearsOf } from './faulty.ts';
import { mapping } from './writing.ts';
import { field, mapOf, type Written } from './written.ts';

export type Told = Readonly<Record<string, Written | undefined>>;

export const after =
  (...faults: readonly Fault[]): Fault =>
  (tree) =>
    faults.reduce((faulty, fault) => fault(faulty), tree);

/** Entries put into a mapping that may be there already. */
export function into(path: readonly string[], told: Told): Fault {
  return (tree) => {
    const map = new Map(mapOf(field(tree, ...path), path.join('.')));
    for (const [key, value] of Object.entries(told)) {
      if (value === undefined) map.delete(key);
      else map.set(key, value);
    }
    return put(path.join('.'), map)(tree);
  };
}

const clinic: Fault = added(['county', 'institutions'], () => mapping({ id: 'fresh-clinic' }));

/** A row of the service `fresh` at a clinic of its own in the year before the first. */
function fresh(told: Told): Fault {
  return activity(() => ({ institution: 'fresh-clinic', service: 'fresh', ...told }));
}

/** The service `fresh` paid by a method, with one row that tells everything but what is given. */
function paid(payment: Told, told: Told = {}): Fault {
  const all = { cases: '2', days: '9', points: '100', weights: '1.5', patientPaid: '1' };
  const method = mapping(payment);
  return after(clinic, fresh({ ...all, ...told }), into(['policy', 'payment'], { fresh: method }));
}

const fixedDip = { method: 'dip', pointValue: '1' };
const floating = (told: Told): Fault => paid({ ...fixedDip, floating: mapping({ subBudget: '100', prepaid: '90%', ...told }) });
const tariffs = (tiers: readonly Told[], id = 'all'): Fault => paid({ method: 'bedDay', tariffs: mapping({ [id]: tiers.map(mapping) }) });

/** A case row of `fresh`, paid by points. */
function caseRow(told: Told, caseRules: Told | undefined = { low: '50%', high: '200%' }): Fault {
  const rules = caseRules === undefined ? undefined : mapping(caseRules);
  return paid({ ...fixedDip, caseRules: rules }, { cases: '1', cost: '10', reference: '10', ...told });
}

/** The clinic paid by capitation for heads of the first alliance. */
function signed(told: Told, heads: Told, perHead: Told, row: Told): Fault {
  return after(
    paid({ method: 'capitation', perHead: mapping(perHead) }, row),
    added(['county', 'signed'], (tree) =>
      mapping({ institution: 'fresh-clinic', service: 'fresh', home: allianceOf(tree), heads: mapping(heads), ...told }),
    ),
  );
}

/** A benefit for `fresh` that changes with the first year. */
function benefit(told: (dated: (old: string, now: string) => Written) => Told, row: Told = {}): Fault {
  return (tree) => {
    const [first] = yearsOf(tree);
    const dated = (old: string, now: string) =>
      new Map([
        [String(first - 1), old],
        [String(first), now],
      ]);
    return after(clinic, fresh(row), put('policy.benefit', [mapping({ id: 'b', service: 'fresh', ...told(dated) })]))(tree);
  };
}

function price(told: Told): Fault {
  return (tree) =>
    after(
      clinic,
      fresh({}),
      added(['prices'], () => mapping({ service: 'fresh', from: `${yearsOf(tree)[1]}-12`, change: '5%', ...told })),
    )(tree);
}

function quota(told: Told): Fault {
  return put('policy.quota', mapping({ byInsured: '100%', byHistory: '0%', ...told }));
}

/** Financing and reserves that leave the expenditure base to itself. */
const plainly: Fault = after(
  put('policy.financing.individual', '1'),
  put('policy.financing.subsidy', '1'),
  put('policy.reserves', undefined),
);

/** Whatever the score, surplus and overspend are shared. */
const shared: Fault = after(
  packaged,
  into(['policy', 'settlement'], { leastScore: undefined, scoreShift: undefined }),
  into(['policy', 'settlement', 'surplus'], { minimum: undefined, usesOf: undefined }),
  into(['policy', 'settlement', 'overspend'], { minimum: undefined }),
);

/** The first alliance spends more than any quota. */
const overspent: Fault = after(
  shared,
  plainly,
  into(['policy', 'quota'], { base: undefined, limits: undefined }),
  activity(() => ({ fund: '5000亿元' })),
);
export const overspend = (told: Told): Fault => after(overspent, into(['policy', 'settlement', 'overspend'], told));

/** Its quota is more than anybody spends. */
const saved: Fault = after(shared, (tree) => quota({ negotiated: mapping({ [String(allianceOf(tree))]: '9000亿元' }) })(tree));
export const surplus = (told: Told): Fault => after(saved, into(['policy', 'settlement', 'surplus'], told));

const deposit = (told: Told): Fault =>
  after(packaged, put('policy.reserves.qualityDeposit', mapping({ share: '0.01%' })), put('policy.settlement.deposit', mapping(told)));
const flat = [mapping({ score: '0', share: '50%' })];
const unscored: Fault = after(
  scored,
  alliances('score', undefined),
  into(['policy', 'settlement'], { leastScore: undefined, scoreShift: undefined }),
  into(['policy', 'settlement', 'surplus'], { retention: flat }),
  put('policy.reserves.qualityDeposit', undefined),
);
const tiers = (told: Told): Fault => put('policy.advance', mapping({ tiers: mapping(told) }));
const far = (tier: string | undefined): Fault =>
  added(['county', 'institutions'], () => mapping({ id: 'fresh-far', kind: 'off-county', tier }));
const farRow = activity(() => ({ institution: 'fresh-far' }));
const province = mapping({ settledBy: 'province' });

export const variantFaults: Readonly<Record<string, Fault>> = {
  'R9 cases not whole': after(clinic, fresh({ cases: '1.5' })),
  'R9 cases negative': after(clinic, fresh({ cases: '-1' })),
  'R9 points of five places': after(clinic, fresh({ points: '0.00001' })),
  'R9 a negative cell of points': after(clinic, fresh({ points: '-0.0001' })),
  'R9 a negative cell of cost': after(clinic, fresh({ cost: '-0.01' })),
  'R9 a row that tells nothing': after(clinic, fresh({ fund: undefined })),
  'R9 a payment missing where the fund pays by service': after(clinic, fresh({ fund: undefined, cases: '1' })),
  'R9 signed with an unknown institution': after(clinic, fresh({ signedWith: 'nowhere' })),
  'R9 an unknown method': paid({ method: 'lottery' }),
  'R9 no drgRate': paid({ method: 'drg' }),
  'R9 no point value': paid({ method: 'dip' }),
  'R9 no weights': paid({ method: 'drg', drgRate: '1' }, { weights: undefined }),
  'R9 no points': paid(fixedDip, { points: undefined }),
  'R9 no patients payment': paid(fixedDip, { patientPaid: undefined }),
  'R9 no days': paid({ method: 'bedDay', tariffs: mapping({ all: [mapping({ tariff: '1' })] }) }, { days: undefined }),
  'R9 no cases': paid({ method: 'perCase', standard: '1' }, { cases: undefined }),
  'R9 the cost of one stream only': after(paid(fixedDip, { cost: '5' }), fresh({ home: 'none', points: '1', patientPaid: '1' })),
  'R9 no coefficient that fits': paid({ ...fixedDip, coefficients: mapping({ village: '1' }) }),
  'R9 no coefficient of the primary level': paid(
    { ...fixedDip, coefficients: mapping({ 'fresh-clinic': '1' }), sameStandard: ['x'] },
    { item: 'x' },
  ),
  'R9 a negative coefficient': paid({ ...fixedDip, coefficients: mapping({ all: '-1' }) }),
  'R9 a floor above the ceiling': floating({ floor: '101%', ceiling: '100%' }),
  'R9 a floating value without a sub-budget': floating({ subBudget: undefined }),
  'R9 a sub-budget and a share': floating({ share: '10%' }),
  'R9 a floating value without a pre-payment share': floating({ prepaid: undefined }),
  'R9 a negative sub-budget': floating({ subBudget: '-0.01' }),
  'R9 days without cases': paid({ method: 'bedDay', tariffs: mapping({ all: [mapping({ tariff: '1' })] }) }, { cases: '0' }),
  'R9 tiers that do not rise': tariffs([
    { upTo: '9', tariff: '2' },
    { upTo: '9', tariff: '1' },
  ]),
  'R9 an open tier before the last': tariffs([{ tariff: '2' }, { upTo: '9', tariff: '1' }]),
  'R9 no tariff that fits': tariffs([{ tariff: '2' }], 'village'),
  'R9 no standard for a case': paid({ method: 'perCase', standards: mapping({ other: '1' }) }, { item: 'x' }),
  'R9 a case row of two cases': caseRow({ cases: '2' }),
  'R9 a case row without cost': caseRow({ cost: undefined }),
  'R9 a case row without points': caseRow({ points: undefined }),
  'R9 a case row against nothing': caseRow({ reference: '0' }),
  'R9 case rows without case rules': after(paid(fixedDip, { cases: '1', cost: '10', reference: '10' })),
  'R9 bands of heads that nobody pays for': signed({}, { young: '1', old: '1' }, { young: '1' }, {}),
  'R9 a yearly amount for nobody': signed({}, { young: '1' }, { young: '1', old: '1' }, {}),
  'R9 capitation without amounts': after(
    signed({}, { young: '1' }, { young: '1' }, {}),
    put('policy.payment.fresh', mapping({ method: 'capitation' })),
  ),
  'R9 signed with an institution that has nobody signed': after(
    added(['county', 'institutions'], () => mapping({ id: 'other' })),
    signed({}, { young: '1' }, { young: '1' }, { signedWith: 'other' }),
  ),
  'R9 signed of home none': after(
    added(['county', 'institutions'], () => mapping({ id: 'other' })),
    signed({}, { young: '1' }, { young: '1' }, { home: 'none', institution: 'other', signedWith: 'fresh-clinic' }),
  ),
  'R9 signed at an unknown institution': signed({ institution: 'nowhere' }, { young: '1' }, { young: '1' }, {}),
  'R9 signed people of an unknown alliance': signed({ home: 'nobody' }, { young: '1' }, { young: '1' }, {}),
  'R9 signed with a clinic of no alliance, home unsaid': signed({ home: undefined }, { young: '1' }, { young: '1' }, {}),
  'R9 half a person signed': signed({}, { young: '0.5' }, { young: '1' }, {}),
  'R9 growth of volume without cost': after(clinic, fresh({}), into(['county', 'growth'], { fresh: mapping({ volume: '1%' }) })),
  'R9 growth of cost without volume': after(clinic, fresh({}), into(['county', 'growth'], { fresh: mapping({ cost: '1%' }) })),
  'R9 a benefit at an unknown place': benefit(() => ({ place: 'abroad', ratio: '60%' })),
  'R9 a benefit at an unknown level': benefit(() => ({ level: 'heaven', ratio: '60%' })),
  'R9 a benefit from nothing': benefit((dated) => ({ ratio: dated('0%', '60%') })),
  'R9 a deductible without cases': benefit((dated) => ({ ratio: '60%', deductible: dated('100', '200') })),
  'R9 a deductible without a ratio': benefit((dated) => ({ deductible: dated('100', '200') }), { cases: '3' }),
  'R9 a cap without case rows': benefit((dated) => ({ ratio: '60%', cap: dated('100', '200') }), { cases: '3' }),
  'R9 case rows without a ratio': benefit((dated) => ({ cap: dated('100', '200') }), { cost: '10', points: '1', reference: '10' }),
  'R9 a benefit unknown the year before': (tree) => benefit(() => ({ ratio: new Map([[String(yearsOf(tree)[0]), '60%']]) }))(tree),
  'R9 a price without a change': price({ change: undefined }),
  'R9 a price from no month': price({ from: '2025' }),
  'R9 a price at an unknown institution': price({ institution: 'nowhere' }),
  'R9 a price at an unknown place': price({ place: 'abroad' }),

  'R3 three parts below 100%': quota({ byInsured: '50%', byHistory: '30%', byService: '19.9999999999999999%', historyWeights: ['1'] }),
  'R3 by service without weights': quota({ byInsured: '50%', byService: '50%' }),
  'R3 an unknown base': quota({ base: 'wishes' }),
  'R3 an expenditure base without its terms': quota({ base: 'expenditure' }),
  'R3 an expenditure base of four years': after(
    plainly,
    quota({ base: 'expenditure', expenditure: mapping({ years: '4', growth: '0%' }) }),
  ),
  'R3 an expenditure base above what R2 leaves': after(
    activity(() => ({ fund: '5000亿元' })),
    plainly,
    quota({ base: 'expenditure', expenditure: mapping({ years: '1', growth: '0%' }) }),
  ),
  'R3 financing unknown the year before': (tree) =>
    after(
      plainly,
      put('policy.financing.individual', new Map([[String(yearsOf(tree)[0]), '1']])),
      quota({ base: 'expenditure', expenditure: mapping({ years: '1', growth: '-100%' }) }),
    )(tree),
  'R3 lower limits above the pool': after(alliances('lastQuota', '9亿元'), quota({ limits: mapping({ decrease: '0%' }) })),
  'R3 a negotiated amount for nobody': quota({ negotiated: mapping({ nobody: '1' }) }),
  'R3 a negative negotiated amount': (tree) => quota({ negotiated: mapping({ [String(allianceOf(tree))]: '-1' }) })(tree),

  'R5 no gate': after(
    put('policy.advance', mapping({ prepayment: mapping({ months: '1' }) })),
    into(['county', 'pool'], { lastOutflow: '1', lastIncome: '1' }),
  ),
  'R5 a prepayment without last income': after(
    put('policy.advance', mapping({ prepayment: mapping({ months: '1', gate: '0' }) })),
    into(['county', 'pool'], { lastOutflow: '1', lastIncome: undefined }),
  ),
  'R5 a prepayment without last outflow': after(
    put('policy.advance', mapping({ prepayment: mapping({ months: '1', gate: '0' }) })),
    into(['county', 'pool'], { lastOutflow: undefined, lastIncome: '1' }),
  ),
  'R5 negative months': put('policy.advance', mapping({ revolving: mapping({ months: '-1' }) })),
  'R5 a tier that is not listed': after(far('national'), farRow, tiers({ province, city: province })),
  'R5 an off-county hospital without a tier': after(far(undefined), farRow, tiers({ province, city: province, national: province })),
  'R5 a tier settled by nobody': tiers({ province: mapping({ settledBy: 'nobody' }) }),
  'R5 a tier without its settler': tiers({ city: province, national: province, province: mapping({ lag: '1' }) }),
  'R5 a lag of a year': tiers({ city: province, national: province, province: mapping({ settledBy: 'province', lag: '12' }) }),
  'R5 half a month of lag': tiers({ city: province, national: province, province: mapping({ settledBy: 'province', lag: '0.5' }) }),

  'R7 an unknown package': put('policy.settlement.package', 'half'),
  'R7 a least score and no score': after(unscored, into(['policy', 'settlement'], { leastScore: '60' })),
  'R7 shifts and no score': after(unscored, into(['policy', 'settlement'], { scoreShift: [mapping({ score: '60', shift: '1%' })] })),
  'R7 a shift without its points': after(saved, into(['policy', 'settlement'], { scoreShift: [mapping({ score: '0' })] })),
  'R7 shifts whose scores rise': after(
    packaged,
    into(['policy', 'settlement'], { scoreShift: ['60', '80'].map((score) => mapping({ score, shift: '1%' })) }),
  ),
  'R7 an unknown kind of bands': overspend({ kind: 'stairs' }),
  'R7 overspend bands that do not rise': overspend({ bands: ['50%', '4%'].map((upTo) => mapping({ upTo, pool: '50%' })) }),
  'R7 an open band before the last': overspend({ bands: [mapping({ pool: '50%' }), mapping({ upTo: '5%', pool: '50%' })] }),
  'R7 uncovered by nobody': overspend({ uncovered: 'heaven' }),
  'R7 an unknown way to settle': overspend({ settle: 'never' }),
  'R7 in full without recovery': overspend({ settle: 'inFull', recover: undefined }),
  'R7 recovered in no months': overspend({ settle: 'inFull', recover: '0' }),
  'R7 surplus bands that do not rise': surplus({ bands: ['50%', '4%'].map((upTo) => mapping({ upTo, kept: '50%' })) }),
  'R7 an open surplus band before the last': surplus({ bands: [mapping({ kept: '50%' }), mapping({ upTo: '5%', kept: '50%' })] }),
  'R7 uses of something else': surplus({ usesOf: 'half' }),
  'R7 a use held by nobody': surplus({ uses: mapping({ x: mapping({ share: '100%', heldBy: 'bank' }) }) }),
  'R7 uses held by the pool that do not sum to 100%': surplus({ uses: mapping({ x: mapping({ share: '99%', heldBy: 'pool' }) }) }),
  'R7 points of the deposit without their share': deposit({ points: mapping({ fullFrom: '80', allLostBelow: '60' }) }),
  'R7 points and a table of the deposit': deposit({
    points: mapping({ fullFrom: '80', perPoint: '1%', allLostBelow: '60' }),
    returned: flat,
  }),
  'R7 a deposit held from advances without its return': after(
    packaged,
    put('policy.reserves.qualityDeposit', mapping({ share: '1%', from: 'advance' })),
    put('policy.settlement.deposit', undefined),
  ),
  'R2 a deposit from nowhere': put('policy.reserves.qualityDeposit', mapping({ share: '1%', from: 'bank' })),
  'R8 an unknown rounding of payable months': put('policy.payableMonths', 'up'),
};
