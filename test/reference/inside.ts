// R10: what a policy says of the inside of the alliances, and what the county says of their members.
import type { Institution } from './activity.ts';
import type { Alliance } from './budget.ts';
import { type Fraction, Refused } from './exact.ts';
import { type Formula, parseFormula } from './formula.ts';
import {
  at,
  chargeAt,
  choiceAt,
  factorAt,
  field,
  isNothing,
  listOf,
  mapOf,
  monthOf,
  shareAt,
  textOf,
  type Written,
  yearOf,
} from './written.ts';

/** A part of a member's share that is set aside for a department or a person. */
interface Named {
  readonly id: string;
  readonly institution: string;
  readonly kind: string;
  readonly share: Written;
}

interface MemberDeduction {
  readonly year: number;
  readonly month: number;
  readonly institution: string;
  readonly name: string;
  readonly amount: bigint;
}

export interface Inside {
  readonly payout: Written;
  /** By alliance: the institution that leads it. */
  readonly leads: ReadonlyMap<string, string>;
  readonly distribution: Written;
  readonly overspend: Written;
  readonly named: readonly Named[];
  readonly forbid: Written;
  readonly deductions: readonly MemberDeduction[];
}

function readNamed(distribution: Written, institutions: ReadonlyMap<string, Institution>): Named[] {
  const seen = new Set<string>();
  return listOf(field(distribution, 'named'), 'named').map((item) => {
    const id = textOf(field(item, 'id'), 'id of a named part');
    const institution = textOf(field(item, 'institution'), 'institution of a named part');
    const kind = textOf(field(item, 'kind'), 'kind of a named part');
    if (seen.has(id)) throw new Refused(`named ${id} twice`);
    seen.add(id);
    if ((institutions.get(institution)?.alliance ?? null) === null) throw new Refused(`named ${id}: ${institution} is no member`);
    if (kind !== 'department' && kind !== 'person') throw new Refused(`named ${id}: ${kind}`);
    return { id, institution, kind, share: field(item, 'share') };
  });
}

function readMemberDeductions(scenario: Written, institutions: ReadonlyMap<string, Institution>): MemberDeduction[] {
  return listOf(field(scenario, 'memberDeductions'), 'memberDeductions').map((item) => {
    const year = yearOf(field(item, 'year'), 'year of a deduction');
    const institution = textOf(field(item, 'institution'), 'institution');
    if ((institutions.get(institution)?.alliance ?? null) === null) throw new Refused(`deduction by name: ${institution} is no member`);
    return {
      year,
      month: monthOf(field(item, 'month'), 'month of a deduction'),
      institution,
      name: textOf(field(item, 'name'), 'name of a deduction'),
      amount: chargeAt(field(item, 'amount'), year, 'deduction by name'),
    };
  });
}

/** null: the policy says nothing of it. */
export function readInside(
  scenario: Written,
  alliances: readonly Alliance[],
  institutions: ReadonlyMap<string, Institution>,
): Inside | null {
  const written = field(scenario, 'policy', 'inside');
  if (isNothing(written)) return null;
  const needed = (of: Written, ...keys: string[]): void => {
    for (const key of keys) if (isNothing(field(of, key))) throw new Refused(`inside: no ${key}`);
  };
  const [distribution, overspend] = [field(written, 'distribution'), field(written, 'overspend')];
  needed(written, 'payout');
  if (!isNothing(distribution)) needed(distribution, 'of', 'tiers', 'by');
  if (!isNothing(overspend)) needed(overspend, 'tiers', 'by');
  const leads = new Map(
    alliances.map(({ id, written: alliance }) => {
      const lead = textOf(field(alliance, 'lead'), `lead of ${id}`);
      if (institutions.get(lead)?.alliance !== id) throw new Refused(`${lead} leads ${id} and is not in it`);
      return [id, lead];
    }),
  );
  return {
    payout: field(written, 'payout'),
    leads,
    distribution,
    overspend,
    named: readNamed(distribution, institutions),
    forbid: field(written, 'forbid'),
    deductions: readMemberDeductions(scenario, institutions),
  };
}

/** What retained funds must not be linked to is not named. */
export function checkForbidden(inside: Inside, year: number): void {
  const forbidden = listOf(at(inside.forbid, year), 'forbid').map((kind) => choiceAt(kind, year, ['department', 'person'], 'forbid'));
  for (const { id, kind } of inside.named) {
    if (forbidden.some((one) => one === kind)) throw new Refused(`${id}: retained funds must not be linked to a ${kind}`);
  }
}

export function namedShare(named: Named, year: number): Fraction {
  return shareAt(named.share, year, `share of ${named.id}`);
}

/** The weights of the tiers, in the order written. */
export function readTiers(basis: Written, year: number): Map<string, Fraction> {
  return new Map(
    [...mapOf(at(field(basis, 'tiers'), year), 'tiers')].map(([level, weight]) => {
      if (!['county', 'township', 'village'].includes(level)) throw new Refused(`unknown tier ${level}`);
      return [level, factorAt(weight, year, `weight of ${level}`)];
    }),
  );
}

const VARIABLES = new Map([
  ...['workload', 'points', 'heads', 'score', 'fund', 'cases', 'days'].map((name): [string, string] => [name, name]),
  ['工作量', 'workload'],
  ['分值', 'points'],
  ['人数', 'heads'],
  ['得分', 'score'],
  ['基金支付', 'fund'],
  ['人次', 'cases'],
  ['床日', 'days'],
]);

export function readBasis(basis: Written, year: number): Formula {
  return parseFormula(textOf(at(field(basis, 'by'), year), 'formula'), VARIABLES);
}
