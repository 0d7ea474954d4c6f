// What the policy values of a run rest on: counted after a run, listed by `check`.

import { type PolicyValue, policyValues } from '../../written/policyValue.ts';
import { whereAt } from '../../written/tree.ts';
import type { Context, Opened } from './context.ts';

/** True where the scenario itself gives the value (`set`, or a policy written out in it). */
export function isSetByScenario(opened: Opened, value: PolicyValue): boolean {
  const { read } = opened;
  if (value.basis.kind !== 'unsourced') return false;
  const steps = value.path.split('.').map((step) => (/^\d{1,3}$/.test(step) ? Number(step) : step));
  return whereAt(read.tree, steps)?.source === read.source && whereAt(read.tree, ['policy', 'financing'])?.source !== read.source;
}

export function groundsSummary(context: Context, file: string, opened: Opened): string {
  const year = opened.run.plan.years[0]?.year;
  if (year === undefined) return '';
  const counts = { sourced: 0, assumed: 0, set: 0, unsourced: 0 };
  for (const value of policyValues(opened.read.scenario.policy, year)) {
    if (value.basis.kind === 'source') counts.sourced += 1;
    else if (value.basis.kind === 'assumption') counts.assumed += 1;
    else if (isSetByScenario(opened, value)) counts.set += 1;
    else counts.unsourced += 1;
  }
  return context.say('grounds', { ...counts, file });
}
