// What a policy uses of the variants of R9, in any year: lines of the books and figures of what no year uses do not appear.

import type { Dated } from '../money/dated.ts';
import type { WrittenPolicy } from '../written/shapes.ts';
import type { Features } from './ledger.ts';
import type { Close } from './plan.ts';

export function featuresOf(policy: WrittenPolicy, close: Close | null): Features {
  const { quota, advance, settlement, reserves } = policy;
  const uses = settlement?.surplus.uses.entries.flatMap((entry) => entry.value.map(([, use]) => use)) ?? [];
  return {
    byService: quota.byService !== undefined,
    limits: quota.limits !== undefined,
    negotiated: quota.negotiated !== undefined,
    depositFromAdvance: says(reserves?.qualityDeposit?.from, 'advance'),
    revolving: advance?.revolving !== undefined,
    prepayment: advance?.prepayment !== undefined,
    offCountyPrepayment: advance?.offCountyPrepayment !== undefined,
    tiers: advance?.tiers !== undefined,
    trueUp: (policy.payment ?? []).some(
      ([, written]) => typeof written !== 'string' && (written.floating !== undefined || written.supported?.pool !== undefined),
    ),
    fundedByPool:
      says(settlement?.overspend.uncovered, 'pool') || settlement?.overspend.minimum !== undefined || says(settlement?.package, 'none'),
    recovery: says(settlement?.overspend.settle, 'inFull') || [...(close?.recovery.values() ?? [])].some((dues) => dues.length > 0),
    heldUses:
      uses.some((use) => 'share' in use && says(use.heldBy, 'pool')) || [...(close?.heldUses.values() ?? [])].some((held) => held.size > 0),
  };
}

/** True where some year says the word. */
function says<T>(dated: Dated<T> | undefined, word: T): boolean {
  return dated?.entries.some((entry) => entry.value === word) ?? false;
}
