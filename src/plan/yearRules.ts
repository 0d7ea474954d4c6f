// One year's policy: every dated value of the policy read for that year, with the checks that need a year.

import { type Weights, weightsOf } from '../money/apportion.ts';
import { type Dated, entryAt } from '../money/dated.ts';
import { decimalText, percent } from '../money/display.ts';
import type { Fen } from '../money/fen.ts';
import { compareRatios, NOTHING, plus, type Ratio, ratio, WHOLE } from '../money/ratio.ts';
import type { Report } from '../problem/problem.ts';
import type { Where } from '../problem/source.ts';
import type { WrittenPolicy } from '../written/shapes.ts';
import { type InsideRules, insideRules } from './insideRules.ts';
import { type PaymentRules, paymentRules } from './paymentRules.ts';
import { type ProcurementRules, procurementRules } from './procurement.ts';
import { type SettlementRules, settlementRules } from './settlementRules.ts';
import { type TargetRules, targetRules } from './targetRules.ts';
import { YearReader } from './yearReader.ts';

/** Per head, or a share of the year's total financing. */
export type Levy = { readonly perHead: Fen } | { readonly share: Ratio };

export interface ReserveLine {
  readonly id: string;
  readonly title: string;
  readonly levy: Levy | { readonly amount: Fen } | { readonly shareOfRemaining: Ratio };
  readonly holder: 'pool' | 'province' | 'insurer' | 'payee';
  readonly payee: string;
}

export interface ReviewBand {
  /** Null in the last band. */
  readonly upTo: Ratio | null;
  readonly factor: Ratio;
  readonly flag: string | null;
}

/** R9: the quota pool by past payments instead of this year's financing. */
export interface ExpenditureBase {
  /** Years before that are averaged. */
  readonly years: number;
  /** The lower of its own growth and that of financing per head. */
  readonly growth: Ratio;
  /** Growth of financing per head; null where there was none the year before. */
  readonly ofFinancing: Ratio | null;
}

export const SETTLERS = ['city', 'province', 'manual'] as const;
/** Plain numbers, for loops: what the compiler proves of SETTLERS. */
export const SETTLER_COUNT = 3 satisfies (typeof SETTLERS)['length'];
export const PROVINCE: (typeof SETTLERS)[1] extends 'province' ? 1 : never = 1;

/** R9: who settles off-county care of a tier, and after how many months: index into SETTLERS. */
interface TierRules {
  readonly settler: number;
  readonly lag: number;
}

export interface AdvanceRules {
  readonly share: Ratio;
  readonly evenPattern: boolean;
  readonly offCountyDeducted: boolean;
  /** R9: months of last year's mean payment, as a share of the year (months ÷ 12); null where there is none. */
  readonly revolving: Ratio | null;
  readonly prepayment: { readonly ofYear: Ratio; readonly gate: Ratio } | null;
  readonly offCountyPrepayment: Ratio | null;
  /** By tier; null where all off-county care is settled by the province at once. */
  readonly tiers: Readonly<Record<'city' | 'province' | 'national', TierRules | null>> | null;
}

export interface YearRules {
  readonly individual: Fen;
  readonly subsidy: Fen;
  readonly interest: Ratio;
  readonly criticalIllness: Levy | null;
  readonly riskShare: Ratio;
  readonly riskCeiling: Ratio | null;
  readonly depositShare: Ratio;
  /** R9: the deposit is held out of monthly advances instead of being taken off the financing. */
  readonly depositFromAdvance: boolean;
  readonly lines: readonly ReserveLine[];
  /** R9: null where the quota pool is what this year's financing leaves. */
  readonly expenditureBase: ExpenditureBase | null;
  readonly byInsured: Ratio;
  readonly byHistory: Ratio;
  readonly byService: Ratio;
  /** Whole weights of the three parts. */
  readonly partWeights: Weights;
  /** Whole weights of the years before, last year first. */
  readonly historyWeights: Weights;
  /** R9: the change of a quota against last year's is kept within these; null where it is not. */
  readonly limits: { readonly increase: Ratio | null; readonly decrease: Ratio | null } | null;
  /** R9: amounts agreed in place of the computed ones, by alliance id. */
  readonly negotiated: ReadonlyMap<string, Fen>;
  readonly advance: AdvanceRules;
  readonly review: readonly ReviewBand[];
  readonly payment: readonly PaymentRules[];
  readonly priceNeutral: boolean;
  readonly settlement: SettlementRules | null;
  /** R10, R11: null where the policy says nothing of them. */
  readonly inside: InsideRules | null;
  readonly procurement: ProcurementRules | null;
  /** R13: null where the policy has neither targets nor indicators. */
  readonly targets: TargetRules | null;
  readonly payableMonths: 'halfUp' | 'down' | 'integer';
}

/** Reads a policy for one year after another. */
export class PolicyReader {
  private readonly policy: WrittenPolicy;
  /** Set to the year that was asked for last. */
  readonly reader: YearReader;

  constructor(policy: WrittenPolicy, report: Report, whereAt: (path: string) => Where | null) {
    this.policy = policy;
    this.reader = new YearReader(report, whereAt);
  }

  /** @returns the rules of a year, or null where they cannot be read (the report says why). */
  rulesOf(year: number, uses: readonly string[], settles: boolean): YearRules | null {
    const { reader } = this;
    reader.year = year;
    const before = reader.failures;
    const { financing, reserves } = this.policy;
    const individual = reader.read(financing.individual, 'financing.individual');
    const subsidy = reader.read(financing.subsidy, 'financing.subsidy');
    const depositFrom = reader.read(reserves?.qualityDeposit?.from, 'reserves.qualityDeposit.from');
    const rules = {
      individual,
      subsidy,
      interest: reader.read(financing.interest, 'financing.interest') ?? NOTHING,
      criticalIllness: this.criticalIllness(),
      riskShare: reader.read(reserves?.riskAdjustment?.share, 'reserves.riskAdjustment.share') ?? NOTHING,
      riskCeiling: reader.read(reserves?.riskAdjustment?.ceiling, 'reserves.riskAdjustment.ceiling'),
      depositShare: reader.read(reserves?.qualityDeposit?.share, 'reserves.qualityDeposit.share') ?? NOTHING,
      depositFromAdvance: depositFrom === 'advance',
      lines: this.lines(),
      ...this.quotaRules(),
      advance: this.advanceRules(),
      review: this.review(),
      payment: paymentRules(reader, this.policy),
      priceNeutral: reader.read(this.policy.priceNeutral, 'priceNeutral') === 'yes',
      settlement: settles ? settlementRules(reader, this.policy, uses) : null,
      inside: insideRules(reader, this.policy, uses, settles),
      procurement: procurementRules(reader, this.policy),
      targets: targetRules(reader, this.policy),
      payableMonths: reader.read(this.policy.payableMonths, 'payableMonths') ?? 'halfUp',
    };
    this.wantWithinFinancing(rules);
    return reader.failures > before || individual === null || subsidy === null ? null : { ...rules, individual, subsidy };
  }

  /** R14: shares of the total financing that come to more than all of it, whatever it is; a ceiling keeps a share down. */
  private wantWithinFinancing(
    rules: Pick<YearRules, 'criticalIllness' | 'riskShare' | 'riskCeiling' | 'depositShare' | 'depositFromAdvance' | 'lines'>,
  ): void {
    const { criticalIllness, riskShare, riskCeiling, depositShare, depositFromAdvance, lines } = rules;
    const risk = riskCeiling !== null && compareRatios(riskCeiling, riskShare) < 0 ? riskCeiling : riskShare;
    const levies = [...(criticalIllness === null ? [] : [criticalIllness]), ...lines.map(({ levy }) => levy)];
    const shares = [
      risk,
      ...(depositFromAdvance ? [] : [depositShare]),
      ...levies.flatMap((levy) => ('share' in levy ? [levy.share] : [])),
    ];
    const sum = shares.reduce(plus, NOTHING);
    if (compareRatios(sum, WHOLE) > 0) this.reader.add('reserves-beyond', 'reserves', { year: this.reader.year, got: percent(sum) });
  }

  private quotaRules() {
    const { reader } = this;
    const { quota } = this.policy;
    const parts = [reader.read(quota.byInsured, 'quota.byInsured'), reader.read(quota.byHistory, 'quota.byHistory')];
    const byService = quota.byService === undefined ? NOTHING : reader.read(quota.byService, 'quota.byService');
    reader.wantWhole([...parts, byService], 'quota');
    const [byInsured = NOTHING, byHistory = NOTHING] = parts.map((part) => part ?? NOTHING);
    const service = byService ?? NOTHING;
    const weights = reader.read(quota.historyWeights, 'quota.historyWeights');
    const looksBack = byHistory.n > 0n || service.n > 0n;
    if (weights === null && quota.historyWeights === undefined && looksBack) reader.missing('quota.historyWeights', 'list');
    const { limits } = quota;
    return {
      expenditureBase: this.expenditureBase(),
      byInsured,
      byHistory,
      byService: service,
      partWeights: weightsOf([byInsured, byHistory, service]),
      historyWeights: weightsOf(weights ?? []),
      limits:
        limits === undefined
          ? null
          : {
              increase: reader.read(limits.increase, 'quota.limits.increase'),
              decrease: reader.read(limits.decrease, 'quota.limits.decrease'),
            },
      negotiated: this.negotiated(),
    };
  }

  /** Amounts agreed for this year; one dated from a later year is not yet agreed. */
  private negotiated(): ReadonlyMap<string, Fen> {
    const found = new Map<string, Fen>();
    for (const [alliance, dated] of this.policy.quota.negotiated ?? []) {
      const entry = entryAt(dated, this.reader.year);
      if (entry !== null) found.set(alliance, entry.value);
    }
    return found;
  }

  private expenditureBase(): ExpenditureBase | null {
    const { reader } = this;
    const { quota, financing } = this.policy;
    if (reader.read(quota.base, 'quota.base') !== 'expenditure') return null;
    if (quota.expenditure === undefined) reader.missing('quota.expenditure', 'mapping');
    const years = reader.read(quota.expenditure?.years, 'quota.expenditure.years');
    const own = reader.read(quota.expenditure?.growth, 'quota.expenditure.growth');
    if (years !== null && (years < 1 || years > 3))
      reader.add('not-whole', 'quota.expenditure.years', { case: 'range', got: years, least: 1, most: 3 });
    const perHead = [reader.year, reader.year - 1].map((year) => {
      const individual = reader.read(financing.individual, 'financing.individual', year);
      const subsidy = reader.read(financing.subsidy, 'financing.subsidy', year);
      return individual === null || subsidy === null ? null : BigInt(individual + subsidy);
    });
    const [now, before] = perHead;
    if (years === null || own === null || now === undefined || now === null || before === undefined || before === null) return null;
    if (before === 0n) return { years, growth: own, ofFinancing: null };
    const ofFinancing = ratio(now - before, before);
    return { years, growth: compareRatios(own, ofFinancing) < 0 ? own : ofFinancing, ofFinancing };
  }

  private advanceRules(): AdvanceRules {
    const { reader } = this;
    const { advance } = this.policy;
    const ofYear = (months: Ratio | null, path: string): Ratio | null => {
      if (months === null) return null;
      if (months.n > 12n * months.d) reader.add('not-whole', path, { case: 'months', got: decimalText(months), least: 0, most: 12 });
      return ratio(months.n, months.d * 12n);
    };
    const prepaid = ofYear(reader.read(advance?.prepayment?.months, 'advance.prepayment.months'), 'advance.prepayment.months');
    const tiers = advance?.tiers;
    const tier = (name: 'city' | 'province' | 'national'): TierRules | null => {
      const written = tiers?.[name];
      if (written === undefined) return null;
      const lag = reader.read(written.lag, `advance.tiers.${name}.lag`) ?? 0;
      if (lag > 11) reader.add('not-whole', `advance.tiers.${name}.lag`, { case: 'range', got: lag, least: 0, most: 11 });
      const by = reader.read(written.settledBy, `advance.tiers.${name}.settledBy`) ?? 'province';
      return { settler: SETTLERS.indexOf(by), lag };
    };
    return {
      share: reader.read(advance?.share, 'advance.share') ?? WHOLE,
      evenPattern: (reader.read(advance?.pattern, 'advance.pattern') ?? 'even') === 'even',
      offCountyDeducted: (reader.read(advance?.offCounty, 'advance.offCounty') ?? 'deducted') === 'deducted',
      revolving: ofYear(reader.read(advance?.revolving?.months, 'advance.revolving.months'), 'advance.revolving.months'),
      prepayment:
        prepaid === null ? null : { ofYear: prepaid, gate: reader.read(advance?.prepayment?.gate, 'advance.prepayment.gate') ?? NOTHING },
      offCountyPrepayment: ofYear(
        reader.read(advance?.offCountyPrepayment?.months, 'advance.offCountyPrepayment.months'),
        'advance.offCountyPrepayment.months',
      ),
      tiers: tiers === undefined ? null : { city: tier('city'), province: tier('province'), national: tier('national') },
    };
  }

  private criticalIllness(): Levy | null {
    const written = this.policy.reserves?.criticalIllness;
    if (written === undefined) return null;
    return this.levy(written.perHead, written.share, 'reserves.criticalIllness', []);
  }

  private levy(perHead: Dated<Fen> | undefined, share: Dated<Ratio> | undefined, path: string, others: readonly unknown[]): Levy | null {
    if ([perHead, share, ...others].filter((v) => v !== undefined).length !== 1) {
      this.reader.add('one-of', path, { choices: others.length > 0 ? 'perHead、share、amount' : 'perHead、share' });
      return null;
    }
    const head = this.reader.read(perHead, `${path}.perHead`);
    if (head !== null) return { perHead: head };
    const part = this.reader.read(share, `${path}.share`);
    return part === null ? null : { share: part };
  }

  private lines(): ReserveLine[] {
    return (this.policy.reserves?.lines ?? []).flatMap((line, i) => {
      const path = `reserves.lines.${i}`;
      const amount = this.reader.read(line.amount, `${path}.amount`);
      const levy = this.levy(line.perHead, line.share, path, [line.amount]);
      if (line.on !== undefined && line.share === undefined) this.reader.add('one-of', `${path}.on`, { case: 'on' });
      if (line.on === undefined && line.share !== undefined) this.reader.missing(`${path}.on`, 'choice');
      const found =
        amount !== null
          ? { amount }
          : levy !== null && 'share' in levy && line.on === 'remaining'
            ? { shareOfRemaining: levy.share }
            : levy;
      return found === null
        ? []
        : [{ id: line.id, title: line.title ?? line.id, levy: found, holder: line.holder.kind, payee: line.payee ?? line.holder.name }];
    });
  }

  private review(): ReviewBand[] {
    const bands = (this.reader.read(this.policy.review, 'review') ?? []).map((band, i) => ({
      upTo: this.reader.read(band.upTo, `review.${i}.upTo`),
      factor: this.reader.read(band.advance, `review.${i}.advance`) ?? WHOLE,
      flag: this.reader.read(band.flag, `review.${i}.flag`),
    }));
    this.reader.wantRising(bands, 'review');
    if (bands.length > 0 && bands.at(-1)?.upTo !== null) this.reader.add('band-last', `review.${bands.length - 1}`, {});
    return bands;
  }
}
