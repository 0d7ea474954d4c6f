// Reading one value of a policy by its path, for a year: what it is, as people write it, and what it rests on.

import { type Basis, type Dated, type DatedEntry, entryAt } from '../money/dated.ts';
import { decimalText, exactDecimal, percent, yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import type { Ratio } from '../money/ratio.ts';
import { choiceWords } from '../words/choices.ts';
import { FORMULA_VARIABLES } from '../words/indicators.ts';
import { chineseKey } from '../words/keys.ts';
import type { Language, Words } from '../words/language.ts';
import { formulaWords, MEMBER_VARIABLES } from '../words/variables.ts';
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
  const key = keyOf(path);
  return { zh: valueText(value, key, year, 'zh'), en: valueText(value, key, year, 'en') };
}

/** The key that says what kind of value stands at a path: in a mapping from ids (payment.x.standards.lens) the mapping's. */
function keyOf(path: string): string {
  const steps = path.split('.');
  const at = steps[0] === 'payment' && RECORDS.has(steps[2] ?? '') ? 2 : steps[0] === 'quota' && steps[1] === 'negotiated' ? 1 : -1;
  return steps.at(at) ?? '';
}

const RECORDS: ReadonlySet<string> = new Set(['coefficients', 'tariffs', 'standards', 'perHead']);

/** The value itself: fen as a number, a ratio, a text or a table; null where it is not given. */
export function typedPolicyValue(policy: WrittenPolicy, path: string, year: number): unknown {
  return entryOf(policy, path, year)?.value ?? null;
}

function entryOf(policy: WrittenPolicy, path: string, year: number): DatedEntry<unknown> | null {
  const found = datedPolicyValue(policy, path, year);
  return found === null ? null : entryAt(found, year);
}

/** The value with all its dates, as tables around it are in a year. */
export function datedPolicyValue(policy: WrittenPolicy, path: string, year: number): Dated<unknown> | null {
  const found = path.split('.').reduce<unknown>((here, step) => stepInto(here, step, year), policy);
  return isDated(found) ? found : null;
}

/** The value at a path in a year, or the values inside it, where only these say what they rest on; empty where it is not given. */
export function policyValuesAt(policy: WrittenPolicy, path: string, year: number): PolicyValue[] {
  return valuesBelow(policy, datedPolicyValue(policy, path, year), path, year);
}

/** Every value of a policy in a year, by path, in the order of the file. */
export function policyValues(policy: WrittenPolicy, year: number): PolicyValue[] {
  return valuesBelow(policy, policy, '', year);
}

function valuesBelow(policy: WrittenPolicy, from: unknown, at: string, year: number): PolicyValue[] {
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
  walk(from, at);
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

const ALL_VARIABLES = { ...FORMULA_VARIABLES, ...MEMBER_VARIABLES };

/** What is neither a share nor an amount, by its key: how it is read in both languages. */
const WRITTEN_AS: Readonly<Record<string, (value: Ratio) => Words>> = {
  score: plainDecimal,
  leastScore: plainDecimal,
  fullFrom: plainDecimal,
  allLostBelow: plainDecimal,
  coefficients: plainDecimal,
  months: monthsText,
  gate: monthsText,
  drgRate: priceIn,
  pointValue: priceIn,
  tariff: priceIn,
  standard: priceIn,
  standards: priceIn,
  shift: pointsText,
  tiers: plainDecimal,
  gapAtMost: plainDecimal,
  atLeast: wantedText,
  atMost: wantedText,
};

function plainDecimal(value: Ratio): Words {
  const text = decimalText(value);
  return { zh: text, en: text };
}

/** A target: a rate, or a number where it is above the whole. */
function wantedText(value: Ratio): Words {
  const text = value.n > value.d ? decimalText(value) : percent(value);
  return { zh: text, en: text };
}

function monthsText(value: Ratio): Words {
  const text = decimalText(value);
  return { zh: `${text}个月`, en: text === '1' ? '1 month' : `${text} months` };
}

/** A price is exact, finer than a fen where it is written so. */
function priceIn(value: Ratio): Words {
  const text = exactDecimal(value);
  return { zh: `${text}元`, en: text };
}

function pointsText(value: Ratio): Words {
  const text = percent(value).slice(0, -1);
  return { zh: `${text}个百分点`, en: `${text} percentage points` };
}

/** Whole numbers that are not fen, by their key. */
const COUNTED_IN: Readonly<Record<string, Words>> = {
  years: { zh: '年', en: 'year' },
  lag: { zh: '个月', en: 'month' },
  recover: { zh: '个月', en: 'month' },
  upTo: { zh: '日', en: 'day' },
};

function numberText(value: number, key: string, language: Language): string {
  if (key === 'from') return language === 'zh' ? `${value}年` : String(value);
  const unit = Object.hasOwn(COUNTED_IN, key) ? COUNTED_IN[key] : undefined;
  if (unit === undefined) return `${yuanGrouped(fen(value))}${language === 'zh' ? '元' : ''}`;
  return language === 'zh' ? `${value}${unit.zh}` : `${value} ${unit.en}${value === 1 ? '' : 's'}`;
}

function ratioText(value: Ratio, key: string, language: Language): string {
  const written = Object.hasOwn(WRITTEN_AS, key) ? WRITTEN_AS[key] : undefined;
  return written === undefined ? percent(value) : written(value)[language];
}

/** A value as people read it, by its key: amounts and prices in 元, ratios in %, scores and months as decimals, tables row by row. */
function valueText(value: unknown, key: string, year: number, language: Language): string {
  if (typeof value === 'number') return numberText(value, key, language);
  if (isRatio(value)) return ratioText(value, key, language);
  if (isDated(value)) return valueText(entryAt(value, year)?.value, key, year, language);
  if (Array.isArray(value)) return value.map((item) => rowText(item, key, year, language)).join(language === 'zh' ? '；' : '; ');
  if (typeof value === 'object' && value !== null) return fieldsText(value, year, language);
  if (key === 'by' || key === 'formula') return formulaWords(String(value), ALL_VARIABLES)[language];
  return value === undefined ? '' : choiceWords(String(value), key)[language];
}

function rowText(item: unknown, key: string, year: number, language: Language): string {
  if (Array.isArray(item)) {
    const text = valueText(item[1], key, year, language);
    const isLong = typeof item[1] === 'object' && item[1] !== null && !isDated(item[1]) && !isRatio(item[1]);
    return `${choiceWords(String(item[0]), key)[language]}${isLong ? (language === 'zh' ? `（${text}）` : ` (${text})`) : ` ${text}`}`;
  }
  return valueText(item, key, year, language);
}

/** What a column of a table is called; of percentage points the value itself says what it is. */
function rowName(key: string): string {
  return key === 'shift' ? '浮动' : (chineseKey(key) ?? key);
}

/** The fields of a row, each after its key; notes are no values. */
function fieldsText(row: object, year: number, language: Language): string {
  return Object.entries(row)
    .filter(([key, inner]) => inner !== undefined && key !== 'note')
    .map(([key, inner]) => `${language === 'zh' ? rowName(key) : key} ${valueText(inner, key, year, language)}`)
    .join(language === 'zh' ? '，' : ', ');
}
