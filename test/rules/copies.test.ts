// What was handed over stays as it was handed over: the worked cases, the cases of the rules and the yardstick here are
// the originals byte for byte. Where the originals are not beside the project there is nothing to compare with: skipped.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const here = new URL('../../', import.meta.url);
const there = new URL('../shared/', here);

describe('copies', () => {
  for (const [copied, given] of [
    ['test/cases/', 'cases/'],
    ['test/rule-cases/', 'rule-cases/'],
    ['bench/yardstick/', 'bench/yardstick/'],
  ]) {
    const original = new URL(given as string, there);
    const copy = new URL(copied as string, here);
    it.runIf(existsSync(original))(`${copied} holds the originals, unchanged`, () => {
      const names = readdirSync(original).sort();
      expect(names.length).toBeGreaterThan(0);
      expect(readdirSync(copy).sort()).toEqual(names);
      for (const name of names) {
        const same = readFileSync(new URL(name, copy)).equals(readFileSync(new URL(name, original)));
        expect(same, `${copied}${name} is the original`).toBe(true);
      }
    });
  }
});
