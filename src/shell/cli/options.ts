// Options that several commands have, in the language asked for.

import { CommanderError, Option } from 'commander';
import { INTERFACE } from '../../words/interface.ts';
import type { Language } from '../../words/language.ts';
import type { MoneyUnit } from './tableText.ts';

/** What every command that opens a file is given. */
export interface Shared {
  readonly lang: Language;
  readonly allow?: string[];
}

export function allowOption(language: Language): Option {
  return repeated('--allow <dir>', INTERFACE.allow[language]);
}

/** As people write them. */
const UNITS: ReadonlyMap<string, MoneyUnit> = new Map([
  ['yuan', 'yuan'],
  ['wan', 'wan'],
  ['元', 'yuan'],
  ['万元', 'wan'],
]);

export function unitOption(language: Language): Option {
  const option = new Option('--unit <unit>', INTERFACE.unit[language]).choices(['yuan', 'wan']).default('yuan');
  return option.argParser((text: string): MoneyUnit => {
    const unit = UNITS.get(text);
    if (unit === undefined) throw new CommanderError(2, 'commander.invalidArgument', text);
    return unit;
  });
}

/** More are no faster on any machine, and each holds the scenarios anew. */
const MOST_THREADS = 64;

export function threadsOption(language: Language): Option {
  return new Option('--threads <n>', INTERFACE.threads[language]).argParser((text: string) => {
    if (/^[1-9]\d?$/.test(text) && Number(text) <= MOST_THREADS) return Number(text);
    throw new CommanderError(2, 'commander.invalidArgument', text);
  });
}

/** An option that may be given more than once. */
export function repeated(flags: string, about: string): Option {
  return new Option(flags, about).argParser((one: string, before: string[] = []) => [...before, one]);
}

/** @throws {CommanderError} */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new CommanderError(2, 'commander.invalidArgument', text);
}

/** A seed that is kept as a plain number. @throws {CommanderError} */
export function shortSeed(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new CommanderError(2, 'commander.invalidArgument', text);
}
