// Derivations of the pool, the risk-adjustment fund and their sub-accounts (R8): at the year's end, and month by month.

import { careTo, movedBy } from '../books/books.ts';
import { MONTHS } from '../money/calendar.ts';
import { roundedMonths } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { LineKind } from '../plan/lineKinds.ts';
import { PLACES } from '../plan/parties.ts';
import { careFormula, careSteps } from './careDerivations.ts';
import { closingPool, closingRisk, dueBefore, heldBalance, heldUsesBalance, outflow as outflowOf, sumOf } from './county.ts';
import {
  addition,
  amountStep,
  BESIDE,
  county,
  type Derivation,
  type Derive,
  derivation,
  each,
  itemPath,
  lastYear,
  own,
  type Part,
  policy,
  step,
  summand,
} from './derivation.ts';
import { viewOf, type YearView } from './figure.ts';
import { adjustedFrom, reservedSum } from './poolParts.ts';

const opening =
  (id: string, closing: string, zh: string, en: string): Derive =>
  (view) => {
    if (view.y === 0) {
      const given = summand(zh, en, openingOf(view, id));
      return addition('县域数据所给的年初结余（清算后）', 'Opening balance as the county gives it, after settlement', given);
    }
    const settled = lastYear(view, closing);
    return settled.length > 0 ? addition('上年年末结余', 'Closing balance of the year before', settled) : budgetedBefore(view, id);
  };

/** Budgets without activity: the year before was not settled, its quotas count as gone. */
function budgetedBefore(view: YearView, id: string): Derivation {
  const before = viewOf(view.run, view.y - 1);
  return id === 'pool.opening'
    ? addition(
        '上年年初 + 筹资 + 利息 − 各项预留 − 额度（没有支付明细，不做清算）',
        'last year’s opening + financing + interest − reserves − quotas (no activity, no settlement)',
        county(before, 'pool.opening'),
        county(before, 'financing.total', '+'),
        county(before, 'financing.interest', '+'),
        reservedSum(before).parts,
        each(before, 'quota', '−'),
      )
    : addition(
        '上年年初 + 上年提取（没有支付明细，不做清算）',
        'last year’s opening + contribution (no activity, no settlement)',
        county(before, 'pool.riskOpening'),
        county(before, 'reserves.riskAdjustment', '+'),
      );
}

function openingOf(view: YearView, id: string): Fen {
  const { account } = view.plan.ledger;
  return fen(view.book.opening[id === 'pool.opening' ? account.pool : account.risk] as number);
}

/** R9: true where reserves and quotas do not sum to the financing. */
function leavesSome({ plan: { features }, year }: YearView): boolean {
  return year.rules.expenditureBase !== null || features.limits || features.negotiated;
}

/** True in a year whose overspends are paid in full and recovered later. */
function lends({ year }: YearView): boolean {
  return (year.rules.settlement?.recoverMonths ?? 0) > 0;
}

const closing: Derive = (v) => {
  const { fundedByPool, recovery } = v.plan.features;
  const unassigned = sumOf(v, 'depositUnassigned', 1);
  const [zh, en] = [
    '年初 + 筹资 + 利息 − 各项预留 − 额度 − 从统筹基金的调整 + 结余收回 + 扣留的保证金 − 未归属人员支出',
    'opening + financing + interest − reserves − quotas − adjustments from the pool + surplus returned + deposit withheld − spending for none',
  ];
  const zhMore = [
    fundedByPool ? ' − 统筹基金负担的超支' : '',
    lends(v) ? ' − 垫付待扣回的超支' : '',
    recovery ? ' + 扣回以前超支' : '',
  ].join('');
  const enMore = [
    fundedByPool ? ' − overspends paid by the pool' : '',
    lends(v) ? ' − overspends lent, to be recovered' : '',
    recovery ? ' + recovered of earlier ones' : '',
  ].join('');
  const zhNote = leavesSome(v) ? '' : '（预留与额度合计等于筹资总额）';
  const enNote = leavesSome(v) ? '' : ' (reserves and quotas sum to the financing)';
  return addition(
    zh + zhMore + zhNote,
    en + enMore + enNote,
    county(v, 'pool.opening'),
    leavesSome(v) ? [county(v, 'financing.total', '+'), ...reservedSum(v).parts, ...each(v, 'quota', '−')] : [],
    county(v, 'financing.interest', '+'),
    each(v, 'toPool', '+'),
    each(v, 'depositWithheld', '+'),
    unassigned === 0 ? [] : [summand('各医共体额度均为零，未分的质量保证金收回', 'deposit of no quota, back to the pool', unassigned)],
    county(v, 'pool.noneSpending', '−'),
    fundedByPool ? each(v, 'fundedByPool', '−') : [],
    lends(v) ? each(v, 'borne', '−') : [],
    recovery ? each(v, 'recovered', '+') : [],
    v.plan.features.procurement ? [county(v, 'procurement.paid', '−')] : [],
    adjustedFrom(v, 'pool', -1),
  );
};

const riskClosing: Derive = (v) => {
  const byPool = v.plan.features.fundedByPool;
  return addition(
    byPool ? '年初 + 本年提取 − 从风险调剂金的调整 − 分担超支（统筹基金负担的除外）' : '年初 + 本年提取 − 从风险调剂金的调整 − 分担超支',
    byPool
      ? 'opening + contribution − adjustments from it − paid, but what the pool paid'
      : 'opening + contribution − adjustments from it − paid',
    county(v, 'pool.riskOpening'),
    county(v, 'reserves.riskAdjustment', '+'),
    each(v, 'funded', '−'),
    byPool ? each(v, 'fundedByPool', '+') : [],
    adjustedFrom(v, 'risk', -1),
  );
};

const uncovered: Derive = (v) =>
  addition(
    'Σ 申请基金分担 − 风险调剂金所付（基金分担中统筹基金负担的除外）',
    'Σ claims − what the risk fund paid (without what the pool paid)',
    each(v, 'poolShare', '+'),
    each(v, 'funded', '−'),
    v.plan.features.fundedByPool ? each(v, 'fundedByPool', '+') : [],
  );

const outflow: Derive = (v) => {
  const { recovery, heldUses } = v.plan.features;
  const fromAdvance = v.year.rules.depositFromAdvance;
  const borne = lends(v) ? '' : ' − 自担';
  const [zhHeld, enHeld] = heldUses ? ['（统筹基金持有的除外）', ' (but what the pool holds)'] : ['', ''];
  const [zhDeposit, enDeposit] = fromAdvance ? ['− 扣留的保证金', ' − deposit withheld'] : ['+ 保证金返还', ' + deposit returned'];
  return addition(
    `大病保险 + 已付出的分配项目 + 未归属人员支出 + Σ(净支出${borne} + 结余留用${zhHeld}${heldUses ? '' : ' '}${zhDeposit})${recovery ? ' − 扣回以前超支' : ''}${v.plan.features.procurement ? ' + 集采结余留用' : ''}`,
    `critical illness + lines paid out + spending for none + Σ(expenditure${lends(v) ? '' : ' − borne'} + retained${enHeld}${enDeposit})${recovery ? ' − recovered of earlier overspends' : ''}${v.plan.features.procurement ? ' + procurement retention' : ''}`,
    county(v, 'reserves.criticalIllness'),
    v.year.rules.lines.filter((line) => line.holder !== 'pool').map((line) => county(v, `reserves.lines.${line.id}`, '+')),
    county(v, 'pool.noneSpending', '+'),
    v.plan.alliances.flatMap((_, a) => [own(v, a, 'entitlement', '+'), ...(fromAdvance ? [] : [own(v, a, 'depositReturned', '+')])]),
    recovery ? each(v, 'recovered', '−') : [],
    v.plan.features.procurement ? [county(v, 'procurement.paid', '+')] : [],
  );
};

const ROUNDED = {
  halfUp: { zh: '四舍五入到两位小数', en: 'to two decimals' },
  down: { zh: '舍去到两位小数', en: 'cut to two decimals' },
  integer: { zh: '四舍五入到整月', en: 'to whole months' },
} as const;

const payableMonths: Derive = (v) => {
  const { payableMonths: rounding } = v.year.rules;
  const out = outflowOf(v);
  const exact = roundedMonths(BigInt(closingPool(v) + closingRisk(v)) * 12n, BigInt(out === 0 ? 1 : out), 'halfUp');
  const isPlain = rounding === 'halfUp';
  return derivation(
    `(统筹基金 + 风险调剂金年末结余) × 12 ÷ 基金支出，${ROUNDED[rounding].zh}`,
    `(pool + risk fund, closing) × 12 ÷ outflow, ${ROUNDED[rounding].en}`,
    county(v, 'pool.closing'),
    county(v, 'pool.riskClosing', '+'),
    county(v, 'pool.outflow', '÷'),
    isPlain ? [] : [policy('payableMonths')],
    isPlain || out === 0 ? [] : [step('两位小数', 'to two decimals', exact.toFixed(2))],
  );
};

/** What a kind of line has moved up to a month, over `count` lines. */
function movedTo(view: YearView, kind: LineKind, month: number, count = view.plan.alliances.length): number {
  let moved = 0;
  for (let i = 0; i < count; i++) moved += movedBy(view.book, view.plan.ledger.first[kind] + i, month);
  return moved;
}

/** The month that was asked for (from 0), or the last one played. */
function lastMonth(view: YearView, item: string | null): number {
  return item === null ? view.year.months - 1 : Number(item) - 1;
}

/** A list of months is not a sum; each of its months is. */
function monthly(item: string | null): typeof addition {
  return item === null ? derivation : addition;
}

/** R9: working funds that are out, and what was recovered, to date. */
function lentTo(view: YearView, month: number): Part[] {
  const { revolving, prepayment, offCountyPrepayment, recovery } = view.plan.features;
  const out = (lent: LineKind, back: LineKind, count?: number) => movedTo(view, back, month, count) - movedTo(view, lent, month, count);
  return [
    ...(revolving ? [summand('周转金（出为负）', 'working funds (out: below zero)', out('revolvingOut', 'revolvingBack'))] : []),
    ...(prepayment ? [summand('预付金（出为负）', 'prepayments (out: below zero)', out('prepaymentOut', 'prepaymentBack'))] : []),
    ...(offCountyPrepayment
      ? [
          summand(
            '异地就医预付金（出为负）',
            'prepaid to the province (out: below zero)',
            out('offCountyPrepaymentOut', 'offCountyPrepaymentBack', 1),
          ),
          policy('advance.offCountyPrepayment.months'),
        ]
      : []),
    ...(recovery ? [summand('截至当月扣回以前超支', 'recovered of earlier overspends, to date', movedTo(view, 'recovered', month))] : []),
  ];
}

const hasLoans = ({ features: f }: YearView['plan']) => f.revolving || f.prepayment || f.offCountyPrepayment || f.recovery;

const monthsOfPool: Derive = (v, _a, item) => {
  const month = lastMonth(v, item);
  const [zh, en] = hasLoans(v.plan) ? [' − 在外的周转金、预付金 + 截至当月扣回', ' − working funds out + recovered to date'] : ['', ''];
  return monthly(item)(
    `年初 + 筹资 − 各项预留 − 额度 − 截至当月的调整 − 截至当月未归属人员支出${zh}（利息与清算在十二月之后）`,
    `opening + financing − reserves − quotas − adjustments − spending for none to date${en} (interest and settlement come after December)`,
    county(v, 'pool.opening'),
    county(v, 'financing.total', '+'),
    reservedSum(v).parts,
    leavesSome(v) ? each(v, 'quota', '−') : county(v, 'quotaPool', '−'),
    adjustedFrom(v, 'pool', -1, month),
    amountStep('截至当月未归属人员支出', 'spending for none to date', noneTo(v, month), -1),
    lentTo(v, month),
  );
};

function noneTo(view: YearView, month: number): number {
  return PLACES.reduce((sum, _, place) => sum + careTo(view.book, view.plan.alliances.length, place, month + 1), 0);
}

const monthsOfDeposit: Derive = (v, _a, item) =>
  v.year.rules.depositFromAdvance
    ? monthly(item)(
        '截至当月从预付中扣留，年终清算时返还或扣留',
        'held out of advances to date, returned or withheld at settlement',
        policy('reserves.qualityDeposit.from'),
        summand('截至当月扣留', 'held to date', movedTo(v, 'depositHeld', lastMonth(v, item))),
        each(v, 'depositHeld', BESIDE),
      )
    : monthly(item)(
        '本年提取，年终清算时返还或扣留',
        'set aside this year, returned or withheld at settlement',
        county(v, 'reserves.qualityDeposit'),
      );

const monthsOfQuotas: Derive = (v, _a, item) => {
  const month = lastMonth(v, item);
  const { tiers, depositFromAdvance, limits, negotiated } = v.plan.features;
  const paid = movedTo(v, 'advance', month) + movedTo(v, 'remitted', month);
  return monthly(item)(
    `Σ 额度 + 截至当月的调整 − 截至当月实拨和上解${tiers ? '、市级结算和手工报销' : ''}${depositFromAdvance ? '、扣留的保证金' : ''}`,
    `Σ quotas + adjustments − paid and remitted${tiers ? ', settled by the city or by hand' : ''}${depositFromAdvance ? ', held as deposit' : ''}, to date`,
    limits || negotiated ? each(v, 'quota', '+') : county(v, 'quotaPool'),
    adjustedFrom(v, 'pool', 1, month),
    adjustedFrom(v, 'risk', 1, month),
    amountStep('截至当月实拨和上解', 'paid and remitted to date', paid, -1),
    tiers
      ? [
          amountStep(
            '截至当月市级结算和手工报销',
            'settled by the city and by hand, to date',
            movedTo(v, 'citySettled', month) + movedTo(v, 'manualSettled', month),
            -1,
          ),
        ]
      : [],
    depositFromAdvance ? [amountStep('截至当月扣留保证金', 'held as deposit, to date', movedTo(v, 'depositHeld', month), -1)] : [],
  );
};

const monthsOfHeld: Derive = (v, _a, item) => {
  const lines = v.year.rules.lines.filter((line) => line.holder === 'pool').map((line) => county(v, `reserves.lines.${line.id}`, '+'));
  const [zh, en] = ['Σ 由统筹基金持有的分配项目，历年累计', 'Σ named lines that the pool holds, over the years'];
  const before = openedSubAccounts(v);
  if (!v.plan.features.heldUses && before === 0) return monthly(item)(zh, en, lines);
  return monthly(item)(
    v.plan.features.heldUses ? `${zh}；以前年度由统筹基金持有的结余用途` : zh,
    v.plan.features.heldUses ? `${en}; uses of years before that the pool holds` : en,
    summand('年初专户余额', 'sub-accounts, opening', before),
    lines,
  );
};

/** What stood in sub-accounts when the year began. */
function openedSubAccounts(view: YearView): number {
  const { accounts } = view.plan.ledger;
  return accounts.reduce((sum, { kind }, i) => (kind === 'held' || kind === 'heldUse' ? sum + (view.book.opening[i] as number) : sum), 0);
}

const fundClosing: Derive = (v) => {
  const { heldUses } = v.plan.features;
  const named = fen(heldBalance(v) - heldUsesBalance(v));
  return addition(
    heldUses ? '统筹基金 + 风险调剂金 + 分配项目专户 + 结余专户' : '统筹基金 + 风险调剂金 + 分配项目专户',
    heldUses ? 'pool + risk fund + sub-accounts of named lines and of uses' : 'pool + risk fund + sub-accounts',
    county(v, 'pool.closing'),
    county(v, 'pool.riskClosing', '+'),
    named === 0 ? [] : [summand('分配项目专户', 'sub-accounts of named lines', named)],
    heldUses ? county(v, 'pool.heldUses', '+') : [],
  );
};

const heldUses: Derive = (v) =>
  addition(
    '年初 + 本年由统筹基金持有的结余用途',
    'opening + uses of this year that the pool holds',
    lastYear(v, 'pool.heldUses'),
    v.y > 0 ? [] : [summand('年初结存', 'opening', openedUses(v))],
    each(v, 'heldByPool', '+'),
  );

function openedUses(view: YearView): number {
  const { accounts } = view.plan.ledger;
  return accounts.reduce((sum, { kind }, i) => (kind === 'heldUse' ? sum + (view.book.opening[i] as number) : sum), 0);
}

export const POOL_DERIVATIONS: Readonly<Record<string, Derive>> = {
  'pool.opening': opening('pool.opening', 'pool.closing', '年初结余', 'Opening'),
  'pool.riskOpening': opening('pool.riskOpening', 'pool.riskClosing', '年初结余', 'Opening'),
  'pool.closing': closing,
  'pool.riskClosing': riskClosing,
  'pool.uncovered': uncovered,
  'pool.outflow': outflow,
  'pool.payableMonths': payableMonths,
  'pool.noneSpending': (v) => {
    const none = v.plan.alliances.length;
    const { zh, en } = careFormula(v, none, null);
    return addition(
      `不归属任何医共体人员的支付明细合计（推算${zh === '' ? '' : zh}）`,
      `Σ cells of home none, as projected${en}`,
      careSteps(v, none),
    );
  },
  'pool.cash': (v, _a, item) =>
    monthly(item)(
      '经办机构月末持有的资金 = 统筹基金 + 风险调剂金 + 质量保证金 + 未拨额度 + 分配项目专户 + 上年未付清算款',
      'What the agency holds at the month’s end = pool + risk fund + deposits + quotas not yet paid + sub-accounts + settlement still due',
      ['pool', 'risk', 'deposit', 'quotas', 'held'].map((kind, i) => county(v, itemPath(`balances.${kind}`, item), i === 0 ? '' : '+')),
      item === null ? [] : [summand('上年未付清算款', 'settlement of last year still due', dueBefore(v, Number(item) - 1))],
    ),
  'balances.pool': monthsOfPool,
  'balances.risk': (v, _a, item) =>
    monthly(item)(
      '年初 + 本年提取 − 截至当月的调整',
      'opening + contribution − adjustments to date',
      county(v, 'pool.riskOpening'),
      county(v, 'reserves.riskAdjustment', '+'),
      adjustedFrom(v, 'risk', -1, lastMonth(v, item)),
    ),
  'balances.deposit': monthsOfDeposit,
  'balances.quotas': monthsOfQuotas,
  'balances.held': monthsOfHeld,
  timeGone: () => derivation('月份 ÷ 12', 'month ÷ 12'),
  'pool.cashDecember': (v) => addition('基金月末现金结余的十二月数', 'Fund cash at the end of December', county(v, `pool.cash.${MONTHS}`)),
  'pool.fundClosing': fundClosing,
  'pool.heldUses': heldUses,
  'pool.receivable': (v) =>
    addition('Σ 各医共体年末待扣回的超支', 'Σ what alliances still owe of overspends paid in full', each(v, 'receivable', '+')),
};
