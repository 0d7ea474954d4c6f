// Words for what is wrong with how `draw` was asked. Templates as in problemsWritten.ts.

import { type Told, told } from './problemWords.ts';

export const DRAW_CASES: Readonly<Record<string, Told>> = {
  'usage/drawsHeld': told(
    '要同时记住 {got} 个数（模拟次数 × 数字），太多。',
    '至多 {most} 个。',
    '减少 `--draws`，或用 `--figures` 少看几个数；运行 `shapan --help` 查看用法。',
    '{got} numbers would be held at once (draws × figures), which is too many.',
    'At most {most}.',
    'Lower `--draws`, or ask for fewer figures with `--figures`; run `shapan --help` for its usage.',
  ),
  'usage/actual': told(
    '`--actual` 的「{got}」不是测算到清算的年度和医共体。',
    '年度.医共体[[，{known} 之一]]。',
    '[[是不是 `{near}`？||改为其中之一。]]运行 `shapan --help` 查看用法。',
    '"{got}" of `--actual` is no alliance in a year that is settled.',
    'YEAR.ALLIANCE[[, one of {known}]].',
    '[[Did you mean `{near}`?||Use one of these.]] Run `shapan --help` for its usage.',
  ),
};
