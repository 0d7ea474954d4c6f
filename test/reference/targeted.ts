// Counties made to take the branches that ordinary dice never throw: rates and overspends exactly on an edge, a fund
// paid out to the last fen, nothing that flows out.
import { parseAmount, yuan } from './exact.ts';
import { randomScenario } from './random.ts';
import { type Figures, Refused, reference } from './reference.ts';
import { Dice } from './seeded.ts';
import { insideTargets } from './targetedInside.ts';
import { moneyTargets } from './targetedMoney.ts';
import { paymentTargets } from './targetedPayment.ts';
import { settlementTargets } from './targetedSettlement.ts';
import { decimal, mapping, withValue } from './writing.ts';
import { field, type Written } from './written.ts';

type Target = (seed: number) => Written;

/** One alliance whose months are all alike: quota and spending to any percentage, exactly. */
function evenCounty(dice: Dice, percentSpent: number): { policy: Map<string, Written>; county: Map<string, Written>; year: number } {
  const year = dice.int(2024, 2027);
  const k = dice.big(1n, dice.pick([9n, 10n ** 6n]));
  const fund = 12n * k * BigInt(percentSpent);
  return {
    year,
    policy: mapping({
      financing: mapping({ individual: '4', subsidy: '8' }), // 1200 fen a head
      quota: mapping({ byInsured: '100%', byHistory: '0%' }),
      settlement: mapping({
        surplus: mapping({ retention: [mapping({ score: '0', share: '50%' })], uses: mapping({ all: '100%' }) }),
        overspend: mapping({ bands: [] }),
      }),
    }),
    county: mapping({
      pool: mapping({ riskAdjustment: yuan(dice.big(0n, fund)) }),
      alliances: [mapping({ id: 'a', insured: String(k) })],
      institutions: [mapping({ id: 'h', alliance: dice.chance(70) ? 'a' : undefined })],
      activity: [mapping({ year: String(year - 1), home: 'a', institution: 'h', service: 's', fund: yuan(fund) })],
    }),
  };
}

/** R6: the execution rate is exactly the upTo of a band. */
const onReviewBand: Target = (seed) => {
  const dice = new Dice(seed);
  const percentSpent = dice.int(50, 140);
  const { policy, county, year } = evenCounty(dice, percentSpent);
  policy.set('review', [
    mapping({ upTo: `${percentSpent - dice.int(1, 40)}%`, advance: '90%', flag: 'low' }),
    mapping({ upTo: dice.chance(50) ? `${percentSpent}%` : `${percentSpent}0‰`, advance: '80%', flag: 'below' }),
    mapping({ advance: '110%', flag: 'at' }),
  ]);
  return mapping({ years: String(year), policy, county });
};

/** R7: the overspend is exactly the upper end of a band. */
const onOverspendBand: Target = (seed) => {
  const dice = new Dice(seed);
  const over = dice.int(0, 60); // 0: spent exactly
  const { policy, county, year } = evenCounty(dice, 100 + over);
  const bands = [mapping({ upTo: `${over + 1}%`, pool: '60%' })];
  if (over > 0) bands.unshift(mapping({ upTo: `${over}%`, pool: '80%' }));
  if (over > 1 && dice.chance(60)) bands.unshift(mapping({ upTo: decimal(BigInt(over * 5), 3), pool: '33.333%' }));
  return withValue(mapping({ years: String(year), policy, county }), ['policy', 'settlement', 'overspend', 'bands'], bands);
};

/** A random county played to the end of its first year, whose risk-adjustment fund is only what the county opens with. */
function withFund(seed: number, fund: bigint): Written {
  let tree: Written = randomScenario(seed, { alliances: new Dice(seed).int(1, 3), years: 2 });
  tree = withValue(tree, ['policy', 'reserves', 'riskAdjustment'], undefined);
  for (const key of ['through', 'adjustments']) tree = withValue(tree, [key], undefined);
  tree = withValue(tree, ['county', 'pool', 'riskAdjustment'], yuan(fund));
  return Array.isArray(field(tree, 'county', 'activity')) && isPlayed(tree) ? tree : withFund(seed + 100_000, fund);
}

function isPlayed(tree: Written): boolean {
  try {
    reference(tree, new Map());
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

function firstYear(tree: Written): number {
  const years = field(tree, 'years');
  return Number(Array.isArray(years) ? years[0] : years);
}

/** R7: an adjustment takes all of the fund, or one fen more than there is. */
const lastFenAdjusted: Target = (seed) => {
  const dice = new Dice(seed);
  const fund = dice.big(1n, 100_000n);
  const tree = withFund(seed, fund);
  const [alliance] = field(tree, 'county', 'alliances') as Map<string, Written>[];
  const row = mapping({
    year: String(firstYear(tree)),
    month: String(dice.int(1, 12)),
    alliance: alliance?.get('id') ?? null,
    amount: yuan(fund + (dice.chance(15) ? 1n : 0n)),
    from: 'riskAdjustment',
    reason: '恰好用完',
  });
  return withValue(tree, ['adjustments'], [row]);
};

/** R7: what the alliances of the first year claim of the fund, with money enough. */
function claimsOf(tree: Written): bigint {
  const year = reference(tree, new Map())[String(firstYear(tree))] as Figures;
  return Object.values(year.alliances as Figures).reduce((sum, own) => sum + parseAmount(String((own as Figures).poolShare)), 0n);
}

/** R7: the fund pays every claim and is then exactly empty; or is one fen short. */
const lastFenPaid: Target = (seed) => {
  for (let s = seed; ; s += 100_000) {
    const tree = withFund(s, 10n ** 14n);
    const claims = claimsOf(tree);
    if (claims > 0n && claims < 10n ** 14n) {
      return withValue(tree, ['county', 'pool', 'riskAdjustment'], yuan(new Dice(s).chance(75) ? claims : claims - 1n));
    }
  }
};

/** R7: a fund that opens below zero, or empty, and gets nothing. */
const fundBelow: Target = (seed) => withFund(seed, new Dice(seed).chance(60) ? -new Dice(seed).big(1n, 10n ** 6n) : 0n);

/** R8: nothing is spent, retained, returned or paid out. */
const nothingFlows: Target = (seed) => {
  const dice = new Dice(seed);
  const { policy, county, year } = evenCounty(dice, 0);
  let tree: Written = mapping({ years: [String(year), String(year + dice.int(0, 1))], policy, county });
  tree = withValue(tree, ['policy', 'settlement', 'surplus', 'retention'], [mapping({ score: '0', share: dice.pick(['0%', '0%', '1%']) })]);
  if (dice.chance(50))
    tree = withValue(tree, ['policy', 'reserves', 'lines'], [mapping({ id: 'x', share: '5%', on: 'total', holder: 'pool' })]);
  return tree;
};

/** R1–R3 alone: no activity at all. */
const budgetAlone: Target = (seed) => {
  let tree: Written = randomScenario(seed);
  const gone = ['prices', 'county.activity', 'county.growth', 'county.signed', 'policy.payment', 'policy.benefit', 'policy.quota.base'];
  for (const path of gone) tree = withValue(tree, path.split('.'), undefined);
  const years = field(tree, 'years');
  const last = Array.isArray(years) ? years[1] : years;
  const shock = mapping({ from: `${last}-01`, to: `${last}-12`, factor: '2' });
  return withValue(tree, ['shocks'], new Dice(seed).chance(50) ? [shock] : undefined);
};

/** Amounts near the limit of 10¹⁴ fen. */
const huge: Target = (seed) => randomScenario(seed, { scale: 'huge', alliances: 5, years: 2 });

export const targets: Readonly<Record<string, Target>> = {
  onReviewBand,
  onOverspendBand,
  lastFenAdjusted,
  lastFenPaid,
  fundBelow,
  nothingFlows,
  budgetAlone,
  huge,
  ...paymentTargets,
  ...settlementTargets,
  ...insideTargets,
  ...moneyTargets,
};
