// Tables of payment methods (R9): 点值清算 and 支付方式盈亏.

import type { YearView } from '../figures/figure.ts';
import { fundTotalOf, gainOf, paymentsOf, type ServicePayment } from '../figures/payments.ts';
import { MONTHS, PERIODS } from '../money/calendar.ts';
import { priceText } from '../money/display.ts';
import { ratio } from '../money/ratio.ts';
import { type Contract, measureOf } from '../plan/contracts.ts';
import { choiceWords } from '../words/choices.ts';
import type { Words } from '../words/language.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, TOTAL, textColumn, totalRow, words } from './table.ts';

/** True where some service of the year is paid by a method of its own. */
export function hasPayments(view: YearView): boolean {
  return view.year.contracts.some((contract) => contract.streams.length > 0);
}

/** A column that stands only where some institution has it. */
interface ExtraColumn {
  readonly zh: string;
  readonly en: string;
  readonly read: (payment: ServicePayment) => number | null;
}

const EXTRAS: readonly ExtraColumn[] = [
  { zh: '其中：按月预结', en: 'of which pre-settled', read: (p) => p.prepaid },
  { zh: '年终清算差额', en: 'Trued up', read: (p) => p.trueUp },
  { zh: '其中：人头总额', en: 'of which by the head', read: (p) => p.capitation },
  { zh: '减：签约人在外就医', en: 'less signed people’s care elsewhere', read: (p) => p.elsewhere },
  { zh: '另：签约服务费', en: 'and signing fees', read: (p) => p.signingFee },
  { zh: '另：扶持病组激励', en: 'and from the incentive pool', read: (p) => p.incentive },
];

/** 支付方式盈亏: what each institution's care was priced at and paid, against what it cost. */
export function gainsTable(view: YearView): Table {
  const { plan, year } = view;
  const all = plan.institutions.flatMap((institution, i) => paymentsOf(view, i).map((payment) => ({ institution, payment })));
  const extras = EXTRAS.filter(({ read }) => all.some(({ payment }) => read(payment) !== null));
  const cells = (payments: readonly ServicePayment[]): Cell[] => {
    const sum = (read: (payment: ServicePayment) => number | null): Cell => {
      const known = payments.map(read);
      return known.includes(null) ? null : money((known as number[]).reduce((x, y) => x + y, 0));
    };
    const some = ({ read }: ExtraColumn): Cell => {
      const known = payments.map(read).filter((amount) => amount !== null);
      return known.length === 0 ? null : money(known.reduce((x, y) => x + y, 0));
    };
    return [sum((p) => p.standard), sum((p) => p.patientPaid), sum((p) => p.fund), ...extras.map(some), sum((p) => p.cost), sum(gainOf)];
  };
  const rows = all.map(({ institution, payment }) => {
    const { contract } = payment;
    return row(institution.title, plan.services[contract.service]?.title ?? '', choiceWords(contract.method), ...cells([payment]));
  });
  rows.push(totalRow(TOTAL, null, null, ...cells(all.map(({ payment }) => payment))));
  return {
    id: 'payment-gains',
    title: words('支付方式盈亏', 'Gain and loss by payment method'),
    year: year.year,
    columns: [
      textColumn('机构', 'Institution'),
      textColumn('服务', 'Service'),
      textColumn('方式', 'Method'),
      amountColumn('支付标准', 'Standard'),
      amountColumn('个人负担', 'Paid by patients'),
      amountColumn('基金支付', 'Paid by the fund'),
      ...extras.map(({ zh, en }) => amountColumn(zh, en)),
      amountColumn('总费用', 'Cost'),
      amountColumn('盈亏', 'Gain or loss'),
    ],
    rows,
    notes: [
      words(
        '盈亏 = 基金支付 + 个人负担 − 总费用，按机构和服务列示；它既不是医院的利润，也不是医共体的结余（结余 = 额度 − 净支出，见清算汇总表）。未列总费用的不计盈亏。含未归属人员。',
        'Gain or loss = paid by the fund and by patients − cost, by institution and service. It is neither the hospital’s profit nor the alliance’s surplus (quota − expenditure, see the settlement). Without a cost there is none. People of no alliance are included.',
      ),
    ],
  };
}

const EDGES: Readonly<Record<'floor' | 'ceiling', Words>> = { floor: words('下限', 'floor'), ceiling: words('上限', 'ceiling') };

/** 点值清算: each floating service's value in the end, and what became of its sub-budget. */
export function pointValuesTable(view: YearView): Table {
  const { plan, year, book } = view;
  const rows = year.contracts.flatMap((contract, c) => {
    const payment = book.decisions.payments[c];
    if (contract.floating === null || contract.streams.length === 0 || payment === undefined) return [];
    const paid = fundTotalOf(view, contract);
    return [
      row(
        plan.services[contract.service]?.title ?? '',
        choiceWords(contract.method),
        priceText(contract.rate),
        payment.value === null ? '—' : priceText(payment.value),
        payment.edge === null ? '—' : EDGES[payment.edge],
        pointsText(view, contract),
        money(payment.subBudget),
        money(paid),
        money(payment.subBudget - paid),
      ),
    ];
  });
  return {
    id: 'point-values',
    title: words('点值清算', 'Final point values'),
    year: year.year,
    columns: [
      textColumn('服务', 'Service'),
      textColumn('方式', 'Method'),
      textColumn('预算点值（费率）', 'Budget value'),
      textColumn('最终点值（费率）', 'Final value'),
      textColumn('触及', 'Edge'),
      rateColumn('加权分值（权重）', 'Points × coefficient'),
      amountColumn('子预算', 'Sub-budget'),
      amountColumn('基金支付', 'Paid by the fund'),
      amountColumn('未用(＋)/超出(－)', 'Unused or beyond'),
    ],
    rows,
    notes: [
      words(
        '点值单位为元，列示到四位小数，清算时不舍入；加权分值 = Σ 分值 × 系数。全年病例都按最终点值清算。触及上、下限时子预算有余留在额度内，不足从额度支出。',
        'Values in yuan, shown to four decimals but not rounded in settling; points are with their coefficients. Every case of the year is paid at the final value in the end. At a floor or ceiling what is unused stays in the quotas, what is short is charged to them.',
      ),
    ],
  };
}

/** Σ points × coefficient of the year, to four decimals. */
function pointsText(view: YearView, contract: Contract): string {
  const table = view.year.volumes?.[measureOf(contract.method)];
  let sum = 0n;
  for (const [k, s] of contract.streams.entries()) {
    for (let m = 0; m < MONTHS; m++) sum += BigInt(table?.[s * PERIODS + m] ?? 0) * (contract.weights[k] as bigint);
  }
  return priceText(ratio(sum, contract.weightScale * 10_000n));
}

export function hasFloating(view: YearView): boolean {
  return view.year.contracts.some((contract) => contract.floating !== null && contract.streams.length > 0);
}
