// How a random county's quotas are reckoned: R3 with its variants.
import { type Frame, parts, share, valued } from './frame.ts';
import { amountText, mapping } from './writing.ts';
import type { Written } from './written.ts';

/** What quotas come to, in percent of the financing. */
function scale(frame: Frame): bigint {
  return frame.variants.has('expenditure') ? 17n : 75n;
}

/** An alliance's likely quota, in fen. */
function likely(frame: Frame, index: number): bigint {
  return (frame.perHead * BigInt(frame.heads[index] ?? 0) * scale(frame)) / 100n;
}

function limitsOf(frame: Frame): Written | undefined {
  const { dice, variants } = frame;
  if (!variants.has('limits')) return undefined;
  const both = dice.int(1, 4);
  // A base of past spending may be far below what quotas were.
  const wide = variants.has('expenditure')
    ? ['92.5%', share(dice, 9000, 10_000)]
    : ['35%', '40%', '50%', share(dice, 3500, 10_000), '100%'];
  return mapping({
    increase: both === 1 ? undefined : valued(frame, () => dice.pick(['0%', '8%', '3%', share(dice, 0, 2000), '0.5'])),
    // Wide enough that the lower limits stay within the pool.
    decrease: both === 2 ? undefined : valued(frame, () => dice.pick(wide)),
  });
}

/** Amounts agreed with some of the alliances, in every year or from some year on. */
function negotiatedOf(frame: Frame): Written | undefined {
  const { dice, variants, first, last } = frame;
  if (!variants.has('negotiated')) return undefined;
  const agreed = dice.some(frame.alliances, 45);
  if (agreed.length === 0) agreed.push(dice.pick(frame.alliances));
  const amount = (id: string) => amountText(dice, (likely(frame, frame.alliances.indexOf(id)) * BigInt(dice.int(55, 125))) / 100n);
  return mapping(
    Object.fromEntries(
      dice.shuffled(agreed).map((id) => {
        const since = dice.int(first, last + 1);
        return [id, dice.chance(55) ? valued(frame, () => amount(id)) : new Map([[String(since), amount(id)]])];
      }),
    ),
  );
}

/** What an alliance had last year, for limits. */
export function lastQuotaOf(frame: Frame, index: number): string | undefined {
  const { dice, variants } = frame;
  if (!variants.has('limits') ? !dice.chance(3) : dice.chance(12)) return undefined;
  return amountText(dice, (likely(frame, index) * BigInt(dice.int(50, 110))) / 100n);
}

export function quotaOf(frame: Frame, spent: boolean): Written {
  const { dice, variants } = frame;
  const three = variants.has('byService');
  const two = dice.chance(10) ? ['100%', '0%'] : dice.chance(8) ? ['0', '100%'] : parts(dice, 2);
  const [byInsured = '100%', byHistory = '0%', byService] = three ? (dice.chance(10) ? ['0%', '0', '100%'] : parts(dice, 3)) : two;
  const years = dice.int(1, 3);
  const weight = () => dice.pick(['50%', '30%', '0.2', '1', '3', '0', '2.5', '333.3333333333333333‰', '0.0333333333333333333']);
  const free = byHistory === '0%' && (byService === undefined || byService === '0%') && dice.chance(50);
  const base = variants.has('expenditure') && spent;
  const always = variants.has('limits') || dice.chance(65);
  return mapping({
    byInsured,
    byHistory,
    byService,
    historyWeights: free ? undefined : valued(frame, () => (dice.chance(3) ? ['0'] : dice.list(years, weight))),
    base: base
      ? valued(frame, () => (always ? 'expenditure' : dice.pick(['financing', 'expenditure'])))
      : dice.chance(4)
        ? 'financing'
        : undefined,
    expenditure: base
      ? mapping({
          years: valued(frame, () => dice.pick(['1', '2', '3'])),
          growth: valued(frame, () => dice.pick(['7%', '0%', '5.25%', '-3%', '20%', share(dice, 0, 900)])),
        })
      : undefined,
    limits: limitsOf(frame),
    negotiated: negotiatedOf(frame),
  });
}
