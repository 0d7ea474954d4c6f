// Reads the quantities of worked cases, and the cases of one rule.

import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Fen } from '../../src/money/fen.ts';
import { readAmount, readDecimal, readPoints, readRatio } from '../../src/money/quantity.ts';
import type { Ratio } from '../../src/money/ratio.ts';

function value<T>(reading: { readonly value: T } | { readonly refusal: unknown }, text: string): T {
  if (!('value' in reading)) throw new Error(`a worked case says ${text}`);
  return reading.value;
}

export const amount = (text: string): Fen => value(readAmount(text, true), text);
export const rate = (text: string | number): Ratio => value(readRatio(String(text), true), String(text));
export const decimal = (text: string | number): Ratio => value(readDecimal(String(text)), String(text));
export const points = (text: string): number => value(readPoints(text), text);

// biome-ignore lint/suspicious/noExplicitAny: worked cases are read as they stand
export type Case = { readonly case: string; readonly given: any; readonly expect: any };

/** The worked cases of a rule, by name. */
export function casesOf(rule: string): readonly Case[] {
  const folder = new URL('../rule-cases/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.startsWith(`${rule}-`));
  return names.map((name) => parse(readFileSync(new URL(name, folder), 'utf8')) as Case);
}

export function caseOf(rule: string, name: string): Case {
  const found = casesOf(rule).find((one) => one.case === name);
  if (found === undefined) throw new Error(`no worked case ${rule}-${name}`);
  return found;
}
