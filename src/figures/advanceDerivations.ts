// Derivations of monthly advances (R5) and of their variants (R9): who is paid what out of them, working funds, recovery.

import { careIn, DUES, moved, spentInYear } from '../books/books.ts';
import { yearIncome } from '../books/outflow.ts';
import { MONTHS, PERIODS, REVIEW_MONTHS } from '../money/calendar.ts';
import { percent, roundedMonths, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { times } from '../money/ratio.ts';
import type { LineKind } from '../plan/lineKinds.ts';
import { PLACES } from '../plan/parties.ts';
import { SETTLERS } from '../plan/yearRules.ts';
import { outflow } from './county.ts';
import {
  addition,
  amountStep,
  BESIDE,
  type Derive,
  derivation,
  itemPath,
  lastYear,
  monthStep,
  monthsAsked,
  own,
  ownLastYear,
  type Part,
  policy,
  step,
  summand,
  uncounted,
} from './derivation.ts';
import { viewOf, type YearView } from './figure.ts';

const OFF_COUNTY = PLACES.indexOf('offCounty');

function advanceSteps(view: YearView, a: number, item: string | null): Part[] {
  const { decisions } = view.book;
  return monthsAsked(view, item).map((m) => {
    const i = a * MONTHS + m;
    const planned = yuanGrouped(fen(decisions.planned[i] as number));
    const gross = fen(decisions.gross[i] as number);
    const held = REVIEW_MONTHS.filter((month) => month < m).length;
    const factor = held === 0 ? null : (decisions.factors[a * 3 + held - 1] ?? null);
    const by = factor === null ? '' : ` × ${percent(factor)}`;
    const [zh, en] = Number.isNaN(view.year.givenGross[i]) ? ['', ''] : ['（已拨，照实）', ' (already made)'];
    const text = `${planned}${by} → ${yuanGrouped(gross)}`;
    return step(`${m + 1}月 应拨`, `month ${m + 1} due`, { zh: text + zh, en: text + en }, gross);
  });
}

const advances: Derive = (v, a, item) => {
  const { tiers, recovery } = v.plan.features;
  const { depositFromAdvance } = v.year.rules;
  const zh = [
    depositFromAdvance ? '先扣留质量保证金，再' : '先',
    tiers ? '依次付市级结算、上解省级、手工报销的县域外费用' : '上解县域外费用',
  ];
  const en = [
    depositFromAdvance ? 'the deposit is held first, then ' : '',
    tiers
      ? 'off-county care is paid (by the city, the province, by hand)'
      : depositFromAdvance
        ? 'off-county care is remitted'
        : 'off-county care is remitted first',
  ];
  const less = (used: boolean, id: string): Part[] => (used ? [own(v, a, itemPath(id, item), '−')] : []);
  return addition(
    `额度 × 预付比例按月分解 × 评估系数，累计不超过额度；${zh.join('')}，其余拨付牵头单位${recovery ? '（扣回以前超支之前）' : ''}`,
    `quota × share by month × review factor, never beyond the quota; ${en.join('')}, the rest is paid${recovery ? ' (before recovery of earlier overspends)' : ''}`,
    uncounted(own(v, a, 'quota')),
    policy('advance.share'),
    policy('advance.pattern'),
    policy('advance.offCounty'),
    policy('review'),
    advanceSteps(v, a, item),
    less(depositFromAdvance, 'depositHeld'),
    less(tiers, 'cityPaid'),
    own(v, a, itemPath('remitted', item), '−'),
    less(tiers, 'manualPaid'),
    recovery ? own(v, a, itemPath('recovered', item), BESIDE) : [],
  );
};

/** R9: a settler's off-county care by the month it falls due in. */
function fallenDue(view: YearView, a: number, settler: number): Float64Array {
  const due = new Float64Array(MONTHS);
  for (const one of view.year.offCounty ?? []) {
    if (one.settler !== settler || view.plan.streams[one.stream]?.home !== a) continue;
    for (let m = 0; m + one.lag < MONTHS; m++) {
      due[m + one.lag] = (due[m + one.lag] as number) + (view.book.cells[one.stream * PERIODS + m] as number);
    }
  }
  return due;
}

const SETTLER_LINES: readonly LineKind[] = ['citySettled', 'remitted', 'manualSettled'];

/** What one settler pays of off-county care each month: what fell due, and what earlier months could not cover. */
function offCountySteps(view: YearView, a: number, item: string | null, settler: number): Part[] {
  const { year, book, plan } = view;
  const byTier = year.offCounty !== null;
  const due = byTier ? fallenDue(view, a, settler) : Float64Array.from({ length: MONTHS }, (_, m) => careIn(book, a, OFF_COUNTY, m));
  const paid = (m: number) => moved(book, plan.ledger.first[SETTLER_LINES[settler] as LineKind] + a, m);
  const [zh, en] = byTier
    ? [settler === SETTLERS.indexOf('province') ? '上解' : '支付', settler === SETTLERS.indexOf('province') ? 'remitted' : 'paid']
    : ['上解', 'remitted'];
  return monthsAsked(view, item).map((m) => {
    let carried = 0;
    for (let before = 0; before < m; before++) carried += (due[before] as number) - paid(before);
    const [from, fallen, out] = [fen(carried), fen(due[m] as number), paid(m)].map(yuanGrouped);
    const [zhFrom, zhNow] = byTier ? ['以前未付', '本月到期'] : ['以前未上解', '当月'];
    const now = byTier ? 'falls due' : 'this month';
    return monthStep(m, `${zhFrom} ${from} + ${zhNow} ${fallen} → ${zh} ${out}`, `carried ${from} + ${now} ${fallen} → ${en} ${out}`);
  });
}

/** The tiers that a settler pays, as the policy says. */
function tierParts(view: YearView, settler: number): Part[] {
  const { tiers } = view.year.rules.advance;
  if (tiers === null) return [];
  const settled = (['city', 'province', 'national'] as const).filter((tier) => tiers[tier]?.settler === settler);
  return settled.flatMap((tier) => [policy(`advance.tiers.${tier}.settledBy`), policy(`advance.tiers.${tier}.lag`)]);
}

const remitted: Derive = (v, a, item) => {
  const settler = SETTLERS.indexOf('province');
  const plain = v.year.offCounty === null;
  return derivation(
    plain
      ? '当月县域外就医费用加以前月份未上解部分，以应拨为限；县域外费用清算时结的，各月为零'
      : '由省级结算的县域外就医费用，当月到期的加以前未付的，以应拨（扣留、市级结算之后）为限；县域外费用清算时结的，各月为零',
    plain
      ? 'off-county care of the month and what earlier months could not cover, at most the gross; 0 where settled at year end'
      : 'off-county care that the province settles: what falls due and what earlier months could not cover, at most what the gross leaves after the deposit and the city; 0 where settled at year end',
    policy('advance.offCounty'),
    tierParts(v, settler),
    offCountySteps(v, a, item, settler),
  );
};

const settledBy =
  (name: 'city' | 'manual'): Derive =>
  (v, a, item) => {
    const settler = SETTLERS.indexOf(name);
    const [zh, en] =
      name === 'city' ? ['由市级结算的', 'that the city settles'] : ['手工报销（直接付给患者）的', 'reimbursed to patients by hand'];
    return derivation(
      `${zh}县域外就医费用，当月到期的加以前未付的，以应拨的余额为限（次序：市级、省级、手工）；县域外费用清算时结的，各月为零`,
      `off-county care ${en}: what falls due and what earlier months could not cover, at most what the gross leaves (first the city, then the province, then by hand); 0 where settled at year end`,
      policy('advance.offCounty'),
      tierParts(v, settler),
      offCountySteps(v, a, item, settler),
    );
  };

const depositHeld: Derive = (v, a, item) => {
  const { depositFromAdvance, depositShare } = v.year.rules;
  if (!depositFromAdvance) {
    const from = policy('reserves.qualityDeposit.from');
    return addition('本年质量保证金从筹资中提取，各月不扣留', 'this year’s deposit is taken off the financing: nothing is held', from);
  }
  return addition(
    '当月应拨 × 质量保证金比例，四舍五入到分，拨付前扣留',
    'gross of the month × deposit share, rounded to the fen, held before anything is paid',
    policy('reserves.qualityDeposit.share'),
    policy('reserves.qualityDeposit.from'),
    monthsAsked(v, item).map((m) => {
      const gross = fen(v.book.decisions.gross[a * MONTHS + m] as number);
      const held = times(gross, depositShare);
      const text = `${yuanGrouped(gross)} × ${percent(depositShare)} = ${yuanGrouped(held)}`;
      return monthStep(m, `应拨 ${text}`, `gross ${text}`, held);
    }),
  );
};

/** Everything spent for an alliance's insured last year, as working funds go by it. */
function spentLastYear(view: YearView, a: number): Part {
  const spent = view.y > 0 ? spentInYear(view.run.books.year(view.y - 1), a) : fen(view.plan.pastSpent[0]?.[a] ?? 0);
  return amountStep('上年为本医共体参保人支付合计', 'spent for its insured last year', spent);
}

const back = (view: YearView): Part[] => (view.year.months === MONTHS ? [step('收回', 'back', { zh: '12月', en: 'in December' })] : []);

const revolving: Derive = (v, a) =>
  derivation(
    '上年支付 × 月数 ÷ 12，一月拨付、十二月收回；不计入基金支出',
    'last year’s spending × months ÷ 12, out in January and back in December; no outflow',
    spentLastYear(v, a),
    policy('advance.revolving.months'),
    back(v),
  );

/** R9: what the gate of a prepayment goes by, and whether it is open. */
function gateSteps(view: YearView): Part[] {
  const { opening, ledger } = view.plan;
  const { account } = ledger;
  const funds = fen((view.book.opening[account.pool] as number) + (view.book.opening[account.risk] as number));
  const last = view.y > 0 ? viewOf(view.run, view.y - 1) : null;
  const income = last === null ? (opening.income ?? fen(0)) : yearIncome(last.plan, last.book);
  const out = last === null ? (opening.outflow ?? fen(0)) : outflow(last);
  const months = out === 0 ? '—' : roundedMonths(BigInt(funds) * 12n, BigInt(out), 'halfUp').toFixed(2);
  const isOpen = view.book.decisions.gateOpen;
  const sums = `${yuanGrouped(funds)} × 12 ÷ ${yuanGrouped(out)} = ${months}`;
  const deficit = income >= out ? ['无赤字', 'no deficit'] : ['有赤字', 'a deficit'];
  return [
    step('上年末可支付月数', 'payable months of last year', sums),
    step('上年收入与支出', 'income and outflow of last year', {
      zh: `${yuanGrouped(income)} 与 ${yuanGrouped(out)}：${deficit[0]}`,
      en: `${yuanGrouped(income)} and ${yuanGrouped(out)}: ${deficit[1]}`,
    }),
    step('条件', 'gate', isOpen ? { zh: '达到，拨付', en: 'open' } : { zh: '未达到，不拨', en: 'shut: nothing is paid' }),
  ];
}

const prepayment: Derive = (v, a) =>
  derivation(
    '上年可支付月数不低于条件、且收入不低于支出的：上年支付 × 月数 ÷ 12，一月拨付、十二月收回；否则为零',
    'where last year’s payable months reach the gate and its income its outflow: last year’s spending × months ÷ 12, out in January and back in December; else 0',
    spentLastYear(v, a),
    policy('advance.prepayment.months'),
    policy('advance.prepayment.gate'),
    [...lastYear(v, 'pool.closing'), ...lastYear(v, 'pool.riskClosing', '+'), ...lastYear(v, 'pool.outflow', '÷')],
    gateSteps(v),
    back(v),
  );

/** What was still to be recovered from an alliance when the year began, by month from its January. */
function duesBefore(view: YearView, a: number): readonly number[] {
  if (view.y === 0) return view.plan.opening.recovery.get(view.plan.alliances[a]?.id ?? '') ?? [];
  return [...view.run.books.year(view.y - 1).decisions.dues.subarray(a * DUES, (a + 1) * DUES)];
}

const recovered: Derive = (v, a, item) => {
  const dues = duesBefore(v, a);
  const at = (kind: 'advance' | 'recovered', m: number) => moved(v.book, v.plan.ledger.first[kind] + a, m);
  return derivation(
    '以前足额清算、由统筹基金垫付的超支：当月到期的加以前未扣的，以当月应付医共体的为限，其余移到下月',
    'of overspends paid in full before: what falls due and what months before could not cover, at most what the alliance would be paid; the rest moves on',
    monthsAsked(v, item).map((m) => {
      let carried = 0;
      for (let before = 0; before < m; before++) carried += (dues[before] ?? 0) - at('recovered', before);
      const [from, due, paid, taken] = [carried, dues[m] ?? 0, at('advance', m), at('recovered', m)].map((x) => yuanGrouped(fen(x)));
      return monthStep(
        m,
        `到期 ${due} + 以前未扣 ${from}，应付 ${paid} → 扣回 ${taken}`,
        `due ${due} + carried ${from}, to be paid ${paid} → recovered ${taken}`,
      );
    }),
    own(v, a, itemPath('advances', item), BESIDE),
  );
};

const receivable: Derive = (v, a) => {
  const lent = (v.year.rules.settlement?.recoverMonths ?? 0) > 0;
  const before: Fen = fen(duesBefore(v, a).reduce((x, y) => x + y, 0));
  return addition(
    '年初待扣回 − 本年扣回 + 本年垫付的超支',
    'still owed at the beginning − recovered this year + lent at this settlement',
    v.y > 0 ? ownLastYear(v, a, 'receivable') : [summand('年初待扣回', 'still owed at the beginning', before)],
    own(v, a, 'recovered', '−'),
    lent ? own(v, a, 'borne', '+') : [],
  );
};

export const ADVANCE_DERIVATIONS: Readonly<Record<string, Derive>> = {
  advances,
  remitted,
  cityPaid: settledBy('city'),
  manualPaid: settledBy('manual'),
  depositHeld,
  revolving,
  prepayment,
  recovered,
  receivable,
};
