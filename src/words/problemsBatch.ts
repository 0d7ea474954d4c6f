// Words for what is wrong with a batch file or a folder of results. Templates as in problemsWritten.ts.

import type { ProblemCode } from '../problem/problem.ts';
import { type Told, told } from './problemWords.ts';

export const BATCH = {
  'batch-range': told(
    '「{got}」不是可以逐步取的数。',
    '一个数，可带单位，三处单位相同：`from: 5%`、`to: 10%`、`step: 1%`。',
    '改写它；不等距的值用 `values: [5%, 8%, 12%]`。',
    '"{got}" is no number that can be stepped.',
    'A number, with a unit if any, the same in all three: `from: 5%`, `to: 10%`, `step: 1%`.',
    'Rewrite it; values at odd distances go under `values: [5%, 8%, 12%]`.',
  ),
  'batch-rows': told(
    '取值表 {got} 没有可用的行。',
    '第一行是路径，以下每行一组取值；至多 1000 列。',
    '补上取值，或改用 `values`。',
    'The file {got} has no rows to use.',
    'The first row names the paths, each row below is one set of values; at most 1000 columns.',
    'Add rows, or use `values`.',
  ),
  'batch-lengths': told(
    '同步变动的各项取值个数不同：{got}。',
    '同步（`together: yes`）时各项个数相同，第 n 个与第 n 个一起取。',
    '补齐取值；要交叉就删去 `together`。',
    'What varies together has different numbers of values: {got}.',
    'With `together: yes`, the same number each: the n-th goes with the n-th.',
    'Complete the values, or remove `together` to cross them.',
  ),
  'batch-too-many': told(
    '共 {got} 行，太多。',
    '至多 {most} 行（每点一行；`keep: all` 时每次模拟一行）。',
    '放大步长、减少变动的项，或用 `keep: statistics`；也可分成几个批量。',
    'These are {got} rows, too many.',
    'At most {most} rows: one a point, or with `keep: all` one a draw.',
    'Use larger steps, vary less, use `keep: statistics`, or make several batches.',
  ),
  'batch-differs': told(
    '文件夹 {got} 中的结果出自另一批：{differing} 不同。',
    '同一批量、情景、政策、县域和版本的结果。',
    '用 `--out` 换一个文件夹；旧结果不再需要时先删去该文件夹。',
    'The results in {got} are of another batch: {differing} differs.',
    'Results of the same batch, scenario, policy, county and version.',
    'Choose another folder with `--out`, or delete this one if its results are no longer needed.',
  ),
  'batch-missing': told(
    '还缺 {count} 块结果，共 {chunks} 块：缺 {got}。',
    '每一块恰好一份。',
    '补上其余分片的文件夹；没算完的分片，以同样的命令再运行一次。',
    '{count} of {chunks} chunks are missing: {got}.',
    'Every chunk, exactly once.',
    'Name the folders of the other shards too; run a shard that was not finished again, with the same command.',
  ),
  'batch-twice': told(
    '第 {got} 块结果在两个文件夹中都有。',
    '每一块恰好一份。',
    '不要重复列出同一分片的文件夹。',
    'Chunk {got} is in two of the folders.',
    'Every chunk, exactly once.',
    'Name the folder of each shard once.',
  ),
  'batch-no-folder': told(
    '{got} 不是批量结果的文件夹，其中没有可读的 manifest.json。',
    '`shapan batch` 写出的文件夹。',
    '核对文件夹名。',
    '{got} is no folder of batch results: it has no manifest.json that can be read.',
    'A folder that `shapan batch` wrote.',
    'Check the name of the folder.',
  ),
} satisfies Partial<Record<ProblemCode, Told>>;

export const BATCH_CASES: Readonly<Record<string, Told>> = {
  'batch-range/zero': told(
    '步长是 0，永远到不了终点。',
    '不为 0 的步长。',
    '写作 `step: 1%` 这样的步长；只有一个值时用 `values`。',
    'The step is 0 and never gets to the end.',
    'A step other than 0.',
    'Write a step such as `step: 1%`; a single value goes under `values`.',
  ),
  'batch-range/away': told(
    '步长 {got} 背着终点走。',
    '起小于止时步长为正，起大于止时为负。',
    '改步长的正负号，或对调起、止。',
    'A step of {got} leads away from the end.',
    'Upwards a step above zero, downwards one below.',
    'Change the sign of the step, or swap `from` and `to`.',
  ),
  'batch-range/units': told(
    '「{got}」的单位与起点不同。',
    '`from`、`to`、`step` 用同一单位。',
    '三处写成同一单位，如都用 % 或都用万元。',
    '"{got}" has another unit than the start.',
    'One unit in `from`, `to` and `step`.',
    'Write all three in the same unit, such as % or 万元.',
  ),
  'batch-range/none': told(
    '模拟次数是 0。',
    '1 或更多；不模拟就不写 `draws`。',
    '删去 `draws`，或写作 `draws: 1000`。',
    'There are 0 draws.',
    '1 or more; without `draws`, the calm run.',
    'Remove `draws`, or write `draws: 1000`.',
  ),
  'batch-too-many/held': told(
    '每点要同时记住 {got} 个数（模拟次数 × 数字），太多。',
    '至多 {most} 个。',
    '减少模拟次数或数字；或用 `keep: all` 逐次写出。',
    'Each point has to hold {got} numbers at once (draws × figures), too many.',
    'At most {most}.',
    'Ask for fewer draws or figures, or write every draw with `keep: all`.',
  ),
  'batch-rows/cells': told(
    '取值表 {got} 第 {row} 行有空格，或格数与第一行不同。',
    '每行每列一个值：空着的不作任何假定。',
    '补上缺的值，或删去这一行。',
    'Line {row} of {got} has an empty cell, or not as many as the first row.',
    'One value in each column of each row: nothing is assumed of an empty cell.',
    'Complete the row, or remove it.',
  ),
};
