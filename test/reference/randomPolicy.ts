// The policy of a random county.
import { type Frame, share, valued } from './frame.ts';
import type { RandomActivity } from './randomActivity.ts';
import { randomAdvance } from './randomAdvance.ts';
import { randomBenefit } from './randomLevers.ts';
import { randomPayment } from './randomPayment.ts';
import { quotaOf } from './randomQuota.ts';
import { randomSettlement } from './randomSettlement.ts';
import { amountText, decimal, mapping } from './writing.ts';
import type { Written } from './written.ts';

interface RandomPolicy {
  readonly policy: Written;
  readonly uses: readonly string[];
  /** Some table asks for a score. */
  readonly scoreNeeded: boolean;
  /** Off-county care may be settled at year end. */
  readonly settled: boolean;
}

function linesOf(frame: Frame): Written[] {
  const { dice, perHead, total } = frame;
  return dice.list(dice.pick([0, 0, 1, 2, 3, 4]), (index): Written => {
    const holder = dice.pick(['pool', 'province', 'insurer', 'payee', '县疾控中心']);
    const kind = dice.pick(['perHead', 'share', 'share', 'amount']);
    const written =
      kind === 'share'
        ? valued(frame, () => share(dice, 0, 500))
        : valued(frame, () => amountText(dice, dice.big(0n, (kind === 'perHead' ? perHead : total) / 25n)));
    return mapping({
      id: dice.pick(['line', '专项', '9']) + index,
      [kind]: written,
      on: kind === 'share' ? dice.pick(['total', 'remaining']) : undefined,
      holder,
      payee: holder === 'payee' ? '县疾控' : undefined,
    });
  });
}

function reservesOf(frame: Frame): Map<string, Written> | undefined {
  const { dice, perHead, variants } = frame;
  const held = variants.has('depositFromAdvance');
  const deposit = held || variants.has('depositPoints');
  if (!deposit && dice.chance(12)) return undefined;
  const much = held && dice.chance(15);
  const lines = linesOf(frame);
  const fixed = variants.has('expenditure') || variants.has('limits');
  if (!fixed && dice.chance(4)) lines.push(mapping({ id: 'all', share: '100%', on: 'remaining', holder: 'pool' }));
  return mapping({
    criticalIllness: dice.chance(70)
      ? dice.chance(50)
        ? mapping({ perHead: valued(frame, () => amountText(dice, dice.big(0n, perHead / 8n))) })
        : mapping({ share: valued(frame, () => share(dice, 0, 1100)) })
      : undefined,
    riskAdjustment: dice.chance(65)
      ? mapping({
          share: valued(frame, () => share(dice, 0, 600)),
          ceiling: dice.chance(50) ? valued(frame, () => share(dice, 0, 900)) : undefined,
        })
      : undefined,
    qualityDeposit:
      deposit || dice.chance(60)
        ? mapping({
            share: valued(frame, () => share(dice, dice.chance(10) ? 0 : 1, much ? 10_000 : 500)),
            from: held ? (much ? 'advance' : valued(frame, () => dice.pick(['advance', 'advance', 'financing']))) : undefined,
          })
        : undefined,
    lines: lines.length > 0 ? lines : undefined,
  });
}

function reviewOf(frame: Frame): Written | undefined {
  const { dice } = frame;
  if (dice.chance(35)) return undefined;
  return valued(frame, () => {
    let upTo = dice.int(1000, 8500);
    const bands = dice.list(dice.int(0, 5), () => {
      upTo += dice.int(1, 2500);
      return decimal(BigInt(upTo), 2);
    });
    return [...bands, null].map((end) =>
      mapping({
        upTo: end === null ? undefined : `${end}%`,
        advance: valued(frame, () => dice.pick(['100%', '80%', '105%', '1.3', '0', '0.9333333333333333333', '50%'])),
        flag: dice.chance(70) ? dice.pick(['under', 'over', '超支', 'watch']) : undefined,
      }),
    );
  });
}

export function randomPolicy(frame: Frame, activity: RandomActivity): RandomPolicy {
  const { dice, variants, first } = frame;
  const individual = dice.big(0n, frame.perHead);
  // Financing per head is compared with the year before the first where the expenditure base asks for it.
  const since = variants.has('expenditure') ? first - 1 : first;
  const vary = (around: bigint) => valued(frame, () => amountText(dice, dice.big(around - around / 20n, around + around / 20n)), since);
  const reserves = reservesOf(frame);
  const { advance, settled } = randomAdvance(frame);
  const { settlement, uses, scoreNeeded } = randomSettlement(frame, reserves?.has('qualityDeposit') === true);
  const policy = mapping({
    id: 'random',
    note: dice.chance(10) ? '测试: 不参与计算 #1' : undefined,
    financing: mapping({
      individual: vary(individual),
      subsidy: vary(frame.perHead - individual),
      interest: dice.chance(60) ? valued(frame, () => share(dice, 0, 400)) : undefined,
    }),
    reserves,
    quota: quotaOf(frame, activity.rows.length > 0),
    benefit: randomBenefit(frame, activity),
    payment: randomPayment(frame, activity),
    priceNeutral: variants.has('prices') && dice.chance(30) ? valued(frame, () => dice.pick(['yes', 'no'])) : undefined,
    advance,
    review: reviewOf(frame),
    settlement,
    payableMonths: variants.has('payableMonths')
      ? valued(frame, () => dice.pick(['halfUp', 'down', 'down', 'integer', 'integer']))
      : undefined,
  });
  return { policy, uses, scoreNeeded, settled };
}
