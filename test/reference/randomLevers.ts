// Levers of benefit and price in a random county.
import { changing, type Frame } from './frame.ts';
import type { RandomActivity } from './randomActivity.ts';
import type { ServicePlan } from './randomServices.ts';
import { amountText, mapping, ratioText } from './writing.ts';
import type { Written } from './written.ts';

/** What a lever covers of its service. */
function coverOf(frame: Frame): Record<string, string | undefined> {
  const { dice } = frame;
  return dice.pick([
    {},
    { place: dice.pick(['own', 'cross', 'other', 'offCounty']) },
    { level: dice.pick(['county', 'township', 'village']) },
    { tier: 'province' },
  ]);
}

export function randomBenefit(frame: Frame, { plans, rows, base, actualTo }: RandomActivity): Written | undefined {
  const { dice } = frame;
  if (rows.length === 0) return undefined;
  const ratio = () => changing(frame, base, () => ratioText(dice, dice.big(2_000n, 9_900n), 4));
  const perCase = (plan: ServicePlan, most: number) => () =>
    amountText(dice, (plan.price * BigInt(dice.int(1, 4) * dice.pick([0, 10, 50, most]))) / 1_000_000n);
  const leversOf = (plan: ServicePlan, lever: string): Record<string, Written | undefined> => {
    if (lever === 'ratio') return { ratio: ratio() };
    const deductible = changing(frame, base, perCase(plan, 120));
    const fixed = ratioText(dice, dice.big(2_000n, 9_900n), 4);
    if (lever === 'deductible') return { ratio: dice.chance(50) ? ratio() : fixed, deductible };
    // A cap that changes needs case rows of the base year behind everything that grows.
    const cap = actualTo === null ? changing(frame, base, perCase(plan, 900)) : perCase(plan, 900)();
    return {
      ratio: dice.chance(50) ? ratio() : fixed,
      deductible: dice.chance(60) ? deductible : undefined,
      cap: dice.chance(80) ? cap : undefined,
    };
  };
  let count = 0;
  const entries = plans.flatMap((plan) =>
    plan.levers.flatMap((lever) => {
      const wide = dice.chance(40) ? [{}] : [coverOf(frame)];
      const covers = dice.chance(30) ? [coverOf(frame), ...wide] : wide;
      return covers.map((cover) => mapping({ id: `b${++count}`, service: plan.id, ...cover, ...leversOf(plan, lever) }));
    }),
  );
  return entries.length > 0 ? entries : undefined;
}

export function randomPrices(frame: Frame, { rows, begins, institutions }: RandomActivity): Written | undefined {
  const { dice, variants, last } = frame;
  const end = last * 12 + 11;
  if (!variants.has('prices') || rows.length === 0 || begins > end) return undefined;
  return dice.list(dice.int(1, 3), () => {
    const from = dice.int(Math.max(begins - 5, (last - 4) * 12), end);
    return mapping({
      title: dice.chance(20) ? '调价' : undefined,
      service: String(dice.pick(rows).get('service')),
      institution: dice.chance(20) ? (dice.pick(institutions).get('id') ?? undefined) : undefined,
      place: dice.chance(20) ? dice.pick(['own', 'cross', 'other', 'offCounty']) : undefined,
      from: `${Math.floor(from / 12)}-${String((from % 12) + 1).padStart(2, '0')}`,
      change: ratioText(dice, dice.big(-50_000n, 80_000n), dice.pick([5, 6])),
      trigger: dice.chance(20) ? '医疗服务收入占比低于60%' : undefined,
    });
  });
}
