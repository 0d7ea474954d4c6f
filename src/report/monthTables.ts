// Tables of the months: 执行进度, 就医地构成, 交叉结算汇总, 院端现金.

import { moved } from '../books/books.ts';
import { careOf, crossInTotal, deductionsTo, hospitalCash, quotaOf } from '../figures/alliance.ts';
import { dueBefore } from '../figures/county.ts';
import type { YearView } from '../figures/figure.ts';
import { MONTHS, PERIODS, REVIEW_MONTHS, SETTLEMENT, writeYearMonth } from '../money/calendar.ts';
import { percentage, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { AccountKind } from '../plan/lineKinds.ts';
import { choiceWords } from '../words/choices.ts';
import type { Words } from '../words/language.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, TOTAL, textColumn, totalRow, words } from './table.ts';

/** 执行进度: spent, deducted and net to the end of each quarter, beside the time gone. */
export function progress(view: YearView): Table {
  const { plan, year } = view;
  const quarterEnds = [3, 6, 9, 12].filter((m) => m <= year.months);
  const ends = quarterEnds.at(-1) === year.months ? quarterEnds : [...quarterEnds, year.months];
  const rows = plan.alliances.flatMap(({ title }, a) => ends.map((end) => progressRow(view, title, [a], end)));
  const everyone = plan.alliances.map((_, a) => a);
  if (everyone.length > 1) rows.push(...ends.map((end) => progressRow(view, words('全县', 'County'), everyone, end)));
  return {
    id: 'progress',
    title: words('执行进度', 'Progress'),
    year: year.year,
    columns: [
      textColumn('医共体', 'Alliance'),
      textColumn('期间', 'Period'),
      amountColumn('年预分额度', 'Quota'),
      amountColumn('发生额', 'Spending, gross'),
      amountColumn('扣减', 'Deducted'),
      amountColumn('净支出', 'Net'),
      rateColumn('执行率', 'Progress'),
      rateColumn('时间进度', 'Time gone'),
      amountColumn('序时额度', 'Quota to date'),
      rateColumn('序时执行率', 'Execution rate'),
      textColumn('评估标识', 'Flag'),
    ],
    rows,
    notes: [
      words(
        '执行率 = 净支出 ÷ 年预分额度；序时执行率 = 发生额 ÷ 序时额度，季度评估用后者（三、六、九月）。均以一月额度计，年中调整只进清算。',
        'Progress = net ÷ annual quota; execution rate = gross ÷ quota to date, used by the reviews after March, June and September. Both by January’s quota.',
      ),
      ...(view.plan.features.trueUp
        ? [
            words(
              '浮动点值的服务按月预结数计，年终清算差额不在内，见清算汇总表。',
              'Services of a floating value stand as pre-settled; what year end adds is in the settlement.',
            ),
          ]
        : []),
    ],
  };
}

/** One line of progress, for one alliance or for all; flags and execution rates only where a review was held. */
function progressRow(view: YearView, name: Cell, alliances: readonly number[], end: number): Table['rows'][number] {
  const { book } = view;
  const over = (read: (a: number) => number) => fen(alliances.reduce((sum, a) => sum + read(a), 0));
  const monthsOf = (from: Float64Array, a: number) => from.subarray(a * MONTHS, a * MONTHS + end).reduce((x, y) => x + y, 0);
  const gross = over((a) => monthsOf(book.spending, a));
  const deducted = over((a) => deductionsTo(view, a, end - 1));
  const quota = over((a) => quotaOf(view, a));
  const toDate = over((a) => monthsOf(book.decisions.quotaParts, a));
  const q = REVIEW_MONTHS.indexOf(end - 1);
  const flag = q < 0 || alliances.length > 1 ? null : (book.decisions.flags[(alliances[0] ?? 0) * 3 + q] ?? null);
  return row(
    name,
    words(`1–${end}月`, `Jan–${end}`),
    money(quota),
    money(gross),
    money(deducted),
    money(gross - deducted),
    percentage(fen(gross - deducted), quota),
    percentage(fen(end), fen(MONTHS)),
    money(toDate),
    percentage(gross, toDate),
    flag === null ? null : choiceWords(flag),
  );
}

const PLACE_WORDS: Readonly<Record<string, Words>> = {
  village: words('村级', 'Village'),
  township: words('乡级', 'Township'),
  county: words('县级', 'County'),
  inCounty: words('县域内其他', 'In county, level not given'),
  city: words('市域内县外', 'Off county, in the city'),
  province: words('省内市外', 'Off county, in the province'),
  national: words('省外', 'Off county, outside the province'),
  offCounty: words('县域外（层级未注明）', 'Off county, tier not given'),
};

/** 就医地构成: where the money was spent, by level and tier, as shares of gross spending. */
export function placesTable(view: YearView): Table {
  const { plan, year, book } = view;
  const byPlace = new Map<string, number>(Object.keys(PLACE_WORDS).map((key) => [key, 0]));
  for (const [s, stream] of plan.streams.entries()) {
    const institution = plan.institutions[stream.institution];
    const key = institution?.offCounty === true ? (institution.tier ?? 'offCounty') : (institution?.level ?? 'inCounty');
    let sum = byPlace.get(key) ?? 0;
    for (let m = 0; m < year.months; m++) sum += book.cells[s * PERIODS + m] as number;
    if (plan.features.trueUp) {
      sum += moved(book, plan.ledger.first.trueUp + s, SETTLEMENT) + moved(book, plan.ledger.first.incentivePool + s, SETTLEMENT);
    }
    byPlace.set(key, sum);
  }
  const all = fen([...byPlace.values()].reduce((x, y) => x + y, 0));
  const line = (name: Cell, amount: number, isTotal = false) => ({ cells: [name, money(amount), percentage(fen(amount), all)], isTotal });
  const at = (...keys: string[]) => keys.reduce((sum, key) => sum + (byPlace.get(key) ?? 0), 0);
  const rows = [...byPlace].filter(([, amount]) => amount !== 0).map(([key, amount]) => line(PLACE_WORDS[key] ?? key, amount));
  rows.push(line(words('其中：基层（乡级、村级）', 'of which primary care (township, village)'), at('village', 'township')));
  rows.push(line(words('其中：县域内', 'of which in the county'), at('village', 'township', 'county', 'inCounty')));
  rows.push(line(words('其中：县域外', 'of which off the county'), at('city', 'province', 'national', 'offCounty')));
  rows.push(line(TOTAL, all, true));
  return {
    id: 'places',
    title: words('就医地构成', 'Where the money was spent'),
    year: year.year,
    columns: [textColumn('就医地', 'Place'), amountColumn('发生额', 'Spending, gross'), rateColumn('占发生额', 'Share')],
    rows,
    notes: [
      words(
        '含未归属医共体人员；占比以发生额（未扣减）为分母。',
        'People of no alliance included; shares are of gross spending, before deductions.',
      ),
    ],
  };
}

/** More alliances than this do not fit a matrix. */
const WIDEST_MATRIX = 12;

/** 交叉结算汇总 of many alliances: a row for each pair with a flow. */
function crossFlows(view: YearView, flows: readonly (readonly number[])[]): Table {
  const { alliances } = view.plan;
  const rows = flows.flatMap((payees, a) =>
    payees.flatMap((amount, b) => (amount === 0 ? [] : [row(alliances[a]?.title ?? '', alliances[b]?.title ?? '', money(amount))])),
  );
  return {
    id: 'cross-settlement',
    title: words('交叉结算汇总', 'Cross-settlement'),
    year: view.year.year,
    columns: [textColumn('付款方（归属医共体）', 'Payer (home alliance)'), textColumn('收款方', 'Payee'), amountColumn('金额', 'Amount')],
    rows,
    notes: [],
  };
}

/** 交叉结算汇总: what each alliance's insured were treated for by whom, and the net between alliances. */
export function crossSettlement(view: YearView): Table {
  const { plan, year, book } = view;
  const n = plan.alliances.length;
  const flows = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (const [s, stream] of plan.streams.entries()) {
    const payee = plan.institutions[stream.institution]?.alliance ?? -1;
    const payer = flows[stream.home];
    if (payer === undefined || payee < 0) continue;
    const trueUps = plan.features.trueUp
      ? moved(book, plan.ledger.first.trueUp + s, SETTLEMENT) + moved(book, plan.ledger.first.incentivePool + s, SETTLEMENT)
      : 0;
    let paid: number = trueUps;
    for (let m = 0; m < year.months; m++) paid += book.cells[s * PERIODS + m] as number;
    payer[payee] = (payer[payee] ?? 0) + paid;
  }
  if (n > WIDEST_MATRIX) return crossFlows(view, flows);
  const rows = plan.alliances.map((alliance, a) => {
    const other = careOf(view, a, 'other');
    const received = crossInTotal(view, a);
    const cross = careOf(view, a, 'cross');
    return row(
      alliance.title,
      ...(flows[a] ?? []).map(money),
      money(other),
      money(careOf(view, a, 'offCounty')),
      money(cross),
      money(received),
      money(received - cross),
    );
  });
  const column = (read: (a: number) => number) => money(plan.alliances.reduce((sum, _, a) => sum + read(a), 0));
  rows.push(
    totalRow(
      TOTAL,
      ...plan.alliances.map((_, payee) => column((a) => flows[a]?.[payee] ?? 0)),
      column((a) => careOf(view, a, 'other')),
      column((a) => careOf(view, a, 'offCounty')),
      column((a) => careOf(view, a, 'cross')),
      column((a) => crossInTotal(view, a)),
      column((a) => crossInTotal(view, a) - careOf(view, a, 'cross')),
    ),
  );
  return {
    id: 'cross-settlement',
    title: words('交叉结算汇总', 'Cross-settlement'),
    year: year.year,
    columns: [
      textColumn('付款方（归属医共体）', 'Payer (home alliance)'),
      ...plan.alliances.map(({ title }) => amountColumn(`付${title}`, `to ${title}`)),
      amountColumn('付县内其他机构', 'to others in county'),
      amountColumn('付县域外', 'off county'),
      amountColumn('付其他医共体合计', 'to other alliances'),
      amountColumn('收其他医共体', 'from other alliances'),
      amountColumn('净额（收−付）', 'net (received − paid)'),
    ],
    rows,
    notes: [],
  };
}

/** 基金账户月末余额: every account of the fund at each month's end, and after settlement. */
export function balancesTable(view: YearView): Table {
  const { plan, year } = view;
  const kinds: readonly (readonly AccountKind[])[] = [['pool'], ['risk'], ['depositReserve', 'deposit'], ['quota'], ['held', 'heldUse']];
  const at = (period: number) => {
    const all = view.balancesAt(period);
    return kinds.map((wanted) =>
      plan.ledger.accounts.reduce((sum, account, i) => sum + (wanted.includes(account.kind) ? (all[i] as number) : 0), 0),
    );
  };
  const owes = plan.settlementMonth !== null;
  const line = (name: Cell, period: number, isTotal = false) => {
    const sums = [...at(period), ...(owes ? [dueBefore(view, period)] : [])];
    return { cells: [name, ...sums.map(money), money(sums.reduce((x, y) => x + y, 0))], isTotal };
  };
  const rows = Array.from({ length: year.months }, (_, m) => line(writeYearMonth({ year: year.year, month: m + 1 }), m));
  if (year.settles) rows.push(line(words('清算后', 'After settlement'), SETTLEMENT, true));
  return {
    id: 'balances',
    title: words('基金账户月末余额', 'Fund accounts at month’s end'),
    year: year.year,
    columns: [
      textColumn('月份', 'Month'),
      amountColumn('统筹基金', 'Pool'),
      amountColumn('风险调剂金', 'Risk-adjustment fund'),
      amountColumn('质量保证金', 'Quality deposits'),
      amountColumn('未拨额度', 'Quotas not yet paid'),
      amountColumn(plan.features.heldUses ? '专户' : '分配项目专户', 'Sub-accounts'),
      ...(owes ? [amountColumn('上年未付清算款', 'Last year’s settlement not yet paid')] : []),
      amountColumn('合计', 'Total'),
    ],
    rows,
    notes: [
      words(
        '当年筹资全部计入一月。十二月一行为收付实现制的年末余额；利息和清算在其后入账。',
        'All financing is booked in January. December is the cash balance of the year; interest and settlement are booked after it.',
      ),
      ...prepaidNotes(view),
    ],
  };
}

/** R9: money that the province holds during the year, which no account of the fund shows. */
function prepaidNotes({ plan, book }: YearView): Words[] {
  if (!plan.features.offCountyPrepayment) return [];
  const amount = yuanGrouped(moved(book, plan.ledger.first.offCountyPrepaymentOut, 0));
  return [
    words(
      `一月拨出异地就医预付金 ${amount} 元，十二月收回；其间统筹基金余额低这么多。`,
      `${amount} yuan are prepaid to the province in January for off-county care and come back in December; the pool is lower by so much between.`,
    ),
  ];
}

/** 院端现金 by month, running on over the years. */
export function hospitalCashTable(view: YearView): Table {
  const { plan, year } = view;
  const all = plan.alliances.map((_, a) => hospitalCash(view, a));
  const rows: Table['rows'][number][] = Array.from({ length: year.months }, (_, m) =>
    row(writeYearMonth({ year: year.year, month: m + 1 }), ...all.map((cash) => money(cash.months[m] as Fen))),
  );
  if (year.settles)
    rows.push(row(words('清算待付（补款与保证金返还）', 'Settlement still to come'), ...all.map((cash) => money(cash.due))));
  const month = plan.settlementMonth;
  return {
    id: 'hospital-cash',
    title: words('院端现金（月末）', 'Hospitals’ cash at month’s end'),
    year: year.year,
    columns: [textColumn('月份', 'Month'), ...plan.alliances.map(({ title }) => amountColumn(title, title))],
    rows,
    notes: [
      words(
        '院端现金 = 总额专账余额 + 收其他医共体交叉结算 + 清算补款与保证金返还，历年累计；本医共体就医也从中支付给各成员单位。',
        'Running cash plus what other alliances pay in, settlement and deposits returned, running on over the years.',
      ),
      month === null
        ? words(
            '上年清算款计入年初；要按月列示，请写 settlementMonth。',
            'Last year’s settlement is in the opening; write settlementMonth to place it in a month.',
          )
        : words(`上年清算款于${month}月支付。`, `Last year’s settlement is paid in month ${month}.`),
    ],
  };
}
