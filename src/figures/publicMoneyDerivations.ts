// How the figures of procurement retention (R11), public health and grants (R12) came about.

import { movedBy } from '../books/books.ts';
import { countGrouped, decimalText, percent, percentRounded } from '../money/display.ts';
import type { Fen } from '../money/fen.ts';
import { ratio } from '../money/ratio.ts';
import type { ProcurementRow } from '../plan/procurement.ts';
import { counts, rowBudget, rowSpent } from '../rules/procurement.ts';
import {
  addition,
  amountStep,
  BESIDE,
  county,
  type Derive,
  derivation,
  itemPath,
  ofInstitution,
  own,
  type Part,
  policy,
  step,
  summand,
} from './derivation.ts';
import type { YearView } from './figure.ts';
import { heldBy, holdersOf, paidOfGrant, procurementAt, publicHealthOf, spentBy } from './publicMoney.ts';

const paid: Derive = (v) =>
  addition(
    'Σ 各机构居民医保的集采结余留用',
    'Σ of what institutions keep of residents’ procurement',
    v.plan.institutions.flatMap((_, i) =>
      procurementAt(v, i)
        .filter(({ group }) => group.insurance === 'resident')
        .map(({ key }) => ofInstitution(v, i, `procurement.retained.${key}`, '+')),
    ),
  );

function groupsAsked(v: YearView, i: number, item: string | null) {
  return procurementAt(v, i).filter(({ key }) => item === null || key === item);
}

const products =
  (zh: string, en: string, read: (row: Parameters<typeof rowBudget>[0]) => Fen): Derive =>
  (v, i, item) => {
    const least = v.year.rules.procurement?.leastCompletion ?? null;
    const rows = groupsAsked(v, i, item).flatMap(({ group }) => group.rows);
    const parts = rows.map((row) => (counts(row, least) ? summand(row.title, row.title, read(row)) : leftOut(row)));
    return item === null ? derivation(zh, en, parts) : addition(zh, en, parts);
  };

/** A product that was completed less than the policy wants. */
function leftOut({ title, agreed, actual }: ProcurementRow): Part {
  const completed = agreed.n === 0n ? '—' : percentRounded(ratio(actual.n * agreed.d, actual.d * agreed.n));
  return step(title, title, { zh: `完成率 ${completed}，不计`, en: `completed to ${completed}, left out` });
}

const base: Derive = (v, i, item) => {
  const parts = groupsAsked(v, i, item).flatMap(({ key }) => [
    ofInstitution(v, i, `procurement.budget.${key}`),
    ofInstitution(v, i, `procurement.spent.${key}`, '−'),
  ]);
  return derivation('Σ（预算 − 支出），含负数，合计不低于零', 'Σ (budget − spent), negative ones included, not below 0', parts);
};

const retained: Derive = (v, i, item) =>
  derivation(
    '集采结余 × 按得分的留用比例',
    'surplus × the share by score',
    groupsAsked(v, i, item).flatMap(({ key, group, share }): Part[] => [
      ofInstitution(v, i, `procurement.base.${key}`),
      step('考核得分', 'score', decimalText(group.score)),
      step('留用比例', 'share kept', percent(share)),
    ]),
    policy('procurement.retention'),
  );

const total: Derive = (v, a) => {
  const own = v.year.money.publicHealth;
  return derivation(
    '常住人口 × 人均标准',
    'residents × the standard per head',
    step('常住人口', 'residents', countGrouped(own?.residents[a] ?? 0)),
    policy('publicHealth.perHead'),
  );
};

const prepaid: Derive = (v, a) =>
  derivation('总额 × 年初预拨比例', 'total × the prepaid share', own(v, a, 'publicHealth.total'), policy('publicHealth.prepaid'));

const yearEnd: Derive = (v, a) => {
  const performance = v.year.money.publicHealth?.performance[a] ?? null;
  return derivation(
    '总额 × 绩效得分率 − 年初预拨',
    'total × performance − prepaid',
    own(v, a, 'publicHealth.total'),
    step('绩效得分率', 'performance', performance === null ? '—' : percent(performance)),
    own(v, a, 'publicHealth.prepaid', '−'),
  );
};

const villageDoctors: Derive = (v, a) =>
  derivation(
    '每次拨付 × 村医比例',
    'each payment × village doctors’ share',
    own(v, a, 'publicHealth.prepaid'),
    v.year.settles ? own(v, a, 'publicHealth.yearEnd', '+') : [],
    policy('publicHealth.villageDoctors'),
  );

/** @param of whose: the title of a grant and a space, where there are several. */
function openingStep(v: YearView, holders: readonly number[], of = ''): Part {
  const opening = holders.reduce((sum, i) => sum + (v.book.opening[v.plan.ledger.account.inside.purpose + i] as number), 0);
  return summand(`${of}年初余额`, `${of}opening`, opening);
}

const healthBalance: Derive = (v, a) => {
  const holder = v.plan.grants.publicHealth + a;
  return addition(
    '年初余额 + 拨付 − 给村医 − 支出',
    'opening + paid − to village doctors − spent',
    openingStep(v, [holder]),
    own(v, a, 'publicHealth.prepaid', '+'),
    v.year.settles && publicHealthOf(v, a)?.yearEnd !== null ? own(v, a, 'publicHealth.yearEnd', '+') : [],
    own(v, a, 'publicHealth.villageDoctors', '−'),
    summand('支出', 'spent', -spentBy(v, holder)),
  );
};

function grantsAsked(v: YearView, item: string | null): number[] {
  return v.plan.grants.grants.flatMap(({ id }, g) => (item === null || id === item ? [g] : []));
}

/** What a grant's amount is written as. */
function rateOf(v: YearView, g: number): Part[] {
  const own = v.year.money.grants[g] ?? null;
  if (own === null) return [step('本年', 'this year', '—')];
  const path = `grants.${g}`;
  if (own.kind === 'share') return [policy(`${path}.share`), step('比例', 'share', percent(own.share))];
  const keys = own.kind === 'amount' ? ['amount'] : ['perHead', 'perBed'];
  const rate = own.kind === 'amount' ? own.amount : own.rate;
  return [...keys.map((key) => policy(`${path}.${key}`)), policy(`${path}.growth`), amountStep('本年标准', 'this year’s rate', rate)];
}

const grantsPaid: Derive = (v, _, item) =>
  derivation(
    '金额按依据分摊；或标准 × 人数（床位）；或基数 × 比例；按月的乘以月数',
    'an amount apportioned; or a rate × heads or beds; or a share of a base; each month where it is monthly',
    grantsAsked(v, item).flatMap((g) => rateOf(v, g)),
  );

const grantsSpent: Derive = (v, _, item) =>
  derivation(
    '专款支出明细',
    'the rows of spending',
    v.year.money.spending
      .filter((row) => row.month < v.year.months && grantsAsked(v, item).includes(row.grant))
      .map((row) =>
        summand(`${row.month + 1}月 ${row.title}${row.reason}`, `month ${row.month + 1} ${row.title} ${row.reason}`, row.amount),
      ),
  );

const grantsBalance: Derive = (v, _, item) => {
  const asked = grantsAsked(v, item);
  const several = asked.length > 1;
  const parts = asked.flatMap((g) => {
    const { title = '' } = v.plan.grants.grants[g] ?? {};
    const of = several ? `${title} ` : '';
    return [
      openingStep(v, holdersOf(v, g), of),
      summand(`${of}本年拨付`, `${of}paid`, paidOfGrant(v, g)),
      summand(`${of}支出`, `${of}spent`, -holdersOf(v, g).reduce((sum, i) => sum + spentBy(v, i), 0)),
    ];
  });
  const [zh, en] = ['年初余额 + 拨付 − 支出', 'opening + paid − spent'] as const;
  const beside = [county(v, itemPath('grants.paid', item), BESIDE), county(v, itemPath('grants.spent', item), BESIDE)];
  return item === null ? derivation(zh, en, parts, beside) : addition(zh, en, parts, beside);
};

const received =
  (scope: 'alliance' | 'institution'): Derive =>
  (v, index, item) => {
    const parts = grantsAsked(v, item).flatMap((g) =>
      (v.plan.grants.grants[g]?.payees ?? []).flatMap(({ holder }, p) => {
        const at = v.plan.grants.holders[holder];
        const isOwn = scope === 'institution' ? at?.institution === index : at?.institution === -1 && at.alliance === index;
        if (!isOwn) return [];
        const line = v.plan.ledger.first.grantPaid + (v.plan.grants.grants[g]?.first ?? 0) + p;
        const { title = '' } = v.plan.grants.grants[g] ?? {};
        return [
          ...rateOf(v, g),
          amountStep(title, title, movedBy(v.book, line)),
          amountStep('账户年末余额', 'held at the year’s end', heldBy(v, holder)),
        ];
      }),
    );
    return derivation('本年收到的专项资金，按专项', 'received in the year, by grant', parts);
  };

export const COUNTY_MONEY_DERIVATIONS: Readonly<Record<string, Derive>> = {
  'procurement.paid': paid,
  'grants.paid': grantsPaid,
  'grants.spent': grantsSpent,
  'grants.balance': grantsBalance,
};

export const ALLIANCE_MONEY_DERIVATIONS: Readonly<Record<string, Derive>> = {
  'publicHealth.total': total,
  'publicHealth.prepaid': prepaid,
  'publicHealth.yearEnd': yearEnd,
  'publicHealth.villageDoctors': villageDoctors,
  'publicHealth.balance': healthBalance,
  grants: received('alliance'),
};

export const INSTITUTION_MONEY_DERIVATIONS: Readonly<Record<string, Derive>> = {
  'procurement.budget': products('Σ 约定量 × 原均价 × 基金支付比例', 'Σ agreed × earlier price × fund share', rowBudget),
  'procurement.spent': products(
    'Σ（约定量与实际量取低 × 中选价 + 非中选金额）× 基金支付比例',
    'Σ (the lower of agreed and bought × winning price + other products) × fund share',
    rowSpent,
  ),
  'procurement.base': base,
  'procurement.retained': retained,
  grants: received('institution'),
};
