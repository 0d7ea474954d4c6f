// 年度汇总: the years side by side, and which tables a run has.

import {
  adjustedQuotaOf,
  adjustmentsOf,
  borneOf,
  cashGapOf,
  expenditureOf,
  finalPaymentOf,
  fundedByPoolOf,
  line,
  overspendOf,
  quotaOf,
  retainedOf,
  surplusOf,
} from '../figures/alliance.ts';
import { closingPool, closingRisk, outflow, payableMonths, total } from '../figures/county.ts';
import { type Run, reaches, type Stage, viewOf, type YearView } from '../figures/figure.ts';
import { receivableOf } from '../figures/variants.ts';
import { percentage } from '../money/display.ts';
import { advanceLedger } from './advanceTable.ts';
import { type Grounds, waterfall } from './budgetTables.ts';
import { fundTable } from './fundTable.ts';
import { insideTables } from './memberTables.ts';
import { balancesTable, crossSettlement, hospitalCashTable, placesTable, progress } from './monthTables.ts';
import { gainsTable, hasFloating, hasPayments, pointValuesTable } from './paymentTables.ts';
import { publicMoneyTables } from './publicMoneyTables.ts';
import { depositTable, retainedTable, riskTable, settlementTable } from './settlementTables.ts';
import { type Cell, fitted, money, type Table, textColumn, words } from './table.ts';
import { targetTables } from './targetTables.ts';

/** Every table of a run, year by year, the summary last. */
export function tablesOf(run: Run, grounds: Grounds): Table[] {
  const tables = run.plan.years.flatMap((year, y) => {
    const view = viewOf(run, y);
    const found = [waterfall(view, grounds)];
    if (reaches(year, 'months'))
      found.push(
        advanceLedger(view),
        progress(view),
        placesTable(view),
        crossSettlement(view),
        balancesTable(view),
        hospitalCashTable(view),
      );
    if (reaches(year, 'settled'))
      found.push(
        ...(hasFloating(view) ? [pointValuesTable(view)] : []),
        ...(hasPayments(view) ? [gainsTable(view)] : []),
        settlementTable(view),
        retainedTable(view),
        riskTable(view),
        depositTable(view),
        fundTable(view),
      );
    found.push(...insideTables(view), ...publicMoneyTables(view), ...targetTables(view, grounds));
    return found;
  });
  return [...tables, summary(run)].map(fitted);
}

/** What stands for a figure of a stage that a year has not reached. */
const UNSETTLED: Readonly<Record<Stage, Cell>> = { budget: null, months: words('—', '—'), settled: words('未清算', 'not settled') };

/** One column a year; a figure that a year does not have says so. */
function summary(run: Run): Table {
  const views = run.plan.years.map((_, y) => viewOf(run, y));
  const lines: { name: Cell; cells: Cell[]; isTotal: boolean }[] = [];
  const add = (zh: string, en: string, stage: Stage, read: (view: YearView) => Cell, isTotal = false) => {
    // A run that stops early, or at the budget, has no lines for what none of its years reached.
    if (!views.some((view) => reaches(view.year, stage))) return;
    lines.push({ name: words(zh, en), cells: views.map((view) => (reaches(view.year, stage) ? read(view) : UNSETTLED[stage])), isTotal });
  };
  add('筹资总额', 'Total financing', 'budget', (v) => money(total(v)));
  add('可分配基金', 'Quota pool', 'budget', (v) => money(v.book.decisions.quotaPool));
  for (const [a, { title }] of run.plan.alliances.entries()) {
    add(title, title, 'budget', () => null, true);
    add('　年预分额度', '  Quota', 'budget', (v) => money(quotaOf(v, a)));
    if (views.some((v) => v.year.adjustments.some((row) => row.alliance === a))) {
      add('　年中调整', '  Mid-year adjustments', 'months', (v) => money(adjustmentsOf(v, a)));
      add('　调整后额度', '  Quota after adjustments', 'months', (v) => money(adjustedQuotaOf(v, a)));
    }
    add('　净支出', '  Expenditure, net', 'months', (v) => money(expenditureOf(v, a)));
    add('　执行率', '  Progress', 'months', (v) => percentage(expenditureOf(v, a), quotaOf(v, a)));
    add('　结余(＋)/超支(－)', '  Surplus or overspend', 'settled', (v) => money(surplusOf(v, a) - overspendOf(v, a)));
    add('　结余留用', '  Surplus retained', 'settled', (v) => money(retainedOf(v, a)));
    add('　基金分担', '  Paid by the fund', 'settled', (v) => money(line(v, 'funded', a) + fundedByPoolOf(v, a)));
    add('　医共体自担', '  Borne by the alliance', 'settled', (v) => money(borneOf(v, a)));
    if (run.plan.features.recovery) add('　年末待扣回超支', '  Still to be recovered', 'settled', (v) => money(receivableOf(v, a)));
    add('　清算应补(退)', '  Final payment', 'settled', (v) => money(finalPaymentOf(v, a)));
    add('　总额专账最大垫付额', '  Largest amount fronted', 'months', (v) => money(cashGapOf(v, a)));
  }
  add('基金', 'Fund', 'settled', () => null, true);
  add('　基金支出', '  Outflow', 'settled', (v) => money(outflow(v)));
  add('　统筹基金年末结余', '  Pool, closing', 'settled', (v) => money(closingPool(v)));
  add('　风险调剂金年末结余', '  Risk fund, closing', 'settled', (v) => money(closingRisk(v)));
  add('　可支付月数', '  Payable months', 'settled', (v) => {
    const months = payableMonths(v);
    return months === null ? '—' : v.year.rules.payableMonths === 'integer' ? String(months) : months.toFixed(2);
  });
  return {
    id: 'summary',
    title: words('年度汇总', 'Summary of the years'),
    year: null,
    columns: [
      textColumn('项目', 'Item'),
      ...run.plan.years.map(({ year }) => ({ words: words(`${year}年`, String(year)), kind: 'amount' as const })),
    ],
    rows: lines.map(({ name, cells, isTotal }) => ({ cells: [name, ...cells], isTotal })),
    notes: [
      words(
        '可支付月数 =（统筹基金 + 风险调剂金年末结余）× 12 ÷ 本年基金支出；结余留用已离开基金。',
        'Payable months = (pool + risk fund) × 12 ÷ outflow of the year; retained surplus has left the fund.',
      ),
    ],
  };
}
