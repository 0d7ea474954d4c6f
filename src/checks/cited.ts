// What policy values are said to rest on, held against what may be cited: a document or clause that is not there is likelier misspelt than new.

import type { Run } from '../figures/figure.ts';
import { nearest, type Problem } from '../problem/problem.ts';
import type { Citations } from '../words/basis.ts';
import { policyValues } from '../written/policyValue.ts';
import type { Read } from '../written/read.ts';
import { whereAt } from '../written/tree.ts';

/** Each unknown document or clause once, where it is first named. A county may cite documents of its own: so these are notes. */
export function citedFindings(run: Run, read: Read, citations: Citations): Problem[] {
  const found = new Map<string, Problem>();
  for (const { year } of run.plan.years) {
    for (const { path, basis } of policyValues(read.scenario.policy, year)) {
      if (basis.kind !== 'source') continue;
      const key = `${basis.document} ${basis.clause}`;
      const document = citations.get(basis.document);
      if (found.has(key) || document?.clauses.includes(basis.clause) === true) continue;
      const steps = path.split('.').map((step) => (/^\d{1,3}$/.test(step) ? Number(step) : step));
      const at = { grade: 'note', where: whereAt(read.tree, steps), path } as const;
      found.set(
        key,
        document === undefined
          ? { ...at, code: 'document-unknown', args: { got: basis.document, near: nearest(basis.document, citations.keys()) ?? '' } }
          : {
              ...at,
              code: 'clause-unknown',
              args: { got: basis.clause, title: document.title, near: nearest(basis.clause, document.clauses) ?? '' },
            },
      );
    }
  }
  return [...found.values()];
}
