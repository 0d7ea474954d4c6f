// A problem is typed data: what is wrong and where. It is worded at the edge (words/problems.ts), in either language.

import type { Where } from './source.ts';

/** Errors stop a run; warnings and notes are shown beside its figures. */
export type Grade = 'error' | 'warning' | 'note';

/** Every problem that Shapan can report. `words/problems.ts` words each, `test/errors/` has a bad file for each. */
export type ProblemCode =
  // files
  | 'file-missing'
  | 'file-unreadable'
  | 'file-too-large'
  | 'path-outside'
  | 'unknown-seed'
  | 'extends-circle'
  | 'encoding'
  // text
  | 'not-yaml'
  | 'duplicate-key'
  | 'too-deep'
  | 'alias-bomb'
  | 'not-csv'
  | 'csv-column'
  // shape
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-type'
  | 'one-of'
  | 'not-a-choice'
  | 'bad-id'
  | 'unknown-path'
  // quantities
  | 'not-a-number'
  | 'not-plain-decimal'
  | 'half-written-unit'
  | 'finer-than-fen'
  | 'not-whole'
  | 'too-many-places'
  | 'negative'
  | 'amount-too-large'
  | 'ratio-over-one'
  | 'ratio-bare'
  | 'not-a-year'
  | 'not-a-month'
  | 'dated-before'
  | 'dated-mixed'
  // tables
  | 'shares-not-whole'
  | 'band-order'
  | 'band-last'
  | 'score-order'
  // references
  | 'unknown-alliance'
  | 'unknown-institution'
  | 'unknown-service'
  | 'duplicate-id'
  | 'duplicate-row'
  | 'off-county-alliance'
  | 'deduction-nobody'
  // payment methods (R9)
  | 'measure-missing'
  | 'case-row'
  | 'days-without-cases'
  | 'payment-missing'
  | 'floor-above-ceiling'
  | 'bands-differ'
  | 'not-signed'
  | 'benefit-unknown'
  | 'tier-missing'
  | 'last-year-missing'
  // time
  | 'years-order'
  | 'actual-missing'
  | 'not-an-actual'
  | 'outside-years'
  | 'no-base-year'
  | 'shock-before-projection'
  | 'span-order'
  // money that does not add up
  | 'cell-negative'
  | 'quota-pool-negative'
  | 'insured-all-zero'
  | 'adjustment-beyond-fund'
  | 'adjusted-quota-negative'
  | 'quota-pool-beyond'
  | 'limits-beyond'
  | 'advance-remitted-more'
  | 'advance-remitted-settled'
  | 'too-large-together'
  | 'score-missing'
  // inside an alliance, procurement, public money, targets (R10–R13)
  | 'formula'
  | 'not-a-member'
  | 'link-forbidden'
  | 'tier-empty'
  | 'weights-all-zero'
  | 'weight-undefined'
  | 'fact-missing'
  | 'share-above-half'
  | 'unknown-payee'
  | 'unknown-grant'
  | 'unknown-use'
  | 'unknown-indicator'
  | 'purpose-differs'
  | 'purpose-overspent'
  // uncertainty (R15)
  | 'kind-key'
  | 'uncertain-range'
  | 'unknown-variable'
  | 'correlation'
  | 'not-definite'
  // expectations and figures
  | 'unknown-figure'
  | 'nothing-expected'
  // batches
  | 'batch-range'
  | 'batch-rows'
  | 'batch-lengths'
  | 'batch-too-many'
  | 'batch-chance'
  | 'batch-differs'
  | 'batch-missing'
  | 'batch-twice'
  | 'batch-no-folder'
  // command line
  | 'usage'
  | 'unknown-table'
  | 'output-exists'
  | 'output-failed'
  // warnings
  | 'incomplete-base-year'
  | 'history-missing'
  | 'history-all-zero'
  | 'score-above-full'
  | 'document-unknown'
  | 'clause-unknown'
  | 'growth-not-given'
  | 'growth-money-only'
  | 'volumes-all-zero'
  | 'price-no-effect'
  | 'service-not-used'
  | 'key-not-used'
  | 'shock-no-effect'
  | 'set-no-effect'
  | 'variable-no-effect'
  | 'factor-low'
  | 'benefit-not-dated'
  | 'benefit-no-effect'
  | 'reason-missing'
  | 'row-twice'
  | 'stated-unread'
  | 'advance-beyond-quota'
  | 'advance-after-actual'
  | 'month-gap'
  | 'advance-gap'
  | 'settlement-month-year'
  | 'years-not-played'
  // findings about a policy (R14)
  | 'reserves-beyond'
  | 'perverse-spending'
  | 'score-pays-less'
  | 'cliff'
  | 'unreachable-row'
  | 'weak-incentive'
  | 'stale-value'
  | 'stale-check'
  // findings about figures
  | 'stated-differs'
  | 'pool-negative'
  | 'risk-fund-short'
  | 'spending-far'
  | 'gate-not-met'
  | 'negotiated-beyond'
  | 'prices-cost-more'
  | 'budgets-beyond'
  | 'pay-held-back'
  | 'fixed-pay-low'
  | 'pay-gap'
  | 'risk-opening-negative'
  | 'unsourced'
  | 'base-year-skipped';

export interface Problem {
  readonly code: ProblemCode;
  readonly grade: Grade;
  readonly where: Where | null;
  /** The path inside the scenario, for people who look for it in the file: `policy.reserves.riskAdjustment.share`. */
  readonly path: string;
  /** What the wording needs: what was got, what is near, what is wanted. Plain text, escaped at the edge. */
  readonly args: Readonly<Record<string, string | number>>;
}

/** Raised where no value can be made of what was written; it carries every problem found until then. */
export class InputProblems extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => `${p.code} ${p.path} ${JSON.stringify(p.args)}`).join('; '));
    this.name = 'InputProblems';
    this.problems = problems;
  }
}

/** Collects problems so that all of a file are shown at once. */
export class Report {
  readonly problems: Problem[] = [];

  add(grade: Grade, code: ProblemCode, where: Where | null, path: string, args: Readonly<Record<string, string | number>> = {}): void {
    this.problems.push({ code, grade, where, path, args });
  }

  get failed(): boolean {
    return this.problems.some((p) => p.grade === 'error');
  }

  /** @throws {InputProblems} if any error was added. */
  stopIfFailed(): void {
    if (this.failed) throw new InputProblems(this.problems);
  }
}

/** The known name nearest to what was written, if one is near enough to be meant. */
export function nearest(got: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(got.length / 3)) + 1;
  if (got.length > 64) return null;
  for (const name of known) {
    const far = name.toLowerCase() === got.toLowerCase() ? 0 : editDistance(got, name, least);
    // As far as either is long they have nothing in common.
    if (far < least && far < Math.max(got.length, name.length)) {
      least = far;
      best = name;
    }
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  let above: number[] = [];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      // Two letters that changed places are one slip.
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (above[j - 2] ?? 0) + 1 : limit;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + same, swapped));
    }
    above = row;
    row = next;
  }
  return row[b.length] ?? limit;
}
