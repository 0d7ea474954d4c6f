// Derivations of what payment methods pay an institution (R9), service by service.

import { MONTHS, PERIODS } from '../money/calendar.ts';
import { countGrouped, decimalText, percent, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { ratio } from '../money/ratio.ts';
import type { Contract } from '../plan/contracts.ts';
import type { Stream } from '../plan/parties.ts';
import type { Volumes } from '../plan/volumes.ts';
import { type PointShare, preSettled, valued } from '../rules/payment/floating.ts';
import { supportedOf, unitOf, unitsAt } from '../year/payments.ts';
import { projectedFrom } from './careDerivations.ts';
import {
  addition,
  BESIDE,
  type Derivation,
  type Derive,
  derivation,
  monthStep,
  ofInstitution,
  type Part,
  policy,
  step,
  summand,
} from './derivation.ts';
import { combined, rateKey, serviceId } from './paymentDerivations.ts';
import { paymentsOf, type ServicePayment } from './payments.ts';
import { type Priced, standardOf, streamsOf } from './standardDerivations.ts';

/** A figure of one service at one institution. */
type Of = (priced: Priced, payment: ServicePayment) => Derivation;

const byService =
  (has: (payment: ServicePayment) => boolean, of: Of): Derive =>
  (view, institution, item) =>
    combined(
      paymentsOf(view, institution)
        .filter((payment) => has(payment) && (item === null || payment.service === item))
        .map((payment) => ({
          title: view.plan.services[payment.contract.service]?.title ?? '',
          of: of({ view, contract: payment.contract, institution }, payment),
        })),
    );

function part({ view, contract, institution }: Priced, id: string, sign = ''): Part {
  return ofInstitution(view, institution, `${id}.${serviceId(view, contract)}`, sign);
}

/** What patients paid beyond the standard, where the fund pays nothing: below zero it never goes. */
function beyondStandard({ standard, patientPaid, fund }: ServicePayment): Part[] {
  const beyond = fund - (standard - patientPaid);
  return beyond === 0
    ? []
    : [summand('个人负担超过标准的部分（基金支付不低于零）', 'what patients paid beyond the standard (the fund pays not below 0)', beyond)];
}

const gain: Of = (priced) =>
  addition(
    '基金支付 + 个人负担 − 总费用：该支付方式下这项服务的盈亏，既不是医院的利润，也不是医共体的结余',
    'fund + patients’ payments − cost: the gain or loss on the service under its method, neither the hospital’s profit nor the alliance’s surplus',
    part(priced, 'fund'),
    part(priced, 'patientPaid', '+'),
    part(priced, 'cost', '−'),
  );

const fund: Of = (priced, payment) => {
  const { contract } = priced;
  if (contract.capitation !== null) {
    const others = payment.fund - ((payment.capitation ?? 0) - (payment.elsewhere ?? 0));
    return addition(
      '人头总额 − 签约人在外就医扣减 + 为其他机构签约人提供的就医（可以为负；签约服务费另列）',
      'capitation − deducted for care elsewhere + care given to people signed elsewhere (may be below 0; the signing fee is apart)',
      payment.capitation === null ? [] : part(priced, 'capitation'),
      payment.elsewhere === null ? [] : part(priced, 'elsewhere', '−'),
      others === 0 ? [] : [summand('为其他机构签约人提供的就医', 'care given to people signed elsewhere', others)],
    );
  }
  if (contract.floating !== null) {
    return addition(
      '按月预结 + 年终清算差额（= 支付标准 − 个人负担，不低于零）',
      'pre-settled + trued up (= standard − patients’ payments, not below 0)',
      part(priced, 'prepaid'),
      part(priced, 'trueUp', '+'),
      part(priced, 'standard', BESIDE),
      part(priced, 'patientPaid', BESIDE),
    );
  }
  return addition(
    '支付标准 − 个人负担，逐格不低于零',
    'standard − patients’ payments, not below 0 in any cell',
    part(priced, 'standard'),
    part(priced, 'patientPaid', '−'),
    beyondStandard(payment),
  );
};

const trueUp: Of = (priced, payment) =>
  addition(
    '支付标准 − 个人负担（不低于零）− 按月预结；年终一次清算，计入全年支出',
    'standard − patients’ payments (not below 0) − pre-settled; posted at year end, of the year’s expenditure',
    part(priced, 'standard'),
    part(priced, 'patientPaid', '−'),
    beyondStandard(payment),
    part(priced, 'prepaid', '−'),
  );

/** A measure that rows give, by the patients' home. */
const fromRows =
  (measure: 'patientPaid' | 'cost', zh: string, en: string): Of =>
  (priced) => {
    const { view, contract, institution } = priced;
    const table = view.year.volumes?.[measure];
    const byHome = new Map<number, number>();
    for (const s of contract.streams) {
      const { home, institution: at } = view.plan.streams[s] as Stream;
      if (at !== institution) continue;
      let amount = byHome.get(home) ?? 0;
      for (let m = 0; m < MONTHS; m++) amount += table?.[s * PERIODS + m] ?? 0;
      byHome.set(home, amount);
    }
    return addition(
      `${zh}（支付明细合计，推算：上年 ×（1 + 增长率），再乘情景因素）`,
      `${en} (Σ cells as projected: last year × (1 + growth), then shocks)`,
      [...byHome].map(([home, amount]) => {
        const title = view.plan.alliances[home]?.title;
        return summand(
          title === undefined ? '未归属人员' : `${title}参保人`,
          title === undefined ? 'people of no alliance' : `insured of ${title}`,
          amount,
        );
      }),
      projectedFrom(view, streamsOf(priced)),
    );
  };

/** One month of an institution under a floating method. */
function monthOf({ view, contract }: Priced, span: { from: number; to: number }, month: number): PointShare {
  const volumes = view.year.volumes as Volumes;
  let points = 0n;
  let patientPaid = 0;
  for (let k = span.from; k < span.to; k++) {
    const cell = (contract.streams[k] as number) * PERIODS + month;
    points += unitsAt(contract, k, volumes, cell);
    patientPaid += volumes.patientPaid[cell] as number;
  }
  return { points, patientPaid: fen(patientPaid) };
}

const prepaid: Of = (priced) => {
  const { contract, institution, view } = priced;
  const { floating, rate } = contract;
  const span = contract.spans.find((one) => one.institution === institution) ?? { from: 0, to: 0 };
  const path = `payment.${serviceId(view, contract)}`;
  const unit = unitOf(contract);
  const steps = Array.from({ length: MONTHS }, (_, m) => {
    const month = monthOf(priced, span, m);
    const paid = floating === null ? fen(0) : preSettled(month, { rate, unit }, floating.prepaid);
    const [standard, patients, result] = [valued(month.points, unit, rate), month.patientPaid, paid].map(yuanGrouped);
    const share = floating === null ? '' : percent(floating.prepaid);
    return monthStep(
      m,
      `(标准 ${standard} − 个人 ${patients}) × ${share} → ${result}`,
      `(standard ${standard} − patients ${patients}) × ${share} → ${result}`,
      paid,
    );
  });
  return addition(
    'Σ 每月（分值 × 系数 × 预算点值（费率）− 个人负担，不低于零）× 预付比例',
    'Σ of months (points × coefficient × budget value − patients’ payments, not below 0) × pre-payment share',
    policy(`${path}.${rateKey(contract)}`),
    policy(`${path}.floating.prepaid`),
    steps,
  );
};

const incentive: Of = ({ view, contract, institution }) => {
  const path = `payment.${serviceId(view, contract)}.supported.pool`;
  const totals = supportedOf(contract, view.year.volumes as Volumes).map((points) => points.reduce((x, y) => x + y, 0));
  const own = totals[contract.spans.findIndex((span) => span.institution === institution)] ?? 0;
  const all = totals.reduce((x, y) => x + y, 0);
  const text = (points: number) => decimalText(ratio(BigInt(points), 10_000n));
  return derivation(
    '扶持病组激励按扶持分值（不乘系数）分摊到各机构（最大余数法，到分）；没有扶持分值则不付。不计入基金支付与盈亏',
    'the incentive pool apportioned by supported points, without coefficients (largest remainder); not paid without any. Counted neither in fund nor in gain',
    policy(path),
    step('本机构扶持分值', 'supported points here', text(own)),
    step('全部扶持分值', 'all supported points', text(all)),
  );
};

/** Those whom an institution is paid for by capitation. */
function entriesOf(contract: Contract, institution: number) {
  return contract.capitation?.entries.filter((entry) => entry.institution === institution) ?? [];
}

const capitation: Of = ({ view, contract, institution }) => {
  const path = `payment.${serviceId(view, contract)}.perHead`;
  const entries = entriesOf(contract, institution);
  const bands = [...new Set(entries.flatMap((entry) => entry.bands.map(({ band }) => band)))];
  return addition(
    'Σ 签约人数 × 每人每年标准（按年龄段），按十二个月均分',
    'Σ signed heads × yearly amount by age band, spread evenly over twelve months',
    bands.map((band) => policy(`${path}.${band}`)),
    entries.flatMap((entry) =>
      entry.bands.map(({ band, heads, perHead }) => {
        const title = view.plan.alliances[entry.home]?.title;
        const text = `${countGrouped(heads)} × ${yuanGrouped(perHead)} = ${yuanGrouped(fen(heads * perHead))}`;
        return step(`${title ?? '未归属人员'} ${band}`, `${title ?? 'people of no alliance'} ${band}`, text, heads * perHead);
      }),
    ),
  );
};

const signingFee: Of = ({ view, contract, institution }) =>
  addition(
    '签约人数 × 每人每年签约服务费，按十二个月均分；不在人头总额和基金支付之内',
    'signed heads × signing fee, spread evenly over twelve months; neither in capitation nor in fund',
    policy(`payment.${serviceId(view, contract)}.signingFee`),
    entriesOf(contract, institution)
      .filter((entry) => entry.feeStream >= 0)
      .map((entry) => {
        const title = view.plan.alliances[entry.home]?.title;
        const heads = entry.bands.reduce((x, one) => x + one.heads, 0);
        const text = `${countGrouped(heads)} → ${yuanGrouped(entry.signingFee)}`;
        return step(`${title ?? '未归属人员'}签约人数`, `signed people of ${title ?? 'no alliance'}`, text, entry.signingFee);
      }),
  );

const elsewhere: Of = ({ view, contract, institution }) => {
  const byPlace = new Map<number, number>();
  for (const { stream, entry } of contract.capitation?.treated ?? []) {
    if (contract.capitation?.entries[entry]?.institution !== institution) continue;
    const at = view.plan.streams[stream]?.institution ?? -1;
    let amount = byPlace.get(at) ?? 0;
    for (let m = 0; m < MONTHS; m++) amount += view.book.cells[stream * PERIODS + m] as number;
    byPlace.set(at, amount);
  }
  return addition(
    '签约人在其他机构就医的基金支付，当月付给就诊机构、从签约机构扣减',
    'care of its signed people elsewhere, paid to who gave it and deducted from the payee the same month',
    [...byPlace].map(([at, amount]) => {
      const title = view.plan.institutions[at]?.title ?? '';
      return summand(`在${title}就医`, `at ${title}`, amount);
    }),
  );
};

const always = () => true;
const known = (amount: Fen | null) => amount !== null;

export const INSTITUTION_DERIVATIONS: Readonly<Record<string, Derive>> = {
  standard: byService(always, standardOf),
  fund: byService(always, fund),
  patientPaid: byService(always, fromRows('patientPaid', '患者个人负担', 'what patients paid')),
  cost: byService(({ cost }) => known(cost), fromRows('cost', '医疗总费用', 'total cost')),
  gain: byService(({ cost }) => known(cost), gain),
  prepaid: byService((payment) => known(payment.prepaid), prepaid),
  trueUp: byService((payment) => known(payment.trueUp), trueUp),
  incentive: byService((payment) => known(payment.incentive), incentive),
  capitation: byService((payment) => known(payment.capitation), capitation),
  elsewhere: byService((payment) => known(payment.elsewhere), elsewhere),
  signingFee: byService((payment) => known(payment.signingFee), signingFee),
};
