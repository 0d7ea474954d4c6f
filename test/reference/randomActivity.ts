// Institutions, activity and growth of a random county.
import { type Frame, valued } from './frame.ts';
import { rowsOf, type Stream } from './randomRows.ts';
import { planServices, type ServicePlan, signedOf, signPeople } from './randomServices.ts';
import { mapping, ratioText } from './writing.ts';
import type { Written } from './written.ts';

type Row = Map<string, Written>;

export interface RandomActivity {
  readonly plans: readonly ServicePlan[];
  readonly institutions: readonly Row[];
  readonly signed: Written | undefined;
  readonly rows: Row[];
  readonly growth: Written | undefined;
  /** The last actual month, counted year × 12 + month − 1. */
  readonly actualTo: number | null;
  /** Where the run must stop for want of anything to project from, counted alike. */
  readonly through: number | null;
  readonly begins: number;
  /** The year that the first projected year grows from. */
  readonly base: number;
}

function institutionsOf(frame: Frame): Row[] {
  const { dice, variants } = frame;
  const levels = variants.has('coefficients') || variants.has('bedDay') ? dice.pick([100, 70, 30]) : 30;
  const others = (): Record<string, string | undefined> => ({
    level: dice.chance(levels) ? dice.pick(['county', 'township', 'village']) : undefined,
    tcm: (variants.has('tcm') || variants.has('tcmExempt')) && dice.chance(45) ? dice.pick(['yes', 'yes', 'no']) : undefined,
  });
  const institutions = frame.alliances.flatMap((alliance) =>
    dice.list(dice.int(1, 2), (index) => mapping({ id: `h${index}-${alliance}`, alliance, ...others() })),
  );
  if (dice.chance(60)) institutions.push(mapping({ id: 'clinic', ...others() }));
  const tiers = variants.has('tiers');
  if (dice.chance(85)) institutions.push(mapping({ id: '省医', kind: 'off-county', tier: 'province' }));
  if (dice.chance(tiers ? 70 : 25)) institutions.push(mapping({ id: 'far2', kind: 'off-county', tier: tiers ? 'city' : undefined }));
  if (tiers && dice.chance(50)) institutions.push(mapping({ id: '京', kind: 'off-county', tier: 'national' }));
  return dice.shuffled(institutions);
}

/** Where a home's patients of a service go, for what, and with whom they are signed. */
function streamOf(frame: Frame, plan: ServicePlan, institutions: readonly Row[], institution: Row, home: string): Stream {
  const { dice, variants } = frame;
  const signed = plan.signed.filter((entry) => entry.home === home);
  const signedWith = signed.length > 0 && dice.chance(65) ? dice.pick(signed).institution : undefined;
  const at = signedWith !== undefined && dice.chance(40) ? institutions.find((other) => other.get('id') === signedWith) : undefined;
  const treats = at ?? institution;
  const inCounty = treats.get('kind') === undefined;
  const byMethod = plan.method !== null && plan.method !== 'capitation' && !plan.switches && inCounty;
  const exempt = variants.has('tcmExempt') && treats.get('tcm') === 'yes';
  return {
    named: mapping({
      home,
      institution: treats.get('id') ?? null,
      service: plan.id,
      item: plan.items.length > 0 && dice.chance(60) ? dice.pick(plan.items) : undefined,
      signedWith,
    }),
    plan,
    noFund: variants.has('noFund') && byMethod && !exempt && plan.levers.length === 0 && dice.chance(50),
    patientsPay: dice.chance(variants.has('patientsPaidMore') ? 30 : 3) ? dice.int(100, 400) : dice.int(0, 60),
  };
}

function yearOfRows(frame: Frame, year: number, upTo: number, institutions: readonly Row[], plans: readonly ServicePlan[]): Row[] {
  const { dice, variants } = frame;
  const nothing = dice.chance(3);
  const paid = plans.filter(({ method, levers }) => method !== null || levers.length > 0);
  const homes = [...frame.alliances, ...(dice.chance(35) ? ['none'] : [])];
  const seen = new Set<string>();
  for (const plan of plans) plan.years += 1;
  return homes.flatMap((home) => {
    if (dice.chance(4)) return [];
    const heads = BigInt(frame.heads[frame.alliances.indexOf(home)] ?? 1);
    const percent = BigInt(variants.has('expenditure') ? dice.int(8, 26) : dice.int(40, 150));
    const most = (frame.perHead * (heads === 0n ? 1n : heads) * percent) / (home === 'none' ? 1500n : 100n);
    const own = institutions.filter((institution) => institution.get('alliance') === home);
    const streams = dice.list(dice.int(1, paid.length > 0 ? 4 : 3), (index) => {
      const institution = index === 0 && own.length > 0 && dice.chance(80) ? dice.pick(own) : dice.pick(institutions);
      const plan = paid.length > 0 && dice.chance(65) ? dice.pick(paid) : dice.pick(plans);
      return streamOf(frame, plan, institutions, institution, home);
    });
    const weights = streams.map(() => dice.int(1, 9));
    const sum = weights.reduce((a, b) => a + b, 0);
    return streams.flatMap((stream, index) => {
      const key = [...stream.named.values()].join(' ');
      const target = nothing ? 0n : (most * BigInt(weights[index] ?? 1)) / BigInt(sum);
      if (stream.named.get('institution') !== '省医') stream.plan.money += target;
      const rows = rowsOf(frame, year, upTo, stream, target, seen.has(key));
      if (rows.length > 0) seen.add(key);
      return rows;
    });
  });
}

function growthOf(frame: Frame, services: readonly string[], since: number): Written | undefined {
  const { dice, variants } = frame;
  const grown = dice.some(services, 65);
  if (variants.has('growthSplit') && grown.length === 0) grown.push(...services);
  const rate = () => (dice.chance(4) ? '-100%' : ratioText(dice, dice.big(-20_000_000n, 20_000_000n), 8));
  // A bed-day's case must not be rounded away while its days stay.
  const change = () => ratioText(dice, dice.big(-30_000_000n, 30_000_000n), dice.pick([8, 8, 9]));
  const split = () => mapping({ volume: valued(frame, change, since), cost: valued(frame, change, since) });
  const one = (): Written => (variants.has('growthSplit') && dice.chance(75) ? split() : valued(frame, rate, since));
  return grown.length > 0 ? new Map(grown.map((service) => [service, one()])) : undefined;
}

export function randomActivity(frame: Frame): RandomActivity {
  const { dice, first, last } = frame;
  const institutions = institutionsOf(frame);
  const plans = planServices(frame);
  const bare: RandomActivity = {
    plans,
    institutions,
    signed: undefined,
    rows: [],
    growth: undefined,
    actualTo: null,
    through: null,
    begins: first * 12,
    base: first - 1,
  };
  if (dice.chance(4)) return bare;
  signPeople(frame, plans, institutions);

  const history = dice.some([first - 3, first - 2, first - 1], 50);
  if (history.length === 0) history.push(first - 1);
  let through: number | null = null;
  let actualTo = dice.chance(30) ? dice.int(first * 12, last * 12 + 11) : null;
  if (actualTo !== null && dice.chance(15)) {
    // Nothing before the first year: all of it must then be known, as far as it is played.
    history.length = 0;
    if (dice.chance(50)) actualTo = dice.int(first * 12 + 11, last * 12 + 11);
    else if (actualTo < first * 12 + 11) through = actualTo;
  }
  const rows: Row[] = [];
  for (const year of history) rows.push(...yearOfRows(frame, year, 12, institutions, plans));
  if (actualTo !== null) {
    for (let year = first; year <= Math.floor(actualTo / 12); year++) {
      rows.push(...yearOfRows(frame, year, Math.min(12, actualTo - year * 12 + 1), institutions, plans));
    }
  }
  if (rows.length === 0) return bare;
  const latest = Math.max(...rows.map((row) => Number(row.get('year'))).filter((year) => year < first), first - 9);
  const hasBase = latest > first - 9;
  if (!hasBase && (actualTo === null || (actualTo < first * 12 + 11 && through === null))) return bare;
  const active = [...new Set(rows.map((row) => String(row.get('service'))))];
  return {
    plans,
    institutions,
    signed: signedOf(frame, plans, active),
    rows: dice.chance(30) ? dice.shuffled(rows) : rows,
    growth: growthOf(frame, active, hasBase ? latest + 1 : first),
    actualTo,
    through,
    begins: hasBase && latest + 1 < first ? (latest + 1) * 12 : actualTo === null ? first * 12 : actualTo + 1,
    base: hasBase ? latest : first - 1,
  };
}
