// The members of alliances laid out (R10): who leads, whose care is paid through the lead, and one year's rules and facts.

import { MONTHS } from '../money/calendar.ts';
import { entryAt } from '../money/dated.ts';
import type { Fen } from '../money/fen.ts';
import type { Ratio } from '../money/ratio.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import type { Member } from './insideLedger.ts';
import type { InsideRules, Level, Split } from './insideRules.ts';
import type { InstitutionYear } from './institutionYear.ts';
import type { Names } from './names.ts';
import { PLACES, type Stream } from './parties.ts';

export interface Members {
  readonly list: readonly Member[];
  /** Members of each alliance, and its lead, as indices into the list. */
  readonly ofAlliance: readonly (readonly number[])[];
  readonly lead: readonly number[];
  /** By member: streams that are paid through the lead, and those of people of no alliance, which the agency pays itself. */
  readonly streams: readonly (readonly number[])[];
  readonly direct: readonly (readonly number[])[];
  readonly levels: readonly (Level | null)[];
  /** Deductions by name: one line for each. */
  readonly deductionLines: readonly { readonly member: number; readonly name: string }[];
}

/** A row of `memberDeductions`. `month` from 0; `line` counts from the first line of its kind. */
interface MemberDeduction {
  readonly member: number;
  readonly name: string;
  readonly month: number;
  readonly amount: Fen;
  readonly reason: string;
  readonly line: number;
}

/** R10: a year inside alliances. */
export interface InsideYear {
  readonly rules: InsideRules;
  /** By member. */
  readonly facts: readonly InstitutionYear[];
  readonly deductions: readonly MemberDeduction[];
  /** Parts of members' shares that are set aside for departments or persons. */
  readonly named: readonly { readonly id: string; readonly title: string; readonly member: number; readonly share: Ratio }[];
}

const NO_MEMBERS: Members = { list: [], ofAlliance: [], lead: [], streams: [], direct: [], levels: [], deductionLines: [] };

/** Members and leads; streams come later, when they are known. */
export class MemberReader {
  readonly list: readonly Member[];
  private readonly scenario: WrittenScenario;
  private readonly names: Names;
  private readonly lines: { member: number; name: string }[] = [];
  private readonly memberOf: ReadonlyMap<number, number>;

  constructor(scenario: WrittenScenario, names: Names) {
    this.scenario = scenario;
    this.names = names;
    this.list =
      scenario.policy.inside === undefined
        ? []
        : names.institutions.flatMap(({ alliance }, institution) => (alliance < 0 ? [] : [{ institution, alliance }]));
    this.memberOf = new Map(this.list.map(({ institution }, k) => [institution, k]));
    if (scenario.policy.inside === undefined && scenario.memberDeductions !== undefined && scenario.memberDeductions.length > 0)
      names.warn('key-not-used', 'memberDeductions', { case: 'policy', key: 'memberDeductions', needs: 'inside' });
  }

  members(streams: readonly Stream[]): Members {
    if (this.list.length === 0) return NO_MEMBERS;
    const { names, list } = this;
    const alliances = names.alliances.length;
    const streamsOf = (wanted: (stream: Stream) => boolean) =>
      list.map(({ institution }) => streams.flatMap((stream, s) => (stream.institution === institution && wanted(stream) ? [s] : [])));
    return {
      list,
      ofAlliance: names.alliances.map((_, a) => list.flatMap((member, k) => (member.alliance === a ? [k] : []))),
      lead: names.alliances.map((_, a) => this.leadOf(a)),
      streams: streamsOf(({ home, place }) => home < alliances && PLACES[place] !== 'offCounty'),
      direct: streamsOf(({ home }) => home === alliances),
      levels: list.map(({ institution }) => names.institutions[institution]?.level ?? null),
      deductionLines: this.lines,
    };
  }

  private leadOf(a: number): number {
    const written = this.scenario.county.alliances[a]?.lead;
    const path = `county.alliances.${a}.lead`;
    if (written === undefined) {
      this.names.errorOnce('missing-key', path, { key: 'lead', wanted: 'id' });
      return -1;
    }
    return this.memberAt(written, path, a);
  }

  /** The member that an id names, or −1 with a problem. @param a the alliance that it must belong to; −1 for any. */
  private memberAt(written: string, path: string, a: number): number {
    const institution = this.names.indexOf(this.names.institutionIndex, written, 'unknown-institution', path);
    if (institution < 0) return -1;
    const k = this.memberOf.get(institution) ?? -1;
    if (k >= 0 && (a < 0 || this.list[k]?.alliance === a)) return k;
    const known = this.list.filter((member) => a < 0 || member.alliance === a);
    this.names.errorOnce('not-a-member', path, {
      got: written,
      alliance: this.names.alliances[a]?.title ?? '',
      known: known
        .slice(0, 12)
        .map((member) => this.names.institutions[member.institution]?.id)
        .join('、'),
    });
    return -1;
  }

  /** @param facts of every institution that year. */
  yearOf(year: number, rules: InsideRules | null, facts: readonly InstitutionYear[]): InsideYear | null {
    if (rules === null || this.list.length === 0) return null;
    const own = this.list.map(({ institution }) => facts[institution] as InstitutionYear);
    for (const [k, { institution }] of this.list.entries()) {
      const path = `county.institutions.${institution}`;
      if (own[k]?.budget != null && own[k]?.budgetShare !== null) this.names.errorOnce('one-of', path, { choices: 'budget、budgetShare' });
    }
    this.wantFacts(year, rules.distribution, own);
    this.wantFacts(year, rules.overspend, own);
    return { rules, facts: own, deductions: this.deductionsOf(year), named: this.named(year) };
  }

  /** What a formula reads of the county's file must be there, for every member of a tier. */
  private wantFacts(year: number, split: Split | null, facts: readonly InstitutionYear[]): void {
    if (split === null) return;
    for (const [k, { institution }] of this.list.entries()) {
      const { level, title } = this.names.institutions[institution] ?? { level: null, title: '' };
      if (!split.tiers.some((tier) => tier.level === level)) continue;
      for (const name of split.formula.names) {
        if (!isFact(name) || facts[k]?.[name] !== null) continue;
        this.names.errorOnce('fact-missing', `county.institutions.${institution}.${name}`, { key: name, wanted: 'quantity', year, title });
      }
    }
  }

  private deductionsOf(year: number): MemberDeduction[] {
    const [first, last] = this.scenario.years;
    return (this.scenario.memberDeductions ?? []).flatMap((row, i) => {
      const path = `memberDeductions.${i}`;
      if (row.year < first || row.year > last) this.names.errorOnce('outside-years', path, { got: row.year, first, last });
      if (row.year !== year) return [];
      const member = this.memberAt(row.institution, `${path}.institution`, -1);
      if (row.reason === undefined) this.names.warn('reason-missing', path, {});
      if (member < 0) return [];
      const same = this.lines.findIndex((line) => line.member === member && line.name === row.name);
      const line = same >= 0 ? same : this.lines.push({ member, name: row.name }) - 1;
      return [{ member, name: row.name, month: row.month - 1, amount: row.amount, reason: row.reason ?? '', line }];
    });
  }

  private named(year: number): InsideYear['named'] {
    const written = this.scenario.policy.inside?.distribution?.named ?? [];
    return written.flatMap(({ id, title, institution, share }, i) => {
      const member = this.memberAt(institution, `policy.inside.distribution.named.${i}.institution`, -1);
      const value = entryAt(share, year)?.value;
      return member < 0 || value === undefined ? [] : [{ id, title: title ?? id, member, share: value }];
    });
  }
}

const FACTS = ['workload', 'points', 'heads', 'score'] as const;

function isFact(name: string): name is (typeof FACTS)[number] {
  return (FACTS as readonly string[]).includes(name);
}

/** What a member is deducted by month: rows of R7 that name it, and the lead's own. */
export function deductedOf(
  member: Member,
  k: number,
  inside: InsideYear,
  rows: readonly { readonly institution: number; readonly month: number; readonly amount: Fen }[],
  into: Float64Array,
): void {
  into.fill(0, 0, MONTHS);
  for (const row of rows) if (row.institution === member.institution) into[row.month] = (into[row.month] as number) + row.amount;
  for (const row of inside.deductions) if (row.member === k) into[row.month] = (into[row.month] as number) + row.amount;
}
