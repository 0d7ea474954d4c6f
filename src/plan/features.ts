// What a policy uses of the variants of R9, in any year: lines of the books and figures of what no year uses do not appear.

import type { Dated } from '../money/dated.ts';
import type { WrittenPolicy, WrittenScenario } from '../written/shapes.ts';
import type { Close } from './plan.ts';
import type { Features } from './usedVariants.ts';

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
    inside: policy.inside !== undefined,
    distributes: policy.inside?.distribution !== undefined,
    sharesBorne: policy.inside?.overspend !== undefined,
    procurement: policy.procurement !== undefined,
    publicHealth: policy.publicHealth !== undefined,
    grants: (policy.grants ?? []).length > 0,
    heldUses:
      uses.some((use) => 'share' in use && says(use.heldBy, 'pool')) || [...(close?.heldUses.values() ?? [])].some((held) => held.size > 0),
  };
}

/** True where some year says the word. */
function says<T>(dated: Dated<T> | undefined, word: T): boolean {
  return dated?.entries.some((entry) => entry.value === word) ?? false;
}

/** Every use that any year names, and of them those that an alliance ever holds: the rest is always the pool's. */
export function usesOf(
  scenario: WrittenScenario,
  close: Close | null,
): { readonly uses: readonly string[]; readonly ofAlliances: ReadonlySet<string> } {
  const uses = new Set<string>();
  const ofAlliances = new Set<string>();
  for (const entry of scenario.policy.settlement?.surplus.uses.entries ?? []) {
    for (const [name, use] of entry.value) {
      uses.add(name);
      if (!('share' in use) || use.heldBy.entries.some(({ value }) => value === 'alliance')) ofAlliances.add(name);
    }
  }
  const opened = scenario.county.alliances.flatMap((alliance) => (alliance.retained ?? []).map(([name]) => name));
  const carried = [...(close?.retained.values() ?? [])].flatMap((byUse) => [...byUse.keys()]);
  for (const name of [...opened, ...carried]) {
    uses.add(name);
    ofAlliances.add(name);
  }
  return { uses: [...uses], ofAlliances };
}
