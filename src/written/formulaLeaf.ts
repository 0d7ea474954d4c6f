// A formula as a scalar of a file: read here so that what is wrong with it is told at its place; it stays the text that was
// written, and whoever reckons it reads it again.

import type * as z from 'zod';
import { isFormula, readFormula } from '../formula/formula.ts';
import { nearest } from '../problem/problem.ts';
import type { Words } from '../words/language.ts';
import { namesOf } from '../words/variables.ts';
import { leaf, raise } from './leaves.ts';

/** @param variables what the formula may name. */
export function formula(variables: Readonly<Record<string, Words>>): z.ZodType<string> {
  const known = namesOf(variables);
  const listed = Object.entries(variables)
    .map(([id, { zh }]) => `${id}（${zh}）`)
    .join('、');
  return leaf<string>('formula', { type: 'string' }, (written, context) => {
    const read = readFormula(written, known);
    if (isFormula(read)) return written;
    const near = read.reason === 'unknown-name' ? (nearest(read.detail, known.keys()) ?? '') : '';
    raise(context, 'formula', { case: read.reason, got: written.slice(0, 200), detail: read.detail, near, known: listed });
    return undefined;
  });
}
