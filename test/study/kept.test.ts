// What is kept between trials of the same rows: a plan laid out with it is the plan laid out anew, problems and all, whatever was played between.

import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/plan/layOut.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { InputProblems, type Problem, Report } from '../../src/problem/problem.ts';
import { Refusal } from '../../src/rules/refusal.ts';
import { changesOf } from '../../src/study/changes.ts';
import { drawingOf } from '../../src/study/draws.ts';
import { withChange } from '../../src/study/oneChange.ts';
import { numericPaths, relativeRange } from '../../src/study/ranges.ts';
import { weatherOf } from '../../src/weather/weather.ts';
import { readOtherwise } from '../../src/written/otherwise.ts';
import type { Read } from '../../src/written/read.ts';
import { shipped } from '../golden/scenarios.ts';
import { readRandom } from './scenarios.ts';

interface LaidOut {
  readonly plan: Plan | null;
  readonly problems: readonly Problem[];
}

function laidOut(read: Read): LaidOut {
  const report = new Report();
  try {
    return { plan: layOut({ ...read, report }), problems: report.problems };
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    return { plan: null, problems: error.problems };
  }
}

/** Nothing is kept for rows that nobody has seen. */
function anew(read: Read): LaidOut {
  return laidOut({ ...read, rows: [...read.rows] });
}

/** @returns whether there was a plan. */
function expectAlike(read: Read): boolean {
  const kept = laidOut(read);
  const fresh = anew(read);
  expect(isDeepStrictEqual(kept, fresh)).toBe(true);
  return kept.plan !== null;
}

describe('a plan laid out with what was kept', () => {
  it('is the plan laid out anew, with each change to a stranger, alone and one after the other', () => {
    let [plans, refused] = [0, 0];
    for (let seed = 1; seed <= 12 && (plans <= 40 || refused <= 8); seed++) {
      const [before, after] = [readRandom(2 * seed), readRandom(2 * seed + 1)];
      if (before === null || after === null) continue;
      let together = before;
      for (const change of changesOf(before, after)) {
        together = withChange(together, change, after);
        for (const read of [withChange(before, change, after), together]) {
          if (expectAlike(read)) plans += 1;
          else refused += 1;
        }
      }
      // Gone to and fro between two counties, back at the first.
      expectAlike(before);
    }
    expect(plans).toBeGreaterThan(40);
    expect(refused).toBeGreaterThan(8);
  });

  it.each(['winter-epidemic', 'kizilsu-prices', 'capitation', 'henan-full'])('is it for any number of %s', (name) => {
    const { read } = shipped(name);
    const paths = numericPaths(read);
    const some = [...paths.filter((path) => /^(county|shocks|prices)\./.test(path)).slice(0, 2), paths.at(-1) ?? ''];
    for (const path of some) {
      const range = relativeRange(read, path, 100_000);
      for (const u of [0, 1]) expectAlike(readOtherwise(read, range?.settings(u) ?? []));
    }
  });

  it('is left as it was by those who play and draw it', () => {
    const { read } = shipped('winter-epidemic');
    const plan = layOut({ ...read, report: new Report() });
    const drawing = drawingOf(plan, weatherOf(plan, read), 1n);
    for (let k = 0; k < 20; k++) {
      try {
        drawing.play(k);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    expect(expectAlike(read)).toBe(true);
    expect(isDeepStrictEqual(plan, anew(read).plan)).toBe(true);
  });
});
