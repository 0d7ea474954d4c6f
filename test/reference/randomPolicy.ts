// The policy of a random county.
import { type Frame, valued } from './frame.ts';
import type { Dice } from './seeded.ts';
import { amountText, decimal, mapping, ratioText } from './writing.ts';
import type { Written } from './written.ts';

/** Scores of alliances and of table rows are drawn from the same few, so that they often meet exactly. */
export const SCORES = ['100', '95', '92.5', '90', '85.25', '80', '75', '60', '59.99', '33.333333', '0'];

interface RandomPolicy {
  readonly policy: Written;
  readonly uses: readonly string[];
  /** Some table asks for a score. */
  readonly scoreNeeded: boolean;
  /** Off-county care may be settled at year end. */
  readonly settled: boolean;
}

/** A share from low to high, both in basis points, with up to nineteen digits. */
function share(dice: Dice, low: number, high: number): string {
  const digits = dice.pick([0, 0, 1, 2, 15]);
  const unit = 10n ** BigInt(digits);
  return ratioText(dice, dice.big(BigInt(low) * unit, BigInt(high) * unit), 4 + digits);
}

/** Parts of 100%, in the order given, with up to nineteen digits. */
function parts(dice: Dice, count: number): string[] {
  const digits = dice.pick([1, 2, 2, 4, 19]);
  const all = 10n ** BigInt(digits);
  const cuts = dice.list(count - 1, () => dice.big(0n, all)).sort((a, b) => (a < b ? -1 : 1));
  return [...cuts, all].map((cut, index) => ratioText(dice, cut - (cuts[index - 1] ?? 0n), digits));
}

function reservesOf(frame: Frame): Written | undefined {
  const { dice, perHead, total } = frame;
  if (dice.chance(12)) return undefined;
  const lines = dice.list(dice.pick([0, 0, 1, 2, 3, 4]), (index): Written => {
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
  if (dice.chance(4)) lines.push(mapping({ id: 'all', share: '100%', on: 'remaining', holder: 'pool' }));
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
    qualityDeposit: dice.chance(60) ? mapping({ share: valued(frame, () => share(dice, dice.chance(10) ? 0 : 1, 500)) }) : undefined,
    lines: lines.length > 0 ? lines : undefined,
  });
}

function quotaOf(frame: Frame): Written {
  const { dice } = frame;
  const [byInsured = '100%', byHistory = '0%'] = dice.chance(10) ? ['100%', '0%'] : dice.chance(8) ? ['0', '100%'] : parts(dice, 2);
  const years = dice.int(1, 3);
  const weight = () => dice.pick(['50%', '30%', '0.2', '1', '3', '0', '2.5', '333.3333333333333333‰', '0.0333333333333333333']);
  return mapping({
    byInsured,
    byHistory,
    historyWeights:
      byHistory === '0%' && dice.chance(50) ? undefined : valued(frame, () => (dice.chance(3) ? ['0'] : dice.list(years, weight))),
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

function scoreTable(dice: Dice, frame: Frame, zeroOnly: boolean): Written {
  return valued(frame, () => {
    const rows = zeroOnly ? ['0'] : dice.some(SCORES, dice.pick([15, 35, 60]));
    return (rows.length > 0 ? rows : ['80']).map((score) =>
      mapping({ score, share: valued(frame, () => dice.pick(['100%', '50%', '0%', share(dice, 0, 10_000)])) }),
    );
  });
}

function bandsOf(frame: Frame): Written {
  const { dice } = frame;
  return valued(frame, () => {
    let upTo = 0;
    const ends: (string | null)[] = dice.list(dice.int(0, 5), () => {
      upTo += dice.int(1, 900);
      return `${decimal(BigInt(upTo), 2)}%`;
    });
    if (dice.chance(40)) ends.push(null);
    return ends.map((end) =>
      mapping({ upTo: end ?? undefined, pool: valued(frame, () => dice.pick(['80%', '60%', share(dice, 0, 10_000), '0%', '100%'])) }),
    );
  });
}

export function randomPolicy(frame: Frame): RandomPolicy {
  const { dice } = frame;
  const individual = dice.big(0n, frame.perHead);
  const vary = (around: bigint) => valued(frame, () => amountText(dice, dice.big(around - around / 20n, around + around / 20n)));
  const reserves = reservesOf(frame);
  const hasDeposit = reserves instanceof Map && reserves.has('qualityDeposit');
  const uses = dice.shuffled(['incentive', 'development', '7', '3', '预防', '11']).slice(0, dice.int(1, 4));
  const usesAt = () => {
    const shares = parts(dice, uses.length);
    return new Map(uses.map((use, index) => [use, shares[index] ?? '0%']));
  };
  const zeroOnly = dice.chance(10);
  const offCounty = dice.pick(['deducted', 'deducted', 'settled', null]);
  const advance = mapping({
    share: dice.chance(50) ? valued(frame, () => dice.pick(['100%', '95.5%', '90%', '0.3333333333333333333', '0%'])) : undefined,
    pattern: dice.chance(70) ? valued(frame, () => dice.pick(['even', 'history', 'history'])) : undefined,
    offCounty: offCounty === null ? undefined : valued(frame, () => offCounty),
  });
  const policy = mapping({
    id: 'random',
    note: dice.chance(10) ? '测试: 不参与计算 #1' : undefined,
    financing: mapping({
      individual: vary(individual),
      subsidy: vary(frame.perHead - individual),
      interest: dice.chance(60) ? valued(frame, () => share(dice, 0, 400)) : undefined,
    }),
    reserves,
    quota: quotaOf(frame),
    advance: advance.size > 0 ? advance : undefined,
    review: reviewOf(frame),
    settlement: mapping({
      surplus: mapping({
        ceiling: dice.chance(40) ? valued(frame, () => share(dice, 0, 2000)) : undefined,
        retention: scoreTable(dice, frame, zeroOnly),
        uses: dice.chance(75) ? usesAt() : valued(frame, usesAt),
      }),
      overspend: mapping({ bands: bandsOf(frame) }),
      deposit: hasDeposit ? mapping({ returned: scoreTable(dice, frame, zeroOnly) }) : undefined,
    }),
  });
  return { policy, uses, scoreNeeded: !zeroOnly, settled: offCounty === 'settled' };
}
