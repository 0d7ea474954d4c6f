// `explain`: a figure's derivation followed down to policy values and county facts, each figure laid out once.

import { type PolicyValue, policyValuesAt } from '../written/policyValue.ts';
import type { WrittenPolicy } from '../written/shapes.ts';
import { ALLIANCE_DERIVATIONS } from './allianceDerivations.ts';
import { type FigureAt, figureAt } from './catalogue.ts';
import { COUNTY_DERIVATIONS } from './countyDerivations.ts';
import type { Derivation } from './derivation.ts';
import type { Run } from './figure.ts';
import { INSTITUTION_DERIVATIONS } from './institutionDerivations.ts';
import { INSIDE_DERIVATIONS, MEMBER_DERIVATIONS } from './memberDerivations.ts';
import { ALLIANCE_MONEY_DERIVATIONS, COUNTY_MONEY_DERIVATIONS, INSTITUTION_MONEY_DERIVATIONS } from './publicMoneyDerivations.ts';
import { TARGET_DERIVATIONS } from './targetDerivations.ts';

/** One figure laid out: its value, formula and parts; policy values with what they rest on. */
export interface Explained {
  readonly path: string;
  readonly at: FigureAt;
  readonly derivation: Derivation;
  readonly policy: ReadonlyMap<string, readonly PolicyValue[]>;
}

/** Follows a figure down, breadth first, to at most `most` figures. @returns empty where the path names no figure. */
export function explain(run: Run, policy: WrittenPolicy, path: string, most = 40): Explained[] {
  const first = figureAt(run, path);
  if (first === null) return [];
  const queue = [canonical(path, first)];
  const seen = new Set(queue);
  const explained: Explained[] = [];
  for (const next of queue) {
    if (explained.length >= most) break;
    const at = figureAt(run, next);
    const derive = at === null ? undefined : derivationOf(at);
    if (at === null || derive === undefined) continue;
    const values = new Map<string, readonly PolicyValue[]>();
    for (const part of derive.parts) {
      if (part.kind === 'policy') {
        values.set(part.path, policyValuesAt(policy, part.path, at.view.year.year));
      } else if (part.kind === 'figure' && !seen.has(part.path)) {
        seen.add(part.path);
        queue.push(part.path);
      }
    }
    explained.push({ path: next, at, derivation: derive, policy: values });
  }
  return explained;
}

const DERIVATIONS = {
  county: { ...COUNTY_DERIVATIONS, ...COUNTY_MONEY_DERIVATIONS, ...TARGET_DERIVATIONS },
  alliance: { ...ALLIANCE_DERIVATIONS, ...INSIDE_DERIVATIONS, ...ALLIANCE_MONEY_DERIVATIONS, ...TARGET_DERIVATIONS },
  institution: { ...INSTITUTION_DERIVATIONS, ...MEMBER_DERIVATIONS, ...INSTITUTION_MONEY_DERIVATIONS },
} as const;

function derivationOf(at: FigureAt): Derivation | undefined {
  return DERIVATIONS[at.figure.scope][at.figure.id]?.(at.view, at.a, at.item);
}

function canonical(path: string, at: FigureAt): string {
  if (at.a < 0) return path;
  const steps = path.split('.');
  const { alliances, institutions } = at.view.plan;
  steps[2] = (at.figure.scope === 'institution' ? institutions : alliances)[at.a]?.id ?? '';
  return steps.join('.');
}
