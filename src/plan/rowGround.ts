// What rows of activity are laid out by, but for the rows themselves.

import type { YearMonth } from '../money/calendar.ts';
import type { WrittenPayment, WrittenScenario } from '../written/shapes.ts';
import type { Names } from './names.ts';
import type { Institution, Named } from './parties.ts';

/** Plain data, so that its text tells whether it is the same. */
export interface RowGround {
  readonly first: number;
  readonly actualTo: YearMonth | null;
  /** Declared by the county; null where its rows do. */
  readonly services: readonly Named[] | null;
  readonly alliances: readonly string[];
  readonly institutions: readonly Pick<Institution, 'id' | 'alliance' | 'offCounty'>[];
  readonly signed: NonNullable<WrittenScenario['county']['signed']>;
  readonly payment: readonly (readonly [string, MethodOfRows])[];
}

/** What rows know of a payment method: case rows go by DIP's rules, people signed under capitation make streams. */
type MethodOfRows = Pick<WrittenPayment, 'method' | 'caseRules' | 'signingFee'>;

export function groundOf({ years, actualTo, county, policy }: WrittenScenario, { alliances, institutions }: Names): RowGround {
  return {
    first: years[0],
    actualTo: actualTo ?? null,
    services: county.services?.map(({ id, title }) => ({ id, title: title ?? id })) ?? null,
    alliances: alliances.map(({ id }) => id),
    institutions: institutions.map(({ id, alliance, offCounty }) => ({ id, alliance, offCounty })),
    signed: county.signed ?? [],
    payment: (policy.payment ?? []).flatMap(([id, written]) => {
      if (typeof written === 'string') return [];
      const { method, caseRules, signingFee } = written;
      return [[id, { method, caseRules, signingFee }] as const];
    }),
  };
}
