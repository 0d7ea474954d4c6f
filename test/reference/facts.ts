// What the county file says of institutions and alliances beside their care: people, beds, income and spending by kind.
import type { Institution } from './activity.ts';
import type { Alliance } from './budget.ts';
import { type Fraction, plus, whole } from './exact.ts';
import { chargeAt, decimalAt, factAt, field, headsAt, isNothing, mapOf } from './written.ts';

export type Count = 'beds' | 'villageDoctors' | 'staff';

/** A number of an institution; null: not said. */
export function countOf(institution: Institution, count: Count, year: number): Fraction | null {
  const written = count === 'staff' ? field(institution.written, 'pay', 'staff') : field(institution.written, count);
  const fact = factAt(written, year);
  return isNothing(fact) ? null : decimalAt(fact, year, `${count} of ${institution.id}`);
}

/** Over those that say it. */
export function countOfAll(institutions: readonly Institution[], count: Count, year: number): Fraction {
  return institutions.map((institution) => countOf(institution, count, year) ?? whole(0n)).reduce(plus, whole(0n));
}

/** Income or spending by kind in fen; null: not said. */
export function kindsOf(institution: Institution, what: 'income' | 'spending', year: number): Map<string, bigint> | null {
  const written = factAt(field(institution.written, what), year);
  if (isNothing(written)) return null;
  const told = [...mapOf(written, what)].filter(([, amount]) => !isNothing(factAt(amount, year)));
  return new Map(told.map(([kind, amount]) => [kind, chargeAt(amount, year, `${what}: ${kind}`)]));
}

export function totalOf(kinds: ReadonlyMap<string, bigint>): bigint {
  return [...kinds.values()].reduce((a, b) => a + b, 0n);
}

/** 常住人口, not the insured. */
export function residentsOf(alliance: Alliance, year: number): bigint {
  return headsAt(field(alliance.written, 'residents'), year, `residents of ${alliance.id}`);
}
