// How a random county settles its years: R7 with its variants.
import { type Frame, parts, share, valued } from './frame.ts';
import type { Dice } from './seeded.ts';
import type { Variant } from './variants.ts';
import { decimal, mapping } from './writing.ts';
import type { Written } from './written.ts';

/** Scores of alliances and of table rows are drawn from the same few, so that they often meet exactly. */
export const SCORES = ['100', '95', '92.5', '90', '85.25', '80', '75', '60', '59.99', '33.333333', '0'];

interface RandomSettlement {
  readonly settlement: Written;
  readonly uses: readonly string[];
  /** Some table asks for a score. */
  readonly scoreNeeded: boolean;
}

function scoreTable(dice: Dice, frame: Frame, zeroOnly: boolean): Written {
  return valued(frame, () => {
    const rows = zeroOnly ? ['0'] : dice.some(SCORES, dice.pick([15, 35, 60]));
    return (rows.length > 0 ? rows : ['80']).map((score) =>
      mapping({ score, share: valued(frame, () => dice.pick(['100%', '50%', '0%', share(dice, 0, 10_000)])) }),
    );
  });
}

/** Bands with rising ends, the last of them perhaps without one. */
function bandsOf(frame: Frame, key: 'pool' | 'kept', open: number): Written {
  const { dice } = frame;
  return valued(frame, () => {
    let upTo = 0;
    const ends: (string | null)[] = dice.list(dice.int(key === 'kept' ? 1 : 0, 5), () => {
      upTo += dice.int(1, 900);
      return `${decimal(BigInt(upTo), 2)}%`;
    });
    if (dice.chance(open)) ends.push(null);
    return ends.map((end) =>
      mapping({ upTo: end ?? undefined, [key]: valued(frame, () => dice.pick(['80%', '60%', share(dice, 0, 10_000), '0%', '100%'])) }),
    );
  });
}

function shiftOf(frame: Frame): Written {
  const { dice } = frame;
  return valued(frame, () => {
    const rows = dice.some(SCORES, dice.pick([25, 50]));
    if (rows.length === 0) rows.push('60');
    return rows.map((score) =>
      mapping({ score, shift: valued(frame, () => dice.pick(['5%', '3%', '0%', '-5%', '-12.5%', '60%', '-70%', '1.25%'])) }),
    );
  });
}

function usesOf(frame: Frame, uses: readonly string[]): Written {
  const { dice, variants } = frame;
  const held = variants.has('heldByPool');
  const one = () => {
    const shares = parts(dice, uses.length);
    return new Map(
      uses.map((use, index): [string, Written] => {
        const part = shares[index] ?? '0%';
        if (!(held ? dice.chance(50) : dice.chance(2))) return [use, part];
        return [use, mapping({ share: part, heldBy: held ? dice.pick(['pool', 'pool', 'alliance']) : 'alliance' })];
      }),
    );
  };
  return dice.chance(75) ? one() : valued(frame, one);
}

function surplusOf(frame: Frame, uses: readonly string[], zeroOnly: boolean): Written {
  const { dice, variants } = frame;
  const optional = (variant: Variant, make: () => Written) => (variants.has(variant) ? valued(frame, make) : undefined);
  const bands = variants.has('surplusBands') ? bandsOf(frame, 'kept', 60) : undefined;
  const whole = optional('usesOfWhole', () => (dice.chance(80) ? 'whole' : 'retained'));
  return mapping({
    ceiling: dice.chance(40) ? valued(frame, () => share(dice, 0, 2000)) : undefined,
    minimum: optional('surplusMinimum', () => dice.pick(['0.5%', '1%', '5%', '10%', share(dice, 0, 900)])),
    bands,
    retention: bands !== undefined && dice.chance(45) ? undefined : scoreTable(dice, frame, zeroOnly),
    usesOf: whole,
    cap: optional('surplusCap', () => dice.pick(['3%', '10%', '0.333333%', share(dice, 0, 2500)])),
    uses: usesOf(frame, uses),
  });
}

function overspendOf(frame: Frame): Written {
  const { dice, variants } = frame;
  const optional = (variant: Variant, make: () => Written) => (variants.has(variant) ? valued(frame, make) : undefined);
  const inFull = variants.has('inFull');
  return mapping({
    kind: optional('slab', () => dice.pick(['slab', 'slab', 'slab', 'marginal'])),
    minimum: optional('overspendMinimum', () => dice.pick(['0.5%', '1%', '5%', '10%', share(dice, 0, 900)])),
    bands: bandsOf(frame, 'pool', 40),
    cap: optional('overspendCap', () => dice.pick(['3%', '10%', '0.333333%', share(dice, 0, 2500)])),
    uncovered: optional('uncoveredByPool', () => dice.pick(['pool', 'pool', 'pool', 'alliance'])),
    settle: inFull ? valued(frame, () => dice.pick(['inFull', 'inFull', 'inFull', 'net'])) : dice.chance(2) ? 'net' : undefined,
    recover: inFull ? valued(frame, () => dice.pick(['1', '3', '3', '6', '12', '14', '25'])) : undefined,
  });
}

function depositOf(frame: Frame, zeroOnly: boolean): Written {
  const { dice, variants } = frame;
  if (!variants.has('depositPoints')) return mapping({ returned: scoreTable(dice, frame, zeroOnly) });
  return mapping({
    points: mapping({
      fullFrom: valued(frame, () => dice.pick(['80', '90', '95', '85.25'])),
      perPoint: valued(frame, () => dice.pick(['3%', '5%', '1.5‰', '10%', '0.333333'])),
      allLostBelow: valued(frame, () => dice.pick(['60', '75', '59.99', '0', '80'])),
    }),
  });
}

export function randomSettlement(frame: Frame, hasDeposit: boolean): RandomSettlement {
  const { dice, variants } = frame;
  const uses = dice.shuffled(['incentive', 'development', '7', '3', '预防', '11']).slice(0, dice.int(1, 4));
  const zeroOnly = dice.chance(10);
  const none = variants.has('packageNone');
  const never = none && dice.chance(60);
  const settlement = mapping({
    package: never ? 'none' : none ? valued(frame, () => dice.pick(['none', 'full'])) : undefined,
    leastScore: variants.has('leastScore') ? valued(frame, () => dice.pick(['60', '75', '80', '92.5', '85.25'])) : undefined,
    scoreShift: variants.has('scoreShift') ? shiftOf(frame) : undefined,
    surplus: surplusOf(frame, uses, zeroOnly),
    overspend: overspendOf(frame),
    deposit: hasDeposit ? depositOf(frame, zeroOnly) : undefined,
  });
  const tables = ['leastScore', 'scoreShift', 'depositPoints'] as const;
  const asked = !zeroOnly || tables.some((variant) => variants.has(variant));
  return { settlement, uses, scoreNeeded: asked && !(never && dice.chance(40)) };
}
