// R5, R9: who settles off-county care of each tier, and how long after it was given.

import type { Names } from './names.ts';
import { PLACES, type Stream } from './parties.ts';
import type { YearPlan } from './plan.ts';
import type { YearRules } from './yearRules.ts';

/** R9: off-county streams of alliances' insured with who settles them; null without tiers. */
export function offCountyOf(rules: YearRules, streams: readonly Stream[], names: Names): YearPlan['offCounty'] {
  const { tiers } = rules.advance;
  if (tiers === null) return null;
  return streams.flatMap((stream, s) => {
    if (PLACES[stream.place] !== 'offCounty' || stream.home >= names.alliances.length) return [];
    const institution = names.institutions[stream.institution];
    const tier = institution?.tier ?? null;
    const rule = tier === null ? null : tiers[tier];
    if (rule !== null) return [{ stream: s, settler: rule.settler, lag: rule.lag }];
    names.errorOnce('tier-missing', tier === null ? `county.institutions.${stream.institution}` : 'policy.advance.tiers', {
      case: tier === null ? 'institution' : 'policy',
      got: institution?.title ?? '',
      tier: tier ?? '',
    });
    return [];
  });
}
