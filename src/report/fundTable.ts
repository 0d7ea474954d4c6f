// 基金收支预算表: opening, income by source, expenditure by item, balance and closing, and the cash of 31 December.

import { moved } from '../books/books.ts';
import { expenditureOf, heldByPoolOf, line, retainedOf, withheldFromAdvance } from '../figures/alliance.ts';
import {
  closingPool,
  closingRisk,
  fundCash,
  heldBalance,
  outflow,
  settlementDue,
  spendingOfNone,
  sumOf,
  total,
} from '../figures/county.ts';
import { viewOf, type YearView } from '../figures/figure.ts';
import { procurementPaid } from '../figures/publicMoney.ts';
import { MONTHS } from '../money/calendar.ts';
import { summed, when } from './settlementTables.ts';
import { amountColumn, money, row, type Table, textColumn, totalRow, words } from './table.ts';

/** Cash of 31 December of the year before; in the first year the opening and what its settlement still owes. */
function cashOpening(view: YearView, opening: number): number {
  return view.y > 0 ? fundCash(viewOf(view.run, view.y - 1), MONTHS - 1) : opening + view.plan.opening.fundDue;
}

/** Accounts whose balances open a year. */
const FUND_OPENINGS: ReadonlySet<string> = new Set(['pool', 'risk', 'held', 'heldUse']);

/** 基金收支预算表: opening, income by source, expenditure by item, year balance, closing; and the cash view of 31 December. */
export function fundTable(view: YearView): Table {
  const { plan, book, year } = view;
  const { account } = plan.ledger;
  const n = plan.alliances.length;
  const opening = plan.ledger.accounts.reduce((sum, a, i) => sum + (FUND_OPENINGS.has(a.kind) ? (book.opening[i] as number) : 0), 0);
  const income = total(view) + sumOf(view, 'interest', 1);
  const spent = outflow(view);
  const closing = closingPool(view) + closingRisk(view) + heldBalance(view);
  const december = fundCash(view, MONTHS - 1);
  const rows: Table['rows'][number][] = [
    row(words('一、年初结余（清算后）', 'Opening, after settlement'), money(opening)),
    row(words('　其中：风险调剂金', '  of which risk-adjustment fund'), money(book.opening[account.risk] as number)),
    row(words('　年初现金结余（收付实现制）', '  Cash on 1 January'), money(cashOpening(view, opening))),
    totalRow(words('二、本年收入', 'Income'), money(income)),
    row(words('　个人缴费', '  Individual contributions'), money(sumOf(view, 'individual', n + 1))),
    row(words('　财政补助', '  Fiscal subsidy'), money(sumOf(view, 'subsidy', n + 1))),
    row(words('　利息', '  Interest'), money(sumOf(view, 'interest', 1))),
    totalRow(words('三、本年支出', 'Expenditure'), money(spent)),
    row(words('　大病保险', '  Critical-illness insurance'), money(sumOf(view, 'criticalIllness', 1))),
    ...paidLines(view),
    row(
      words('　医共体净支出', '  Alliances’ expenditure, net of deductions'),
      summed(view, (a) => expenditureOf(view, a)),
    ),
    row(
      plan.features.recovery
        ? words('　减：医共体自担（清算时扣减的）', '  less borne by alliances, netted at settlement')
        : words('　减：医共体自担', '  less borne by alliances'),
      summed(view, (a) => line(view, 'borne', a)),
    ),
    row(
      words('　结余留用', '  Surplus retained'),
      summed(view, (a) => retainedOf(view, a) - heldByPoolOf(view, a)),
    ),
    ...depositRows(view),
    ...when(
      plan.features.recovery,
      row(
        words('　减：扣回以前超支', '  less recovered of earlier overspends'),
        money(plan.features.recovery ? sumOf(view, 'recovered', n) : 0),
      ),
    ),
    row(words('　未归属人员医疗费用', '  Care of people of no alliance'), money(spendingOfNone(view))),
    ...when(plan.features.procurement, row(words('　集采结余留用', '  Procurement retention'), money(procurementPaid(view)))),
    totalRow(words('四、本年结余', 'Balance of the year'), money(income - spent)),
    totalRow(words('五、年末结余（清算后）', 'Closing, after settlement'), money(closing)),
    row(words('　统筹基金', '  Pool'), money(closingPool(view))),
    row(words('　风险调剂金', '  Risk-adjustment fund'), money(closingRisk(view))),
    row(
      plan.features.heldUses
        ? words('　专户（分配项目、结余用途）', '  Sub-accounts of named lines and uses')
        : words('　分配项目专户', '  Sub-accounts of named lines'),
      money(heldBalance(view)),
    ),
    totalRow(words('六、12月31日现金结余（收付实现制）', 'Cash on 31 December'), money(december)),
    row(words('　加：本年利息（清算期入账）', '  plus interest, posted with settlement'), money(sumOf(view, 'interest', 1))),
    row(words('　减：次年支付的清算款', '  less settlement paid the next year'), money(settlementDue(view))),
    ...dueRows(view),
    row(
      words('　等于：年末结余（清算后）', '  equals the closing after settlement'),
      money(december + sumOf(view, 'interest', 1) - settlementDue(view)),
    ),
  ];
  return {
    id: 'fund',
    title: words('基金收支预算表', 'Fund: income and expenditure'),
    year: year.year,
    columns: [textColumn('项目', 'Item'), amountColumn('金额', 'Amount')],
    rows,
    notes: [],
  };
}

/** The deposit returned; R9: one held out of advances is inside the final payment, and what is withheld lowers expenditure. */
function depositRows(view: YearView): Table['rows'] {
  const n = view.plan.alliances.length;
  const returned = row(words('　质量保证金返还', '  Quality deposit returned'), money(sumOf(view, 'depositReturned', n)));
  if (!view.year.rules.depositFromAdvance) return [returned];
  return [
    row(
      words('　减：扣留的质量保证金', '  less deposits withheld'),
      summed(view, (a) => withheldFromAdvance(view, a)),
    ),
  ];
}

/** Named lines of the waterfall that went out of the fund. */
function paidLines({ plan, book, year }: YearView): Table['rows'] {
  return year.rules.lines.flatMap((rule, r) =>
    rule.holder === 'pool'
      ? []
      : [row(words(`　${rule.title}`, `  ${rule.title}`), money(moved(book, plan.ledger.first.reserveLine + r, 0)))],
  );
}

/** What the settlement paid the next year is made of. */
function dueRows(view: YearView): Table['rows'] {
  const { plan } = view;
  const n = plan.alliances.length;
  const deposits = sumOf(view, 'depositReturned', n);
  const byOthers = plan.features.tiers ? sumOf(view, 'cityAtSettlement', n) + sumOf(view, 'manualAtSettlement', n) : 0;
  const late = sumOf(view, 'remittedAtSettlement', n) + byOthers;
  return [
    row(words('　　其中：县域外就医', '    of which off-county care'), money(late)),
    row(words('　　其中：质量保证金返还', '    of which deposits returned'), money(deposits)),
    row(words('　　其中：清算补(退)款等', '    of which final payments'), money(settlementDue(view) - late - deposits)),
  ];
}
