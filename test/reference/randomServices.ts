// The services of a random county: by which method each is paid, what its rows must tell of volumes, and at what scale.
import { type Frame, valued } from './frame.ts';
import type { Variant } from './variants.ts';
import { mapping } from './writing.ts';
import type { Written } from './written.ts';

const METHODS = ['drg', 'dip', 'bedDay', 'perCase', 'capitation'] as const;
type Method = (typeof METHODS)[number];

const MEASURES = ['cases', 'days', 'points', 'weights', 'cost', 'patientPaid'] as const;
export type Measure = (typeof MEASURES)[number];

const NEEDED: Readonly<Record<Method, readonly Measure[]>> = {
  drg: ['weights', 'patientPaid'],
  dip: ['points', 'patientPaid'],
  bedDay: ['cases', 'days', 'patientPaid'],
  perCase: ['cases', 'patientPaid'],
  capitation: [],
};

/** A benefit lever that a service is under. */
type Lever = 'ratio' | 'deductible' | 'cases';

/** People signed with an institution for a service. */
interface Signed {
  readonly institution: string;
  readonly home: string;
  readonly written: Written;
}

export interface ServicePlan {
  readonly id: string;
  readonly method: Method | null;
  readonly floating: boolean;
  /** Paid by the method in some years only. */
  readonly switches: boolean;
  readonly items: readonly string[];
  /** What its rows give beside the fund's payment. */
  readonly measures: ReadonlySet<Measure>;
  readonly caseRows: 'none' | 'some' | 'all';
  /** Of case rows, in percent. */
  readonly low: number;
  readonly high: number;
  /** What a point, a day or a case is worth, in millionths of a yuan. */
  readonly price: bigint;
  readonly levers: readonly Lever[];
  readonly bands: readonly string[];
  readonly signed: Signed[];
  /** Filled with the rows: the fund's payments in the county, of how many years. */
  money: bigint;
  years: number;
}

const LEVERS: readonly (readonly [Variant, Lever])[] = [
  ['benefitRatio', 'ratio'],
  ['benefitDeductible', 'deductible'],
  ['benefitCases', 'cases'],
];

function leversOf(frame: Frame, ids: readonly string[]): Map<string, Lever[]> {
  const levers = new Map<string, Lever[]>();
  for (const [variant, lever] of LEVERS) {
    if (!frame.variants.has(variant)) continue;
    const id = frame.dice.pick(ids);
    levers.set(id, [...(levers.get(id) ?? []), lever]);
  }
  return levers;
}

function measuresOf(frame: Frame, method: Method | null, levers: readonly Lever[], caseRows: ServicePlan['caseRows']): Set<Measure> {
  const { dice, variants } = frame;
  const measures = new Set<Measure>(method === null ? [] : NEEDED[method]);
  if (variants.has('measures')) for (const measure of dice.some(MEASURES, 40)) measures.add(measure);
  if (method !== null && dice.chance(60)) measures.add('cost');
  if (method === 'capitation' && dice.chance(80)) measures.add('patientPaid');
  if (levers.length > 0 && dice.chance(60)) measures.add('patientPaid');
  if (levers.includes('deductible') || levers.includes('cases') || (variants.has('byService') && dice.chance(90))) measures.add('cases');
  if (caseRows !== 'none') for (const measure of ['cost', 'points'] as const) measures.add(measure);
  return measures;
}

export function planServices(frame: Frame): ServicePlan[] {
  const { dice, variants, total } = frame;
  const methods = METHODS.filter((method) => variants.has(method));
  const names = dice.shuffled(['inpatient', '门诊', 's3', '4', '护理', 'x-6']);
  const ids = names.slice(0, Math.max(methods.length, dice.int(1, 4)));
  const levers = leversOf(frame, ids);
  const needsItems = ['items', 'supported', 'supportedPool', 'sameStandard', 'tcm', 'perCase'] as const;
  return ids.map((id, index): ServicePlan => {
    const method = methods[index] ?? null;
    const own = levers.get(id) ?? [];
    const byPoints = method === 'drg' || method === 'dip';
    const some = method === 'dip' && variants.has('caseRows');
    const caseRows = own.includes('cases') ? 'all' : some ? dice.pick(['some', 'some', 'all'] as const) : 'none';
    // A year's money of a service, in so many units.
    const units = dice.pick([7n, 60n, 60n, 900n, 900n, 40_000n]);
    const yearly = total / BigInt(frame.alliances.length * 2) + 1n;
    return {
      id,
      method,
      floating: byPoints && variants.has('floating'),
      switches: method !== null && variants.has('methodSwitch') && dice.chance(70),
      items: needsItems.some((variant) => variants.has(variant))
        ? dice.shuffled(['BR23', 'ES11', '中风', '7', '0012']).slice(0, dice.int(1, 3))
        : [],
      measures: measuresOf(frame, method, own, caseRows),
      caseRows,
      low: dice.pick([50, 50, 40]),
      high: dice.pick([200, 200, 150]),
      price: (yearly * 10_000n * BigInt(dice.int(60, 140))) / (100n * units) + 1n,
      levers: own,
      bands: dice.pick([['all'], ['0-6', '7-64', '65-'], ['65', '7'], ['成人', '儿童']]),
      signed: [],
      money: 0n,
      years: 0,
    };
  });
}

/** Who signed with whom, for the services paid by capitation. */
export function signPeople(frame: Frame, plans: readonly ServicePlan[], institutions: readonly Map<string, Written>[]): void {
  const { dice } = frame;
  for (const plan of plans.filter(({ method }) => method === 'capitation')) {
    const seen = new Set<string>();
    for (const [index, home] of frame.alliances.entries()) {
      if (index > 0 && dice.chance(30)) continue;
      for (let n = dice.int(1, 2); n > 0; n--) {
        const candidates = institutions.filter((institution) => institution.get('kind') === undefined);
        const own = candidates.filter((institution) => institution.get('alliance') === home);
        const institution = dice.pick(own.length > 0 && dice.chance(80) ? own : candidates);
        const id = String(institution.get('id'));
        const key = `${home} ${id}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const most = frame.heads[index] ?? 0;
        const count = () => String(dice.chance(8) ? 0 : dice.int(0, most));
        const heads = mapping(Object.fromEntries(plan.bands.map((band) => [band, valued(frame, count)])));
        const told = institution.get('alliance') === home && dice.chance(60);
        plan.signed.push({
          institution: id,
          home,
          written: mapping({ institution: id, service: plan.id, home: told ? undefined : home, heads }),
        });
      }
    }
  }
}

/** County `signed`, for services with activity. */
export function signedOf(frame: Frame, plans: readonly ServicePlan[], active: readonly string[]): Written | undefined {
  for (const plan of plans) if (!active.includes(plan.id)) plan.signed.length = 0;
  const all = plans.flatMap(({ signed }) => signed.map(({ written }) => written));
  return all.length > 0 ? frame.dice.shuffled(all) : undefined;
}
