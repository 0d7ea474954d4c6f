// Words for what a policy is checked for (R14). Each gives an example in numbers, and what the value rests on. Templates as in
// problemsWritten.ts; net is what an alliance retains less what it bears.

import type { ProblemCode } from '../problem/problem.ts';
import { type Told, told } from './problemWords.ts';

const ZH = '[[（依据 {source}）]][[（假设：{assumption}）]]';
const EN = '[[ (rests on {source})]][[ (assumed: {assumption})]]';

export const POLICY = {
  'reserves-beyond': told(
    '{year} 年各项预留占筹资的比例合计 {got}，超过全部筹资。',
    '合计不超过 100% 的预留比例。',
    '调低 `reserves`（预留）下的某项 `share`（比例）。',
    'The shares of the financing reserved in {year} sum to {got}: more than all of it.',
    'Shares of reserves that sum to at most 100%.',
    'Lower a `share` under `reserves`.',
  ),
  'perverse-spending': told(
    `多花反而多得：{alliance} {year} 年额度 {quota} 元，支出 {spent} 元（额度的 {rate}）时净得（留用减自担）{before} 元；再多支出 1 元，净得变为 {after} 元，反多 {gain} 元。${ZH}`,
    '支出越多，留用减自担不增加。',
    '改为分段累进（`kind: marginal`），或让分担比例不随超支上升。',
    `More spending pays: with a quota of {quota} yuan, {alliance} nets {before} (retained less borne) in {year} at a spending of {spent} ({rate} of the quota); one more yuan spent makes it {after}, which is {gain} more.${EN}`,
    'What is retained less what is borne does not rise with spending.',
    'Write `kind: marginal`, or let no share of the pool rise with the overspend.',
  ),
  'score-pays-less': told(
    `得分高反而得的少：{alliance} {year} 年[[额度 {quota} 元、支出 {spent} 元，||]][[保证金 {deposit} 元，||]]得 {lower} 分合 {before} 元，得 {higher} 分合 {after} 元，少 {loss} 元。${ZH}`,
    '得分越高，比例不降低。',
    '核对各行的得分和比例，得分高的行比例不低于下一行。',
    `A higher score pays less: for {alliance} in {year}[[, with a quota of {quota} and a spending of {spent} yuan||]][[, of a deposit of {deposit} yuan||]], {lower} points come to {before} and {higher} points to {after}: {loss} less.${EN}`,
    'A share that does not fall as the score rises.',
    'Check scores and shares row by row: none may be lower than that of the row below it.',
  ),
  cliff: told(
    `差一分钱差很多：{alliance} {year} 年支出 {spent} 元（额度的 {rate}）时净得（留用减自担）{before} 元，再多 1 分钱变为 {after} 元，少 {loss} 元。${ZH}`,
    '差一分钱，结果相差不超过 {most} 元。',
    '不是有意的，可改为分段累进（`kind: marginal`）或取消起点（`minimum`）。',
    `A fen costs much: {alliance} nets {before} yuan (retained less borne) in {year} at a spending of {spent} ({rate} of the quota); one fen more makes it {after}, which is {loss} less.${EN}`,
    'A fen of spending that moves at most {most} yuan.',
    'If it is not meant, write `kind: marginal`, or leave out the `minimum`.',
  ),
  'unreachable-row': told(
    `第 {row} 行从不起作用。${ZH}`,
    '用得上的行。',
    '核对得分、档次和上限，或删去这一行。',
    `Row {row} never changes anything.${EN}`,
    'A row that some case reaches.',
    'Check scores, bands, ceiling and cap, or remove the row.',
  ),
  'weak-incentive': told(
    `节约的动力弱：{alliance} {year} 年支出 {spent} 元、额度 {quota} 元[[、得分 {score}||]]，再少花 {saved} 元，自己只多得 {kept} 元（{rate}）。${ZH}`,
    '少花的钱，至少两成归医共体。',
    '提高留用比例或上限、降低基金的分担比例；有意如此时不必处理。',
    `Saving hardly pays: {alliance}, at a spending of {spent} yuan in {year}, a quota of {quota}[[ and a score of {score}||]], would have {kept} more ({rate}) for spending {saved} less.${EN}`,
    'At least a fifth of what is saved stays with the alliance.',
    'Raise the retained share or its ceiling, or lower the share of the pool; if it is meant, leave it.',
  ),
  'stale-value': told(
    `有 {count} 个逐年定的政策值没有更新到所用的年份：{paths}。如此处 {from} 年的 {got} 用到了 {year} 年。${ZH}`,
    '所用年份或其上一年的值。',
    '补上以后各年的值；确实不变时也写一行。',
    `{count} policy values that are set year by year end too early: {paths}. For one, that of {from} is used for {year}.${EN}`,
    'A value of the year it is used for, or of the year before.',
    'Add the later years, also where the value stays.',
  ),
  'stale-check': told(
    `有 {count} 个政策值的依据超过一年没有核对：{paths}。最早的核对于 {checked}，到 {today} 已 {days} 天。${ZH}`,
    '一年以内核对过的依据。',
    '对照现行文件后更新 `checked`（核对日期）。',
    `The grounds of {count} policy values were not checked for a year: {paths}. The oldest was checked on {checked}, {days} days before {today}.${EN}`,
    'Grounds checked within the last year.',
    'Check them against the documents in force, then write the day as `checked`.',
  ),
} satisfies Partial<Record<ProblemCode, Told>>;

export const POLICY_CASES = {
  'unreachable-row/score': told(
    `第 {row} 行要 {got} 分，而得分满分 100，从不适用。${ZH}`,
    '不超过 100 的得分。',
    '改为 100 以内的得分，或删去这一行。',
    `Row {row} asks for {got} points, and scores are out of 100: it never applies.${EN}`,
    'A score of at most 100.',
    'Write a score within 100, or remove the row.',
  ),
  'unreachable-row/above': told(
    `要 {got} 分，而得分满分 100，谁也达不到。${ZH}`,
    '不超过 100 的得分。',
    '改为 100 以内的得分。',
    `{got} points are asked for, and scores are out of 100: nobody reaches it.${EN}`,
    'A score of at most 100.',
    'Write a score within 100.',
  ),
  'unreachable-row/idle': told(
    `第 {row} 行从不起作用：把比例改成 0% 或 100%，任何得分、任何支出的结果都一样。${ZH}`,
    '用得上的行。',
    '被上限、封顶或最低得分盖住时，核对它们；否则删去这一行。',
    `Row {row} never changes anything: at 0% or at 100%, every payment of every score and spending is the same.${EN}`,
    'A row that some case reaches.',
    'Check the ceiling, cap or least score that covers it, or remove the row.',
  ),
  'unreachable-row/review': told(
    `第 {row} 档从序时执行率 {from} 起，到不了：第一季度就花完全年额度也只有 400%。${ZH}`,
    '季度评估会有的执行率。',
    '核对小数点和 %，如 `upTo: 105%`。',
    `Band {row} begins at an execution rate of {from}, which no quarter has: a whole year's quota spent by March is 400%.${EN}`,
    'A rate that a review may find.',
    'Check the decimal point and the %, as in `upTo: 105%`.',
  ),
} satisfies Readonly<Record<string, Told>>;
