// R11–R13 at their edges: completion exactly the least, bases of nothing, accounts spent to the last fen, targets exactly met.
import { type Bare, bareCounty, put, row } from './bare.ts';
import { yuan } from './exact.ts';
import { Dice } from './seeded.ts';
import { decimal, mapping } from './writing.ts';
import { field, listOf, type Written } from './written.ts';

type Target = (seed: number) => Written;
type Told = Readonly<Record<string, Written | undefined>>;

function alliancesWith(tree: Written, told: (index: number) => Told): Written {
  const list = listOf(field(tree, 'county', 'alliances'), 'alliances');
  return put(tree, { 'county.alliances': list.map((alliance, index) => put(alliance, told(index))) });
}

function institutionsWith(tree: Written, told: (id: string) => Told): Written {
  const list = listOf(field(tree, 'county', 'institutions'), 'institutions');
  return put(tree, { 'county.institutions': list.map((one) => put(one, told(String(field(one, 'id'))))) });
}

/** Each alliance spends about its quota at its own hospital. */
function spending(bare: Bare, percent: number): Written {
  return put(bare.tree, {
    'county.activity': bare.ids.map((id) => row(bare, id, `h-${id}`, { fund: yuan((bare.quota * BigInt(percent)) / 100n) })),
  });
}

/** Actual exactly the least share of agreed or a little beside it, groups that come to nothing or below, half fen. */
const leastCompleted: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1, dice.int(1, 2));
  const least = dice.int(1, 120);
  const rows = dice.list(dice.int(1, 5), () => {
    const agreed = 100 * dice.int(0, 900);
    const actual = (agreed / 100) * least;
    const beside = dice.pick([0n, 0n, 1n, actual > 0 ? -1n : 0n]);
    const price = dice.pick(['3.28', '0.005', '1', '12.3455']);
    return mapping({
      year: String(bare.first),
      period: dice.pick(['p', 'q']),
      institution: dice.pick(['h-a', 'clinic']),
      insurance: dice.pick(['resident', 'employee']),
      product: 'x',
      agreed: String(agreed),
      actual: decimal(BigInt(actual) * 1000n + beside, 3),
      earlierPrice: price,
      winningPrice: dice.pick([price, '0.51', '0']),
      otherAmount: dice.pick(['0', '0', '0.005', '99999']),
      fundShare: dice.pick(['50%', '100%', '33.3%']),
    });
  });
  const scored = dice.chance(60);
  const table = scored
    ? [mapping({ score: '80', share: '50%' }), mapping({ score: '60', share: '0.1%' })]
    : [mapping({ score: '0', share: '50%' })];
  const tree = institutionsWith(spending(bare, dice.int(80, 120)), () =>
    scored ? { procurementScore: dice.pick(['80', '79.999', '60', '1']) } : {},
  );
  return put(tree, {
    'policy.procurement': mapping({ retention: table, leastCompletion: dice.chance(80) ? `${least}%` : undefined }),
    'county.procurement': rows,
    settlementMonth: dice.chance(40) ? `${bare.first + 1}-0${dice.int(1, 9)}` : undefined,
    through: dice.chance(25) ? `${bare.first + dice.int(0, 1)}-11` : undefined,
  });
};

/** More is prepaid than the year is worth; what is left is carried on and spent, or is below zero. */
const givenBack: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 2), dice.int(1, 3));
  const residents = dice.int(1, 999);
  const perHead = dice.int(1, 9_999); // fen
  const pot = BigInt(residents * perHead);
  const tree = alliancesWith(spending(bare, 100), () => ({
    residents: String(residents),
    performance: new Map([
      [String(bare.first), dice.pick(['0%', '50%', '69.99%', '70%'])],
      [String(bare.first + 1), dice.pick(['0%', '100%', '70.01%'])],
    ]),
  }));
  const year = String(bare.first + dice.int(0, 1));
  return put(tree, {
    'policy.publicHealth': mapping({
      perHead: yuan(BigInt(perHead)),
      prepaid: dice.pick(['70%', '100%', '33.3%']),
      villageDoctors: dice.chance(60) ? dice.pick(['40%', '100%', '12.5%']) : undefined,
    }),
    purposeSpending: dice.chance(60)
      ? [
          mapping({
            year,
            month: '6',
            grant: 'publicHealth',
            purpose: 'publicHealth',
            holder: 'a',
            amount: yuan(pot / dice.pick([3n, 12n, 2n]) + 1n),
          }),
        ]
      : undefined,
  });
};

/** Ids that are also words: an alliance called county, an institution called village or like an alliance's level. */
const payeesByName: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 2);
  const names = { county: dice.pick(['county', 'b2']), village: dice.pick(['village', 'v2', 'alliances']) };
  const tree = put(bare.tree, {
    'county.alliances': [
      mapping({ id: names.county, insured: '24', residents: '10' }),
      mapping({ id: 'a', insured: '24', residents: '31' }),
    ],
    'county.institutions': [
      mapping({ id: names.village, alliance: 'a', level: 'township', beds: '3', pay: mapping({ staff: '2.5' }) }),
      mapping({ id: 'h', alliance: names.county, level: 'county', beds: '5', villageDoctors: '4' }),
      mapping({ id: 'v', alliance: names.county, level: 'village', pay: mapping({ staff: '1.125' }), villageDoctors: '9' }),
      mapping({ id: 'alone', level: 'village', beds: '90' }),
    ],
    'county.activity': [row(bare, 'a', 'h', { fund: '12' })],
  });
  const payees = ['county', 'village', 'township', 'alliances', 'a', names.village, 'alone'];
  const kinds: readonly Told[] = [
    { amount: '0.07', by: dice.pick(['equal', 'equal', 'beds', 'staff']) },
    { perBed: '1.01' },
    { perHead: '0.33', of: dice.pick(['staff', 'villageDoctors', 'insured']) },
    { amount: '0.01', by: 'equal', monthly: 'yes' },
  ];
  const grants = dice.list(dice.int(1, 3), (index) =>
    mapping({
      id: `g${index}`,
      purpose: 'p',
      payee: dice.pick(payees),
      ...dice.pick(dice.chance(80) ? [kinds[0] ?? {}, kinds[3] ?? {}] : kinds),
    }),
  );
  return put(tree, { 'policy.grants': grants });
};

/** Accounts of a grant that grows, spent to the last fen over the years, or a fen further. */
const lastFenSpent: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, 1, 3);
  const [rate, growth] = [dice.int(1, 99_999), dice.pick([10, -10, 50, 0])];
  const years = [0, 1, 2];
  const grown = years.map((n) => {
    let fen = BigInt(rate);
    for (let i = 0; i < n; i++) fen = (fen * BigInt(100 + growth) * 2n + 100n) / 200n; // half away from zero
    return fen;
  });
  const sum = grown.reduce((a, b) => a + b, 0n);
  const at = dice.pick([
    [grown[0] ?? 0n, 0],
    [(grown[0] ?? 0n) + (grown[1] ?? 0n), 1],
    [sum, 2],
  ] as const);
  const first = dice.big(0n, grown[0] ?? 0n);
  const spend = (year: number, month: string, amount: bigint) =>
    mapping({ year: String(bare.first + year), month, grant: 'g', holder: 'h-a', purpose: 'p', amount: yuan(amount) });
  const rows = [spend(at[1], '12', at[0] - first + dice.pick([0n, 0n, 0n, 1n])), spend(0, '1', first)];
  return put(spending(bare, 95), {
    'policy.grants': [
      mapping({ id: 'g', purpose: 'p', payee: 'h-a', amount: yuan(BigInt(rate)), growth: `${growth}%`, from: String(bare.first) }),
    ],
    purposeSpending: rows,
  });
};

/** Rates exactly the bound, exactly last year's, or the least above it; facts that are told from a later year on. */
const onTarget: Target = (seed) => {
  const dice = new Dice(seed);
  const bare = bareCounty(dice, dice.int(1, 2), 2);
  const percent = dice.int(50, 130);
  const tree = institutionsWith(spending(bare, percent), (id) => {
    if (id === 'far') return {};
    const income = mapping({ medicalService: '60', drugs: '20', consumables: '5', tests: '5', other: dice.pick(['10', '10', '10.01']) });
    const later = new Map<string, Written>([[String(bare.first + dice.int(0, 1)), income]]);
    return { income: dice.chance(60) ? income : later, grade: dice.pick(['1', '2', '3']), general: 'yes' };
  });
  const beside = dice.pick(['', '', '.000000000001', '.0001']);
  const targets: Told[] = [
    { indicator: 'progress', atLeast: `${percent}${beside}%` },
    { indicator: 'progress', atMost: `${percent}${beside}%`, scope: 'alliance' },
    { indicator: 'progress', trend: dice.pick(['rising', 'falling']) },
    { indicator: 'progress', atLeast: '140%', orAboveLastYear: 'yes' },
    { indicator: 'medicalServiceIncomeShare', atLeast: '60%', orAboveLastYear: dice.pick(['yes', 'no']) },
    { indicator: 'medicalServiceIncomeShare', scope: 'alliance', trend: 'falling' },
    { indicator: 'drugTestShare', atMost: '30%', from: String(bare.first + dice.int(-1, 2)) },
    { indicator: dice.pick(['surplusRate', 'overspendRate']), atMost: `${percent > 100 ? percent - 100 : 100 - percent}%` },
    {
      indicator: 'cashGap',
      atMost: yuan(percent > 100 ? (bare.quota * BigInt(percent - 100)) / 100n : 0n),
      scope: dice.pick(['county', 'alliance']),
    },
    { indicator: 'payableMonths', atLeast: '0' },
    { indicator: 'caseBasedCoverage', atLeast: '0%' },
  ];
  return put(tree, {
    'policy.targets': targets.map((target, index) => mapping({ id: `t${index}`, ...target })),
    'county.growth': dice.chance(60) ? mapping({ s: dice.pick(['0.0001%', '-0.0001%', '10%']) }) : undefined,
    through: dice.chance(25) ? `${bare.first + 1}-0${dice.int(1, 9)}` : undefined,
  });
};

export const moneyTargets: Readonly<Record<string, Target>> = {
  leastCompleted,
  givenBack,
  payeesByName,
  lastFenSpent,
  onTarget,
};
