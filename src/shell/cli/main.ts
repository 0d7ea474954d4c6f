// The command line. Exit codes: 0 fine (warnings included), 1 an expectation or a finding of grade error,
// 2 the input is wrong as written, 3 our bug.

import { Command, CommanderError, Option } from 'commander';
import { InputProblems, nearest, Report } from '../../problem/problem.ts';
import { INTERFACE } from '../../words/interface.ts';
import type { Language } from '../../words/language.ts';
import { SCHEMAS, type SchemaName } from '../../written/jsonSchema.ts';
import { batchCommands } from './batchCommands.ts';
import { check } from './check.ts';
import { compare } from './compare.ts';
import { Context, VERSION } from './context.ts';
import { drawCommands } from './drawCommands.ts';
import { explain, figureList } from './explain.ts';
import { init } from './init.ts';
import { leverCommands } from './leverCommands.ts';
import { allowOption, type Shared, unitOption, wholeNumber } from './options.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { refuse } from './studying.ts';
import type { MoneyUnit } from './tableText.ts';
import { test } from './test.ts';
import { usageProblem } from './usage.ts';

/** The language must be known before anything is said, also before the arguments are understood. */
function languageOf(args: readonly string[]): Language {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const said = at < 0 ? 'zh' : (args[at]?.split('=')[1] ?? args[at + 1]);
  return said === 'en' ? 'en' : 'zh';
}

/** A command that speaks the language asked for, in its help as in its errors. */
function speaking(command: Command, language: Language): Command {
  const say = (key: keyof typeof INTERFACE) => INTERFACE[key][language];
  const titles: Readonly<Record<string, string>> = {
    'Usage:': say('usage'),
    'Options:': say('options'),
    'Commands:': say('commands'),
    'Arguments:': say('arguments'),
    'Global Options:': say('options'),
  };
  return command
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      styleUsage: (usage) => usage.replace('[options]', `[${say('optionsWord')}]`).replace('[command]', `[${say('commandWord')}]`),
      optionDescription: (option) => described(option, say('defaultWord')),
      subcommandTerm: (sub) =>
        `${sub.name()} ${sub.registeredArguments.map((a) => (a.required ? `<${a.name()}>` : `[${a.name()}]`)).join(' ')}`,
    })
    .helpOption('-h, --help', say('help'))
    .addOption(new Option('--lang <lang>', say('lang')).choices(['zh', 'en']).default('zh'))
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
}

function program(language: Language, done: (code: number) => void): Command {
  const say = (key: keyof typeof INTERFACE) => INTERFACE[key][language];
  const top = speaking(new Command('shapan'), language)
    .description(say('program'))
    .version(VERSION, '-V, --version', say('version'))
    .helpCommand('help [command]', say('helpCommand'));
  const command = (name: string, about: keyof typeof INTERFACE) => speaking(top.command(name), language).description(say(about));
  const allow = () => allowOption(language);
  const context = (options: Shared) => new Context(language, options.allow ?? []);

  command('run', 'run')
    .argument('<file>', say('file'))
    .option('--json', say('json'))
    .option('--out <dir>', say('out'))
    .addOption(unitOption(language))
    .option('--tables <ids>', say('only'))
    .addOption(allow())
    .action((file: string, options: Shared & { json?: boolean; out?: string; unit: MoneyUnit; tables?: string }) =>
      done(
        run(context(options), file, {
          json: options.json === true,
          out: options.out ?? null,
          unit: options.unit,
          tables: options.tables?.split(/[,，]/) ?? null,
        }),
      ),
    );
  command('check', 'check')
    .argument('<file>', say('file'))
    .addOption(allow())
    .action((file: string, options: Shared) => done(check(context(options), file)));
  command('test', 'test')
    .argument('<paths...>', say('paths'))
    .addOption(allow())
    .action((paths: string[], options: Shared) => done(test(context(options), paths)));
  command('explain', 'explain')
    .argument('<file>', say('file'))
    .argument('[figures...]', say('figure'))
    .addOption(new Option('--most <n>', say('depth')).argParser(wholeNumber).default(40))
    .addOption(allow())
    .action((file: string, figures: string[], options: Shared & { most: number }) =>
      done(figures.length === 0 ? figureList(context(options), file) : explain(context(options), file, figures, options.most)),
    );
  compareCommand(command('compare', 'compare'), language, done);
  leverCommands(command, language, done);
  batchCommands(command, language, done);
  drawCommands(command, language, done);
  command('schema', 'schema')
    .argument('[name]', SCHEMAS.join(' | '), 'scenario')
    .option('--out <dir>', say('folder'))
    .action((name: string, options: Shared & { out?: string }) => {
      if (!(SCHEMAS as readonly string[]).includes(name))
        refuse('usage', { case: 'choice', got: name, choices: SCHEMAS.join('、'), near: nearest(name, SCHEMAS) ?? '' });
      done(schema(context(options), name as SchemaName, options.out ?? null));
    });
  command('init', 'init')
    .argument('<dir>', say('folder'))
    .option('--force', say('force'))
    .action((folder: string, options: Shared & { force?: boolean }) => done(init(context(options), folder, options.force === true)));
  return top;
}

function compareCommand(command: Command, language: Language, done: (code: number) => void): void {
  command
    .argument('<baseline>', INTERFACE.baseline[language])
    .argument('<others...>', INTERFACE.others[language])
    .option('--json', INTERFACE.compareJson[language])
    .option('--out <dir>', INTERFACE.compareOut[language])
    .addOption(unitOption(language))
    .option('--all', INTERFACE.all[language])
    .addOption(allowOption(language))
    .action((baseline: string, others: string[], options: Shared & { json?: boolean; out?: string; unit: MoneyUnit; all?: boolean }) => {
      const { json = false, out = null, unit, all = false } = options;
      done(compare(new Context(language, options.allow ?? []), [baseline, ...others], { json, out, unit, all }));
    });
}

/** An option's description with its choices and its default, in the language asked for. */
function described(option: Option, defaultWord: string): string {
  const choices = option.argChoices === undefined ? [] : [option.argChoices.join(' | ')];
  const standard = option.defaultValue === undefined ? [] : [`${defaultWord} ${String(option.defaultValue)}`];
  const more = [...choices, ...standard].join('; ');
  return more === '' ? option.description : `${option.description}  (${more})`;
}

async function main(args: readonly string[]): Promise<number> {
  const language = languageOf(args);
  const context = new Context(language);
  let code = 0;
  try {
    await program(language, (result) => {
      code = result;
    }).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof InputProblems) {
      const errors = error.problems.filter((problem) => problem.grade === 'error').length;
      const sum = context.say('problemsSum', { errors, warnings: error.problems.length - errors });
      process.stderr.write(`${context.problems(error.problems)}\n\n${sum}\n`);
      return 2;
    }
    if (error instanceof CommanderError) return usage(context, error);
    return ourBug(context, error);
  }
}

/** Help and version were printed already; anything else is a command line that was not understood. */
function usage(context: Context, error: CommanderError): number {
  if (error.exitCode === 0 || error.code === 'commander.help') return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`${context.problems([usageProblem(error)])}\n`);
  return 2;
}

function ourBug(context: Context, error: unknown): number {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EPIPE') return 0;
  if (code !== undefined && /^E[A-Z]+$/.test(code)) {
    // The file system refused to write: not our bug, and nothing half-written was left.
    const report = new Report();
    report.add('error', 'output-failed', null, (error as NodeJS.ErrnoException).path ?? '', {
      got: (error as NodeJS.ErrnoException).path ?? '',
      detail: code,
    });
    process.stderr.write(`${context.problems(report.problems)}\n`);
    return 2;
  }
  process.stderr.write(
    `${context.say('ourBug')}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nshapan ${VERSION} · node ${process.version}\n`,
  );
  return 3;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
