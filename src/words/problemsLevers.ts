// Words for what is wrong with the options of the studies of levers. Templates as in problemsWritten.ts.

import { type Told, told } from './problemWords.ts';

export const LEVER_CASES = {
  'usage/by': told(
    '`--by` 不能是「{got}」。',
    '0.01% 到 100% 的比例，如 `10%`。',
    '改写 `--by`；更小或不对称的范围用 `--levers 路径=低..高`；运行 `shapan --help` 查看用法。',
    '`--by` cannot be "{got}".',
    'A share from 0.01% to 100%, such as `10%`.',
    'Give `--by` another share; for a smaller or uneven range write `--levers PATH=low..high`; run `shapan --help` for its usage.',
  ),
} satisfies Readonly<Record<string, Told>>;
