// One year's policy: every dated value of the policy read for that year, with the checks that need a year.

import { type Weights, weightsOf } from '../money/apportion.ts';
import { type Dated, entryAt } from '../money/dated.ts';
import { decimalText, percent } from '../money/display.ts';
import type { Fen } from '../money/fen.ts';
import { compareRatios, NOTHING, plus, type Ratio, WHOLE } from '../money/ratio.ts';
import type { ProblemCode, Report } from '../problem/problem.ts';
import type { Where } from '../problem/source.ts';
import type { WrittenPolicy } from '../written/shapes.ts';

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

export interface ScoreRow {
  readonly score: Ratio;
  readonly share: Ratio;
}

export interface OverspendBand {
  readonly upTo: Ratio | null;
  readonly pool: Ratio;
}

export interface SettlementRules {
  readonly ceiling: Ratio | null;
  readonly retention: readonly ScoreRow[];
  /** Index into the plan's uses, and whole weights in proportion to the shares. */
  readonly uses: readonly { readonly use: number; readonly share: Ratio }[];
  readonly useWeights: Weights;
  readonly bands: readonly OverspendBand[];
  /** Empty where there is no quality deposit. */
  readonly returned: readonly ScoreRow[];
}

export interface YearRules {
  readonly individual: Fen;
  readonly subsidy: Fen;
  readonly interest: Ratio;
  readonly criticalIllness: Levy | null;
  readonly riskShare: Ratio;
  readonly riskCeiling: Ratio | null;
  readonly depositShare: Ratio;
  readonly lines: readonly ReserveLine[];
  readonly byInsured: Ratio;
  readonly byHistory: Ratio;
  /** Whole weights of the two parts. */
  readonly partWeights: Weights;
  /** Whole weights of the years before, last year first. */
  readonly historyWeights: Weights;
  readonly advanceShare: Ratio;
  readonly evenPattern: boolean;
  readonly offCountyDeducted: boolean;
  readonly review: readonly ReviewBand[];
  readonly settlement: SettlementRules | null;
}

/** Reads a policy for one year after another. Problems go to the report once each, however many years share them. */
export class PolicyReader {
  private readonly policy: WrittenPolicy;
  private readonly report: Report;
  private readonly whereAt: (path: string) => Where | null;
  private readonly seen = new Set<string>();
  private year = 0;

  constructor(policy: WrittenPolicy, report: Report, whereAt: (path: string) => Where | null) {
    this.policy = policy;
    this.report = report;
    this.whereAt = whereAt;
  }

  /** @returns the rules of a year, or null where they cannot be read (the report says why). */
  rulesOf(year: number, uses: readonly string[], settles: boolean): YearRules | null {
    this.year = year;
    const before = this.report.problems.length;
    const { financing, reserves, quota, advance } = this.policy;
    const individual = this.read(financing.individual, 'financing.individual');
    const subsidy = this.read(financing.subsidy, 'financing.subsidy');
    const parts = [this.read(quota.byInsured, 'quota.byInsured'), this.read(quota.byHistory, 'quota.byHistory')];
    this.wantWhole(parts, 'quota');
    const [byInsured = NOTHING, byHistory = NOTHING] = parts.map((part) => part ?? NOTHING);
    const weights = this.read(quota.historyWeights, 'quota.historyWeights');
    if (weights === null && quota.historyWeights === undefined && byHistory.n > 0n) this.missing('quota.historyWeights', 'list');
    const rules = {
      individual,
      subsidy,
      interest: this.read(financing.interest, 'financing.interest') ?? NOTHING,
      criticalIllness: this.criticalIllness(),
      riskShare: this.read(reserves?.riskAdjustment?.share, 'reserves.riskAdjustment.share') ?? NOTHING,
      riskCeiling: this.read(reserves?.riskAdjustment?.ceiling, 'reserves.riskAdjustment.ceiling'),
      depositShare: this.read(reserves?.qualityDeposit?.share, 'reserves.qualityDeposit.share') ?? NOTHING,
      lines: this.lines(),
      byInsured,
      byHistory,
      partWeights: weightsOf([byInsured, byHistory]),
      historyWeights: weightsOf(weights ?? []),
      advanceShare: this.read(advance?.share, 'advance.share') ?? WHOLE,
      evenPattern: (this.read(advance?.pattern, 'advance.pattern') ?? 'even') === 'even',
      offCountyDeducted: (this.read(advance?.offCounty, 'advance.offCounty') ?? 'deducted') === 'deducted',
      review: this.review(),
      settlement: settles ? this.settlement(uses) : null,
    };
    const failed = this.report.problems.slice(before).some((p) => p.grade === 'error');
    return failed || rules.individual === null || rules.subsidy === null
      ? null
      : { ...rules, individual: rules.individual, subsidy: rules.subsidy };
  }

  /** The value of a year, or null if it is not given at all. */
  private read<T>(dated: Dated<T> | undefined, path: string): T | null {
    if (dated === undefined) return null;
    const entry = entryAt(dated, this.year);
    if (entry === null) {
      this.add('dated-before', path, { year: this.year, first: dated.entries[0]?.from ?? '' });
      return null;
    }
    return entry.value;
  }

  private add(code: ProblemCode, path: string, args: Record<string, string | number>): void {
    const full = `policy.${path}`;
    if (this.seen.has(code + full)) return;
    this.seen.add(code + full);
    this.report.add('error', code, this.whereAt(full), full, args);
  }

  private missing(path: string, wanted: string): void {
    this.add('missing-key', path, { key: path.split('.').at(-1) ?? path, wanted });
  }

  /** Shares must sum to 100%; where one could not be read, that has been told already. */
  private wantWhole(shares: readonly (Ratio | null)[], path: string): void {
    if (shares.includes(null)) return;
    const sum = (shares as readonly Ratio[]).reduce(plus, NOTHING);
    if (compareRatios(sum, WHOLE) !== 0) this.add('shares-not-whole', path, { got: percent(sum), year: this.year });
  }

  private criticalIllness(): Levy | null {
    const written = this.policy.reserves?.criticalIllness;
    if (written === undefined) return null;
    return this.levy(written.perHead, written.share, 'reserves.criticalIllness', []);
  }

  private levy(perHead: Dated<Fen> | undefined, share: Dated<Ratio> | undefined, path: string, others: readonly unknown[]): Levy | null {
    if ([perHead, share, ...others].filter((v) => v !== undefined).length !== 1) {
      this.add('one-of', path, { choices: others.length > 0 ? 'perHead、share、amount' : 'perHead、share' });
      return null;
    }
    const head = this.read(perHead, `${path}.perHead`);
    if (head !== null) return { perHead: head };
    const part = this.read(share, `${path}.share`);
    return part === null ? null : { share: part };
  }

  private lines(): ReserveLine[] {
    return (this.policy.reserves?.lines ?? []).flatMap((line, i) => {
      const path = `reserves.lines.${i}`;
      const amount = this.read(line.amount, `${path}.amount`);
      const levy = this.levy(line.perHead, line.share, path, [line.amount]);
      if (line.on !== undefined && line.share === undefined) this.add('one-of', `${path}.on`, { case: 'on' });
      if (line.on === undefined && line.share !== undefined) this.missing(`${path}.on`, 'choice');
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
    const bands = (this.read(this.policy.review, 'review') ?? []).map((band, i) => ({
      upTo: this.read(band.upTo, `review.${i}.upTo`),
      factor: this.read(band.advance, `review.${i}.advance`) ?? WHOLE,
      flag: this.read(band.flag, `review.${i}.flag`),
    }));
    this.wantRising(bands, 'review');
    if (bands.length > 0 && bands.at(-1)?.upTo !== null) this.add('band-last', `review.${bands.length - 1}`, {});
    return bands;
  }

  /** Bands rise strictly, and only the last may be open. */
  private wantRising(bands: readonly { readonly upTo: Ratio | null }[], path: string): void {
    for (const [i, band] of bands.entries()) {
      const before = bands[i - 1]?.upTo;
      if (band.upTo === null && i < bands.length - 1) this.add('band-order', `${path}.${i}`, { case: 'open' });
      if (band.upTo !== null && (before ? compareRatios(band.upTo, before) <= 0 : i === 0 && band.upTo.n === 0n)) {
        this.add('band-order', `${path}.${i}.upTo`, { before: before ? percent(before) : '0.00%', got: percent(band.upTo) });
      }
    }
  }

  private settlement(uses: readonly string[]): SettlementRules | null {
    const written = this.policy.settlement;
    if (written === undefined) {
      this.missing('settlement', 'mapping');
      return null;
    }
    const shares = (this.read(written.surplus.uses, 'settlement.surplus.uses') ?? []).map(([name, dated]) => ({
      use: uses.indexOf(name),
      share: this.read(dated, `settlement.surplus.uses.${name}`) ?? NOTHING,
    }));
    this.wantWhole(
      shares.map((u) => u.share),
      'settlement.surplus.uses',
    );
    const bands = (this.read(written.overspend.bands, 'settlement.overspend.bands') ?? []).map((band, i) => ({
      upTo: this.read(band.upTo, `settlement.overspend.bands.${i}.upTo`),
      pool: this.read(band.pool, `settlement.overspend.bands.${i}.pool`) ?? NOTHING,
    }));
    this.wantRising(bands, 'settlement.overspend.bands');
    const hasDeposit = this.policy.reserves?.qualityDeposit !== undefined;
    if (hasDeposit && written.deposit === undefined) this.missing('settlement.deposit', 'mapping');
    return {
      ceiling: this.read(written.surplus.ceiling, 'settlement.surplus.ceiling'),
      retention: this.scoreTable(written.surplus.retention, 'settlement.surplus.retention'),
      uses: shares,
      useWeights: weightsOf(shares.map((u) => u.share)),
      bands,
      returned: hasDeposit ? this.scoreTable(written.deposit?.returned, 'settlement.deposit.returned') : [],
    };
  }

  /** Score tables fall strictly: the first row not above the score counts. */
  private scoreTable(
    written: Dated<readonly { readonly score: Dated<Ratio>; readonly share: Dated<Ratio> }[]> | undefined,
    path: string,
  ): ScoreRow[] {
    const rows = (this.read(written, path) ?? []).map((row, i) => ({
      score: this.read(row.score, `${path}.${i}.score`) ?? NOTHING,
      share: this.read(row.share, `${path}.${i}.share`) ?? NOTHING,
    }));
    for (const [i, row] of rows.entries()) {
      const before = rows[i - 1];
      if (before !== undefined && compareRatios(row.score, before.score) >= 0) {
        this.add('score-order', `${path}.${i}.score`, { before: decimalText(before.score), got: decimalText(row.score) });
      }
    }
    return rows;
  }
}
