// R11 in a random county.
import { share, valued } from './frame.ts';
import { SCORES } from './randomSettlement.ts';
import type { Wide } from './widened.ts';
import { decimal, mapping } from './writing.ts';
import type { Written } from './written.ts';

export function randomProcurement(wide: Wide): Written {
  const { frame } = wide;
  const { dice, variants } = frame;
  const zeroOnly = dice.chance(20);
  if (!zeroOnly || dice.chance(50)) {
    for (const institution of wide.institutions) wide.needed.add(`${String(institution.get('id'))} procurementScore`);
  }
  const retention = valued(frame, () => {
    const rows = zeroOnly ? ['0'] : dice.some(SCORES, 40);
    return (rows.length > 0 ? rows : ['80']).map((score) =>
      mapping({ score, share: valued(frame, () => dice.pick(['50%', '0.5', '0%', '40%', share(dice, 0, 5000)])) }),
    );
  });
  return mapping({
    retention,
    leastCompletion: variants.has('leastCompletion') ? valued(frame, () => dice.pick(['90%', '100%', '0.5', '120%', '0'])) : undefined,
  });
}

/** Quantities that often meet the least completion exactly, prices of any fineness, other products now and then too dear. */
export function randomProcurementRows(wide: Wide): Written {
  const { frame } = wide;
  const { dice } = frame;
  const inCounty = wide.institutions.filter((institution) => institution.get('kind') === undefined);
  const some = dice.list(dice.int(1, 3), () => dice.pick(inCounty));
  const price = (most: bigint) => decimal(dice.big(0n, most), dice.pick([2, 3, 4, 6]));
  return dice.list(dice.int(1, 8), (index): Written => {
    const agreed = dice.pick([10, 100, 250, dice.int(0, 90_000)]);
    const actual = dice.pick([agreed, Math.floor((agreed * 9) / 10), Math.floor(agreed / 2), dice.int(0, 2 * agreed + 1)]);
    const fraction = dice.chance(15) ? '.5' : '';
    return mapping({
      year: String(dice.chance(6) ? frame.first - 1 : dice.int(frame.first, frame.last)),
      period: dice.pick(['2024-H2', '2024-H1', '第四批']),
      institution: dice.pick(some).get('id') ?? null,
      insurance: dice.pick(['resident', 'resident', 'employee']),
      product: dice.pick(['drug-a', 'stent', `x${index}`]),
      agreed: `${agreed}${fraction}`,
      actual: `${actual}${fraction}`,
      earlierPrice: price(dice.pick([5000n, 2_000_000n])),
      winningPrice: price(dice.pick([500n, 5000n, 1_000_000n])),
      otherAmount: dice.chance(60) ? '0' : price(dice.pick([90_000n, 10n ** 9n])),
      fundShare: dice.pick(['62.5%', '70%', '100%', '0', '33.3333333%', share(dice, 0, 10_000)]),
    });
  });
}
