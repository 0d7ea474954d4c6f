// 月度拨付台账: what was due, taken off, remitted and paid each month.

import { moved } from '../books/books.ts';
import { deductionsTo, lentIn, runningCash } from '../figures/alliance.ts';
import type { YearView } from '../figures/figure.ts';
import { MONTHS, REVIEW_MONTHS, writeYearMonth } from '../money/calendar.ts';
import { percent } from '../money/display.ts';
import type { Fen } from '../money/fen.ts';
import type { LineKind } from '../plan/lineKinds.ts';
import type { Words } from '../words/language.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, TOTAL, textColumn, totalRow, words } from './table.ts';

/** A column of the monthly ledger that sums over the months. */
interface MonthColumn {
  readonly zh: string;
  readonly en: string;
  readonly read: (a: number, month: number) => number;
}

/** What is taken off a month's gross advance, and what is paid: more columns where the policy has more. */
function monthColumns(view: YearView): readonly MonthColumn[] {
  const { plan, book } = view;
  const of = (zh: string, en: string, kind: LineKind): MonthColumn => ({
    zh,
    en,
    read: (a, m) => moved(book, plan.ledger.first[kind] + a, m),
  });
  const { features } = plan;
  return [
    { zh: '应拨', en: 'Due', read: (a, m) => book.decisions.gross[a * MONTHS + m] as number },
    ...(features.depositFromAdvance ? [of('扣留质量保证金', 'Deposit held', 'depositHeld')] : []),
    ...(features.tiers ? [of('市级结算', 'Settled by the city', 'citySettled')] : []),
    of('上解', 'Remitted', 'remitted'),
    ...(features.tiers ? [of('手工报销', 'Reimbursed by hand', 'manualSettled')] : []),
    of('实拨', 'Paid', 'advance'),
    ...(features.recovery ? [of('扣回以前超支', 'Recovered', 'recovered')] : []),
    ...(features.revolving || features.prepayment
      ? [{ zh: '周转金与预付金', en: 'Working funds', read: (a: number, m: number) => workingIn(view, a, m) }]
      : []),
    ...(features.recovery || features.revolving || features.prepayment
      ? [
          {
            zh: '实际到账',
            en: 'Received',
            read: (a: number, m: number) => moved(book, plan.ledger.first.advance + a, m) + lentIn(view, a, m),
          },
        ]
      : []),
  ];
}

/** 月度拨付台账: what was due, remitted and paid each month, and what was deducted, which settlement takes off. */
export function advanceLedger(view: YearView): Table {
  const { plan, book, year } = view;
  const columns = monthColumns(view);
  const rows: Table['rows'][number][] = [];
  const county = new Float64Array(columns.length + 2);
  for (const [a, alliance] of plan.alliances.entries()) {
    let cumulative = 0;
    const cash = runningCash(view, a);
    const sums = new Float64Array(columns.length + 2);
    for (let m = 0; m < year.months; m++) {
      const deducted = deductionsTo(view, a, m) - (m === 0 ? 0 : deductionsTo(view, a, m - 1));
      const planned = book.decisions.planned[a * MONTHS + m] as number;
      const amounts = [planned, ...columns.map(({ read }) => read(a, m)), deducted];
      cumulative += moved(book, plan.ledger.first.advance + a, m);
      for (const [k, amount] of amounts.entries()) {
        sums[k] = (sums[k] as number) + amount;
        county[k] = (county[k] as number) + amount;
      }
      const cells = [money(planned), factorAt(view, a, m), ...amounts.slice(1, -1).map(money), money(cumulative)];
      const month = writeYearMonth({ year: year.year, month: m + 1 });
      rows.push(row(alliance.title, month, ...cells, money(cash[m] as Fen), money(deducted), dataAt(view, m)));
    }
    rows.push(sumRow(alliance.title, sums, columns));
  }
  if (plan.alliances.length > 1) rows.push(sumRow(words('全县', 'County'), county, columns));
  return {
    id: 'advances',
    title: words('月度拨付台账', 'Monthly advances'),
    year: year.year,
    columns: [
      textColumn('医共体', 'Alliance'),
      textColumn('月份', 'Month'),
      amountColumn('预付计划', 'Planned'),
      rateColumn('评估系数', 'Review factor'),
      ...columns.map(({ zh, en }) => amountColumn(zh, en)),
      amountColumn('累计实拨', 'Paid to date'),
      amountColumn('总额专账余额', 'Running cash'),
      amountColumn('扣减（清算时结）', 'Deducted (at settlement)'),
      textColumn('支出数据', 'Spending is'),
    ],
    rows,
    notes: [
      words(
        '应拨 = 预付计划 × 评估系数，累计不超过年预分额度；已经拨付的月份照实列示，系数记“—”。实拨 = 应拨 − 上解。年中调整只进清算，不改当年预付。总额专账余额 = 累计实拨 − 县内就医支出，不含交叉结算收入。',
        'Due = planned × review factor, never beyond the quota; advances already made stand as they are. Paid = due − remitted. Mid-year adjustments enter settlement only. Running cash = paid to date − care in the county.',
      ),
      ...variantNotes(view),
    ],
  };
}

function workingIn(view: YearView, a: number, month: number): number {
  const { features, ledger } = view.plan;
  const at = (kind: LineKind) => moved(view.book, ledger.first[kind] + a, month);
  const revolving = features.revolving ? at('revolvingOut') - at('revolvingBack') : 0;
  return revolving + (features.prepayment ? at('prepaymentOut') - at('prepaymentBack') : 0);
}

/** What the columns of variants do to what is paid and to the running cash. */
function variantNotes({ plan: { features } }: YearView): Words[] {
  const notes: Words[] = [];
  if (features.depositFromAdvance || features.tiers) {
    notes.push(
      words(
        '实拨还要减去扣留的质量保证金、市级结算和手工报销。',
        'Paid is also less the deposit held, what the city settles and what is reimbursed by hand.',
      ),
    );
  }
  if (features.recovery || features.revolving || features.prepayment) {
    notes.push(
      words(
        '实际到账 = 实拨 − 扣回的以前超支 + 周转金与预付金（一月拨出、十二月收回）；总额专账余额按实际到账计。扣回自次年一月起，与清算款在几月支付无关。',
        'Received = paid − recovered + working funds (out in January, back in December); running cash goes by it. Recovery begins in January, whenever the settlement is paid.',
      ),
    );
  }
  return notes;
}

/** Sums of planned, of each column of the month, and of what was deducted. */
function sumRow(name: Cell, sums: Float64Array, columns: readonly MonthColumn[]): Table['rows'][number] {
  const [planned = 0, ...rest] = sums;
  const paid = rest[columns.findIndex(({ en }) => en === 'Paid')] ?? 0;
  const deducted = rest[columns.length] ?? 0;
  const amounts = rest.slice(0, columns.length).map(money);
  return totalRow(name, TOTAL, money(planned), null, ...amounts, money(paid), null, money(deducted), null);
}

/** Whether a month's spending is what happened or a projection (R4b). */
function dataAt(view: YearView, month: number): Words {
  const { actualTo } = view.plan;
  const actual = actualTo !== null && view.year.year * MONTHS + month <= actualTo.year * MONTHS + actualTo.month - 1;
  return actual ? words('实际', 'actual') : words('推算', 'projected');
}

function factorAt(view: YearView, a: number, month: number): string {
  if (!Number.isNaN(view.year.givenGross[a * MONTHS + month])) return '—';
  const before = REVIEW_MONTHS.filter((m) => m < month).length;
  const factor = before === 0 ? undefined : view.book.decisions.factors[a * 3 + before - 1];
  return factor === undefined || factor === null ? '100.00%' : percent(factor);
}
