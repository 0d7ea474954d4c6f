// What the studies of levers say: attribution, solving, sensitivity.

import type { Words } from './language.ts';

function both(zh: string, en: string): Words {
  return { zh, en };
}

export const LEVER_INTERFACE = {
  attribute: both(
    '两个情景之差按各处变动拆分，与先后次序无关，合计到分',
    'Split the difference between two scenarios over their changes, whatever their order, to the fen',
  ),
  solve: both(
    '求满足条件的最小（大）参数值，附前后一步的证明',
    'Find the smallest (or largest) value of a lever that meets the goals, proved one step either side',
  ),
  sensitivity: both('各参数上下浮动时一个数变多少；可分解方差', 'How far a figure moves with each lever; shares of its variance'),
  other: both('与基准对比的情景文件', 'The scenario file to compare with the baseline'),
  studyFigure: both(
    '数字的路径，可用 *（可多次；不写则用各医共体净得和末年基金年末结余合计）',
    'Path of a figure, * allowed (repeatable; by default each alliance’s net and what the funds close with in the last year)',
  ),
  sensitivityFigure: both(
    '数字的路径，可用 *（可多次；默认末年基金年末结余合计，即统筹基金和风险调剂金）',
    'Path of a figure, * allowed (repeatable; by default what pool and risk fund close with in the last year)',
  ),
  studyJson: both('输出 JSON', 'Print JSON'),
  studyOut: both('另将各表存为 CSV 和 JSON，放到该文件夹', 'Also write the tables as CSV and JSON into this folder'),
  attributionRuns: both('变动很多、改为抽样时大约测算多少次', 'About how many runs where there are too many changes to play all'),
  studySeed: both('抽样的种子', 'Seed of what is drawn'),
  lever: both(
    '参数：set 路径，或 路径=低..高/步长（可多次）；两个路径用 ~ 相连，后者取 100% 余下的',
    'A lever: a `set` path, or PATH=low..high/step (repeatable); of two paths joined by ~ the second takes the rest of 100%',
  ),
  leverFrom: both('参数的最低值，如 0%', 'The lever’s lowest value, such as 0%'),
  leverTo: both('参数的最高值，如 10%', 'The lever’s highest value, such as 10%'),
  leverStep: both(
    '参数的步长（默认比率 0.01%、金额 1元、人数 1人、其他 0.01），终点须恰好是一步',
    'The lever’s step (by default 0.01% of a ratio, 1 yuan, 1 head, else 0.01); the end must be one of the steps',
  ),
  goal: both(
    '条件：数字 >= 值，如 "*.pool.closing >= 100万元"（金额带单位），或 "P(数字 > 值) <= 5%"（可多次，须同时满足）',
    'FIGURE >= VALUE, such as "*.pool.closing >= 0" (amounts with their unit), or "P(FIGURE > VALUE) <= 5%" (repeatable; all are to be met)',
  ),
  goalDraws: both('概率条件每个取值的模拟次数', 'Draws at each value, for goals of a probability'),
  find: both('求最小值还是最大值（多个参数时指第一个）', 'The smallest or the largest value (of several levers: of the first)'),
  levers: both(
    '参数清单：YAML 文件（levers: [路径, …]），或用逗号分隔的 路径 或 路径=低..高；spending.服务.就医地 是该项支出（就医地：own、cross、other、offCounty）；不写则用全部政策数值、增长率、情景因素和主要支出',
    'Levers: a YAML file (levers: [PATH, …]), or PATH or PATH=low..high separated by commas; spending.SERVICE.PLACE is such care (PLACE: own, cross, other, offCounty); by default all numbers of the policy, growth, shocks and the larger spending',
  ),
  by: both(
    '没有给定范围的参数上下浮动多少（增长率上下1个百分点）',
    'How far a lever without a range goes either way (growth: a percentage point)',
  ),
  sobol: both('另将方差分解到各参数（Sobol 一阶与总效应）', 'Also split the variance over the levers (Sobol first and total indices)'),
  samples: both('分解方差的样本行数（默认 512）', 'Rows of the sample that splits the variance (by default 512)'),
  samplesIdle: both('没有写 --sobol：不分解方差，--samples 不起作用。', 'Without --sobol no variance is split: --samples does nothing.'),
  sobolNone: both(
    '没有可以同时变动的参数，不作方差分解：各参数不是没有影响，就是有一端不能取。',
    'No lever can be moved with others, so no variance is split: each does nothing, or has an end that cannot be had.',
  ),
  attributionTitle: both('拆分：B − A，按各处变动', 'Attribution of B − A to the changes'),
  attributionNone: both('没有变动的参数，没有可拆分的。', 'No parameter was changed: there is nothing to attribute.'),
  attributionExact: both(
    '{players} 处变动（须同改的并作一处）共 {coalitions} 种组合，全部算清：都不变是 A、全变是 B，另测算 {runs} 次；精确。',
    '{players} changes (those that must change together as one) make {coalitions} coalitions, all of them known: none is A, all are B, and {runs} more runs were played; exact.',
  ),
  attributionMended: both(
    '{players} 处变动（须同改的并作一处）共 {coalitions} 种组合，全部算清：都不变是 A、全变是 B，另测算 {runs} 次（为找出须同改的又试了 {tried} 次）；精确。',
    '{players} changes (those that must change together as one) make {coalitions} coalitions, all of them known: none is A, all are B, and {runs} more runs were played ({tried} more tried which must change together); exact.',
  ),
  attributionOne: both(
    '{changes} 处变动规则只许一起改，拆不开（试了 {runs} 次）：换成相差少一些的两个情景。',
    'The rules take these {changes} changes only together, so nothing could be split (tried in {runs} runs): compare scenarios that differ in less.',
  ),
  attributionSampled: both(
    '{players} 处变动，抽取 {orders} 种次序（每种连同倒序），测算 {runs} 次；± 是标准误，合计仍到分不差。',
    '{players} changes: {orders} orders were drawn, each with its reverse, in {runs} runs; ± is the standard error, and the parts still sum to the fen.',
  ),
  solveTitle: both('求解：{wanted} {lever}', 'Solve: {wanted} {lever}'),
  smallest: both('最小的', 'the smallest'),
  largest: both('最大的', 'the largest'),
  solveRange: both('  {lever}：{from} 至 {to}，步长 {step}', '  {lever}: {from} to {to} in steps of {step}'),
  solveGoal: both('  条件 {number}：{goal}', '  goal {number}: {goal}'),
  solveAnswer: both('答案：{values}', 'Answer: {values}'),
  solveNone: both('试过的值没有一个满足全部条件。', 'None of the values tried meets all goals.'),
  solveRefused: both(
    '扫描的值中有 {count} 个不能测算（按不满足计），如：{why}。',
    '{count} of the values scanned cannot be played (they count as not meeting the goals), such as: {why}.',
  ),
  solveWholeHint: both(
    '须合计100%的比例可一起动：路径~另一路径=低..高，后者取余下的。',
    'Shares that must sum to 100% can move together: PATH~OTHER=low..high, the other taking what is left.',
  ),
  solveEnd: both('再进一步就出了范围：范围的这一端也满足。', 'One step further leaves the range: its end meets the goals too.'),
  solveMore: both(
    '注意：满足条件的取值不止一段（{count} 段），见下表。',
    'Note: the goals are met on more than one interval ({count}), listed below.',
  ),
  solveScan: both(
    '先按每 {stride} 步扫描 {points} 个值，共测算 {runs} 次；比这更窄的间断可能看不到。',
    'Scanned {points} values, every {stride} steps, {runs} runs in all; gaps narrower than that may go unseen.',
  ),
  solveDraws: both(
    '概率按每个取值 {draws} 次模拟（种子 {seed}，各取值遇到同样的波动），± 是标准误。',
    'Probabilities by {draws} draws at each value (seed {seed}, the same weather for all); ± is the standard error.',
  ),
  solveWhole: both('范围内的 {points} 个值全部试过（{runs} 次）。', 'All {points} values of the range were tried ({runs} runs).'),
  solveNear: both(
    '粗格 {grid}（测算其中 {scanned} 点）再逐级细化，共测算 {runs} 次；再进一步时其余参数就近和取粗格各值的 {neighbours} 点都不满足；粗格之间没有逐点证明。',
    'A coarse grid of {grid} ({scanned} of its points played), then refined, {runs} runs in all; one step further none of {neighbours} points meets the goals, the other levers nearby or at their coarse values. Between these nothing is proved.',
  ),
  sensitivityBase: both('敏感性：{count} 个参数', 'Sensitivity to {count} levers'),
} as const satisfies Readonly<Record<string, Words>>;
