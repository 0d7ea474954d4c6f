// Public health and grants laid out (R12): who is paid, through whom, for what purpose, and one year's rates and counts.

import { entryAt } from '../money/dated.ts';
import { type Fen, LARGEST_EXACT } from '../money/fen.ts';
import { plus, type Ratio, ratio, times, WHOLE } from '../money/ratio.ts';
import { nearest } from '../problem/problem.ts';
import type { WrittenGrant } from '../written/insideShape.ts';
import type { WrittenPolicy, WrittenScenario } from '../written/shapes.ts';
import type { Holder } from './insideLedger.ts';
import { type InstitutionYear, sumOf } from './institutionYear.ts';
import { meant, type Names } from './names.ts';
import type { YearReader } from './yearReader.ts';

export const PUBLIC_HEALTH = 'publicHealth';

interface Payee {
  /** Index of its account among the holders. */
  readonly holder: number;
  /** The account of its alliance, which it is paid through; −1 where it is paid directly. */
  readonly through: number;
  /** Its line of what was passed on, counted from the first of its kind; −1 where it is paid directly. */
  readonly passed: number;
}

interface Grant {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly payer: string;
  readonly payees: readonly Payee[];
  /** Number of its first payee among those of all grants. */
  readonly first: number;
  readonly monthly: boolean;
}

export interface Grants {
  readonly grants: readonly Grant[];
  readonly holders: readonly Holder[];
  /** Holders of public health, one an alliance, start here; −1 without public health. */
  readonly publicHealth: number;
}

export interface PublicHealthYear {
  readonly perHead: Fen;
  readonly prepaid: Ratio;
  readonly villageDoctors: Ratio | null;
  /** By alliance. */
  readonly residents: readonly number[];
  /** By alliance; null in a year that does not settle. */
  readonly performance: readonly (Ratio | null)[];
}

/** What a grant pays in a year: an amount split by weights, a rate for each, or a share of a base of each. Null where it pays nothing. */
export type GrantYear =
  | { readonly kind: 'amount'; readonly amount: Fen; readonly weights: readonly Ratio[] }
  | { readonly kind: 'rate'; readonly rate: Fen; readonly counts: readonly Ratio[] }
  | { readonly kind: 'share'; readonly share: Ratio; readonly bases: readonly Fen[] };

/** A row of `purposeSpending`. `month` from 0; `holder` −1 where it holds nothing of the grant. */
export interface Spending {
  readonly grant: number;
  readonly holder: number;
  readonly month: number;
  readonly amount: Fen;
  readonly reason: string;
  readonly title: string;
  readonly path: string;
}

export interface MoneyYear {
  readonly publicHealth: PublicHealthYear | null;
  readonly grants: readonly (GrantYear | null)[];
  readonly spending: readonly Spending[];
}

const LEVELS: readonly string[] = ['county', 'township', 'village'];

/** The year of a grant's first payment; null where it was always paid. */
function firstYear({ from }: WrittenGrant): number | null {
  return from?.entries[0]?.value ?? null;
}

export class GrantReader {
  readonly plan: Grants;
  private readonly scenario: WrittenScenario;
  private readonly names: Names;
  private readonly written: readonly WrittenGrant[];

  constructor(scenario: WrittenScenario, names: Names) {
    this.scenario = scenario;
    this.names = names;
    this.written = scenario.policy.grants ?? [];
    this.plan = this.laidOut();
  }

  private laidOut(): Grants {
    const holders: Holder[] = [];
    const grants: Grant[] = [];
    const seen = new Set<string>([PUBLIC_HEALTH]);
    let first = 0;
    let passed = 0;
    for (const [g, written] of this.written.entries()) {
      const path = `policy.grants.${g}`;
      if (seen.has(written.id)) this.names.error('duplicate-id', `${path}.id`, { got: written.id });
      seen.add(written.id);
      this.wantOne(written, path);
      const index = new Map<string, number>();
      const hold = (alliance: number, institution: number): number => {
        const key = `${institution < 0 ? alliance : -1}/${institution}`;
        const known = index.get(key);
        if (known !== undefined) return known;
        index.set(key, holders.length);
        return holders.push({ grant: g, alliance, institution }) - 1;
      };
      const payees = this.payeesOf(written.payee, `${path}.payee`).map(({ alliance, institution }): Payee => {
        const isThrough = institution >= 0 && alliance >= 0;
        const through = isThrough ? hold(alliance, -1) : -1;
        return { holder: hold(alliance, institution), through, passed: isThrough ? passed++ : -1 };
      });
      const { id, title, purpose, payer, monthly } = written;
      grants.push({ id, title: title ?? id, purpose, payer: payer ?? '', payees, first, monthly: monthly === 'yes' });
      first += payees.length;
    }
    const isPaid = this.scenario.policy.publicHealth !== undefined;
    const publicHealth = isPaid ? holders.length : -1;
    if (isPaid) for (const alliance of this.names.alliances.keys()) holders.push({ grant: this.written.length, alliance, institution: -1 });
    return { grants, holders, publicHealth };
  }

  private wantOne(written: WrittenGrant, path: string): void {
    const given = [written.amount, written.perHead, written.perBed, written.share].filter((one) => one !== undefined);
    if (given.length !== 1) this.names.error('one-of', path, { choices: 'amount、perHead、perBed、share' });
    const need = (key: string, isNeeded: boolean, isGiven: boolean) => {
      if (isNeeded && !isGiven) this.names.error('missing-key', `${path}.${key}`, { key, wanted: 'choice' });
    };
    need('of', written.perHead !== undefined, written.of !== undefined);
    need('on', written.share !== undefined, written.on !== undefined);
    need('from', written.growth !== undefined, written.from !== undefined);
  }

  /** In this order: an institution, an alliance, the alliances, a level. */
  private payeesOf(payee: string, path: string): { readonly alliance: number; readonly institution: number }[] {
    const { names } = this;
    const of = (institution: number) => ({ alliance: names.institutions[institution]?.alliance ?? -1, institution });
    const institution = names.institutionIndex.get(payee);
    if (institution !== undefined) return [of(institution)];
    const alliance = names.allianceIndex.get(payee);
    if (alliance !== undefined) return [{ alliance, institution: -1 }];
    if (payee === 'alliances') return names.alliances.map((_, a) => ({ alliance: a, institution: -1 }));
    if (LEVELS.includes(payee)) {
      const found = names.institutions.flatMap((one, i) => (one.level === payee && one.alliance >= 0 ? [of(i)] : []));
      if (found.length > 0) return found;
    }
    const known = [...names.institutionIndex.keys(), ...names.allianceIndex.keys(), 'alliances', ...LEVELS];
    names.error('unknown-payee', path, { got: payee, near: nearest(payee, known) ?? '' });
    return [];
  }

  /** @param facts of every institution that year. */
  yearOf(reader: YearReader, settles: boolean, facts: readonly InstitutionYear[]): MoneyYear {
    const { year } = reader;
    const publicHealth = this.publicHealthOf(reader, this.scenario.policy, settles);
    const grants = this.written.map((written, g) => this.grantOf(reader, written, g, facts, publicHealth));
    return { publicHealth, grants, spending: this.spendingOf(year) };
  }

  private publicHealthOf(reader: YearReader, { publicHealth }: WrittenPolicy, settles: boolean): PublicHealthYear | null {
    if (publicHealth === undefined) return null;
    const perHead = reader.read(publicHealth.perHead, 'publicHealth.perHead');
    const prepaid = reader.read(publicHealth.prepaid, 'publicHealth.prepaid');
    if (perHead === null || prepaid === null) return null;
    const residents = this.names.alliances.map((_, a) => this.residentsOf(a, reader.year));
    for (const [a, heads] of residents.entries()) this.wantExact(heads * perHead, `county.alliances.${a}.residents`, reader.year);
    return {
      perHead,
      prepaid,
      villageDoctors: reader.read(publicHealth.villageDoctors, 'publicHealth.villageDoctors'),
      residents,
      performance: this.names.alliances.map((_, a) => (settles ? this.performanceOf(a, reader) : null)),
    };
  }

  private performanceOf(a: number, reader: YearReader): Ratio | null {
    const written = this.scenario.county.alliances[a]?.performance;
    const value = written === undefined ? null : reader.at(written);
    if (value === null) this.missing(`county.alliances.${a}`, 'performance', 'ratio', reader.year, this.names.alliances[a]?.title ?? '');
    return value;
  }

  private residentsOf(a: number, year: number): number {
    const written = this.scenario.county.alliances[a]?.residents;
    const value = written === undefined ? null : (entryAt(written, year)?.value ?? null);
    if (value === null) this.missing(`county.alliances.${a}`, 'residents', 'whole', year, this.names.alliances[a]?.title ?? '');
    return value ?? 0;
  }

  private missing(path: string, key: string, wanted: string, year: number, title: string): void {
    this.names.errorOnce('fact-missing', `${path}.${key}`, { key, wanted, year, title });
  }

  private wantExact(amount: number, path: string, year: number): void {
    if (!(Math.abs(amount) <= LARGEST_EXACT)) this.names.errorOnce('too-large-together', path, { year });
  }

  private grantOf(
    reader: YearReader,
    written: WrittenGrant,
    g: number,
    facts: readonly InstitutionYear[],
    publicHealth: PublicHealthYear | null,
  ): GrantYear | null {
    const { year } = reader;
    const path = `grants.${g}`;
    const from = firstYear(written);
    if (from !== null && year < from) return null;
    const payees = this.plan.grants[g]?.payees ?? [];
    const holders = payees.map(({ holder }) => this.plan.holders[holder] as Holder);
    const grown = (rate: Fen | null): Fen | null => (rate === null ? null : this.grown(reader, written, path, rate));
    const at = written.growth === undefined ? year : (from ?? year);
    if (written.amount !== undefined) {
      const amount = grown(reader.read(written.amount, `${path}.amount`, at));
      return amount === null ? null : { kind: 'amount', amount, weights: this.weightsOf(written, g, holders, facts, year) };
    }
    if (written.perHead !== undefined || written.perBed !== undefined) {
      const key = written.perHead !== undefined ? 'perHead' : 'perBed';
      const rate = grown(reader.read(written[key], `${path}.${key}`, at));
      const what = key === 'perBed' ? 'beds' : (written.of ?? 'staff');
      const isNamed = this.isOneInstitution(written);
      const counts = holders.map((holder) => this.countOf(what, holder, facts, year, isNamed, `policy.${path}`));
      if (rate !== null) for (const { n, d } of counts) this.wantExact((rate * Number(n)) / Number(d), `policy.${path}.${key}`, year);
      return rate === null ? null : { kind: 'rate', rate, counts };
    }
    const share = reader.read(written.share, `${path}.share`, at);
    const bases = holders.map((holder) => this.baseOf(written, holder, facts, publicHealth, `policy.${path}`));
    return share === null ? null : { kind: 'share', share: this.grownShare(reader, written, path, share), bases };
  }

  /** Grown from its first year on, rounded each year. */
  private grown(reader: YearReader, written: WrittenGrant, path: string, first: Fen): Fen {
    const { growth } = written;
    let rate = first;
    for (let y = (firstYear(written) ?? reader.year) + 1; growth !== undefined && y <= reader.year; y++)
      rate = times(rate, plus(WHOLE, reader.read(growth, `${path}.growth`, y) ?? ratio(0n, 1n)));
    return rate;
  }

  private grownShare(reader: YearReader, written: WrittenGrant, path: string, first: Ratio): Ratio {
    const { growth } = written;
    let share = first;
    for (let y = (firstYear(written) ?? reader.year) + 1; growth !== undefined && y <= reader.year; y++) {
      const by = plus(WHOLE, reader.read(growth, `${path}.growth`, y) ?? ratio(0n, 1n));
      share = ratio(share.n * by.n, share.d * by.d);
    }
    return share;
  }

  private isOneInstitution({ payee }: WrittenGrant): boolean {
    return this.names.institutionIndex.has(payee);
  }

  private weightsOf(
    written: WrittenGrant,
    g: number,
    holders: readonly Holder[],
    facts: readonly InstitutionYear[],
    year: number,
  ): Ratio[] {
    if (holders.length === 1) return [WHOLE];
    const path = `policy.grants.${g}`;
    if (written.by === undefined) this.names.errorOnce('missing-key', `${path}.by`, { key: 'by', wanted: 'choice' });
    const by = written.by ?? 'equal';
    return holders.map((holder) => (by === 'equal' ? WHOLE : this.countOf(by, holder, facts, year, false, path)));
  }

  /** Heads or beds of a payee. @param isNamed true where the payee itself is named, so that its count must be known. */
  private countOf(
    what: 'residents' | 'insured' | 'beds' | 'staff' | 'villageDoctors',
    { alliance, institution }: Holder,
    facts: readonly InstitutionYear[],
    year: number,
    isNamed: boolean,
    path: string,
  ): Ratio {
    if (what === 'residents' || what === 'insured') {
      if (institution >= 0) this.names.errorOnce('one-of', path, { case: 'heads', choices: 'alliances' });
      const insured = this.scenario.county.alliances[alliance]?.insured;
      const heads =
        what === 'residents' ? this.residentsOf(alliance, year) : insured === undefined ? 0 : (entryAt(insured, year)?.value ?? 0);
      return ratio(BigInt(heads), 1n);
    }
    const own = (i: number): Ratio | null => {
      const found = facts[i]?.[what] ?? null;
      return typeof found === 'number' ? ratio(BigInt(found), 1n) : found;
    };
    if (institution >= 0) {
      const found = own(institution);
      if (found !== null) return found;
      const key = what === 'staff' ? 'pay.staff' : what;
      if (isNamed) {
        const { title } = this.names.institutions[institution] ?? { title: '' };
        this.missing(`county.institutions.${institution}`, key, 'quantity', year, title);
      }
      return ratio(0n, 1n);
    }
    return this.names.institutions.reduce(
      (sum, one, i) => (one.alliance === alliance ? plus(sum, own(i) ?? ratio(0n, 1n)) : sum),
      ratio(0n, 1n),
    );
  }

  private baseOf(
    { on }: WrittenGrant,
    { alliance, institution }: Holder,
    facts: readonly InstitutionYear[],
    publicHealth: PublicHealthYear | null,
    path: string,
  ): Fen {
    if (on === 'income') {
      if (institution < 0) this.names.errorOnce('one-of', path, { case: 'income', choices: 'institution' });
      return sumOf(facts[institution]?.income ?? new Map()) as Fen;
    }
    if (institution >= 0) this.names.errorOnce('one-of', path, { case: 'heads', choices: 'alliances' });
    if (publicHealth === null) {
      this.names.errorOnce('missing-key', 'policy.publicHealth', { key: 'publicHealth', wanted: 'mapping' });
      return 0 as Fen;
    }
    return ((publicHealth.residents[alliance] ?? 0) * publicHealth.perHead) as Fen;
  }

  private spendingOf(year: number): Spending[] {
    const { names, scenario } = this;
    const [first, last] = scenario.years;
    const ids = [...this.written.map(({ id }) => id), ...(this.plan.publicHealth < 0 ? [] : [PUBLIC_HEALTH])];
    const rows = (scenario.purposeSpending ?? []).flatMap((row, i): Spending[] => {
      const path = `purposeSpending.${i}`;
      if (row.year < first || row.year > last) names.errorOnce('outside-years', path, { got: row.year, first, last });
      const grant = ids.indexOf(row.grant);
      if (grant < 0) {
        names.errorOnce('unknown-grant', `${path}.grant`, { got: row.grant, near: nearest(row.grant, ids) ?? '', known: ids.join('、') });
        return [];
      }
      const purpose = this.written[grant]?.purpose ?? PUBLIC_HEALTH;
      if (row.purpose !== purpose) names.errorOnce('purpose-differs', `${path}.purpose`, { got: row.purpose, purpose, grant: row.grant });
      const institution = names.institutionIndex.get(row.holder) ?? -1;
      const alliance = institution < 0 ? (names.allianceIndex.get(row.holder) ?? -1) : -1;
      if (institution < 0 && alliance < 0) {
        const known = meant(row.holder, [...names.institutions, ...names.alliances]);
        names.errorOnce('unknown-institution', `${path}.holder`, { got: row.holder, ...known });
        return [];
      }
      if (row.year !== year) return [];
      const holder = this.plan.holders.findIndex(
        (one) =>
          one.grant === grant && (institution >= 0 ? one.institution === institution : one.institution < 0 && one.alliance === alliance),
      );
      const title = (institution >= 0 ? names.institutions[institution] : names.alliances[alliance])?.title ?? '';
      return [{ grant, holder, month: row.month - 1, amount: row.amount, reason: row.reason ?? '', title, path }];
    });
    return rows.sort((a, b) => a.month - b.month);
  }
}
