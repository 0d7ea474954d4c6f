// Figures of payment methods (R9): point values of the county, and what each institution gained or lost on a service
// (standard − cost). Neither is the hospital's profit nor the alliance's surplus.

import { moved } from '../books/books.ts';
import { MONTHS, PERIODS, SETTLEMENT } from '../money/calendar.ts';
import { priceText } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { Contract } from '../plan/contracts.ts';
import type { Measure } from '../written/table.ts';
import type { Figure, FigureValue, Unit, YearView } from './figure.ts';

/** What one institution's care under one method came to in a year. */
export interface ServicePayment {
  readonly service: string;
  readonly contract: Contract;
  readonly standard: Fen;
  readonly fund: Fen;
  readonly patientPaid: Fen;
  /** Null where rows do not tell what care cost. */
  readonly cost: Fen | null;
  /** Of a floating method: paid during the year, and trued up in the end. */
  readonly prepaid: Fen | null;
  readonly trueUp: Fen | null;
  readonly incentive: Fen | null;
  /** Of capitation, for its payees: the yearly amount, what went elsewhere, and the signing fee. */
  readonly capitation: Fen | null;
  readonly elsewhere: Fen | null;
  readonly signingFee: Fen | null;
}

/** What an institution was paid by methods other than fee for service, in the policy's order of services. */
export function paymentsOf(view: YearView, institution: number): ServicePayment[] {
  return view.year.contracts.flatMap((contract, c) => {
    const found = contract.capitation === null ? byStandards(view, contract, c, institution) : byCapitation(view, contract, institution);
    return found === null ? [] : [found];
  });
}

function serviceOf(view: YearView, contract: Contract): string {
  return view.plan.services[contract.service]?.id ?? '';
}

function sumOverMonths(table: Float64Array | undefined, streams: readonly number[]): Fen {
  let sum = 0;
  for (const s of streams) for (let m = 0; m < MONTHS; m++) sum += table?.[s * PERIODS + m] ?? 0;
  return fen(sum);
}

function measured(view: YearView, measure: Measure, streams: readonly number[]): Fen {
  return sumOverMonths(view.year.volumes?.[measure], streams);
}

function byStandards(view: YearView, contract: Contract, c: number, institution: number): ServicePayment | null {
  const i = contract.spans.findIndex((span) => span.institution === institution);
  const span = contract.spans[i];
  const payment = view.book.decisions.payments[c];
  if (span === undefined || payment === undefined) return null;
  const streams = contract.streams.slice(span.from, span.to);
  const { trueUp } = view.plan.ledger.first;
  const prepaid = sumOverMonths(view.book.cells, streams);
  const later = contract.floating === null ? 0 : streams.reduce((sum, s) => sum + moved(view.book, trueUp + s, SETTLEMENT), 0);
  return {
    ...NO_CAPITATION,
    service: serviceOf(view, contract),
    contract,
    standard: fen(payment.standards[i] as number),
    fund: fen(prepaid + later),
    patientPaid: measured(view, 'patientPaid', streams),
    cost: contract.costKnown ? measured(view, 'cost', streams) : null,
    prepaid: contract.floating === null ? null : prepaid,
    trueUp: contract.floating === null ? null : fen(later),
    incentive: contract.supportedPool === null ? null : fen(payment.incentives[i] as number),
  };
}

const NO_CAPITATION = { capitation: null, elsewhere: null, signingFee: null };

function byCapitation(view: YearView, contract: Contract, institution: number): ServicePayment | null {
  const { capitation } = contract;
  if (capitation === null) return null;
  const { streams: all } = view.plan;
  const entries = capitation.entries.filter((entry) => entry.institution === institution);
  const own = contract.streams.filter((s) => all[s]?.institution === institution);
  if (entries.length === 0 && own.length === 0) return null;
  const cells = (streams: readonly number[]) => sumOverMonths(view.book.cells, streams);
  const year = cells(entries.map((entry) => entry.stream));
  const elsewhere = cells(entries.map((entry) => entry.elsewhere));
  const fees = entries.map((entry) => entry.feeStream).filter((stream) => stream >= 0);
  const fund = fen(year + elsewhere + cells(own.filter((s) => capitation.isTreated.has(s))));
  const patientPaid = measured(view, 'patientPaid', own);
  return {
    service: serviceOf(view, contract),
    contract,
    standard: fen(fund + patientPaid),
    fund,
    patientPaid,
    cost: contract.costKnown ? measured(view, 'cost', own) : null,
    prepaid: null,
    trueUp: null,
    incentive: null,
    capitation: entries.length === 0 ? null : year,
    elsewhere: entries.length === 0 ? null : fen(elsewhere === 0 ? 0 : -elsewhere),
    signingFee: fees.length === 0 ? null : cells(fees),
  };
}

/** Fund + patients' payments − cost: gain or loss on the service; null where the cost is not known. */
export function gainOf({ fund, patientPaid, cost }: ServicePayment): Fen | null {
  return cost === null ? null : fen(fund + patientPaid - cost);
}

function institution(id: string, zh: string, en: string, read: (payment: ServicePayment) => Fen | null): Figure {
  return {
    id,
    scope: 'institution',
    words: { zh, en },
    unit: 'amount',
    rule: 'R9',
    stage: 'settled',
    read: (view, i) => {
      const amounts = paymentsOf(view, i).flatMap((payment) => {
        const amount = read(payment);
        return amount === null ? [] : [[payment.service, amount] as const];
      });
      return amounts.length === 0 ? undefined : new Map(amounts);
    },
  };
}

/** By service, of floating methods. */
function floating(
  id: string,
  zh: string,
  en: string,
  unit: Unit,
  read: (view: YearView, contract: Contract, c: number) => FigureValue,
): Figure {
  return {
    id: `payment.${id}`,
    scope: 'county',
    words: { zh, en },
    unit,
    rule: 'R9',
    stage: 'settled',
    read: (view) => {
      const found = view.year.contracts.flatMap((contract, c) =>
        contract.floating === null || contract.streams.length === 0
          ? []
          : [[serviceOf(view, contract), read(view, contract, c) as string | number | null] as const],
      );
      return found.length === 0 ? undefined : new Map(found);
    },
  };
}

/** What a floating method paid in all: pre-settled and trued up. */
export function fundTotalOf(view: YearView, contract: Contract): Fen {
  const { trueUp } = view.plan.ledger.first;
  return fen(
    contract.streams.reduce(
      (sum, s) => sum + moved(view.book, trueUp + s, SETTLEMENT),
      sumOverMonths(view.book.cells, contract.streams) as number,
    ),
  );
}

export const PAYMENT_FIGURES: readonly Figure[] = [
  floating('pointValue', '最终点值（费率）', 'Final point value (rate)', 'price', (v, _, c) => {
    const value = v.book.decisions.payments[c]?.value ?? null;
    return value === null ? null : priceText(value);
  }),
  floating('edge', '点值触及', 'Edge of the point value', 'flag', (v, _, c) => v.book.decisions.payments[c]?.edge ?? null),
  floating(
    'subBudget',
    '支付方式子预算',
    'Sub-budget of the method',
    'amount',
    (v, _, c) => v.book.decisions.payments[c]?.subBudget ?? null,
  ),
  floating('fundTotal', '支付方式基金支付合计', 'Paid by the fund under the method', 'amount', fundTotalOf),
];

export const INSTITUTION_FIGURES: readonly Figure[] = [
  institution('standard', '支付标准', 'Standard: what the method prices the care at', (p) => p.standard),
  institution('fund', '基金支付', 'Paid by the fund', (p) => p.fund),
  institution('patientPaid', '个人负担', 'Paid by patients', (p) => p.patientPaid),
  institution('cost', '总费用', 'Total cost', (p) => p.cost),
  institution('gain', '支付方式盈亏', 'Gain or loss on the service: standard − cost', gainOf),
  institution('prepaid', '按月预结', 'Pre-settled during the year', (p) => p.prepaid),
  institution('trueUp', '年终清算差额', 'Trued up at year end', (p) => p.trueUp),
  institution('incentive', '扶持病组激励', 'From the incentive pool of supported groups', (p) => p.incentive),
  institution('capitation', '人头总额', 'Capitation of the year', (p) => p.capitation),
  institution('elsewhere', '签约人在外就医扣减', 'Deducted for signed people’s care elsewhere', (p) => p.elsewhere),
  institution('signingFee', '签约服务费', 'Signing fee', (p) => p.signingFee),
];
