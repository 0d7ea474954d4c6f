// Accounts and lines of what lies beside the quota: members inside an alliance (R10), procurement (R11), purpose-tagged money
// (R12). They are drawn only for what a run has of them.

import type { AccountKind, LineKind } from './lineKinds.ts';

/** An institution of an alliance. */
export interface Member {
  readonly institution: number;
  readonly alliance: number;
}

/** R12: who holds money of a grant: an alliance, in the hands of its lead, or an institution. */
export interface Holder {
  readonly grant: number;
  /** Index of the alliance, or −1 for an institution of none. */
  readonly alliance: number;
  /** Index of the institution, or −1 for the alliance itself. */
  readonly institution: number;
}

export interface InsideParts {
  /** Empty where the policy says nothing of the inside of alliances. */
  readonly members: readonly Member[];
  /** Members' deductions: one line for each member and name. */
  readonly deductions: readonly { readonly member: number; readonly name: string }[];
  readonly distributes: boolean;
  readonly sharesBorne: boolean;
  /** R11: institutions with rows of residents' procurement. */
  readonly procurement: readonly number[];
  /** R12: every account of a purpose, in order. */
  readonly holders: readonly Holder[];
  /** R12: alliances are paid for public health. */
  readonly publicHealth: boolean;
  /** R12: payees of grants: the holder that is paid, and the one that it is paid through, −1 for none. */
  readonly payees: readonly { readonly holder: number; readonly through: number }[];
}

/** Where accounts of these kinds begin; of a kind that a run has none of, where they would. */
export interface InsideAccounts {
  readonly member: number;
  readonly procurement: number;
  readonly purpose: number;
  readonly purposeSpent: number;
  readonly villageDoctors: number;
}

type Open = (kind: AccountKind, owner?: number, use?: number, carries?: boolean) => number;
type Draw = (
  kind: LineKind,
  from: number,
  to: number,
  about?: { readonly alliance?: number; readonly institution?: number; readonly use?: number; readonly note?: string },
) => void;

/** @param next the number of the account that would be opened next. */
export function insideAccounts(parts: InsideParts, open: Open, next: () => number): InsideAccounts {
  const member = next();
  for (const { institution } of parts.members) open('member', institution);
  const procurement = next();
  for (const institution of parts.procurement) open('procurement', institution);
  const purpose = next();
  for (const i of parts.holders.keys()) open('purpose', i, -1, true);
  const purposeSpent = next();
  if (parts.holders.length > 0) open('purposeSpent');
  const villageDoctors = next();
  if (parts.publicHealth) open('villageDoctors');
  return { member, procurement, purpose, purposeSpent, villageDoctors };
}

/** The accounts that these lines meet elsewhere. */
interface Elsewhere {
  readonly pool: number;
  readonly treasury: number;
  readonly institution: number;
  readonly ownMeans: number;
  readonly retained: number;
}

/** @param begin says that lines of a kind begin here, also where there are none. */
export function insideLines(
  parts: InsideParts,
  uses: number,
  own: InsideAccounts,
  { pool, treasury, institution, ownMeans, retained }: Elsewhere,
  draw: Draw,
  begin: (kind: LineKind) => void,
): void {
  const each = (kind: LineKind, drawn: (member: Member, k: number) => void): void => {
    begin(kind);
    for (const [k, member] of parts.members.entries()) drawn(member, k);
  };
  each('memberPaid', (m, k) => draw('memberPaid', institution + m.institution, own.member + k, m));
  each('directPaid', (m, k) => draw('directPaid', institution + m.institution, own.member + k, m));
  begin('memberDeduction');
  for (const { member, name } of parts.deductions) {
    const m = parts.members[member] as Member;
    draw('memberDeduction', institution + m.institution, ownMeans + m.alliance, { ...m, note: name });
  }
  if (parts.distributes)
    each('distributed', (m, k) => {
      for (let use = 0; use < uses; use++) draw('distributed', retained + m.alliance * uses + use, own.member + k, { ...m, use });
    });
  if (parts.sharesBorne) each('memberBorne', (m, k) => draw('memberBorne', own.member + k, ownMeans + m.alliance, m));
  begin('procurement');
  for (const [j, i] of parts.procurement.entries()) draw('procurement', pool, own.procurement + j, { institution: i });
  purposeLines(parts, own, treasury, draw, begin);
}

function purposeLines(parts: InsideParts, own: InsideAccounts, treasury: number, draw: Draw, begin: (kind: LineKind) => void): void {
  const { holders } = parts;
  begin('publicHealth');
  // Public health is the last grant; its holders are the alliances, in their order.
  const ofPublicHealth = parts.publicHealth ? holders.filter(({ grant }) => grant === (holders.at(-1) as Holder).grant) : [];
  const start = own.purpose + holders.length - ofPublicHealth.length;
  for (const [a, { alliance }] of ofPublicHealth.entries()) draw('publicHealth', treasury, start + a, { alliance });
  begin('villageDoctors');
  for (const [a, { alliance }] of ofPublicHealth.entries()) draw('villageDoctors', start + a, own.villageDoctors, { alliance });
  begin('grantPaid');
  for (const { holder, through } of parts.payees)
    draw('grantPaid', treasury, own.purpose + (through < 0 ? holder : through), about(holders[holder]));
  begin('grantPassed');
  for (const { holder, through } of parts.payees)
    if (through >= 0) draw('grantPassed', own.purpose + through, own.purpose + holder, about(holders[holder]));
  begin('purposeSpent');
  for (const [i, holder] of holders.entries()) draw('purposeSpent', own.purpose + i, own.purposeSpent, about(holder));
}

function about(holder: Holder | undefined): { alliance: number; institution: number; use: number } {
  return { alliance: holder?.alliance ?? -1, institution: holder?.institution ?? -1, use: holder?.grant ?? -1 };
}
