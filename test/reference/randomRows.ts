// The activity rows of one stream of a random county, with the volumes that its service needs.
import type { Frame } from './frame.ts';
import type { Measure, ServicePlan } from './randomServices.ts';
import { amountText, decimal, mapping } from './writing.ts';
import type { Written } from './written.ts';

type Row = Map<string, Written>;

export interface Stream {
  readonly named: Row;
  readonly plan: ServicePlan;
  /** Its rows tell volumes only. */
  readonly noFund: boolean;
  /** What patients pay, in percent of what the fund pays. */
  readonly patientsPay: number;
}

/** Quantities of a row: money in fen, points and weights in ten-thousandths. */
type Told = Partial<Record<Measure | 'fund' | 'reference', bigint>>;

function written(frame: Frame, told: Told): Record<string, string> {
  const { dice } = frame;
  const texts: Record<string, string> = {};
  for (const [key, n] of Object.entries(told)) {
    if (key === 'cases' || key === 'days') texts[key] = String(n);
    else if (key === 'points' || key === 'weights') texts[key] = decimal(n, 4, dice.chance(10));
    else texts[key] = amountText(dice, n);
  }
  return texts;
}

/** A quantity about right: some percent of it, or exactly it. */
function about(frame: Frame, n: bigint, low: number, high: number): bigint {
  return (n * BigInt(frame.dice.int(low, high))) / 100n;
}

/** The volumes that go with a payment of the fund. */
function volumesOf(frame: Frame, stream: Stream, fund: bigint, spread: boolean): Told {
  const { dice } = frame;
  const { plan } = stream;
  const patientPaid = about(frame, fund, stream.patientsPay, stream.patientsPay);
  const money = about(frame, fund + patientPaid, 70, 130);
  const units = (money * 10_000n) / plan.price; // whole points, days or cases
  const fine = (money * 100_000_000n) / plan.price;
  const exact = dice.chance(30) ? 10_000n : 1n;
  const all: Required<Record<Measure, bigint>> = {
    cases: plan.method === 'bedDay' ? units / BigInt(dice.int(2, 40)) : plan.method === 'perCase' ? units : units / BigInt(dice.int(1, 9)),
    days: plan.method === 'bedDay' ? units : units * BigInt(dice.int(0, 12)),
    points: (fine / exact) * exact,
    weights: (fine / exact) * exact,
    cost: about(frame, money, 60, 140),
    patientPaid,
  };
  // Days without cases would be an error: enough cases for each month they are spread over.
  const least = spread ? 12n : 1n;
  if (all.days > 0n && all.cases < least) all.cases = least;
  return Object.fromEntries(Object.entries(all).filter(([measure]) => plan.measures.has(measure as Measure)));
}

/** A case among claims: its cost often exactly at an edge of the case rules. */
function caseOf(frame: Frame, stream: Stream, fund: bigint): { told: Told; incomplete: string | undefined } {
  const { dice } = frame;
  const { plan } = stream;
  const reference = fund + about(frame, fund, 0, 80) + 1n;
  const edges = [plan.low, plan.high].flatMap((edge) => {
    const cost = (reference * BigInt(edge)) / 100n;
    return [cost, cost + 1n, cost > 0n ? cost - 1n : cost];
  });
  const cost = dice.chance(35) ? dice.pick(edges) : about(frame, reference, 10, dice.pick([120, 320]));
  const { cases: _, ...volumes } = volumesOf(frame, stream, fund, false);
  const told: Told = { ...volumes, cost, reference };
  if (plan.measures.has('cases') || dice.chance(50)) told.cases = 1n;
  if (told.points === undefined) told.points = 0n;
  return { told, incomplete: dice.chance(25) ? dice.pick(['yes', 'yes', 'no']) : undefined };
}

/** Part of what a row told, taken back. */
function correction(frame: Frame, stream: Stream, told: Told): Told {
  const { dice } = frame;
  const { plan } = stream;
  const { fund, patientPaid, points, weights, cases, days } = told;
  const back: Told = fund === undefined ? {} : { fund: -dice.big(0n, fund) };
  if (patientPaid !== undefined && (stream.noFund || dice.chance(50))) back.patientPaid = -dice.big(0n, patientPaid);
  if (points !== undefined && dice.chance(40)) back.points = -dice.big(0n, points);
  if (weights !== undefined && dice.chance(40)) back.weights = -dice.big(0n, weights);
  // A part of the volumes too; no bed-days are left without cases.
  if (cases !== undefined && cases > 7n && plan.method !== 'bedDay') back.cases = -(cases / 4n);
  if (days !== undefined && days > 7n) back.days = -(days / 4n);
  return back;
}

/** Rows of one stream in a year up to a month: spread over the year, or some months, with corrections. */
export function rowsOf(frame: Frame, year: number, upTo: number, stream: Stream, target: bigint, again: boolean): Row[] {
  const { dice } = frame;
  const { plan } = stream;
  const rows: Row[] = [];
  const put = (month: number | null, told: Told, incomplete?: string): void => {
    const row = mapping({
      year: String(year),
      month: month === null ? undefined : dice.chance(50) ? String(month).padStart(2, '0') : String(month),
      ...Object.fromEntries(stream.named),
      ...written(frame, told),
      incomplete,
    });
    if (plan.measures.size === 0 && told.reference === undefined && dice.chance(4)) row.set('cases', String(dice.int(0, 900)));
    rows.push(row);
  };
  const add = (month: number | null, fund: bigint): void => {
    const first = rows.length === 0 && !again;
    const isCase = month !== null && (plan.caseRows === 'all' || (plan.caseRows === 'some' && dice.chance(50)));
    const { told, incomplete } = isCase
      ? caseOf(frame, stream, fund)
      : { told: volumesOf(frame, stream, fund, month === null), incomplete: undefined };
    if (!stream.noFund) told.fund = fund;
    // Some rows of a stream leave out what others tell.
    if (!first && !isCase && !stream.noFund && plan.method !== 'bedDay' && dice.chance(10)) {
      for (const measure of dice.some([...plan.measures], 40)) delete told[measure];
    }
    put(month, told, incomplete);
    if (plan.caseRows !== 'all' && !isCase && dice.chance(12)) put(month, correction(frame, stream, told));
  };
  if (upTo === 12 && plan.caseRows !== 'all' && dice.chance(65)) add(null, target);
  if (upTo < 12 || rows.length === 0 || dice.chance(10)) {
    const density = dice.pick([10, 25, 25, 100]);
    for (let month = 1; month <= upTo; month++) if (dice.chance(density)) add(month, (target * BigInt(dice.int(50, 150))) / 1200n);
  }
  return rows;
}
