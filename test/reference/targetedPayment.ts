// Payment methods at their edges: a value exactly on the floor or the ceiling, institutions that drop out round after round,
// no points at all, costs and stays exactly on a border.
import { type Bare, bareCounty, put, row } from './bare.ts';
import { yuan } from './exact.ts';
import { Dice } from './seeded.ts';
import { decimal, mapping } from './writing.ts';
import type { Written } from './written.ts';

type Target = (seed: number) => Written;

interface Taker {
  readonly points: bigint;
  readonly patients: bigint;
}

/** Institutions of alliance a (or of its neighbours) paid by points, each with one stream. */
function byPoints(dice: Dice, bare: Bare, takers: readonly Taker[], payment: Readonly<Record<string, Written | undefined>>): Written {
  const ids = takers.map((_, index) => `p${index}`);
  const drg = dice.chance(40);
  const [measure, price] = drg ? ['weights', 'drgRate'] : ['points', 'pointValue'];
  const { value, ...rest } = payment;
  return put(bare.tree, {
    'policy.payment': mapping({ s: mapping({ method: drg ? 'drg' : 'dip', [price]: value, ...rest }) }),
    'county.institutions': ids.map((id) => mapping({ id, alliance: dice.chance(60) ? dice.pick(bare.ids) : undefined })),
    'county.activity': takers.map((taker, index) =>
      row(bare, dice.pick(bare.ids), ids[index] ?? '', {
        fund: '0',
        [measure]: String(taker.points),
        patientPaid: yuan(taker.patients),
      }),
    ),
  });
}

/** The floating value is exactly the floor or the ceiling, or a fen of the sub-budget beside it. */
const floatingEdge: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 2));
  const value = dice.int(1, 90); // yuan
  const takers = dice.list(dice.int(1, 3), () => ({ points: dice.big(1n, 5000n), patients: dice.big(0n, 90n) }));
  const points = takers.reduce((sum, taker) => sum + taker.points, 0n);
  const patients = takers.reduce((sum, taker) => sum + taker.patients, 0n);
  const atFloor = dice.chance(50);
  const edge = atFloor ? dice.int(50, 100) : dice.int(100, 130);
  const fund = points * BigInt(value * edge) - patients + dice.pick([-1n, 0n, 0n, 1n]);
  const floating = mapping({
    subBudget: yuan(fund < 0n ? 0n : fund),
    prepaid: dice.pick(['100%', '90%', '0%']),
    floor: atFloor || dice.chance(20) ? (atFloor ? `${edge}%` : '100%') : undefined,
    ceiling: !atFloor || dice.chance(20) ? (atFloor ? '100%' : `${edge}%`) : undefined,
  });
  return byPoints(dice, bare, takers, { value: String(value), floating });
};

/** Patients paid more than their part in one institution after another. */
const severalRounds: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 2);
  const unit = dice.big(1n, 900n);
  const paid = dice.shuffled([1000n, 400n, 150n, dice.big(0n, 90n), ...(dice.chance(40) ? [2300n] : [])]);
  const takers = paid.map((part) => ({ points: dice.chance(90) ? 10n : 0n, patients: part * unit + dice.big(0n, 3n) }));
  const value = decimal(dice.big(1n, 30n * unit), 2);
  const edges = dice.chance(40) ? { floor: dice.pick(['0%', '80%', '100%']), ceiling: dice.pick(['100%', '150%']) } : {};
  const floating = mapping({
    subBudget: yuan(dice.pick([0n, 100n, 100n, 50n, 900n]) * unit),
    prepaid: dice.pick(['100%', '50%']),
    ...edges,
  });
  return byPoints(dice, bare, takers, { value, floating });
};

/** Equal institutions and a sub-budget that does not divide: the first listed get the fen left over. */
const equalParts: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 2);
  const points = dice.big(1n, 12n);
  const takers = dice.list(dice.int(2, 5), () => ({ points, patients: 0n }));
  const floating = mapping({ subBudget: yuan(dice.big(0n, 40n)), prepaid: dice.pick(['100%', '33%']) });
  return byPoints(dice, bare, takers, { value: dice.pick(['0.01', '0.005', '0.0333', '0.1']), floating });
};

/** No points at all in a year: recorded so, or by a shock. */
const noPoints: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1, 2);
  const shocked = dice.chance(50);
  const takers = dice.list(2, () => ({ points: shocked ? dice.big(1n, 500n) : 0n, patients: dice.pick([0n, 5n]) }));
  const floating = mapping({ subBudget: yuan(dice.big(1n, 90_000n)), prepaid: '95%', floor: dice.chance(50) ? '90%' : undefined });
  const tree = byPoints(dice, bare, takers, { value: '2.5', floating });
  if (!shocked) return tree;
  return put(tree, { shocks: [mapping({ from: `${bare.first}-01`, to: `${bare.first}-12`, factor: '0' })] });
};

/** Fixed: patients paid exactly the standard, or a fen beside it. */
const patientsPaidAll: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1);
  const points = 12n * dice.big(1n, 400n);
  const value = dice.int(1, 40);
  const coefficients = mapping({ all: dice.pick(['1', '100%']) });
  const tree = byPoints(dice, bare, [{ points, patients: points * BigInt(value * 100) + dice.pick([-12n, 0n, 12n]) }], {
    value: String(value),
    coefficients: dice.chance(60) ? coefficients : undefined,
  });
  return tree;
};

/** Costs of cases exactly at the edges of the case rules, and a fen beside them. */
const caseEdges: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1);
  const [low, high] = dice.pick([
    [50, 200],
    [40, 150],
  ] as const);
  const rows = dice.list(dice.int(1, 4), () => {
    const reference = 100n * dice.big(1n, 90_000n);
    const cost = (reference * BigInt(dice.pick([low, high, 100, 0]))) / 100n + dice.pick([-1n, 0n, 0n, 1n]);
    return row(bare, 'a', 'h-a', {
      month: dice.chance(90) ? String(dice.int(1, 12)) : undefined,
      fund: '1',
      points: decimal(dice.big(0n, 9_000_000n), 4),
      cost: yuan(cost < 0n ? 0n : cost),
      patientPaid: yuan(dice.big(0n, 500n)),
      reference: yuan(reference),
      cases: dice.chance(50) ? '1' : undefined,
      incomplete: dice.chance(30) ? 'yes' : undefined,
    });
  });
  const caseRules = mapping({ low: `${low}%`, high: `${high}%` });
  return put(bare.tree, {
    'policy.payment': mapping({ s: mapping({ method: 'dip', pointValue: '0.37', caseRules }) }),
    'county.activity': rows,
  });
};

/** Stays that end exactly with a tier, and days beyond the last. */
const stayEdges: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1);
  const upTo = dice.int(1, 20);
  const more = dice.int(1, 9);
  const tiers = [
    mapping({ upTo: String(upTo), tariff: decimal(dice.big(1n, 9999n), dice.int(0, 4)) }),
    mapping({ upTo: String(upTo + more), tariff: '1.005' }),
    ...(dice.chance(50) ? [mapping({ tariff: '0.7' })] : []),
  ];
  const rows = dice.list(dice.int(1, 3), () => {
    const cases = dice.int(1, 7);
    const days = Math.max(0, dice.pick([upTo, upTo + more, 0, 1]) * cases + dice.pick([-1, 0, 0, 1]));
    return row(bare, 'a', dice.pick(['h-a', 'clinic']), {
      month: String(dice.int(1, 12)),
      fund: '1',
      cases: String(cases),
      days: String(days),
      patientPaid: dice.pick(['0', '0.01', '3', '99']),
    });
  });
  return put(bare.tree, {
    'policy.payment': mapping({ s: mapping({ method: 'bedDay', tariffs: mapping({ county: tiers, all: tiers.slice(1) }) }) }),
    'county.activity': rows,
  });
};

/** Care elsewhere of the signed: more than a month's part, at a hospital far away too. */
const clawBack: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 2, 2);
  const heads = () => mapping({ young: String(dice.int(0, 5)), old: dice.pick(['0', '7']) });
  const rows = dice.list(dice.int(1, 5), () =>
    row(bare, dice.chance(70) ? 'a' : 'b', dice.pick(['h-a', 'h-b', 'clinic', 'far']), {
      month: dice.chance(60) ? String(dice.int(1, 12)) : undefined,
      fund: yuan(dice.big(0n, 3000n)),
      signedWith: undefined,
    }),
  );
  for (const each of rows) if (each.get('home') === 'a' && dice.chance(75)) each.set('signedWith', dice.pick(['h-a', 'clinic']));
  return put(bare.tree, {
    'policy.payment': mapping({
      s: mapping({
        method: 'capitation',
        perHead: mapping({ old: '3.35', young: '1.01' }),
        signingFee: dice.chance(60) ? '0.07' : undefined,
      }),
    }),
    'policy.advance': mapping({ pattern: dice.pick(['even', 'history']) }),
    'county.signed': [
      mapping({ institution: 'h-a', service: 's', heads: heads() }),
      mapping({ institution: 'clinic', service: 's', home: 'a', heads: heads() }),
      ...(dice.chance(40) ? [mapping({ institution: 'h-a', service: 's', home: 'b', heads: heads() })] : []),
    ],
    'county.activity': rows,
  });
};

/** An incentive pool for supported groups: ties, and nobody to have it. */
const supportedPool: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 2);
  const points = dice.pick(['0', '3', '12', '36']);
  const rows = bare.ids.flatMap((home) =>
    dice.list(dice.int(1, 3), () =>
      row(bare, home, dice.pick(['h-a', 'h-b', 'clinic']), {
        fund: '1',
        points,
        patientPaid: '0',
        item: dice.chance(60) ? 'BR23' : undefined,
      }),
    ),
  );
  const supported = mapping({ items: ['BR23'], uplift: dice.chance(50) ? '10%' : undefined, pool: yuan(dice.big(0n, 50n)) });
  const floating = dice.chance(50) ? mapping({ share: '20%', prepaid: '80%' }) : undefined;
  return put(bare.tree, {
    'policy.payment': mapping({ s: mapping({ method: 'dip', pointValue: '0.11', supported, floating }) }),
    'county.activity': rows,
  });
};

/** A benefit that brings the payment below zero, or above what fund and patients paid together. */
const benefitBounds: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1, 2);
  const dated = (before: string, after: string): Written =>
    new Map([
      [String(bare.first - 1), before],
      [String(bare.first), after],
    ]);
  const known = dice.chance(60);
  const rows = dice.list(dice.int(1, 3), () =>
    row(bare, 'a', dice.pick(['h-a', 'far']), {
      month: dice.chance(60) ? String(dice.int(1, 12)) : undefined,
      fund: yuan(dice.big(0n, 5000n)),
      cases: String(dice.int(0, 20)),
      patientPaid: known ? yuan(dice.big(0n, 900n)) : undefined,
    }),
  );
  const deductible = dice.chance(50) ? dated('0', decimal(dice.big(0n, 9000n), 2)) : dated(decimal(dice.big(0n, 9000n), 2), '0');
  return put(bare.tree, {
    'policy.benefit': [mapping({ id: 'b', service: 's', ratio: dice.chance(50) ? dated('50%', '99%') : '60%', deductible })],
    'county.activity': rows,
  });
};

/** Case rows behind a benefit with a cap: a base of nothing, a cap that binds for some. */
const benefitCases: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1, 2);
  const rows = dice.list(dice.int(1, 4), () =>
    row(bare, 'a', dice.pick(['h-a', 'far']), {
      month: String(dice.int(1, 12)),
      fund: yuan(dice.big(0n, 9000n)),
      cost: yuan(dice.pick([0n, 10_000n, 20_000n, dice.big(0n, 50_000n)])),
      points: '1',
      patientPaid: dice.chance(70) ? yuan(dice.big(0n, 900n)) : undefined,
      reference: '1',
    }),
  );
  const dated = (before: string, after: string): Written =>
    new Map([
      [String(bare.first - 1), before],
      [String(bare.first), after],
    ]);
  const benefit = mapping({
    id: 'b',
    service: 's',
    ratio: dated('60%', dice.pick(['60%', '75%', '30%'])),
    deductible: dated('100', dice.pick(['100', '50', '200'])),
    cap: dice.chance(60) ? dated('100', dice.pick(['60', '250', '0'])) : undefined,
  });
  return put(bare.tree, { 'policy.benefit': [benefit], 'county.activity': rows });
};

/** Prices that change twice, across a year's end, beside months that are known. */
const priceYears: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1, 3);
  const { first } = bare;
  const known = dice.chance(50) ? dice.int(1, 11) : null;
  const rows = [row(bare, 'a', 'h-a', { fund: yuan(dice.big(0n, 90_000n)), patientPaid: '1.01', cost: '7.77' })];
  if (known !== null)
    for (let month = 1; month <= known; month++)
      rows.push(mapping({ year: String(first), month: String(month), home: 'a', institution: 'h-a', service: 's', fund: '13.37' }));
  const month = (n: number) => `${first + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
  const prices = dice.list(dice.int(1, 3), () =>
    mapping({ service: 's', from: month(dice.int(0, 26)), change: dice.pick(['5%', '-3.3%', '0.125']) }),
  );
  return put(bare.tree, {
    actualTo: known === null ? undefined : month(known - 1),
    'county.activity': rows,
    'county.growth': dice.chance(50) ? mapping({ s: mapping({ volume: '-5%', cost: '3%' }) }) : undefined,
    prices,
  });
};

export const paymentTargets: Readonly<Record<string, Target>> = {
  floatingEdge,
  severalRounds,
  equalParts,
  noPoints,
  patientsPaidAll,
  caseEdges,
  stayEdges,
  clawBack,
  supportedPool,
  benefitBounds,
  benefitCases,
  priceYears,
};
