// 分配方案: the waterfall of a budget plan, from the financing down to the quotas, each line with its clause.

import { moved } from '../books/books.ts';
import { quotaOf } from '../figures/alliance.ts';
import { sumOf, total } from '../figures/county.ts';
import type { YearView } from '../figures/figure.ts';
import { countGrouped, percent, yuanGrouped } from '../money/display.ts';
import type { Fen } from '../money/fen.ts';
import type { Ratio } from '../money/ratio.ts';
import type { ReserveLine } from '../plan/yearRules.ts';
import { insuredHeads } from '../rules/financing.ts';
import { basisText, type Citations } from '../words/basis.ts';
import type { Words } from '../words/language.ts';
import { policyValue } from '../written/policyValue.ts';
import type { WrittenPolicy } from '../written/shapes.ts';
import { amountColumn, type Cell, money, row, type Table, textColumn, totalRow, words } from './table.ts';

/** What tables need beside the books: the policy as written, and the documents that may be cited. */
export interface Grounds {
  readonly policy: WrittenPolicy;
  readonly citations: Citations;
}

const HOLDERS: Readonly<Record<ReserveLine['holder'], Words>> = {
  pool: words('统筹基金专户', 'Sub-account of the pool'),
  province: words('上解省级', 'Province'),
  insurer: words('保险承办机构', 'Insurer'),
  payee: words('收款方', 'Payee'),
};

/** An item taken off the financing before the quotas, in the order of the plan. */
interface Outgoing {
  readonly name: Cell;
  readonly how: Cell;
  readonly amount: Fen;
  readonly holder: Cell;
  readonly basis: Words;
}

export function waterfall(view: YearView, grounds: Grounds): Table {
  const { year, book } = view;
  const financing = total(view);
  let left: number = financing;
  const outgoings = [...reservesOf(view, grounds), ...linesOf(view, grounds)].map((one) => {
    left -= one.amount;
    return row(one.name, one.how, money(one.amount), money(left), one.holder, one.basis);
  });
  const pool = money(book.decisions.quotaPool);
  return {
    id: 'waterfall',
    title: words('分配方案', 'Budget plan (waterfall)'),
    year: year.year,
    columns: [
      textColumn('项目', 'Item'),
      textColumn('计算办法', 'How'),
      amountColumn('金额', 'Amount'),
      amountColumn('剩余', 'Remaining'),
      textColumn('去向', 'Goes to'),
      textColumn('依据', 'Clause'),
    ],
    rows: [
      ...incomeRows(view, grounds),
      totalRow(words('筹资总额', 'Total financing'), null, money(financing), money(financing), null, null),
      ...outgoings,
      ...stayingRows(view, left),
      totalRow(words('可分配基金', 'Quota pool'), null, pool, pool, null, null),
      ...quotaRows(view, grounds),
    ],
    notes: [],
  };
}

/** What a value of the policy rests on in the year, in both languages; nothing where it is not given. */
function cited(view: YearView, grounds: Grounds, path: string): Words {
  const value = policyValue(grounds.policy, path, view.year.year);
  if (value === null) return words('', '');
  return { zh: basisText(value.basis, grounds.citations, 'zh'), en: basisText(value.basis, grounds.citations, 'en') };
}

function timesHeads(view: YearView, amount: Fen): Words {
  const heads = countGrouped(insuredHeads(view.year));
  return words(`${yuanGrouped(amount)}元 × ${heads}人`, `${yuanGrouped(amount)} yuan × ${heads} people`);
}

function ofTotal(share: Ratio): Words {
  return words(`筹资总额 × ${percent(share)}`, `total financing × ${percent(share)}`);
}

function incomeRows(view: YearView, grounds: Grounds): Table['rows'] {
  const { rules } = view.year;
  const n = view.plan.alliances.length + 1;
  const income = (name: Words, kind: 'individual' | 'subsidy') =>
    row(name, timesHeads(view, rules[kind]), money(sumOf(view, kind, n)), null, null, cited(view, grounds, `financing.${kind}`));
  return [income(words('个人缴费', 'Individual contributions'), 'individual'), income(words('财政补助', 'Fiscal subsidy'), 'subsidy')];
}

/** Critical illness, risk adjustment and quality deposit, as far as the policy has them. */
function reservesOf(view: YearView, grounds: Grounds): Outgoing[] {
  const { rules } = view.year;
  const { reserves } = grounds.policy;
  const outgoings: Outgoing[] = [];
  const illness = rules.criticalIllness;
  if (illness !== null) {
    outgoings.push({
      name: words('大病保险', 'Critical-illness insurance'),
      how: 'perHead' in illness ? timesHeads(view, illness.perHead) : ofTotal(illness.share),
      amount: sumOf(view, 'criticalIllness', 1),
      holder: HOLDERS.insurer,
      basis: cited(view, grounds, `reserves.criticalIllness.${'perHead' in illness ? 'perHead' : 'share'}`),
    });
  }
  if (reserves?.riskAdjustment !== undefined) {
    const share = ofTotal(rules.riskShare);
    const most = rules.riskCeiling === null ? null : percent(rules.riskCeiling);
    outgoings.push({
      name: words('风险调剂金', 'Risk-adjustment fund'),
      how: most === null ? share : words(`${share.zh}，以筹资总额的 ${most} 为限`, `${share.en}, up to ${most} of it`),
      amount: sumOf(view, 'riskContribution', 1),
      holder: words('风险调剂金', 'Risk-adjustment fund'),
      basis: cited(view, grounds, 'reserves.riskAdjustment.share'),
    });
  }
  if (reserves?.qualityDeposit !== undefined && !rules.depositFromAdvance) {
    outgoings.push({
      name: words('质量保证金', 'Quality deposit'),
      how: ofTotal(rules.depositShare),
      amount: sumOf(view, 'depositReserve', 1),
      holder: words('质量保证金', 'Quality deposit'),
      basis: cited(view, grounds, 'reserves.qualityDeposit.share'),
    });
  }
  return outgoings;
}

function linesOf(view: YearView, grounds: Grounds): Outgoing[] {
  return view.year.rules.lines.map((line, r) => {
    const key = 'amount' in line.levy ? 'amount' : 'perHead' in line.levy ? 'perHead' : 'share';
    return {
      name: line.title,
      how: howOf(view, line),
      amount: moved(view.book, view.plan.ledger.first.reserveLine + r, 0),
      holder: line.payee === '' ? HOLDERS[line.holder] : line.payee,
      basis: cited(view, grounds, `reserves.lines.${r}.${key}`),
    };
  });
}

function howOf(view: YearView, { levy }: ReserveLine): Words {
  if ('amount' in levy) return words('定额', 'amount');
  if ('perHead' in levy) return timesHeads(view, levy.perHead);
  if ('share' in levy) return ofTotal(levy.share);
  return words(`剩余额 × ${percent(levy.shareOfRemaining)}`, `what remains × ${percent(levy.shareOfRemaining)}`);
}

/** R9: where the quota pool goes by past payments, the rest of the financing stays in the pool. */
function stayingRows(view: YearView, left: number): Table['rows'] {
  const base = view.year.rules.expenditureBase;
  if (base === null) return [];
  const staying = left - view.book.decisions.quotaPool;
  const how = words(`按历年支出增长 ${percent(base.growth)}，其余留存`, `past payments grown by ${percent(base.growth)}; the rest stays`);
  return [row(words('留在统筹基金', 'Stays in the pool'), how, money(staying), money(left - staying), words('统筹基金', 'Pool'), null)];
}

function quotaRows(view: YearView, grounds: Grounds): Table['rows'] {
  const { rules } = view.year;
  const service = view.plan.features.byService
    ? words(`、按服务量 ${percent(rules.byService)}`, `, ${percent(rules.byService)} by cases given`)
    : words('', '');
  const split = words(
    `按参保人数 ${percent(rules.byInsured)}、按历史支付 ${percent(rules.byHistory)}${service.zh}`,
    `${percent(rules.byInsured)} by heads, ${percent(rules.byHistory)} by history${service.en}`,
  );
  const basis = both(cited(view, grounds, 'quota.byInsured'), cited(view, grounds, 'quota.byHistory'));
  const rows = view.plan.alliances.flatMap(({ title }, a) => [
    row(words(`其中：${title}`, `of which ${title}`), split, money(quotaOf(view, a)), null, title, basis),
    ...changedRows(view, a),
  ]);
  return [...rows, ...unallottedRows(view)];
}

/** R9: what limits refused every alliance stays in the pool. */
function unallottedRows(view: YearView): Table['rows'] {
  const { unallotted } = view.book.decisions;
  if (view.year.rules.limits === null || unallotted === 0) return [];
  return [row(words('限幅后未分配', 'Left unallotted by limits'), null, money(unallotted), null, words('统筹基金', 'Pool'), null)];
}

/** R9: what limits and agreed amounts made of a computed quota. */
function changedRows(view: YearView, a: number): Table['rows'] {
  const { features, ledger } = view.plan;
  const changed = (used: boolean, zh: string, en: string, kind: 'quotaLimit' | 'quotaNegotiated') => {
    const amount = used ? moved(view.book, ledger.first[kind] + a, 0) : 0;
    return amount === 0 ? [] : [row(words(zh, en), null, money(amount), null, null, null)];
  };
  return [
    ...changed(features.limits, '　　其中：增减幅限制调整', '    of which by limits', 'quotaLimit'),
    ...changed(features.negotiated, '　　其中：协商调整', '    of which agreed', 'quotaNegotiated'),
  ];
}

/** Two grounds as one, said once where they are the same. */
function both(a: Words, b: Words): Words {
  return a.zh === b.zh || b.zh === '' ? a : { zh: `${a.zh}；${b.zh}`, en: `${a.en}; ${b.en}` };
}
