// Faults in what R10–R13 add, each to be put into a county that is otherwise sound.
import { after, into, overspend, surplus, type Told } from './faultsOfVariants.ts';
import { added, allianceOf, alliances, type Fault, institutions, put, row, yearsOf } from './faulty.ts';
import { mapping, withValue } from './writing.ts';
import { field, listOf, type Written } from './written.ts';

// ---- R10 ----

const TIERS = mapping({ county: '6' });
const basis = (told: Told = {}): Written => mapping({ tiers: TIERS, by: 'workload', ...told });
const distributed = (told: Told = {}): Told => ({ distribution: mapping({ of: 'retained', tiers: TIERS, by: 'workload', ...told }) });

/** Every alliance led by a county hospital of its own, all members with a workload; then what the policy says. */
function inside(told: Told): Fault {
  return (tree) => {
    const ids = listOf(field(tree, 'county', 'alliances'), 'alliances').map((alliance) => field(alliance, 'id'));
    const leads = ids.map((id) => mapping({ id: `lead-${id}`, alliance: id, level: 'county' }));
    const all = [...listOf(field(tree, 'county', 'institutions'), 'institutions'), ...leads];
    const led = listOf(field(tree, 'county', 'alliances'), 'alliances').map((alliance) =>
      withValue(alliance, ['lead'], `lead-${field(alliance, 'id')}`),
    );
    return after(
      put('county.institutions', all),
      put('county.alliances', led),
      institutions('workload', '1'),
      put('policy.inside', mapping({ payout: '95%', ...told })),
      put('memberDeductions', undefined),
      put('policy.grants', undefined),
      put('purposeSpending', undefined),
    )(tree);
  };
}

/** The same where much is retained. */
const flat = [mapping({ score: '0', share: '100%' })];
const kept = (told: Told): Fault =>
  after(surplus({ retention: flat, bands: undefined, ceiling: undefined, cap: undefined }), inside(distributed(told)));
const borne = (told: Told): Fault =>
  after(overspend({ bands: [], kind: undefined, settle: undefined, uncovered: undefined }), inside({ overspend: basis(told) }));

function named(told: Told, forbid?: Written): Fault {
  return (tree) =>
    inside({
      ...distributed({
        named: [mapping({ id: 'x', institution: `lead-${allianceOf(tree)}`, kind: 'person', share: '1%', ...told })],
      }),
      forbid,
    })(tree);
}

const insideOnly: Readonly<Record<string, Fault>> = {
  'R10 no payout': inside({ payout: undefined }),
  'R10 a bare payout above 1': inside({ payout: '1.05' }),
  'R10 a negative payout': inside({ payout: '-1%' }),
  'R10 an alliance without a lead': after(inside({}), alliances('lead', undefined)),
  'R10 an unknown lead': after(inside({}), alliances('lead', 'nowhere')),
  'R10 one lead for all': (tree) => after(inside({}), alliances('lead', `lead-${allianceOf(tree)}`))(tree),
  'R10 distribution of nothing': inside(distributed({ of: undefined })),
  'R10 distribution without tiers': inside(distributed({ tiers: undefined })),
  'R10 distribution by nothing': inside(distributed({ by: undefined })),
  'R10 an overspend without tiers': inside({ overspend: basis({ tiers: undefined }) }),
  'R10 an overspend by nothing': inside({ overspend: basis({ by: undefined }) }),
  'R10 distribution of a use that is none': inside(distributed({ of: 'nothing like it' })),
  'R10 an unknown tier': inside(distributed({ tiers: mapping({ city: '1', county: '6' }) })),
  'R10 a negative weight of a tier': inside(distributed({ tiers: mapping({ township: '-1', county: '6' }) })),
  'R10 a formula of an unknown name': inside(distributed({ by: 'workload * luck' })),
  'R10 a formula that does not end': inside(distributed({ by: 'workload * (1 + score' })),
  'R10 a formula of two': inside({ overspend: basis({ by: 'workload workload' }) }),
  'R10 a formula with a power': inside(distributed({ by: 'workload ^ 2' })),
  'R10 a formula with a percentage of nothing': inside(distributed({ by: 'workload * %' })),
  'R10 a formula that calls': inside(distributed({ by: 'sqrt(workload)' })),
  'R10 a formula that is a program': inside(distributed({ by: 'workload; workload' })),
  'R10 a formula of an indicator': inside(distributed({ by: 'progress' })),
  'R10 a fact that is not told': after(inside(distributed()), institutions('workload', undefined)),
  'R10 a fact of a later year': (tree) =>
    after(inside({ overspend: basis() }), institutions('workload', new Map([[String(yearsOf(tree)[0] + 1), '1']])))(tree),
  'R10 a negative fact': after(inside(distributed()), institutions('workload', '-1')),
  'R10 a tier that nobody is in': after(kept({ tiers: mapping({ village: '1', county: '6' }) }), institutions('level', 'county')),
  'R10 weights all zero': kept({ by: 'workload - 1' }),
  'R10 a weight below zero': kept({ by: 'workload - 2' }),
  'R10 a weight that is undefined': kept({ by: '1 / (workload - 1)' }),
  'R10 tiers all of weight zero': kept({ tiers: mapping({ county: '0' }) }),
  'R10 a borne overspend that nobody can bear': after(borne({ tiers: mapping({ village: '1' }) }), institutions('level', 'county')),
  'R10 a borne overspend by weights all zero': borne({ by: '0' }),
  'R10 a named person forbidden': named({}, ['department', 'person']),
  'R10 a named department forbidden': named({ kind: 'department' }, ['department']),
  'R10 named for an unknown institution': named({ institution: 'nowhere' }),
  'R10 named for no member': after(
    added(['county', 'institutions'], () => mapping({ id: 'alone' })),
    named({ institution: 'alone' }),
  ),
  'R10 named of an unknown kind': named({ kind: 'family' }),
  'R10 a budget and a share': after(inside({}), institutions('budget', '1'), institutions('budgetShare', '1%')),
  'R10 negative arrears': after(inside({}), institutions('arrears', '-0.01')),
  'R10 a deduction by name of less than nothing': after(
    inside({}),
    row('memberDeductions', () => ({ amount: '-0.01' })),
  ),
  'R10 a deduction by name at an unknown institution': after(
    inside({}),
    row('memberDeductions', () => ({ institution: 'nowhere' })),
  ),
  'R10 a deduction by name outside the years': after(
    inside({}),
    row('memberDeductions', (_, first) => ({ year: String(Number(first) - 1) })),
  ),
};

// ---- R11 ----

const half = [mapping({ score: '80', share: '50%' })];

function procured(told: Told, policy: Told | null = {}): Fault {
  return (tree) =>
    after(
      added(['county', 'institutions'], () => mapping({ id: 'buyer' })),
      institutions('procurementScore', '80'),
      put('policy.procurement', policy === null ? undefined : mapping({ retention: half, ...policy })),
      put('county.procurement', [
        mapping({
          year: String(yearsOf(tree)[0]),
          period: 'p',
          institution: 'buyer',
          insurance: 'resident',
          product: 'x',
          agreed: '2',
          actual: '1',
          earlierPrice: '2',
          winningPrice: '1',
          otherAmount: '0',
          fundShare: '50%',
          ...told,
        }),
      ]),
    )(tree);
}

const procurementOnly: Readonly<Record<string, Fault>> = {
  'R11 a share above 50%': procured({}, { retention: [mapping({ score: '80', share: '50.0001%' })] }),
  'R11 no table': procured({}, { retention: undefined }),
  'R11 no score': after(procured({}), institutions('procurementScore', undefined)),
  'R11 an unknown insurance': procured({ insurance: 'both' }),
  'R11 an unknown institution': procured({ institution: 'nowhere' }),
  'R11 a negative quantity': procured({ actual: '-1' }),
  'R11 other products of less than nothing': procured({ otherAmount: '-0.01' }),
  'R11 no price': procured({ winningPrice: undefined }),
  'R11 an unknown institution, without the policy': procured({ institution: 'nowhere' }, null),
};

// ---- R12 ----

const health = (told: Told = {}): Fault =>
  after(
    alliances('residents', '9'),
    alliances('performance', '90%'),
    put('policy.publicHealth', mapping({ perHead: '99', prepaid: '70%', ...told })),
    put('policy.grants', undefined),
    put('purposeSpending', undefined),
  );

/** Township hospitals of the first alliance, one of them without any count. */
const hospitals: Fault = after(
  added(['county', 'institutions'], (tree) =>
    mapping({ id: 't1', alliance: allianceOf(tree), beds: '3', villageDoctors: '2', pay: mapping({ staff: '2' }) }),
  ),
  added(['county', 'institutions'], (tree) => mapping({ id: 't2', alliance: allianceOf(tree) })),
);

const granted = (told: Told, more: readonly Told[] = []): Fault =>
  after(
    health(),
    hospitals,
    put(
      'policy.grants',
      [told, ...more].map((one) => mapping({ id: 'g', purpose: 'p', payee: 't1', ...one })),
    ),
  );

const spent = (told: Told): Fault =>
  after(
    granted({ amount: '1' }),
    row('purposeSpending', () => ({ grant: 'g', purpose: 'p', holder: 't1', ...told })),
  );

const moneyOnly: Readonly<Record<string, Fault>> = {
  'R12 no residents': after(health(), alliances('residents', undefined)),
  'R12 no performance': after(health(), alliances('performance', undefined)),
  'R12 performance above 100%': after(health(), alliances('performance', '100.0001%')),
  'R12 nothing per head': health({ perHead: undefined }),
  'R12 nothing said of prepayment': health({ prepaid: undefined }),
  'R12 a grant of no kind': granted({}),
  'R12 a grant of two kinds': granted({ amount: '1', perBed: '1' }),
  'R12 a grant twice': granted({ amount: '1' }, [{ amount: '1', payee: 't2' }]),
  'R12 a grant called publicHealth': granted({ id: 'publicHealth', amount: '1' }),
  'R12 a grant to nobody': granted({ payee: 'nobody', amount: '1' }),
  'R12 a grant that grows from no year': granted({ amount: '1', growth: '1%' }),
  'R12 a grant for nobody in particular per head': granted({ perHead: '1' }),
  'R12 residents of a hospital': granted({ perHead: '1', of: 'residents' }),
  'R12 insured of a hospital': granted({ perHead: '1', of: 'insured' }),
  'R12 beds of a hospital that has none': granted({ payee: 't2', perBed: '1' }),
  'R12 village doctors of a hospital that has none': granted({ payee: 't2', perHead: '1', of: 'villageDoctors' }),
  'R12 staff of a hospital that has none': granted({ payee: 't2', perHead: '1', of: 'staff' }),
  'R12 a share of nothing': granted({ share: '1%' }),
  'R12 a share of public health for a hospital': granted({ share: '1%', on: 'publicHealth' }),
  'R12 a share of income for alliances': granted({ payee: 'alliances', share: '1%', on: 'income' }),
  'R12 a share of public health without any': after(
    granted({ payee: 'alliances', share: '1%', on: 'publicHealth' }),
    put('policy.publicHealth', undefined),
  ),
  'R12 an amount for several by nothing': granted({ payee: 'alliances', amount: '1' }),
  'R12 an amount by weights all zero': after(
    institutions('beds', undefined),
    granted({ payee: 'alliances', amount: '1', by: 'beds' }),
    institutions('beds', '0'),
  ),
  'R12 a negative grant': granted({ amount: '-1' }),
  'R12 more spent than the account holds': spent({ amount: '1.01' }),
  'R12 spent by who is not paid': spent({ holder: 't2', amount: '0.01' }),
  'R12 spent before it is paid': after(
    granted({ amount: '0.10', monthly: 'yes' }),
    row('purposeSpending', () => ({ grant: 'g', purpose: 'p', holder: 't1', amount: '0.31' })),
  ),
  'R12 spent out of an unknown grant': spent({ grant: 'f' }),
  'R12 spent by nobody': spent({ holder: 'nobody' }),
  'R12 spent for another purpose': spent({ purpose: 'q' }),
  'R12 public health spent for another purpose': (tree) => spent({ grant: 'publicHealth', holder: allianceOf(tree) })(tree),
};

// ---- R13 ----

const target = (told: Told): Fault =>
  after(into(['policy'], { indicators: undefined }), put('policy.targets', [mapping({ id: 'x', indicator: 'progress', ...told })]));
const indicator = (told: Told): Fault =>
  after(
    into(['policy'], { targets: undefined }),
    put('policy.indicators', [mapping({ id: 'own', title: 'x', unit: 'rate', formula: 'own / quota', ...told })]),
  );

const monitoredOnly: Readonly<Record<string, Fault>> = {
  'R13 a target on an unknown indicator': target({ indicator: 'luck', atLeast: '1%' }),
  'R13 a target of no kind': target({}),
  'R13 a target of two kinds': target({ atLeast: '1%', atMost: '2%' }),
  'R13 a bound and a trend': target({ atLeast: '1%', trend: 'rising' }),
  'R13 a trend of neither way': target({ trend: 'sideways' }),
  'R13 a target of an unknown scope': target({ atLeast: '1%', scope: 'village' }),
  'R13 payable months of an alliance': target({ indicator: 'payableMonths', atLeast: '1', scope: 'alliance' }),
  'R13 an indicator of an unknown unit': indicator({ unit: 'yuan' }),
  'R13 an indicator of an unknown scope': indicator({ scope: 'village' }),
  'R13 an indicator without its formula': indicator({ formula: undefined }),
  'R13 an indicator of an unknown name': indicator({ formula: 'own / luck' }),
  'R13 an indicator that does not end': indicator({ formula: 'own /' }),
  'R13 an indicator that calls': indicator({ formula: 'sqrt(own)' }),
  'R13 an unknown kind of service': added(['county', 'services'], () => mapping({ id: 's', kind: 'surgery' })),
};

export const insideFaults: Readonly<Record<string, Fault>> = { ...insideOnly, ...procurementOnly, ...moneyOnly, ...monitoredOnly };

/** The same counties without a fault: they play. */
export const soundBases: Readonly<Record<string, Fault>> = {
  inside: inside({ ...distributed(), overspend: basis() }),
  kept: kept({}),
  borne: borne({}),
  named: named({}),
  procured: procured({}),
  procuredBefore: (tree) => procured({ year: String(yearsOf(tree)[0] - 1), insurance: 'both' })(tree),
  health: health(),
  granted: granted({ amount: '1' }),
  spent: spent({ amount: '1' }),
  target: target({ atLeast: '1%' }),
  indicator: indicator({}),
};
