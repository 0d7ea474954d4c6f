// Which variants of the rules a run uses (R9), so that lines and figures of the others do not appear.

/** R9: what the policy of some year uses; lines of what no year uses are not drawn. */
export interface Features {
  readonly byService: boolean;
  readonly limits: boolean;
  readonly negotiated: boolean;
  readonly depositFromAdvance: boolean;
  readonly revolving: boolean;
  readonly prepayment: boolean;
  readonly offCountyPrepayment: boolean;
  readonly tiers: boolean;
  /** Some service has a sub-budget or an incentive pool, so that care is trued up in period 13. */
  readonly trueUp: boolean;
  readonly fundedByPool: boolean;
  readonly recovery: boolean;
  readonly heldUses: boolean;
  /** R10–R12. */
  readonly inside: boolean;
  readonly distributes: boolean;
  readonly sharesBorne: boolean;
  readonly procurement: boolean;
  readonly publicHealth: boolean;
  readonly grants: boolean;
}
