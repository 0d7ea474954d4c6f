// Tables of procurement retention (R11), and of public health and grants by purpose (R12).

import { movedBy } from '../books/books.ts';
import type { YearView } from '../figures/figure.ts';
import { grantPaid, heldBy, procurementAt, procurementPaid, publicHealthOf, spentBy, villageDoctorsOf } from '../figures/publicMoney.ts';
import { countGrouped, decimalText, percent } from '../money/display.ts';
import { counts, rowBudget, rowSpent } from '../rules/procurement.ts';
import { choiceWords } from '../words/choices.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, TOTAL, textColumn, totalRow, words } from './table.ts';

/** 集采结余留用: product by product, and what each institution keeps. */
function procurementTable(view: YearView): Table {
  const { plan, year } = view;
  const least = year.rules.procurement?.leastCompletion ?? null;
  const rows = plan.institutions.flatMap(({ title }, i) =>
    procurementAt(view, i).flatMap(({ group, budget, spent, base, share, retained }) => {
      const heading = [title, group.period, choiceWords(group.insurance, 'insurance')];
      const lines = group.rows.map((one) => {
        const isOut = !counts(one, least);
        const name: Cell = isOut ? words(`${one.title}（完成率不足，不计）`, `${one.title} (completed too little, left out)`) : one.title;
        const [from, to] = isOut ? [0, 0] : [rowBudget(one), rowSpent(one)];
        return row(
          ...heading,
          name,
          decimalText(one.agreed),
          decimalText(one.actual),
          money(from),
          money(to),
          money(from - to),
          null,
          null,
        );
      });
      const sum = totalRow(...heading, TOTAL, null, null, money(budget), money(spent), money(base), percent(share), money(retained));
      return [...lines, sum];
    }),
  );
  rows.push(
    totalRow(
      words('由本基金支付', 'Paid by this fund'),
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      money(procurementPaid(view)),
    ),
  );
  return {
    id: 'procurement',
    title: words('集采结余留用', 'Procurement retention'),
    year: year.year,
    columns: [
      textColumn('机构', 'Institution'),
      textColumn('周期', 'Period'),
      textColumn('险种', 'Insurance'),
      textColumn('品种', 'Product'),
      rateColumn('约定量', 'Agreed'),
      rateColumn('实际量', 'Bought'),
      amountColumn('预算', 'Budget'),
      amountColumn('支出', 'Spent'),
      amountColumn('结余', 'Surplus'),
      rateColumn('留用比例', 'Share kept'),
      amountColumn('留用', 'Kept'),
    ],
    rows,
    notes: [
      words(
        '支出按约定量与实际量中低的算；一组合计低于零的按零；居民与职工分开核算；职工的留用由职工基金支付，不在本基金。留用不计入额度、净支出和医共体结余。',
        'Spent goes by the lower of agreed and bought; a group below zero counts zero. Residents and employees apart; employees’ retention is paid by their own fund. None of it is in quotas, expenditure or the alliances’ surplus.',
      ),
    ],
  };
}

/** 专款收支: every account of a purpose, from opening to closing. */
function purposesTable(view: YearView): Table {
  const { plan, year, book } = view;
  const { first, account } = plan.ledger;
  const payees = plan.grants.grants.flatMap((grant) => grant.payees);
  const rows = plan.grants.holders.map((holder, i) => {
    const grant = plan.grants.grants[holder.grant];
    const a = i - plan.grants.publicHealth;
    const isHealth = grant === undefined;
    const sum = (read: (p: number) => number) => payees.reduce((all, _, p) => all + read(p), 0);
    const received = isHealth
      ? movedBy(book, first.publicHealth + a)
      : sum((p) => (payees[p]?.through === i || (payees[p]?.through === -1 && payees[p]?.holder === i) ? grantPaid(view, p) : 0));
    const passed = (at: number) => ((payees[at]?.passed ?? -1) < 0 ? 0 : movedBy(book, first.grantPassed + (payees[at]?.passed ?? 0)));
    const fromLead = sum((p) => (payees[p]?.holder === i ? passed(p) : 0));
    const toMembers = isHealth ? villageDoctorsOf(view, a) : sum((p) => (payees[p]?.through === i ? passed(p) : 0));
    const opening = book.opening[account.inside.purpose + i] as number;
    const title: Cell = isHealth ? words('基本公共卫生', 'Public health') : grant.title;
    const who = holder.institution >= 0 ? plan.institutions[holder.institution]?.title : plan.alliances[holder.alliance]?.title;
    const cells = [opening, received + fromLead, toMembers, spentBy(view, i), heldBy(view, i)].map(money);
    return row(title, isHealth ? choiceWords('publicHealth') : choiceWords(grant.purpose), who ?? '', ...cells);
  });
  return {
    id: 'purposes',
    title: words('专款收支（按用途）', 'Purpose-tagged money'),
    year: year.year,
    columns: [
      textColumn('专项', 'Grant'),
      textColumn('资金用途', 'Purpose'),
      textColumn('持有方', 'Holder'),
      amountColumn('年初余额', 'Opening'),
      amountColumn('本年收到', 'Received'),
      amountColumn('转拨成员、村医', 'Passed on'),
      amountColumn('支出', 'Spent'),
      amountColumn('年末余额', 'Closing'),
    ],
    rows,
    notes: [
      words(
        '专款专用：各专项分户核算，经牵头机构转拨，不进入额度，不与医保结余混用。',
        'Each purpose has accounts of its own, passed through the lead; none of it enters quotas or mixes with the surplus.',
      ),
    ],
  };
}

/** 公共卫生经费: an alliance a row. */
function publicHealthTable(view: YearView): Table {
  const { plan, year } = view;
  const rows = plan.alliances.map(({ title }, a) => {
    const amounts = publicHealthOf(view, a);
    const performance = year.money.publicHealth?.performance[a] ?? null;
    return row(
      title,
      countGrouped(year.money.publicHealth?.residents[a] ?? 0),
      amounts === null ? null : money(amounts.total),
      amounts === null ? null : money(amounts.january),
      performance === null ? words('—', '—') : percent(performance),
      amounts === null || amounts.yearEnd === null ? null : money(amounts.yearEnd),
      money(villageDoctorsOf(view, a)),
    );
  });
  return {
    id: 'public-health',
    title: words('基本公共卫生经费', 'Basic public-health money'),
    year: year.year,
    columns: [
      textColumn('医共体', 'Alliance'),
      rateColumn('常住人口', 'Residents'),
      amountColumn('总额', 'Total'),
      amountColumn('年初预拨', 'Prepaid in January'),
      rateColumn('绩效得分率', 'Performance'),
      amountColumn('考核后拨付', 'After assessment'),
      amountColumn('其中给村医', 'of which to village doctors'),
    ],
    rows,
    notes: [],
  };
}

export function publicMoneyTables(view: YearView): Table[] {
  const { features } = view.plan;
  const hasRows = view.year.settles && view.year.procurement.length > 0;
  return [
    ...(features.procurement && hasRows ? [procurementTable(view)] : []),
    ...(features.publicHealth && view.year.months > 0 ? [publicHealthTable(view)] : []),
    ...((features.publicHealth || features.grants) && view.year.months > 0 ? [purposesTable(view)] : []),
  ];
}
