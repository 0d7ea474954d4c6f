// Quotas, advances and settlement with their variants at the edges: limits that tie or clamp everybody, a gate exactly met,
// an overspend exactly on a band, a recovery that no month can cover.
import { type Bare, bareCounty, put, row } from './bare.ts';
import { yuan } from './exact.ts';
import { Dice } from './seeded.ts';
import { decimal, mapping } from './writing.ts';
import { field, type Written } from './written.ts';

type Target = (seed: number) => Written;

/** Every alliance spends so much at its own hospital. */
function spending(bare: Bare, amounts: readonly bigint[]): Written {
  const rows = bare.ids.map((id, index) => row(bare, id, `h-${id}`, { fund: yuan(amounts[index] ?? 0n) }));
  return put(bare.tree, { 'county.activity': rows });
}

/** The alliances with fields put, one entry for each in turn. */
function alliancesWith(tree: Written, entries: (index: number) => Readonly<Record<string, Written | undefined>>): Written {
  const list = field(tree, 'county', 'alliances') as Written[];
  return put(tree, { 'county.alliances': list.map((alliance, index) => put(alliance, entries(index))) });
}

/** An overspend exactly on the end of a band, or a fen beside it: marginal or the whole at once, capped exactly. */
const overspendEdge: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 2));
  const over = dice.int(1, 30);
  const spent = (bare.quota * BigInt(100 + over)) / 100n + dice.pick([-1n, 0n, 0n, 1n]);
  const bands = [mapping({ upTo: `${over}%`, pool: '80%' }), ...(dice.chance(70) ? [mapping({ upTo: `${over + 3}%`, pool: '50%' })] : [])];
  return put(
    spending(
      bare,
      bare.ids.map(() => spent),
    ),
    {
      'policy.settlement.overspend': mapping({
        bands,
        kind: dice.chance(75) ? dice.pick(['slab', 'slab', 'marginal']) : undefined,
        cap: dice.chance(40) ? decimal(BigInt(over * 8 + dice.int(-1, 1)), 3) : undefined,
        uncovered: dice.chance(30) ? 'pool' : undefined,
        minimum: dice.chance(30) ? `${over + dice.int(-1, 0)}%` : undefined,
      }),
      'county.pool.riskAdjustment': dice.chance(50) ? yuan(dice.big(0n, bare.quota / 10n)) : yuan(bare.quota * 9n),
    },
  );
};

/** A surplus or an overspend exactly the least that counts, or a fen beside it. */
const minimumEdge: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1);
  const percent = dice.int(1, 12);
  const part = (bare.quota * BigInt(percent)) / 100n + dice.pick([-1n, 0n, 0n, 1n]);
  const minimum = `${percent}%`;
  return put(spending(bare, [dice.chance(50) ? bare.quota - part : bare.quota + part]), {
    'policy.settlement.surplus.minimum': minimum,
    'policy.settlement.surplus.usesOf': dice.chance(40) ? 'whole' : undefined,
    'policy.settlement.overspend': mapping({ minimum, bands: [mapping({ upTo: '5%', pool: '60%' })] }),
  });
};

/** A surplus exactly on the end of a band, exactly at the ceiling or the cap. */
const surplusEdge: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1);
  const under = dice.int(2, 40);
  const spent = (bare.quota * BigInt(100 - under)) / 100n + dice.pick([-1n, 0n, 0n, 1n]);
  const bands = [
    mapping({ upTo: `${under - 1}%`, kept: '50%' }),
    mapping({ upTo: `${under}%`, kept: '70%' }),
    ...(dice.chance(60) ? [mapping({ kept: '90%' })] : []),
  ];
  const tree = alliancesWith(spending(bare, [spent]), () => ({ score: dice.pick(['60', '80', '59.99']) }));
  return put(tree, {
    'policy.settlement.surplus.bands': bands,
    'policy.settlement.surplus.retention': dice.chance(40) ? undefined : [mapping({ score: '60', share: '90%' })],
    'policy.settlement.surplus.ceiling': dice.chance(40) ? `${under + dice.int(-1, 1)}%` : undefined,
    'policy.settlement.surplus.cap': dice.chance(50) ? `${Math.ceil(under / 2) + dice.int(-1, 1)}%` : undefined,
    'policy.settlement.scoreShift': dice.chance(50) ? [mapping({ score: '60', shift: dice.pick(['20%', '-60%', '5%']) })] : undefined,
    'policy.settlement.surplus.uses': mapping({ x: mapping({ share: '15%', heldBy: 'pool' }), y: '85%' }),
  });
};

/** Scores exactly at every edge of the score rules. */
const scoreEdges: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 3), dice.int(1, 2));
  const scores = ['100', '80', '79.999', '70.5', '60', '59.999', '0'];
  const spent = bare.ids.map(() => (bare.quota * BigInt(dice.int(70, 130))) / 100n);
  const tree = alliancesWith(spending(bare, spent), () => ({ score: dice.pick(scores) }));
  return put(tree, {
    'policy.reserves': mapping({
      qualityDeposit: mapping({ share: dice.pick(['5%', '0.37%']), from: dice.pick(['advance', 'financing']) }),
    }),
    'policy.settlement.deposit.points': mapping({ fullFrom: '80', perPoint: dice.pick(['3%', '3.333333%', '50%']), allLostBelow: '60' }),
    'policy.settlement.leastScore': dice.chance(50) ? '60' : undefined,
    'policy.settlement.scoreShift': dice.chance(50)
      ? [mapping({ score: '80', shift: '50%' }), mapping({ score: '60', shift: '-60%' })]
      : undefined,
    'policy.settlement.overspend.bands': [mapping({ upTo: '10%', pool: '60%' }), mapping({ pool: '0%' })],
  });
};

/** What is recovered runs into the next year, and the years after, because the months cannot cover it. */
const recoverOn: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 2), dice.int(2, 4));
  const spent = bare.ids.map(() => (bare.quota * BigInt(dice.pick([90, 105, 150, 300]))) / 100n);
  const rows = bare.ids.map((id, index) => row(bare, id, `h-${id}`, { fund: yuan(spent[index] ?? 0n) }));
  if (dice.chance(60)) rows.push(row(bare, 'a', 'far', { fund: yuan(bare.quota / dice.pick([3n, 12n, 40n])) }));
  return put(bare.tree, {
    'policy.settlement.overspend': mapping({
      bands: dice.chance(50) ? [mapping({ upTo: '10%', pool: '50%' })] : [],
      uncovered: dice.chance(20) ? 'pool' : undefined,
      settle: dice.chance(80)
        ? 'inFull'
        : new Map([
            [String(bare.first), 'inFull'],
            [String(bare.first + 1), 'net'],
          ]),
      recover: dice.pick(['1', '2', '3', '7', '12', '13', '25']),
    }),
    'policy.advance': mapping({ share: dice.pick(['100%', '10%', '1%', '0%']) }),
    'policy.reserves': dice.chance(30) ? mapping({ qualityDeposit: mapping({ share: '5%', from: 'advance' }) }) : undefined,
    'policy.settlement.deposit': mapping({ returned: [mapping({ score: '0', share: '100%' })] }),
    'county.growth': dice.chance(60) ? mapping({ s: dice.pick(['-60%', '-20%', '10%']) }) : undefined,
    'county.activity': rows,
    settlementMonth: dice.chance(30) ? `${bare.first + 1}-0${dice.int(1, 9)}` : undefined,
    through: dice.chance(30) ? `${bare.first + 1}-0${dice.int(1, 9)}` : undefined,
  });
};

/** The payable months are exactly the gate, the income exactly the outflow; or a fen less. */
const gateExact: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 2), dice.int(1, 2));
  const gate = dice.int(1, 6);
  const outflow = 12n * dice.big(1n, bare.quota);
  const held = (outflow / 12n) * BigInt(gate) + dice.pick([-1n, 0n, 0n, 1n]);
  const risk = dice.big(0n, held);
  const tree = spending(
    bare,
    bare.ids.map(() => (bare.quota * BigInt(dice.int(60, 110))) / 100n),
  );
  return put(tree, {
    'county.pool': mapping({
      balance: yuan(held - risk),
      riskAdjustment: yuan(risk),
      lastIncome: yuan(outflow + dice.pick([-1n, 0n, 0n, 1n])),
      lastOutflow: yuan(outflow),
    }),
    'policy.advance': mapping({
      prepayment: mapping({ months: dice.pick(['1', '0.333333', '2']), gate: String(gate) }),
      revolving: dice.chance(30) ? mapping({ months: '0.5' }) : undefined,
    }),
  });
};

/** One alliance above its upper limit by just as much as another is below its lower one. */
const limitTies: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(2, 3), dice.int(1, 2));
  // Upper limit 11t (of 10t), lower limit 9s (of 10s): quota − 11t = 9s − quota where t and the quota leave the same by 9.
  let t = (bare.quota * BigInt(dice.int(60, 99))) / 1100n;
  while ((bare.quota - t) % 9n !== 0n) t -= 1n;
  const s = (2n * bare.quota - 11n * t) / 9n;
  const last = [10n * t, 10n * s + dice.pick([0n, 0n, 0n, 1n, -1n])];
  const tree = alliancesWith(
    spending(
      bare,
      bare.ids.map(() => bare.quota),
    ),
    (index) => ({ lastQuota: last[index] === undefined ? undefined : yuan(last[index]) }),
  );
  return put(tree, { 'policy.quota.limits': mapping({ increase: '10%', decrease: '10%' }) });
};

/** Everybody at the upper limit, what is left over stays in the pool; or exactly at the lower ones. */
const clampAll: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 4), dice.int(1, 3));
  const up = dice.chance(60);
  const decrease = dice.chance(70) ? dice.pick(['10%', '70%']) : undefined;
  const lastQuota = () => (up ? (bare.quota * BigInt(dice.int(30, 90))) / 100n : bare.quota * 2n);
  const tree = alliancesWith(
    spending(
      bare,
      bare.ids.map(() => bare.quota),
    ),
    () => ({ lastQuota: yuan(lastQuota()) }),
  );
  return put(tree, {
    'policy.quota': mapping({
      byInsured: '40%',
      byHistory: '35.5%',
      byService: '24.5%',
      historyWeights: ['1'],
      limits: mapping({ increase: dice.pick(['0%', '5%', '10%']), decrease: up ? decrease : '50%' }),
      negotiated: decrease !== '10%' && dice.chance(40) ? mapping({ a: yuan(bare.quota * 2n) }) : undefined,
    }),
  });
};

/** The pool grows by its own rate, by that of financing per head, or by either where they are equal. */
const expenditureBound: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 2), dice.int(1, 4));
  // Or all that is there has been spent, and nothing grows.
  const all = dice.chance(20);
  const perHead = all ? [4_00n] : [4_00n, 4_20n, dice.pick([4_41n, 4_00n, 4_20n]), dice.pick([4_41n, 5_00n]), 5_00n];
  const dated = (times: bigint): Written => new Map(perHead.map((fen, index) => [String(bare.first - 1 + index), yuan(fen * times)]));
  const rows = bare.ids.flatMap((id) =>
    dice.list(all ? 3 : dice.int(1, 3), (back) =>
      mapping({
        year: String(bare.first - 1 - back),
        home: id,
        institution: `h-${id}`,
        service: 's',
        fund: yuan((bare.quota * (all ? 100n : BigInt(dice.int(10, 60)))) / 100n),
      }),
    ),
  );
  const growth = all ? '0%' : dice.pick(['5%', '5.0000000001%', '4.9999999999%', '20%', '0%', '-1%']);
  return put(bare.tree, {
    'policy.financing': mapping({ individual: dated(1n), subsidy: dated(2n) }),
    'policy.quota.base': dice.chance(70)
      ? 'expenditure'
      : new Map([
          [String(bare.first), 'financing'],
          [String(bare.first + 1), 'expenditure'],
        ]),
    'policy.quota.expenditure': mapping({ years: dice.pick(['1', '2', '3']), growth }),
    'county.activity': rows,
  });
};

/** Off-county care that falls due late and that no month can cover, at every tier. */
const tiersShort: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 2), dice.int(1, 2));
  const tiers = ['city', 'province', 'national'];
  const by = dice.shuffled(['city', 'province', 'manual']);
  const rows = bare.ids.flatMap((id) =>
    tiers.map((tier) =>
      row(bare, id, tier, {
        month: dice.chance(50) ? String(dice.int(1, 12)) : undefined,
        fund: yuan((bare.quota * BigInt(dice.int(0, 50))) / 100n),
      }),
    ),
  );
  return put(bare.tree, {
    'policy.advance': mapping({
      share: dice.pick(['100%', '50%', '10%']),
      offCounty: dice.chance(15) ? 'settled' : undefined,
      tiers: mapping(
        Object.fromEntries(
          tiers.map((tier, index) => [
            tier,
            mapping({ settledBy: by[index] ?? 'city', lag: dice.chance(80) ? dice.pick(['0', '1', '6', '11']) : undefined }),
          ]),
        ),
      ),
      offCountyPrepayment: dice.chance(40) ? mapping({ months: dice.pick(['1', '0.25']) }) : undefined,
    }),
    'policy.reserves': dice.chance(40)
      ? mapping({ qualityDeposit: mapping({ share: dice.pick(['10%', '100%']), from: 'advance' }) })
      : undefined,
    'policy.settlement.deposit': mapping({ returned: [mapping({ score: '0', share: dice.pick(['100%', '40%', '0%']) })] }),
    'county.institutions': [
      ...bare.ids.map((id) => mapping({ id: `h-${id}`, alliance: id })),
      ...tiers.map((tier) => mapping({ id: tier, kind: 'off-county', tier })),
    ],
    'county.activity': rows,
  });
};

/** Payable months exactly half-way between two figures. */
const payableHalf: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1);
  const halves = BigInt(dice.int(0, 40) * 2 + 1) * (dice.chance(30) ? -1n : 1n);
  // Spent exactly the quota: what is held at the end is what the county opens with.
  const rounding = dice.pick(['halfUp', 'down', 'integer']);
  const held = (bare.quota * halves) / (rounding === 'integer' ? 24n : 2400n);
  return put(spending(bare, [bare.quota]), {
    'policy.payableMonths': rounding,
    'county.pool': mapping({ balance: yuan(held) }),
  });
};

export const settlementTargets: Readonly<Record<string, Target>> = {
  overspendEdge,
  minimumEdge,
  surplusEdge,
  scoreEdges,
  recoverOn,
  gateExact,
  limitTies,
  clampAll,
  expenditureBound,
  tiersShort,
  payableHalf,
};
