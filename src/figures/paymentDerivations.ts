// Derivations of floating methods (R9): the value of a point, its edge, the sub-budget and what the fund pays in all.

import { decimalText, priceText } from '../money/display.ts';
import { product, type Ratio, ratio } from '../money/ratio.ts';
import type { Contract } from '../plan/contracts.ts';
import type { Volumes } from '../plan/volumes.ts';
import { lastRound } from '../rules/payment/floating.ts';
import { sharesOf, unitOf } from '../year/payments.ts';
import {
  addition,
  amountStep,
  BESIDE,
  county,
  type Derivation,
  type Derive,
  derivation,
  each,
  ofInstitution,
  type Part,
  policy,
  step,
} from './derivation.ts';
import type { YearView } from './figure.ts';

/** Several services' derivations as one: a formula that not all share stands under its services' names. */
export function combined(parts: readonly { readonly title: string; readonly of: Derivation }[]): Derivation {
  const formulas = [...new Map(parts.map(({ of }) => [of.formula.en, of.formula])).values()];
  const titles = (en: string) => parts.flatMap(({ title, of }) => (of.formula.en === en ? [title] : []));
  const [only] = formulas;
  return {
    formula:
      only !== undefined && formulas.length === 1
        ? only
        : {
            zh: formulas.map(({ zh, en }) => `${titles(en).join('、')}：${zh}`).join('；'),
            en: formulas.map(({ en }) => `${titles(en).join(', ')}: ${en}`).join('; '),
          },
    parts: parts.flatMap(({ of }) => of.parts),
    isSum: parts.every(({ of }) => of.isSum),
  };
}

/** Units of points × coefficient as points. */
export function pointsText(contract: Contract, units: bigint): string {
  return decimalText(ratio(units, unitOf(contract)));
}

/** The last round of a floating method: who still shares, and the value of a point before any edge. */
export function roundOf(view: YearView, contract: Contract) {
  const shares = sharesOf(contract, view.year.volumes as Volumes);
  const unit = unitOf(contract);
  const c = view.year.contracts.indexOf(contract);
  const { subBudget, edge, value } = view.book.decisions.payments[c] ?? { subBudget: 0, edge: null, value: null };
  const round = value === null ? null : lastRound(shares, { subBudget: subBudget as Parameters<typeof lastRound>[1]['subBudget'], unit });
  const sharing = shares.map((_, i) => round?.sharing[i] ?? false);
  const among = shares.filter((_, i) => sharing[i]);
  return {
    shares,
    sharing,
    edge,
    value,
    before: round?.value ?? null,
    patientPaid: among.reduce((sum, share) => sum + share.patientPaid, 0),
    points: among.reduce((sum, share) => sum + share.points, 0n),
  };
}

export function serviceId(view: YearView, contract: Contract): string {
  return view.plan.services[contract.service]?.id ?? '';
}

/** The key that a method's budget value is written under. */
export function rateKey(contract: Contract): 'drgRate' | 'pointValue' {
  return contract.method === 'drg' ? 'drgRate' : 'pointValue';
}

function edgeSteps(contract: Contract): Part[] {
  const edge = (zh: string, en: string, share: Ratio | null): Part[] =>
    share === null ? [] : [step(zh, en, priceText(product(share, contract.rate)))];
  return [
    ...edge('下限 × 预算点值（费率）', 'floor × budget value', contract.floating?.floor ?? null),
    ...edge('上限 × 预算点值（费率）', 'ceiling × budget value', contract.floating?.ceiling ?? null),
  ];
}

function droppedSteps(view: YearView, contract: Contract, sharing: readonly boolean[]): Part[] {
  const dropped = contract.spans.filter((_, i) => !sharing[i]).map(({ institution }) => view.plan.institutions[institution]?.title ?? '');
  return dropped.length === 0
    ? []
    : [
        step('个人负担超过应得部分而退出的', 'dropped out: patients paid more than the part', {
          zh: dropped.join('、'),
          en: dropped.join(', '),
        }),
      ];
}

/** The value of a point, from the last round, and the edges that it is tested against. */
function pointValueOf(view: YearView, contract: Contract): Derivation {
  const service = serviceId(view, contract);
  const path = `payment.${service}`;
  const { before, edge, patientPaid, points, sharing } = roundOf(view, contract);
  const budget = [policy(`${path}.${rateKey(contract)}`), policy(`${path}.floating.floor`), policy(`${path}.floating.ceiling`)];
  if (before === null) {
    return derivation(
      '全年没有分值：没有点值，子预算不用',
      'no points in the year: no value, the sub-budget is not used',
      county(view, `payment.subBudget.${service}`),
    );
  }
  const [zh, en] =
    edge === null ? ['', ''] : [`；${edge === 'floor' ? '低于下限' : '高于上限'}，定在限额`, `; beyond the ${edge}, it is fixed there`];
  return derivation(
    `(子预算 + 参与分配机构的个人负担) ÷ 其分值 × 系数之和；个人负担超过应得部分的机构退出后再算，取最后一轮，四位小数${zh}`,
    `(sub-budget + patients’ payments of those sharing) ÷ their points × coefficient; those whose patients paid more than their part drop out and it is reckoned anew; of the last round, to four decimals${en}`,
    county(view, `payment.subBudget.${service}`),
    amountStep('参与分配机构的个人负担', 'patients’ payments of those sharing', patientPaid),
    step('参与分配机构的分值 × 系数', 'points × coefficient of those sharing', pointsText(contract, points)),
    droppedSteps(view, contract, sharing),
    step('最后一轮的点值', 'value of the last round', priceText(before)),
    budget,
    edgeSteps(contract),
  );
}

function subBudgetOf(view: YearView, contract: Contract): Derivation {
  const path = `payment.${serviceId(view, contract)}.floating`;
  return contract.floating !== null && 'share' in contract.floating.budget
    ? derivation('Σ 年预分额度 × 比例，四舍五入到分', 'Σ January quotas × share', each(view, 'quota', '+'), policy(`${path}.share`))
    : derivation('政策所定的基金预算额', 'the amount that the policy gives', policy(`${path}.subBudget`));
}

function fundTotalOf(view: YearView, contract: Contract): Derivation {
  const service = serviceId(view, contract);
  return addition(
    'Σ 各机构基金支付；没有触及上下限且有分值时，等于子预算',
    'Σ paid to institutions; it is the sub-budget to the fen unless an edge fixed the value or there were no points',
    contract.spans.map(({ institution }, i) => ofInstitution(view, institution, `fund.${service}`, i === 0 ? '' : '+')),
    county(view, `payment.subBudget.${service}`, BESIDE),
    county(view, `payment.edge.${service}`, BESIDE),
  );
}

const floating =
  (of: (view: YearView, contract: Contract) => Derivation): Derive =>
  (view, _a, item) =>
    combined(
      view.year.contracts
        .filter((contract) => contract.floating !== null && contract.streams.length > 0)
        .filter((contract) => item === null || serviceId(view, contract) === item)
        .map((contract) => ({ title: view.plan.services[contract.service]?.title ?? '', of: of(view, contract) })),
    );

export const PAYMENT_DERIVATIONS: Readonly<Record<string, Derive>> = {
  'payment.pointValue': floating(pointValueOf),
  'payment.edge': floating(pointValueOf),
  'payment.subBudget': floating(subBudgetOf),
  'payment.fundTotal': floating(fundTotalOf),
};
