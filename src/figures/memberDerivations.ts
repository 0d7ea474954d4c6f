// How the figures of members (R10) came about.

import { MONTHS } from '../money/calendar.ts';
import { decimalText, percent, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { WHOLE } from '../money/ratio.ts';
import { weightOf } from '../rules/distribution.ts';
import { choiceWords } from '../words/choices.ts';
import {
  addition,
  amountStep,
  BESIDE,
  type Derive,
  derivation,
  monthsAsked,
  ofInstitution,
  own,
  type Part,
  policy,
  step,
  summand,
} from './derivation.ts';
import type { YearView } from './figure.ts';
import { deductedIn, deductionsBy, dueIn, memberIndex, owedOf, paidIn } from './members.ts';

/** The member that an institution is. */
function memberOf(view: YearView, i: number): { readonly k: number; readonly alliance: number } {
  const k = memberIndex(view, i);
  return { k, alliance: view.plan.members.list[k]?.alliance ?? 0 };
}

function isLead(view: YearView, k: number): boolean {
  return view.plan.members.lead[view.plan.members.list[k]?.alliance ?? -1] === k;
}

const budget: Derive = (v, i) => {
  const { k, alliance } = memberOf(v, i);
  const share = v.year.inside?.facts[k]?.budgetShare ?? null;
  const set = v.year.inside?.facts[k]?.budget ?? null;
  if (share === null || set !== null)
    return derivation(
      '县域数据：牵头机构定的年度预算',
      'the county’s file: what the lead set',
      amountStep('年度预算', 'budget', set ?? fen(0)),
    );
  return derivation('额度 × 预算比例', 'quota × the member’s share', own(v, alliance, 'quota'), step('预算比例', 'share', percent(share)));
};

const care =
  (place: 'own' | 'cross'): Derive =>
  (v, i) => {
    const { k } = memberOf(v, i);
    const streams = (v.plan.members.streams[k] ?? []).filter((s) => (v.plan.streams[s]?.place === 0) === (place === 'own'));
    const byHome = new Map<number, number>();
    for (const s of streams) {
      const home = v.plan.streams[s]?.home ?? -1;
      let sum = byHome.get(home) ?? 0;
      for (let m = 0; m < (v.year.settles ? MONTHS + 1 : v.year.months); m++) sum += cellAt(v, s, m);
      byHome.set(home, sum);
    }
    return addition(
      '基金为其收治的参保人支付的金额（含年终按最终点值清算）',
      'what the fund pays for its care of them, trued up',
      [...byHome].map(([home, amount]) => {
        const title = v.plan.alliances[home]?.title ?? '';
        return summand(`${title}参保人`, `insured of ${title}`, amount);
      }),
    );
  };

function cellAt(view: YearView, s: number, period: number): number {
  if (period < MONTHS) return view.book.cells[s * (MONTHS + 1) + period] as number;
  if (!view.plan.features.trueUp) return 0;
  const { trueUp, incentivePool } = view.plan.ledger.first;
  return (
    (view.book.cells[(trueUp + s) * (MONTHS + 1) + period] as number) +
    (view.book.cells[(incentivePool + s) * (MONTHS + 1) + period] as number)
  );
}

const due: Derive = (v, i, item) => {
  const { k } = memberOf(v, i);
  return derivation(
    '当月基金为其收治的各医共体参保人支付的金额',
    'the month’s fund payments for its care of alliances’ insured',
    monthsAsked(v, item).map((m) => summand(`${m + 1}月`, `month ${m + 1}`, dueIn(v, k, m))),
  );
};

const paid: Derive = (v, i, item) => {
  const { k } = memberOf(v, i);
  const payout = isLead(v, k) ? [] : [policy('inside.payout')];
  const [zh, en] = isLead(v, k)
    ? ['牵头机构自留：当月应拨 − 扣款，不低于零', 'the lead keeps its own: due − deductions, not below 0']
    : ['当月应拨 × 拨付比例 − 扣款，不低于零，不超过结欠', 'due × payout − deductions, not below 0 and no more than is owed'];
  return derivation(
    zh,
    en,
    payout,
    monthsAsked(v, item).map((m) => step(`${m + 1}月`, `month ${m + 1}`, paymentText(v, k, m))),
    ofInstitution(v, i, 'member.due', BESIDE),
  );
};

/** `530,000.00 × 95.00% − 120,000.00 → 383,500.00` */
function paymentText(v: YearView, k: number, month: number): string {
  const off = deductedIn(v, k, month);
  const share = isLead(v, k) ? '' : ` × ${percent(v.year.inside?.rules.payout ?? WHOLE)}`;
  return `${yuanGrouped(dueIn(v, k, month))}${share}${off === 0 ? '' : ` − ${yuanGrouped(off)}`} → ${yuanGrouped(paidIn(v, k, month))}`;
}

const finalPaid: Derive = (v, i) => {
  const { k } = memberOf(v, i);
  return derivation(
    '年终按最终点值清算的差额，在结欠之内全额拨付',
    'what true-ups of the year end add, paid in full as far as it is owed',
    amountStep('年终差额', 'trued up', dueIn(v, k, MONTHS)),
  );
};

const deductions: Derive = (v, i, item) => {
  const { k } = memberOf(v, i);
  const rows = [
    ...v.year.deductions.filter((one) => one.institution === i).map((one) => ({ ...one, name: one.kind as string })),
    ...(v.year.inside?.deductions ?? []).filter((one) => one.member === k),
  ].filter((one) => one.month < v.year.months && (item === null || one.name === item));
  return derivation(
    '按名目列示的扣款：审核、违规、转诊扣减（R7）和牵头机构的扣款',
    'deductions by name: rows of R7 on the institution, and the lead’s own',
    rows.map((one) => {
      const { zh, en } = choiceWords(one.name);
      return summand(`${one.month + 1}月 ${zh}${one.reason}`, `month ${one.month + 1} ${en} ${one.reason}`, one.amount);
    }),
  );
};

const arrears: Derive = (v, i) => {
  const { k } = memberOf(v, i);
  const opening = v.book.opening[v.plan.ledger.account.institution + i] as number;
  const before = v.y > 0 ? [] : [summand('期初拖欠', 'owed at the opening', opening)];
  const last = v.y > 0 ? [lastYearsOf(v, i)] : [];
  const off = [...deductionsBy(v, k).values()].reduce((x, y) => x + y, 0);
  const months = Array.from({ length: v.year.months }, (_, m) => m).concat(v.year.settles ? [MONTHS] : []);
  const sum = (read: (m: number) => Fen) => months.reduce((all, m) => all + read(m), 0);
  return addition(
    '年初拖欠 + 应拨 − 扣款 − 已拨',
    'owed at the opening + due − deducted − paid',
    before,
    last,
    summand(
      '本年应拨',
      'due in the year',
      sum((m) => dueIn(v, k, m)),
    ),
    summand('本年扣款', 'deducted', -off),
    summand('本年已拨', 'paid', -sum((m) => paidIn(v, k, m))),
    // What these are made of, the payout share among it.
    ofInstitution(v, i, 'member.due', BESIDE),
    ofInstitution(v, i, 'member.paid', BESIDE),
    deductionsBy(v, k).size === 0 ? [] : ofInstitution(v, i, 'member.deductions', BESIDE),
  );
};

function lastYearsOf(view: YearView, i: number): Part {
  const part = ofInstitution(view, i, 'member.arrears', '');
  return part.kind === 'figure' ? { ...part, path: part.path.replace(String(view.year.year), String(view.year.year - 1)) } : part;
}

const arrearsByAge: Derive = (v, i) => {
  const { k } = memberOf(v, i);
  return derivation(
    '拨付、扣款先冲最早的应拨，余下的是最近的应拨，按到期后的月数分档',
    'payments and deductions clear the oldest dues first; what is left is the newest, by months since it fell due',
    ofInstitution(v, i, 'member.arrears'),
    owedOf(v, k).map(({ age, amount }) =>
      age === null
        ? amountStep('期初及更早', 'before all that is known', amount)
        : amountStep(`到期 ${age} 个月`, `${age} months since it fell due`, amount),
    ),
  );
};

/** The parts of a split that one member's comes of. */
function splitParts(v: YearView, i: number, path: string, tiers: string): readonly (Part | readonly Part[])[] {
  const { k, alliance } = memberOf(v, i);
  const level = v.plan.members.levels[k];
  const rules = path === 'inside.distribution' ? v.year.inside?.rules.distribution : v.year.inside?.rules.overspend;
  const mates = (v.plan.members.ofAlliance[alliance] ?? []).filter((one) => v.plan.members.levels[one] === level);
  const weights = mates.map((one) => {
    const title = v.plan.institutions[v.plan.members.list[one]?.institution ?? -1]?.title ?? '';
    const weight = rules == null ? null : weightOf(v.plan, v.year, v.book, one, rules);
    return step(`${title}的权重`, `weight of ${title}`, weight === null ? '—' : decimalText(weight));
  });
  const isTier = (rules?.tiers ?? []).some((tier) => tier.level === level);
  return [isTier ? own(v, alliance, `${tiers}.${level ?? ''}`) : [], policy(`${path}.tiers`), policy(`${path}.by`), weights];
}

const share: Derive = (v, i) =>
  derivation(
    '医共体分配额按层级权重分到层级，层级内按公式分到成员（最大余数法，到分）',
    'the alliance’s amount by tier weights, then inside the tier by formula (largest remainder)',
    ...splitParts(v, i, 'inside.distribution', 'inside.tiers'),
  );

const borne: Derive = (v, i) =>
  derivation(
    '医共体自担额按层级权重分到层级，层级内按公式分到成员（最大余数法，到分）',
    'what the alliance bears by tier weights, then inside the tier by formula (largest remainder)',
    ...splitParts(v, i, 'inside.overspend', 'inside.borneTiers'),
  );

const heldBack: Derive = (v, i) => {
  const { k } = memberOf(v, i);
  const facts = v.year.inside?.facts[k];
  const approved = facts?.approved ?? null;
  const limits =
    approved === null
      ? [step('没有核定总量', 'no approved total', '—')]
      : [
          amountStep('核定绩效工资总量', 'approved pay total', approved),
          amountStep('已安排绩效', 'performance pay', facts?.performance ?? fen(0)),
        ];
  return derivation(
    '分配份额超出（核定绩效工资总量 − 已安排绩效）的部分，留在医共体',
    'what the share exceeds (approved pay total − performance pay) by; it stays with the alliance',
    ofInstitution(v, i, 'member.share'),
    limits,
  );
};

const named: Derive = (v, i, item) => {
  const { k } = memberOf(v, i);
  const index = (v.year.inside?.named ?? [])
    .map((one, n) => ({ ...one, n }))
    .filter((one) => one.member === k && (item === null || one.id === item));
  return derivation(
    '（分配份额 − 超总量未发）× 指定比例',
    '(share − held back) × the share set aside',
    ofInstitution(v, i, 'member.share'),
    ofInstitution(v, i, 'member.heldBack', '−'),
    index.map((one) => policy(`inside.distribution.named.${one.n}.share`)),
  );
};

export const MEMBER_DERIVATIONS: Readonly<Record<string, Derive>> = {
  'member.budget': budget,
  'member.own': care('own'),
  'member.cross': care('cross'),
  'member.due': due,
  'member.paid': paid,
  'member.finalPaid': finalPaid,
  'member.deductions': deductions,
  'member.arrears': arrears,
  'member.arrearsByAge': arrearsByAge,
  'member.share': share,
  'member.heldBack': heldBack,
  'member.named': named,
  'member.borne': borne,
};

const distributed: Derive = (v, a) => {
  const use = v.year.inside?.rules.distribution?.use ?? -1;
  const held = new Set((v.year.rules.settlement?.uses ?? []).flatMap((one) => (one.heldByPool ? [one.use] : [])));
  const uses = use >= 0 ? [use] : [...v.plan.uses.keys()].filter((u) => !held.has(u));
  const names = uses.filter((u) => !held.has(u) && (v.year.rules.settlement?.uses ?? []).some((one) => one.use === u));
  return addition(
    '本年留用中用于分配的用途',
    'the uses of the year’s retained surplus that are distributed',
    names.map((u) => own(v, a, `uses.${v.plan.uses[u] ?? ''}`, '+')),
    policy('inside.distribution.of'),
  );
};

const tiersOf =
  (path: string, from: string): Derive =>
  (v, a) =>
    derivation(
      '按层级权重用最大余数法分到分',
      'apportioned by the tiers’ weights (largest remainder)',
      own(v, a, from),
      policy(`${path}.tiers`),
    );

const allHeldBack: Derive = (v, a) =>
  addition(
    'Σ 成员超绩效总量未发',
    'Σ held back of members’ shares',
    (v.plan.members.ofAlliance[a] ?? []).map((k) => ofInstitution(v, v.plan.members.list[k]?.institution ?? -1, 'member.heldBack', '+')),
  );

/** Figures of an alliance. */
export const INSIDE_DERIVATIONS: Readonly<Record<string, Derive>> = {
  'inside.distributed': distributed,
  'inside.tiers': tiersOf('inside.distribution', 'inside.distributed'),
  'inside.heldBack': allHeldBack,
  'inside.borneTiers': tiersOf('inside.overspend', 'borne'),
};
