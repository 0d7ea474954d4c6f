// R10 at its edges: tiers that nobody is in, approved pay exactly reached, arrears of years ago, uses exhausted to the fen.
import { type Bare, bareCounty, put, row } from './bare.ts';
import { yuan } from './exact.ts';
import { Dice } from './seeded.ts';
import { mapping } from './writing.ts';
import { field, listOf, type Written } from './written.ts';

type Target = (seed: number) => Written;
type Told = Readonly<Record<string, Written | undefined>>;

/** Every alliance with its hospital as lead and a township and a village member, so many fen spent at each of the three. */
function led(
  bare: Bare,
  spent: readonly (readonly [bigint, bigint, bigint])[],
  inside: Told,
  facts: (id: string, index: number) => Told,
): Written {
  const levels = ['county', 'township', 'village'];
  const members = bare.ids.flatMap((id) =>
    [`h-${id}`, `t-${id}`, `v-${id}`].map((member, index) =>
      mapping({ id: member, alliance: id, level: levels[index], ...facts(member, index) }),
    ),
  );
  const rows = bare.ids.flatMap((id, alliance) =>
    [`h-${id}`, `t-${id}`, `v-${id}`].map((member, index) => row(bare, id, member, { fund: yuan(spent[alliance]?.[index] ?? 0n) })),
  );
  const alliances = listOf(field(bare.tree, 'county', 'alliances'), 'alliances');
  return put(bare.tree, {
    'policy.inside': mapping({ payout: '95%', ...inside }),
    'county.alliances': alliances.map((alliance, index) => put(alliance, { lead: `h-${bare.ids[index]}` })),
    'county.institutions': members,
    'county.activity': rows,
    'policy.settlement.surplus.retention': [mapping({ score: '0', share: '100%' })],
  });
}

/** A third of so many percent of the quota at each member. */
function thirds(bare: Bare, percent: number): [bigint, bigint, bigint] {
  const all = (bare.quota * BigInt(percent)) / 100n;
  return [all / 3n, all / 3n, all - 2n * (all / 3n)];
}

/** Weights that make a part nothing, a tier that nobody is in, members of no weight; a surplus, an overspend or neither. */
const emptyTiers: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 2));
  const all = [dice.pick([100, 100, 90, 130]), dice.pick([100, 130])];
  const weights = mapping({ village: dice.pick(['0', '1', '0.000001']), county: dice.pick(['0', '6']), township: '3' });
  const basis = { tiers: weights, by: dice.pick(['workload', 'workload - 1', 'fund', 'heads / workload', '1']) };
  const spent = bare.ids.map((_, index) => thirds(bare, all[index] ?? 100));
  return led(
    bare,
    spent,
    {
      distribution: mapping({ of: dice.pick(['x', 'retained']), ...basis }),
      overspend: dice.chance(60) ? mapping(basis) : undefined,
    },
    (_, index) => ({
      level: index === 2 && dice.chance(50) ? dice.pick(['county', 'township']) : ['county', 'township', 'village'][index],
      workload: dice.pick(['1', '1', '0', '7.5']),
      heads: '3',
    }),
  );
};

/** The share is exactly what the approved pay leaves room for, or a fen beside it; or there is no room at all. */
const approvedEdge: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1);
  const over = dice.int(1, 90);
  const surplus = (bare.quota * BigInt(over)) / 100n; // a multiple of 12 fen: thirds and halves are exact
  const share = surplus / 3n;
  const performance = dice.big(0n, 10_000n);
  return led(
    bare,
    [thirds(bare, 100 - over)],
    { distribution: mapping({ of: 'retained', tiers: mapping({ county: '1', village: '1', township: '1' }), by: '1' }) },
    () =>
      dice.chance(20)
        ? {}
        : {
            pay: mapping({
              approved: yuan(dice.chance(20) ? performance - (performance > 0n ? 1n : 0n) : performance + share + dice.big(-1n, 1n)),
              performance: dice.chance(85) ? yuan(performance) : undefined,
            }),
          },
  );
};

/** Uses exhausted one after another, exactly on the border between two; some are held by the pool, some have a balance already. */
const usesExhausted: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1, dice.int(1, 2));
  const shares = dice.shuffled(['25%', '50%', '15%', '10%']);
  const held = new Set(dice.some([0, 1, 2, 3], 30));
  const uses = mapping(
    Object.fromEntries(shares.map((part, index) => [`u${index}`, held.has(index) ? mapping({ share: part, heldBy: 'pool' }) : part])),
  );
  const surplus = bare.quota / 2n;
  const ends = shares.map((_, index) =>
    shares.slice(0, index + 1).reduce((sum, part, i) => sum + (held.has(i) ? 0n : (surplus * BigInt(part.replace('%', ''))) / 100n), 0n),
  );
  const room = dice.pick(ends) + dice.pick([-1n, 0n, 0n, 1n]);
  const tree = led(
    bare,
    [thirds(bare, 50)],
    {
      distribution: mapping({
        of: dice.pick(['retained', 'retained', `u${dice.int(0, 3)}`]),
        tiers: mapping({ county: '1', township: '0', village: '0' }),
        by: 'fund',
      }),
    },
    (_, index) => (index === 0 ? { pay: mapping({ approved: yuan(room > 0n ? room : 0n) }) } : {}),
  );
  return put(tree, {
    'policy.settlement.surplus.uses': uses,
    'county.alliances.0.retained': dice.chance(60) ? mapping({ u0: yuan(dice.big(0n, surplus)), 旧: '1' }) : undefined,
  });
};

/** Little is paid for years, or more than falls due; deductions beyond a month; stops in any month. */
const oldArrears: Target = (seed) => {
  const dice = new Dice(seed);
  const years = dice.int(1, 4);
  const bare = bareCounty(dice, dice.int(1, 2), years);
  const monthly = bare.quota / 36n;
  const stop = dice.chance(50) ? `${bare.first + years - 1}-${String(dice.int(1, 12)).padStart(2, '0')}` : undefined;
  const tree = led(
    bare,
    bare.ids.map(() => thirds(bare, dice.pick([60, 100, 110]))),
    {
      payout: new Map([
        [String(bare.first - 1), dice.pick(['0%', '50%', '95%', '120%', '300%'])],
        [String(bare.first + 1), dice.pick(['100%', '0', '101%', '33.3%'])],
      ]),
    },
    () => ({
      arrears: dice.chance(50) ? yuan(dice.big(0n, monthly * dice.pick([1n, 5n, 30n]))) : undefined,
      budget: dice.chance(30) ? new Map([[String(bare.first + 1), '7万元']]) : undefined, // not given for the first year
    }),
  );
  const members = bare.ids.flatMap((id) => [`h-${id}`, `h-${id}`, `t-${id}`, `v-${id}`]);
  const when = () => ({
    year: String(dice.int(bare.first, bare.first + years - 1)),
    month: String(dice.int(1, 12)),
    institution: dice.pick(members),
  });
  return put(tree, {
    through: stop,
    'county.growth': dice.chance(50) ? mapping({ s: dice.pick(['-40%', '10%', '-100%']) }) : undefined,
    memberDeductions: dice.list(dice.int(0, 4), () =>
      mapping({ ...when(), name: dice.pick(['药款', '物流']), amount: yuan(dice.big(0n, monthly * dice.pick([1n, 2n, 40n]))) }),
    ),
    deductions: dice.list(dice.int(0, 3), () =>
      mapping({
        ...when(),
        kind: dice.pick(['audit', 'violation']),
        amount: yuan(dice.big(0n, monthly * dice.pick([1n, 2n]))),
        reason: 'x',
      }),
    ),
  });
};

/** What is distributed is a use that the pool holds in some year, or nothing is retained at all. */
const useOfThePool: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1, 2);
  const tree = led(
    bare,
    [thirds(bare, dice.pick([70, 100, 120]))],
    { distribution: mapping({ of: dice.pick(['x', 'y', 'retained']), tiers: mapping({ township: '3', county: '6' }), by: 'cases + 1' }) },
    () => ({}),
  );
  const pool = (part: string) => mapping({ share: part, heldBy: 'pool' });
  return put(tree, {
    'policy.settlement.surplus.uses': mapping({
      x: mapping({
        share: '33.3%',
        heldBy: new Map([
          [String(bare.first), 'pool'],
          [String(bare.first + 1), 'alliance'],
        ]),
      }),
      y: dice.chance(50) ? pool('66.7%') : '66.7%',
    }),
  });
};

export const insideTargets: Readonly<Record<string, Target>> = { emptyTiers, approvedEdge, usesExhausted, oldArrears, useOfThePool };
