// What `draw` says.

import type { Words } from './language.ts';

function both(zh: string, en: string): Words {
  return { zh, en };
}

export const DRAW_INTERFACE = {
  drawFiles: both(
    '情景文件；第一个是 A，其余与它在同样的波动下对比',
    'Scenario files; the first is A, the others are compared with it in the same weather',
  ),
  draws: both('模拟次数', 'Number of draws'),
  seed: both('随机种子：同一种子，结果一字不差', 'Seed: the same seed gives the same result to the letter'),
  drawFigures: both('改看这些数（路径，可用 *，用逗号分隔）', 'Show these figures instead (paths, * allowed, comma-separated)'),
  monthsBelow: both('可支付月数不足几个月', 'Fewer payable months than this'),
  actual: both(
    '实际结余（超支为负），判断是信号还是运气：2025.east=1200万元（可多次）',
    'A surplus of the books (overspend below zero) to judge: 2025.east=1200万元 (repeatable)',
  ),
  drawJson: both('输出 JSON：分布、概率、标准误和区间', 'Print JSON: spreads, probabilities, standard errors and intervals'),
  drawTitle: both('模拟 {draws} 次，种子 {seed}', '{draws} draws, seed {seed}'),
  standardWeather: both(
    '波动：情景没有写 uncertainty，用 seeds/uncertainty/default.yaml（都是假设）',
    'Weather: no `uncertainty` in the scenario, so seeds/uncertainty/default.yaml (assumptions)',
  ),
  ownWeather: both('波动：按情景的 uncertainty', 'Weather: by the scenario’s `uncertainty`'),
  refusedDraws: both(
    '有 {count} 次模拟从某年起规则不允许（如年中调整超过风险调剂金）：该年及以后，分布和两个情景之差中没有计入，概率按最坏的计。',
    '{count} draws that the rules refuse from some year on (such as an adjustment beyond the risk fund): for that year and later spreads and differences leave them out, probabilities count them as the worst.',
  ),
  drawAll: both('列出各年、各数的分布，而不只是主要的', 'Print how every figure spreads in every year, not only the main ones'),
  drawOut: both('另将各表存为 CSV 和 JSON，放到该文件夹', 'Also write all tables as CSV and JSON into this folder'),
  moreSpreads: both('各年、各数的分布用 --all 列出，另存用 --out。', 'Every figure of every year: --all, or --out for files.'),
  drawStopped: both(
    '{year}年只测算到{month}月（through），没有年终清算，因此没有结余、年末基金和各种概率。期间的数用 --figures 看，如 --figures {example}',
    '{year} is played to month {month} only (`through`) and not settled, so there is no surplus, closing fund or probability to tell. Figures of the months: --figures, such as --figures {example}',
  ),
  drawBudget: both('{year}年只做年初预算，没有各月支付，没有可模拟的。', 'Of {year} only the budget is made: there are no months to draw.'),
  drawKnown: both(
    '各月都是实际数，没有可波动的：每次模拟都一样。',
    'Every month played is known: there is nothing to vary, and all draws are the same.',
  ),
  otherWeather: both(
    '{letter} 与 A 的波动（uncertainty）不同：两者之差不全是政策的作用。要只看政策，两个情景写同样的 uncertainty。',
    '{letter} and A have another `uncertainty`: policy is not all that makes their difference. To see policy alone, give both the same `uncertainty`.',
  ),
  noPairs: both('{letter} 与 A 没有共同的数，无从对比。', '{letter} and A have no figure in common: there is nothing to compare.'),
} as const satisfies Readonly<Record<string, Words>>;
