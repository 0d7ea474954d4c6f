// R14: what a policy is checked for: by reading it, and by running its rules on the run's own quotas and scores. That shares sum to 100%,
// bands rise and reserves stay within the financing is checked where the policy is read (`plan/yearRules.ts`); values without a source are
// told with the findings of a run.

import type { Run } from '../figures/figure.ts';
import type { Problem } from '../problem/problem.ts';
import type { Read } from '../written/read.ts';
import { incentiveFindings } from './incentive.ts';
import { scoreFindings } from './scores.ts';
import { spendingFindings } from './spending.ts';
import { staleFindings } from './stale.ts';
import { tellerOf } from './told.ts';
import { trialsOf } from './trial.ts';
import { unreachableReviews, unreachableRows } from './unreachable.ts';

/** @param today the day that grounds are held against, `2026-11-22`; null where it is not known. */
export function policyFindings(run: Run, read: Read, today: string | null): Problem[] {
  const found: Problem[] = [];
  const tell = tellerOf(read, found);
  const trials = trialsOf(run);
  const triedScores = new Set<string>();
  for (const trial of trials) {
    spendingFindings(trial, tell);
    incentiveFindings(trial, tell);
    // Scores are tried through, whoever has them: the rules of a year are tried on its largest quota.
    const rules = said(trial.rules);
    if (triedScores.has(rules)) continue;
    triedScores.add(rules);
    scoreFindings(trial, tell);
    unreachableRows(trial.rules, trial.year, tell);
  }
  for (const { rules, year } of run.plan.years) unreachableReviews(rules.review, year, tell);
  staleFindings(run, read, today, tell);
  return found;
}

/** Rules of years that say the same, as a key. */
function said(rules: unknown): string {
  return JSON.stringify(rules, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
