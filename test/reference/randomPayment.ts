// The payment methods of a random county: policy.payment.
import { type Frame, share, valued } from './frame.ts';
import type { RandomActivity } from './randomActivity.ts';
import type { ServicePlan } from './randomServices.ts';
import { amountText, decimal, mapping } from './writing.ts';
import type { Written } from './written.ts';

type Row = Map<string, Written>;

const FACTORS = ['1', '1.02', '0.95', '0.6', '1.05', '80%', '1.3333', '0.777777777', '120%'];

/** A price in yuan, of any fineness, about what the plan reckons with. */
function price(frame: Frame, millionths: bigint): Written {
  const { dice } = frame;
  return valued(frame, () => {
    const near = (millionths * BigInt(dice.int(85, 115))) / 100n + 1n;
    const coarse = dice.pick([1n, 1n, 100n, 10_000n, 1_000_000n]);
    if (dice.chance(10)) return decimal(near * 1000n + BigInt(dice.int(0, 999)), 9);
    return decimal(near > coarse ? near - (near % coarse) : near, 6);
  });
}

/** One value for each institution of the county: by id, by level or for all. */
function byInstitution(frame: Frame, institutions: readonly Row[], primary: boolean, make: () => Written): Row {
  const { dice } = frame;
  const inCounty = institutions.filter((institution) => institution.get('kind') === undefined);
  const levels = ['county', 'township', 'village'];
  const entries: Record<string, Written> = {};
  const all = dice.chance(65);
  if (dice.chance(60)) for (const level of dice.some(levels, 70)) entries[level] = make();
  for (const institution of inCounty) {
    const level = institution.get('level');
    const found = all || (typeof level === 'string' && entries[level] !== undefined);
    if (!found || dice.chance(20)) entries[String(institution.get('id'))] = make();
  }
  if (primary && !all && entries.township === undefined) entries.township = make();
  if (all) entries.all = make();
  return mapping(Object.fromEntries(dice.shuffled(Object.entries(entries))));
}

function itemsOf(frame: Frame, plan: ServicePlan): string[] {
  const { dice } = frame;
  const items = dice.some(plan.items, 60);
  return items.length > 0 ? items : [dice.pick([...plan.items, 'X9'])];
}

function floatingOf(frame: Frame, plan: ServicePlan): Written | undefined {
  const { dice, variants, total } = frame;
  if (!plan.floating) return undefined;
  const yearly = plan.money / BigInt(Math.max(1, plan.years));
  const budget = () => (yearly * BigInt(dice.int(dice.chance(20) ? 0 : 40, 150))) / 100n;
  const edges = variants.has('floatingEdges');
  const both = dice.int(1, 3);
  return mapping({
    ...(dice.chance(60)
      ? { subBudget: valued(frame, () => amountText(dice, budget())) }
      : { share: valued(frame, () => share(dice, 0, Math.min(9000, Number((2n * 10_000n * (budget() + 1n)) / total)))) }),
    prepaid: valued(frame, () => dice.pick(['100%', '95%', '90%', '0', '33.3333333%'])),
    floor: edges && both !== 1 ? valued(frame, () => dice.pick(['100%', '90%', '95%', '50%', '0'])) : undefined,
    ceiling: edges && both !== 2 ? valued(frame, () => dice.pick(['100%', '105%', '110%', '150%'])) : undefined,
  });
}

/** drg and dip. */
function byPoints(frame: Frame, plan: ServicePlan, institutions: readonly Row[]): Record<string, Written | undefined> {
  const { dice, variants, total } = frame;
  const has = (...any: Parameters<typeof variants.has>[0][]) => any.some((variant) => variants.has(variant)) && dice.chance(85);
  const same = has('sameStandard');
  const tcm = { uplift: has('tcm'), exempt: has('tcmExempt') };
  const supported = { uplift: has('supported'), pool: has('supportedPool') };
  const uplift = () => valued(frame, () => share(dice, 0, 2000));
  return {
    [plan.method === 'drg' ? 'drgRate' : 'pointValue']: price(frame, plan.price),
    coefficients: has('coefficients') ? byInstitution(frame, institutions, same, () => valued(frame, () => dice.pick(FACTORS))) : undefined,
    tcm:
      tcm.uplift || tcm.exempt
        ? mapping({
            uplift: tcm.uplift ? uplift() : undefined,
            items: tcm.uplift && plan.items.length > 0 && dice.chance(75) ? itemsOf(frame, plan) : undefined,
            exempt: tcm.exempt ? valued(frame, () => dice.pick(['yes', 'yes', 'no'])) : undefined,
          })
        : undefined,
    supported:
      supported.uplift || supported.pool
        ? mapping({
            items: itemsOf(frame, plan),
            uplift: supported.uplift ? uplift() : undefined,
            pool: supported.pool ? valued(frame, () => amountText(dice, dice.big(0n, total / 40n))) : undefined,
          })
        : undefined,
    sameStandard: same ? itemsOf(frame, plan) : undefined,
    floating: floatingOf(frame, plan),
    caseRules:
      plan.method === 'dip' && plan.caseRows !== 'none'
        ? mapping({ low: valued(frame, () => `${plan.low}%`), high: valued(frame, () => `${plan.high}%`) })
        : undefined,
  };
}

function tariffs(frame: Frame, plan: ServicePlan): Written {
  const { dice } = frame;
  return valued(frame, () => {
    let upTo = 0;
    const tiers: (string | undefined)[] = dice.list(dice.int(0, 3), () => {
      upTo += dice.int(1, dice.pick([3, 30]));
      return String(upTo);
    });
    if (tiers.length === 0 || dice.chance(70)) tiers.push(undefined);
    return tiers.map((end) => mapping({ upTo: end, tariff: decimal((plan.price * BigInt(dice.int(40, 130))) / 100n + 1n, 6) }));
  });
}

function standards(frame: Frame, plan: ServicePlan): Record<string, Written | undefined> {
  const { dice } = frame;
  const listed = dice.some(plan.items, 70);
  return {
    standards: listed.length > 0 ? mapping(Object.fromEntries(listed.map((item) => [item, price(frame, plan.price)]))) : undefined,
    standard: price(frame, plan.price),
  };
}

function capitation(frame: Frame, plan: ServicePlan): Record<string, Written | undefined> {
  const { dice, perHead } = frame;
  const amount = () => valued(frame, () => amountText(dice, dice.big(0n, perHead / dice.pick([3n, 10n, 40n]))));
  return {
    perHead: mapping(Object.fromEntries(dice.shuffled(plan.bands).map((band) => [band, amount()]))),
    signingFee: dice.chance(65) ? amount() : undefined,
  };
}

function methodOf(frame: Frame, plan: ServicePlan): Written {
  const { dice, first, last } = frame;
  const method = plan.method ?? 'feeForService';
  if (!plan.switches) return valued(frame, () => method);
  const change = dice.int(first, last);
  const [before, after] = dice.chance(50) ? [method, 'feeForService'] : ['feeForService', method];
  return new Map([
    [String(change - dice.int(4, 6)), before],
    [String(change), after],
  ]);
}

function paymentOf(frame: Frame, plan: ServicePlan, institutions: readonly Row[]): Written {
  const rest =
    plan.method === 'bedDay'
      ? { tariffs: byInstitution(frame, institutions, false, () => tariffs(frame, plan)) }
      : plan.method === 'perCase'
        ? standards(frame, plan)
        : plan.method === 'capitation'
          ? capitation(frame, plan)
          : byPoints(frame, plan, institutions);
  return mapping({ method: methodOf(frame, plan), ...rest });
}

/** A method for each service that has one; the others are paid fee for service, said or unsaid. */
export function randomPayment(frame: Frame, { plans, institutions, rows }: RandomActivity): Written | undefined {
  const { dice } = frame;
  if (rows.length === 0 || !plans.some(({ method }) => method !== null)) return undefined;
  const payment = mapping({});
  for (const plan of dice.shuffled(plans)) {
    // Without anybody signed there is nobody to pay a sum for each head.
    if (plan.method === 'capitation' && plan.signed.length === 0) continue;
    if (plan.method !== null) payment.set(plan.id, paymentOf(frame, plan, institutions));
    else if (dice.chance(30)) payment.set(plan.id, dice.chance(60) ? 'feeForService' : mapping({ method: 'feeForService' }));
  }
  return payment;
}
