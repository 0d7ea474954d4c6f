// The worked figures for single rules of R7 and R9–R12, on the reference.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decimals, least, overTwelve, parseAmount, parseDecimal, parseRatio, times, yuan } from './exact.ts';
import { daysInTiers, readTiers } from './fixed.ts';
import { instalmentsOf } from './loans.ts';
import { countRow, readRow } from './procurement.ts';
import { expenditureBase } from './quota.ts';
import { pick, read, run } from './reading.ts';
import { settle } from './settlement.ts';
import { yamlOf } from './writing.ts';
import { field, listOf, mapOf, textOf, type Written } from './written.ts';

interface RuleCase {
  readonly given: Written;
  readonly expect: Written;
}

function ruleCase(name: string): RuleCase {
  const written = read(readFileSync(join(import.meta.dirname, '..', 'rule-cases', `${name}.yaml`), 'utf8'));
  return { given: field(written, 'given'), expect: field(written, 'expect') };
}

function text(written: Written, ...path: string[]): string {
  return textOf(field(written, ...path), path.join('.'));
}

function amount(written: Written, ...path: string[]): bigint {
  return parseAmount(text(written, ...path));
}

/** One alliance settled by itself, with a fund that pays every claim. */
function settleOne(settlement: Written, given: Written, deposit = 0n): ReturnType<typeof settle>[number] {
  const quota = field(given, 'quota') === null ? 0n : amount(given, 'quota');
  const expenditure = field(given, 'expenditure') === null ? 0n : amount(given, 'expenditure');
  const written = new Map([['score', field(given, 'score') ?? '100']]);
  const party = { id: 'a', written, quota, expenditure, offCounty: 0n, advances: 0n };
  const policy = new Map([['settlement', settlement]]);
  const [settled] = settle(policy, [party], [deposit], deposit > 0n, false, 10n ** 14n, 2025, () => {});
  if (settled === undefined) throw new RangeError('not settled');
  return settled;
}

const KEEP_ALL = read('{retention: [{score: 0, share: 100%}], uses: {all: 100%}}');

describe('R7 rule cases', () => {
  const overspends = ['odd-quota', 'score-exactly-on-row', 'score-shift-up', 'score-too-low', 'slab-one-fen-more', 'slab'];
  for (const name of [...overspends, 'suzhou-beyond', 'suzhou-marginal']) {
    it(name, () => {
      const { given, expect: expected } = ruleCase(`R7-${name}`);
      const settlement = new Map<string, Written>([
        ['surplus', KEEP_ALL],
        [
          'overspend',
          new Map([
            ['kind', field(given, 'kind')],
            ['bands', field(given, 'bands')],
          ]),
        ],
        ['scoreShift', field(given, 'scoreShift')],
      ]);
      const { overspend, poolShare, borne } = settleOne(settlement, given);
      expect({ overspend: yuan(overspend), poolShare: yuan(poolShare), borne: yuan(borne) }).toEqual(
        Object.fromEntries(mapOf(expected, 'expect')),
      );
    });
  }
  it('award-bands', () => {
    const { given, expect: expected } = ruleCase('R7-award-bands');
    const surplusRule = new Map<string, Written>([
      ['bands', field(given, 'bands')],
      ['uses', read('{all: 100%}')],
    ]);
    const settlement = new Map<string, Written>([
      ['surplus', surplusRule],
      ['overspend', read('{bands: []}')],
    ]);
    const { surplus, retained, toPool } = settleOne(settlement, given);
    expect({ surplus: yuan(surplus), retained: yuan(retained), toPool: yuan(toPool) }).toEqual(
      Object.fromEntries(mapOf(expected, 'expect')),
    );
  });
  it('deposit-points', () => {
    const { given, expect: expected } = ruleCase('R7-deposit-points');
    const settlement = new Map<string, Written>([
      ['surplus', KEEP_ALL],
      ['overspend', read('{bands: []}')],
      ['deposit', new Map([['points', given]])],
    ]);
    const { depositReturned, depositWithheld } = settleOne(settlement, given, amount(given, 'deposit'));
    expect({ returned: yuan(depositReturned), withheld: yuan(depositWithheld) }).toEqual(Object.fromEntries(mapOf(expected, 'expect')));
  });
  it('instalments', () => {
    const { given, expect: expected } = ruleCase('R7-instalments');
    const parts = instalmentsOf(amount(given, 'borne'), Number(text(given, 'count')));
    expect(parts.map(yuan)).toEqual(field(expected, 'instalments'));
  });
});

/** A county of one alliance, all institutions its own, rows of one service in the year before. */
function county(institutions: readonly string[], rows: readonly string[], payment: string, more = ''): string {
  return `
years: 2025
policy:
  financing: {individual: 1亿元, subsidy: 1亿元}
  quota: {byInsured: 100%, byHistory: 0%}
  payment: {s: ${payment}}
  settlement: {surplus: {retention: [{score: 0, share: 0%}], uses: {all: 100%}}, overspend: {bands: []}}
county:
  alliances: [{id: alliance, insured: 3}]
  institutions: [${institutions.join(', ')}]
${more}
  activity:
${rows.map((row) => `    - {year: 2024, home: alliance, service: s, ${row}}`).join('\n')}
`;
}

/** What the statements say of the institutions, as the rule case names it. */
function statements(text: string, expected: Written): Written {
  const figures = run(text);
  return new Map(
    [...mapOf(expected, 'institutions')].map(([id, named]) => [
      id,
      new Map([...mapOf(named, id)].map(([figure]) => [figure, String(pick(figures, `2025.institutions.${id}.${figure}.s`))])),
    ]),
  );
}

/** A mapping as one line of YAML. */
function flow(written: Written): string {
  return yamlOf([written]).slice(2).trim();
}

function dipRows(institution: Written): string[] {
  const points = listOf(field(institution, 'monthlyPoints'), 'points');
  const paid = listOf(field(institution, 'monthlyPatientPaid'), 'paid');
  return points.map((point, m) => `month: ${m + 1}, institution: ${text(institution, 'id')}, points: ${point}, patientPaid: ${paid[m]}`);
}

describe('R9 rule cases', () => {
  it('bed-day', () => {
    const { given, expect: expected } = ruleCase('R9-bed-day');
    const tiers = readTiers(field(given, 'tiers'), 2025);
    const rows = listOf(field(given, 'rows'), 'rows');
    for (const row of rows) {
      const days = daysInTiers(tiers, BigInt(text(row, 'cases')), BigInt(text(row, 'days')));
      expect(days.map((inTier) => decimals(inTier, 1))).toEqual(field(expected, text(row, 'id'), 'daysInTiers'));
    }
    const written = county(
      rows.map((row) => `{id: ${text(row, 'id')}, alliance: alliance}`),
      rows.map(
        (row) =>
          `month: 1, institution: ${text(row, 'id')}, cases: ${text(row, 'cases')}, days: ${text(row, 'days')}, patientPaid: ${text(row, 'patientPaid')}`,
      ),
      `{method: bedDay, tariffs: {all: ${flow(field(given, 'tiers'))}}}`,
    );
    const figures = run(written);
    for (const [id, figure] of mapOf(expected, 'expect')) {
      expect(pick(figures, `2025.institutions.${id}.standard.s`)).toBe(text(figure, 'standard'));
      expect(pick(figures, `2025.institutions.${id}.fund.s`)).toBe(text(figure, 'fund'));
    }
  });

  it('capitation', () => {
    const { given, expect: expected } = ruleCase('R9-capitation');
    const teams = listOf(field(given, 'teams'), 'teams');
    const signed = teams.map((team) => `{institution: ${text(team, 'id')}, service: s, heads: ${flow(field(team, 'heads'))}}`);
    const elsewhere = listOf(field(given, 'elsewhere'), 'elsewhere');
    const figures = run(
      county(
        ['township-a', 'township-b', 'county-hospital'].map((id) => `{id: ${id}, alliance: alliance}`),
        elsewhere.map(
          (care) =>
            `institution: ${text(care, 'treatedBy')}, signedWith: ${text(care, 'signedWith')}, fund: ${text(care, 'amount')}, patientPaid: 0`,
        ),
        `{method: capitation, perHead: ${flow(field(given, 'perHeadYear'))}}`,
        `  signed: [${signed.join(', ')}]`,
      ),
    );
    for (const [id, team] of mapOf(field(expected, 'teams'), 'teams')) {
      expect(pick(figures, `2025.institutions.${id}.capitation.s`)).toBe(text(team, 'year'));
      expect(overTwelve(amount(team, 'year')).map(yuan)).toEqual(field(team, 'months'));
    }
    for (const [id, net] of mapOf(field(expected, 'net'), 'net')) expect(pick(figures, `2025.institutions.${id}.fund.s`)).toBe(net);
    expect(pick(figures, '2025.alliances.alliance.own')).toBe('2382813.25'); // what is paid elsewhere is deducted
  });

  for (const name of ['ceiling', 'floating', 'floor', 'patients-paid-more']) {
    it(`dip-${name}`, () => {
      const { given, expect: expected } = ruleCase(`R9-dip-${name}`);
      const institutions = listOf(field(given, 'institutions'), 'institutions');
      const edges = ['ceiling', 'floor'].map((edge) => [edge, field(given, `${edge}OfBudgetValue`)]).filter(([, share]) => share !== null);
      const coefficients = institutions.map((one) => `${text(one, 'id')}: ${text(one, 'levelCoefficient')}`);
      const written = county(
        institutions.map((one) => `{id: ${text(one, 'id')}, alliance: alliance}`),
        institutions.flatMap(dipRows),
        `{method: dip, pointValue: ${text(given, 'budgetValue')}, coefficients: {${coefficients.join(', ')}},
          floating: {subBudget: ${text(given, 'subBudget')}, prepaid: ${text(given, 'prepaidShare')}${edges.map(([edge, share]) => `, ${edge}: ${share}`).join('')}}}`,
      );
      expect(statements(written, field(expected, 'institutions'))).toEqual(field(expected, 'institutions'));
      const payment = pick(run(written), '2025.payment');
      expect(payment).toEqual({
        pointValue: { s: text(expected, 'pointValue') },
        edge: { s: field(expected, 'edge') },
        subBudget: { s: yuan(amount(given, 'subBudget')) },
        fundTotal: { s: text(expected, 'fundTotal') },
      });
    });
  }

  it('drg-fixed', () => {
    const { given, expect: expected } = ruleCase('R9-drg-fixed');
    const rows = listOf(field(given, 'rows'), 'rows');
    const written = county(
      rows.map((row) => `{id: ${text(row, 'id')}, alliance: alliance${field(row, 'tcm') === null ? '' : ', tcm: yes'}}`),
      rows.map(
        (row) =>
          `month: 1, institution: ${text(row, 'id')}, weights: ${text(row, 'rw')}, patientPaid: ${text(row, 'patientPaid')}, cost: ${text(row, 'cost')}${
            field(row, 'supported') === null ? '' : ', item: stroke'
          }`,
      ),
      `{method: drg, drgRate: ${text(given, 'drgRate')}, coefficients: {${rows.map((row) => `${text(row, 'id')}: ${text(row, 'levelCoefficient')}`).join(', ')}},
        tcm: {uplift: ${text(given, 'tcmUplift')}}, supported: {items: [stroke], uplift: ${text(given, 'supportedUplift')}}}`,
    );
    expect(statements(written, expected)).toEqual(expected);
  });

  it('expenditure-base', () => {
    const { given, expect: expected } = ruleCase('R9-expenditure-base');
    const growth = least(parseRatio(text(given, 'growth')), parseRatio(text(given, 'financingPerHeadGrowth')));
    const pools = [
      expenditureBase(
        listOf(field(given, 'fundPayments'), 'payments').map((payment) => parseAmount(textOf(payment, 'payment'))),
        growth,
      ),
    ];
    while (pools.length < Number(text(given, 'yearsAhead'))) pools.push(expenditureBase(pools.slice(-1), growth));
    expect(pools.map(yuan)).toEqual(field(expected, 'quotaPool'));
  });

  it('quota-limits', () => {
    const { given, expect: expected } = ruleCase('R9-quota-limits');
    const alliances = listOf(field(given, 'alliances'), 'alliances').map((alliance) => {
      const heads = times(amount(alliance, 'computed'), parseDecimal('0.00001')); // 1000 yuan a head, in fen
      return `{id: ${text(alliance, 'id')}, insured: ${heads}, lastQuota: ${text(alliance, 'lastYear')}}`;
    });
    const figures = run(`
years: 2025
policy:
  financing: {individual: 400, subsidy: 600}
  quota: {byInsured: 100%, byHistory: 0%, limits: {increase: ${text(given, 'maxIncrease')}, decrease: ${text(given, 'maxDecrease')}}}
county:
  alliances: [${alliances.join(', ')}]
  institutions: []
`);
    expect(pick(figures, '2025.quotaPool')).toBe(yuan(amount(given, 'quotaPool')));
    for (const [id, quota] of mapOf(field(expected, 'quotas'), 'quotas')) {
      expect(pick(figures, `2025.alliances.${id}.quota`)).toBe(quota);
      expect(
        amount(new Map([['x', String(pick(figures, `2025.alliances.${id}.computedQuota`))]]), 'x') +
          amount(new Map([['x', String(pick(figures, `2025.alliances.${id}.limitChange`))]]), 'x'),
      ).toBe(parseAmount(String(quota)));
    }
    expect(pick(figures, '2025.quotaUnallotted')).toBe(text(expected, 'unallotted'));
  });
});

/** A county of alliances whose policy and county say more, with one row of nothing spent in the year before. */
function bare(alliances: string, institutions: string, policy: string, county = ''): string {
  return `
years: 2025
policy:
  financing: {individual: 1234567.89, subsidy: 0}
  quota: {byInsured: 100%, byHistory: 0%}
  settlement:
    surplus: {retention: [{score: 0, share: 100%}], uses: {incentive: 30%, development: 70%}}
    overspend: {bands: []}
${policy}
county:
  alliances: [${alliances}]
  institutions: [${institutions}]
  activity: [{year: 2024, home: north, institution: h, service: s, fund: 0}]
${county}
`;
}

describe('R10–R12 rule cases', () => {
  it('members-631', () => {
    const { given, expect: expected } = ruleCase('R10-members-631');
    const tiers = [...mapOf(field(given, 'tiers'), 'tiers')];
    const members = tiers.flatMap(([level, tier]) =>
      listOf(field(tier, 'members'), 'members').map(
        (member) =>
          `{id: ${text(member, 'id')}, alliance: north, level: ${level}, workload: ${text(member, 'workload')}, score: ${text(member, 'score')}}`,
      ),
    );
    const weights = tiers.map(([level, tier]) => `${level}: ${text(tier, 'weight')}`);
    const figures = run(
      bare(
        '{id: north, insured: 1, lead: county-hospital}',
        [...members, '{id: h}'].join(', '),
        `  inside:
    payout: 100%
    distribution: {of: ${text(given, 'distributeUse')}, tiers: {${weights.join(', ')}}, by: ${text(given, 'by').replace(' x ', ' × ')}}`,
      ),
    );
    const north = '2025.alliances.north';
    expect(pick(figures, `${north}.retained`)).toBe(yuan(amount(given, 'retained')));
    expect(pick(figures, `${north}.uses`)).toEqual(Object.fromEntries(mapOf(field(expected, 'uses'), 'uses')));
    expect(pick(figures, `${north}.inside.tiers`)).toEqual(Object.fromEntries(mapOf(field(expected, 'tiers'), 'tiers')));
    for (const [id, share] of mapOf(field(expected, 'members'), 'members')) {
      expect(pick(figures, `2025.institutions.${id}.member.share`)).toBe(share);
    }
    expect(pick(figures, `${north}.retainedBalance`)).toEqual({ incentive: '0.00', development: text(expected, 'uses', 'development') });
  });

  it('netting', () => {
    const { given, expect: expected } = ruleCase('R10-netting');
    const ids = listOf(field(given, 'alliances'), 'alliances').map((id) => textOf(id, 'id'));
    const flows = listOf(field(given, 'flows'), 'flows').map(
      (flow) =>
        `{year: 2024, month: 1, home: ${text(flow, 'payer')}, institution: h-${text(flow, 'payee')}, service: s, fund: ${text(flow, 'amount')}}`,
    );
    const figures = run(
      bare(ids.map((id) => `{id: ${id}, insured: 1}`).join(', '), ids.map((id) => `{id: h-${id}, alliance: ${id}}`).join(', '), '').replace(
        /activity: .*/,
        `activity: [${flows.join(', ')}]`,
      ),
    );
    for (const [id, net] of mapOf(field(expected, 'net'), 'net')) expect(pick(figures, `2025.alliances.${id}.netCross`)).toBe(net);
  });

  it('procurement', () => {
    const { given, expect: expected } = ruleCase('R11-procurement');
    const items = listOf(field(given, 'rows'), 'rows');
    const told = (item: Written): Written =>
      new Map([
        ...['year', 'period', 'institution', 'insurance'].map((key, index): [string, Written] => [
          key,
          ['2025', '2024', 'h', 'resident'][index] ?? null,
        ]),
        ['product', field(item, 'id')],
        ...[...mapOf(item, 'row')].filter(([key]) => key !== 'id'),
      ]);
    for (const item of items) {
      const { budget, spent } = countRow(readRow(told(item), 2025), null, () => {});
      expect({ budget: yuan(budget), spent: yuan(spent) }).toEqual(
        Object.fromEntries(mapOf(field(expected, 'rows', text(item, 'id')), 'row')),
      );
    }
    const figures = run(
      bare(
        '{id: north, insured: 1}',
        `{id: h, procurementScore: ${text(given, 'score')}}`,
        `  procurement: {retention: ${flow(field(given, 'scoreTable'))}}`,
        `  procurement: [${items.map((item) => flow(told(item))).join(', ')}]`,
      ),
    );
    expect(pick(figures, '2025.institutions.h.procurement.base')).toEqual({ '2024/resident': text(expected, 'base') });
    expect(pick(figures, '2025.institutions.h.procurement.retained')).toEqual({ '2024/resident': text(expected, 'retained') });
    expect(pick(figures, '2025.procurement.paid')).toBe(text(expected, 'retained'));
    expect(pick(figures, '2025.pool.closing')).toBe(`-${text(expected, 'retained')}`);
  });

  it('public-health', () => {
    const { given, expect: expected } = ruleCase('R12-public-health');
    const figures = run(
      bare(
        `{id: north, insured: 1, residents: ${text(given, 'residents')}, performance: ${text(given, 'performance')}}`,
        '{id: h}',
        `  publicHealth: {perHead: ${text(given, 'perHead')}, prepaid: ${text(given, 'prepaidShare')}}`,
      ),
    );
    expect(pick(figures, '2025.alliances.north.publicHealth')).toMatchObject({
      total: text(expected, 'pot'),
      prepaid: text(expected, 'january'),
      yearEnd: text(expected, 'yearEnd'),
    });
  });
});
