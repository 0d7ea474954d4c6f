// draw as the command line offers it.

import { type Command, CommanderError, Option } from 'commander';
import type { Fen } from '../../money/fen.ts';
import { amountWanted, isBadValue } from '../../study/goals.ts';
import { INTERFACE } from '../../words/interface.ts';
import type { Language } from '../../words/language.ts';
import type { KnownFiles } from '../files.ts';
import { Context } from './context.ts';
import { draw } from './draw.ts';
import { allowOption, type Shared, threadsOption, unitOption, wholeNumber } from './options.ts';
import type { MoneyUnit } from './tableText.ts';

type Actual = readonly [string, Fen];

interface DrawFlags extends Shared {
  readonly draws: number;
  readonly seed: bigint;
  readonly figures?: string;
  readonly months: string;
  readonly actual?: readonly Actual[];
  readonly threads?: number;
  readonly json?: boolean;
  readonly all?: boolean;
  readonly out?: string;
  readonly unit: MoneyUnit;
}

export function drawCommands(
  command: (name: string, about: keyof typeof INTERFACE) => Command,
  language: Language,
  done: (code: number) => void,
): void {
  const say = (key: keyof typeof INTERFACE) => INTERFACE[key][language];
  command('draw', 'draw')
    .argument('<files...>', say('drawFiles'))
    .addOption(new Option('--draws <n>', say('draws')).argParser(wholeNumber).default(10_000))
    .addOption(new Option('--seed <n>', say('seed')).argParser(seedNumber).default(1n))
    .option('--figures <paths>', say('drawFigures'))
    .addOption(new Option('--months <n>', say('monthsBelow')).argParser(monthsNumber).default('6'))
    .addOption(new Option('--actual <surplus>', say('actual')).argParser(actualNumber))
    .addOption(threadsOption(language))
    .option('--json', say('drawJson'))
    .option('--all', say('drawAll'))
    .option('--out <dir>', say('drawOut'))
    // Thousands of yuan are noise among draws.
    .addOption(unitOption(language).default('wan'))
    .addOption(allowOption(language))
    .action(async (files: string[], options: DrawFlags) => {
      const { draws, seed, months, unit, threads = null, json = false, all = false, out = null, allow = [] } = options;
      const figures = options.figures?.split(/[,，]/).map((path) => path.trim()) ?? null;
      const actual = new Map(options.actual ?? []);
      const known: KnownFiles = new Map();
      const context = new Context(language, allow, known);
      done(await draw(context, known, files, { draws, seed, figures, months, actual, threads, json, all, out, unit, allow }));
    });
}

/** @throws {CommanderError} */
function seedNumber(text: string): bigint {
  if (/^\d{1,19}$/.test(text)) return BigInt(text);
  throw new CommanderError(2, 'commander.invalidArgument', text);
}

/** @throws {CommanderError} */
function monthsNumber(text: string): string {
  const [, number] = /^(\d{1,3}(?:\.\d{1,2})?)\s*(?:个?月)?$/.exec(text) ?? [];
  if (number !== undefined) return number;
  throw new CommanderError(2, 'commander.invalidArgument', text);
}

/** `2025.east=1200万元`: what an alliance really had left over; below zero an overspend. @throws {CommanderError} */
function actualNumber(text: string, before: readonly Actual[] = []): readonly Actual[] {
  const [, at = '', amount = ''] = /^(\d{4}\.[^=]+)=(.+)$/.exec(text) ?? [];
  const surplus = amountWanted(amount);
  if (at === '' || isBadValue(surplus)) throw new CommanderError(2, 'commander.invalidArgument', text);
  return [...before, [at, surplus]];
}
