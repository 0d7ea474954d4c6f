// R7 and R9: what retained surplus is for, and who holds each use.
import { apportion, compare, type Fraction, one, plus, Refused, zero } from './exact.ts';
import { at, choiceAt, ever, everAt, field, mapOf, shareAt, type Written } from './written.ts';

export interface Use {
  readonly name: string;
  readonly share: Fraction;
  readonly heldByPool: boolean;
}

/** The uses of a year; dated as a whole, or use by use. They sum to 100%. */
export function readUses(surplus: Written, year: number): Use[] {
  const uses = [...mapOf(at(field(surplus, 'uses'), year), 'uses')].map(([name, written]) => {
    const use = at(written, year);
    const detailed = use instanceof Map;
    return {
      name,
      share: shareAt(detailed ? field(use, 'share') : use, year, `use ${name}`),
      heldByPool: detailed && choiceAt(field(use, 'heldBy'), year, ['alliance', 'pool'], `holder of ${name}`) === 'pool',
    };
  });
  if (compare(uses.map((use) => use.share).reduce(plus, zero), one) !== 0) throw new Refused('uses do not sum to 100%');
  return uses;
}

export function partsOf(retained: bigint, uses: readonly Use[]): bigint[] {
  if (retained === 0n) return uses.map(() => 0n);
  return apportion(
    retained,
    uses.map((use) => use.share),
  );
}

/** The uses that any year names: those that an alliance ever holds, and whether the pool ever holds one. */
export function usesNamed(policy: Written): { ofAlliances: string[]; somePools: boolean } {
  const ofAlliances = new Set<string>();
  let somePools = false;
  for (const uses of everAt(policy, 'settlement', 'surplus', 'uses')) {
    for (const [name, written] of uses instanceof Map ? uses : []) {
      for (const use of ever(written)) {
        const holders = use instanceof Map ? everAt(use, 'heldBy') : [];
        if (holders.includes('pool')) somePools = true;
        if (holders.length === 0 || holders.includes('alliance')) ofAlliances.add(name);
      }
    }
  }
  return { ofAlliances: [...ofAlliances], somePools };
}
