// What is wanted of a scenario: `FIGURE op VALUE`, and nothing but that. A figure may have `*`: then each of those that it names is to be so.

import type { Unit } from '../figures/figure.ts';
import type { Fen } from '../money/fen.ts';
import { readAmount, readDecimal, readRatio } from '../money/quantity.ts';
import { compareRatios, type Ratio, ratio } from '../money/ratio.ts';
import type { ProblemCode } from '../problem/problem.ts';
import type { Scenario } from './compare.ts';
import { type ScalarAt, scalarsAt, wholeOf, wholeText } from './scalars.ts';

/** Something that a scenario meets or does not. */
export interface Constraint {
  /** As it was written. */
  readonly text: string;
  readonly judge: (scenario: Scenario) => Judged;
}

export interface Judged {
  readonly isMet: boolean;
  /** Of the figures that it names the one that is worst, and what it comes to; `—` where there is none. */
  readonly path: string;
  readonly shown: string;
  /** The same where it is an amount. */
  readonly fen: number | null;
  /** How far it is from being met, in the unit of the goal; 0 where it is. */
  readonly miss: number;
  /** Of a goal of a probability: what draws say of it. */
  readonly drawn?: Chance;
}

/** A probability by draws, beside the one that is wanted. */
export interface Chance {
  readonly hits: number;
  readonly draws: number;
  /** Draws that the rules refused: counted against the goal. */
  readonly refused: number;
  readonly limit: number;
}

export type Comparison = '>=' | '<=' | '>' | '<' | '=';

interface Written {
  readonly figure: string;
  readonly comparison: Comparison;
  readonly value: string;
}

const OPERATORS: Readonly<Record<string, Comparison>> = {
  '>=': '>=',
  '≥': '>=',
  '<=': '<=',
  '≤': '<=',
  '>': '>',
  '＞': '>',
  '<': '<',
  '＜': '<',
  '=': '=',
  '==': '=',
};

/** A goal in its three parts; null where it is not written so. */
export function writtenGoal(text: string): Written | null {
  const match = /^\s*([^\s<>=≥≤＞＜]+)\s*(>=|<=|==|[≥≤><＞＜=])\s*([^\s<>=≥≤＞＜]+)\s*$/.exec(text);
  const comparison = OPERATORS[match?.[2] ?? ''];
  return match === null || comparison === undefined ? null : { figure: match[1] ?? '', comparison, value: match[3] ?? '' };
}

/** What is wrong with a goal on a run, as a problem is told. */
export interface BadGoal {
  readonly code: ProblemCode;
  readonly args: Readonly<Record<string, string>>;
}

/** @param run tells which figures there are, and their units. */
export function goalOf(text: string, { run }: Pick<Scenario, 'run'>): Constraint | BadGoal {
  const written = writtenGoal(text);
  if (written === null) return { code: 'usage', args: { case: 'goal', got: text } };
  const [known] = scalarsAt(run, written.figure);
  if (known === undefined) return { code: 'unknown-figure', args: { got: written.figure } };
  const wanted = wantedOf(written.value, known.figure.unit);
  if (isBadValue(wanted)) return badGoal(wanted, written.value);
  return { text: text.trim(), judge: (scenario) => judged(scalarsAt(scenario.run, written.figure), written, wanted) };
}

/** Why a value cannot be compared with a figure; of one without its unit, how it may have been meant. */
export interface BadValue {
  readonly meant: readonly string[];
}

export function isBadValue(value: unknown): value is BadValue {
  return typeof value === 'object' && value !== null && 'meant' in value;
}

/** A value of another unit, or one that leaves its unit to be guessed, as a problem is told. */
export function badGoal({ meant: [meant, other = ''] }: BadValue, got: string): BadGoal {
  if (meant === undefined) return { code: 'usage', args: { case: 'goalValue', got } };
  return { code: 'usage', args: { case: 'goalBare', got, meant, other } };
}

/** What a value of a goal is as an exact number, in the unit that the figure is compared in. */
export function wantedOf(value: string, unit: Unit): Ratio | string | BadValue {
  if (unit === 'flag') return value;
  if (unit === 'amount') {
    const amount = amountWanted(value);
    return isBadValue(amount) ? amount : ratio(BigInt(amount), 1n);
  }
  const read = unit === 'rate' ? readRatio(value, false) : readDecimal(value.replace(/(个月|元)$/, ''));
  if ('refusal' in read) return { meant: read.refusal.code === 'ratio-bare' ? [read.refusal.suggestion] : [] };
  // Hundredths of a percentage point or of a month, ten-thousandths of a yuan: what a figure is shown to.
  const scale = unit === 'months' ? 100n : 10_000n;
  return ratio(read.value.n * scale, read.value.d);
}

/**
 * An amount that something is held against: with its unit, as screens show 万元 where files have yuan, and 3000 may mean either. Nothing is
 * nothing in any unit.
 */
export function amountWanted(value: string): Fen | BadValue {
  const read = readAmount(value);
  if ('refusal' in read) return { meant: [] };
  const isBare = !value.trim().endsWith('元');
  return isBare && read.value !== 0 ? { meant: [`${value.trim()}万元`, `${value.trim()}元`] } : read.value;
}

function judged(found: readonly ScalarAt[], { figure, comparison }: Written, wanted: Ratio | string): Judged {
  const worst = found.reduce<{ readonly one: ScalarAt; readonly own: JudgedOne } | null>((least, one) => {
    const own = judgedOne(one, comparison, wanted);
    return least === null || own.margin < least.own.margin ? { one, own } : least;
  }, null);
  if (worst === null) return noneAt(figure);
  const { isMet, shown, margin } = worst.own;
  const fen = worst.one.figure.unit === 'amount' ? wholeOf(worst.one) : null;
  return { isMet, path: worst.one.path, shown, fen, miss: isMet ? 0 : Math.abs(margin) };
}

/** What is not there meets nothing. */
export function noneAt(figure: string): Judged {
  return { isMet: false, path: figure, shown: '—', fen: null, miss: Number.POSITIVE_INFINITY };
}

/** `margin` is the less the further the figure is from what is wanted. */
interface JudgedOne {
  readonly isMet: boolean;
  readonly shown: string;
  readonly margin: number;
}

function judgedOne(one: ScalarAt, comparison: Comparison, wanted: Ratio | string): JudgedOne {
  if (typeof wanted === 'string') {
    const isMet = comparison === '=' && one.value === wanted;
    return { isMet, shown: String(one.value ?? '—'), margin: isMet ? 0 : -1 };
  }
  const whole = wholeOf(one);
  // What is not there meets nothing.
  if (whole === null) return { isMet: false, shown: '—', margin: Number.NEGATIVE_INFINITY };
  const order = compareRatios(ratio(BigInt(whole), 1n), wanted);
  const isMet = meets(order, comparison);
  const far = whole - Number(wanted.n) / Number(wanted.d);
  const margin = comparison === '=' ? -Math.abs(far) : comparison.startsWith('>') ? far : -far;
  return { isMet, shown: wholeText(whole, one.figure.unit), margin };
}

/** @param order below, at or above zero: how a figure stands to what is wanted. */
export function meets(order: number, comparison: Comparison): boolean {
  return { '>=': order >= 0, '<=': order <= 0, '>': order > 0, '<': order < 0, '=': order === 0 }[comparison];
}
