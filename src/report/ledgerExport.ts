// The journal of a run as a plain-text ledger that hledger reads and checks. Accounts are named by ids, so that a title
// cannot break the syntax. Each month ends with zero-amount postings that assert the balances (they test the export).

import { journal } from '../books/balances.ts';
import type { Run } from '../figures/figure.ts';
import { viewOf } from '../figures/figure.ts';
import { PERIODS, SETTLEMENT } from '../money/calendar.ts';
import { yuan } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import type { Account, Line } from '../plan/ledger.ts';
import type { Plan } from '../plan/plan.ts';
import { purposeKey } from '../plan/purposes.ts';

const COMMODITY = 'CNY';

const LINE_WORDS: Readonly<Record<Line['kind'], string>> = {
  individual: '个人缴费',
  subsidy: '财政补助',
  interest: '利息',
  criticalIllness: '大病保险',
  riskContribution: '提取风险调剂金',
  depositReserve: '提取质量保证金',
  reserveLine: '分配项目',
  quotaByInsured: '额度（按参保人数）',
  quotaByHistory: '额度（按历史支付）',
  quotaByService: '额度（按服务量）',
  quotaLimit: '额度（增减幅限制）',
  quotaNegotiated: '额度（协商）',
  depositShare: '质量保证金分摊',
  depositUnassigned: '质量保证金退回统筹基金',
  advance: '按月预付',
  remitted: '上解',
  citySettled: '市级结算',
  manualSettled: '手工报销',
  depositHeld: '预付中扣留质量保证金',
  revolvingOut: '周转金拨出',
  revolvingBack: '周转金收回',
  prepaymentOut: '预付金拨出',
  prepaymentBack: '预付金收回',
  offCountyPrepaymentOut: '异地就医预付金拨出',
  offCountyPrepaymentBack: '异地就医预付金收回',
  recovered: '分期扣回超支',
  care: '医疗费用',
  trueUp: '年终按最终点值清算',
  incentivePool: '扶持病组激励',
  deduction: '扣减',
  adjustFromRisk: '年中调整（风险调剂金）',
  adjustFromPool: '年中调整（统筹基金）',
  remittedAtSettlement: '清算上解',
  cityAtSettlement: '清算市级结算',
  manualAtSettlement: '清算手工报销',
  careSettled: '清算医疗费用',
  retained: '结余留用',
  retainedHeld: '结余留用（统筹基金持有）',
  toPool: '结余收回',
  funded: '基金分担',
  fundedByPool: '统筹基金负担超支',
  borne: '医共体自担',
  lent: '超支垫付（待分期扣回）',
  depositReturned: '质量保证金返还',
  depositWithheld: '质量保证金扣留',
  depositReleased: '质量保证金返还（并入清算）',
  depositForgone: '质量保证金扣留由医共体承担',
  memberPaid: '拨付成员单位',
  directPaid: '经办机构直接拨付（未归属人员）',
  memberDeduction: '成员扣款',
  distributed: '结余分配到成员',
  memberBorne: '成员分担超支',
  procurement: '集采结余留用',
  publicHealth: '基本公共卫生经费',
  villageDoctors: '公共卫生经费（村医）',
  grantPaid: '专项资金拨付',
  grantPassed: '专项资金转拨',
  purposeSpent: '专款支出',
};

/** @returns the text of a journal: opening balances, every movement, assertions at each month's end and after settlement. */
export function ledgerText(run: Run, header: readonly string[] = []): string {
  const { plan } = run;
  const out: string[] = [...header.map((line) => `; ${line.replace(/[\r\n]/g, ' ')}`), `commodity 1000.00 ${COMMODITY}`, ''];
  const names = plan.ledger.accounts.map((account) => accountName(plan, account));
  for (const name of new Set(names)) out.push(`account ${name}`);
  out.push('account 期初余额', '');
  const running = new Float64Array(names.length);
  openingEntry(run, names, running, out);
  for (const [y, year] of plan.years.entries()) {
    const { book } = viewOf(run, y);
    const movements = journal(plan.ledger, book);
    let next = 0;
    for (let period = 0; period < PERIODS; period++) {
      for (; next < movements.length && movements[next]?.period === period; next++) {
        const movement = movements[next];
        if (movement === undefined) break;
        const { line, amount, number } = movement;
        running[line.from] = (running[line.from] as number) - amount;
        running[line.to] = (running[line.to] as number) + amount;
        out.push(
          `${dateOf(year.year, period)} ${LINE_WORDS[line.kind]} ; ${line.rule} 第${number}行`,
          `    ${names[line.to]}  ${yuan(amount)} ${COMMODITY}`,
          `    ${names[line.from]}  ${yuan(fen(-amount))} ${COMMODITY}`,
          '',
        );
      }
      // A budget alone plays no month; it is all in January.
      if (period < SETTLEMENT && period >= Math.max(1, year.months)) continue;
      if (period === SETTLEMENT && !year.settles) continue;
      assertions(plan, names, running, `${dateOf(year.year, period)} ${period === SETTLEMENT ? '清算后余额' : '月末余额'}`, out);
    }
  }
  return `${out.join('\n')}\n`;
}

function openingEntry(run: Run, names: readonly string[], running: Float64Array, out: string[]): void {
  const first = run.plan.years[0];
  if (first === undefined) return;
  const { book } = viewOf(run, 0);
  out.push(`${first.year}-01-01 期初余额`);
  let sum = 0;
  for (const [i, amount] of book.opening.entries()) {
    if (amount === 0) continue;
    running[i] = amount;
    sum += amount;
    out.push(`    ${names[i]}  ${yuan(fen(amount))} ${COMMODITY}`);
  }
  out.push(`    期初余额  ${yuan(fen(sum === 0 ? 0 : -sum))} ${COMMODITY}`, '');
}

/** Asserts every account but the outside ones, which only take and give. */
function assertions(plan: Plan, names: readonly string[], running: Float64Array, heading: string, out: string[]): void {
  out.push(heading);
  for (const [i, account] of plan.ledger.accounts.entries()) {
    if (OUTSIDE.has(account.kind)) continue;
    out.push(`    ${names[i]}  0.00 ${COMMODITY} = ${yuan(fen(running[i] as number))} ${COMMODITY}`);
  }
  out.push('');
}

const OUTSIDE: ReadonlySet<Account['kind']> = new Set([
  'insuredPeople',
  'treasury',
  'bank',
  'insurer',
  'payee',
  'institution',
  'member',
  'procurement',
  'purposeSpent',
  'villageDoctors',
]);

function purposeName(plan: Plan, i: number): string {
  const { grant, holder } = purposeKey(plan, i);
  return `专款:${grant}:${holder.replace('/', ':')}`;
}

/** The last day of a period's month; settlement is booked on 31 December, after that month's balances. */
function dateOf(year: number, period: number): string {
  const month = Math.min(period, 11) + 1;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return `${year}-${String(month).padStart(2, '0')}-${days}`;
}

function accountName(plan: Plan, account: Account): string {
  const alliance = plan.alliances[account.owner]?.id ?? '';
  const reserve = plan.years[0]?.rules.lines[account.owner]?.id ?? '';
  const names: Readonly<Record<Account['kind'], string>> = {
    insuredPeople: '外部:参保人',
    treasury: '外部:财政',
    bank: '外部:银行利息',
    insurer: '外部:大病保险承办机构',
    payee: `外部:分配项目:${reserve}`,
    institution: `外部:医疗机构:${plan.institutions[account.owner]?.id ?? ''}`,
    ownMeans: `医共体:${alliance}:自有资金`,
    retained: `医共体:${alliance}:结余留用:${plan.uses[account.use] ?? ''}`,
    clearing: `医共体:${alliance}:预付清算`,
    provincePayable: `医共体:${alliance}:应上解省级`,
    offCountyDeposit: '外部:异地就医预付金',
    pool: '基金:统筹基金',
    risk: '基金:风险调剂金',
    depositReserve: '基金:质量保证金',
    deposit: `基金:质量保证金:${alliance}`,
    held: `基金:分配项目:${reserve}`,
    heldUse: `基金:结余专户:${alliance}:${plan.uses[account.use] ?? ''}`,
    quota: `基金:年预分额度:${alliance}`,
    member: `外部:成员到账:${plan.institutions[account.owner]?.id ?? ''}`,
    procurement: `外部:集采结余留用:${plan.institutions[account.owner]?.id ?? ''}`,
    purpose: purposeName(plan, account.owner),
    purposeSpent: '外部:专款已支出',
    villageDoctors: '外部:村医',
  };
  return names[account.kind];
}
