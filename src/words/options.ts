// What each option of the command line takes, in one sentence, by its name; told where what was written is nothing of the kind.

import type { Words } from './language.ts';

function takes(zh: string, en: string): Words {
  return { zh, en };
}

const COUNT = takes('1 到 9999999 的整数', 'A whole number from 1 to 9999999');

export const OPTION_TAKES: Readonly<Record<string, Words>> = {
  '--lang': takes('zh 或 en', 'zh or en'),
  '--unit': takes('yuan（元）或 wan（万元），也可写 元、万元', 'yuan or wan (10,000 yuan)'),
  '--find': takes('smallest（最小）或 largest（最大）', 'smallest or largest'),
  '--most': COUNT,
  '--draws': COUNT,
  '--runs': COUNT,
  '--samples': COUNT,
  '--threads': takes('1 到 64 的整数', 'A whole number from 1 to 64'),
  '--seed': takes(
    '0 或正整数，`draw` 至多 19 位，其他命令至多 6 位',
    'A whole number from 0, of at most 19 digits for `draw` and 6 elsewhere',
  ),
  '--months': takes(
    '0 到 999.99 的数，至多两位小数，如 6、5.5 或 6个月',
    'A number from 0 to 999.99 with at most two decimals, such as 6 or 5.5',
  ),
  '--actual': takes(
    '`年度.医共体=结余`，金额写明元、万元或亿元（0 除外），超支写负数，如 `2025.east=1200万元`',
    '`YEAR.ALLIANCE=SURPLUS`, the amount with 元, 万元 or 亿元 (but for 0), an overspend below zero, such as `2025.east=12000000元`',
  ),
  '--by': takes('0.01% 到 100% 的比例，如 `10%`', 'A share from 0.01% to 100%, such as `10%`'),
  '--shard': takes(
    '`第几份/共几份`，如 `1/3`；第几份从 1 起，至多 10000 份',
    '`PART/PARTS`, such as `1/3`; parts are counted from 1, at most 10000',
  ),
};

/** An option that must be given, as it may look. */
export const OPTION_EXAMPLES: Readonly<Record<string, string>> = {
  '--lever': '--lever policy.reserves.riskAdjustment.share=3%..10%',
  '--goal': '--goal "*.pool.closing >= 0"',
};
