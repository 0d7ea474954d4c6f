// The indicators of R13 and what formulas over them may read, each with its name in both languages.

import type { Words } from './language.ts';

/** R13: rates that are reckoned for a county and for each alliance, in the order in which they are shown. */
export const INDICATORS: Readonly<Record<string, Words>> = {
  progress: words('执行率（不含年终清算差额）', 'Progress: the months’ expenditure ÷ quota'),
  offCountyMoneyShare: words('县域外基金支付占比', 'Off-county share of money'),
  offCountyPatientShare: words('县域外住院人次占比', 'Off-county share of inpatients'),
  inCountyInpatientRate: words('县域内住院率', 'In-county inpatient rate'),
  primaryCareShare: words('基层基金支付占比', 'Primary-care share of the fund'),
  caseBasedShare: words('按DRG/DIP付费占住院基金比例', 'Share of inpatient fund paid by DRG or DIP'),
  caseBasedCoverage: words('按病种付费覆盖二级以上综合医院', 'Level-2+ general hospitals on case-based payment'),
  feeForServiceShare: words('按项目付费占比', 'Fee-for-service share'),
  costPerStayGrowth: words('住院次均费用增长', 'Growth of cost per stay'),
  medicalServiceIncomeShare: words('医疗服务收入占比', 'Medical-service share of income'),
  drugTestShare: words('药耗和检查化验收入占比', 'Drug, consumable and test share of income'),
  staffShare: words('人员支出占比', 'Staff share of spending'),
  specialtyShare: words('专科投入占医疗收入比例', 'Specialties as a share of medical income'),
  researchShare: words('科研投入占支出比例', 'Research as a share of spending'),
  surplusRate: words('结余率', 'Surplus rate'),
  overspendRate: words('超支率', 'Overspend rate'),
};

/** What targets may be set for beside the rates: months, and yuan. */
export const NUMBERED_INDICATORS: Readonly<Record<string, Words>> = {
  payableMonths: words('可支付月数', 'Payable months'),
  cashGap: words('总额专账最大垫付额（元）', 'Largest amount fronted, yuan'),
};

/** Amounts (in yuan) and counts that formulas may read beside the indicators. */
const INDICATOR_VARIABLES: Readonly<Record<string, Words>> = {
  insured: words('参保人数', 'insured people'),
  residents: words('常住人口', 'residents'),
  quota: words('额度', 'quota'),
  expenditure: words('净支出', 'expenditure, net'),
  own: words('本医共体', 'care in the own alliance'),
  cross: words('县内其他医共体', 'care in other alliances'),
  other: words('县内其他机构', 'care elsewhere in the county'),
  offCounty: words('县域外', 'off-county care'),
  surplus: words('结余', 'surplus'),
  overspend: words('超支', 'overspend'),
  retained: words('结余留用', 'surplus retained'),
  borne: words('医共体自担', 'borne by the alliance'),
  cases: words('人次', 'cases'),
  primaryCases: words('基层人次', 'cases at primary institutions'),
  inpatientCases: words('住院人次', 'inpatient cases'),
  income: words('年收入', 'yearly income'),
  spending: words('年支出', 'yearly spending'),
  beds: words('床位', 'beds'),
  staff: words('职工人数', 'staff'),
};

/** Everything that a formula of an own indicator may name. */
export const FORMULA_VARIABLES: Readonly<Record<string, Words>> = { ...INDICATORS, ...INDICATOR_VARIABLES };

function words(zh: string, en: string): Words {
  return { zh, en };
}
