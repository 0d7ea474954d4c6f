// 分配方案: the waterfall of a budget plan, from the financing down to the quotas, each line with its clause.

import { moved } from '../books/books.ts';
import { quotaOf } from '../figures/alliance.ts';
import { sumOf, total } from '../figures/county.ts';
import type { YearView } from '../figures/figure.ts';
import { percent, yuanGrouped } from '../money/display.ts';
import type { Fen } from '../money/fen.ts';
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
  insurer: words('大病保险承办机构', 'Insurer'),
  payee: words('收款方', 'Payee'),
};

export function waterfall(view: YearView, grounds: Grounds): Table {
  const { plan, year, book } = view;
  const { rules } = year;
  const heads = insuredHeads(year);
  const financing = total(view);
  const n = plan.alliances.length + 1;
  const cite = (path: string): Words => {
    const value = policyValue(grounds.policy, path, year.year);
    if (value === null) return words('', '');
    return { zh: basisText(value.basis, grounds.citations, 'zh'), en: basisText(value.basis, grounds.citations, 'en') };
  };
  let left: number = financing;
  const out = (name: Cell, how: Cell, amount: Fen, holder: Cell, basis: Words) => {
    left -= amount;
    return row(name, how, money(amount), money(left), holder, basis);
  };
  const perHead = (amount: Fen) =>
    words(`${yuanGrouped(amount)}元 × ${count(heads)}人`, `${yuanGrouped(amount)} yuan × ${count(heads)} people`);
  const ofTotal = (share: string) => words(`筹资总额 × ${share}`, `total financing × ${share}`);
  const rows: Table['rows'][number][] = [
    row(
      words('个人缴费', 'Individual contributions'),
      perHead(rules.individual),
      money(sumOf(view, 'individual', n)),
      null,
      null,
      cite('financing.individual'),
    ),
    row(
      words('财政补助', 'Fiscal subsidy'),
      perHead(rules.subsidy),
      money(sumOf(view, 'subsidy', n)),
      null,
      null,
      cite('financing.subsidy'),
    ),
    totalRow(words('筹资总额', 'Total financing'), null, money(financing), money(financing), null, null),
  ];
  const illness = rules.criticalIllness;
  if (illness !== null) {
    const key = 'perHead' in illness ? 'perHead' : 'share';
    rows.push(
      out(
        words('大病保险', 'Critical-illness insurance'),
        'perHead' in illness ? perHead(illness.perHead) : ofTotal(percent(illness.share)),
        sumOf(view, 'criticalIllness', 1),
        HOLDERS.insurer,
        cite(`reserves.criticalIllness.${key}`),
      ),
    );
  }
  if (grounds.policy.reserves?.riskAdjustment !== undefined) {
    const ceiling =
      rules.riskCeiling === null
        ? words('', '')
        : words(`，以筹资总额的 ${percent(rules.riskCeiling)} 为限`, `, up to ${percent(rules.riskCeiling)} of it`);
    const share = ofTotal(percent(rules.riskShare));
    rows.push(
      out(
        words('风险调剂金', 'Risk-adjustment fund'),
        words(share.zh + ceiling.zh, share.en + ceiling.en),
        sumOf(view, 'riskContribution', 1),
        words('风险调剂金', 'Risk-adjustment fund'),
        cite('reserves.riskAdjustment.share'),
      ),
    );
  }
  if (grounds.policy.reserves?.qualityDeposit !== undefined) {
    rows.push(
      out(
        words('质量保证金', 'Quality deposit'),
        ofTotal(percent(rules.depositShare)),
        sumOf(view, 'depositReserve', 1),
        words('质量保证金', 'Quality deposit'),
        cite('reserves.qualityDeposit.share'),
      ),
    );
  }
  for (const [r, line] of rules.lines.entries()) {
    const { levy } = line;
    const how =
      'amount' in levy
        ? words('定额', 'amount')
        : 'perHead' in levy
          ? perHead(levy.perHead)
          : 'share' in levy
            ? ofTotal(percent(levy.share))
            : words(`剩余额 × ${percent(levy.shareOfRemaining)}`, `what remains × ${percent(levy.shareOfRemaining)}`);
    const key = 'amount' in levy ? 'amount' : 'perHead' in levy ? 'perHead' : 'share';
    const holder = line.payee === '' ? HOLDERS[line.holder] : line.payee;
    rows.push(out(line.title, how, moved(book, plan.ledger.first.reserveLine + r, 0), holder, cite(`reserves.lines.${r}.${key}`)));
  }
  rows.push(
    totalRow(words('可分配基金', 'Quota pool'), null, money(book.decisions.quotaPool), money(book.decisions.quotaPool), null, null),
  );
  const split = words(
    `按参保人数 ${percent(rules.byInsured)}、按历史支付 ${percent(rules.byHistory)}`,
    `${percent(rules.byInsured)} by heads, ${percent(rules.byHistory)} by history`,
  );
  for (const [a, alliance] of plan.alliances.entries()) {
    rows.push(
      row(
        words(`其中：${alliance.title}`, `of which ${alliance.title}`),
        split,
        money(quotaOf(view, a)),
        null,
        alliance.title,
        both(cite('quota.byInsured'), cite('quota.byHistory')),
      ),
    );
  }
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
    rows,
    notes: [],
  };
}

/** Two grounds as one, said once where they are the same. */
function both(a: Words, b: Words): Words {
  return a.zh === b.zh || b.zh === '' ? a : { zh: `${a.zh}；${b.zh}`, en: `${a.en}; ${b.en}` };
}

function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
