// Reading one value of a policy by its path, for a year: what it is, as people write it, and what it rests on.

import { type Basis, type Dated, type DatedEntry, entryAt } from '../money/dated.ts';
import { decimalText, percent, yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import type { Ratio } from '../money/ratio.ts';
import { choiceWords } from '../words/choices.ts';
import { chineseKey } from '../words/keys.ts';
import type { Language, Words } from '../words/language.ts';
import type { WrittenPolicy } from './shapes.ts';

export interface PolicyValue {
  /** `policy.reserves.riskAdjustment.share` */
  readonly path: string;
  readonly text: Words;
  readonly basis: Basis;
  readonly stated: string | null;
}

/** The value at a path below the policy (`reserves.riskAdjustment.share`) in a year; null where it is not given. */
export function policyValue(policy: WrittenPolicy, path: string, year: number): PolicyValue | null {
  const entry = entryOf(policy, path, year);
  return entry === null
    ? null
    : {
        path: `policy.${path}`,
        text: textOf(path, entry.value, year),
        basis: entry.basis,
        stated: entry.stated,
      };
}

function textOf(path: string, value: unknown, year: number): Words {
  // Weights are proportions, not shares of a whole: 3 : 2 is not 300% and 200%.
  if (path === 'quota.historyWeights' && Array.isArray(value)) {
    const text = value.map((weight) => (isRatio(weight) ? decimalText(weight) : '')).join(' : ');
    return { zh: text, en: text };
  }
  return { zh: valueText(value, year, 'zh'), en: valueText(value, year, 'en') };
}

/** The value itself: fen as a number, a ratio, a text or a table; null where it is not given. */
export function typedPolicyValue(policy: WrittenPolicy, path: string, year: number): unknown {
  return entryOf(policy, path, year)?.value ?? null;
}

function entryOf(policy: WrittenPolicy, path: string, year: number): DatedEntry<unknown> | null {
  const found = path.split('.').reduce<unknown>((here, step) => stepInto(here, step, year), policy);
  return isDated(found) ? entryAt(found, year) : null;
}

/** Every value of a policy in a year, by path, in the order of the file. */
export function policyValues(policy: WrittenPolicy, year: number): PolicyValue[] {
  const values: PolicyValue[] = [];
  const walk = (here: unknown, path: string): void => {
    if (isDated(here)) {
      const value = policyValue(policy, path, year);
      if (value === null) return;
      const inner = entryAt(here, year)?.value;
      // A table that rests on nothing as a whole may have rows that each rest on something: then these are the values.
      if (value.basis.kind === 'unsourced' && someRest(inner)) walkItems(inner, path);
      else values.push(value);
    } else if (typeof here === 'object' && here !== null && !Array.isArray(here)) {
      for (const [key, next] of Object.entries(here)) walk(next, path === '' ? key : `${path}.${key}`);
    } else if (Array.isArray(here)) walkItems(here, path);
  };
  const walkItems = (items: unknown, path: string): void => {
    if (!Array.isArray(items)) return;
    for (const [i, item] of items.entries()) {
      if (Array.isArray(item)) walk(item[1], `${path}.${String(item[0])}`);
      else walk(item, `${path}.${i}`);
    }
  };
  walk(policy, '');
  return values;
}

/** True where a value inside a table says what it rests on. */
function someRest(inner: unknown): boolean {
  if (isDated(inner)) return inner.entries.some((entry) => entry.basis.kind !== 'unsourced' || someRest(entry.value));
  if (Array.isArray(inner)) return inner.some(someRest);
  return typeof inner === 'object' && inner !== null && !isRatio(inner) && Object.values(inner).some(someRest);
}

function stepInto(here: unknown, step: string, year: number): unknown {
  const inner = isDated(here) ? entryAt(here, year)?.value : here;
  if (Array.isArray(inner)) {
    const pair = inner.find((item) => Array.isArray(item) && item[0] === step);
    return pair === undefined ? inner[Number(step)] : pair[1];
  }
  return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step) ? (inner as Record<string, unknown>)[step] : undefined;
}

export function isDated(value: unknown): value is Dated<unknown> {
  return typeof value === 'object' && value !== null && Array.isArray((value as { entries?: unknown }).entries);
}

function isRatio(value: unknown): value is Ratio {
  return typeof value === 'object' && value !== null && typeof (value as { n?: unknown }).n === 'bigint';
}

/** A value as people read it: amounts in 元, ratios in %, tables row by row. */
function valueText(value: unknown, year: number, language: Language): string {
  if (typeof value === 'number') return `${yuanGrouped(fen(value))}${language === 'zh' ? '元' : ''}`;
  if (isRatio(value)) return percent(value);
  if (isDated(value)) return valueText(entryAt(value, year)?.value, year, language);
  if (Array.isArray(value)) return value.map((item) => rowText(item, year, language)).join(language === 'zh' ? '；' : '; ');
  return value === undefined ? '' : choiceWords(String(value))[language];
}

function rowText(item: unknown, year: number, language: Language): string {
  if (Array.isArray(item)) return `${choiceWords(String(item[0]))[language]} ${valueText(item[1], year, language)}`;
  if (isRatio(item) || typeof item !== 'object' || item === null) return valueText(item, year, language);
  return Object.entries(item)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => {
      const name = language === 'zh' ? (chineseKey(key) ?? key) : key;
      return `${name} ${key === 'score' ? scoreText(inner, year) : valueText(inner, year, language)}`;
    })
    .join(language === 'zh' ? '，' : ', ');
}

function scoreText(value: unknown, year: number): string {
  const score = isDated(value) ? entryAt(value, year)?.value : value;
  return isRatio(score) ? decimalText(score) : '';
}
