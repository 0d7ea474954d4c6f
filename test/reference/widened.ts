// What R10–R13 add to a random county: facts of its institutions and alliances, and what the policy says of them.
import type { Frame } from './frame.ts';
import type { RandomActivity } from './randomActivity.ts';
import { tellFacts } from './randomFacts.ts';
import { activeServices, randomIndicators, randomTargets, tellStays } from './randomIndicators.ts';
import { moreMembers, randomInside, randomMemberDeductions } from './randomInside.ts';
import { randomProcurement, randomProcurementRows } from './randomProcurement.ts';
import { randomGrants, randomPublicHealth, randomSpending } from './randomPublicMoney.ts';
import { mapping, withValue } from './writing.ts';
import { field, mapOf, type Written } from './written.ts';

type Row = Map<string, Written>;

/** A county being widened: its lists may be added to, its entries told more. */
export interface Wide {
  readonly frame: Frame;
  readonly uses: readonly string[];
  readonly institutions: Row[];
  readonly alliances: Row[];
  readonly rows: Row[];
  /** Institutions that must tell a fact, as `id fact`. */
  readonly needed: Set<string>;
}

function copies(written: Written): Row[] {
  return (Array.isArray(written) ? written : []).map((item) => new Map(mapOf(item, 'item')));
}

export function membersOf(wide: Wide, alliance?: Written): Row[] {
  return wide.institutions.filter((one) => one.has('alliance') && (alliance === undefined || one.get('alliance') === alliance));
}

export function widened(frame: Frame, activity: RandomActivity, uses: readonly string[], scenario: Row): Row {
  const { dice, variants } = frame;
  const wide: Wide = {
    frame,
    uses,
    institutions: copies(field(scenario, 'county', 'institutions')),
    alliances: copies(field(scenario, 'county', 'alliances')),
    rows: copies(field(scenario, 'county', 'activity')),
    needed: new Set(),
  };
  const levels = variants.has('inside') ? moreMembers(wide, activity) : null;
  const inside = levels === null ? undefined : randomInside(wide, levels);
  const procurement = variants.has('procurement') ? randomProcurement(wide) : undefined;
  const procured = variants.has('procurement') || dice.chance(4) ? randomProcurementRows(wide) : undefined;
  const publicHealth = variants.has('publicHealth') ? randomPublicHealth(wide) : undefined;
  const grants = randomGrants(wide);
  const monitored = variants.has('indicators') || variants.has('targets');
  tellFacts(wide);
  if (monitored) tellStays(wide, activity);

  const own = variants.has('indicators') ? randomIndicators(wide) : [];
  const policy = new Map(mapOf(field(scenario, 'policy'), 'policy'));
  const entries = {
    inside,
    procurement,
    publicHealth,
    grants: grants.length > 0 ? grants : undefined,
    indicators: own.length > 0 ? own : undefined,
    targets: variants.has('targets') ? randomTargets(wide, own) : undefined,
  };
  for (const [key, value] of mapping(entries)) policy.set(key, value);
  const county = new Map(mapOf(field(scenario, 'county'), 'county'));
  county.set('institutions', wide.institutions);
  county.set('alliances', wide.alliances);
  if (wide.rows.length > 0) county.set('activity', wide.rows);
  if (monitored && wide.rows.length > 0) county.set('services', activeServices(wide));
  if (procured !== undefined) county.set('procurement', procured);
  let result: Written = new Map(scenario);
  result = withValue(result, ['policy'], policy);
  result = withValue(result, ['county'], county);
  if (variants.has('memberDeductions')) result = withValue(result, ['memberDeductions'], randomMemberDeductions(wide));
  if (variants.has('purposeSpending')) result = withValue(result, ['purposeSpending'], randomSpending(wide, result));
  return mapOf(result, 'scenario');
}
