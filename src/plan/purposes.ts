// R12: how accounts of purposes are named in a close.

import { PUBLIC_HEALTH } from './grants.ts';
import type { Plan } from './plan.ts';

/** The grant and the holder of an account, by ids. */
export function purposeKey(
  plan: Pick<Plan, 'grants' | 'alliances' | 'institutions'>,
  i: number,
): { readonly grant: string; readonly holder: string } {
  const { grant, alliance, institution } = plan.grants.holders[i] ?? { grant: -1, alliance: -1, institution: -1 };
  const holder =
    institution >= 0 ? `institution/${plan.institutions[institution]?.id ?? ''}` : `alliance/${plan.alliances[alliance]?.id ?? ''}`;
  return { grant: plan.grants.grants[grant]?.id ?? PUBLIC_HEALTH, holder };
}
