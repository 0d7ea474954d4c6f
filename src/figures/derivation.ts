// How a figure came about, as a person would lay it out: a formula in words, and the parts it was made of — other
// figures, values of the policy, facts of the county, steps between. Read from books, decisions and plan.

import { yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import type { Words } from '../words/language.ts';
import { reaches, type Stage, type YearView } from './figure.ts';

export type Part =
  /** Another figure, by its full path; `sign` stands before it, and `adds` is how it counts in a sum. */
  | { readonly kind: 'figure'; readonly sign: string; readonly path: string; readonly adds: -1 | 0 | 1 }
  /** A value of the policy, by its path below `policy`. */
  | { readonly kind: 'policy'; readonly path: string }
  /** A fact of the county, or a step between; `adds` is what it counts for in a sum, in fen. */
  | { readonly kind: 'step'; readonly words: Words; readonly text: Words; readonly adds: number };

export interface Derivation {
  readonly formula: Words;
  readonly parts: readonly Part[];
  /** True where figures and steps add up to the figure, by their signs (tests hold every such derivation to it). */
  readonly isSum: boolean;
}

/** Stands before a figure that is shown beside and counts for nothing in a sum. */
export const BESIDE = '·';

const COUNTS: Readonly<Record<string, -1 | 0 | 1>> = { '': 1, '+': 1, '−': -1 };

function figure(path: string, sign: string): Part {
  return { kind: 'figure', sign, path, adds: COUNTS[sign] ?? 0 };
}

/** A figure that a sum rests on without adding it. */
export function uncounted(part: Part): Part {
  return { ...part, adds: 0 } as Part;
}

/** @param item the month, review, use, line or service that was asked for, or null for all. */
export type Derive = (view: YearView, a: number, item: string | null) => Derivation;

type Parts = readonly (Part | readonly Part[])[];

export function derivation(zh: string, en: string, ...parts: Parts): Derivation {
  return { formula: { zh, en }, parts: parts.flat() as Part[], isSum: false };
}

/** A derivation whose parts add up to the figure. */
export function addition(zh: string, en: string, ...parts: Parts): Derivation {
  return { ...derivation(zh, en, ...parts), isSum: true };
}

export function county(view: YearView, id: string, sign = ''): Part {
  return figure(`${view.year.year}.${id}`, sign);
}

export function own(view: YearView, a: number, id: string, sign = ''): Part {
  return figure(`${view.year.year}.alliances.${view.plan.alliances[a]?.id ?? ''}.${id}`, sign);
}

/** A figure of every alliance. */
export function each(view: YearView, id: string, sign: string): Part[] {
  return view.plan.alliances.map((_, a) => own(view, a, id, sign));
}

export function ofInstitution(view: YearView, i: number, id: string, sign = ''): Part {
  return figure(`${view.year.year}.institutions.${view.plan.institutions[i]?.id ?? ''}.${id}`, sign);
}

/** The path of one item of a figure (a month, a use), or of the whole figure. */
export function itemPath(id: string, item: string | number | null): string {
  return item === null ? id : `${id}.${item}`;
}

/** The same figure of the year before, where the run has one. */
export function lastYear(view: YearView, id: string, sign = '', stage: Stage = 'settled'): Part[] {
  const before = view.plan.years[view.y - 1];
  return before === undefined || !reaches(before, stage) ? [] : [figure(`${view.year.year - 1}.${id}`, sign)];
}

/** A figure of the same alliance in the year before, where the run has one. */
export function ownLastYear(view: YearView, a: number, id: string, sign = ''): Part[] {
  if (view.y === 0) return [];
  return [figure(`${view.year.year - 1}.alliances.${view.plan.alliances[a]?.id ?? ''}.${id}`, sign)];
}

export function policy(path: string): Part {
  return { kind: 'policy', path };
}

export function step(zh: string, en: string, text: string | Words, adds = 0): Part {
  return { kind: 'step', words: { zh, en }, text: typeof text === 'string' ? { zh: text, en: text } : text, adds };
}

/** A step that is an amount of money. */
export function amountStep(zh: string, en: string, amount: number, counts: -1 | 0 | 1 = 0): Part {
  const text = yuanGrouped(fen(amount));
  return step(zh, en, { zh: `${text}元`, en: text }, counts === 0 || amount === 0 ? 0 : counts * amount);
}

/** What steps among the parts come to. */
export function stepsTotal(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => (part.kind === 'step' ? sum + part.adds : sum), 0);
}

/** An amount that counts as it stands: it is shown with its sign. */
export function summand(zh: string, en: string, amount: number): Part {
  return amountStep(zh, en, amount, 1);
}

/** The months asked for, from 0: one, or all that were played. */
export function monthsAsked(view: YearView, item: string | null): number[] {
  return item === null ? Array.from({ length: view.year.months }, (_, m) => m) : [Number(item) - 1];
}

/** A step of one month (from 0). */
export function monthStep(month: number, zh: string, en: string, adds = 0): Part {
  return step(`${month + 1}月`, `month ${month + 1}`, { zh, en }, adds);
}
