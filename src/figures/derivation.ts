// How a figure came about, as a person would lay it out: a formula in words, and the parts it was made of — other
// figures, values of the policy, facts of the county, steps between. Read from books, decisions and plan.

import { yuanGrouped } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import type { Words } from '../words/language.ts';
import type { YearView } from './figure.ts';

export type Part =
  /** Another figure, by its full path; `sign` stands before it. */
  | { readonly kind: 'figure'; readonly sign: string; readonly path: string }
  /** A value of the policy, by its path below `policy`. */
  | { readonly kind: 'policy'; readonly path: string }
  /** A fact of the county, or a step between. */
  | { readonly kind: 'step'; readonly words: Words; readonly text: Words };

export interface Derivation {
  readonly formula: Words;
  readonly parts: readonly Part[];
}

/** @param item the month, review, use or line that was asked for, or null for all. */
export type Derive = (view: YearView, a: number, item: string | null) => Derivation;

export function derivation(zh: string, en: string, ...parts: readonly (Part | readonly Part[])[]): Derivation {
  return { formula: { zh, en }, parts: parts.flat() as Part[] };
}

export function county(view: YearView, id: string, sign = ''): Part {
  return { kind: 'figure', sign, path: `${view.year.year}.${id}` };
}

export function own(view: YearView, a: number, id: string, sign = ''): Part {
  return { kind: 'figure', sign, path: `${view.year.year}.alliances.${view.plan.alliances[a]?.id ?? ''}.${id}` };
}

/** The same figure of the year before, where the run has one. */
export function lastYear(view: YearView, id: string, sign = ''): Part[] {
  return view.y === 0 ? [] : [{ kind: 'figure', sign, path: `${view.year.year - 1}.${id}` }];
}

export function policy(path: string): Part {
  return { kind: 'policy', path };
}

export function step(zh: string, en: string, text: string | Words): Part {
  return { kind: 'step', words: { zh, en }, text: typeof text === 'string' ? { zh: text, en: text } : text };
}

/** A step that is an amount of money. */
export function amountStep(zh: string, en: string, amount: number): Part {
  const text = yuanGrouped(fen(amount));
  return step(zh, en, { zh: `${text}元`, en: text });
}
