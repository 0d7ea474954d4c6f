// What draws are asked: every scalar figure of a scenario that uses every variant, and one in eleven of each scenario that comes with the
// project, is read from the books of a draw as the number that is shown of it, also where the same views read draw after draw.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type FigureTree, figureTree } from '../../src/figures/catalogue.ts';
import type { Run } from '../../src/figures/figure.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { Refusal } from '../../src/rules/refusal.ts';
import { type Asked, asked } from '../../src/study/asked.ts';
import type { Scenario } from '../../src/study/compare.ts';
import { drawInto, drawingOf } from '../../src/study/draws.ts';
import { weatherOf } from '../../src/weather/weather.ts';
import { readUncertainty } from '../../src/written/read.ts';
import { ROOT, scenariosIn, shipped } from '../golden/scenarios.ts';
import { EVERY_VARIANT } from '../rules/everyVariant.ts';
import { written } from './scenarios.ts';

const STANDARD = readUncertainty(sourceOf('default', readFileSync(join(ROOT, 'seeds/uncertainty/default.yaml'), 'utf8')));
const compared = { amounts: 0, rates: 0, months: 0, nothing: 0, texts: 0 };

/** Whole numbers of the last place that is shown, by path: of lists those of each month or review. Texts that are no numbers are left out. */
function shown(run: Run): Map<string, number> {
  const sizes = new Map<string, number>();
  const add = (value: unknown, path: string): void => {
    if (value instanceof Map) for (const [key, item] of value as FigureTree) add(item, path === '' ? key : `${path}.${key}`);
    else if (Array.isArray(value)) for (const [i, item] of value.entries()) add(item, `${path}.${i + 1}`);
    else if (value === null) count('nothing', path, Number.NaN);
    else if (typeof value === 'number') count('months', path, Number(value.toFixed(2).replace('.', '')));
    else if (/^-?\d+\.\d+%?$/.test(String(value)))
      count(String(value).endsWith('%') ? 'rates' : 'amounts', path, Number(String(value).replace(/[.%]/g, '')));
    else compared.texts += 1;
  };
  const count = (kind: keyof typeof compared, path: string, size: number): void => {
    compared[kind] += 1;
    sizes.set(path, size);
  };
  add(figureTree(run), '');
  return sizes;
}

/** Every how many figures of a scenario are compared; no month or review always falls between. */
const STRIDE = 11;

const variants = (): Scenario => written(EVERY_VARIANT);
const cases: readonly (readonly [string, number, () => Scenario])[] = [
  ['every variant', 1, variants],
  ...scenariosIn('scenarios').map((name) => [name, STRIDE, () => shipped(name)] as const),
];

it.each(cases.map(([name, stride, scenario], n) => ({ name, stride, scenario, n })))('$name', ({ stride, scenario, n }) => {
  const { run, read } = scenario();
  // Another eleventh in each scenario, so that all of them have each figure.
  const whole = shown(run);
  const calm = new Map([...whole].filter((_, i) => (i + n) % stride === 0));
  const all: readonly Asked[] = [...calm.keys()].flatMap((path) => asked(run, path) ?? []);
  // Flags and targets that are not told are nothing, and no number either.
  const found = new Set(all.map(({ path }) => path));
  const nothing = [...calm].filter(([path]) => !found.has(path));
  expect(nothing.filter(([, size]) => !Number.isNaN(size))).toEqual([]);
  expect(all.map((one) => [one.path, one.read(run)])).toEqual(all.map(({ path }) => [path, calm.get(path)]));
  const drawing = drawingOf(run.plan, weatherOf(run.plan, read, STANDARD), 5n);
  const table = new Float64Array(2 * all.length);
  const refused = drawInto(drawing, all, 0, 2, table);
  try {
    const drawn = shown({ plan: drawing.plan, books: drawing.play(1) });
    expect(all.map(({ path }, i) => [path, table[all.length + i]])).toEqual(all.map(({ path }) => [path, drawn.get(path) ?? Number.NaN]));
    if (run.plan.streams.length > 0 && run.plan.actualTo === null) expect(drawn).not.toEqual(whole);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(refused).toBeGreaterThan(0);
    expect(table.subarray(all.length).every(Number.isNaN)).toBe(true);
  }
  // Draws leave the calm run as it was.
  expect(shown(run)).toEqual(whole);
});

afterAll(() => {
  for (const [kind, count] of Object.entries(compared)) expect(count, kind).toBeGreaterThan(0);
});
