// Derivations of an alliance's figures.

import { careIn, moved, movedBy } from '../books/books.ts';
import { MONTHS, REVIEW_MONTHS, writeYearMonth } from '../money/calendar.ts';
import { type Dated, entryAt } from '../money/dated.ts';
import { decimalText, percent, percentage, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type Ratio, times } from '../money/ratio.ts';
import { covers } from '../plan/activity.ts';
import { PLACES, type Place } from '../plan/parties.ts';
import { choiceWords } from '../words/choices.ts';
import { adjustedQuotaOf, deductionsTo, grossSpendingTo, overspendOf, quotaOf } from './alliance.ts';
import { cash, hospital } from './cashDerivations.ts';
import { services } from './countyDerivations.ts';
import { amountStep, county, type Derive, derivation, own, type Part, policy, step } from './derivation.ts';
import type { YearView } from './figure.ts';

function scoreStep(view: YearView, a: number): Part[] {
  const score = view.year.scores[a];
  return score === null || score === undefined ? [] : [step('考核得分', 'Assessment score', decimalText(score))];
}

/** A rate of growth in force in a year, and what it rests on. */
function rateStep(zh: string, en: string, dated: Dated<Ratio>, year: number): Part {
  const rate = entryAt(dated, year);
  if (rate === null) return step(zh, en, { zh: '未给，按 0', en: 'not given: 0' });
  const why = rate.basis.kind === 'assumption' ? rate.basis.why : null;
  const zhBasis = why === null ? '〔县域数据，未注明依据〕' : `〔假设：${why}〕`;
  const enBasis = why === null ? ' (of the county, no source given)' : ` (assumption: ${why})`;
  return step(zh, en, { zh: `${percent(rate.value)}${zhBasis}`, en: `${percent(rate.value)}${enBasis}` });
}

/** Spending by service, with the growth and the shocks that projected it; months that happened are said to. */
function projectedFrom(view: YearView, home: number, place: number): Part[] {
  const { plan, year } = view;
  const { base, growth, shocks } = plan.projection;
  const streams = plan.streams.filter((stream) => stream.home === home && stream.place === place);
  const of = [...new Set(streams.map((stream) => stream.service))];
  const rates = of.flatMap((service) => {
    const own = growth[service] ?? null;
    const name = plan.services[service]?.title ?? '';
    if (own === null) return [step(`${name}增长率`, `growth of ${name}`, { zh: '未给，按 0', en: 'not given: 0' })];
    const money = own.volume === null ? `${name}增长率` : `${name}次均费用增长率`;
    const volume = own.volume === null ? [] : [rateStep(`${name}工作量增长率`, `growth of volume of ${name}`, own.volume, year.year)];
    return [...volume, rateStep(money, own.volume === null ? `growth of ${name}` : `growth of unit cost of ${name}`, own.money, year.year)];
  });
  const covering = shocks.filter((shock) => {
    const inYear = shock.from < (year.year + 1) * MONTHS && shock.to >= year.year * MONTHS;
    return inYear && streams.some((stream) => covers(shock, stream));
  });
  const shocked = covering.map((shock) => step(`情景因素 ${shock.title}`, `shock ${shock.title}`, decimalText(shock.factor)));
  const { actualTo } = plan;
  const known = actualTo !== null && actualTo.year >= year.year ? [step('实际数截至', 'actual to', writeYearMonth(actualTo))] : [];
  const from = base === null ? [] : [step('基期', 'base year', String(base))];
  return [...services(view, home, place), ...from, ...known, ...rates, ...shocked];
}

const care =
  (place: Place): Derive =>
  (v, a) =>
    derivation(
      '支付明细按归属与就诊机构合计（推算：上年 ×（1 + 增长率），再乘情景因素）',
      'Σ cells of this home and place, as projected: last year × (1 + growth), then shocks',
      projectedFrom(v, a, PLACES.indexOf(place)),
    );

/** The bands of an overspend one by one, as R7 reckons them. */
function bandSteps(view: YearView, a: number): Part[] {
  const quota = adjustedQuotaOf(view, a);
  const overspend = overspendOf(view, a);
  let lower = 0;
  return (view.year.rules.settlement?.bands ?? []).flatMap((band) => {
    const upper = band.upTo === null ? overspend : times(quota, band.upTo);
    const part = fen(Math.max(0, Math.min(overspend, upper) - lower));
    const from = percentage(fen(lower), quota) ?? '';
    lower = upper;
    if (part === 0) return [];
    const to = band.upTo === null ? '以上' : `至 ${percent(band.upTo)}`;
    const toEnglish = band.upTo === null ? 'and above' : `to ${percent(band.upTo)}`;
    return [
      step(
        `超支 ${from} ${to}`,
        `overspend ${from} ${toEnglish}`,
        `${yuanGrouped(part)} × ${percent(band.pool)} = ${yuanGrouped(times(part, band.pool))}`,
      ),
    ];
  });
}

function advanceSteps(view: YearView, a: number, item: string | null): Part[] {
  const { decisions } = view.book;
  const months = item === null ? Array.from({ length: view.year.months }, (_, m) => m) : [Number(item) - 1];
  return months.map((m) => {
    const i = a * MONTHS + m;
    const planned = yuanGrouped(fen(decisions.planned[i] as number));
    const gross = yuanGrouped(fen(decisions.gross[i] as number));
    const held = REVIEW_MONTHS.filter((month) => month < m).length;
    const factor = held === 0 ? null : (decisions.factors[a * 3 + held - 1] ?? null);
    const by = factor === null ? '' : ` × ${percent(factor)}`;
    const given = Number.isNaN(view.year.givenGross[i]) ? '' : '（已拨，照实）';
    return step(`${m + 1}月 应拨`, `month ${m + 1} due`, {
      zh: `${planned}${by} → ${gross}${given}`,
      en: `${planned}${by} → ${gross}${given === '' ? '' : ' (already made)'}`,
    });
  });
}

const advances: Derive = (v, a, item) =>
  derivation(
    '额度 × 预付比例按月分解 × 评估系数，累计不超过额度；先上解县域外费用，其余拨付牵头单位',
    'quota × share by month × review factor, never beyond the quota; off-county care is remitted first, the rest is paid',
    own(v, a, 'quota'),
    policy('advance.share'),
    policy('advance.pattern'),
    policy('advance.offCounty'),
    policy('review'),
    advanceSteps(v, a, item),
    own(v, a, item === null ? 'remitted' : `remitted.${item}`, '−'),
  );

const rates: Derive = (v, a, item) =>
  derivation(
    '截至季末支出 ÷ 截至季末额度（按预付的分月方式分解的全年额度）；恰好等于上限时归下一档',
    'spending to date ÷ quota to date; a rate exactly on a band’s end belongs to the next band',
    policy('review'),
    REVIEW_MONTHS.flatMap((month, q) => {
      if (month >= v.year.months || (item !== null && Number(item) !== q + 1)) return [];
      const { spentToDate, quotaToDate } = v.book.decisions;
      const [spent, quota] = [fen(spentToDate[a * 3 + q] as number), fen(quotaToDate[a * 3 + q] as number)];
      return [
        step(
          `1–${month + 1}月`,
          `to month ${month + 1}`,
          `${yuanGrouped(spent)} ÷ ${yuanGrouped(quota)} = ${percentage(spent, quota) ?? '—'}`,
        ),
      ];
    }),
    own(v, a, 'quota'),
  );

const retainedShare = (v: YearView, a: number): Part[] => {
  const share = v.book.decisions.retentionShare[a];
  return share === null || share === undefined ? [] : [step('留用比例', 'share retained', percent(share))];
};

export const ALLIANCE_DERIVATIONS: Readonly<Record<string, Derive>> = {
  quota: (v, a) =>
    derivation(
      '按参保人数的部分 + 按历史支付的部分',
      'part by heads + part by history',
      own(v, a, 'byInsured'),
      own(v, a, 'byHistory', '+'),
    ),
  byInsured: (v, a) =>
    derivation(
      '可分配基金 × 按人数比例，再按参保人数分摊（最大余数法，到分）',
      'quota pool × share, apportioned by heads (largest remainder)',
      county(v, 'quotaPool'),
      policy('quota.byInsured'),
      step('本医共体参保人数', 'Insured of this alliance', String(v.year.insured[a] ?? 0)),
      step('各医共体参保人数', 'Insured of all alliances', [...v.year.insured].join(' + ')),
    ),
  byHistory: (v, a) =>
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
      v.year.rules.historyWeights.length === 0 ? [] : historySteps(v, a),
    ),
  adjustments: (v, a) =>
    derivation(
      'Σ 年中调整',
      'Σ mid-year adjustments',
      v.year.adjustments
        .filter((row) => row.alliance === a && row.month < v.year.months)
        .map((row) => amountStep(`${row.month + 1}月：${row.reason}`, `month ${row.month + 1}: ${row.reason}`, row.amount)),
    ),
  adjustedQuota: (v, a) => derivation('年预分额度 + 年中调整', 'quota + adjustments', own(v, a, 'quota'), own(v, a, 'adjustments', '+')),
  expenditure: (v, a) =>
    derivation(
      '本医共体 + 县内其他医共体 + 县内其他机构 + 县域外 − 扣减',
      'own + cross + other + off-county − deductions',
      own(v, a, 'own'),
      own(v, a, 'cross', '+'),
      own(v, a, 'other', '+'),
      own(v, a, 'offCounty', '+'),
      own(v, a, 'deductions', '−'),
    ),
  own: care('own'),
  cross: care('cross'),
  other: care('other'),
  offCounty: care('offCounty'),
  deductions: (v, a) =>
    derivation(
      'Σ 审核扣款、违规追回、未经转诊扣减',
      'Σ deductions',
      v.year.deductions
        .filter((d) => d.alliance === a && d.month < v.year.months)
        .map((d) =>
          amountStep(
            `${d.month + 1}月 ${choiceWords(d.kind).zh}：${d.reason}`,
            `month ${d.month + 1} ${choiceWords(d.kind).en}: ${d.reason}`,
            d.amount,
          ),
        ),
    ),
  surplus: (v, a) =>
    derivation(
      '调整后额度 − 净支出，不低于零',
      'adjusted quota − expenditure, not below zero',
      own(v, a, 'adjustedQuota'),
      own(v, a, 'expenditure', '−'),
    ),
  overspend: (v, a) =>
    derivation(
      '净支出 − 调整后额度，不低于零',
      'expenditure − adjusted quota, not below zero',
      own(v, a, 'expenditure'),
      own(v, a, 'adjustedQuota', '−'),
    ),
  retained: (v, a) =>
    derivation(
      '结余（有上限时以 额度 × 上限 为限）× 按得分的留用比例',
      'surplus (at most quota × ceiling) × share by score',
      own(v, a, 'surplus'),
      policy('settlement.surplus.ceiling'),
      amountStep('留用基数', 'base', v.book.decisions.retentionBase[a] as Fen),
      scoreStep(v, a),
      retainedShare(v, a),
      policy('settlement.surplus.retention'),
    ),
  toPool: (v, a) => derivation('结余 − 结余留用', 'surplus − retained', own(v, a, 'surplus'), own(v, a, 'retained', '−')),
  poolShare: (v, a) =>
    derivation(
      '超支分档计算，各档四舍五入到分后相加（最高一档以上不分担）',
      'overspend band by band, each rounded to the fen',
      own(v, a, 'overspend'),
      own(v, a, 'adjustedQuota'),
      bandSteps(v, a),
      policy('settlement.overspend.bands'),
    ),
  funded: (v, a) =>
    derivation(
      '风险调剂金足够时等于申请；不足时按各医共体申请分摊现有资金',
      'the claim, or the fund’s money apportioned to the claims',
      own(v, a, 'poolShare'),
      amountStep('申请前风险调剂金', 'fund before the claims', v.book.decisions.fundBeforeClaims),
      amountStep(
        '各医共体申请合计',
        'all claims',
        v.book.decisions.claims.reduce((x, y) => x + y, 0),
      ),
    ),
  borne: (v, a) =>
    derivation(
      '超支 − 基金分担，由医共体自有资金承担',
      'overspend − funded, from the alliance’s own means',
      own(v, a, 'overspend'),
      own(v, a, 'funded', '−'),
    ),
  uses: (v, a) =>
    derivation(
      '结余留用按用途比例分摊（最大余数法，到分）',
      'retained, apportioned to its uses (largest remainder)',
      own(v, a, 'retained'),
      policy('settlement.surplus.uses'),
    ),
  deposit: (v, a) =>
    derivation(
      '质量保证金按一月额度分摊',
      'deposit apportioned by January’s quotas',
      county(v, 'reserves.qualityDeposit'),
      own(v, a, 'quota'),
    ),
  depositReturned: (v, a) =>
    derivation(
      '质量保证金 × 按得分的返还比例',
      'deposit × share by score',
      own(v, a, 'deposit'),
      scoreStep(v, a),
      policy('settlement.deposit.returned'),
    ),
  depositWithheld: (v, a) => derivation('质量保证金 − 返还', 'deposit − returned', own(v, a, 'deposit'), own(v, a, 'depositReturned', '−')),
  advances,
  remitted: (v, a, item) => {
    const asked = item === null ? Array.from({ length: v.year.months }, (_, m) => m) : [Number(item) - 1];
    const offCounty = PLACES.indexOf('offCounty');
    const paid = (m: number) => moved(v.book, v.plan.ledger.first.remitted + a, m);
    const lines = asked.map((m) => {
      let carried = 0;
      for (let before = 0; before < m; before++) carried += careIn(v.book, a, offCounty, before) - paid(before);
      const [from, care, out] = [fen(carried), careIn(v.book, a, offCounty, m), paid(m)].map(yuanGrouped);
      return step(`${m + 1}月`, `month ${m + 1}`, {
        zh: `以前未上解 ${from} + 当月 ${care} → 上解 ${out}`,
        en: `carried ${from} + this month ${care} → remitted ${out}`,
      });
    });
    return derivation(
      '当月县域外就医费用加以前月份未上解部分，以应拨为限；县域外费用清算时结的，各月为零',
      'off-county care of the month and what earlier months could not cover, at most the gross; 0 where settled at year end',
      policy('advance.offCounty'),
      lines,
    );
  },
  reviewFlags: rates,
  reviewFactors: rates,
  executionRates: rates,
  progress: (v, a, item) => {
    const asked = item === null ? Array.from({ length: v.year.months }, (_, m) => m) : [Number(item) - 1];
    const quota = quotaOf(v, a);
    const lines = asked.map((m) => {
      const [spent, deducted] = [grossSpendingTo(v, a, m + 1), deductionsTo(v, a, m)];
      const sum = `(${yuanGrouped(spent)} − ${yuanGrouped(deducted)}) ÷ ${yuanGrouped(quota)} = ${percentage(fen(spent - deducted), quota) ?? '—'}`;
      return step(`1–${m + 1}月`, `to month ${m + 1}`, sum);
    });
    return derivation('（截至当月发生额 − 扣减）÷ 年预分额度', '(spending − deductions) to date ÷ annual quota', own(v, a, 'quota'), lines);
  },
  cash,
  cashGap: (v, a) =>
    derivation('总额专账月末余额最低值的负数，不低于零', 'minus the lowest month-end balance, not below zero', own(v, a, 'cash')),
  entitlement: (v, a) =>
    derivation(
      '净支出 + 结余留用 − 医共体自担',
      'expenditure + retained − borne',
      own(v, a, 'expenditure'),
      own(v, a, 'retained', '+'),
      own(v, a, 'borne', '−'),
    ),
  finalPayment: (v, a) =>
    derivation(
      '清算应付 − 已拨预付 − 县域外就医（经办机构全额支付）；负数为应退',
      'entitlement − advances paid − off-county care (paid by the agency); negative: to be paid back',
      own(v, a, 'entitlement'),
      own(v, a, 'advances', '−'),
      own(v, a, 'offCounty', '−'),
    ),
  crossIn: (v, a) =>
    derivation(
      '其他医共体参保人在本医共体机构就医的基金支付',
      'care given here to other alliances’ insured',
      v.plan.alliances.flatMap(({ title }, payer) => {
        const paid = paidBetween(v, payer, a);
        return payer === a || paid === 0 ? [] : [amountStep(`${title}付`, `paid by ${title}`, paid)];
      }),
    ),
  netCross: (v, a) => derivation('收其他医共体 − 付其他医共体', 'received − paid', own(v, a, 'crossIn'), own(v, a, 'cross', '−')),
  hospitalCash: hospital,
  retainedBalance: (v, a) => derivation('年初结存 + 本年留用', 'opening + retained this year', own(v, a, 'uses')),
};

/** What one alliance's insured were treated for by another's institutions. */
function paidBetween(view: YearView, payer: number, payee: number): number {
  const { plan, book } = view;
  let sum = 0;
  for (const [s, stream] of plan.streams.entries()) {
    if (stream.home !== payer || plan.institutions[stream.institution]?.alliance !== payee) continue;
    sum += movedBy(book, plan.ledger.first.care + s);
  }
  return sum;
}

function historySteps(view: YearView, a: number): Part[] {
  return Array.from(view.year.rules.historyWeights as ArrayLike<number | bigint>, (weight, k) => {
    const at = view.y - 1 - k;
    const spending = at >= 0 ? view.run.books.year(at).spending : view.plan.past[-at - 1];
    let spent = 0;
    for (let m = 0; m < MONTHS; m++) spent += spending?.[a * MONTHS + m] ?? 0;
    const year = view.year.year - 1 - k;
    return step(`${year}年基金支出 × 权重${weight}`, `spending of ${year} × weight ${weight}`, yuanGrouped(fen(spent)));
  });
}
