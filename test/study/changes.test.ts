// What two scenarios say differently: all of it, nothing else, and so that it can be carried out.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alike, bare, type Change, changesOf, isParameter, pathOf } from '../../src/study/changes.ts';
import { withChange, withoutChange } from '../../src/study/oneChange.ts';
import type { Read } from '../../src/written/read.ts';
import { scenariosIn, shipped } from '../golden/scenarios.ts';
import { onBaseline, readRandom, readText } from './scenarios.ts';

const baseline = shipped('baseline');

function paths(before: Read, after: Read, wanted: (change: Change) => boolean = isParameter): string[] {
  return changesOf(before, after).filter(wanted).map(pathOf);
}

describe('the scenarios that come with the project', () => {
  const changed: Readonly<Record<string, readonly string[]>> = {
    'advance-90': ['policy.advance.share'],
    'insured-down-3': ['east', 'west', 'north'].map((id) => `county.alliances.${id}.insured`),
    'off-county-20': ['shocks.0'],
    'overspend-own': ['policy.settlement.overspend.bands'],
    'quota-by-history': ['policy.quota.byInsured', 'policy.quota.byHistory'],
    'risk-fund-8': ['policy.reserves.riskAdjustment.share'],
    'sixty-forty': ['policy.settlement.surplus.uses.incentive', 'policy.settlement.surplus.uses.development'],
    'strict-assessment': ['policy.settlement.surplus.retention', 'policy.settlement.deposit.returned'],
    'subsidy-frozen': ['policy.financing.subsidy'],
    'thirty-seventy': ['policy.settlement.surplus.uses.incentive', 'policy.settlement.surplus.uses.development'],
    'winter-epidemic': ['shocks.0', 'shocks.1', 'shocks.2'],
  };

  it.each(Object.keys(changed))('%s changes what its title says and nothing else', (name) => {
    expect(paths(baseline.read, shipped(name).read)).toEqual(changed[name]);
  });

  it('change nothing against themselves', () => {
    for (const name of scenariosIn('scenarios')) expect(changesOf(shipped(name).read, shipped(name).read)).toEqual([]);
  });
});

describe('a change', () => {
  it('is of values as read: another way of writing is none, another basis is not one of the value', () => {
    const { read } = onBaseline(
      'set: {policy.advance.share: 0.95, policy.reserves.criticalIllness.perHead: {value: 100元, assumption: x}}',
    );
    const changes = changesOf(baseline.read, read);
    expect(changes.map((change) => [change.kind, pathOf(change)])).toEqual([
      ['value', 'policy.reserves.criticalIllness.perHead'],
      ['basis', 'policy.advance.share'],
    ]);
    expect(
      paths(
        readText('extends: baseline.yaml\nset: {policy.advance.share: 95%}'),
        readText('extends: baseline.yaml\nset: {policy.advance.share: 0.950}'),
        () => true,
      ),
    ).toEqual([]);
  });

  it('by a path into a value is the same whether its grounds around it are stepped over or not', () => {
    const [short, long] = ['bands.0.pool', 'bands.value.0.pool'].map((end) =>
      readText(
        `extends: baseline.yaml\nset: {policy.settlement.overspend.${end}: 50%, policy.reserves.criticalIllness.perHead.2026: 110元}`,
      ),
    ) as [Read, Read];
    expect(paths(baseline.read, short)).toEqual(['policy.reserves.criticalIllness.perHead', 'policy.settlement.overspend.bands']);
    expect(paths(short, long)).toEqual([]);
  });

  it('knows old and new as written, what each rests on and where the new one stands', () => {
    const [change] = changesOf(baseline.read, shipped('risk-fund-8').read).filter(isParameter);
    if (change === undefined || change.kind === 'activity') throw new Error('no change of a value');
    expect([bare(change.before?.tree), bare(change.after?.tree)]).toEqual(['5%', '8%']);
    expect(change.before?.bases).toEqual([{ kind: 'assumption', why: '手册五（二）1只说按一定比例预留，未给比例；取5%' }]);
    expect(change.after?.bases).toEqual([{ kind: 'unsourced' }]);
    expect(change.after?.where?.source.name).toMatch(/risk-fund-8\.yaml$/);
  });

  it('of a value dated by year rests on all that its years rest on, each once', () => {
    const [change] = changesOf(baseline.read, shipped('subsidy-frozen').read).filter(isParameter);
    if (change === undefined || change.kind === 'activity') throw new Error('no change of a value');
    expect(change.before?.bases.map(({ kind }) => kind)).toEqual(['source', 'assumption']);
  });

  it('of an entry rests on what the mapping around it rests on', () => {
    const uses = (incentive: string, development: string) =>
      onBaseline(
        `policy: {extends: henan-2021, settlement: {surplus: {uses: {value: {incentive: ${incentive}, development: ${development}}, assumption: 对半}}}}`,
      ).read;
    const changes = changesOf(uses('50%', '50%'), uses('40%', '60%'));
    expect(changes.map(pathOf)).toEqual(['incentive', 'development'].map((use) => `policy.settlement.surplus.uses.${use}`));
    for (const change of changes) {
      expect(change).toMatchObject({
        before: { bases: [{ kind: 'assumption', why: '对半' }] },
        after: { bases: [{ kind: 'assumption' }] },
      });
    }
  });

  it('of titles, notes and ids is of words', () => {
    const { read } = onBaseline('title: 另一个\nnote: 另一个说明\npolicy: hainan-prefecture-2025');
    const words = changesOf(baseline.read, read).filter(({ kind }) => kind === 'words');
    expect(words.map(pathOf)).toEqual(['title', 'note', 'policy.id', 'policy.title', 'policy.note']);
  });

  it('of rows sets aside what both have, wherever it stands', () => {
    const rows = (...factors: readonly string[]) =>
      `shocks:\n${factors.map((factor) => `  - {place: offCounty, from: 2025-01, to: 2025-12, factor: ${factor}}\n`).join('')}`;
    const [one, two, three] = [['1.1', '1.2'], ['1.2'], ['1.2', '1.3', '1.1']].map((factors) => onBaseline(rows(...factors)).read);
    if (one === undefined || two === undefined || three === undefined) throw new Error('not read');
    const told = (before: Read, after: Read) =>
      changesOf(before, after).map((change) => [change.kind, pathOf(change), change.before !== null, change.after !== null]);
    expect(told(one, two)).toEqual([['value', 'shocks.0', true, false]]);
    expect(told(two, three)).toEqual([
      ['value', 'shocks.1', false, true],
      ['value', 'shocks.2', false, true],
    ]);
    expect(told(one, onBaseline(rows('1.2', '1.1')).read)).toEqual([['order', 'shocks', true, true]]);
  });

  it('of activity counts payments and what they come to', () => {
    const county = (rows: string) =>
      `policy: henan-2021\nyears: 2025\ncounty:\n  alliances: [{id: east, insured: 100, score: 90}]\n  institutions: [{id: h, alliance: east}]\n  activity:\n${rows}`;
    const row = (fund: string) => `    - {year: 2024, home: east, institution: h, service: s, fund: ${fund}}\n`;
    const [before, after] = [readText(county(row('100') + row('7.50'))), readText(county(row('7.50') + row('7.50') + row('1.01')))];
    expect(changesOf(before, after)).toEqual([
      {
        kind: 'activity',
        steps: ['county', 'activity'].map((name) => ({ kind: 'key', name })),
        before: { count: 2, total: 10750, own: 1 },
        after: { count: 3, total: 1601, own: 2 },
      },
    ]);
  });

  it('of the order of alliances is one, since a tie fen goes by it', () => {
    const text = (...ids: readonly string[]) =>
      `policy: henan-2021\nyears: 2025\ncounty: {alliances: [${ids.map((id) => `{id: ${id}, insured: 100, score: 90}`).join(', ')}]}`;
    const changes = changesOf(readText(text('a', 'b', 'c')), readText(text('c', 'd', 'a')));
    expect(changes.map((change) => [change.kind, pathOf(change)])).toEqual([
      ['value', 'county.alliances.b'],
      ['value', 'county.alliances.d'],
      ['order', 'county.alliances'],
    ]);
  });
});

/** What a scenario says, with empty lists as lists that are not there, and rows without ids in one order. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    const items = value.map(said);
    const isRow = (item: unknown) => typeof item === 'object' && item !== null && !Array.isArray(item) && !('id' in item);
    const isRows = value.every((item) => isRow(item) && !('n' in item) && !('basis' in item));
    return isRows ? items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, said(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

function key(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
}

describe('all changes together', () => {
  const seeds = fc.integer({ min: 1_000_000, max: 2_000_000_000 });
  const sayAlike = (a: Read, b: Read) => alike(said({ ...a.scenario, expect: null }), said({ ...b.scenario, expect: null }));

  it('carried out one after the other make the other scenario, and taken back the baseline', () => {
    let tried = 0;
    const property = fc.property(seeds, seeds, (one, other) => {
      const [before, after] = [readRandom(one), readRandom(other)];
      fc.pre(before !== null && after !== null);
      if (before === null || after === null) return;
      const changes = changesOf(before, after);
      expect(changes.length).toBeGreaterThan(0);
      tried += changes.length;
      const there = changes.reduce((read, change) => withChange(read, change, after), before);
      expect(sayAlike(there, after)).toBe(true);
      expect(there.rows).toBe(changes.some(({ kind }) => kind === 'activity') ? after.rows : before.rows);
      const back = changes.reduceRight((read, change) => withoutChange(read, change, before), after);
      expect(sayAlike(back, before)).toBe(true);
    });
    fc.assert(property, { numRuns: 150, seed: 20261122, endOnFailure: true });
    expect(tried).toBeGreaterThan(1500);
  });

  it('without one of them do not', () => {
    const after = shipped('winter-epidemic').read;
    for (const left of changesOf(baseline.read, after)) {
      const there = changesOf(baseline.read, after)
        .filter((change) => pathOf(change) !== pathOf(left))
        .reduce((read, change) => withChange(read, change, after), baseline.read);
      expect(sayAlike(there, after), pathOf(left)).toBe(false);
    }
  });
});
