// What the command line says of batches.

import type { Words } from './language.ts';

export const BATCH_INTERFACE = {
  batchFile: { zh: '批量文件（YAML）', en: 'A batch file (YAML)' },
  batchOut: { zh: '结果文件夹（缺省为批量文件名加 -results）', en: 'Folder of the results (by default the name of the file and -results)' },
  shard: { zh: '只算第 i 片，共 n 片，如 2/8；再以 merge 合并', en: 'Play only part i of n, such as 2/8; join them with `merge`' },
  progress: { zh: '不在终端上也显示进度', en: 'Show progress where there is no terminal too' },
  mergeFolders: { zh: '各分片的结果文件夹', en: 'Folders of the shards' },
  mergeOut: { zh: '合并到哪个文件夹（缺省为第一个）', en: 'Folder to join them in (by default the first)' },
  kept: { zh: '接着算：{count} 块已有，不再重算', en: 'Going on: {count} chunks are there and are kept' },
  bar: { zh: '{percent}%　{done}/{all} 块　还需约 {left}', en: '{percent}%  {done}/{all} chunks  about {left} left' },
  finished: { zh: '{rows} 行，{points} 点：{csv}、{parquet}', en: '{rows} rows of {points} points: {csv}, {parquet}' },
  shardDone: {
    zh: '第 {shard} 片已算完（{chunks} 块），各片齐后运行：shapan merge …',
    en: 'Part {shard} is done ({chunks} chunks); when all are: shapan merge …',
  },
  refused: { zh: '{count} 行没有结果，原因见 problem 一列', en: '{count} rows have no figures; the column `problem` says why' },
} as const satisfies Readonly<Record<string, Words>>;
