// One year's facts beside its policy: heads, scores, deductions, adjustments, and what was already paid or decided (R4b).

import { MONTHS } from '../money/calendar.ts';
import { type Dated, entryAt } from '../money/dated.ts';
import { decimalText } from '../money/display.ts';
import { compareRatios, type Ratio, ratio, times } from '../money/ratio.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import type { DeductionLine } from './ledger.ts';
import { meant, type Names } from './names.ts';
import type { Adjustment, DecidedReview, Deduction, YearPlan } from './plan.ts';
import type { YearRules } from './yearRules.ts';

/** What a year's facts say; cells and contracts are laid out apart. */
export type Facts = Pick<
  YearPlan,
  | 'insured'
  | 'insuredNone'
  | 'scores'
  | 'deductions'
  | 'adjustments'
  | 'givenGross'
  | 'givenRemitted'
  | 'givenCity'
  | 'givenManual'
  | 'givenReviews'
  | 'negotiated'
>;

/** Scores are out of a hundred. */
const FULL_SCORE = ratio(100n, 1n);

export class FactReader {
  /** Lines that deductions post on, found while years are read. */
  readonly deductionLines: DeductionLine[] = [];
  private readonly scenario: WrittenScenario;
  private readonly names: Names;
  private readonly first: number;
  private readonly last: number;

  constructor(scenario: WrittenScenario, names: Names) {
    this.scenario = scenario;
    this.names = names;
    [this.first, this.last] = scenario.years;
  }

  factsOf(year: number, rules: YearRules | null, settles: boolean): Facts {
    const { county } = this.scenario;
    const insured = Float64Array.from(
      county.alliances,
      (alliance, i) => this.valueAt(alliance.insured, year, `county.alliances.${i}.insured`) ?? 0,
    );
    if (insured.every((heads) => heads === 0)) this.names.error('insured-all-zero', 'county.alliances', { year });
    return {
      insured,
      insuredNone: county.insuredNone === undefined ? 0 : (this.valueAt(county.insuredNone, year, 'county.insuredNone') ?? 0),
      scores: county.alliances.map((_, i) => this.scoreOf(i, year, rules, settles)),
      deductions: this.deductionsOf(year),
      adjustments: this.adjustmentsOf(year),
      ...this.givenAdvances(year, rules),
      givenReviews: this.givenReviews(year),
      negotiated: this.negotiatedOf(rules),
    };
  }

  private valueAt<T>(dated: Dated<T>, year: number, path: string): T | null {
    const entry = entryAt(dated, year);
    if (entry !== null) return entry.value;
    if (!this.names.report.problems.some((p) => p.code === 'dated-before' && p.path === path)) {
      this.names.error('dated-before', path, { year, first: dated.entries[0]?.from ?? '' });
    }
    return null;
  }

  private scoreOf(alliance: number, year: number, rules: YearRules | null, settles: boolean): Ratio | null {
    const written = this.scenario.county.alliances[alliance]?.score;
    const path = `county.alliances.${alliance}.score`;
    if (!settles || rules === null || rules.settlement === null) return null;
    const needed = rules.settlement.needsScore;
    if (written !== undefined) {
      const score = needed ? this.valueAt(written, year, path) : (entryAt(written, year)?.value ?? null);
      const { title = '' } = this.names.alliances[alliance] ?? {};
      if (score !== null && compareRatios(score, FULL_SCORE) > 0)
        this.names.warn('score-above-full', path, { alliance: title, year, got: decimalText(score) });
      return score;
    }
    const known = this.names.report.problems.some((p) => p.code === 'score-missing' && p.path === path);
    if (needed && !known) this.names.error('score-missing', path, { alliance: this.names.alliances[alliance]?.title ?? '', year });
    return null;
  }

  /** Rows of one year out of a list; a row of a year that is not played is an error, told once. */
  private rowsIn<T extends { readonly year: number; readonly month: number; readonly alliance?: string | undefined }>(
    rows: readonly T[] | undefined,
    year: number,
    key: string,
  ): readonly (readonly [T, string])[] {
    if (year === this.first) {
      for (const [i, row] of (rows ?? []).entries()) {
        if (row.year < this.first || row.year > this.last) {
          this.names.error('outside-years', `${key}.${i}`, { got: row.year, first: this.first, last: this.last });
        } else if (row.year > (this.scenario.through?.year ?? this.last) && row.alliance !== undefined) {
          // The year is not played, but a misspelt name is told all the same.
          this.names.indexOf(this.names.allianceIndex, row.alliance, 'unknown-alliance', `${key}.${i}.alliance`);
        }
      }
    }
    return (rows ?? []).map((row, i) => [row, `${key}.${i}`] as const).filter(([row]) => row.year === year);
  }

  private deductionsOf(year: number): Deduction[] {
    const lines = this.deductionLines;
    return this.rowsIn(this.scenario.deductions, year, 'deductions').flatMap(([row, path]) => {
      const institution =
        row.institution === undefined
          ? -1
          : this.names.indexOf(this.names.institutionIndex, row.institution, 'unknown-institution', `${path}.institution`);
      if (row.home !== undefined && row.alliance !== undefined && row.home !== row.alliance) {
        this.names.error('one-of', path, { choices: 'home、alliance' });
        return [];
      }
      const homeName = row.home ?? row.alliance;
      const homeKey = row.home === undefined ? 'alliance' : 'home';
      let alliance = this.names.institutions[institution]?.alliance ?? -1;
      if (homeName !== undefined)
        alliance = this.names.indexOf(this.names.allianceIndex, homeName, 'unknown-alliance', `${path}.${homeKey}`);
      if (row.institution !== undefined && institution < 0) return [];
      if (alliance < 0) {
        if (homeName === undefined) this.names.error('deduction-nobody', path, { got: row.institution ?? '' });
        return [];
      }
      if (row.reason === undefined) this.names.warn('reason-missing', path, {});
      const same = lines.findIndex((l) => l.alliance === alliance && l.institution === institution && l.kind === row.kind);
      const line = same >= 0 ? same : lines.push({ alliance, institution, kind: row.kind }) - 1;
      return [{ alliance, institution, kind: row.kind, month: row.month - 1, amount: row.amount, reason: row.reason ?? '', line }];
    });
  }

  private adjustmentsOf(year: number): Adjustment[] {
    return this.rowsIn(this.scenario.adjustments, year, 'adjustments')
      .map(([row, path]) => {
        if (row.reason === undefined) this.names.warn('reason-missing', path, {});
        return {
          alliance: this.names.indexOf(this.names.allianceIndex, row.alliance, 'unknown-alliance', `${path}.alliance`),
          fromRisk: row.from === 'riskAdjustment',
          month: row.month - 1,
          amount: row.amount,
          reason: row.reason ?? '',
          path,
        };
      })
      .sort((a, b) => a.month - b.month);
  }

  /** R9: agreed quotas by alliance; a name that no alliance has is told once. */
  private negotiatedOf(rules: YearRules | null): Float64Array {
    const amounts = new Float64Array(this.names.alliances.length).fill(Number.NaN);
    for (const [id, amount] of rules?.negotiated ?? []) {
      const alliance = this.names.allianceIndex.get(id);
      if (alliance !== undefined) amounts[alliance] = amount;
      else
        this.names.errorOnce('unknown-alliance', `policy.quota.negotiated.${id}`, {
          got: id,
          ...meant(id, this.names.alliances),
        });
    }
    return amounts;
  }

  private givenAdvances(year: number, rules: YearRules | null) {
    const givenGross = new Float64Array(this.names.alliances.length * MONTHS).fill(Number.NaN);
    const [givenRemitted, givenCity, givenManual] = [givenGross.slice(), givenGross.slice(), givenGross.slice()];
    for (const [row, path] of this.rowsIn(this.scenario.advances, year, 'advances')) {
      const alliance = this.names.indexOf(this.names.allianceIndex, row.alliance, 'unknown-alliance', `${path}.alliance`);
      if (alliance < 0) continue;
      const i = alliance * MONTHS + row.month - 1;
      if (!Number.isNaN(givenGross[i])) this.names.error('duplicate-row', path, { got: `${row.alliance} ${row.year}-${row.month}` });
      const all = row.remitted + (row.city ?? 0) + (row.manual ?? 0);
      const held = rules?.depositFromAdvance === true ? times(row.gross, rules.depositShare) : 0;
      if (all > row.gross - held) this.names.error('advance-remitted-more', path, {});
      if (rules?.advance.offCountyDeducted === false && all > 0) this.names.error('advance-remitted-settled', `${path}.remitted`, {});
      givenGross[i] = row.gross;
      givenRemitted[i] = row.remitted;
      givenCity[i] = row.city ?? 0;
      givenManual[i] = row.manual ?? 0;
    }
    return { givenGross, givenRemitted, givenCity, givenManual };
  }

  private givenReviews(year: number): readonly (DecidedReview | null)[] {
    const given: (DecidedReview | null)[] = new Array(this.names.alliances.length * 3).fill(null);
    for (const [row, path] of this.rowsIn(this.scenario.reviews, year, 'reviews')) {
      const alliance = this.names.indexOf(this.names.allianceIndex, row.alliance, 'unknown-alliance', `${path}.alliance`);
      if (row.month % 3 !== 0 || row.month === 12)
        this.names.error('not-a-month', `${path}.month`, { got: row.month, wanted: 'reviewMonth' });
      else if (alliance >= 0) {
        const i = alliance * 3 + row.month / 3 - 1;
        if (given[i] !== null) this.names.error('duplicate-row', path, { got: `${row.alliance} ${row.year}-${row.month}` });
        given[i] = { factor: row.advance, flag: row.flag ?? null };
      }
    }
    return given;
  }
}
