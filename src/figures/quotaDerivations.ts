// Derivations of quotas (R3) and of the pool that they are split from.

import { spentInYear } from '../books/books.ts';
import { countGrouped, percent, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { plus, type Ratio, ratio, times, WHOLE } from '../money/ratio.ts';
import { line, quotaOf } from './alliance.ts';
import { total } from './county.ts';
import {
  addition,
  amountStep,
  BESIDE,
  county,
  type Derivation,
  type Derive,
  derivation,
  each,
  lastYear,
  own,
  ownLastYear,
  type Part,
  policy,
  step,
  summand,
} from './derivation.ts';
import { viewOf, type YearView } from './figure.ts';
import { reservedSum } from './poolParts.ts';
import { computedQuotaOf } from './variants.ts';

const quota: Derive = (v, a) => {
  const { byService, limits, negotiated } = v.plan.features;
  const parts = [
    { used: true, id: 'byInsured', zh: '按参保人数的部分', en: 'part by heads' },
    { used: true, id: 'byHistory', zh: '按历史支付的部分', en: 'part by history' },
    { used: byService, id: 'byService', zh: '按服务量的部分', en: 'part by cases given' },
    { used: limits, id: 'limitChange', zh: '增减幅限制调整', en: 'changed by limits' },
    { used: negotiated, id: 'negotiatedChange', zh: '协商额度与测算额度之差', en: 'agreed amount less the computed one' },
  ].filter(({ used }) => used);
  return addition(
    parts.map(({ zh }) => zh).join(' + '),
    parts.map(({ en }) => en).join(' + '),
    parts.map(({ id }, i) => own(v, a, id, i === 0 ? '' : '+')),
  );
};

const byInsured: Derive = (v, a) =>
  derivation(
    '可分配基金 × 按人数比例，再按参保人数分摊（最大余数法，到分）',
    'quota pool × share, apportioned by heads (largest remainder)',
    county(v, 'quotaPool'),
    policy('quota.byInsured'),
    step('本医共体参保人数', 'Insured of this alliance', String(v.year.insured[a] ?? 0)),
    step('各医共体参保人数', 'Insured of all alliances', [...v.year.insured].join(' + ')),
  );

const byHistory: Derive = (v, a) =>
  derivation(
    v.book.decisions.historyZero
      ? '各医共体均无历史支出，这一部分也按参保人数分摊'
      : '可分配基金 × 按历史比例，再按前一至三年加权基金支出分摊（最大余数法，到分）',
    v.book.decisions.historyZero
      ? 'no alliance has history: this part goes by heads too'
      : 'quota pool × share, apportioned by weighted spending of the years before (largest remainder)',
    county(v, 'quotaPool'),
    policy('quota.byHistory'),
    policy('quota.historyWeights'),
    historySteps(v, a),
  );

const byService: Derive = (v, a) =>
  derivation(
    v.book.decisions.volumesZero
      ? '各医共体的机构均无历史人次，这一部分也按参保人数分摊'
      : '可分配基金 × 按服务量比例，再按前一至三年本医共体机构提供的加权人次分摊（谁的参保人都算；最大余数法，到分）',
    v.book.decisions.volumesZero
      ? 'no alliance’s institutions gave any cases: this part goes by heads too'
      : 'quota pool × share, apportioned by weighted cases that its institutions gave, whoever’s insured (largest remainder)',
    county(v, 'quotaPool'),
    policy('quota.byService'),
    policy('quota.historyWeights'),
    weightedYears(v, (weight, k, year) =>
      step(
        `${year}年本医共体机构提供人次 × 权重${weight}`,
        `cases given in ${year} × weight ${weight}`,
        countGrouped(v.year.served[k]?.[a] ?? 0),
      ),
    ),
  );

function weightedYears(view: YearView, stepOf: (weight: number | bigint, k: number, year: number) => Part): Part[] {
  const weights = Array.from(view.year.rules.historyWeights as ArrayLike<number | bigint>);
  return weights.map((weight, k) => stepOf(weight, k, view.year.year - 1 - k));
}

/** Everything spent for an alliance's insured k + 1 years before, trued up. */
function spentBefore(view: YearView, a: number, k: number): Fen {
  const at = view.y - 1 - k;
  return at >= 0 ? spentInYear(view.run.books.year(at), a) : fen(view.plan.pastSpent[-at - 1]?.[a] ?? 0);
}

function historySteps(view: YearView, a: number): Part[] {
  return weightedYears(view, (weight, k, year) =>
    step(`${year}年基金支出 × 权重${weight}`, `spending of ${year} × weight ${weight}`, yuanGrouped(spentBefore(view, a, k))),
  );
}

const computedQuota: Derive = (v, a) =>
  addition(
    v.plan.features.byService ? '按参保人数 + 按历史支付 + 按服务量的部分' : '按参保人数 + 按历史支付的部分',
    v.plan.features.byService ? 'parts by heads, by history and by cases given' : 'parts by heads and by history',
    own(v, a, 'byInsured'),
    own(v, a, 'byHistory', '+'),
    v.plan.features.byService ? own(v, a, 'byService', '+') : [],
  );

/** Last year's quota, as limits go by it; null where there was none. */
function lastQuota(view: YearView, a: number): Fen | null {
  if (view.y > 0) return quotaOf(viewOf(view.run, view.y - 1), a);
  return view.plan.opening.quotas.get(view.plan.alliances[a]?.id ?? '') ?? null;
}

function limitStep(zh: string, en: string, last: Fen, change: Ratio | null): Part[] {
  return change === null ? [] : [amountStep(zh, en, times(last, plus(WHOLE, change)))];
}

/** R9: how limits moved a quota. */
const limitChange: Derive = (v, a) => {
  const { limits } = v.year.rules;
  const last = lastQuota(v, a);
  const computed = computedQuotaOf(v, a);
  const given = v.y > 0 || last === null ? [] : [amountStep('上年额度', 'last year’s quota', last)];
  const free = [step('上年额度', 'last year’s quota', { zh: '没有，不受限制', en: 'none: not limited' })];
  const bounds =
    last === null || last === 0
      ? free
      : [
          ...limitStep('上限 = 上年额度 ×（1 + 最大增幅）', 'upper limit = last year’s × (1 + increase)', last, limits?.increase ?? null),
          ...limitStep(
            '下限 = 上年额度 ×（1 − 最大降幅）',
            'lower limit = last year’s × (1 − decrease)',
            last,
            limits?.decrease == null ? null : ratio(-limits.decrease.n, limits.decrease.d),
          ),
        ];
  return addition(
    '限幅后额度 − 测算额度（超出上限与低于下限的，总量大的一边先定在限额，其余按测算额度再分，直到都在限内）',
    'quota within limits − computed (the side that breaks by more in total is clamped, the rest apportioned anew by the computed quotas, until none breaks)',
    summand('限幅后额度', 'within limits', computed + line(v, 'quotaLimit', a)),
    own(v, a, 'computedQuota', '−'),
    ownLastYear(v, a, 'quota', BESIDE),
    given,
    policy('quota.limits.increase'),
    policy('quota.limits.decrease'),
    bounds,
  );
};

/** R9: an amount agreed in place of the computed quota. */
const negotiatedChange: Derive = (v, a) => {
  const agreed = v.year.negotiated[a] ?? Number.NaN;
  const id = v.plan.alliances[a]?.id ?? '';
  if (Number.isNaN(agreed))
    return derivation('本年没有与该医共体协商的额度，为零', 'nothing was agreed with this alliance for the year: 0');
  const limits = v.plan.features.limits;
  return addition(
    limits ? '协商额度 − 限幅后的测算额度；差额由统筹基金承担或收回' : '协商额度 − 测算额度；差额由统筹基金承担或收回',
    limits
      ? 'agreed amount − quota within limits; the difference is the pool’s'
      : 'agreed amount − computed quota; the difference is the pool’s',
    summand('协商额度', 'agreed amount', agreed),
    policy(`quota.negotiated.${id}`),
    own(v, a, 'computedQuota', '−'),
    limits ? own(v, a, 'limitChange', '−') : [],
  );
};

/** R2, R9: what is left of the financing, or what was paid before, grown. */
const quotaPool: Derive = (v) => {
  const base = v.year.rules.expenditureBase;
  if (base === null) {
    const { parts } = reservedSum(v);
    return addition('筹资总额 − 各项预留', 'total − all reserves', county(v, 'financing.total'), parts);
  }
  return byExpenditure(v, base.years, base.growth, base.ofFinancing);
};

function byExpenditure(v: YearView, years: number, growth: Ratio, ofFinancing: Ratio | null): Derivation {
  const left = total(v) - reservedSum(v).amount;
  const before = v.plan.years[v.y - 1]?.rules.expenditureBase;
  const carried = v.y === 0 ? v.plan.opening.expenditurePool : null;
  const goesOn = v.y > 0 ? before !== null && before !== undefined : carried !== null;
  const base: Part[] = goesOn
    ? carried === null
      ? lastYear(v, 'quotaPool', '', 'budget')
      : [amountStep('上年可分配基金', 'quota pool of the year before', carried)]
    : Array.from({ length: years }, (_, k) =>
        amountStep(
          `${v.year.year - 1 - k}年基金支付`,
          `fund payments of ${v.year.year - 1 - k}`,
          v.plan.alliances.reduce((x, _, a) => x + spentBefore(v, a, k), 0),
        ),
      );
  const growths = [
    policy('quota.base'),
    policy('quota.expenditure.growth'),
    ofFinancing === null ? [] : [step('人均筹资增长率', 'growth of financing per head', percent(ofFinancing))],
    step('采用的增长率（低者）', 'growth used, the lower of the two', percent(growth)),
  ];
  const rest = [
    amountStep('筹资总额 − 各项预留', 'total − all reserves', left),
    amountStep('其中未作额度、留在统筹基金', 'of which stays in the pool', left - v.book.decisions.quotaPool),
  ];
  return goesOn
    ? derivation(
        '上年可分配基金 ×（1 + 增长率）；增长率取自身与人均筹资增长中低者；预留后多出的留在统筹基金',
        'quota pool of the year before × (1 + growth), the lower of its own and that of financing per head; what reserves leave beyond it stays in the pool',
        base,
        growths.flat(),
        rest,
      )
    : derivation(
        '前几年基金支付的平均数 ×（1 + 增长率），四舍五入到分；增长率取自身与人均筹资增长中低者；预留后多出的留在统筹基金',
        'mean of the payments of years before × (1 + growth), rounded once; the growth is the lower of its own and that of financing per head; what reserves leave beyond it stays in the pool',
        policy('quota.expenditure.years'),
        base,
        growths.flat(),
        rest,
      );
}

export const QUOTA_DERIVATIONS: Readonly<Record<string, Derive>> = {
  quota,
  byInsured,
  byHistory,
  byService,
  computedQuota,
  limitChange,
  negotiatedChange,
};

export const QUOTA_POOL_DERIVATIONS: Readonly<Record<string, Derive>> = {
  quotaPool,
  quotaUnallotted: (v) =>
    addition(
      '可分配基金 − 限幅后的各医共体额度（协商之前），留在统筹基金',
      'quota pool − quotas within limits, before agreed amounts; it stays in the pool',
      county(v, 'quotaPool'),
      each(v, 'computedQuota', '−'),
      each(v, 'limitChange', '−'),
    ),
};
