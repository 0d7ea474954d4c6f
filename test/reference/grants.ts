// R12: grants: who is paid how much, by purpose, through the accounts of the alliances.
import type { Institution } from './activity.ts';
import type { Took } from './branches.ts';
import type { Alliance } from './budget.ts';
import { apportion, type Fraction, one, plus, product, Refused, round, times, whole, zero } from './exact.ts';
import { type Count, countOf, countOfAll, kindsOf, residentsOf, totalOf } from './facts.ts';
import { potOf } from './publicHealth.ts';
import {
  chargeAt,
  field,
  headsAt,
  isNothing,
  listOf,
  monthOf,
  plainly,
  ratioAt,
  shareAt,
  textOf,
  textOrNull,
  type Written,
  yearOf,
  yesAt,
} from './written.ts';

type Kind = 'amount' | 'perHead' | 'perBed' | 'share';

interface Payee {
  readonly id: string;
  readonly alliance: Alliance | null;
  readonly institution: Institution | null;
  /** The institutions of an alliance. */
  readonly members: readonly Institution[];
  /** It is named itself, not by its level or with every alliance. */
  readonly itself: boolean;
}

export interface Grant {
  readonly id: string;
  readonly purpose: string;
  readonly kind: Kind;
  readonly payees: readonly Payee[];
  readonly from: number | null;
  readonly written: Written;
}

interface PurposeSpending {
  readonly year: number;
  readonly month: number;
  readonly grant: string;
  readonly holder: string;
  readonly amount: bigint;
}

export interface PublicMoney {
  readonly publicHealth: Written;
  readonly grants: readonly Grant[];
  readonly spending: readonly PurposeSpending[];
}

/** An institution, an alliance, every alliance, or every institution of a level that is in an alliance. */
function payeesOf(written: Written, alliances: readonly Alliance[], institutions: readonly Institution[]): Payee[] {
  const payee = textOf(written, 'payee');
  const members = (id: string) => institutions.filter((institution) => institution.alliance === id);
  const alliancePayee = (alliance: Alliance, itself: boolean): Payee => ({
    id: alliance.id,
    alliance,
    institution: null,
    members: members(alliance.id),
    itself,
  });
  const institutionPayee = (institution: Institution, itself: boolean): Payee => ({
    id: institution.id,
    alliance: null,
    institution,
    members: [],
    itself,
  });
  const institution = institutions.find(({ id }) => id === payee);
  if (institution !== undefined) return [institutionPayee(institution, true)];
  const alliance = alliances.find(({ id }) => id === payee);
  if (alliance !== undefined) return [alliancePayee(alliance, true)];
  if (payee === 'alliances') return alliances.map((one) => alliancePayee(one, false));
  if (['county', 'township', 'village'].includes(payee)) {
    const level = institutions.filter((institution) => institution.level === payee && institution.alliance !== null);
    if (level.length === 0) throw new Refused(`no institution of the level ${payee} is in an alliance`);
    return level.map((institution) => institutionPayee(institution, false));
  }
  throw new Refused(`unknown payee ${payee}`);
}

function readGrant(written: Written, alliances: readonly Alliance[], institutions: readonly Institution[]): Grant {
  const id = textOf(field(written, 'id'), 'id of a grant');
  const kinds = (['amount', 'perHead', 'perBed', 'share'] as const).filter((kind) => !isNothing(field(written, kind)));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) throw new Refused(`grant ${id}: one of amount, perHead, perBed, share`);
  const oneOf = (name: string, choices: readonly string[]): void => {
    if (!choices.includes(textOf(plainly(field(written, name)), `${name} of grant ${id}`))) throw new Refused(`grant ${id}: ${name}`);
  };
  const payees = payeesOf(field(written, 'payee'), alliances, institutions);
  if (kind === 'perHead') oneOf('of', ['residents', 'insured', 'villageDoctors', 'staff']);
  if (kind === 'share') oneOf('on', ['publicHealth', 'income']);
  if (kind === 'amount' && payees.length > 1) oneOf('by', ['equal', 'residents', 'insured', 'beds', 'staff']);
  const from = isNothing(field(written, 'from')) ? null : yearOf(plainly(field(written, 'from')), 'from of a grant');
  if (from === null && !isNothing(field(written, 'growth'))) throw new Refused(`grant ${id} grows from no year`);
  return { id, purpose: textOf(field(written, 'purpose'), 'purpose'), kind, payees, from, written };
}

export function readPublicMoney(
  scenario: Written,
  alliances: readonly Alliance[],
  institutions: readonly Institution[],
  first: number,
  last: number,
): PublicMoney {
  const publicHealth = field(scenario, 'policy', 'publicHealth');
  const grants = listOf(field(scenario, 'policy', 'grants'), 'grants').map((item) => readGrant(item, alliances, institutions));
  const ids = grants.map((grant) => grant.id);
  if (new Set(ids).size !== ids.length || ids.includes('publicHealth')) throw new Refused('ids of grants: twice, or publicHealth');
  const spending = listOf(field(scenario, 'purposeSpending'), 'purposeSpending').map((item) => {
    const year = yearOf(field(item, 'year'), 'year of a spending');
    if (year < first || year > last) throw new Refused(`a spending of ${year}, which is not simulated`);
    const id = textOf(field(item, 'grant'), 'grant of a spending');
    const holder = textOf(field(item, 'holder'), 'holder of a spending');
    const grant = grants.find((one) => one.id === id);
    const health = id === 'publicHealth' && !isNothing(publicHealth);
    if (grant === undefined && !health) throw new Refused(`spending from an unknown grant ${id}`);
    const isAlliance = alliances.some((alliance) => alliance.id === holder);
    if (!isAlliance && (health || !institutions.some((institution) => institution.id === holder))) {
      throw new Refused(`spending of an unknown holder ${holder}`);
    }
    const purpose = textOrNull(field(item, 'purpose'), 'purpose of a spending');
    if (purpose !== (grant?.purpose ?? 'publicHealth')) throw new Refused(`spending for ${purpose} out of ${id}`);
    return {
      year,
      month: monthOf(field(item, 'month'), 'month of a spending'),
      grant: id,
      holder,
      amount: chargeAt(field(item, 'amount'), year, 'spending'),
    };
  });
  return { publicHealth, grants, spending };
}

/** The rate of a year: the dated value, or that of `from` grown year by year, rounded each time. */
function rateIn(grant: Grant, year: number, took: Took): bigint {
  const read = (of: number): bigint => chargeAt(field(grant.written, grant.kind), of, `grant ${grant.id}`);
  const growth = field(grant.written, 'growth');
  if (grant.from === null || isNothing(growth)) return read(year);
  let rate = read(grant.from);
  for (let y = grant.from + 1; y <= year; y++) {
    took('R12 grant grows');
    rate = times(rate, plus(one, ratioAt(growth, y, `growth of ${grant.id}`)));
  }
  return rate;
}

function shareIn(grant: Grant, year: number): Fraction {
  const read = (of: number): Fraction => shareAt(field(grant.written, 'share'), of, `grant ${grant.id}`);
  const growth = field(grant.written, 'growth');
  if (grant.from === null || isNothing(growth)) return read(year);
  let share = read(grant.from);
  for (let y = grant.from + 1; y <= year; y++) share = product(share, plus(one, ratioAt(growth, y, `growth of ${grant.id}`)));
  return share;
}

/** People or beds of a payee. */
function countOfPayee(payee: Payee, count: string, year: number, took: Took): Fraction {
  const { alliance, institution } = payee;
  if (count === 'residents' || count === 'insured') {
    if (alliance === null) throw new Refused(`${payee.id} has no ${count} of its own`);
    return whole(count === 'residents' ? residentsOf(alliance, year) : headsAt(field(alliance.written, 'insured'), year, 'insured'));
  }
  if (institution === null) {
    took('R12 count summed over the members');
    return countOfAll(payee.members, count as Count, year);
  }
  const own = countOf(institution, count as Count, year);
  if (own === null && payee.itself) throw new Refused(`${payee.id} has no ${count}`);
  if (own === null) took('R12 count of an institution of a level is missing');
  return own ?? zero;
}

function sharedOf(grant: Grant, payee: Payee, publicHealth: Written, year: number, took: Took): bigint {
  const on = textOf(plainly(field(grant.written, 'on')), 'on');
  const share = shareIn(grant, year);
  if (on === 'publicHealth') {
    took('R12 grant a share of public health');
    if (isNothing(publicHealth) || payee.alliance === null) throw new Refused(`grant ${grant.id}: a share of no public health`);
    return times(potOf(publicHealth, payee.alliance, year), share);
  }
  took('R12 grant a share of income');
  const income = payee.institution === null ? null : kindsOf(payee.institution, 'income', year);
  if (income === null) throw new Refused(`grant ${grant.id}: ${payee.id} has no income`);
  return times(totalOf(income), share);
}

/** What a posting of the grant brings each payee in a year. */
export function amountsOf(grant: Grant, publicHealth: Written, year: number, took: Took): bigint[] {
  const { kind, payees, from } = grant;
  if (from !== null && year < from) {
    took('R12 grant not begun');
    return payees.map(() => 0n);
  }
  if (kind === 'share') return payees.map((payee) => sharedOf(grant, payee, publicHealth, year, took));
  const rate = rateIn(grant, year, took);
  if (kind === 'amount') {
    if (payees.length === 1) {
      took('R12 grant an amount to one');
      return [rate];
    }
    took('R12 grant an amount to several');
    const by = textOf(plainly(field(grant.written, 'by')), 'by');
    return apportion(
      rate,
      payees.map((payee) => (by === 'equal' ? one : countOfPayee(payee, by, year, took))),
    );
  }
  took(kind === 'perHead' ? 'R12 grant per head' : 'R12 grant per bed');
  const of = kind === 'perBed' ? 'beds' : textOf(plainly(field(grant.written, 'of')), 'of');
  return payees.map((payee) => round(product(whole(rate), countOfPayee(payee, of, year, took))));
}

export function isMonthly(grant: Grant, year: number): boolean {
  return yesAt(field(grant.written, 'monthly'), year, 'monthly');
}
