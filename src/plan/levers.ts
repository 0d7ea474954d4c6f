// R9 Levers of benefit and price (待遇与价格)
//
// Clause: reimbursement ratio, deductible and cap are the residents' insurance's own rules; Henan manual 五（四） lets prices be adjusted.
// Formula: where the benefit of a year differs from that of the year before, the fund's amount of a cell becomes
//   new ratio ÷ old ratio × fund + cases × new ratio × (old deductible − new deductible), rounded once, not below zero; where the base
//   year has case rows, fund × Σ new ÷ Σ old of what each case would be paid, min(cap, ratio × (cost − deductible)). The patients
//   bear the difference. A price change multiplies fund, cost and patients' payments from its month on, for good.
// Always: with nothing changed a cell is untouched; fund + patients' payments of a cell are what they were before a benefit changes.
// Example: fund 600.00 at 60%, patients 400.00; at 65% the fund pays 650.00 and they 350.00.

import { MONTHS, PERIODS } from '../money/calendar.ts';
import { type Dated, entryAt } from '../money/dated.ts';
import { type Fen, fen } from '../money/fen.ts';
import { compareRatios, type Ratio, roundedQuotient, times } from '../money/ratio.ts';
import type { ProblemCode } from '../problem/problem.ts';
import type { WrittenBenefit } from '../written/shapes.ts';
import type { Institution, PriceChange, Stream } from './parties.ts';
import { PLACES } from './parties.ts';
import { bitOf, type Cells, FUND_KNOWN, isKnown, type Known } from './volumes.ts';

/** What is paid of a case in one year. */
export interface BenefitTerms {
  readonly ratio: Ratio | null;
  readonly deductible: Fen;
  readonly cap: Fen | null;
}

/** A benefit that changes from one year to the next, for one stream. */
export interface BenefitChange {
  readonly before: BenefitTerms;
  readonly now: BenefitTerms;
  readonly path: string;
  readonly year: number;
  readonly institution: string;
}

export interface Levers {
  readonly benefit: readonly WrittenBenefit[];
  /** Index of the service that each entry of `benefit` is about. */
  readonly benefitService: readonly number[];
  readonly prices: readonly PriceChange[];
  /** Costs of the base year's case rows, by stream; null where it has none. */
  readonly caseCosts: readonly (readonly Fen[] | null)[];
  readonly known: Known | undefined;
  /** Streams that a method prices, by year: prices there cost the fund nothing more. */
  readonly priced: ReadonlyMap<number, ReadonlySet<number>>;
  readonly refuse: (code: ProblemCode, path: string, args: Record<string, string | number>) => void;
  readonly warn: (code: ProblemCode, path: string) => void;
}

/** The change of benefit that a stream sees in a year; null where there is none. */
export function benefitChange(
  levers: Pick<Levers, 'benefit' | 'benefitService' | 'refuse'>,
  stream: Stream,
  institution: Institution,
  year: number,
): BenefitChange | null {
  const i = levers.benefit.findIndex((entry, k) => coversStream(entry, levers.benefitService[k] ?? -1, stream, institution));
  const entry = levers.benefit[i];
  if (entry === undefined) return null;
  const path = `policy.benefit.${i}`;
  let unread = false;
  const read = <T>(dated: Dated<T> | undefined, key: string, at: number): T | null => {
    if (dated === undefined) return null;
    const found = entryAt(dated, at);
    if (found === null) levers.refuse('dated-before', `${path}.${key}`, { year: at, first: dated.entries[0]?.from ?? '' });
    unread ||= found === null;
    return found?.value ?? null;
  };
  const termsOf = (at: number): BenefitTerms => ({
    ratio: read(entry.ratio, 'ratio', at),
    deductible: read(entry.deductible, 'deductible', at) ?? fen(0),
    cap: read(entry.cap, 'cap', at),
  });
  const before = termsOf(year - 1);
  const now = termsOf(year);
  const sameRatio = before.ratio === null ? now.ratio === null : now.ratio !== null && compareRatios(before.ratio, now.ratio) === 0;
  const isSame = sameRatio && before.deductible === now.deductible && before.cap === now.cap;
  return unread || isSame ? null : { before, now, path, year, institution: institution.title };
}

function coversStream(entry: WrittenBenefit, service: number, stream: Stream, institution: Institution): boolean {
  return (
    service === stream.service &&
    (entry.place === undefined || entry.place === PLACES[stream.place]) &&
    (entry.level === undefined || entry.level === institution.level) &&
    (entry.tier === undefined || entry.tier === institution.tier)
  );
}

/** Why a change of benefit cannot be reckoned for a stream, or null. */
function unknownOf(
  { before, now }: BenefitChange,
  costs: readonly Fen[] | null,
  knows: (bit: number) => boolean,
): 'ratio' | 'fund' | 'cap' | 'zero' | 'cases' | null {
  if (before.ratio === null || now.ratio === null) return 'ratio';
  if (!knows(FUND_KNOWN)) return 'fund';
  if (costs !== null) return null;
  if (before.cap !== now.cap) return 'cap';
  if (before.ratio.n === 0n) return 'zero';
  return before.deductible === now.deductible || knows(bitOf('cases')) ? null : 'cases';
}

/** Applies a change of benefit to one stream's cells of a year, from month `start` (from 0) on. */
export function applyBenefit(levers: Levers, change: BenefitChange, s: number, cells: Cells, start: number): void {
  const costs = levers.caseCosts[s] ?? null;
  const unknown = unknownOf(change, costs, (bit) => isKnown(levers.known, s, bit));
  if (unknown !== null) {
    const { year, institution } = change;
    levers.refuse('benefit-unknown', change.path, { case: unknown, year, institution });
    return;
  }
  if (costs !== null && paidOf(change.before, costs).n === 0n) levers.warn('benefit-no-effect', change.path);
  const paysPatients = isKnown(levers.known, s, bitOf('patientPaid'));
  for (let m = start; m < MONTHS; m++) {
    const i = s * PERIODS + m;
    const fund = cells.fund[i] as number;
    const wanted = costs === null ? bySums(change, fund, cells.volumes?.cases[i] ?? 0) : byCases(change, costs, fund);
    const patients = cells.volumes?.patientPaid[i] ?? 0;
    const becomes = Math.max(0, paysPatients ? Math.min(wanted, fund + patients) : wanted);
    cells.fund[i] = becomes;
    if (paysPatients && cells.volumes !== null) cells.volumes.patientPaid[i] = patients + fund - becomes;
  }
}

function bySums({ before, now }: BenefitChange, fund: number, cases: number): number {
  const old = before.ratio as Ratio;
  const next = now.ratio as Ratio;
  const perCase = BigInt(cases) * BigInt(before.deductible - now.deductible);
  // next × (fund ÷ old + cases × (old deductible − new deductible)), over one denominator.
  const n = next.n * (BigInt(fund) * old.d + perCase * old.n);
  return Number(roundedQuotient(n, next.d * old.n));
}

function byCases({ before, now }: BenefitChange, costs: readonly Fen[], fund: number): number {
  const old = paidOf(before, costs);
  if (old.n === 0n) return fund;
  const next = paidOf(now, costs);
  return Number(roundedQuotient(BigInt(fund) * next.n * old.d, next.d * old.n));
}

/** Σ over cases of min(cap, max(0, ratio × (cost − deductible))), exactly. */
function paidOf(terms: BenefitTerms, costs: readonly Fen[]): { readonly n: bigint; readonly d: bigint } {
  const { n, d } = terms.ratio as Ratio;
  let sum = 0n;
  for (const cost of costs) {
    const paid = n * BigInt(Math.max(0, cost - terms.deductible));
    const most = terms.cap === null ? paid : BigInt(terms.cap) * d;
    sum += paid < most ? paid : most;
  }
  return { n: sum, d };
}

/** What price changes add to the money of one year's cells, in the months that see them first. */
export interface PriceEffect {
  fund: number;
  patients: number;
}

/** Applies every price change that a year's months see for the first time, from month `start` (from 0) on. */
export function applyPrices(
  levers: Levers,
  stream: Stream,
  s: number,
  year: number,
  cells: Cells,
  start: number,
  effect: PriceEffect,
): void {
  for (const price of levers.prices) {
    if (price.service !== stream.service) continue;
    if (price.institution >= 0 && price.institution !== stream.institution) continue;
    if (price.place >= 0 && price.place !== stream.place) continue;
    for (let m = start; m < MONTHS; m++) {
      const month = year * MONTHS + m;
      if (month < price.from || month - MONTHS >= price.from) continue;
      const i = s * PERIODS + m;
      const { fund, volumes } = cells;
      const paid = fund[i] as number;
      fund[i] = times(fen(paid), price.factor);
      if (levers.priced.get(year)?.has(s) !== true) effect.fund += (fund[i] as number) - paid;
      if (volumes === null) continue;
      const borne = volumes.patientPaid[i] as number;
      volumes.cost[i] = times(fen(volumes.cost[i] as number), price.factor);
      volumes.patientPaid[i] = times(fen(borne), price.factor);
      effect.patients += (volumes.patientPaid[i] as number) - borne;
    }
  }
}
