// The data that come with the project: every citation resolves, every policy value rests on something, what was published
// comes out, and what is made up says so.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findings } from '../../src/checks/findings.ts';
import { figureTree } from '../../src/figures/catalogue.ts';
import { compareExpected } from '../../src/figures/expectations.ts';
import { Report } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { Files } from '../../src/shell/files.ts';
import { policyValues } from '../../src/written/policyValue.ts';
import { readScenario } from '../../src/written/read.ts';
import { play } from '../../src/year/play.ts';
import { ROOT, readFrom, scenariosIn, shipped } from '../golden/scenarios.ts';

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | null;
const json = (path: string): Json => parse(readFileSync(join(ROOT, path), 'utf8'));

interface Document {
  readonly id: string;
  readonly status: string;
  readonly file?: string;
  readonly clauses: readonly { readonly id: string; readonly about: string }[];
}
const documents = json('seeds/documents.yaml') as unknown as readonly Document[];
const clauses = new Map(documents.map(({ id, clauses: own }) => [id, new Set(own.map((clause) => clause.id))]));
const policies = readdirSync(join(ROOT, 'seeds/policies')).filter((name) => name.endsWith('.yaml'));

/** Every `source` below a value, with its path. */
function citations(tree: Json, path = ''): { path: string; document: string; clause: string; checked: unknown }[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if (Array.isArray(tree)) return tree.flatMap((item, i) => citations(item, `${path}.${i}`));
  return Object.entries(tree as { [key: string]: Json }).flatMap(([key, inner]) => {
    if (key !== 'source') return citations(inner, `${path}.${key}`);
    const { document, clause } = inner as { document: string; clause: string };
    return [{ path, document, clause: String(clause), checked: (tree as { checked?: unknown }).checked }];
  });
}

const unresolved = (tree: Json) => citations(tree).filter(({ document, clause }) => clauses.get(document)?.has(clause) !== true);

describe('citations', () => {
  it('that lead nowhere are found', () => {
    expect(unresolved({ a: { value: 1, source: { document: 'henan-2021', clause: '九' } } })).toHaveLength(1);
    expect(unresolved([{ value: 1, source: { document: 'nowhere', clause: '五（二）1' } }])).toHaveLength(1);
    expect(unresolved({ value: 1, source: { document: 'henan-2021', clause: '五（二）1' } })).toEqual([]);
  });

  it.each([...policies.map((name) => `seeds/policies/${name}`), ...scenariosIn('scenarios').map((name) => `scenarios/${name}.yaml`)])(
    'of %s resolve to a document and a clause, with the day they were checked',
    (path) => {
      const tree = json(path);
      expect(unresolved(tree)).toEqual([]);
      for (const { checked } of citations(tree)) expect(checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      if (path.startsWith('seeds/')) expect(citations(tree).length).toBeGreaterThan(0);
    },
  );

  it('have one document an id and one clause an id', () => {
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
    for (const { id, clauses: own } of documents) expect(new Set(own.map((clause) => clause.id)).size, id).toBe(own.length);
  });

  it('quote no more than a sentence or two: clauses are told in own words', () => {
    for (const { clauses: own } of documents) for (const { about } of own) expect(about.length).toBeLessThan(160);
  });
});

/** A scenario that plays a policy of the seeds, on the county that goes with it. */
function playing(policy: string) {
  const id = policy.slice(0, -'.yaml'.length);
  const counties = readdirSync(join(ROOT, 'seeds/counties'));
  // Policies of whole documents go by more than payments: leads, beds, residents, income.
  const isFull = /^(?:.*-full|guizhou-2022|kizilsu-2022|shanghai-2025|yibin-2025|wuhan-2025|yuanmou-631)$/.test(id);
  const county = counties.includes(policy) ? id : isFull ? 'example-full' : 'example';
  const actuals = county === 'huoshan-2025' ? 'actualTo: 2025-03\nthrough: 2025-03\n' : '';
  const files = new Files();
  const written = files.named(join(ROOT, 'scenarios/baseline.yaml'));
  if ('code' in written) throw new Error(written.code);
  const read = readScenario(sourceOf('made.yaml', `policy: ${id}\ncounty: ${county}\nyears: 2025\n${actuals}`), files);
  return { read, run: play(read) };
}

describe('policies', () => {
  it('are four', () => expect(policies.length).toBeGreaterThanOrEqual(4));

  it.each(policies)('%s: every value, in every year it is given for, has a source or says that it is assumed', (policy) => {
    const { read, run } = playing(policy);
    for (const year of [2025, 2026, 2027]) {
      const bare = policyValues(read.scenario.policy, year).filter(({ basis }) => basis.kind === 'unsourced');
      expect(bare.map(({ path }) => path)).toEqual([]);
    }
    expect(policyValues(read.scenario.policy, 2025).length).toBeGreaterThan(4);
    expect(findings(run, read).map(({ code }) => code)).not.toContain('unsourced');
  });

  it('of the project give every scenario a ground for every value', () => {
    for (const name of scenariosIn('scenarios')) {
      const { read, run } = shipped(name);
      const found = findings(run, read).filter(({ code }) => code === 'unsourced');
      // A variant's own `set` is the question that it asks, and needs no ground.
      const ids = (read.scenario.policy.benefit ?? []).map(({ id }) => id);
      const byIndex = (path: string) => path.replace(/^policy\.benefit\.([^.]+)/, (_, id: string) => `policy.benefit.${ids.indexOf(id)}`);
      const set = new Set(Object.keys((json(`scenarios/${name}.yaml`) as { set?: object }).set ?? {}).map(byIndex));
      const bare = policyValues(read.scenario.policy, 2025).filter(({ basis }) => basis.kind === 'unsourced');
      expect(
        bare
          .map(({ path }) => path)
          .filter((path) => ![...set].some((own) => path === own || path.startsWith(`${own}.`) || own.startsWith(`${path}.`))),
        name,
      ).toEqual([]);
      if (set.size === 0) expect(found, name).toEqual([]);
    }
  });

  it('of a draft say that it is one', () => {
    const drafts = documents.filter(({ status }) => status === 'draft').map(({ id }) => id);
    expect(drafts).toContain('hainan-2025');
    const citing = policies.filter((name) => citations(json(`seeds/policies/${name}`)).some(({ document }) => drafts.includes(document)));
    expect(citing.length).toBeGreaterThan(0);
    for (const name of citing) expect(String((json(`seeds/policies/${name}`) as { note?: string }).note)).toContain('征求意见');
  });
});

describe('published figures (R16)', () => {
  const outcome = (name: string) => {
    const { read, run } = shipped(name);
    const report = new Report();
    const compared = compareExpected(run, read.tree, report);
    expect(report.problems).toEqual([]);
    return { read, run, compared, figures: figureTree(run).get('2025') as ReadonlyMap<string, unknown> };
  };
  const at = (figures: unknown, path: string) =>
    path.split('.').reduce<unknown>((here, key) => (here as ReadonlyMap<string, unknown>).get(key), figures);

  it('固镇县 2025: 54450 in, 51741 after the provincial fund, 13365 for in-county DRG (万元)', () => {
    const { compared, figures } = outcome('guzhen-2025');
    expect(compared.differences).toEqual([]);
    expect(compared.compared).toBeGreaterThan(15);
    expect(at(figures, 'financing.total')).toBe('544500000.00');
    expect(Number(at(figures, 'financing.total')) - Number(at(figures, 'reserves.lines.provincial-risk'))).toBe(517_410_000);
    expect(at(figures, 'reserves.lines.critical-illness')).toBe('59400000.00');
    expect(at(figures, 'quotaPool')).toBe('133650000.00');
  });

  it('固镇县: the text says 5%, the amount is not 5%; told with what 5% would be', () => {
    const { read, run } = outcome('guzhen-2025');
    const [found, ...more] = findings(run, read).filter(({ code }) => code === 'stated-differs');
    expect(more).toEqual([]);
    expect(found?.path).toBe('policy.reserves.lines.0.amount');
    expect(found?.args).toMatchObject({ stated: '5%', claimed: '27,225,000.00', difference: '-135,000.00' });
    expect(found?.where?.source.name).toContain('guzhen-2025.yaml');
  });

  it('霍山县 2025 Q1: quota 26602.02, net 6573.78 (万元), progress 24.71%', () => {
    const { compared, figures } = outcome('huoshan-2025');
    expect(compared.differences).toEqual([]);
    expect(at(figures, 'financing.total')).toBe('266020190.00');
    const county = at(figures, 'alliances.county');
    expect(at(county, 'quota')).toBe('266020190.00');
    expect(at(county, 'expenditure')).toBe('65737800.00');
    expect((at(county, 'progress') as string[])[2]).toBe('24.71%');
  });

  it('霍山县: the two denominators, as published', () => {
    const { figures, read } = outcome('huoshan-2025');
    const county = at(figures, 'alliances.county');
    const sum = (ids: readonly string[]) =>
      read.rows.filter((row) => ids.includes(row.institution)).reduce((all, row) => all + (row.fund ?? 0), 0);
    const settled = read.rows.reduce((all, row) => all + (row.fund ?? 0), 0);
    const share = (part: number) => `${((part / settled) * 100).toFixed(2)}%`;
    expect(settled).toBe(6_619_890_000 - 0);
    expect(share(sum(['clinics']))).toBe('0.26%');
    expect(share(sum(['townships', 'townships-apart']))).toBe('11.77%');
    expect(share(sum(['clinics', 'townships', 'townships-apart']))).toBe('12.03%');
    expect(share(Math.round((Number(at(county, 'own')) + Number(at(county, 'other'))) * 100))).toBe('60.51%');
    expect(share(sum(['city-hospitals']))).toBe('9.36%');
    expect(share(sum(['province-hospitals']))).toBe('20.63%');
    expect(share(sum(['national-hospitals']))).toBe('9.49%');
  });

  it('resident financing, 2019 to 2025', () => {
    const { financing } = json('seeds/policies/henan-2021.yaml') as { financing: { [key: string]: { value: { [year: string]: string } } } };
    expect(financing.subsidy?.value).toEqual({
      2019: '520元',
      2020: '550元',
      2021: '580元',
      2022: '610元',
      2023: '640元',
      2024: '670元',
      2025: '700元',
    });
    expect(financing.individual?.value).toEqual({
      2019: '250元',
      2020: '280元',
      2021: '320元',
      2022: '350元',
      2023: '380元',
      2024: '400元',
      2025: '400元',
    });
  });
});

describe('the example county', () => {
  const county = json('seeds/counties/example.yaml') as {
    title: string;
    note: string;
    alliances: { id: string }[];
    institutions: { id: string; title: string }[];
    services: { id: string }[];
  };
  const { rows, scenario } = readFrom(join(ROOT, 'scenarios/baseline.yaml'));

  it('says, in its title and its note, that it is made up', () => {
    expect(county.title).toContain('虚构');
    expect(county.note).toContain('虚构');
    expect(String((json('scenarios/baseline.yaml') as { note: string }).note)).toContain('虚构');
  });

  it('has three alliances, about 25 institutions, eight services', () => {
    expect(county.alliances.length).toBe(3);
    expect(county.institutions.length).toBeGreaterThanOrEqual(22);
    expect(county.institutions.length).toBeLessThanOrEqual(28);
    expect(county.services.length).toBe(8);
  });

  it('has 36 months, each with payments of every alliance and service', () => {
    const months = new Set(rows.map((row) => `${row.year}-${row.month}`));
    expect(months.size).toBe(36);
    for (const home of county.alliances) {
      for (const service of county.services) {
        const own = new Set(
          rows.filter((row) => row.home === home.id && row.service === service.id).map((row) => `${row.year}-${row.month}`),
        );
        expect(own.size, `${home.id} ${service.id}`).toBe(36);
      }
    }
    expect(rows.some((row) => row.home === 'none')).toBe(true);
  });

  it('uses every institution and service that it names, and gives each a growth', () => {
    for (const { id } of county.institutions)
      expect(
        rows.some((row) => row.institution === id),
        id,
      ).toBe(true);
    expect((scenario.county.growth ?? []).map(([id]) => id).sort()).toEqual(county.services.map(({ id }) => id).sort());
  });

  it('runs without a warning', () => {
    const read = readFrom(join(ROOT, 'scenarios/baseline.yaml'));
    const run = play(read);
    const told = [...read.report.problems, ...findings(run, read)].filter(({ grade }) => grade !== 'note');
    expect(told.map(({ code }) => code)).toEqual([]);
  });
});
