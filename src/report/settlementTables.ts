// Tables of the year end: 清算汇总表, 结余分配使用, 风险调剂金收支, 质量保证金台账.

import { moved } from '../books/books.ts';
import {
  adjustedQuotaOf,
  adjustmentsOf,
  advancesPaid,
  borneOf,
  careOf,
  deductionsTo,
  depositOf,
  depositReturnedOf,
  entitlementOf,
  expenditureOf,
  finalPaymentOf,
  fundedByPoolOf,
  heldByPoolOf,
  line,
  overspendOf,
  quotaOf,
  retainedOf,
  surplusOf,
  trueUpOfAlliance,
  withheldFromAdvance,
} from '../figures/alliance.ts';
import { closingRisk, sumOf } from '../figures/county.ts';
import type { YearView } from '../figures/figure.ts';
import { receivableOf } from '../figures/variants.ts';
import { MONTHS, SETTLEMENT } from '../money/calendar.ts';
import { decimalText, percent, percentage } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import { choiceWords } from '../words/choices.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, TOTAL, textColumn, totalRow, words } from './table.ts';

export function summed(view: YearView, read: (a: number) => number): Cell {
  return money(view.plan.alliances.reduce((sum, _, a) => sum + read(a), 0));
}

/** A line of the settlement: its name in both languages, its cell for an alliance, and what its total sums; null where it has none. */
type SettlementLine = readonly [string, string, (a: number) => Cell, ((a: number) => number) | null];

/** The lines of a settlement in the order in which it is reckoned. */
function settlementLines(view: YearView): readonly SettlementLine[] {
  const { plan, year, book } = view;
  const { features } = plan;
  return [
    amountLine('年预分额度', 'Quota', (a) => quotaOf(view, a)),
    amountLine('年中调整', 'Mid-year adjustments', (a) => adjustmentsOf(view, a)),
    amountLine('调整后额度', 'Quota after adjustments', (a) => adjustedQuotaOf(view, a)),
    amountLine('发生额', 'Spending, gross', (a) => expenditureOf(view, a) + deductionsTo(view, a, MONTHS - 1)),
    amountLine('其中：县域外就医', 'of which off-county', (a) => careOf(view, a, 'offCounty')),
    ...when(
      features.trueUp,
      amountLine('其中：年终按最终点值清算', 'of which trued up at the final value', (a) => trueUpOfAlliance(view, a)),
    ),
    amountLine('扣减', 'Deductions', (a) => deductionsTo(view, a, MONTHS - 1)),
    amountLine('净支出', 'Expenditure, net', (a) => expenditureOf(view, a)),
    amountLine('结余', 'Surplus', (a) => surplusOf(view, a)),
    amountLine('超支', 'Overspend', (a) => overspendOf(view, a)),
    [
      '考核得分',
      'Assessment score',
      (a) => {
        const score = year.scores[a];
        return score === null || score === undefined ? '—' : decimalText(score);
      },
      null,
    ],
    ['结余留用比例', 'Share retained', (a) => (surplusOf(view, a) > 0 ? keptText(view, a) : '—'), null],
    amountLine('结余留用', 'Surplus retained', (a) => retainedOf(view, a)),
    ...when(
      features.heldUses,
      amountLine('其中：统筹基金持有', 'of which held by the pool', (a) => heldByPoolOf(view, a)),
    ),
    amountLine('结余收回', 'Returned to the pool', (a) => line(view, 'toPool', a)),
    amountLine('申请基金分担', 'Claim on the risk fund', (a) => book.decisions.claims[a] as number),
    amountLine('基金分担', 'Paid by the fund', (a) => line(view, 'funded', a) + fundedByPoolOf(view, a)),
    ['分担占超支', 'Share of the overspend', (a) => fundedText(view, a), null],
    ...when(
      features.fundedByPool,
      amountLine('其中：统筹基金负担', 'of which by the pool', (a) => fundedByPoolOf(view, a)),
    ),
    amountLine('医共体自担', 'Borne by the alliance', (a) => borneOf(view, a)),
    ...when(
      features.recovery,
      amountLine('其中：以后分期扣回', 'of which recovered later', (a) => line(view, 'lent', a)),
    ),
    ...when(
      features.depositFromAdvance,
      amountLine('扣留的质量保证金', 'Deposit withheld', (a) => withheldFromAdvance(view, a)),
    ),
    amountLine('清算应付', 'Entitlement', (a) => entitlementOf(view, a)),
    amountLine('减：已拨预付', 'less advances paid', (a) => advancesPaid(view, a)),
    amountLine('减：县域外就医（经办机构支付）', 'less off-county care (paid by the agency)', (a) => careOf(view, a, 'offCounty')),
    ...when(
      features.tiers,
      amountLine('其中：清算时才支付', 'of which paid only at settlement', (a) => offCountyLate(view, a)),
    ),
    amountLine('清算应补(退)', 'Final payment', (a) => finalPaymentOf(view, a)),
    year.rules.depositFromAdvance
      ? amountLine('其中：质量保证金返还', 'of which the deposit returned', (a) => depositReturnedOf(view, a))
      : amountLine('另：质量保证金返还', 'and the deposit returned', (a) => line(view, 'depositReturned', a)),
    ...when(
      features.recovery,
      amountLine('年末待扣回超支', 'Still to be recovered', (a) => receivableOf(view, a)),
    ),
  ];
}

/** 清算汇总表: one column an alliance. */
export function settlementTable(view: YearView): Table {
  const { plan, year } = view;
  const lines = settlementLines(view);
  return {
    id: 'settlement',
    title: words('清算汇总表', 'Year-end settlement'),
    year: year.year,
    columns: [textColumn('项目', 'Item'), ...plan.alliances.map(({ title }) => amountColumn(title, title)), amountColumn('合计', 'Total')],
    rows: lines.map(([zh, en, read, sum]) => ({
      cells: [words(zh, en), ...plan.alliances.map((_, a) => read(a)), sum === null ? null : summed(view, sum)],
      isTotal: en === 'Entitlement' || en === 'Final payment',
    })),
    notes: year.rules.settlement?.isPackage === false ? [WITHOUT_PACKAGE] : [],
  };
}

/** A line of a variant, where the policy has it. */
export function when<T>(used: boolean, line: T): T[] {
  return used ? [line] : [];
}

function amountLine(
  zh: string,
  en: string,
  read: (a: number) => number,
): readonly [string, string, (a: number) => Cell, (a: number) => number] {
  return [zh, en, (a) => money(read(a)), read];
}

function keptText(view: YearView, a: number): Cell {
  const rules = view.year.rules.settlement;
  if (rules?.isPackage === false) return '—';
  const share = view.book.decisions.retentionShare[a];
  return share === null || share === undefined ? words('分档', 'by bands') : percent(share);
}

/** What the fund took of an overspend, the risk fund and the pool together. */
function fundedText(view: YearView, a: number): Cell {
  const funded = line(view, 'funded', a) + fundedByPoolOf(view, a);
  return percentage(fen(funded), overspendOf(view, a)) ?? '—';
}

const WITHOUT_PACKAGE = words(
  '不打包：各机构按基金支付额结算，结余不留用、超支由统筹基金负担，预留的质量保证金退回统筹基金（不是扣罚）。',
  'Without the package institutions are paid their fund amounts; surpluses and the deposit set aside go back to the pool, overspends are its own. No fine is meant.',
);

/** Off-county care that the year’s months did not pay. */
function offCountyLate(view: YearView, a: number): number {
  return line(view, 'remittedAtSettlement', a) + line(view, 'cityAtSettlement', a) + line(view, 'manualAtSettlement', a);
}

function ratioText(share: Parameters<typeof percent>[0] | null): string {
  return share === null ? '—' : percent(share);
}

/** 结余分配使用: the retained accounts, by alliance and use. */
export function retainedTable(view: YearView): Table {
  const { plan, book, year } = view;
  const { account, first } = plan.ledger;
  const rows: Table['rows'][number][] = [];
  for (const [a, alliance] of plan.alliances.entries()) {
    const sums = { opening: 0, added: 0, out: 0 };
    for (const [u, use] of plan.uses.entries()) {
      if (!plan.allianceUses.has(use)) continue;
      const i = a * plan.uses.length + u;
      const opening = book.opening[account.retained + i] as number;
      const added = moved(book, first.retained + i, SETTLEMENT);
      const share = year.rules.settlement?.uses.find((rule) => rule.use === u && !rule.heldByPool)?.share;
      const out = distributedOut(view, a, u);
      sums.opening += opening;
      sums.added += added;
      sums.out += out;
      rows.push(
        row(
          alliance.title,
          choiceWords(use),
          share === undefined ? '—' : percent(share),
          money(opening),
          money(added),
          ...when(plan.features.distributes, money(out)),
          money(opening + added - out),
        ),
      );
    }
    rows.push(
      totalRow(
        alliance.title,
        TOTAL,
        null,
        money(sums.opening),
        money(sums.added),
        ...when(plan.features.distributes, money(sums.out)),
        money(sums.opening + sums.added - sums.out),
      ),
    );
  }
  if (plan.features.heldUses) rows.push(...heldRows(view));
  return {
    id: 'retained',
    title: words('结余分配使用', 'Uses of the retained surplus'),
    year: year.year,
    columns: [
      textColumn('医共体', 'Alliance'),
      textColumn('用途', 'Use'),
      rateColumn('比例', 'Share'),
      amountColumn('年初结存', 'Opening'),
      amountColumn('本年留用', 'Retained this year'),
      ...when(plan.features.distributes, amountColumn('分配到成员', 'To members')),
      amountColumn('年末结存', 'Closing'),
    ],
    rows,
    notes: [
      words(
        '结余留用资金离开统筹基金，可支付月数相应下降；本表不含医共体实际使用。',
        'Retained surplus leaves the fund, and payable months fall by it; what alliances spend of it is not played.',
      ),
    ],
  };
}

/** R10: what left a retained account for the members of its alliance. */
function distributedOut({ plan, book }: YearView, a: number, use: number): number {
  if (!plan.features.distributes) return 0;
  const { distributed } = plan.ledger.first;
  const members = plan.members.ofAlliance[a] ?? [];
  return members.reduce((sum, k) => sum + moved(book, distributed + k * plan.uses.length + use, SETTLEMENT), 0);
}

/** R9: what the pool holds of the retained surplus, by alliance and use. */
function heldRows(view: YearView): Table['rows'] {
  const { plan, book, year } = view;
  return plan.alliances.flatMap(({ title }, a) =>
    plan.uses.flatMap((use, u) => {
      const i = a * plan.uses.length + u;
      const opening = book.opening[plan.ledger.account.heldUse + i] as number;
      const added = moved(book, plan.ledger.first.retainedHeld + i, SETTLEMENT);
      const share = year.rules.settlement?.uses.find((rule) => rule.use === u && rule.heldByPool)?.share;
      if (share === undefined && opening === 0) return [];
      const name = words(`${title}（统筹基金持有）`, `${title} (held by the pool)`);
      return [
        row(
          name,
          choiceWords(use),
          share === undefined ? '—' : percent(share),
          money(opening),
          money(added),
          ...when(plan.features.distributes, null),
          money(opening + added),
        ),
      ];
    }),
  );
}

/** 风险调剂金收支. */
export function riskTable(view: YearView): Table {
  const { plan, book, year } = view;
  const claims = book.decisions.claims.reduce((x, y) => x + y, 0);
  const rows = [
    row(words('年初结余', 'Opening'), money(book.opening[plan.ledger.account.risk] as number)),
    row(words('本年提取', 'Contribution of the year'), money(sumOf(view, 'riskContribution', 1))),
    ...plan.alliances.flatMap(({ title }, a) => {
      const adjusted = line(view, 'adjustFromRisk', a);
      return adjusted === 0 ? [] : [row(words(`减：年中调整（${title}）`, `less adjustment (${title})`), money(adjusted))];
    }),
    ...plan.alliances.map(({ title }, a) =>
      row(words(`减：分担超支（${title}）`, `less overspend funded (${title})`), money(line(view, 'funded', a))),
    ),
    totalRow(words('年末结余', 'Closing'), money(closingRisk(view))),
    row(words('各医共体申请分担合计', 'Claims of the alliances'), money(claims)),
    row(words('申请未获分担部分', 'Claims that the fund could not pay'), money(claims - sumOf(view, 'funded', plan.alliances.length))),
  ];
  return {
    id: 'risk-fund',
    title: words('风险调剂金收支', 'Risk-adjustment fund'),
    year: year.year,
    columns: [textColumn('项目', 'Item'), amountColumn('金额', 'Amount')],
    rows,
    notes: [],
  };
}

/** 质量保证金台账. */
export function depositTable(view: YearView): Table {
  const { plan, book, year } = view;
  const rows = plan.alliances.map(({ title }, a) => {
    const score = year.scores[a];
    return row(
      title,
      score === null || score === undefined ? '—' : decimalText(score),
      money(depositOf(view, a)),
      year.rules.settlement?.isPackage === false ? '—' : ratioText(book.decisions.returnedShare[a] ?? null),
      money(depositReturnedOf(view, a)),
      money(line(view, 'depositWithheld', a)),
    );
  });
  rows.push(
    totalRow(
      TOTAL,
      null,
      summed(view, (a) => depositOf(view, a)),
      null,
      summed(view, (a) => depositReturnedOf(view, a)),
      summed(view, (a) => line(view, 'depositWithheld', a)),
    ),
  );
  return {
    id: 'deposit',
    title: words('质量保证金台账', 'Quality deposit'),
    year: year.year,
    columns: [
      textColumn('医共体', 'Alliance'),
      rateColumn('考核得分', 'Score'),
      amountColumn('预留', 'Set aside'),
      rateColumn('返还比例', 'Share returned'),
      amountColumn('返还', 'Returned'),
      amountColumn('扣留转统筹基金', 'Withheld, to the pool'),
    ],
    rows,
    notes: year.rules.settlement?.isPackage === false ? [WITHOUT_PACKAGE] : [],
  };
}
