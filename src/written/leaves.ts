// The scalars a file may hold, as zod schemas over the tree's texts. Each raises our own problems (never zod's words)
// and describes itself to editors; `value` wraps any of them into a dated, sourced or assumed value.

import * as z from 'zod';
import { readYear, readYearMonth, type YearMonth } from '../money/calendar.ts';
import type { Basis, Dated, DatedEntry } from '../money/dated.ts';
import { percentWritten } from '../money/display.ts';
import type { Fen } from '../money/fen.ts';
import { type Reading, readAmount, readDecimal, readPoints, readRatio, readWhole } from '../money/quantity.ts';
import { compareRatios, NOTHING, plus, type Ratio, ratio, WHOLE } from '../money/ratio.ts';
import { nearest, type ProblemCode } from '../problem/problem.ts';
import { isTreeMap, keysOf, type Tree } from './tree.ts';

/** What kind of thing was wanted; `words/problems.ts` names each in both languages. */
type Wanted =
  | 'text'
  | 'id'
  | 'amount'
  | 'ratio'
  | 'factor'
  | 'whole'
  | 'score'
  | 'price'
  | 'points'
  | 'quantity'
  | 'formula'
  | 'target'
  | 'correlation'
  | 'year'
  | 'years'
  | 'yearMonth'
  | 'month'
  | 'months'
  | 'mapping'
  | 'list'
  | 'value'
  | 'date'
  | 'choice';

export type Context = { addIssue(issue: { code: 'custom'; path?: (string | number)[]; params: Record<string, unknown> }): void };

/** A problem raised inside a schema: its code and arguments travel in the issue's `params`. */
export function raise(context: Context, problem: ProblemCode, args: Record<string, string | number>, path: (string | number)[] = []): void {
  context.addIssue({ code: 'custom', path, params: { problem, args } });
}

/** What each leaf looks like to an editor (JSON Schema), and what `value` wraps. */
interface Description {
  readonly json?: Readonly<Record<string, unknown>>;
  /** What `value` and `record` wrap. */
  readonly inner?: z.ZodType;
  /** True for a mapping from ids, whose values are the items of `inner`. */
  readonly isRecord?: boolean;
  /** Two shapes, either of which may stand. */
  readonly either?: readonly [z.ZodType, z.ZodType];
}
export const described = new WeakMap<object, Description>();

export function leaf<T>(
  wanted: Wanted,
  json: Record<string, unknown>,
  read: (text: string, context: Context) => T | undefined,
): z.ZodType<T> {
  const schema = z.unknown().transform((tree, context): T => {
    if (tree === undefined) raise(context, 'missing-key', { wanted });
    else if (typeof tree !== 'string') raise(context, 'wrong-type', { wanted, got: kindOf(tree as Tree) });
    else {
      const value = read(tree.trim(), context);
      if (value !== undefined) return value;
    }
    return z.NEVER;
  });
  described.set(schema, { json });
  return schema;
}

export function kindOf(tree: Tree | undefined): string {
  if (tree === undefined || tree === null) return 'nothing';
  return typeof tree === 'string' ? 'scalar' : Array.isArray(tree) ? 'list' : 'mapping';
}

export function accepted<T>(reading: Reading<T>, text: string, wanted: Wanted, context: Context): T | undefined {
  if ('value' in reading) return reading.value;
  raise(context, reading.refusal.code, { got: text, wanted, suggestion: reading.refusal.suggestion });
  return undefined;
}

export const QUANTITY = { type: ['string', 'number'] };

/** A text of one line for people. Controls and direction marks are dropped, so that neither terminal nor file is steered by a name. */
export const text = leaf<string>('text', { type: ['string', 'number'] }, (written) =>
  written
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .slice(0, 2000),
);

const ID = /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u;

export function isId(written: string): boolean {
  return ID.test(written) && written.length <= 80;
}

export const id = leaf<string>('id', { type: ['string', 'number'] }, (written, context) => {
  if (isId(written)) return written;
  raise(context, 'bad-id', { got: written });
  return undefined;
});

/** A file name or an id; what it may name is decided by who opens it. */
export const reference = leaf<string>('text', { type: 'string' }, (written) => written);

export const whole = leaf<number>('whole', { type: ['string', 'integer'] }, (written, context) => {
  const value = accepted(readWhole(written), written, 'whole', context);
  if (value === undefined || value >= 0) return value;
  raise(context, 'negative', { got: written, wanted: 'whole' });
  return undefined;
});

/** A count that may be below zero: corrections of cases and days. */
export const signedWhole = leaf<number>('whole', { type: ['string', 'integer'] }, (written, context) =>
  accepted(readWhole(written), written, 'whole', context),
);

/** An amount that may be below zero: opening balances, corrections, adjustments. */
export const signedAmount = leaf<Fen>('amount', QUANTITY, (written, context) => accepted(readAmount(written), written, 'amount', context));

function positive(isPerHead: boolean): z.ZodType<Fen> {
  return leaf<Fen>('amount', QUANTITY, (written, context) => {
    const value = accepted(readAmount(written, isPerHead), written, 'amount', context);
    if (value === undefined || value >= 0) return value;
    raise(context, 'negative', { got: written, wanted: 'amount' });
    return undefined;
  });
}

export const amount = positive(false);
/** Yuan a head and year, `400元/人`. */
export const perHead = positive(true);

function bounded(wanted: Wanted, least: Ratio | null, most: Ratio | null, bareAboveOne: boolean): z.ZodType<Ratio> {
  return leaf<Ratio>(wanted, QUANTITY, (written, context) => {
    const value = accepted(readRatio(written, bareAboveOne), written, wanted, context);
    if (value === undefined) return undefined;
    if (least !== null && compareRatios(value, least) < 0)
      raise(context, 'negative', { got: written, wanted, least: least.n < 0n ? '-100%' : '0' });
    else if (most !== null && compareRatios(value, most) > 0) raise(context, 'ratio-over-one', { got: written });
    else return value;
    return undefined;
  });
}

/** A part of a whole: 0 to 100%. */
export const share = bounded('ratio', NOTHING, WHOLE, false);
/** A ratio that may pass 100%, written with its sign: upper ends of bands. */
export const openRatio = bounded('ratio', NOTHING, null, false);
/** A change: not below −100%. */
export const change = bounded('ratio', ratio(-1n, 1n), null, false);
/** Percentage points up or down, between −100% and 100%. */
export const shift = bounded('ratio', ratio(-1n, 1n), WHOLE, false);
/** A multiplier, `1.22` or `122%`. */
export const factor = leaf<Ratio>('factor', QUANTITY, (written, context) => {
  const value = accepted(readRatio(written, true), written, 'factor', context);
  if (value === undefined || value.n >= 0n) return value;
  // A fall of a tenth, written as one.
  const kept = plus(WHOLE, value);
  raise(context, 'negative', { case: 'multiplier', got: written, wanted: 'factor', suggestion: kept.n > 0n ? percentWritten(kept) : '' });
  return undefined;
});
/** A weight: any number not below zero. */
export const weight = bounded('factor', NOTHING, null, true);

export const score = leaf<Ratio>('score', { type: ['string', 'number'] }, (written, context) => {
  const value = accepted(readDecimal(written), written, 'score', context);
  if (value === undefined || value.n >= 0n) return value;
  raise(context, 'negative', { got: written, wanted: 'score' });
  return undefined;
});

/** A decimal not below zero with at most so many places, exactly. */
function decimal(wanted: Wanted, places: number): z.ZodType<Ratio> {
  return leaf<Ratio>(wanted, { type: ['string', 'number'] }, (written, context) => {
    const value = accepted(readDecimal(written.replace(/元$/, '').trimEnd()), written, wanted, context);
    if (value === undefined) return undefined;
    if (value.n < 0n) raise(context, 'negative', { got: written, wanted });
    else if ((value.n * 10n ** BigInt(places)) % value.d !== 0n) raise(context, 'too-many-places', { got: written, wanted, places });
    else return value;
    return undefined;
  });
}

/** R9: a price in yuan that is no amount: a point value, a rate, a tariff; exact, finer than a fen where it is written so. */
export const price = decimal('price', 12);
/** A number of things, `1200` or `12.5`: a workload, a quantity agreed. */
export const quantity = decimal('quantity', 6);
/** A number of months, `1.5`. */
export const monthCount = decimal('months', 6);
/** R9: 分值 or RW of a row, in whole ten-thousandths; a correction may be below zero. */
export const points = leaf<number>('points', { type: ['string', 'number'] }, (written, context) =>
  accepted(readPoints(written), written, 'points', context),
);

export const yesNo = choice({ yes: '是', no: '否' });

export const year = leaf<number>('year', { type: ['integer', 'string'] }, (written, context) => {
  const value = readYear(written);
  if (value !== null) return value;
  raise(context, 'not-a-year', { got: written });
  return undefined;
});

export const month = leaf<number>('month', { type: ['integer', 'string'] }, (written, context) => {
  if (/^(0?[1-9]|1[0-2])$/.test(written)) return Number(written);
  raise(context, 'not-a-month', { got: written, wanted: 'month' });
  return undefined;
});

export const yearMonth = leaf<YearMonth>('yearMonth', { type: 'string', pattern: '^\\d{4}-\\d{2}$' }, (written, context) => {
  const value = readYearMonth(written);
  if (value !== null) return value;
  raise(context, 'not-a-month', { got: written, wanted: 'yearMonth' });
  return undefined;
});

const date = leaf<string>('date', { type: 'string' }, (written, context) => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(written)) return written;
  raise(context, 'wrong-type', { case: 'notDate', wanted: 'date', got: written });
  return undefined;
});

/** One of a few words, each with its Chinese name. */
export function choice<K extends string>(names: Readonly<Record<K, string>>): z.ZodType<K> {
  const keys = Object.keys(names) as K[];
  // A key such as `2` may stand without quotes.
  const numbers = keys.filter((k) => /^\d+$/.test(k)).map(Number);
  return leaf<K>('choice', { enum: [...keys, ...numbers, ...keys.map((k) => names[k])] }, (written, context) => {
    const found = keys.find((k) => k === written || names[k] === written);
    if (found !== undefined) return found;
    const near = nearest(written, [...keys, ...keys.map((k) => names[k])]) ?? '';
    raise(context, 'not-a-choice', { got: written, near, choices: keys.map((k) => `${k}（${names[k]}）`).join('、') });
    return undefined;
  });
}

/** R2: who holds a named line: the pool, the province, an insurer, or a payee by its own name. */
export const holder = leaf<{ readonly kind: 'pool' | 'province' | 'insurer' | 'payee'; readonly name: string }>(
  'choice',
  { type: 'string', examples: ['pool', 'province', 'insurer', 'payee'] },
  (written, context) => {
    const names = { pool: '统筹基金', province: '省级', insurer: '承办机构', payee: '收款方' } as const;
    const kinds = Object.keys(names) as (keyof typeof names)[];
    const kind = kinds.find((one) => one === written || names[one] === written);
    if (kind !== undefined) return { kind, name: '' };
    // A name of its own is a payee; one letter off ours is a slip, which would quietly pay the money out.
    const near = nearest(written, [...kinds, ...Object.values(names)]);
    if (near === null && written !== '') return { kind: 'payee', name: written };
    raise(context, 'not-a-choice', { got: written, near: near ?? '', choices: kinds.map((one) => `${one}（${names[one]}）`).join('、') });
    return undefined;
  },
);

/** The years of a run: one, or the first and the last. */
export const years = (() => {
  const schema = z.unknown().transform((tree, context): readonly [number, number] => {
    const ends = typeof tree === 'string' ? [tree, tree] : Array.isArray(tree) && tree.length === 2 ? tree : null;
    if (tree === undefined) raise(context, 'missing-key', { wanted: 'years' });
    else if (ends === null) raise(context, 'wrong-type', { wanted: 'years', got: kindOf(tree as Tree) });
    else {
      const [first, last] = ends.map((end) => (typeof end === 'string' ? readYear(end.trim()) : null));
      const span = /^(\d{4})\s*[-–—~～至到]\s*(\d{4})$/.exec(typeof tree === 'string' ? tree.trim() : '');
      const other = ends.find((end) => typeof end !== 'string');
      if (span !== null) raise(context, 'not-a-year', { case: 'span', got: span[0], suggestion: `[${span[1]}, ${span[2]}]` });
      else if (other !== undefined) raise(context, 'wrong-type', { wanted: 'years', got: kindOf(other as Tree) });
      else if (typeof first !== 'number') raise(context, 'not-a-year', { got: String(ends[0]) });
      else if (typeof last !== 'number') raise(context, 'not-a-year', { got: String(ends[1]) });
      else if (first > last) raise(context, 'years-order', { first, last });
      else return [first, last];
    }
    return z.NEVER;
  });
  described.set(schema, {
    json: { anyOf: [{ type: ['integer', 'string'] }, { type: 'array', items: { type: ['integer', 'string'] }, minItems: 2, maxItems: 2 }] },
  });
  return schema;
})();

const beside = z.strictObject({
  value: z.unknown(),
  source: z.strictObject({ document: text, clause: text.optional() }).optional(),
  assumption: text.optional(),
  checked: date.optional(),
  stated: text.optional(),
  note: text.optional(),
});

/**
 * A value: plain, dated by year, or a mapping with `value` and what it rests on; a dated entry may be such a mapping.
 */
export function value<T>(inner: z.ZodType<T>): z.ZodType<Dated<T>> {
  const schema = z.unknown().transform((tree, context): Dated<T> => {
    if (tree === undefined) raise(context, 'missing-key', { wanted: 'value' });
    else {
      const entries = entriesOf(tree as Tree, inner, [], null, { kind: 'unsourced' }, null, context);
      if (entries !== null) return { entries };
    }
    return z.NEVER;
  });
  described.set(schema, { inner });
  return schema;
}

function entriesOf<T>(
  tree: Tree,
  inner: z.ZodType<T>,
  path: (string | number)[],
  from: number | null,
  basis: Basis,
  stated: string | null,
  context: Context,
): DatedEntry<T>[] | null {
  const keys = isTreeMap(tree) ? keysOf(tree) : [];
  if (isTreeMap(tree) && Object.hasOwn(tree, 'value')) {
    const read = beside.safeParse(tree);
    if (!read.success) {
      pass(read.error.issues, path, context);
      return null;
    }
    const { source, assumption, checked } = read.data;
    const own: Basis =
      assumption !== undefined
        ? { kind: 'assumption', why: assumption }
        : source !== undefined
          ? { kind: 'source', document: source.document, clause: source.clause ?? '', checked: checked ?? null }
          : basis;
    return entriesOf(tree.value as Tree, inner, [...path, 'value'], from, own, read.data.stated ?? stated, context);
  }
  const dated = keys.filter((k) => /^\d{4}$/.test(String(k)));
  if (isTreeMap(tree) && dated.length > 0) {
    if (dated.length < keys.length || from !== null) {
      raise(context, 'dated-mixed', { got: keys.join('、') }, path);
      return null;
    }
    const entries: DatedEntry<T>[] = [];
    let failed = false;
    for (const key of keys) {
      const first = readYear(String(key));
      const found = first === null ? null : entriesOf(tree[key] as Tree, inner, [...path, key], first, basis, stated, context);
      if (first === null) raise(context, 'not-a-year', { got: key }, [...path, key]);
      if (found === null) failed = true;
      else entries.push(...found);
    }
    return failed ? null : entries.sort((a, b) => (a.from ?? 0) - (b.from ?? 0));
  }
  const read = inner.safeParse(tree);
  if (read.success) return [{ from, value: read.data, basis, stated }];
  pass(read.error.issues, path, context);
  return null;
}

/** Hands the issues of an inner reading on, under the path they belong to. */
export function pass(issues: readonly { readonly path: PropertyKey[] }[], path: (string | number)[], context: Context): void {
  for (const issue of issues) {
    context.addIssue({ ...issue, path: [...path, ...(issue.path as (string | number)[])] } as Parameters<Context['addIssue']>[0]);
  }
}
