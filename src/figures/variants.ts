// Figures of the variants of R9: each is there only where the policy of some year of the run uses its variant.

import { type Fen, fen } from '../money/fen.ts';
import type { LineKind } from '../plan/lineKinds.ts';
import type { Features } from '../plan/usedVariants.ts';
import { fundedByPoolOf, heldByPoolOf, line, lineIn, trueUpOfAlliance } from './alliance.ts';
import { heldUsesBalance } from './county.ts';
import type { Figure, FigureValue, YearView } from './figure.ts';

/** A figure of an alliance that is there where a feature is used. */
function variant(
  id: string,
  zh: string,
  en: string,
  rule: string,
  stage: Figure['stage'],
  uses: (features: Features) => boolean,
  read: (view: YearView, a: number) => FigureValue,
): Figure {
  return {
    id,
    scope: 'alliance',
    words: { zh, en },
    unit: 'amount',
    rule,
    stage,
    read: (view, a) => (uses(view.plan.features) ? read(view, a) : undefined),
  };
}

function countyVariant(
  id: string,
  zh: string,
  en: string,
  rule: string,
  stage: Figure['stage'],
  uses: (f: Features) => boolean,
  read: (v: YearView) => Fen,
): Figure {
  return { ...variant(id, zh, en, rule, stage, uses, (view) => read(view)), scope: 'county' };
}

/** What moves along a kind of line each month. */
function monthly(id: string, zh: string, en: string, rule: string, uses: (features: Features) => boolean, kind: LineKind): Figure {
  const read = (view: YearView, a: number) => Array.from({ length: view.year.months }, (_, m) => lineIn(view, kind, a, m));
  return { ...variant(id, zh, en, rule, 'months', uses, read), size: (view, a, m) => lineIn(view, kind, a, m) };
}

/** What an alliance still owes at the year's end of overspends that were paid in full. */
export function receivableOf(view: YearView, a: number): Fen {
  const { dues } = view.book.decisions;
  const each = dues.length / view.plan.alliances.length;
  let sum = 0;
  for (let i = a * each; i < (a + 1) * each; i++) sum += dues[i] as number;
  return fen(sum);
}

/** R3: the sum of a quota's computed parts, before limits and agreed amounts. */
export function computedQuotaOf(view: YearView, a: number): Fen {
  const byService = view.plan.features.byService ? line(view, 'quotaByService', a) : 0;
  return fen(line(view, 'quotaByInsured', a) + line(view, 'quotaByHistory', a) + byService);
}

export const VARIANT_FIGURES: readonly Figure[] = [
  variant(
    'byService',
    '其中按服务量',
    'of which by cases given',
    'R3',
    'budget',
    (f) => f.byService,
    (v, a) => line(v, 'quotaByService', a),
  ),
  variant(
    'computedQuota',
    '测算额度（限幅、协商前）',
    'Computed quota, before limits and agreed amounts',
    'R3',
    'budget',
    (f) => f.limits || f.negotiated,
    computedQuotaOf,
  ),
  variant(
    'limitChange',
    '增减幅限制调整',
    'Changed by limits',
    'R3',
    'budget',
    (f) => f.limits,
    (v, a) => line(v, 'quotaLimit', a),
  ),
  variant(
    'negotiatedChange',
    '协商调整（相对限幅后额度）',
    'Agreed amount less the computed one, after limits',
    'R3',
    'budget',
    (f) => f.negotiated,
    (v, a) => line(v, 'quotaNegotiated', a),
  ),
  variant('trueUp', '年终按最终点值清算', 'Trued up at the final value', 'R9', 'settled', (f) => f.trueUp, trueUpOfAlliance),
  monthly('depositHeld', '每月扣留质量保证金', 'Deposit held each month', 'R5', (f) => f.depositFromAdvance, 'depositHeld'),
  variant(
    'revolving',
    '周转金',
    'Working funds',
    'R5',
    'months',
    (f) => f.revolving,
    (v, a) => line(v, 'revolvingOut', a),
  ),
  variant(
    'prepayment',
    '预付金',
    'Prepayment',
    'R5',
    'months',
    (f) => f.prepayment,
    (v, a) => line(v, 'prepaymentOut', a),
  ),
  monthly('cityPaid', '每月市级结算', 'Settled by the city each month', 'R5', (f) => f.tiers, 'citySettled'),
  monthly('manualPaid', '每月手工报销', 'Reimbursed by hand each month', 'R5', (f) => f.tiers, 'manualSettled'),
  variant('heldByPool', '统筹基金持有的留用', 'Retained, held by the pool', 'R7', 'settled', (f) => f.heldUses, heldByPoolOf),
  variant('fundedByPool', '其中统筹基金负担', 'of which paid by the pool', 'R7', 'settled', (f) => f.fundedByPool, fundedByPoolOf),
  monthly('recovered', '每月扣回以前超支', 'Recovered of earlier overspends each month', 'R7', (f) => f.recovery, 'recovered'),
  variant('receivable', '年末待扣回超支', 'Still to be recovered', 'R7', 'settled', (f) => f.recovery, receivableOf),
  countyVariant(
    'quotaUnallotted',
    '限幅后未分配',
    'Left unallotted by limits',
    'R3',
    'budget',
    (f) => f.limits,
    (v) => (v.year.rules.limits === null ? fen(0) : v.book.decisions.unallotted),
  ),
  countyVariant('pool.heldUses', '结余专户年末余额', 'Uses held by the pool', 'R8', 'settled', (f) => f.heldUses, heldUsesBalance),
  countyVariant(
    'pool.receivable',
    '待扣回超支合计',
    'Still to be recovered, all alliances',
    'R8',
    'settled',
    (f) => f.recovery,
    (v) => fen(v.plan.alliances.reduce((sum, _, a) => sum + receivableOf(v, a), 0)),
  ),
];
