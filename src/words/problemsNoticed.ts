// Words for the command line's refusals, for warnings and for findings. Warnings and findings are short: what, and what to do
// where it is not meant. Templates as in problemsWritten.ts.

import type { ProblemCode } from '../problem/problem.ts';
import { type Told, told } from './problemWords.ts';

export const NOTICED = {
  // command line
  usage: told(
    '命令写得不对[[：{got}]]。',
    '[[{detail}||`shapan 命令 文件`，如 `shapan run scenarios/baseline.yaml`。]]',
    '[[是不是 `{near}`？||运行 `shapan --help` 查看用法。]]',
    'The command is not right[[: {got}]].',
    '[[{detail}||`shapan COMMAND FILE`, such as `shapan run scenarios/baseline.yaml`.]]',
    '[[Did you mean `{near}`?||Run `shapan --help` for its usage.]]',
  ),
  'output-failed': told(
    '写不进「{got}」[[（{detail}）]]。',
    '可以写入的文件夹。',
    '检查文件夹权限、磁盘空间，以及文件是否被其他程序打开；没有留下写了一半的文件。',
    '"{got}" cannot be written[[ ({detail})]].',
    'A folder that may be written to.',
    'Check permissions, disk space, and that no other program holds the file; nothing half-written was left.',
  ),
  'output-exists': told(
    '「{got}」已经存在，没有覆盖。',
    '还不存在的文件或目录。',
    '换一个名称，或先移走它。',
    '"{got}" exists already and was not written over.',
    'A file or folder that does not exist yet.',
    'Choose another name, or move it away first.',
  ),
  // warnings
  'incomplete-base-year': told(
    '{year} 年「{alliance}」缺 {months} 月的支付，按 0 计。',
    '各医共体全年各月的支付。',
    '补上这些月份；确实没有支付时不必处理。',
    '{alliance} has no payments in {year} for months {months}: they count 0.',
    'Payments of every month for every alliance.',
    'Add them, unless there were none.',
  ),
  'history-missing': told(
    '历史权重用到 {year} 年，而该年没有支付明细，按 0 计。',
    '历史权重所及各年的支付明细。',
    '补上 {year} 年的支付，或调整 `historyWeights`（历史权重）。',
    'A history weight reads {year}, which has no activity: it counts 0.',
    'Activity of each year that has a weight.',
    'Add payments of {year}, or change `historyWeights`.',
  ),
  'history-all-zero': told(
    '[[{year} 年||]]各医共体的历史支付都是 0，按历史分配的部分改按参保人数分。',
    '至少一个医共体有历史支付。',
    '补上历史支付，或写 `byHistory: 0%`。',
    'No alliance has any history[[ for {year}||]]: its part of the quota goes by insured heads.',
    'At least one alliance with spending in the years before.',
    'Add past payments, or write `byHistory: 0%`.',
  ),
  'growth-not-given': told(
    '服务项目「{got}」没有写增长率，按不增长推算。',
    '每个服务项目的年增长率。',
    '在 `county.growth`（增长率）下补上 `{got}: 3%`（换成本县的值）。',
    'The service "{got}" has no growth: it is projected to stay as it is.',
    'A yearly growth for each service.',
    'Add `{got}: 3%`, with your own value, under `county.growth`.',
  ),
  'shock-no-effect': told(
    '这一情景因素没有涉及任何推算的支付。',
    '与推算的月份和支付有交集的情景因素。',
    '核对起止月份、服务、归属和就医地，或删去它。',
    'This shock covers no projected payment.',
    'A shock that meets some projected payment.',
    'Check its months, service, home and place, or remove it.',
  ),
  'set-no-effect': told(
    '设定「{got}」与原值相同，没有改变什么。',
    '与原值不同的新值。',
    '改为别的值，或删去这一行。',
    'Setting "{got}" gives the value it has already.',
    'A value that differs.',
    'Write another value, or remove the line.',
  ),
  'reason-missing': told(
    '这一行没有写原因。',
    '扣减和调整的原因。',
    '补上 `reason: …`（原因）。',
    'This row gives no reason.',
    'The reason of a deduction or adjustment.',
    'Add `reason: …`.',
  ),
  'years-not-played': told(
    '测算到 {got} 为止，其后直到 {last} 年没有测算。',
    '与 `through`（测算截至）相符的年度。',
    '需要全部年度时删去 `through`。',
    'The run stops after {got}: nothing is played from there to {last}.',
    'Years that agree with `through`.',
    'Remove `through` to play them all.',
  ),
  // findings about figures
  'stated-differs': told(
    '[[「{document}」||文本]]称为 {stated}，而所用的值是 {got}。',
    '文本与所用的值一致。',
    '核对原文；以所用的值为准时保留 `stated` 作记录。',
    '[["{document}"||The text]] says {stated}, but the value used is {got}.',
    'A text and a value that agree.',
    'Check the original; if the value stands, keep `stated` as a record.',
  ),
  'pool-negative': told(
    '{year} 年末统筹基金结余为 {got} 元，出现赤字。',
    '不低于 0 的统筹基金结余。',
    '调低额度、预留或待遇，或增加筹资。',
    'The pool closes {year} at {got} yuan, below zero.',
    'A pool balance not below 0.',
    'Lower quotas, reserves or spending, or raise financing.',
  ),
  'risk-opening-negative': told(
    '风险调剂金年初结余为 {got} 元，是负数。',
    '不低于 0 的年初结余。',
    '核对 `county.pool.riskAdjustment`；确为负数时不必处理。',
    'The risk-adjustment fund opens at {got} yuan, below zero.',
    'An opening balance not below 0.',
    'Check `county.pool.riskAdjustment`; if it is so, leave it.',
  ),
  unsourced: told(
    '政策值「{got}」没有写依据。',
    '`source`（依据）或 `assumption`（假设）。',
    '写成 `{value: …, source: {document: …, clause: …}}` 或 `{value: …, assumption: 理由}`。',
    'The policy value "{got}" names no source.',
    'A `source` or an `assumption`.',
    'Write `{value: …, source: {document: …, clause: …}}` or `{value: …, assumption: why}`.',
  ),
  'base-year-skipped': told(
    '基期 {base} 年与首年 {first} 之间没有支付明细，逐年推算。',
    '首年前一年的支付明细。',
    '补上 {base} 年之后的支付明细；没有时不必处理。',
    'There is no activity between the base year {base} and {first}: the years between are projected.',
    'Activity of the year before the first.',
    'Add activity after {base}, if there is any.',
  ),
} satisfies Partial<Record<ProblemCode, Told>>;
