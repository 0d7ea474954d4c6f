// The faults of R10–R13 on the reference alone: each is refused, and without it the same county plays.
import { describe, expect, it } from 'vitest';
import { insideFaults, soundBases } from './faultsOfInside.ts';
import { type Fault, soundCounty } from './faulty.ts';
import { read } from './reading.ts';
import { Refused, reference, type Written } from './reference.ts';
import { yamlOf } from './writing.ts';

function isRefused(tree: Written): boolean {
  try {
    reference(read(yamlOf(tree)), new Map());
    return false;
  } catch (error) {
    if (error instanceof Refused) return true;
    throw error;
  }
}

const counties: Written[] = [];
for (let seed = 1; counties.length < 3; seed++) {
  const county = soundCounty(seed);
  if (!isRefused(county)) counties.push(county);
}
const refusals = (fault: Fault): boolean[] => counties.map((county) => isRefused(fault(county)));

describe('faults of R10–R13', () => {
  for (const [name, base] of Object.entries(soundBases)) {
    it(`plays without a fault: ${name}`, () => expect(refusals(base)).toEqual([false, false, false]));
  }
  for (const [name, fault] of Object.entries(insideFaults)) {
    it(name, () => expect(refusals(fault)).toEqual([true, true, true]));
  }
});
