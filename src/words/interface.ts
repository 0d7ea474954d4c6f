// What the command line says of itself.

import type { Words } from './language.ts';

function both(zh: string, en: string): Words {
  return { zh, en };
}

export const INTERFACE = {
  program: both('沙盘：县域医共体医保总额预算模拟，精确到分', 'Shapan: a simulator of county medical-alliance budgets, exact to the fen'),
  run: both('测算一个情景，打印各表', 'Play a scenario and print its tables'),
  check: both('检查情景文件与政策，列出全部问题、提示和假设', 'Check a scenario: every problem, warning and assumption'),
  test: both('逐项核对情景中的 expect（目录则核对其中全部情景）', 'Compare every scenario that has `expect` with what comes out'),
  explain: both('说明一个数是怎么来的，直到条款', 'Lay out how a figure came about, down to lines and clauses'),
  schema: both('打印 JSON Schema，供编辑器提示用', 'Print the JSON Schemas for editors'),
  init: both('新建一个文件夹，放入可直接修改的情景、政策和县域文件', 'Make a folder with a scenario, policy and county to start from'),
  file: both('情景文件（YAML）', 'A scenario file (YAML)'),
  paths: both('情景文件或文件夹', 'Scenario files or folders'),
  figure: both(
    '数字的路径，如 2025.alliances.east.finalPayment；不写则列出全部',
    'Path of a figure, such as 2025.alliances.east.finalPayment; all are listed without one',
  ),
  folder: both('文件夹', 'A folder'),
  lang: both('语言：zh 或 en', 'Language: zh or en'),
  json: both('以 expect 的形式输出 JSON', 'Print the figures as JSON, in the shape of `expect`'),
  out: both(
    '另将各表写成 CSV，并写出账簿和数字，存到该文件夹',
    'Also write the tables as CSV, the ledger and the figures into this folder',
  ),
  unit: both('金额单位：yuan（元）或 wan（万元）', 'Unit of amounts: yuan or wan (10,000 yuan)'),
  allow: both('允许情景文件引用该文件夹中的文件（可多次）', 'Allow the scenario to name files in this folder (repeatable)'),
  only: both('只打印这些表（用逗号分隔，如 settlement,summary）', 'Print only these tables (by id, comma-separated)'),
  depth: both('最多展开多少个数', 'At most this many figures'),
  force: both('文件夹不为空也写入（不覆盖已有文件）', 'Write into a folder that is not empty (never over a file)'),
  version: both('版本号', 'The version'),
  help: both('显示帮助', 'Show this help'),
  helpCommand: both('显示某条命令的帮助', 'Show help for a command'),
  usage: both('用法：', 'Usage:'),
  options: both('选项：', 'Options:'),
  optionsWord: both('选项', 'options'),
  commandWord: both('命令', 'command'),
  defaultWord: both('默认', 'default'),
  commands: both('命令：', 'Commands:'),
  arguments: both('参数：', 'Arguments:'),
  unitYuan: both('单位：元', 'Unit: yuan'),
  unitWan: both('单位：万元', 'Unit: 10,000 yuan'),
  note: both('注：', 'Note: '),
  fingerprint: both(
    '指纹：情景 {scenario} · 政策 {policy} · 县域 {county} · 沙盘 {version}',
    'Fingerprint: scenario {scenario} · policy {policy} · county {county} · shapan {version}',
  ),
  written: both('已写入 {count} 个文件：{folder}', '{count} files written to {folder}'),
  warnings: both('提示 {count} 条：', '{count} warnings:'),
  moreWarnings: both('（共 {count} 条提示，全部见 shapan check {file}）', '({count} warnings; all of them: shapan check {file})'),
  grounds: both(
    '本次测算所用政策值：有依据 {sourced} 项，假设 {assumed} 项，情景设定 {set} 项，未注明依据 {unsourced} 项；逐项见 shapan check {file}',
    'Policy values used: {sourced} sourced, {assumed} assumed, {set} set by the scenario, {unsourced} without a source; one by one: shapan check {file}',
  ),
  noProblems: both('没有问题。', 'No problems.'),
  valuesTitle: both('政策值与依据（{year} 年）', 'Policy values and what they rest on ({year})'),
  valuePath: both('路径', 'Path'),
  valueText: both('值', 'Value'),
  valueBasis: both('依据', 'Rests on'),
  setByScenario: both('情景设定', 'set by the scenario'),
  testPassed: both('通过 {file}（{count} 项）', 'pass {file} ({count} figures)'),
  testFailed: both('不符 {file}（{count} 项中 {failed} 项不符）', 'FAIL {file} ({failed} of {count} figures differ)'),
  testDifference: both('  {path}（{rule}）：应为 {expected}，得到 {got}', '  {path} ({rule}): expected {expected}, got {got}'),
  testBroken: both('有误 {file}', 'ERROR {file}'),
  testNone: both('没有找到带 expect 的情景：{paths}', 'No scenario with `expect` in {paths}'),
  testSum: both('情景 {passed} 个通过，{failed} 个不符或有误', '{passed} scenarios passed, {failed} failed'),
  figureList: both(
    '可以说明的数（以首年为例；各月在末尾加 .1 至 .12，各年、各医共体换成相应编号）。用法：shapan explain {file} 路径',
    'Figures that can be explained (of the first year; add .1 to .12 for a month). Usage: shapan explain {file} PATH',
  ),
  rule: both('规则 {rule}', 'Rule {rule}'),
  assumptionsTitle: both('所用假设：', 'Assumptions used:'),
  noAssumptions: both('所用政策值中没有假设。', 'None of the policy values used is an assumption.'),
  initDone: both(
    '已写入 {folder}。接着可以：npx shapan run {folder}/scenario.yaml',
    'Written to {folder}. Next: npx shapan run {folder}/scenario.yaml',
  ),
  ourBug: both(
    '这是沙盘自己的错误，不是您的文件有误。请把下面的内容连同情景文件一起报告：',
    'This is our bug, not a fault of your file. Please report what follows, with the scenario:',
  ),
  problemsSum: both('共 {errors} 个错误，{warnings} 个提示。', 'Errors: {errors}. Warnings: {warnings}.'),
} as const satisfies Readonly<Record<string, Words>>;

/** Where each rule stands, for a reader who wants the code behind a figure. */
export const RULE_FILES: Readonly<Record<string, string>> = {
  R1: 'src/rules/financing.ts',
  R2: 'src/rules/reserves.ts',
  R3: 'src/rules/quota.ts',
  R4: 'src/plan/activity.ts',
  R5: 'src/rules/advance.ts',
  R6: 'src/rules/review.ts',
  R7: 'src/rules/settlement.ts',
  R8: 'src/rules/close.ts',
};
