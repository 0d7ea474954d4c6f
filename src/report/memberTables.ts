// Tables of members inside their alliances (R10): 成员单位汇总, 结余与自担分配, 拖欠账龄, and each member's statement.

import type { YearView } from '../figures/figure.ts';
import {
  AGES,
  arrearsByAge,
  arrearsOf,
  borneBy,
  budgetOf,
  careBy,
  deductionsBy,
  dueIn,
  heldBackOf,
  paidDirectly,
  paidIn,
  paidInYear,
  shareOf,
} from '../figures/members.ts';
import { SETTLEMENT } from '../money/calendar.ts';
import { percentage } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { choiceWords } from '../words/choices.ts';
import type { Words } from '../words/language.ts';
import { formulaWords, MEMBER_VARIABLES } from '../words/variables.ts';
import { amountColumn, type Cell, type Column, money, rateColumn, row, type Table, TOTAL, textColumn, totalRow, words } from './table.ts';

interface MemberColumn {
  readonly zh: string;
  readonly en: string;
  readonly read: (view: YearView, k: number) => Fen | null;
}

const deducted = (view: YearView, k: number) => fen([...deductionsBy(view, k).values()].reduce((x, y) => x + y, 0));
/** Of it what audit, violations and referrals took (R7); the rest is the lead's own. */
const audited = (view: YearView, k: number) => {
  const { institution } = view.plan.members.list[k] ?? { institution: -2 };
  const rows = view.year.deductions.filter((row) => row.institution === institution && row.month < view.year.months);
  return fen(rows.reduce((sum, row) => sum + row.amount, 0));
};

const COLUMNS: readonly MemberColumn[] = [
  { zh: '年度预算', en: 'Budget', read: budgetOf },
  { zh: '收治本医共体', en: 'Care of own insured', read: (v, k) => careBy(v, k, 'own') },
  { zh: '收治其他医共体', en: 'Care of others’ insured', read: (v, k) => careBy(v, k, 'cross') },
  { zh: '审核等扣减', en: 'Audit and the like', read: audited },
  { zh: '牵头机构扣款', en: 'Deducted by the lead', read: (v, k) => fen(deducted(v, k) - audited(v, k)) },
  { zh: '牵头已拨', en: 'Paid by the lead', read: paidInYear },
  { zh: '期末拖欠', en: 'Arrears', read: arrearsOf },
  { zh: '另：经办机构直接支付', en: 'and paid by the agency', read: paidDirectly },
];

const SETTLED_COLUMNS: readonly MemberColumn[] = [
  { zh: '结余分配', en: 'Share of the surplus', read: shareOf },
  { zh: '其中：超绩效总量未发', en: 'of which held back', read: heldBackOf },
  { zh: '分摊自担超支', en: 'Share of the overspend borne', read: borneBy },
];

function _cellOf(amount: Fen | null): Cell {
  return amount === null ? null : money(amount);
}

/** The sum of what is known; nothing where nothing is. */
function sumCell(amounts: readonly (Fen | null)[]): Cell {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : money(known.reduce((x: number, y) => x + y, 0));
}

/** Members of each alliance, then the alliance's sum; the last row sums all. */
function byAlliance(
  view: YearView,
  cells: (members: readonly number[], isOne: boolean) => Cell[],
  leading: (k: number) => Cell[],
): Table['rows'] {
  const { plan } = view;
  const rows = plan.alliances.flatMap((alliance, a) => {
    const members = plan.members.ofAlliance[a] ?? [];
    const lines = members.map((k) => row(alliance.title, ...leading(k), ...cells([k], true)));
    const blanks = leading(members[0] ?? 0).map((_, i) => (i === 0 ? TOTAL : null));
    return members.length === 0 ? [] : [...lines, totalRow(alliance.title, ...blanks, ...cells(members, false))];
  });
  const all = plan.members.list.map((_, k) => k);
  return [...rows, totalRow(TOTAL, ...leading(0).map(() => null), ...cells(all, false))];
}

function titleOf(view: YearView, k: number): string {
  return view.plan.institutions[view.plan.members.list[k]?.institution ?? -1]?.title ?? '';
}

/** 成员单位汇总: a member a row. */
function membersTable(view: YearView): Table {
  const columns = [...COLUMNS, ...(view.year.settles ? SETTLED_COLUMNS : [])].filter(({ read }) =>
    view.plan.members.list.some((_, k) => read(view, k) !== null),
  );
  const cells = (members: readonly number[], isOne: boolean): Cell[] => {
    const amounts = columns.map(({ read }) => sumCell(members.map((k) => read(view, k))));
    const budget = isOne ? budgetOf(view, members[0] as number) : null;
    const used = budget === null || members[0] === undefined ? null : percentage(careBy(view, members[0], 'own'), budget);
    return [used, ...amounts];
  };
  return {
    id: 'members',
    title: words('成员单位汇总', 'Members of the alliances'),
    year: view.year.year,
    columns: [
      textColumn('医共体', 'Alliance'),
      textColumn('成员单位', 'Member'),
      rateColumn('预算执行率', 'Of its budget'),
      ...columns.map(({ zh, en }) => amountColumn(zh, en)),
    ],
    rows: byAlliance(view, cells, (k) => [titleOf(view, k)]),
    notes: [
      words(
        '预算执行率 = 收治本医共体 ÷ 年度预算。牵头机构每月按成员基金额 × 拨付比例 − 扣款拨付，先付最早的拖欠；年终清算差额在结欠之内全额拨付。未归属人员的费用由经办机构直接支付。逐月明细见 statement-机构编号（--tables）。',
        'Of its budget: care of own insured ÷ budget. Each month the lead pays fund amount × payout − deductions, oldest arrears first; what the year end trues up is paid in full; care of people of no alliance is paid by the agency. Month by month: statement-<institution> (--tables).',
      ),
    ],
  };
}

const AGE_COLUMNS: readonly Column[] = [
  amountColumn('不满3个月', 'Under 3 months'),
  amountColumn('3—6个月', '3–6 months'),
  amountColumn('6—12个月', '6–12 months'),
  amountColumn('12个月以上', '12 months and more'),
];

/** 拖欠账龄: what leads owe their members, by how long. */
function arrearsTable(view: YearView): Table {
  const cells = (members: readonly number[]): Cell[] => [
    sumCell(members.map((k) => arrearsOf(view, k))),
    sumCell(members.map((k) => fen(Math.min(0, arrearsOf(view, k))))),
    ...AGES.map((age) => sumCell(members.map((k) => arrearsByAge(view, k).get(age) ?? fen(0)))),
  ];
  return {
    id: 'arrears',
    title: words('拖欠账龄', 'Arrears by age'),
    year: view.year.year,
    columns: [
      textColumn('医共体', 'Alliance'),
      textColumn('成员单位', 'Member'),
      amountColumn('期末结欠', 'Owed'),
      amountColumn('其中：成员倒欠', 'of which owed by members'),
      ...AGE_COLUMNS,
    ],
    rows: byAlliance(view, cells, (k) => [titleOf(view, k)]),
    notes: [
      words(
        '期末结欠 = 成员倒欠 + 各账龄拖欠；倒欠（负数）从以后的拨付中抵。拨付和扣款先冲最早的应拨，所以每月少拨一点、长期滚存的，账龄也只落在最近几个月。',
        'Owed = what members owe + arrears of all ages; what a member owes lowers later payments. Payments and deductions clear the oldest dues first: a little held back month after month stands as arrears of the last months.',
      ),
    ],
  };
}

/** 结余与自担分配: what each tier and member shares. */
function distributionTable(view: YearView): Table {
  const { plan } = view;
  const columns = SETTLED_COLUMNS.filter(({ read }) => plan.members.list.some((_, k) => read(view, k) !== null));
  const rules = view.year.inside?.rules;
  const cells = (members: readonly number[]): Cell[] => columns.map(({ read }) => sumCell(members.map((k) => read(view, k))));
  const formulas = (language: 'zh' | 'en') => {
    const own = [rules?.distribution?.formula, rules?.overspend?.formula].flatMap((formula) => (formula == null ? [] : [formula]));
    return [...new Set(own.map((formula) => formulaWords(formula.text, MEMBER_VARIABLES)[language]))].join(language === 'zh' ? '；' : '; ');
  };
  return {
    id: 'distribution',
    title: words('结余与自担分配', 'Surplus and overspend shared by members'),
    year: view.year.year,
    columns: [
      textColumn('医共体', 'Alliance'),
      textColumn('成员单位', 'Member'),
      textColumn('层级', 'Tier'),
      ...columns.map(({ zh, en }) => amountColumn(zh, en)),
    ],
    rows: byAlliance(view, cells, (k) => [titleOf(view, k), levelWords(plan.members.levels[k] ?? null)]),
    notes: [
      words(
        `先按层级权重、再在层级内按公式（${formulas('zh')}）用最大余数法分到分；超过核定绩效工资总量的部分不发，留在医共体。`,
        `By the tiers’ weights, then inside a tier by formula (${formulas('en')}), largest remainder; what goes beyond the approved pay total stays with the alliance.`,
      ),
    ],
  };
}

function levelWords(level: string | null): Cell {
  return level === null ? words('—', '—') : choiceWords(level, 'tiers');
}

/** 成员单位对账单: one member's year, month by month; shown where it is asked for. */
function statementTable(view: YearView, k: number): Table {
  const { plan, year } = view;
  const member = plan.members.list[k];
  const institution = plan.institutions[member?.institution ?? -1];
  let owed = fen(view.book.opening[plan.ledger.account.institution + (member?.institution ?? 0)] as number);
  const rows = [row(words('年初', 'Opening'), null, null, null, null, money(owed))];
  for (let m = 0; m < year.months; m++) {
    const [due, paid] = [dueIn(view, k, m), paidIn(view, k, m)];
    const off = deductionsIn(view, k, m);
    const amount = off.reduce((sum, one) => sum + one.amount, 0);
    owed = fen(owed + due - amount - paid);
    rows.push(row(words(`${m + 1}月`, `Month ${m + 1}`), money(due), money(amount), reasons(off), money(paid), money(owed)));
  }
  if (year.settles) {
    const [due, paid] = [dueIn(view, k, SETTLEMENT), paidIn(view, k, SETTLEMENT)];
    owed = fen(owed + due - paid);
    rows.push(row(words('清算', 'Settlement'), money(due), null, null, money(paid), money(owed)));
  }
  const months = Array.from({ length: year.months }, (_, m) => m).concat(year.settles ? [SETTLEMENT] : []);
  const sum = (read: (month: number) => number) => money(months.reduce((all, m) => all + read(m), 0));
  const off = money(deducted(view, k));
  rows.push(
    totalRow(
      TOTAL,
      sum((m) => dueIn(view, k, m)),
      off,
      null,
      sum((m) => paidIn(view, k, m)),
      money(arrearsOf(view, k)),
    ),
  );
  return {
    id: `statement-${institution?.id ?? ''}`,
    title: words(`成员单位对账单：${institution?.title ?? ''}`, `Statement of ${institution?.title ?? ''}`),
    year: year.year,
    onRequest: true,
    columns: [
      textColumn('月份', 'Month'),
      amountColumn('应拨', 'Due'),
      amountColumn('扣款', 'Deducted'),
      textColumn('扣款名目和原因', 'For what'),
      amountColumn('已拨', 'Paid'),
      amountColumn('结欠', 'Owed'),
    ],
    rows: [...rows, ...besideRows(view, k)],
    notes: [],
  };
}

/** What stands beside the months: the budget, care of others' insured, shares, arrears by age. */
function besideRows(view: YearView, k: number): Table['rows'] {
  const beside = (zh: string, en: string, amount: Fen | null) => (amount === null ? [] : [row(words(zh, en), money(amount))]);
  const ages: readonly Words[] = AGE_COLUMNS.map((column) => column.words);
  return [
    ...beside('年度预算', 'Budget', budgetOf(view, k)),
    ...beside('应拨中：收治本医共体参保人', 'Due, of which care of own insured', careBy(view, k, 'own')),
    ...beside('应拨中：收治其他医共体参保人', 'Due, of which care of others’ insured', careBy(view, k, 'cross')),
    ...beside('经办机构直接支付（未归属人员）', 'Paid by the agency (people of no alliance)', paidDirectly(view, k)),
    ...(view.year.settles
      ? [
          ...beside('结余分配', 'Share of the surplus', shareOf(view, k)),
          ...beside('其中：超绩效总量未发', 'of which held back', heldBackOf(view, k)),
          ...beside('分摊自担超支', 'Share of the overspend borne', borneBy(view, k)),
        ]
      : []),
    ...[...arrearsByAge(view, k).values()].flatMap((amount, i) =>
      beside(`拖欠${ages[i]?.zh ?? ''}`, `Owed ${ages[i]?.en.toLowerCase() ?? ''}`, amount),
    ),
  ];
}

interface Deducted {
  readonly name: Words;
  readonly amount: number;
  readonly reason: string;
}

function deductionsIn(view: YearView, k: number, month: number): Deducted[] {
  const { institution } = view.plan.members.list[k] ?? { institution: -2 };
  const byKind = view.year.deductions
    .filter((one) => one.institution === institution && one.month === month)
    .map(({ kind, amount, reason }) => ({ name: choiceWords(kind), amount, reason }));
  const byName = (view.year.inside?.deductions ?? [])
    .filter((one) => one.member === k && one.month === month)
    .map(({ name, amount, reason }) => ({ name: words(name, name), amount, reason }));
  return [...byKind, ...byName];
}

function reasons(off: readonly Deducted[]): Cell {
  if (off.length === 0) return null;
  const text = (language: 'zh' | 'en') =>
    off.map(({ name, reason }) => name[language] + (reason === '' ? '' : language === 'zh' ? `（${reason}）` : ` (${reason})`)).join('; ');
  return words(text('zh').replaceAll('; ', '；'), text('en'));
}

/** Every table of the inside of alliances; statements are there to be asked for. */
export function insideTables(view: YearView): Table[] {
  if (view.year.inside === null || view.year.months === 0) return [];
  const { distribution, overspend } = view.year.inside.rules;
  return [
    membersTable(view),
    arrearsTable(view),
    ...(view.year.settles && (distribution !== null || overspend !== null) ? [distributionTable(view)] : []),
    ...view.plan.members.list.map((_, k) => statementTable(view, k)),
  ];
}
