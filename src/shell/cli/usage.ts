// A command line that was not understood, as a problem of its own: what the parser says in one English sentence, taken apart.

import type { CommanderError } from 'commander';
import { type Problem, Report } from '../../problem/problem.ts';

/** Where an option's value is wrong the parser quotes the option's flags first and the value after them. */
const BAD_VALUE = /^error: option '(--[\w-]+)[^']*' argument '(.*)' is invalid\./s;
const OPTION = /option '(--[\w-]+)[^']*'/;
const QUOTED = /'([^']*)'/g;
const MEANT = /\(Did you mean (?:one of )?([\w-]+)/;

export function usageProblem({ code, message }: CommanderError): Problem {
  const kind = code.replace('commander.', '');
  const [, option = '', value] = BAD_VALUE.exec(message) ?? [];
  if (value !== undefined) return problem({ case: 'option', option, got: value });
  const [, named = ''] = OPTION.exec(message) ?? [];
  if (kind === 'missingMandatoryOptionValue' || kind === 'optionMissingArgument') return problem({ case: kind, option: named, got: named });
  const got = [...message.matchAll(QUOTED)].map((match) => match[1]).join(' ') || message;
  return problem({ case: kind, got, near: MEANT.exec(message)?.[1] ?? '' });
}

function problem(args: Problem['args']): Problem {
  const report = new Report();
  report.add('error', 'usage', null, '', args);
  return report.problems[0] as Problem;
}
