// Warnings and findings about payment methods and their variants (R9), in both languages. Templates as in problemsWritten.ts.

import type { ProblemCode } from '../problem/problem.ts';
import { type Told, told } from './problemWords.ts';

export const METHODS_NOTICED = {
  'growth-money-only': told(
    '「{title}」按工作量付费，而增长率只写了一个数：只有金额增长，人次、床日、分值不变，基金支付几乎不随它增长。',
    '工作量与次均费用分开写的增长率。',
    '改为 `{got}: {volume: 2%, cost: 3%}`（换成本县的值）。',
    '"{title}" is paid by its volumes, but its growth is one number: money grows, cases, days and points stay, so what is paid hardly grows.',
    'Growth of volume and of unit cost apart.',
    'Write `{got}: {volume: 2%, cost: 3%}`, with your own values.',
  ),
  'volumes-all-zero': told(
    '{year} 年之前没有人次，额度中按服务量分配的部分改按参保人数分配。',
    '有人次的历史明细。',
    '给支付明细补上 `cases`（人次）一列；或去掉 `byService`（按服务量），把比例并入其他两项。',
    'There are no cases before {year}: the part of the quota that goes by service goes by insured heads.',
    'Past activity with cases.',
    'Add the column `cases` to the activity; or remove `byService` and give its share to the other two.',
  ),
  'price-no-effect': told(
    '这一价格调整没有涉及任何推算的支付。',
    '与测算年度和支付有交集的价格调整。',
    '核对服务、机构、就医地和起始月份，或删去它。',
    'This price change covers no projected payment.',
    'A price change that meets some projected payment.',
    'Check its service, institution, place and first month, or remove it.',
  ),
  'benefit-no-effect': told(
    '变动前的待遇对这些病例一分不付，无法推算变动后的支付：这些支付不变。',
    '变动前有支付的病例。',
    '核对变动前的 `ratio`（报销比例）和 `deductible`（起付线）。',
    'Before the change the benefit pays nothing of these cases, so that nothing can be reckoned from it: they stay as they are.',
    'Cases that something was paid of before.',
    'Check `ratio` and `deductible` before the change.',
  ),
  'benefit-not-dated': told(
    '待遇只写了一个值「{got}」，各年相同，测算不会有变化：本程序按相邻两年的差别推算。',
    '分年写的待遇：变动前和变动后各一个值。',
    '改为 `{2024: [[{old}||原来的值]], 2026: {got}}`（换成实际的年份）。',
    'The benefit is one value, "{got}", in every year: nothing changes, for a run goes by the difference from one year to the next.',
    'A dated benefit: a value before the change and one after.',
    'Write `{2024: [[{old}||the old value]], 2026: {got}}`, with the years that you mean.',
  ),
  'service-not-used': told(
    '政策写了「{got}」的支付方式或待遇，但本县没有这个服务项目。',
    '县域支付明细中的服务项目。',
    '[[本县有：{known}。||]]核对编号是否写错；若本县确无此项，不必处理。',
    'The policy says how "{got}" is paid or what it covers, but the county has no such service.',
    'A service of the county’s activity.',
    '[[The county has {known}. ||]]Check the id; if the county has no such service, leave it.',
  ),
  'negotiated-beyond': told(
    '{year} 年协商后各医共体额度合计 {got} 元，超过可分配基金 {pool} 元，多出的 {over} 元由统筹基金承担。',
    '协商额度合计不超过可分配基金。',
    '调低 `quota.negotiated`（协商额度），或减少预留。',
    'With the agreed amounts the quotas of {year} come to {got} yuan, beyond the quota pool of {pool}: the pool pays the {over} more.',
    'Agreed amounts that the quota pool can carry.',
    'Lower `quota.negotiated`, or the reserves.',
  ),
  'key-not-used': told(
    '「{methodName}」用不到 {key}，它不起作用。',
    '该方式读取的键，见说明文件中的支付方式表。',
    '删去它；若要按别的方式付费，改 `method`（方式）。',
    'Payment {methodName} does not read {key}: it has no effect.',
    'A key that the method reads: see the table of payment methods in the README.',
    'Remove it, or change `method` if another one is meant.',
  ),
  'gate-not-met': told(
    '{year} 年没有达到拨付预付金的条件（可支付月数不低于 {gate}，且上年无赤字），当年不拨付预付金。',
    '上年末可支付月数达到条件，且上年收入不低于支出。',
    '确属如此不必处理；只是可支付月数不够的，可降低 `prepayment.gate`（条件）试算。',
    'The prepayment of {year} is not paid: its gate is not met (payable months of at least {gate}, no deficit last year).',
    'Payable months at the gate or above, and no deficit last year.',
    'If it is so, leave it; where only the payable months fall short, a lower `prepayment.gate` shows what a prepayment would do.',
  ),
  'prices-cost-more': told(
    '{year} 年的价格调整使基金支付增加 {fund} 元、个人负担增加 {patients} 元（负数为减少），而政策规定价格调整不得增加负担（`priceNeutral` 价格平移）。',
    '各项价格调整合计不增加基金和患者的负担。',
    '同时下调其他价格，或缩小调整幅度。',
    'The price changes of {year} add {fund} yuan to what the fund pays and {patients} to what patients pay; the policy (`priceNeutral`) lets neither rise.',
    'Price changes that together cost neither more.',
    'Lower other prices along with them, or change less.',
  ),
} as const satisfies Partial<Record<ProblemCode, Told>>;
