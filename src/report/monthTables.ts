// Tables of the months: 月度拨付台账, 执行进度, 就医地构成, 交叉结算汇总, 院端现金.

import { moved } from '../books/books.ts';
import { careOf, crossInTotal, deductionsTo, hospitalCash, quotaOf, runningCash } from '../figures/alliance.ts';
import type { YearView } from '../figures/figure.ts';
import { MONTHS, PERIODS, REVIEW_MONTHS, SETTLEMENT } from '../money/calendar.ts';
import { percent, percentage } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { AccountKind } from '../plan/ledger.ts';
import type { Words } from '../words/language.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, TOTAL, textColumn, totalRow, words } from './table.ts';

/** 月度拨付台账: what was due, remitted, deducted and paid each month. */
export function advanceLedger(view: YearView): Table {
  const { plan, book, year } = view;
  const { first } = plan.ledger;
  const rows: Table['rows'][number][] = [];
  for (const [a, alliance] of plan.alliances.entries()) {
    let cumulative = 0;
    const cash = runningCash(view, a);
    const sums = { gross: 0, remitted: 0, deducted: 0 };
    for (let m = 0; m < year.months; m++) {
      const paid = moved(book, first.advance + a, m);
      const remitted = moved(book, first.remitted + a, m);
      const deducted = deductionsTo(view, a, m) - (m === 0 ? 0 : deductionsTo(view, a, m - 1));
      const gross = paid + remitted;
      cumulative += paid;
      sums.gross += gross;
      sums.remitted += remitted;
      sums.deducted += deducted;
      const planned = book.decisions.planned[a * MONTHS + m] as number;
      rows.push(
        row(
          alliance.title,
          `${year.year}-${String(m + 1).padStart(2, '0')}`,
          money(planned),
          factorAt(view, a, m),
          money(gross),
          money(remitted),
          money(deducted),
          money(paid),
          money(cumulative),
          money(cash[m] as Fen),
        ),
      );
    }
    rows.push(
      totalRow(
        alliance.title,
        TOTAL,
        null,
        null,
        money(sums.gross),
        money(sums.remitted),
        money(sums.deducted),
        money(cumulative),
        money(cumulative),
        null,
      ),
    );
  }
  return {
    id: 'advances',
    title: words('月度拨付台账', 'Monthly advances'),
    year: year.year,
    columns: [
      textColumn('医共体', 'Alliance'),
      textColumn('月份', 'Month'),
      amountColumn('预付计划', 'Planned'),
      rateColumn('评估系数', 'Review factor'),
      amountColumn('应拨', 'Due'),
      amountColumn('上解', 'Remitted'),
      amountColumn('扣减', 'Deducted'),
      amountColumn('实拨', 'Paid'),
      amountColumn('累计实拨', 'Paid to date'),
      amountColumn('总额专账余额', 'Running cash'),
    ],
    rows,
    notes: [
      words(
        '应拨 = 预付计划 × 评估系数，累计不超过年预分额度；实拨 = 应拨 − 上解；扣减于年终清算时结算，不从当月拨付中扣。',
        'Due = planned × review factor, never beyond the quota; paid = due − remitted; deductions are settled at year end, not taken from the month’s payment.',
      ),
    ],
  };
}

function factorAt(view: YearView, a: number, month: number): string {
  if (!Number.isNaN(view.year.givenGross[a * MONTHS + month])) return '—';
  const before = REVIEW_MONTHS.filter((m) => m < month).length;
  const factor = before === 0 ? undefined : view.book.decisions.factors[a * 3 + before - 1];
  return factor === undefined || factor === null ? '100.00%' : percent(factor);
}

/** 执行进度: settled, deducted and net to the end of each quarter, beside the time gone. */
export function progress(view: YearView): Table {
  const { plan, year, book } = view;
  const quarterEnds = [3, 6, 9, 12].filter((m) => m <= year.months);
  const ends = quarterEnds.at(-1) === year.months ? quarterEnds : [...quarterEnds, year.months];
  const rows = plan.alliances.flatMap((alliance, a) =>
    ends.map((end) => {
      let gross = 0;
      for (let m = 0; m < end; m++) gross += book.spending[a * MONTHS + m] as number;
      const deducted = deductionsTo(view, a, end - 1);
      const q = REVIEW_MONTHS.indexOf(end - 1);
      const rate =
        q < 0
          ? null
          : percentage(fen(book.decisions.spentToDate[a * 3 + q] as number), fen(book.decisions.quotaToDate[a * 3 + q] as number));
      const time = percentage(fen(end), fen(MONTHS));
      return row(
        alliance.title,
        words(`1–${end}月`, `Jan–${end}`),
        money(quotaOf(view, a)),
        money(gross),
        money(deducted),
        money(gross - deducted),
        percentage(fen(gross - deducted), quotaOf(view, a)),
        time,
        rate,
        q < 0 ? null : (book.decisions.flags[a * 3 + q] ?? null),
      );
    }),
  );
  return {
    id: 'progress',
    title: words('执行进度', 'Progress'),
    year: year.year,
    columns: [
      textColumn('医共体', 'Alliance'),
      textColumn('期间', 'Period'),
      amountColumn('年预分额度', 'Quota'),
      amountColumn('已结算', 'Settled'),
      amountColumn('扣减', 'Deducted'),
      amountColumn('净支出', 'Net'),
      rateColumn('执行率', 'Progress'),
      rateColumn('时间进度', 'Time gone'),
      rateColumn('序时执行率', 'Execution rate'),
      textColumn('评估标识', 'Flag'),
    ],
    rows,
    notes: [
      words(
        '执行率 = 净支出 ÷ 年预分额度；序时执行率 = 已结算 ÷ 序时额度（未扣减），季度评估用后者。',
        'Progress = net ÷ annual quota; execution rate = settled ÷ quota to date (gross), used by the review.',
      ),
    ],
  };
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

/** 就医地构成: where the money was spent, by level and tier, as shares of what was settled (gross). */
export function placesTable(view: YearView): Table {
  const { plan, year, book } = view;
  const byPlace = new Map<string, number>(Object.keys(PLACE_WORDS).map((key) => [key, 0]));
  for (const [s, stream] of plan.streams.entries()) {
    const institution = plan.institutions[stream.institution];
    const key = institution?.offCounty === true ? (institution.tier ?? 'offCounty') : (institution?.level ?? 'inCounty');
    let sum = byPlace.get(key) ?? 0;
    for (let m = 0; m < year.months; m++) sum += book.cells[s * PERIODS + m] as number;
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
    columns: [textColumn('就医地', 'Place'), amountColumn('已结算', 'Settled'), rateColumn('占已结算', 'Share of settled')],
    rows,
    notes: [
      words(
        '含未归属医共体人员；占比以未扣减的已结算额为分母。',
        'People of no alliance included; shares are of what was settled, before deductions.',
      ),
    ],
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
    for (let m = 0; m < year.months; m++) payer[payee] = (payer[payee] ?? 0) + (book.cells[s * PERIODS + m] as number);
  }
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
  const kinds: readonly (readonly AccountKind[])[] = [['pool'], ['risk'], ['depositReserve', 'deposit'], ['quota'], ['held']];
  const at = (period: number) => {
    const all = view.balancesAt(period);
    return kinds.map((wanted) =>
      plan.ledger.accounts.reduce((sum, account, i) => sum + (wanted.includes(account.kind) ? (all[i] as number) : 0), 0),
    );
  };
  const line = (name: Cell, period: number, isTotal = false) => {
    const sums = at(period);
    return { cells: [name, ...sums.map(money), money(sums.reduce((x, y) => x + y, 0))], isTotal };
  };
  const rows = Array.from({ length: year.months }, (_, m) => line(`${year.year}-${String(m + 1).padStart(2, '0')}`, m));
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
      amountColumn('分配项目专户', 'Sub-accounts'),
      amountColumn('合计', 'Total'),
    ],
    rows,
    notes: [
      words(
        '十二月一行为收付实现制的年末余额；利息和清算在其后入账。',
        'December is the cash balance of the year; interest and settlement are booked after it.',
      ),
    ],
  };
}

/** 院端现金 by month, running on over the years. */
export function hospitalCashTable(view: YearView): Table {
  const { plan, year } = view;
  const all = plan.alliances.map((_, a) => hospitalCash(view, a));
  const rows: Table['rows'][number][] = Array.from({ length: year.months }, (_, m) =>
    row(`${year.year}-${String(m + 1).padStart(2, '0')}`, ...all.map((cash) => money(cash.months[m] as Fen))),
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
      month === null
        ? words(
            '上年清算款计入年初；要按月列示，请写 settlementMonth。',
            'Last year’s settlement is in the opening; write settlementMonth to place it in a month.',
          )
        : words(`上年清算款于${month}月支付。`, `Last year’s settlement is paid in month ${month}.`),
    ],
  };
}
