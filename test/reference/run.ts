// What a run is told, what one year's close hands to the next, and how much of a year is played.
import type { Activity, Institution } from './activity.ts';
import type { Took } from './branches.ts';
import type { Alliance } from './budget.ts';
import type { Deduction, GivenAdvance, GivenReview } from './given.ts';
import type { PublicMoney } from './grants.ts';
import type { LastIndicators, Monitored } from './indicators.ts';
import type { Inside } from './inside.ts';
import type { LastYear, Owed } from './loans.ts';
import type { Due } from './members.ts';
import type { payer } from './paid.ts';
import type { Procurement } from './procurement.ts';
import type { LastQuotas } from './quota.ts';
import type { Adjustment } from './settlement.ts';
import type { Shown } from './shown.ts';
import type { Spent } from './spending.ts';
import type { Written } from './written.ts';

export interface Run {
  readonly policy: Written;
  readonly county: Written;
  readonly first: number;
  readonly alliances: readonly Alliance[];
  readonly institutions: readonly Institution[];
  readonly activity: Activity;
  readonly spent: Spent;
  readonly pay: ReturnType<typeof payer>;
  readonly deductions: readonly Deduction[];
  readonly adjustments: readonly Adjustment[];
  readonly advancesMade: ReadonlyMap<string, GivenAdvance>;
  readonly reviewsMade: ReadonlyMap<string, GivenReview>;
  readonly settlementMonth: number | null;
  /** R10–R13; null: the policy says nothing of it. */
  readonly inside: Inside | null;
  readonly procurement: Procurement | null;
  readonly publicMoney: PublicMoney;
  readonly monitored: Monitored | null;
  readonly shown: Shown;
  readonly took: Took;
}

/** R10: what the lead owes a member (negative: it owes the lead), and everything that fell due so far. */
interface MemberAccount {
  owed: bigint;
  readonly dues: Due[];
}

/** What one year's close hands to the next. */
export interface State {
  pool: bigint;
  risk: bigint;
  /** Lines and uses that the pool holds; of these, the uses. */
  subAccounts: bigint;
  heldUses: bigint;
  /** Cash the agency holds, what it still pays at settlement included. */
  cash: bigint;
  /** Settlement payments of the year before that leave in its settlement month. */
  agencyPending: bigint;
  readonly hospitalCash: Map<string, bigint>;
  readonly hospitalPending: Map<string, bigint>;
  readonly retained: Map<string, Map<string, bigint>>;
  readonly owed: Map<string, Owed>;
  readonly members: Map<string, MemberAccount>;
  /** R12: by grant (or publicHealth) and holder. */
  readonly accounts: Map<string, bigint>;
  lastYear: LastYear | null;
  lastQuotas: LastQuotas | null;
  lastIndicators: LastIndicators;
}

export interface Span {
  readonly year: number;
  readonly monthsPlayed: number;
  readonly settles: boolean;
}
