// shapan init DIR — a folder with a scenario, a policy, a county and its activity, an uncertainty and a batch, ready to be changed.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputProblems, Report } from '../../problem/problem.ts';
import { projectFile, writeWhole } from '../files.ts';
import type { Context } from './context.ts';

const SCENARIO = `# yaml-language-server: $schema=schemas/scenario.json
# 情景：在下面的政策和县域数据上测算。改数之后运行：shapan run scenario.yaml
title: 我的第一个情景
policy: ./policy.yaml
county: ./county.yaml
years: [2025, 2027]
# 模拟（shapan draw scenario.yaml）时的波动：各项幅度都是假设，应换成本县的。只改一项时可在这里写：
# set: {uncertainty.variables.month-own.sigma: 6%}
uncertainty: ./uncertainty.yaml
# 情景因素示例（去掉行首 # 即生效）：冬季住院上升两成
# shocks:
#   - {title: 冬季流行, service: inpatient, from: 2025-12, to: 2026-02, factor: 1.2}
`;

const BATCH = `# yaml-language-server: $schema=schemas/batch.json
# 成批测算示例：风险调剂金比例取几档，各档基金末年怎样。运行：shapan batch batch.yaml
title: 风险调剂金取几档
scenario: ./scenario.yaml
vary:
  - {path: policy.reserves.riskAdjustment.share, from: 3%, to: 6%, step: 1%}
# 每点模拟 200 次，写出平均、分位数和概率（去掉行首 # 即生效）
# draws: 200
# chances:
#   - 2027.pool.uncovered > 0
figures:
  - 2027.pool.closing
  - 2027.pool.payableMonths
`;

/** What editors complete the files by. */
const SCHEMAS = ['scenario', 'policy', 'county', 'uncertainty', 'batch'];

export function init(context: Context, folder: string, force: boolean): number {
  const report = new Report();
  if (existsSync(folder) && readdirSync(folder).length > 0 && !force) {
    report.add('error', 'output-exists', null, folder, { got: folder });
    throw new InputProblems(report.problems);
  }
  const files = new Map<string, string>([
    ['scenario.yaml', SCENARIO],
    ['policy.yaml', withFinancing(seed('policies', 'henan-2021.yaml').replace(/\$schema=\S+/, '$schema=schemas/policy.json'))],
    ['county.yaml', seed('counties', 'example.yaml').replace(/\$schema=\S+/, '$schema=schemas/county.json')],
    ['uncertainty.yaml', seed('uncertainty', 'default.yaml').replace(/\$schema=\S+/, '$schema=schemas/uncertainty.json')],
    ['batch.yaml', BATCH],
    ['example-activity.csv', seed('counties', 'example-activity.csv')],
    ['example-volumes.csv', seed('counties', 'example-volumes.csv')],
    ...SCHEMAS.map((name) => [`schemas/${name}.json`, seed('schemas', `${name}.json`)] as const),
  ]);
  const taken = [...files.keys()].filter((name) => existsSync(join(folder, name)));
  if (taken.length > 0) {
    report.add('error', 'output-exists', null, folder, { got: taken.map((name) => join(folder, name)).join('、') });
    throw new InputProblems(report.problems);
  }
  for (const [name, text] of files) writeWhole(join(folder, name), text);
  process.stdout.write(`${context.say('initDone', { folder })}\n`);
  return 0;
}

/** The example's premiums and subsidies of all years that are played: by the last published ones alone later overspends would look larger. */
function withFinancing(policy: string): string {
  const baseline = readFileSync(projectFile('scenarios', 'baseline.yaml'), 'utf8');
  return ['individual', 'subsidy'].reduce((text, key) => {
    const years = new RegExp(`^ {2}policy\\.financing\\.${key}:\\n((?: {4}.*\\n)+)`, 'm').exec(baseline)?.[1] ?? '';
    return text.replace(new RegExp(`^( {2}${key}:\\n)(?: {4}.*\\n)+`, 'm'), (_, head: string) => head + years);
  }, policy);
}

function seed(...path: readonly string[]): string {
  return readFileSync(projectFile('seeds', ...path), 'utf8');
}
