// What the fund pays, whatever the method: by home and institution, month by month, and at year end.
import { type Activity, type Identity, type Institution, placeOf } from './activity.ts';
import type { Method } from './method.ts';

export interface Payment {
  readonly home: string;
  readonly institution: Institution;
  readonly service: string;
  /** The method that covers it; feeForService: none does. */
  readonly method: Method;
  /** January is index 0. Negative where a payee is charged for care elsewhere. */
  readonly months: readonly bigint[];
  /** What period 13 adds: true-ups and incentives. */
  readonly atYearEnd: bigint;
}

/** By year. */
export type Spent = Map<number, readonly Payment[]>;

export function payment(
  of: Pick<Identity, 'home' | 'institution' | 'service'>,
  method: Method,
  months: readonly bigint[],
  atYearEnd = 0n,
): Payment {
  return { home: of.home, institution: of.institution, service: of.service, method, months, atYearEnd };
}

/** Years that are not simulated count as recorded or projected. */
export function spentBefore(activity: Activity, first: number): Spent {
  const years = [...activity.streams].filter(([year]) => year < first);
  return new Map(
    years.map(([year, streams]) => [
      year,
      streams.map((stream) =>
        payment(
          stream,
          'feeForService',
          stream.months.map((amounts) => amounts.fund),
        ),
      ),
    ]),
  );
}

/** Spending of one month (1–12) over the payments that `which` picks. */
export function spending(spent: Spent, year: number, month: number, which: (payment: Payment) => boolean): bigint {
  let sum = 0n;
  for (const one of spent.get(year) ?? []) {
    if (which(one)) sum += one.months[month - 1] ?? 0n;
  }
  return sum;
}

export function atYearEnd(spent: Spent, year: number, which: (payment: Payment) => boolean): bigint {
  let sum = 0n;
  for (const one of spent.get(year) ?? []) {
    if (which(one)) sum += one.atYearEnd;
  }
  return sum;
}

function yearOf(spent: Spent, year: number, which: (payment: Payment) => boolean): bigint {
  let sum = atYearEnd(spent, year, which);
  for (let month = 1; month <= 12; month++) sum += spending(spent, year, month, which);
  return sum;
}

/** Everything spent in a year for the insured of one home, true-ups included. */
export function spentFor(spent: Spent, year: number, home: string): bigint {
  return yearOf(spent, year, (one) => one.home === home);
}

/** What was spent off-county in a year for the insured of all alliances. */
export function spentOffCounty(spent: Spent, year: number): bigint {
  return yearOf(spent, year, (one) => one.home !== 'none' && placeOf(one) === 'offCounty');
}
