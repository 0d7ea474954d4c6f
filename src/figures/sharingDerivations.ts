// Derivations of what is kept of a surplus and who pays an overspend (R7), and of the variants of both (R9).

import { percent, percentage, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { NOTHING, type Ratio, times } from '../money/ratio.ts';
import type { SettlementRules } from '../plan/settlementRules.ts';
import { shareByScore, shifted } from '../rules/settlement.ts';
import { adjustedQuotaOf, line, overspendOf } from './alliance.ts';
import {
  addition,
  amountStep,
  BESIDE,
  type Derive,
  derivation,
  own,
  type Part,
  policy,
  step,
  stepsTotal,
  summand,
  uncounted,
} from './derivation.ts';
import type { YearView } from './figure.ts';
import { bandSteps, capSteps, minimumSteps, rulesOf, scoreOf, scoreStep, shiftOf, shiftSteps } from './settlementSteps.ts';

const retainedShare = (v: YearView, a: number): Part[] => {
  const share = v.book.decisions.retentionShare[a];
  return share === null || share === undefined ? [] : [step('留用比例', 'share retained', percent(share))];
};

/** True where retention goes by R7 alone. */
function isPlainRetention(rules: SettlementRules): boolean {
  const { isPackage, leastScore, scoreShift, surplusMinimum, surplusBands, usesOfWhole, surplusCap } = rules;
  return (
    isPackage &&
    leastScore === null &&
    scoreShift.length === 0 &&
    surplusMinimum === null &&
    surplusBands.length === 0 &&
    !usesOfWhole &&
    surplusCap === null
  );
}

const retained: Derive = (v, a) => {
  const rules = rulesOf(v);
  const base = [
    uncounted(own(v, a, 'surplus')),
    minimumSteps(v, a, 'surplus'),
    policy('settlement.surplus.ceiling'),
    amountStep('留用基数', 'base', v.book.decisions.retentionBase[a] as Fen),
  ].flat();
  if (isPlainRetention(rules)) {
    return derivation(
      '结余（有上限时以 额度 × 上限 为限）× 按得分的留用比例',
      'surplus (at most quota × ceiling) × share by score',
      base,
      scoreStep(v, a),
      retainedShare(v, a),
      policy('settlement.surplus.retention'),
    );
  }
  if (!rules.isPackage) {
    return addition(
      '不打包：结余全部留在统筹基金',
      'without a package the surplus stays in the pool',
      uncounted(own(v, a, 'surplus')),
      policy('settlement.package'),
    );
  }
  const { zh, en } = retentionFormula(rules);
  const kept = rules.usesOfWhole ? wholeSteps(v, a) : keptSteps(v, a);
  return addition(zh, en, base, kept, capSteps(v, a, 'surplus', kept));
};

/** R9: the whole base is retained, whatever the score. */
function wholeSteps(view: YearView, a: number): Part[] {
  return [policy('settlement.surplus.usesOf'), summand('全部留用', 'kept whole', view.book.decisions.retentionBase[a] as number)];
}

/** R9: what is kept of the base, by bands or by the score's share, shares moved as the score says. */
function keptSteps(view: YearView, a: number): Part[] {
  const { surplusBands, retention } = rulesOf(view);
  const shift = shiftOf(view, a);
  const base = view.book.decisions.retentionBase[a] as Fen;
  const share = shareByScore(retention, scoreOf(view, a));
  const byScore = [...scoreStep(view, a), ...shiftSteps(view, a)];
  const table = [step('得分对应的比例', 'share by the score', percent(share)), policy('settlement.surplus.retention')];
  const taken = (amount: Fen, at: Ratio): Part => {
    const kept = times(amount, at);
    const text = `${yuanGrouped(amount)} × ${percent(at)} = ${yuanGrouped(kept)}`;
    return step('留用', 'kept', text, kept);
  };
  if (surplusBands.length === 0) return [...byScore, ...table, taken(base, shift === null ? NOTHING : shifted(share, shift))];
  const bands = bandSteps(view, a, base, movedBands(surplusBands, shift), { zh: '结余', en: 'surplus' });
  const parts = [...byScore, ...bands, policy('settlement.surplus.bands')];
  if (retention.length === 0) return parts;
  return [...parts.map(uncounted), ...table, taken(fen(stepsTotal(bands)), share)];
}

/** Bands with their shares moved by percentage points; where nothing is shared, at nothing. */
function movedBands(bands: readonly { readonly upTo: Ratio | null; readonly kept: Ratio }[], shift: Ratio | null) {
  return bands.map(({ upTo, kept }) => ({ upTo, share: shift === null ? NOTHING : shifted(kept, shift) }));
}

/** What R9 makes of the formula of retention. */
function retentionFormula(rules: SettlementRules): { readonly zh: string; readonly en: string } {
  const zh = ['结余（有上限时以 额度 × 上限 为限）'];
  const en = ['surplus (at most quota × ceiling)'];
  const add = (used: boolean, inChinese: string, inEnglish: string): void => {
    if (!used) return;
    zh.push(inChinese);
    en.push(inEnglish);
  };
  const hasBands = rules.surplusBands.length > 0;
  add(rules.usesOfWhole, '全部留用，不看得分', ' kept whole, whatever the score');
  if (!rules.usesOfWhole) {
    add(hasBands, '按结余率分档累进，各档四舍五入到分后相加', ' by marginal bands of the surplus ratio, each rounded to the fen');
    add(rules.retention.length > 0, ' × 按得分的留用比例', ' × share by score');
    add(rules.scoreShift.length > 0, '，比例按得分浮动、限于 0–100%', ', shares moved by the score within 0–100%');
    add(rules.leastScore !== null, '，低于最低得分不留用', ', nothing below the least score');
  }
  add(rules.surplusCap !== null, '，不超过 额度 × 封顶比例', ', at most quota × cap');
  add(rules.surplusMinimum !== null, '；低于起算额的全部收回', '; below the minimum all goes back');
  return { zh: zh.join(''), en: en.join('') };
}

function isPlainClaim(rules: SettlementRules): boolean {
  const { isPackage, leastScore, scoreShift, overspendMinimum, isSlab, overspendCap } = rules;
  return isPackage && leastScore === null && scoreShift.length === 0 && overspendMinimum === null && !isSlab && overspendCap === null;
}

/** True for an overspend that the pool pays whole: below the minimum, or without a package. */
function isPaidWhole(view: YearView, a: number): boolean {
  const { isPackage, overspendMinimum } = rulesOf(view);
  const overspend = overspendOf(view, a);
  return overspend > 0 && (!isPackage || (overspendMinimum !== null && overspend < times(adjustedQuotaOf(view, a), overspendMinimum)));
}

const poolShare: Derive = (v, a) => {
  const rules = rulesOf(v);
  if (!rules.isPackage) {
    return addition(
      '不打包：超支由统筹基金全付，不申请分担',
      'without a package the pool pays overspends: no claim',
      uncounted(own(v, a, 'overspend')),
      policy('settlement.package'),
    );
  }
  const moved = rules.bands.map(({ upTo, pool }) => ({ upTo, kept: pool }));
  const bands = movedBands(moved, shiftOf(v, a));
  const isWhole = isPaidWhole(v, a);
  const steps = isWhole
    ? []
    : rules.isSlab
      ? slabStep(v, a, bands)
      : bandSteps(v, a, overspendOf(v, a), bands, { zh: '超支', en: 'overspend' });
  const plain = isPlainClaim(rules);
  const { zh, en } = claimFormula(rules);
  return addition(
    zh,
    en,
    uncounted(own(v, a, 'overspend')),
    uncounted(own(v, a, 'adjustedQuota')),
    minimumSteps(v, a, 'overspend'),
    isWhole ? [step('低于起算额', 'below the minimum', { zh: '由统筹基金全付，不申请分担', en: 'the pool pays it: no claim' })] : [],
    plain ? [] : [...scoreStep(v, a), ...shiftSteps(v, a)],
    steps,
    rules.isSlab ? [policy('settlement.overspend.kind')] : [],
    policy('settlement.overspend.bands'),
    capSteps(v, a, 'overspend', steps),
  );
};

function claimFormula(rules: SettlementRules): { readonly zh: string; readonly en: string } {
  const zh = [
    rules.isSlab
      ? '超支全额按所落档次的比例（恰好等于上限归本档；超过最高一档不分担）'
      : '超支分档计算，各档四舍五入到分后相加（最高一档以上不分担）',
  ];
  const en = [
    rules.isSlab
      ? 'the whole overspend at the share of its band (exactly on an end it is the lower band’s; above the last nothing)'
      : 'overspend band by band, each rounded to the fen',
  ];
  const add = (used: boolean, inChinese: string, inEnglish: string): void => {
    if (!used) return;
    zh.push(inChinese);
    en.push(inEnglish);
  };
  add(rules.scoreShift.length > 0, '，比例按得分浮动、限于 0–100%', ', shares moved by the score within 0–100%');
  add(rules.leastScore !== null, '，低于最低得分不分担', ', nothing below the least score');
  add(rules.overspendCap !== null, '，不超过 额度 × 封顶比例', ', at most quota × cap');
  add(rules.overspendMinimum !== null, '；低于起算额的不申请', '; no claim below the minimum');
  return { zh: zh.join(''), en: en.join('') };
}

/** The one band that a whole overspend falls in. */
function slabStep(view: YearView, a: number, bands: readonly { readonly upTo: Ratio | null; readonly share: Ratio }[]): Part[] {
  const overspend = overspendOf(view, a);
  const quota = adjustedQuotaOf(view, a);
  const band = bands.find(({ upTo }) => upTo === null || overspend <= times(quota, upTo));
  const rate = percentage(overspend, quota) ?? '—';
  if (overspend === 0) return [];
  if (band === undefined)
    return [step(`超支 ${rate}`, `overspend ${rate}`, { zh: '超过最高一档，不分担', en: 'above the last band: nothing' })];
  const claimed = times(overspend, band.share);
  const text = `${yuanGrouped(overspend)} × ${percent(band.share)} = ${yuanGrouped(claimed)}`;
  return [step(`超支 ${rate}`, `overspend ${rate}`, text, claimed)];
}

const funded: Derive = (v, a) => {
  const fund = [
    amountStep('申请前风险调剂金', 'fund before the claims', v.book.decisions.fundBeforeClaims),
    amountStep(
      '各医共体申请合计',
      'all claims',
      v.book.decisions.claims.reduce((x, y) => x + y, 0),
    ),
  ];
  if (!v.plan.features.fundedByPool) {
    return derivation(
      '风险调剂金足够时等于申请；不足时按各医共体申请分摊现有资金',
      'the claim, or the fund’s money apportioned to the claims',
      own(v, a, 'poolShare'),
      fund,
    );
  }
  return addition(
    '风险调剂金支付（足够时等于申请；不足时按各医共体申请分摊现有资金）+ 统筹基金负担',
    'paid by the risk fund (the claim, or the fund’s money apportioned to the claims) + paid by the pool',
    own(v, a, 'poolShare', BESIDE),
    fund,
    summand('风险调剂金支付', 'paid by the risk fund', line(v, 'funded', a)),
    own(v, a, 'fundedByPool', '+'),
  );
};

/** R9: what the pool pays of an overspend beyond the risk fund. */
const fundedByPool: Derive = (v, a) => {
  const rules = rulesOf(v);
  if (isPaidWhole(v, a)) {
    return rules.isPackage
      ? addition(
          '超支低于起算额：由统筹基金全付',
          'an overspend below the minimum is paid by the pool',
          own(v, a, 'overspend'),
          minimumSteps(v, a, 'overspend'),
        )
      : addition(
          '不打包：超支由统筹基金全付',
          'without a package the pool pays overspends',
          own(v, a, 'overspend'),
          policy('settlement.package'),
        );
  }
  return rules.isPackage && rules.uncoveredByPool
    ? addition(
        '申请分担 − 风险调剂金支付：付不了的由统筹基金承担',
        'claim − paid by the risk fund: what it cannot pay falls on the pool',
        own(v, a, 'poolShare'),
        amountStep('风险调剂金支付', 'paid by the risk fund', line(v, 'funded', a), -1),
        policy('settlement.overspend.uncovered'),
      )
    : derivation(
        '本年没有由统筹基金负担的超支，为零',
        'no overspend of the year is paid by the pool: 0',
        own(v, a, 'overspend', BESIDE),
        minimumSteps(v, a, 'overspend'),
      );
};

const borne: Derive = (v, a) => {
  const later = rulesOf(v).recoverMonths > 0;
  return addition(
    later ? '超支 − 基金分担；先由统筹基金垫付足额清算，以后从预付中扣回' : '超支 − 基金分担，由医共体自有资金承担',
    later
      ? 'overspend − funded; lent by the pool so that care is settled in full, recovered from later advances'
      : 'overspend − funded, from the alliance’s own means',
    own(v, a, 'overspend'),
    own(v, a, 'funded', '−'),
    later ? [policy('settlement.overspend.settle'), policy('settlement.overspend.recover')] : [],
  );
};

export const SHARING_DERIVATIONS: Readonly<Record<string, Derive>> = { retained, poolShare, funded, fundedByPool, borne };
