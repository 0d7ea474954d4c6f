// R13: targets that a policy names for indicators, and whether a year meets them.
import type { Took } from './branches.ts';
import { compare, type Fraction, parseDecimal, product, Refused, whole } from './exact.ts';
import { TABLE } from './indicatorNames.ts';
import { type Monitored, type OwnIndicator, readInpatient, readOwnIndicators, scopeOf, type Values } from './indicators.ts';
import type { Figures } from './reference.ts';
import { at, ever, field, isNothing, listOf, plainly, ratioAt, textOf, type Written, yearOf, yesAt } from './written.ts';

export interface Target {
  readonly id: string;
  readonly indicator: string;
  readonly rate: boolean;
  readonly scope: 'county' | 'alliance';
  readonly test: 'atLeast' | 'atMost' | 'trend';
  readonly from: number | null;
  readonly written: Written;
}

function isRate(indicator: string, scope: 'county' | 'alliance', own: readonly OwnIndicator[]): boolean {
  if (TABLE.some((id) => id === indicator)) return true;
  if (indicator === 'cashGap' || (indicator === 'payableMonths' && scope === 'county')) return false;
  const named = own.find((one) => one.id === indicator && one.scope === scope);
  if (named === undefined) throw new Refused(`target on an unknown indicator ${indicator}`);
  return named.rate;
}

function readTarget(written: Written, own: readonly OwnIndicator[]): Target {
  const id = textOf(field(written, 'id'), 'id of a target');
  const indicator = textOf(plainly(field(written, 'indicator')), 'indicator of a target');
  const scope = scopeOf(written);
  const tests = (['atLeast', 'atMost', 'trend'] as const).filter((test) => !isNothing(field(written, test)));
  const [test] = tests;
  if (test === undefined || tests.length > 1) throw new Refused(`target ${id}: one of atLeast, atMost, trend`);
  if (ever(field(written, 'trend')).some((trend) => trend !== 'rising' && trend !== 'falling')) {
    throw new Refused(`target ${id}: a trend is rising or falling`);
  }
  const from = isNothing(field(written, 'from')) ? null : yearOf(plainly(field(written, 'from')), 'from of a target');
  return { id, indicator, rate: isRate(indicator, scope, own), scope, test, from, written };
}

/** null: the policy names neither targets nor indicators of its own. */
export function readMonitored(policy: Written, county: Written): Monitored | null {
  const inpatient = readInpatient(county);
  if (isNothing(field(policy, 'targets')) && isNothing(field(policy, 'indicators'))) return null;
  const own = readOwnIndicators(policy);
  const targets = listOf(field(policy, 'targets'), 'targets').map((item) => readTarget(item, own));
  if (new Set(targets.map(({ id }) => id)).size !== targets.length) throw new Refused('a target twice');
  return { own, targets, inpatient };
}

/** A rate, or a number, which may be an amount with its unit. */
function boundOf(target: Target, year: number): Fraction {
  const written = field(target.written, target.test);
  if (target.rate) return ratioAt(written, year, target.test);
  const match = /^(.*?)\s*(亿元|万元|元)?$/.exec(textOf(at(written, year), target.test).trim());
  const unit = match?.[2] === '亿元' ? 10n ** 8n : match?.[2] === '万元' ? 10n ** 4n : 1n;
  return product(parseDecimal(match?.[1] ?? ''), whole(unit));
}

/** null: not known, before its first year, or no year before for a trend. */
function judge(target: Target, year: number, values: Values, last: Values | null, took: Took): 'met' | 'missed' | null {
  if (target.from !== null && year < target.from) {
    took('R13 target not begun');
    return null;
  }
  const value = values.get(target.indicator) ?? null;
  const before = last?.get(target.indicator) ?? null;
  if (value === null) {
    took('R13 target not known');
    return null;
  }
  const said = (met: boolean): 'met' | 'missed' => {
    took(met ? 'R13 target met' : 'R13 target missed');
    return met ? 'met' : 'missed';
  };
  if (target.test === 'trend') {
    if (before === null) {
      took('R13 trend without a year before');
      return null;
    }
    const order = compare(value, before);
    if (order === 0) took('R13 trend neither way');
    return said(at(field(target.written, 'trend'), year) === 'rising' ? order > 0 : order < 0);
  }
  const order = compare(value, boundOf(target, year));
  if (order === 0) took('R13 exactly on target');
  const inBounds = target.test === 'atLeast' ? order >= 0 : order <= 0;
  if (!inBounds && yesAt(field(target.written, 'orAboveLastYear'), year, 'orAboveLastYear')) {
    took(before === null ? 'R13 no last year to be above' : 'R13 compared with last year');
    return before === null ? null : said(compare(value, before) > 0);
  }
  return said(inBounds);
}

export function targetFigures(
  targets: readonly Target[],
  scope: 'county' | 'alliance',
  year: number,
  values: Values,
  last: Values | null,
  took: Took,
): Figures {
  const own = targets.filter((target) => target.scope === scope);
  if (own.length === 0) return {};
  return { targets: Object.fromEntries(own.map((target) => [target.id, judge(target, year, values, last, took)])) };
}
