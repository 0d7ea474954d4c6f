// The figures of a year as a tree of text.
import type { Budget } from './budget.ts';
import { percent, yuan } from './exact.ts';
import type { Loans } from './loans.ts';
import type { Months } from './months.ts';
import type { Figures } from './reference.ts';
import type { Settled } from './settlement.ts';
import type { Shown } from './shown.ts';

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

export interface BudgetFigures extends Figures {
  pool: Figures;
}

export function budgetFigures(budget: Budget, pool: bigint, risk: bigint, shown: Shown): BudgetFigures {
  const lines = Object.fromEntries(budget.lines.map((line) => [line.id, yuan(line.amount)]));
  const allotted = sum([...budget.quotas.values()].map((quota) => quota.computed + quota.limitChange));
  return {
    financing: {
      individual: yuan(budget.individual),
      subsidy: yuan(budget.subsidy),
      total: yuan(budget.total),
      interest: yuan(budget.interest),
    },
    reserves: {
      criticalIllness: yuan(budget.criticalIllness),
      riskAdjustment: yuan(budget.riskAdjustment),
      qualityDeposit: yuan(budget.qualityDeposit),
      ...(budget.lines.length > 0 ? { lines } : {}),
    },
    quotaPool: yuan(budget.quotaPool),
    ...(shown.limits ? { quotaUnallotted: yuan(budget.quotaPool - allotted) } : {}),
    pool: { opening: yuan(pool), riskOpening: yuan(risk) },
  };
}

export function quotaFigures(budget: Budget, shown: Shown): { [alliance: string]: Figures } {
  return Object.fromEntries(
    [...budget.quotas].map(([id, quota]) => [
      id,
      {
        quota: yuan(quota.quota),
        byInsured: yuan(quota.byInsured),
        byHistory: yuan(quota.byHistory),
        ...(shown.byService ? { byService: yuan(quota.byService) } : {}),
        ...(shown.limits || shown.negotiated ? { computedQuota: yuan(quota.computed) } : {}),
        ...(shown.limits ? { limitChange: yuan(quota.limitChange) } : {}),
        ...(shown.negotiated ? { negotiatedChange: yuan(quota.negotiatedChange) } : {}),
      },
    ]),
  );
}

/** What period 13 adds to an alliance's year. */
export interface YearEnd {
  readonly own: bigint;
  readonly cross: bigint;
  readonly other: bigint;
  readonly crossIn: bigint;
}

export interface Parts {
  readonly played: Months;
  readonly yearEnd: YearEnd;
  readonly quota: bigint;
  readonly adjustments: bigint;
  readonly deductions: bigint;
  readonly deposit: bigint;
  readonly revolving: bigint;
  readonly prepayment: bigint;
  readonly hospital: readonly bigint[];
}

/** Everything spent for an alliance's insured, gross of deductions. */
export function grossOf({ played, yearEnd }: Pick<Parts, 'played' | 'yearEnd'>): bigint {
  const inMonths = sum(played.own) + sum(played.cross) + sum(played.other) + sum(played.offCounty);
  return inMonths + yearEnd.own + yearEnd.cross + yearEnd.other;
}

export function allianceFigures(parts: Parts, shown: Shown): Figures {
  const { played, yearEnd } = parts;
  const crossIn = sum(played.crossIn) + yearEnd.crossIn;
  const cross = sum(played.cross) + yearEnd.cross;
  return {
    adjustments: yuan(parts.adjustments),
    adjustedQuota: yuan(parts.quota + parts.adjustments),
    own: yuan(sum(played.own) + yearEnd.own),
    cross: yuan(cross),
    other: yuan(sum(played.other) + yearEnd.other),
    offCounty: yuan(sum(played.offCounty)),
    expenditure: yuan(grossOf(parts) - parts.deductions),
    deductions: yuan(parts.deductions),
    deposit: yuan(parts.deposit),
    advances: played.advances.map(yuan),
    remitted: played.province.map(yuan),
    reviewFlags: played.reviews.map((review) => review.flag),
    reviewFactors: played.reviews.map((review) => percent(review.factor)),
    executionRates: played.reviews.map((review) => (review.rate === null ? null : percent(review.rate))),
    progress: played.progress.map((rate) => (rate === null ? null : percent(rate))),
    cash: played.cash.map(yuan),
    cashGap: yuan(played.cashGap),
    crossIn: yuan(crossIn),
    netCross: yuan(crossIn - cross),
    hospitalCash: parts.hospital.map(yuan),
    ...(shown.depositHeld ? { depositHeld: played.held.map(yuan) } : {}),
    ...(shown.revolving ? { revolving: yuan(parts.revolving) } : {}),
    ...(shown.prepayment ? { prepayment: yuan(parts.prepayment) } : {}),
    ...(shown.tiers ? { cityPaid: played.city.map(yuan), manualPaid: played.manual.map(yuan) } : {}),
    ...(shown.receivable ? { recovered: played.recovered.map(yuan) } : {}),
  };
}

export function settledFigures(s: Settled, yearEnd: YearEnd, retained: ReadonlyMap<string, bigint>, owed: bigint, shown: Shown): Figures {
  return {
    balance: yuan(s.surplus - s.overspend),
    surplus: yuan(s.surplus),
    overspend: yuan(s.overspend),
    retained: yuan(s.retained),
    toPool: yuan(s.toPool),
    poolShare: yuan(s.poolShare),
    funded: yuan(s.funded),
    borne: yuan(s.borne),
    uses: Object.fromEntries(s.uses.map((use) => [use.name, yuan(use.amount)])),
    depositReturned: yuan(s.depositReturned),
    depositWithheld: yuan(s.depositWithheld),
    entitlement: yuan(s.entitlement),
    finalPayment: yuan(s.finalPayment),
    retainedBalance: Object.fromEntries([...retained].map(([use, amount]) => [use, yuan(amount)])),
    ...(shown.trueUp ? { trueUp: yuan(yearEnd.own + yearEnd.cross + yearEnd.other) } : {}),
    ...(shown.heldUses ? { heldByPool: yuan(s.heldByPool) } : {}),
    ...(shown.fundedByPool ? { fundedByPool: yuan(s.fundedByPool) } : {}),
    ...(shown.receivable ? { receivable: yuan(owed) } : {}),
  };
}

export function lentTo(loans: Loans, index: number): bigint {
  return (loans.revolving[index] ?? 0n) + (loans.prepayment[index] ?? 0n);
}
