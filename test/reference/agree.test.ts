// The product and the reference agree on random counties, thousands of them in a soak: every figure, and every refusal.
import { afterAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { type FigureTree, figureTree, InputProblems, play, readScenario, sourceOf } from '../../src/index.ts';
import { soaked } from '../soak.ts';
import { allBranches } from './branches.ts';
import { faults } from './faults.ts';
import { soundCounty } from './faulty.ts';
import { randomScenario } from './random.ts';
import { type Figures, Refused, reference } from './reference.ts';
import { targets } from './targeted.ts';
import { yamlOf } from './writing.ts';
import type { Written } from './written.ts';

const COUNTIES = soaked(600);
/** Counties whose text is read back, to see that it says what the tree does. */
const READ_BACK = 50;
const TARGETED = soaked(20);
const FAULTS = 3;

const branches = new Map<string, number>();
const outcomes = { agreed: 0, refused: 0 };

type Leaf = Figures[string] | undefined;

/** The product's tree as plain data, like the reference's. */
function plain(tree: FigureTree): Figures {
  return Object.fromEntries([...tree].map(([key, value]) => [key, value instanceof Map ? plain(value) : (value as Figures[string])]));
}

/** Every figure that one side lacks or has otherwise. */
function differences(product: Leaf, naive: Leaf, path: string): string[] {
  if (typeof product === 'object' && typeof naive === 'object' && product !== null && naive !== null) {
    const [a, b] = [product as Record<string, Leaf>, naive as Record<string, Leaf>];
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => differences(a[key], b[key], `${path}.${key}`));
  }
  return product === naive ? [] : [`${path}: product ${JSON.stringify(product)}, reference ${JSON.stringify(naive)}`];
}

interface Outcome {
  readonly figures: Figures | null;
  /** Why it was refused. */
  readonly why: string;
}

function byProduct(text: string): Outcome {
  try {
    return { figures: plain(figureTree(play(readScenario(sourceOf('random.yaml', text))))), why: '' };
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    const errors = error.problems.filter((problem) => problem.grade === 'error');
    return { figures: null, why: errors.map((problem) => `${problem.code} at ${problem.path}`).join('; ') };
  }
}

function byReference(tree: Written): Outcome {
  try {
    return { figures: reference(tree, branches), why: '' };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { figures: null, why: error.message };
  }
}

/** What the two disagree about in one county. */
function disagreements(tree: Written): string[] {
  let product: Outcome;
  try {
    product = byProduct(yamlOf(tree));
  } catch (error) {
    return [`product fails: ${String(error)}`];
  }
  const naive = byReference(tree);
  outcomes[naive.figures === null ? 'refused' : 'agreed'] += 1;
  if (product.figures === null || naive.figures === null) {
    if (product.figures === naive.figures) return [];
    return [`product ${product.why || 'plays it'} | reference ${naive.why || 'plays it'}`];
  }
  return differences(product.figures, naive.figures, '');
}

/** The first few disagreements of many counties, so that a failure can be read. */
function hunt(seeds: readonly number[], treeOf: (seed: number) => Written): string[] {
  const found: string[] = [];
  for (const seed of seeds) {
    const here = disagreements(treeOf(seed));
    found.push(...here.slice(0, 3).map((text) => `seed ${seed}: ${text}`));
    if (found.length > 20) break;
  }
  return found;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('product and reference', () => {
  it(`agree on ${COUNTIES} random counties`, () => {
    expect(hunt(upTo(COUNTIES), (seed) => randomScenario(seed))).toEqual([]);
  });

  it('agree on counties of soaks that once did not', () => {
    // 4074: case rows and a changed benefit, nothing known before a first year that all happened.
    expect(hunt([4074], (seed) => randomScenario(seed))).toEqual([]);
  });

  it('are given the same: the text reads back as the tree', () => {
    for (const seed of upTo(READ_BACK)) {
      const tree = randomScenario(seed);
      expect(parseDocument(yamlOf(tree), { schema: 'failsafe' }).toJS({ mapAsMap: true })).toEqual(tree);
    }
  });

  for (const [name, target] of Object.entries(targets)) {
    it(`agree at the edge ${name}`, () => {
      expect(hunt(upTo(TARGETED), target)).toEqual([]);
    });
  }

  for (const [name, fault] of Object.entries(faults)) {
    it(`both refuse ${name}`, () => {
      let seed = 0;
      for (let tried = 0; tried < FAULTS; tried++) {
        let sound: Written;
        do sound = soundCounty(++seed);
        while (byReference(sound).figures === null);
        const faulty = fault(sound);
        expect(byProduct(yamlOf(faulty)).why, `product, seed ${seed}`).not.toBe('');
        expect(byReference(faulty).why, `reference, seed ${seed}`).not.toBe('');
        if (tried === 0) outcomes.refused += 1;
      }
    });
  }

  it('every branch of the reference was taken', () => {
    expect(allBranches.filter((branch) => !branches.has(branch))).toEqual([]);
    const known = new Set<string>(allBranches);
    expect([...branches.keys()].filter((branch) => !known.has(branch))).toEqual([]);
  });

  it('one county in ten to five is refused', () => {
    const share = outcomes.refused / (outcomes.agreed + outcomes.refused);
    // Faults are as many in a soak, counties more.
    expect(share).toBeGreaterThan(Math.min(0.1, 60 / COUNTIES));
    expect(share).toBeLessThan(0.2);
  });
});

afterAll(() => {
  const counts = allBranches.map((branch) => `${String(branches.get(branch) ?? 0).padStart(9)}  ${branch}`);
  console.log(`${JSON.stringify(outcomes)}\n${counts.join('\n')}`);
});
