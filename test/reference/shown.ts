// Which figures of R9 a run shows: those whose variant the policy names in some year.
import { usesNamed } from './uses.ts';
import { everAt, field, mapOf, type Written } from './written.ts';

export interface Shown {
  readonly byService: boolean;
  readonly limits: boolean;
  readonly negotiated: boolean;
  readonly trueUp: boolean;
  readonly depositHeld: boolean;
  readonly revolving: boolean;
  readonly prepayment: boolean;
  readonly tiers: boolean;
  readonly heldUses: boolean;
  readonly fundedByPool: boolean;
  readonly receivable: boolean;
}

export function shownOf(policy: Written): Shown {
  const has = (...path: string[]): boolean => everAt(policy, ...path).length > 0;
  const is = (value: string, ...path: string[]): boolean => everAt(policy, ...path).includes(value);
  const services = [...mapOf(field(policy, 'payment'), 'payment').values()];
  return {
    byService: has('quota', 'byService'),
    limits: has('quota', 'limits'),
    negotiated: has('quota', 'negotiated'),
    trueUp: services.some((service) => everAt(service, 'floating').length > 0 || everAt(service, 'supported', 'pool').length > 0),
    depositHeld: is('advance', 'reserves', 'qualityDeposit', 'from'),
    revolving: has('advance', 'revolving'),
    prepayment: has('advance', 'prepayment'),
    tiers: has('advance', 'tiers'),
    heldUses: usesNamed(policy).somePools,
    fundedByPool:
      is('pool', 'settlement', 'overspend', 'uncovered') ||
      has('settlement', 'overspend', 'minimum') ||
      is('none', 'settlement', 'package'),
    receivable: is('inFull', 'settlement', 'overspend', 'settle'),
  };
}
