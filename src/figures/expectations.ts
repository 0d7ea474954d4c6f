// `expect:` — figures that must come out. Every difference is told; an unknown key is an error.

import { readAmount, readDecimal, readRatio } from '../money/quantity.ts';
import { compareRatios } from '../money/ratio.ts';
import { nearest, type Report } from '../problem/problem.ts';
import { isTreeMap, keysOf, type Tree, whereKey } from '../written/tree.ts';
import { type FigureTree, figurePaths, figureTree, type PrintedFigure } from './catalogue.ts';
import type { Run } from './figure.ts';
import { ruleOf } from './ruleOf.ts';

export interface Difference {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
  readonly rule: string;
}

export interface Outcome {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** Compares `expect:` of a scenario's tree with a run's figures. Unknown keys go to the report as errors. */
export function compareExpected(run: Run, scenario: Tree, report: Report): Outcome {
  const differences: Difference[] = [];
  let compared = 0;
  const expected = isTreeMap(scenario) ? scenario.expect : undefined;
  const walk = (want: Tree, have: FigureTree | PrintedFigure, path: readonly string[]): void => {
    if (isTreeMap(want) && have instanceof Map) {
      for (const key of keysOf(want).map(String)) {
        const found = have.get(key);
        if (found === undefined) unknown(run, scenario, [...path, key], have, report);
        else walk(want[key] ?? null, found, [...path, key]);
      }
      return;
    }
    compared += 1;
    if (!matches(want, have)) {
      differences.push({ path: path.join('.'), expected: shown(want), got: shown(have), rule: ruleOf(path) });
    }
  };
  if (expected !== undefined) walk(expected, figureTree(run), []);
  return { compared, differences };
}

function unknown(run: Run, scenario: Tree, path: readonly string[], have: FigureTree, report: Report): void {
  const got = path.at(-1) ?? '';
  const near = nearest(got, have.keys()) ?? nearest(path.join('.'), figurePaths(run)) ?? '';
  const steps = ['expect', ...path];
  report.add('error', 'unknown-figure', whereKey(scenario, steps.slice(0, -1), got), steps.join('.'), {
    got: path.join('.'),
    near,
    known: [...have.keys()].slice(0, 40).join('、'),
  });
}

function matches(want: Tree, have: FigureTree | PrintedFigure): boolean {
  if (Array.isArray(want)) {
    return Array.isArray(have) && want.length === have.length && want.every((item, i) => matches(item as Tree, have[i] as PrintedFigure));
  }
  if (want === null || have === null) return want === have;
  if (typeof want !== 'string' || have instanceof Map || Array.isArray(have)) return false;
  const text = String(have);
  if (want === text) return true;
  // `27999.96万元` or `99.680%` say the same as what is printed.
  if (typeof have === 'number') return sameNumber(readDecimal(want), readDecimal(text));
  if (text.endsWith('%')) return want.endsWith('%') && sameNumber(readRatio(want, true), readRatio(text, true));
  const [a, b] = [readAmount(want), readAmount(text)];
  return 'value' in a && 'value' in b && a.value === b.value;
}

function sameNumber(a: ReturnType<typeof readDecimal>, b: ReturnType<typeof readDecimal>): boolean {
  return 'value' in a && 'value' in b && compareRatios(a.value, b.value) === 0;
}

function shown(value: Tree | FigureTree | PrintedFigure): string {
  if (value instanceof Map) return `{${[...value.keys()].join(', ')}}`;
  if (isTreeMap(value as Tree)) return `{${keysOf(value as Tree).join(', ')}}`;
  if (Array.isArray(value)) return `[${value.map((item) => shown(item as PrintedFigure)).join(', ')}]`;
  return value === null ? 'null' : String(value);
}
