// The accounts and the numbered lines of a run. Every flow that the rules can post is known before the run: a line is
// (rule, from, to) with the alliance, institution and service it is about. Two causes never share a line.

import { type InsideAccounts, type InsideParts, insideAccounts, insideLines } from './insideLedger.ts';
import { type AccountKind, type LineKind, RULES } from './lineKinds.ts';
import { type Named, PLACES, type Stream } from './parties.ts';
import type { Features } from './usedVariants.ts';

export interface Account {
  readonly kind: AccountKind;
  /** Index of the alliance, institution, reserve line or holder of a purpose that it belongs to; −1 for none. */
  readonly owner: number;
  /** Index of the use, for retained accounts; −1 else. */
  readonly use: number;
  /** True where its balance opens the next year. */
  readonly carries: boolean;
}

export interface Line {
  readonly kind: LineKind;
  readonly rule: string;
  readonly from: number;
  readonly to: number;
  /** Indices, −1 where the line is not about one. */
  readonly alliance: number;
  readonly institution: number;
  readonly service: number;
  /** R12: of the grant. */
  readonly use: number;
  /** Index of the reserve line. */
  readonly reserve: number;
  /** R4, R9: index of the stream that care, its true-up or incentive is about. */
  readonly stream: number;
  /** Kind of deduction; item of care. */
  readonly note: string;
}

/** Number of the first line of each kind; lines of a kind stand together, in the order of what they are about. */
type FirstLines = Readonly<Record<LineKind, number>>;

export interface Ledger {
  readonly accounts: readonly Account[];
  readonly lines: readonly Line[];
  readonly first: FirstLines;
  readonly account: {
    readonly pool: number;
    readonly risk: number;
    readonly depositReserve: number;
    /** First of the alliances' accounts, one each, in order. */
    readonly quota: number;
    readonly deposit: number;
    readonly clearing: number;
    readonly provincePayable: number;
    readonly ownMeans: number;
    /** First of the institutions' accounts. */
    readonly institution: number;
    /** First of the retained accounts: alliance × uses + use. */
    readonly retained: number;
    /** First of the reserve lines' accounts: a sub-account or the one paid. */
    readonly reserve: number;
    /** R9: first of the uses that the pool holds: alliance × uses + use. */
    readonly heldUse: number;
    readonly offCountyDeposit: number;
    /** R10–R12. */
    readonly inside: InsideAccounts;
  };
}

const ABOUT_NOTHING = { alliance: -1, institution: -1, service: -1, use: -1, reserve: -1, stream: -1, note: '' };

/** A deduction's line: whose quota is relieved, who pays, and why. */
export interface DeductionLine {
  readonly alliance: number;
  readonly institution: number;
  readonly kind: string;
}

export interface LedgerParts {
  readonly features: Features;
  readonly alliances: readonly Named[];
  readonly institutions: readonly Named[];
  readonly streams: readonly Stream[];
  readonly uses: readonly string[];
  readonly reserves: readonly { readonly holder: string }[];
  readonly deductions: readonly DeductionLine[];
  readonly inside: InsideParts;
}

export function ledgerOf(parts: LedgerParts): Ledger {
  const { accounts, account, outside } = accountsOf(parts);
  return { accounts, account, ...linesOf(parts, account, outside) };
}

/** Those outside whom money comes from or goes to, one account each. */
interface Outside {
  readonly people: number;
  readonly treasury: number;
  readonly bank: number;
  readonly insurer: number;
}

function accountsOf(parts: LedgerParts): { accounts: readonly Account[]; account: Ledger['account']; outside: Outside } {
  const accounts: Account[] = [];
  const open = (kind: AccountKind, owner = -1, use = -1, carries = false): number => accounts.push({ kind, owner, use, carries }) - 1;
  const each = (kind: AccountKind, many: readonly unknown[]): number => {
    const start = accounts.length;
    for (const owner of many.keys()) open(kind, owner);
    return start;
  };
  const outside = { people: open('insuredPeople'), treasury: open('treasury'), bank: open('bank'), insurer: open('insurer') };
  const account = {
    pool: open('pool', -1, -1, true),
    risk: open('risk', -1, -1, true),
    depositReserve: open('depositReserve'),
    quota: each('quota', parts.alliances),
    deposit: each('deposit', parts.alliances),
    clearing: each('clearing', parts.alliances),
    provincePayable: each('provincePayable', parts.alliances),
    ownMeans: each('ownMeans', parts.alliances),
    institution: accounts.length,
    retained: accounts.length,
    reserve: 0,
    heldUse: 0,
    offCountyDeposit: 0,
    inside: { member: 0, procurement: 0, purpose: 0, purposeSpent: 0, villageDoctors: 0 },
  };
  // R10: what the lead owes a member opens the next year; other institutions were paid.
  const owed = new Set(parts.inside.members.map(({ institution }) => institution));
  for (const i of parts.institutions.keys()) open('institution', i, -1, owed.has(i));
  account.retained = accounts.length;
  for (const a of parts.alliances.keys()) for (const u of parts.uses.keys()) open('retained', a, u, true);
  account.reserve = accounts.length;
  for (const [r, reserve] of parts.reserves.entries()) open(reserve.holder === 'pool' ? 'held' : 'payee', r, -1, reserve.holder === 'pool');
  account.heldUse = accounts.length;
  if (parts.features.heldUses) for (const a of parts.alliances.keys()) for (const u of parts.uses.keys()) open('heldUse', a, u, true);
  account.offCountyDeposit = accounts.length;
  if (parts.features.offCountyPrepayment) open('offCountyDeposit');
  account.inside = insideAccounts(parts.inside, open, () => accounts.length);
  return { accounts, account: { ...account }, outside };
}

/** Draws one line; lines of a kind must be drawn one after another. */
type Draw = (kind: LineKind, from: number, to: number, about?: Partial<Line>) => void;

function linesOf(parts: LedgerParts, account: Ledger['account'], outside: Outside): { lines: readonly Line[]; first: FirstLines } {
  const lines: Line[] = [];
  const first: Partial<Record<LineKind, number>> = {};
  const draw: Draw = (kind, from, to, about = {}) => {
    first[kind] ??= lines.length;
    lines.push({ kind, rule: RULES[kind], from, to, ...ABOUT_NOTHING, ...about });
  };
  const perAlliance = (kind: LineKind, from: (a: number) => number, to: (a: number) => number): void => {
    first[kind] ??= lines.length;
    for (const alliance of parts.alliances.keys()) draw(kind, from(alliance), to(alliance), { alliance });
  };
  const pool = () => account.pool;
  const risk = () => account.risk;
  const quota = (a: number) => account.quota + a;
  const deposit = (a: number) => account.deposit + a;
  const clearing = (a: number) => account.clearing + a;
  const province = (a: number) => account.provincePayable + a;
  const ownMeans = (a: number) => account.ownMeans + a;

  const when = (used: boolean, drawn: () => void): void => {
    if (used) drawn();
  };
  const { features } = parts;
  // Care comes first: a year's cells are copied into the books as one block.
  first.care = 0;
  drawCare(parts, account, 'care', draw);
  when(features.trueUp, () => {
    drawCare(parts, account, 'trueUp', draw);
    drawCare(parts, account, 'incentivePool', draw);
  });
  perAlliance('individual', () => outside.people, pool);
  draw('individual', outside.people, account.pool);
  perAlliance('subsidy', () => outside.treasury, pool);
  draw('subsidy', outside.treasury, account.pool);
  draw('interest', outside.bank, account.pool);
  draw('criticalIllness', account.pool, outside.insurer);
  draw('riskContribution', account.pool, account.risk);
  draw('depositReserve', account.pool, account.depositReserve);
  first.reserveLine = lines.length;
  for (const reserve of parts.reserves.keys()) draw('reserveLine', account.pool, account.reserve + reserve, { reserve });
  perAlliance('quotaByInsured', pool, quota);
  perAlliance('quotaByHistory', pool, quota);
  when(features.byService, () => perAlliance('quotaByService', pool, quota));
  when(features.limits, () => perAlliance('quotaLimit', pool, quota));
  when(features.negotiated, () => perAlliance('quotaNegotiated', pool, quota));
  perAlliance('depositShare', () => account.depositReserve, deposit);
  draw('depositUnassigned', account.depositReserve, account.pool);
  perAlliance('advance', quota, clearing);
  perAlliance('remitted', quota, province);
  when(features.tiers, () => {
    perAlliance('citySettled', quota, province);
    perAlliance('manualSettled', quota, province);
  });
  when(features.depositFromAdvance, () => perAlliance('depositHeld', quota, deposit));
  when(features.revolving, () => {
    perAlliance('revolvingOut', pool, clearing);
    perAlliance('revolvingBack', clearing, pool);
  });
  when(features.prepayment, () => {
    perAlliance('prepaymentOut', pool, clearing);
    perAlliance('prepaymentBack', clearing, pool);
  });
  when(features.offCountyPrepayment, () => {
    draw('offCountyPrepaymentOut', account.pool, account.offCountyDeposit);
    draw('offCountyPrepaymentBack', account.offCountyDeposit, account.pool);
  });
  when(features.recovery, () => perAlliance('recovered', ownMeans, pool));
  first.deduction = lines.length;
  for (const { alliance, institution, kind } of parts.deductions) {
    const from = institution < 0 ? ownMeans(alliance) : account.institution + institution;
    draw('deduction', from, clearing(alliance), { alliance, institution, note: kind });
  }
  perAlliance('adjustFromRisk', risk, quota);
  perAlliance('adjustFromPool', pool, quota);
  perAlliance('remittedAtSettlement', quota, province);
  when(features.tiers, () => {
    perAlliance('cityAtSettlement', quota, province);
    perAlliance('manualAtSettlement', quota, province);
  });
  perAlliance('careSettled', quota, clearing);
  first.retained = lines.length;
  drawUses(parts, account.retained, account.quota, 'retained', draw);
  when(features.heldUses, () => drawUses(parts, account.heldUse, account.quota, 'retainedHeld', draw));
  perAlliance('toPool', quota, pool);
  perAlliance('funded', risk, quota);
  when(features.fundedByPool, () => perAlliance('fundedByPool', pool, quota));
  perAlliance('borne', ownMeans, quota);
  when(features.recovery, () => perAlliance('lent', pool, quota));
  perAlliance('depositReturned', deposit, ownMeans);
  perAlliance('depositWithheld', deposit, pool);
  when(features.depositFromAdvance, () => {
    perAlliance('depositReleased', deposit, quota);
    perAlliance('depositForgone', ownMeans, clearing);
  });
  const begin = (kind: LineKind): void => {
    first[kind] ??= lines.length;
  };
  insideLines(parts.inside, parts.uses.length, account.inside, { ...account, treasury: outside.treasury }, draw, begin);
  // Copied: an object that grew key by key is slow to read from.
  return { lines, first: { ...(first as FirstLines) } };
}

/** A line for each stream: from the alliance's clearing account, its province account if off county, or the pool for `none`. */
function drawCare(parts: LedgerParts, account: Ledger['account'], kind: 'care' | 'trueUp' | 'incentivePool', draw: Draw): void {
  for (const [s, { home, place, institution, service, item }] of parts.streams.entries()) {
    const isNone = home === parts.alliances.length;
    const own = PLACES[place] === 'offCounty' ? account.provincePayable : account.clearing;
    draw(kind, isNone ? account.pool : own + home, account.institution + institution, {
      alliance: isNone ? -1 : home,
      institution,
      service,
      stream: s,
      note: item,
    });
  }
}

/** A line for each alliance and use, to the accounts that stand from `to` on. */
function drawUses(parts: LedgerParts, to: number, quota: number, kind: 'retained' | 'retainedHeld', draw: Draw): void {
  for (const alliance of parts.alliances.keys()) {
    for (const use of parts.uses.keys()) draw(kind, quota + alliance, to + alliance * parts.uses.length + use, { alliance, use });
  }
}
