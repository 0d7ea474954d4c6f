// The names of a county turned into indices, and problems about them placed where they stand.

import { nearest, type ProblemCode, type Report } from '../problem/problem.ts';
import type { Where } from '../problem/source.ts';
import type { Read } from '../written/read.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import { type Tree, whereAt } from '../written/tree.ts';
import { type Institution, type Named, PLACES } from './parties.ts';

/** The home of people whom no alliance covers. */
const NONE = 'none';

export class Names {
  readonly report: Report;
  readonly alliances: readonly Named[];
  readonly institutions: readonly Institution[];
  /** Declared by the county, or as they appear in its activity. */
  services: readonly Named[] = [];
  readonly allianceIndex: ReadonlyMap<string, number>;
  readonly institutionIndex: ReadonlyMap<string, number>;
  serviceIndex: ReadonlyMap<string, number> = new Map();
  private readonly tree: Tree;
  private readonly told = new Set<string>();

  constructor(read: Read) {
    this.report = read.report;
    this.tree = read.tree;
    const { county, policy } = read.scenario;
    this.alliances = county.alliances.map(named);
    this.allianceIndex = this.indexed(county.alliances, 'county.alliances');
    this.institutionIndex = this.indexed(county.institutions ?? [], 'county.institutions');
    this.institutions = (county.institutions ?? []).map((written, i) => this.institution(written, i));
    this.indexed(county.services ?? [], 'county.services');
    this.indexed(policy.reserves?.lines ?? [], 'policy.reserves.lines');
    if (this.allianceIndex.has(NONE)) this.error('bad-id', `county.alliances.${this.allianceIndex.get(NONE)}.id`, { got: NONE });
  }

  whereOf(path: string): Where | null {
    const steps = path.split('.').map((step) => (/^\d+$/.test(step) && step.length < 4 ? Number(step) : step));
    return whereAt(this.tree, steps);
  }

  error(code: ProblemCode, path: string, args: Record<string, string | number> = {}): void {
    this.report.add('error', code, this.whereOf(path), path, args);
  }

  warn(code: ProblemCode, path: string, args: Record<string, string | number> = {}): void {
    this.report.add('warning', code, this.whereOf(path), path, args);
  }

  /** As `error`, but a problem that every year or stream would repeat is told once. */
  errorOnce(code: ProblemCode, path: string, args: Record<string, string | number>, once = path): void {
    if (this.told.has(code + once)) return;
    this.told.add(code + once);
    this.error(code, path, args);
  }

  /** As `warn`, once. */
  warnOnce(code: ProblemCode, path: string): void {
    if (this.told.has(code + path)) return;
    this.told.add(code + path);
    this.warn(code, path);
  }

  private indexed(items: readonly { readonly id: string }[], path: string): ReadonlyMap<string, number> {
    const index = new Map<string, number>();
    for (const [i, { id }] of items.entries()) {
      if (index.has(id)) this.error('duplicate-id', `${path}.${i}.id`, { got: id });
      else index.set(id, i);
    }
    return index;
  }

  private institution(written: NonNullable<WrittenScenario['county']['institutions']>[number], i: number): Institution {
    const offCounty = written.kind === 'off-county';
    const path = `county.institutions.${i}`;
    if (offCounty && written.alliance !== undefined) this.error('off-county-alliance', path, { got: written.id });
    const alliance =
      written.alliance === undefined ? -1 : this.indexOf(this.allianceIndex, written.alliance, 'unknown-alliance', `${path}.alliance`);
    return { ...named(written), alliance, offCounty, level: written.level ?? null, tier: written.tier ?? null, tcm: written.tcm === 'yes' };
  }

  /** The index of a name, or −1 with a problem. */
  indexOf(index: ReadonlyMap<string, number>, got: string, code: ProblemCode, path: string, where?: Where | null): number {
    const found = index.get(got);
    if (found !== undefined) return found;
    // A table may name the same unknown institution in every row: it is told once.
    const fromTable = where !== undefined && where !== null && !path.startsWith('county.');
    if (fromTable && this.told.has(code + got)) return -1;
    if (fromTable) this.told.add(code + got);
    const among = index === this.allianceIndex ? this.alliances : index === this.institutionIndex ? this.institutions : this.services;
    const items = [...index.keys()].map((id) => among.find((one) => one.id === id) ?? { id, title: id });
    const args = { got, ...meant(got, items) };
    this.report.add('error', code, where ?? this.whereOf(path), path, args);
    return -1;
  }

  homeOf(got: string, path: string, where?: Where | null): number {
    return got === NONE ? this.alliances.length : this.indexOf(this.allianceIndex, got, 'unknown-alliance', path, where);
  }

  placeOf(home: number, institution: number): number {
    const treated = this.institutions[institution];
    if (treated?.offCounty === true) return PLACES.indexOf('offCounty');
    if (treated === undefined || treated.alliance < 0) return PLACES.indexOf('other');
    return PLACES.indexOf(treated.alliance === home ? 'own' : 'cross');
  }
}

function named(written: { readonly id: string; readonly title?: string | undefined }): Named {
  return { id: written.id, title: written.title ?? written.id };
}

/** More are no list to choose from. */
const MOST_LISTED = 12;

/** What may have been meant by a name that is no id: the id like it or whose title is like it, and the ids there are, each with its title. */
export function meant(got: string, items: readonly Named[]): { readonly near: string; readonly known: string } {
  const ids = items.map(({ id }) => id);
  const titled =
    items.find(({ title }) => title.includes(got) || got.includes(title)) ?? items.find(({ title }) => nearest(got, [title]) !== null);
  const listed = items
    .slice(0, MOST_LISTED)
    .map(({ id, title }) => (title === id ? id : `${id}（${title.replace(/[（）]/g, ' ').trim()}）`));
  return { near: nearest(got, ids) ?? titled?.id ?? '', known: listed.join('、') };
}
