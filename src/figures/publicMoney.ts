// Figures of procurement retention (R11), public health and grants (R12).

import { moved, movedBy } from '../books/books.ts';
import { SETTLEMENT } from '../money/calendar.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { ProcurementGroup } from '../plan/procurement.ts';
import { heldAfter } from '../rules/grants.ts';
import { type ProcurementOutcome, procurementOutcome } from '../rules/procurement.ts';
import { amountsOf, type PublicHealthAmounts } from '../rules/publicHealth.ts';
import type { Figure, FigureValue, YearView } from './figure.ts';

export interface SettledGroup extends ProcurementOutcome {
  readonly group: ProcurementGroup;
  /** `2024-H2/resident` */
  readonly key: string;
}

/** R11: what an institution's rows of the year come to, by period and insurance. */
export function procurementAt(view: YearView, institution: number): SettledGroup[] {
  const { rules, procurement } = view.year;
  if (rules.procurement === null) return [];
  const own = rules.procurement;
  return procurement
    .filter((group) => group.institution === institution)
    .map((group) => ({ group, key: `${group.period}/${group.insurance}`, ...procurementOutcome(group, own) }));
}

/** R11: paid by the pool, to all institutions. */
export function procurementPaid(view: YearView): Fen {
  const { first } = view.plan.ledger;
  return fen(view.plan.procurement.reduce((sum, _, j) => sum + moved(view.book, first.procurement + j, SETTLEMENT), 0));
}

/** R12: an alliance's public health of the year; null where the policy says nothing of it. */
export function publicHealthOf(view: YearView, a: number): PublicHealthAmounts | null {
  const own = view.year.money.publicHealth;
  return own === null ? null : amountsOf(own, a);
}

export function villageDoctorsOf(view: YearView, a: number): Fen {
  return movedBy(view.book, view.plan.ledger.first.villageDoctors + a);
}

/** R12: what a payee of a grant was paid in the year; `p` counts the payees of all grants. */
export function grantPaid(view: YearView, p: number): Fen {
  return movedBy(view.book, view.plan.ledger.first.grantPaid + p);
}

export function spentBy(view: YearView, holder: number): Fen {
  return movedBy(view.book, view.plan.ledger.first.purposeSpent + holder);
}

/** What an account of a purpose holds at the year's end. */
export function heldBy(view: YearView, holder: number): Fen {
  return heldAfter(view.plan, view.book, holder, SETTLEMENT);
}

/** Sums by grant over its accounts or payees. */
function byGrant(view: YearView, read: (grant: number) => number): ReadonlyMap<string, Fen> {
  return new Map(view.plan.grants.grants.map(({ id }, g) => [id, fen(read(g))]));
}

export function paidOfGrant(view: YearView, g: number): Fen {
  const { payees = [], first = 0 } = view.plan.grants.grants[g] ?? {};
  return fen(payees.reduce((sum, _, p) => sum + grantPaid(view, first + p), 0));
}

/** Accounts of a grant, as indices of holders. */
export function holdersOf(view: YearView, g: number): number[] {
  return view.plan.grants.holders.flatMap(({ grant }, i) => (grant === g ? [i] : []));
}

function received(view: YearView, wanted: 'alliance' | 'institution', index: number): ReadonlyMap<string, Fen> | undefined {
  const found = view.plan.grants.grants.flatMap(({ id, payees, first }) =>
    payees.flatMap(({ holder }, p) => {
      const own = view.plan.grants.holders[holder];
      const isOwn = wanted === 'institution' ? own?.institution === index : own?.institution === -1 && own.alliance === index;
      return isOwn ? [[id, grantPaid(view, first + p)] as const] : [];
    }),
  );
  return found.length === 0 ? undefined : new Map(found);
}

function ofInstitution(id: string, zh: string, en: string, read: (one: SettledGroup) => Fen): Figure {
  return {
    id: `procurement.${id}`,
    scope: 'institution',
    words: { zh, en },
    unit: 'amount',
    rule: 'R11',
    stage: 'settled',
    read: (view, i) => {
      const found = procurementAt(view, i);
      return found.length === 0 ? undefined : new Map(found.map((one) => [one.key, read(one)]));
    },
  };
}

function ofPublicHealth(
  id: string,
  zh: string,
  en: string,
  stage: Figure['stage'],
  read: (view: YearView, a: number) => FigureValue,
): Figure {
  return {
    id: `publicHealth.${id}`,
    scope: 'alliance',
    words: { zh, en },
    unit: 'amount',
    rule: 'R12',
    stage,
    read: (view, a) => (publicHealthOf(view, a) === null ? undefined : read(view, a)),
  };
}

function ofGrants(id: string, zh: string, en: string, read: (view: YearView, g: number) => number): Figure {
  return {
    id: `grants.${id}`,
    scope: 'county',
    words: { zh, en },
    unit: 'amount',
    rule: 'R12',
    stage: 'months',
    read: (view) => (view.plan.features.grants ? byGrant(view, (g) => read(view, g)) : undefined),
  };
}

const sumOver = (view: YearView, g: number, read: (view: YearView, holder: number) => Fen) =>
  holdersOf(view, g).reduce((sum, holder) => sum + read(view, holder), 0);

export const PUBLIC_MONEY_FIGURES: readonly Figure[] = [
  {
    id: 'procurement.paid',
    scope: 'county',
    words: { zh: '集采结余留用支付', en: 'Paid for procurement retention' },
    unit: 'amount',
    rule: 'R11',
    stage: 'settled',
    read: (view) => (view.plan.features.procurement ? procurementPaid(view) : undefined),
  },
  ofGrants('paid', '专项资金拨付', 'Grants paid', paidOfGrant),
  ofGrants('spent', '专项资金支出', 'Grants spent', (v, g) => sumOver(v, g, spentBy)),
  ofGrants('balance', '专项资金年末余额', 'Grants, balance at the year’s end', (v, g) => sumOver(v, g, heldBy)),
  ofInstitution('budget', '集采预算', 'Procurement budget', (one) => one.budget),
  ofInstitution('spent', '集采支出', 'Procurement spending', (one) => one.spent),
  ofInstitution('base', '集采结余基数', 'Procurement surplus', (one) => one.base),
  ofInstitution('retained', '集采结余留用', 'Procurement surplus retained', (one) => one.retained),
  ofPublicHealth('total', '公共卫生经费总额', 'Public health, total', 'budget', (v, a) => publicHealthOf(v, a)?.total ?? null),
  ofPublicHealth(
    'prepaid',
    '公共卫生年初预拨',
    'Public health, prepaid in January',
    'months',
    (v, a) => publicHealthOf(v, a)?.january ?? null,
  ),
  ofPublicHealth(
    'yearEnd',
    '公共卫生考核后拨付',
    'Public health, after assessment',
    'settled',
    (v, a) => publicHealthOf(v, a)?.yearEnd ?? null,
  ),
  ofPublicHealth('villageDoctors', '其中给村医', 'of which to village doctors', 'months', villageDoctorsOf),
  ofPublicHealth('balance', '公共卫生专款年末余额', 'Public health, balance at the year’s end', 'months', (v, a) =>
    heldBy(v, v.plan.grants.publicHealth + a),
  ),
  {
    id: 'grants',
    scope: 'alliance',
    words: { zh: '收到专项资金', en: 'Grants received' },
    unit: 'amount',
    rule: 'R12',
    stage: 'months',
    read: (view, a) => received(view, 'alliance', a),
  },
  {
    id: 'grants',
    scope: 'institution',
    words: { zh: '收到专项资金', en: 'Grants received' },
    unit: 'amount',
    rule: 'R12',
    stage: 'months',
    read: (view, i) => received(view, 'institution', i),
  },
];
