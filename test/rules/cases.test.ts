// The worked cases of the rulebook come out exactly; copies.test.ts sees to it that they are the originals.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareExpected } from '../../src/figures/expectations.ts';
import { layOut } from '../../src/plan/layOut.ts';
import { Report } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { readScenario } from '../../src/written/read.ts';
import { played } from '../../src/year/simulate.ts';

const here = new URL('../cases/', import.meta.url);

describe('worked cases', () => {
  const names = readdirSync(here).filter((name) => name.endsWith('.yaml'));
  it('are all here', () => expect(names.length).toBeGreaterThanOrEqual(4));
  it.each(names)('%s comes out to the fen', (name) => {
    const read = readScenario(sourceOf(name, readFileSync(new URL(name, here), 'utf8')));
    const plan = layOut(read);
    const report = new Report();
    const outcome = compareExpected({ plan, books: played(plan) }, read.tree, report);
    expect(report.problems).toEqual([]);
    expect(outcome.differences).toEqual([]);
    expect(outcome.compared).toBeGreaterThan(50);
  });
});
