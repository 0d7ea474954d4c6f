// Bare counties whose quotas are exact by design, for targets that need a figure to the fen.
import { yuan } from './exact.ts';
import type { Dice } from './seeded.ts';
import { mapping, withValue } from './writing.ts';
import type { Written } from './written.ts';

/** Alliances of equal heads, each with one hospital `h-<alliance>`; a clinic of none, a hospital far away; no activity. */
export interface Bare {
  readonly first: number;
  readonly ids: readonly string[];
  /** Every alliance's quota, in fen: a multiple of 2400. */
  readonly quota: bigint;
  readonly tree: Written;
}

export function bareCounty(dice: Dice, count: number, years = 1): Bare {
  const first = dice.int(2024, 2026);
  const ids = ['a', 'b', 'c', 'd'].slice(0, count);
  const k = 2n * dice.big(1n, dice.pick([5n, 5000n, 500_000n]));
  const levels = ['county', 'township', 'village'];
  const tree = mapping({
    years: [String(first), String(first + years - 1)],
    policy: mapping({
      financing: mapping({ individual: '4', subsidy: '8' }), // 1200 fen a head
      quota: mapping({ byInsured: '100%', byHistory: '0%' }),
      settlement: mapping({
        surplus: mapping({ retention: [mapping({ score: '0', share: '50%' })], uses: mapping({ x: '33.3%', y: '66.7%' }) }),
        overspend: mapping({ bands: [] }),
      }),
    }),
    county: mapping({
      pool: mapping({ balance: yuan(dice.big(0n, 4000n * k)), riskAdjustment: yuan(dice.big(0n, 400n * k)) }),
      alliances: ids.map((id) => mapping({ id, insured: String(k) })),
      institutions: [
        ...ids.map((id) => mapping({ id: `h-${id}`, alliance: id, level: dice.pick(levels) })),
        mapping({ id: 'clinic', level: 'township' }),
        mapping({ id: 'far', kind: 'off-county', tier: 'province' }),
      ],
    }),
  });
  return { first, ids, quota: 1200n * k, tree };
}

/** A row of the year before the first, spread over it unless a month is given. */
export function row(
  bare: Bare,
  home: string,
  institution: string,
  told: Readonly<Record<string, string | undefined>>,
): Map<string, Written> {
  return mapping({ year: String(bare.first - 1), home, institution, service: 's', ...told });
}

/** The tree with values put at dotted paths (a step of one digit is a place in a list). */
export function put(tree: Written, entries: Readonly<Record<string, Written | undefined>>): Written {
  let result = tree;
  for (const [path, value] of Object.entries(entries)) {
    const steps = path.split('.').map((step) => (/^\d$/.test(step) ? Number(step) : step));
    result = withValue(result, steps, value);
  }
  return result;
}
