// How a random county pays its advances: R5 with its variants.
import { type Frame, valued } from './frame.ts';
import { mapping } from './writing.ts';
import type { Written } from './written.ts';

const MONTHS = ['1', '0.5', '2', '0', '1.333333', '0.08', '3'];

function tiersOf(frame: Frame): Written | undefined {
  const { dice, variants } = frame;
  if (!variants.has('tiers')) return undefined;
  return mapping(
    Object.fromEntries(
      dice.shuffled(['city', 'province', 'national']).map((tier) => [
        tier,
        mapping({
          settledBy: valued(frame, () => dice.pick(['city', 'province', 'manual', tier === 'city' ? 'city' : 'province'])),
          lag: dice.chance(60) ? valued(frame, () => dice.pick(['0', '1', '2', '3', '7', '11'])) : undefined,
        }),
      ]),
    ),
  );
}

/** The policy's `advance`, and whether off-county care may wait for the year's end. */
export function randomAdvance(frame: Frame): { advance: Written | undefined; settled: boolean } {
  const { dice, variants } = frame;
  const offCounty = dice.pick(['deducted', 'deducted', 'settled', null]);
  const months = () => valued(frame, () => dice.pick(MONTHS));
  const advance = mapping({
    share: dice.chance(50) ? valued(frame, () => dice.pick(['100%', '95.5%', '90%', '0.3333333333333333333', '0%'])) : undefined,
    pattern: dice.chance(70) ? valued(frame, () => dice.pick(['even', 'history', 'history'])) : undefined,
    offCounty: offCounty === null ? undefined : valued(frame, () => offCounty),
    revolving: variants.has('revolving') ? mapping({ months: months() }) : undefined,
    prepayment: variants.has('prepayment')
      ? mapping({ months: months(), gate: valued(frame, () => dice.pick(['0', '1', '3', '3.5', '6', '0.333333'])) })
      : undefined,
    tiers: tiersOf(frame),
    offCountyPrepayment: variants.has('offCountyPrepayment') ? mapping({ months: months() }) : undefined,
  });
  return { advance: advance.size > 0 ? advance : undefined, settled: offCounty === 'settled' };
}
