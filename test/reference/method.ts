// R9: how each service is paid, what a method covers and what it needs to be known.
import type { Activity, Identity, Stream } from './activity.ts';
import type { Took } from './branches.ts';
import { type Fraction, one, plus, product, Refused } from './exact.ts';
import type { Measure } from './measures.ts';
import type { Signed } from './signed.ts';
import { at, choiceAt, factorAt, field, isNothing, listOf, look, mapOf, shareAt, textOf, type Written, yesAt } from './written.ts';

export type Method = 'feeForService' | 'drg' | 'dip' | 'bedDay' | 'capitation' | 'perCase';

/** The method of a service in a year, with its terms; read for the year as they are needed. */
export interface Rule {
  readonly service: string;
  readonly method: Method;
  readonly year: number;
  readonly terms: Written;
}

function ruleOf(policy: Written, service: string, year: number): Rule {
  const terms = at(field(policy, 'payment', service), year);
  const written = terms instanceof Map ? field(terms, 'method') : terms;
  if (terms instanceof Map && isNothing(written)) throw new Refused(`no method for ${service}`);
  const method = choiceAt(written, year, ['feeForService', 'drg', 'dip', 'bedDay', 'capitation', 'perCase'], `method of ${service}`);
  if (!(terms instanceof Map) && method !== 'feeForService') throw new Refused(`${method} without terms`);
  return { service, method, year, terms };
}

export function methodOf(policy: Written, service: string, year: number): Method {
  return ruleOf(policy, service, year).method;
}

/** The services that the policy names, in its order. */
export function rulesIn(policy: Written, year: number): Map<string, Rule> {
  const services = [...mapOf(field(policy, 'payment'), 'payment').keys()];
  return new Map(services.map((service) => [service, ruleOf(policy, service, year)]));
}

function isByCase(rule: Rule): boolean {
  return rule.method === 'drg' || rule.method === 'dip';
}

/** A TCM institution may be exempted from drg and dip. */
function isExempt(rule: Rule, stream: Identity): boolean {
  return isByCase(rule) && stream.institution.tcm && yesAt(field(tcmTerms(rule), 'exempt'), rule.year, 'exempt');
}

function tcmTerms(rule: Rule): Written {
  return look(rule.terms, rule.year, 'tcm');
}

/** Who signed for whom: (home, institution, service). */
export function isSigned(signed: readonly Signed[], service: string, home: string, institution: string): boolean {
  return signed.some((entry) => entry.service === service && entry.home === home && entry.institution.id === institution);
}

/** Whether the method, not the fund amount, says what the fund pays for a stream. */
export function isCovered(rule: Rule | undefined, stream: Identity, signed: readonly Signed[]): boolean {
  if (rule === undefined || rule.method === 'feeForService' || stream.institution.offCounty) return false;
  if (rule.method !== 'capitation') return !isExempt(rule, stream);
  const { home, institution, signedWith } = stream;
  return signedWith === null ? isSigned(signed, rule.service, home, institution.id) : signedWith === institution.id;
}

/** What must be known of a stream for it to be paid. */
function needed(rule: Rule | undefined, stream: Identity, signed: readonly Signed[]): readonly Measure[] {
  if (rule === undefined || !isCovered(rule, stream, signed)) return ['fund'];
  switch (rule.method) {
    case 'drg':
      return ['weights', 'patientPaid'];
    case 'dip':
      return ['points', 'patientPaid'];
    case 'bedDay':
      return ['cases', 'days', 'patientPaid'];
    case 'perCase':
      return ['cases', 'patientPaid'];
    default:
      return []; // capitation pays heads
  }
}

/** Whether a stream counts in the statements of its service: covered, or care of signed patients. */
function isStated(rule: Rule | undefined, stream: Identity, signed: readonly Signed[]): boolean {
  return isCovered(rule, stream, signed) || (rule?.method === 'capitation' && stream.signedWith !== null);
}

/** In the base year and in actual years each stream gives what its method needs in any simulated year; cost all or none. */
export function checkKnown(policy: Written, activity: Activity, signed: readonly Signed[], first: number, years: readonly number[]): void {
  const rules = years.map((year) => rulesIn(policy, year));
  const base = Math.max(...[...activity.recorded.keys()].filter((year) => year < first));
  const streams = [...activity.recorded].filter(([year]) => year >= base).flatMap(([, rows]) => [...rows.values()]);
  const withCost = new Map<string, Stream[]>();
  for (const stream of streams) {
    const own = rules.map((all) => all.get(stream.service));
    for (const measure of own.flatMap((rule) => needed(rule, stream, signed))) {
      if (!stream.known.has(measure)) throw new Refused(`${measure} of ${stream.key} is not known`);
      const idle = measure === 'days' && stream.months.some((amounts) => amounts.days > 0n && amounts.cases === 0n);
      if (idle) throw new Refused(`days of ${stream.key} without cases`);
    }
    if (own.some((rule) => isStated(rule, stream, signed))) {
      withCost.set(stream.service, [...(withCost.get(stream.service) ?? []), stream]);
    }
  }
  for (const [service, stated] of withCost) {
    const known = stated.filter((stream) => stream.known.has('cost')).length;
    if (known !== 0 && known !== stated.length) throw new Refused(`the cost of ${service} is known of some streams only`);
  }
}

// ---- coefficients of drg and dip ----

/** By institution id, then its level, then `all`. */
export function lookedUp(written: Written, names: readonly (string | null)[], what: string): Written {
  const map = mapOf(written, what);
  for (const name of names) {
    const found = name === null ? undefined : map.get(name);
    if (!isNothing(found)) return found;
  }
  throw new Refused(`${what}: none for ${names.join(', ')}`);
}

function itemsOf(written: Written, year: number, what: string): string[] {
  return listOf(at(written, year), what).map((item) => textOf(item, what));
}

function uplift(terms: Written, year: number): Fraction {
  const written = field(terms, 'uplift');
  return isNothing(written) ? one : plus(one, shareAt(written, year, 'uplift'));
}

export function isSupported(rule: Rule, stream: Identity): boolean {
  if (stream.item === null) return false;
  return itemsOf(field(look(rule.terms, rule.year, 'supported'), 'items'), rule.year, 'items').includes(stream.item);
}

function isTcm(rule: Rule, stream: Identity): boolean {
  if (stream.institution.tcm) return true;
  return stream.item !== null && itemsOf(field(tcmTerms(rule), 'items'), rule.year, 'items').includes(stream.item);
}

function levelCoefficient(rule: Rule, names: readonly (string | null)[]): Fraction {
  const coefficients = field(rule.terms, 'coefficients');
  if (isNothing(coefficients)) return one;
  return factorAt(lookedUp(coefficients, names, 'coefficients'), rule.year, 'coefficient');
}

/** The coefficient of a stream: institution level, TCM, supported groups; 同病同保障 has that of the primary level. */
export function coefficientOf(rule: Rule, stream: Identity, took: Took): Fraction {
  const { institution, item } = stream;
  const same = itemsOf(field(rule.terms, 'sameStandard'), rule.year, 'sameStandard');
  if (item !== null && same.includes(item)) {
    took('R9 same standard wherever treated');
    return levelCoefficient(rule, ['township', 'all']);
  }
  let coefficient = levelCoefficient(rule, [institution.id, institution.level, 'all']);
  if (isTcm(rule, stream)) {
    took('R9 TCM uplift');
    coefficient = product(coefficient, uplift(tcmTerms(rule), rule.year));
  }
  if (isSupported(rule, stream)) {
    took('R9 supported uplift');
    coefficient = product(coefficient, uplift(look(rule.terms, rule.year, 'supported'), rule.year));
  }
  return coefficient;
}
