// A scenario laid out flat: what the rules need of each year, as numbers and arrays, with every name turned into an
// index. Nothing here is read from files and nothing is looked up by name any more.

import type { YearMonth } from '../money/calendar.ts';
import type { Fen } from '../money/fen.ts';
import type { Ratio } from '../money/ratio.ts';
import type { WrittenBenefit } from '../written/shapes.ts';
import type { Measure } from '../written/table.ts';
import type { Growth } from './activity.ts';
import type { Contract } from './contracts.ts';
import type { Grants, MoneyYear } from './grants.ts';
import type { InstitutionYear } from './institutionYear.ts';
import type { Ledger } from './ledger.ts';
import type { PriceEffect } from './levers.ts';
import type { InsideYear, Members } from './members.ts';
import type { Institution, Named, PriceChange, Shock, Stream } from './parties.ts';
import type { ProcurementGroup } from './procurement.ts';
import type { Features } from './usedVariants.ts';
import type { Cells, Known, Volumes } from './volumes.ts';
import type { YearRules } from './yearRules.ts';

/** R7: a row of `deductions`, on its line. `month` from 0. */
export interface Deduction {
  readonly alliance: number;
  /** The institution it was taken from, or −1 where the alliance answers for it. */
  readonly institution: number;
  readonly kind: 'audit' | 'violation' | 'referral';
  readonly month: number;
  readonly amount: Fen;
  readonly reason: string;
  readonly line: number;
}

/** R7: a row of `adjustments`. `month` from 0; rows stand in order of month. */
export interface Adjustment {
  readonly alliance: number;
  readonly fromRisk: boolean;
  readonly month: number;
  readonly amount: Fen;
  readonly reason: string;
  readonly path: string;
}

export interface DecidedReview {
  readonly factor: Ratio;
  readonly flag: string | null;
}

export interface YearPlan {
  readonly year: number;
  readonly rules: YearRules;
  /** Insured heads per alliance. */
  readonly insured: Float64Array;
  readonly insuredNone: number;
  /** Assessment scores per alliance; null where none is needed. */
  readonly scores: readonly (Ratio | null)[];
  /** Projected (or actual) payments, streams × 13 periods, shocks included; where a method covers a stream it prices it anew (R9). */
  readonly cells: Float64Array;
  /** R9: cases, days, points, weights, cost and patients' payments of the same cells; null where no row gives any. */
  readonly volumes: Volumes | null;
  /** Payments and measures without shocks: what the next year grows from. */
  readonly unshocked: Cells;
  /** R9: payment methods of the year. */
  readonly contracts: readonly Contract[];
  /** R9: what price changes add to the year's money, in the months that see them first. */
  readonly priceEffect: PriceEffect;
  /** R9: amounts agreed in place of the computed quotas, by alliance; NaN where none is. */
  readonly negotiated: Float64Array;
  /** R9: cases given by each alliance's institutions in the years before, last year first. */
  readonly served: readonly Float64Array[];
  /** R9: off-county streams of alliances' insured, who settles them and with what lag; null without tiers. */
  readonly offCounty: readonly { readonly stream: number; readonly settler: number; readonly lag: number }[] | null;
  /** R10: null where the policy says nothing of the inside of alliances. */
  readonly inside: InsideYear | null;
  /** R11: rows settled with this year. */
  readonly procurement: readonly ProcurementGroup[];
  /** R12. */
  readonly money: MoneyYear;
  /** R10–R13: what the county tells of its institutions. */
  readonly facts: readonly InstitutionYear[];
  /** R12, R13: by alliance; null where it is not told. */
  readonly residents: readonly (number | null)[];
  readonly deductions: readonly Deduction[];
  readonly adjustments: readonly Adjustment[];
  /** Advances already made, alliances × 12: gross and remitted; NaN where the plan holds. */
  readonly givenGross: Float64Array;
  readonly givenRemitted: Float64Array;
  readonly givenCity: Float64Array;
  readonly givenManual: Float64Array;
  /** Reviews already decided, alliances × 3; null where the bands decide. */
  readonly givenReviews: readonly (DecidedReview | null)[];
  /** Months played: 12, or fewer in the last year of a run that stops early; 0 in the budget stage. */
  readonly months: number;
  readonly settles: boolean;
}

/** One stream's months as a close carries them: what is not known of it is left out. */
export interface CloseCell {
  readonly home: string;
  readonly institution: string;
  readonly service: string;
  readonly item: string;
  readonly signedWith: string;
  readonly months: readonly Fen[] | null;
  readonly volumes: Readonly<Partial<Record<Measure, readonly number[]>>>;
  /** R9: costs of the base year's case rows; null where it had none. */
  readonly caseCosts: readonly Fen[] | null;
}

/** What a close carries for a run to go on from it (R8). Everything by id, so that it can be kept in a file. */
export interface Close {
  /** The year closed: balances are after its settlement. */
  readonly year: number;
  readonly pool: Fen;
  readonly risk: Fen;
  /** Sub-accounts of named lines that the pool holds, by line id. */
  readonly held: ReadonlyMap<string, Fen>;
  /** Retained accounts, by alliance and use. */
  readonly retained: ReadonlyMap<string, ReadonlyMap<string, Fen>>;
  /** R9: sub-accounts of uses that the pool holds, by alliance and use. */
  readonly heldUses: ReadonlyMap<string, ReadonlyMap<string, Fen>>;
  /** The last year whose cells are known, and its cells before shocks; null where there is no activity. */
  readonly base: number | null;
  readonly cells: readonly CloseCell[];
  /** Spending for each alliance's insured by month, shocks included, of the years that R3 and R5 look back to. */
  readonly spending: ReadonlyMap<number, ReadonlyMap<string, readonly Fen[]>>;
  /** R3, R9: everything spent for each alliance's insured, trued up, of the same years. */
  readonly spent: ReadonlyMap<number, ReadonlyMap<string, Fen>>;
  /** R9: off-county spending of the alliances' insured in the year closed. */
  readonly offCounty: Fen;
  /** R9: cases given by each alliance's institutions, of the same years as `spending`. */
  readonly served: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** R9: January quotas of the year closed, and its quota pool where that went by expenditure. */
  readonly quotas: ReadonlyMap<string, Fen>;
  readonly expenditurePool: Fen | null;
  /** R9: the year's income and outflow, for the gate of a prepayment; null where they are not known. */
  readonly income: Fen | null;
  readonly outflow: Fen | null;
  /** R9: what is still to be recovered from each alliance's advances, by month from next January. */
  readonly recovery: ReadonlyMap<string, readonly Fen[]>;
  /** R10: what is still owed to each member, by how many months ago it fell due (null: before all that is known), youngest first. */
  readonly owed: ReadonlyMap<string, readonly { readonly age: number | null; readonly amount: Fen }[]>;
  /** R12: accounts of purposes, by grant and holder (`alliance/east`, `institution/x`). */
  readonly purposes: ReadonlyMap<string, ReadonlyMap<string, Fen>>;
  /** R13: the year's indicators, by alliance (empty id: the county) and id, for trends of the next year; empty without targets. */
  readonly indicators: ReadonlyMap<string, ReadonlyMap<string, Ratio | null>>;
  /** The cash view: each alliance's running cash, and settlement not yet paid. */
  readonly hospitalCash: ReadonlyMap<string, { readonly cash: Fen; readonly due: Fen }>;
  readonly fundDue: Fen;
}

/** What projected the cells, kept for derivations. */
interface ProjectionBasis {
  readonly base: number | null;
  /** Growth of each service, by year; null where none is given. */
  readonly growth: ReadonlyArray<Growth | null>;
  /** R9: entries of the policy's benefit, and the service that each is about. */
  readonly benefit: readonly WrittenBenefit[];
  readonly benefitService: readonly number[];
  readonly prices: readonly (PriceChange & { readonly title: string; readonly trigger: string })[];
  readonly shocks: readonly (Shock & { readonly title: string })[];
}

export interface Plan {
  readonly title: string;
  readonly projection: ProjectionBasis;
  readonly alliances: readonly Named[];
  readonly institutions: readonly Institution[];
  readonly services: readonly Named[];
  /** R13: by service, whether it is inpatient care. */
  readonly inpatient: readonly boolean[];
  readonly streams: readonly Stream[];
  /** First stream of each home and place: index home × 4 + place; one entry more at the end. */
  readonly groups: Int32Array;
  /** Every use of retained surplus that any year names. */
  readonly uses: readonly string[];
  /** R9: of them those that an alliance ever holds; the others are always held by the pool. */
  readonly allianceUses: ReadonlySet<string>;
  readonly years: readonly YearPlan[];
  /** Spending by alliance and month of the three years before the first, last year first: each alliances × 12. */
  readonly past: readonly Float64Array[];
  /** R3: everything spent for each alliance's insured in those years. */
  readonly pastSpent: readonly Float64Array[];
  /** R9: off-county spending of the alliances' insured in the year before the first. */
  readonly pastOffCounty: Fen;
  readonly features: Features;
  /** R10. */
  readonly members: Members;
  /** R13: what the county tells of its institutions for the year before the first, for trends. */
  readonly factsBefore: readonly InstitutionYear[];
  /** R11: institutions with rows of residents' procurement. */
  readonly procurement: readonly number[];
  /** R12. */
  readonly grants: Grants;
  /** R4, R9: what rows of the base year and of actual years give, by year and stream. */
  readonly known: ReadonlyMap<number, Known>;
  /** R9: costs of the base year's case rows, by stream. */
  readonly caseCosts: readonly (readonly Fen[] | null)[];
  readonly ledger: Ledger;
  readonly opening: Close;
  /** Month of the next year in which settlement is paid, by year of settlement; null: with the close of the year itself. */
  readonly settlementMonth: number | null;
  readonly through: YearMonth | null;
  readonly actualTo: YearMonth | null;
}
