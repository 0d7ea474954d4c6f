// What was handed over stays as it was handed over: the worked cases, the cases of the rules and the yardstick here are
// the originals byte for byte. Where the originals are not beside the project there is nothing to compare with: skipped.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const here = new URL('../../', import.meta.url);
const there = new URL('../shared/', here);

describe.runIf(existsSync(there))('copies', () => {
  it.each([
    ['test/cases/', 'cases/'],
    ['test/rule-cases/', 'rule-cases/'],
    ['bench/yardstick/', 'bench/yardstick/'],
  ])('%s holds the originals, unchanged', (copied, given) => {
    const names = readdirSync(new URL(given, there)).sort();
    expect(names.length).toBeGreaterThan(0);
    expect(readdirSync(new URL(copied, here)).sort()).toEqual(names);
    for (const name of names) {
      const [copy, original] = [new URL(copied + name, here), new URL(given + name, there)].map((file) => readFileSync(file));
      expect(copy?.equals(original as Buffer), name).toBe(true);
    }
  });
});
