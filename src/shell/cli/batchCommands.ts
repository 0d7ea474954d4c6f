// The options of `batch` and `merge`.

import { type Command, CommanderError, Option } from 'commander';
import { BATCH_INTERFACE } from '../../words/batchInterface.ts';
import type { INTERFACE } from '../../words/interface.ts';
import type { Language } from '../../words/language.ts';
import { batch, merge } from './batch.ts';
import { Context } from './context.ts';
import { allowOption, threadsOption } from './options.ts';

interface BatchFlags {
  readonly out?: string;
  readonly threads?: number;
  readonly shard?: { readonly i: number; readonly n: number };
  readonly progress?: boolean;
  readonly allow?: string[];
}

const MOST_SHARDS = 10_000;

export function batchCommands(
  command: (name: string, about: keyof typeof INTERFACE) => Command,
  language: Language,
  done: (code: number) => void,
): void {
  const say = (key: keyof typeof BATCH_INTERFACE) => BATCH_INTERFACE[key][language];
  command('batch', 'batch')
    .argument('<file>', say('batchFile'))
    .option('--out <dir>', say('batchOut'))
    .addOption(threadsOption(language))
    .addOption(new Option('--shard <i/n>', say('shard')).argParser(shardOf))
    .option('--progress', say('progress'))
    .addOption(allowOption(language))
    .action(async (file: string, options: BatchFlags) => {
      const { out = null, threads = null, shard = { i: 1, n: 1 }, progress = false, allow = [] } = options;
      done(await batch(new Context(language, allow), file, { out, threads, shard, progress, allow }));
    });
  command('merge', 'merge')
    .argument('<dirs...>', say('mergeFolders'))
    .option('--out <dir>', say('mergeOut'))
    .action(async (folders: string[], options: { out?: string }) => done(await merge(new Context(language), folders, options.out ?? null)));
}

/** @throws {CommanderError} */
function shardOf(text: string): { readonly i: number; readonly n: number } {
  const [, i = 0, n = 0] = (/^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text) ?? []).map(Number);
  if (i >= 1 && i <= n && n <= MOST_SHARDS) return { i, n };
  throw new CommanderError(2, 'commander.invalidArgument', `'${text}'`);
}
