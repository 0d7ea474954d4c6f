// shapan check FILE — every problem, warning and finding, what each policy value and each uncertainty rests on, and what a
// yuan saved or a case more is worth to each alliance.

import { citedFindings } from '../../checks/cited.ts';
import { findings } from '../../checks/findings.ts';
import { compareExpected } from '../../figures/expectations.ts';
import { InputProblems } from '../../problem/problem.ts';
import { marginalTable } from '../../report/marginalTable.ts';
import type { Table } from '../../report/table.ts';
import { uncertaintyTable } from '../../report/uncertaintyTable.ts';
import { marginalsOf } from '../../study/marginal.ts';
import { basisText, type Citations } from '../../words/basis.ts';
import { INTERFACE } from '../../words/interface.ts';
import { policyValues } from '../../written/policyValue.ts';
import { standardUncertainty } from '../drawJob.ts';
import { type Context, citations, type Opened, today } from './context.ts';
import { isSetByScenario } from './grounds.ts';
import { tableText } from './tableText.ts';

export function check(context: Context, file: string): number {
  const opened = context.open(file);
  const { read, run } = opened;
  // An `expect` that names no figure is wrong as written, whether or not it is compared.
  compareExpected(run, read.tree, read.report);
  if (read.report.failed) throw new InputProblems(read.report.problems);
  const cited = citations();
  const found = [...read.report.problems, ...findings(run, read, today()), ...citedFindings(run, read, cited)];
  const errors = found.filter((problem) => problem.grade === 'error').length;
  const told = found.length === 0 ? context.say('noProblems') : context.problems(found);
  const sum = context.say('problemsSum', { errors, warnings: found.length - errors });
  const marginals = marginalsOf(read, run);
  const { uncertainty } = read.scenario;
  const weather = uncertaintyTable(uncertainty ?? standardUncertainty(), cited, uncertainty === undefined);
  const tables = [valuesTable(context, opened, cited), weather, ...(marginals === null ? [] : [marginalTable(marginals)])];
  const text = tables.map((table) => tableText(table, context.language, 'yuan')).join('\n');
  process.stdout.write(`${told}\n\n${text}\n${sum}\n${context.fingerprint(read)}\n`);
  return errors > 0 ? 1 : 0;
}

function valuesTable(context: Context, opened: Opened, cited: Citations): Table {
  const year = opened.run.plan.years[0]?.year ?? 0;
  const rows = policyValues(opened.read.scenario.policy, year).map((value) => {
    const basis = isSetByScenario(opened, value)
      ? INTERFACE.setByScenario[context.language]
      : basisText(value.basis, cited, context.language);
    return { cells: [value.path.slice('policy.'.length), value.text[context.language], basis], isTotal: false };
  });
  const column = (key: 'valuePath' | 'valueText' | 'valueBasis') => ({ words: INTERFACE[key], kind: 'text' as const });
  const title = context.say('valuesTitle', { year });
  return {
    id: 'values',
    title: { zh: title, en: title },
    year: null,
    columns: [column('valuePath'), column('valueText'), column('valueBasis')],
    rows,
    notes: [],
  };
}
