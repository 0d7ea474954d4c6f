// How a payment method prices an institution's care (R9): points by coefficient, days by tier, cases by item.

import { MONTHS, PERIODS } from '../money/calendar.ts';
import { countGrouped, decimalText, exactDecimal } from '../money/display.ts';
import { type Ratio, ratio } from '../money/ratio.ts';
import { type Contract, measureOf } from '../plan/contracts.ts';
import type { Institution, Stream } from '../plan/parties.ts';
import { type PaymentRules, writtenKeys } from '../plan/paymentRules.ts';
import type { Volumes } from '../plan/volumes.ts';
import { daysInTier } from '../rules/payment/bedDay.ts';
import type { Measure } from '../written/table.ts';
import { projectedFrom } from './careDerivations.ts';
import { addition, amountStep, BESIDE, county, type Derivation, derivation, ofInstitution, type Part, policy, step } from './derivation.ts';
import type { YearView } from './figure.ts';
import { pointsText, rateKey, roundOf, serviceId } from './paymentDerivations.ts';

/** One institution's care under one method. */
export interface Priced {
  readonly view: YearView;
  readonly contract: Contract;
  readonly institution: number;
}

/** Positions in the contract's lists of the streams that an institution gives. */
function positions({ view, contract, institution }: Priced): number[] {
  return [...contract.streams.keys()].filter((k) => streamAt(view, contract, k).institution === institution);
}

function streamAt(view: YearView, contract: Contract, k: number): Stream {
  return view.plan.streams[contract.streams[k] as number] as Stream;
}

export function streamsOf(priced: Priced): Stream[] {
  return positions(priced).map((k) => streamAt(priced.view, priced.contract, k));
}

function rulesOf({ view, contract }: Priced): PaymentRules | undefined {
  return view.year.rules.payment.find(({ service }) => service === serviceId(view, contract));
}

function measured({ view, contract }: Priced, measure: Measure, of: readonly number[]): number {
  const table = (view.year.volumes as Volumes)[measure];
  let sum = 0;
  for (const k of of) for (let m = 0; m < MONTHS; m++) sum += table[(contract.streams[k] as number) * PERIODS + m] as number;
  return sum;
}

/** The written keys of a table of institutions, levels and `all` under which this institution's value stands. */
function keysIn<T>(table: ReadonlyMap<string, T>, { id, level }: Institution): string[] {
  const key = [id, level ?? '', 'all'].find((one) => table.has(one));
  return key === undefined ? [] : key === id ? [id] : writtenKeys(key);
}

/** Positions that share a price, in the order in which they first appear. */
function grouped(of: readonly number[], keyOf: (k: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const k of of) {
    const key = keyOf(k);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [k]);
    else known.push(k);
  }
  return [...groups.values()];
}

/** Why a stream's coefficient is not the institution's alone. */
function whyOf(rules: PaymentRules | undefined, stream: Stream, institution: Institution): { zh: string; en: string } {
  if (rules === undefined) return { zh: '', en: '' };
  if (rules.sameStandard.has(stream.item)) return { zh: '（同病同保障，按基层）', en: ' (same standard: primary level)' };
  const isTcm = institution.tcm || rules.tcm.items.has(stream.item);
  const zh = [
    isTcm && rules.tcm.factor.n !== rules.tcm.factor.d ? '中医加成' : '',
    rules.supported.items.has(stream.item) ? '扶持病组' : '',
  ];
  const en = [
    isTcm && rules.tcm.factor.n !== rules.tcm.factor.d ? 'TCM' : '',
    rules.supported.items.has(stream.item) ? 'supported group' : '',
  ];
  const join = (words: string[], left: string, right: string, by: string) => {
    const said = words.filter((word) => word !== '');
    return said.length === 0 ? '' : left + said.join(by) + right;
  };
  return { zh: join(zh, '（', '）', '、'), en: join(en, ' (', ')', ', ') };
}

/** Points (or weights) by coefficient: what they are worth where the price is fixed. */
function pointSteps(priced: Priced, price: Ratio | null): Part[] {
  const { view, contract } = priced;
  const rules = rulesOf(priced);
  const institution = view.plan.institutions[priced.institution] as Institution;
  const [zhUnit, enUnit] = contract.method === 'drg' ? ['权重', 'weights'] : ['分值', 'points'];
  return grouped(positions(priced), (k) => `${contract.weights[k]} ${whyOf(rules, streamAt(view, contract, k), institution).en}`).map(
    (of) => {
      const first = of[0] as number;
      const why = whyOf(rules, streamAt(view, contract, first), institution);
      const points = decimalText(ratio(BigInt(measured(priced, measureOf(contract.method), of)), 10_000n));
      const coefficient = decimalText(ratio(contract.weights[first] as bigint, contract.weightScale));
      const by = price === null ? '' : ` × ${exactDecimal(price)}`;
      return step(`${zhUnit} × 系数${why.zh}`, `${enUnit} × coefficient${why.en}`, `${points} × ${coefficient}${by}`);
    },
  );
}

function coefficientParts(priced: Priced): Part[] {
  const rules = rulesOf(priced);
  const { view } = priced;
  const institution = view.plan.institutions[priced.institution] as Institution;
  const path = `payment.${serviceId(view, priced.contract)}`;
  const streams = streamsOf(priced);
  if (rules === undefined) return [];
  const sameStandard = streams.some(({ item }) => rules.sameStandard.has(item));
  const keys = rules.coefficients === null ? [] : keysIn(rules.coefficients, institution);
  const primary = rules.coefficients?.has('township') ? writtenKeys('township') : writtenKeys('all');
  return [
    ...[...new Set([...keys, ...(sameStandard ? primary : [])])].map((key) => policy(`${path}.coefficients.${key}`)),
    ...(institution.tcm || streams.some(({ item }) => rules.tcm.items.has(item)) ? [policy(`${path}.tcm.uplift`)] : []),
    ...(streams.some(({ item }) => rules.supported.items.has(item)) ? [policy(`${path}.supported.uplift`)] : []),
  ];
}

/** What the method prices the care at: a fixed price, or a part of the sub-budget and of what patients paid. */
export function standardOf(priced: Priced): Derivation {
  const { view, contract, institution } = priced;
  const service = serviceId(view, contract);
  if (contract.capitation !== null) {
    return addition(
      '基金支付 + 个人负担（按人头付费没有单独的标准；签约服务费另列）',
      'fund + patients’ payments (capitation has no standard of its own; the signing fee is apart)',
      ofInstitution(view, institution, `fund.${service}`),
      ofInstitution(view, institution, `patientPaid.${service}`, '+'),
    );
  }
  if (contract.floating !== null) return floatingStandard(priced);
  const path = `payment.${service}`;
  const method = policy(`${path}.method`);
  const projected = projectedFrom(view, streamsOf(priced));
  if (contract.method === 'bedDay') return bedDayStandard(priced, projected);
  if (contract.method === 'perCase') return perCaseStandard(priced, projected);
  const [zh, en] =
    contract.method === 'drg'
      ? ['权重 × 系数 × 费率', 'weights × coefficient × rate']
      : ['分值 × 系数 × 点值', 'points × coefficient × value'];
  return derivation(
    `${zh}，逐格四舍五入到分后相加`,
    `${en}, each cell rounded to the fen`,
    method,
    policy(`${path}.${rateKey(contract)}`),
    coefficientParts(priced),
    pointSteps(priced, contract.rate),
    projected,
  );
}

function bedDayStandard(priced: Priced, projected: readonly Part[]): Derivation {
  const { view, contract } = priced;
  const { cases, days } = view.year.volumes as Volumes;
  const of = positions(priced);
  const path = `payment.${serviceId(view, contract)}`;
  const tiers = contract.tiers[of[0] ?? -1] ?? [];
  const rules = rulesOf(priced);
  const institution = view.plan.institutions[priced.institution] as Institution;
  const keys = rules === undefined ? [] : keysIn(rules.tariffs, institution);
  let from = 0;
  const steps = tiers.map(({ upTo, tariff }) => {
    const lower = from;
    from = upTo ?? from;
    let inTier = 0;
    for (const k of of) {
      for (let m = 0; m < MONTHS; m++) {
        const cell = (contract.streams[k] as number) * PERIODS + m;
        const all = days[cell] as number;
        // Where shrinking rounded the cases to nothing, the days are one stay.
        const stays = (cases[cell] as number) === 0 && all > 0 ? 1 : (cases[cell] as number);
        inTier += daysInTier(stays, all, lower, upTo);
      }
    }
    const [zh, en] = upTo === null ? [`${lower}日以上`, `above ${lower} days`] : [`${lower}–${upTo}日`, `${lower}–${upTo} days`];
    return step(`每例住院${zh}的床日 × 标准`, `bed-days of a stay, ${en}, × tariff`, `${countGrouped(inTier)} × ${exactDecimal(tariff)}`);
  });
  return derivation(
    '各段床日 × 床日标准（n 例 d 天按每例 d ÷ n 天分段），逐格四舍五入到分后相加；超过最高一段的不付',
    'bed-days of each tier × tariff (n cases of d days are n stays of d ÷ n), each cell rounded to the fen; days above the last tier are not paid',
    policy(`${path}.method`),
    keys.map((key) => policy(`${path}.tariffs.${key}`)),
    step('例数与床日', 'cases and days', `${countGrouped(measured(priced, 'cases', of))}; ${countGrouped(measured(priced, 'days', of))}`),
    steps,
    projected,
  );
}

function perCaseStandard(priced: Priced, projected: readonly Part[]): Derivation {
  const { view, contract } = priced;
  const rules = rulesOf(priced);
  const path = `payment.${serviceId(view, contract)}`;
  const steps = grouped(positions(priced), (k) => streamAt(view, contract, k).item).flatMap((of) => {
    const first = of[0] as number;
    const { item } = streamAt(view, contract, first);
    const price = contract.prices[first] as Ratio;
    const isListed = rules?.standards.has(item) ?? false;
    return [
      step(
        item === '' ? '例数 × 定额' : `${item} 例数 × 定额`,
        item === '' ? 'cases × amount' : `${item}: cases × amount`,
        `${countGrouped(measured(priced, 'cases', of))} × ${exactDecimal(ratio(price.n, price.d * 100n))}`,
      ),
      policy(isListed ? `${path}.standards.${item}` : `${path}.standard`),
    ];
  });
  return derivation(
    '例数 × 病种定额，逐格四舍五入到分后相加',
    'cases × the amount of their item, each cell rounded to the fen',
    policy(`${path}.method`),
    steps,
    projected,
  );
}

function floatingStandard(priced: Priced): Derivation {
  const { view, contract, institution } = priced;
  const service = serviceId(view, contract);
  const path = `payment.${service}`;
  const i = contract.spans.findIndex((span) => span.institution === institution);
  const { shares, sharing, edge, value, patientPaid, points } = roundOf(view, contract);
  const own = step('本机构分值 × 系数', 'points × coefficient here', pointsText(contract, shares[i]?.points ?? 0n));
  const terms = [county(view, `payment.pointValue.${service}`, BESIDE), ...coefficientParts(priced), ...pointSteps(priced, null), own];
  if (value === null) return derivation('全年没有分值，为零', 'no points in the year: 0', terms);
  if (edge !== null) {
    const [zh, en] = edge === 'floor' ? ['下限', 'floor'] : ['上限', 'ceiling'];
    return derivation(
      `分值 × 系数 × 定在${zh}的点值，四舍五入到分`,
      `points × coefficient × the value fixed at the ${en}, rounded to the fen`,
      terms,
      policy(`${path}.${rateKey(contract)}`),
      policy(`${path}.floating.${edge}`),
    );
  }
  if (!sharing[i]) {
    return addition(
      '个人负担超过应得部分：退出分配，支付标准即个人负担，基金支付为零',
      'patients paid more than the part: it drops out, the standard is what they paid, the fund pays nothing',
      ofInstitution(view, institution, `patientPaid.${service}`),
      terms.map((part) => ({ ...part, adds: 0 }) as Part),
    );
  }
  return derivation(
    '(子预算 + 参与分配机构的个人负担) 按分值 × 系数分摊（最大余数法，到分），取最后一轮',
    'sub-budget + patients’ payments of those sharing, apportioned by points × coefficient (largest remainder), of the last round',
    county(view, `payment.subBudget.${service}`),
    amountStep('参与分配机构的个人负担', 'patients’ payments of those sharing', patientPaid),
    terms,
    step('参与分配机构的分值 × 系数', 'points × coefficient of those sharing', pointsText(contract, points)),
  );
}
