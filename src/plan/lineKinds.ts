// The kinds of account and of line that a run may have, the rule that posts each line, and when.

import { SETTLEMENT } from '../money/calendar.ts';

/** Who holds an account. Fund accounts are the insurance agency's money; the others stand outside it. */
export type AccountKind =
  // outside the fund
  | 'insuredPeople' // 参保人（个人缴费）
  | 'treasury' // 财政（补助）
  | 'bank' // 利息
  | 'insurer' // 大病保险承办机构
  | 'payee' // 分配项目收款方
  | 'institution' // 医疗机构
  | 'ownMeans' // 医共体自有资金
  | 'retained' // 医共体结余留用（按用途）
  | 'clearing' // 医共体预付清算（总额专账）
  | 'provincePayable' // 医共体应付县域外就医费用
  | 'offCountyDeposit' // 异地就医预付金
  | 'member' // 成员单位到账
  | 'procurement' // 集采结余留用（医疗机构）
  | 'purpose' // 专款账户（按专项）
  | 'purposeSpent' // 专款已支出
  | 'villageDoctors' // 村医
  // fund accounts
  | 'pool' // 统筹基金
  | 'risk' // 风险调剂金
  | 'depositReserve' // 质量保证金（未分）
  | 'deposit' // 质量保证金（各医共体）
  | 'held' // 分配项目专户
  | 'heldUse' // 由统筹基金持有的结余用途
  | 'quota'; // 年预分额度

/** The kinds of line, by rule. */
export type LineKind =
  | 'individual'
  | 'subsidy'
  | 'interest'
  | 'criticalIllness'
  | 'riskContribution'
  | 'depositReserve'
  | 'reserveLine'
  | 'quotaByInsured'
  | 'quotaByHistory'
  | 'quotaByService'
  | 'quotaLimit'
  | 'quotaNegotiated'
  | 'depositShare'
  | 'depositUnassigned'
  | 'advance'
  | 'remitted'
  | 'citySettled'
  | 'manualSettled'
  | 'depositHeld'
  | 'revolvingOut'
  | 'revolvingBack'
  | 'prepaymentOut'
  | 'prepaymentBack'
  | 'offCountyPrepaymentOut'
  | 'offCountyPrepaymentBack'
  | 'recovered'
  | 'care'
  | 'trueUp'
  | 'incentivePool'
  | 'deduction'
  | 'adjustFromRisk'
  | 'adjustFromPool'
  | 'remittedAtSettlement'
  | 'cityAtSettlement'
  | 'manualAtSettlement'
  | 'careSettled'
  | 'retained'
  | 'retainedHeld'
  | 'toPool'
  | 'funded'
  | 'fundedByPool'
  | 'borne'
  | 'lent'
  | 'depositReturned'
  | 'depositWithheld'
  | 'depositReleased'
  | 'depositForgone'
  | 'memberPaid'
  | 'directPaid'
  | 'memberDeduction'
  | 'distributed'
  | 'memberBorne'
  | 'procurement'
  | 'publicHealth'
  | 'villageDoctors'
  | 'grantPaid'
  | 'grantPassed'
  | 'purposeSpent';

/** The rule that posts each kind of line. */
export const RULES: Readonly<Record<LineKind, string>> = {
  individual: 'R1',
  subsidy: 'R1',
  interest: 'R1',
  criticalIllness: 'R2',
  riskContribution: 'R2',
  depositReserve: 'R2',
  reserveLine: 'R2',
  quotaByInsured: 'R3',
  quotaByHistory: 'R3',
  quotaByService: 'R3',
  quotaLimit: 'R3',
  quotaNegotiated: 'R3',
  depositShare: 'R7',
  depositUnassigned: 'R7',
  advance: 'R5',
  remitted: 'R5',
  citySettled: 'R5',
  manualSettled: 'R5',
  depositHeld: 'R5',
  revolvingOut: 'R5',
  revolvingBack: 'R5',
  prepaymentOut: 'R5',
  prepaymentBack: 'R5',
  offCountyPrepaymentOut: 'R5',
  offCountyPrepaymentBack: 'R5',
  recovered: 'R7',
  care: 'R4',
  trueUp: 'R9',
  incentivePool: 'R9',
  deduction: 'R7',
  adjustFromRisk: 'R7',
  adjustFromPool: 'R7',
  remittedAtSettlement: 'R7',
  cityAtSettlement: 'R7',
  manualAtSettlement: 'R7',
  careSettled: 'R7',
  retained: 'R7',
  retainedHeld: 'R7',
  toPool: 'R7',
  funded: 'R7',
  fundedByPool: 'R7',
  borne: 'R7',
  lent: 'R7',
  depositReturned: 'R7',
  depositWithheld: 'R7',
  depositReleased: 'R7',
  depositForgone: 'R7',
  memberPaid: 'R10',
  directPaid: 'R10',
  memberDeduction: 'R10',
  distributed: 'R10',
  memberBorne: 'R10',
  procurement: 'R11',
  publicHealth: 'R12',
  villageDoctors: 'R12',
  grantPaid: 'R12',
  grantPassed: 'R12',
  purposeSpent: 'R12',
};

/** The one period of the year that a kind of line is posted in; the others may move in any. test/properties/books.test.ts holds rules to it. */
export const POSTED_IN: Readonly<Partial<Record<LineKind, number>>> = {
  individual: 0,
  subsidy: 0,
  criticalIllness: 0,
  riskContribution: 0,
  depositReserve: 0,
  reserveLine: 0,
  quotaByInsured: 0,
  quotaByHistory: 0,
  quotaByService: 0,
  quotaLimit: 0,
  quotaNegotiated: 0,
  depositShare: 0,
  interest: SETTLEMENT,
  depositUnassigned: SETTLEMENT,
  trueUp: SETTLEMENT,
  incentivePool: SETTLEMENT,
  remittedAtSettlement: SETTLEMENT,
  cityAtSettlement: SETTLEMENT,
  manualAtSettlement: SETTLEMENT,
  careSettled: SETTLEMENT,
  retained: SETTLEMENT,
  retainedHeld: SETTLEMENT,
  toPool: SETTLEMENT,
  funded: SETTLEMENT,
  fundedByPool: SETTLEMENT,
  borne: SETTLEMENT,
  lent: SETTLEMENT,
  depositReturned: SETTLEMENT,
  depositWithheld: SETTLEMENT,
  depositReleased: SETTLEMENT,
  depositForgone: SETTLEMENT,
  distributed: SETTLEMENT,
  memberBorne: SETTLEMENT,
  procurement: SETTLEMENT,
};

/** True for the accounts that are the insurance fund's own money. */
export function isFund(kind: AccountKind): boolean {
  return (
    kind === 'pool' ||
    kind === 'risk' ||
    kind === 'depositReserve' ||
    kind === 'deposit' ||
    kind === 'held' ||
    kind === 'heldUse' ||
    kind === 'quota'
  );
}
