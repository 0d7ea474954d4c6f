// attribute, solve and sensitivity as the command line offers them.

import { type Command, Option } from 'commander';
import { ATTRIBUTION } from '../../study/attribution.ts';
import type { Wanted } from '../../study/solve.ts';
import { INTERFACE } from '../../words/interface.ts';
import type { Language } from '../../words/language.ts';
import { attribute } from './attribute.ts';
import { Context } from './context.ts';
import { allowOption, repeated, type Shared, shortSeed, unitOption, wholeNumber } from './options.ts';
import { sensitivity } from './sensitivity.ts';
import { solve } from './solve.ts';
import type { MoneyUnit } from './tableText.ts';

/** Options that all three have. */
interface Studied extends Shared {
  readonly json?: boolean;
  readonly out?: string;
}

type Say = (key: keyof typeof INTERFACE) => string;

/** Rows of a sample: enough for errors of a few hundredths. */
const SAMPLES = 64;
/** Draws of each value that a goal of a probability is tried at: 5% is then known to 0.7 percentage points. */
const DRAWS = 1000;

/** @param command makes a command by its name and what it is about. */
export function leverCommands(
  command: (name: string, about: keyof typeof INTERFACE) => Command,
  language: Language,
  done: (code: number) => void,
): void {
  const say: Say = (key) => INTERFACE[key][language];
  const studied = (made: Command) =>
    made.option('--json', say('studyJson')).option('--out <dir>', say('studyOut')).addOption(allowOption(language));
  const context = (options: Shared) => new Context(language, options.allow ?? []);
  attributeCommand(studied(command('attribute', 'attribute')), say, language).action(
    (before: string, after: string, options: Studied & { figure?: string[]; unit: MoneyUnit; runs: number; seed: number }) => {
      const { figure = [], json = false, out = null, unit, runs, seed } = options;
      done(attribute(context(options), [before, after], { figures: figure, json, out, unit, runs, seed }));
    },
  );
  solveCommand(studied(command('solve', 'solve')), say).action((file: string, options: Studied & SolveArguments) => {
    const { lever: levers, from = null, to = null, step = null, goal: goals, find, draws, seed, json = false, out = null } = options;
    done(solve(context(options), file, { levers, from, to, step, goals, find, draws, seed, json, out }));
  });
  sensitivityCommand(studied(command('sensitivity', 'sensitivity')), say, language).action(
    (file: string, options: Studied & SensitivityArguments) => {
      const { levers = null, figure = [], by, sobol = false, samples, seed, json = false, out = null, unit } = options;
      done(sensitivity(context(options), file, { levers, figures: figure, by, sobol, samples, seed, json, out, unit }));
    },
  );
}

interface SolveArguments {
  readonly lever: string[];
  readonly from?: string;
  readonly to?: string;
  readonly step?: string;
  readonly goal: string[];
  readonly find: Wanted;
  readonly draws: number;
  readonly seed: number;
}

interface SensitivityArguments {
  readonly levers?: string;
  readonly figure?: string[];
  readonly by: string;
  readonly sobol?: boolean;
  readonly samples: number;
  readonly seed: number;
  readonly unit: MoneyUnit;
}

function seedOption(say: Say): Option {
  return new Option('--seed <n>', say('studySeed')).argParser(shortSeed).default(ATTRIBUTION.seed);
}

function attributeCommand(made: Command, say: Say, language: Language): Command {
  return made
    .argument('<baseline>', say('baseline'))
    .argument('<other>', say('other'))
    .addOption(repeated('--figure <path>', say('studyFigure')))
    .addOption(unitOption(language))
    .addOption(new Option('--runs <n>', say('attributionRuns')).argParser(wholeNumber).default(ATTRIBUTION.runs))
    .addOption(seedOption(say));
}

function solveCommand(made: Command, say: Say): Command {
  return made
    .argument('<file>', say('file'))
    .addOption(repeated('--lever <path>', say('lever')).makeOptionMandatory())
    .option('--from <value>', say('leverFrom'))
    .option('--to <value>', say('leverTo'))
    .option('--step <value>', say('leverStep'))
    .addOption(repeated('--goal <goal>', say('goal')).makeOptionMandatory())
    .addOption(new Option('--find <which>', say('find')).choices(['smallest', 'largest']).default('smallest'))
    .addOption(new Option('--draws <n>', say('goalDraws')).argParser(wholeNumber).default(DRAWS))
    .addOption(seedOption(say));
}

function sensitivityCommand(made: Command, say: Say, language: Language): Command {
  return made
    .argument('<file>', say('file'))
    .option('--levers <list>', say('levers'))
    .addOption(repeated('--figure <path>', say('sensitivityFigure')))
    .addOption(new Option('--by <share>', say('by')).default('10%'))
    .option('--sobol', say('sobol'))
    .addOption(new Option('--samples <n>', say('samples')).argParser(wholeNumber).default(SAMPLES))
    .addOption(seedOption(say))
    .addOption(unitOption(language));
}
