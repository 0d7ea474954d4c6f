// R9 and its variants, and what R10–R13 add, by name, and how often a random county uses each.
import type { Dice } from './seeded.ts';

/** The chance of each, in percent, in a county that mixes several. */
const CHANCES = {
  items: 30,
  measures: 25,
  noFund: 24,
  growthSplit: 35,
  benefitRatio: 20,
  benefitDeductible: 20,
  benefitCases: 17,
  prices: 22,
  drg: 24,
  dip: 24,
  bedDay: 18,
  perCase: 18,
  capitation: 20,
  methodSwitch: 15,
  coefficients: 26,
  tcm: 20,
  tcmExempt: 20,
  supported: 19,
  supportedPool: 20,
  sameStandard: 19,
  caseRows: 17,
  floating: 20,
  floatingEdges: 20,
  patientsPaidMore: 15,
  byService: 20,
  expenditure: 16,
  limits: 22,
  negotiated: 18,
  depositFromAdvance: 20,
  revolving: 18,
  prepayment: 18,
  tiers: 22,
  offCountyPrepayment: 16,
  packageNone: 15,
  leastScore: 17,
  scoreShift: 18,
  surplusMinimum: 16,
  surplusBands: 20,
  usesOfWhole: 16,
  surplusCap: 16,
  heldByPool: 18,
  overspendMinimum: 16,
  slab: 18,
  overspendCap: 16,
  uncoveredByPool: 18,
  inFull: 22,
  depositPoints: 17,
  payableMonths: 20,
} as const;

/** The same for R10–R13, which are drawn apart. */
const WIDE_CHANCES = {
  inside: 45,
  distribution: 70,
  ofRetained: 45,
  approvedPay: 55,
  named: 40,
  overspendInside: 60,
  memberDeductions: 55,
  procurement: 40,
  leastCompletion: 45,
  publicHealth: 40,
  villageDoctors: 55,
  grantAmount: 25,
  grantPerHead: 25,
  grantPerBed: 25,
  grantShare: 25,
  purposeSpending: 45,
  indicators: 35,
  targets: 45,
} as const;

type WideVariant = keyof typeof WIDE_CHANCES;
export type Variant = keyof typeof CHANCES | WideVariant;

const VARIANTS = Object.keys(CHANCES) as (keyof typeof CHANCES)[];
const WIDE = Object.keys(WIDE_CHANCES) as WideVariant[];

/** What a variant cannot do without: one of these. */
const NEEDS: Partial<Record<Variant, readonly Variant[]>> = {
  noFund: ['drg', 'dip', 'bedDay', 'perCase'],
  methodSwitch: ['drg', 'dip', 'bedDay', 'perCase', 'capitation'],
  coefficients: ['drg', 'dip'],
  tcm: ['drg', 'dip'],
  tcmExempt: ['drg', 'dip'],
  supported: ['drg', 'dip'],
  supportedPool: ['drg', 'dip'],
  sameStandard: ['coefficients'],
  caseRows: ['dip'],
  floating: ['drg', 'dip'],
  floatingEdges: ['floating'],
  patientsPaidMore: ['floating', 'drg', 'dip', 'bedDay', 'perCase'],
  distribution: ['inside'],
  ofRetained: ['distribution'],
  approvedPay: ['distribution'],
  named: ['distribution'],
  overspendInside: ['inside'],
  memberDeductions: ['inside'],
  leastCompletion: ['procurement'],
  villageDoctors: ['publicHealth'],
  purposeSpending: ['grantAmount', 'grantPerHead', 'grantPerBed', 'publicHealth'],
};

/** The variants with all that they need. */
export function withNeeds(dice: Dice, variants: readonly Variant[]): ReadonlySet<Variant> {
  const chosen = new Set(variants);
  for (const variant of chosen) {
    const needed = NEEDS[variant];
    if (needed !== undefined && !needed.some((other) => chosen.has(other))) chosen.add(dice.pick(needed));
  }
  return chosen;
}

/** Of a random county: none, one alone, or several together. */
export function drawVariants(dice: Dice): ReadonlySet<Variant> {
  const kind = dice.int(1, 100);
  if (kind <= 41) return new Set();
  if (kind <= 55) return withNeeds(dice, [dice.pick(VARIANTS)]);
  return withNeeds(
    dice,
    VARIANTS.filter((variant) => dice.chance(CHANCES[variant])),
  );
}

/** Of R10–R13 in a random county: none, one alone, or several together. */
export function drawWide(dice: Dice): ReadonlySet<Variant> {
  const kind = dice.int(1, 100);
  if (kind <= 45) return new Set();
  if (kind <= 58) return withNeeds(dice, [dice.pick(WIDE)]);
  const roots = WIDE.filter((variant) => NEEDS[variant] === undefined || variant === 'purposeSpending');
  const chosen = new Set<Variant>(roots.filter((variant) => dice.chance(WIDE_CHANCES[variant])));
  for (const variant of WIDE) {
    const needed = NEEDS[variant];
    if (needed?.some((other) => chosen.has(other)) && dice.chance(WIDE_CHANCES[variant])) chosen.add(variant);
  }
  return withNeeds(dice, [...chosen]);
}

export function wideOf(variants: readonly Variant[]): Variant[] {
  return variants.filter((variant) => WIDE.some((wide) => wide === variant));
}
