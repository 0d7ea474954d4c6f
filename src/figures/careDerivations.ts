// Derivations of care by place (R4), and of what payment methods (R9) make of it: each service as it is paid.

import { moved, movedBy } from '../books/books.ts';
import { MONTHS, monthNumber, PERIODS, SETTLEMENT, writeYearMonth } from '../money/calendar.ts';
import { type Dated, entryAt } from '../money/dated.ts';
import { decimalText, percent, yuanGrouped } from '../money/display.ts';
import { type Ratio, ratio } from '../money/ratio.ts';
import { covers } from '../plan/activity.ts';
import type { Contract } from '../plan/contracts.ts';
import { type BenefitTerms, benefitChange } from '../plan/levers.ts';
import { type Institution, PLACES, type Place, type Stream } from '../plan/parties.ts';
import { choiceWords } from '../words/choices.ts';
import type { Words } from '../words/language.ts';
import { addition, amountStep, BESIDE, county, type Derive, type Part, policy, step, summand } from './derivation.ts';
import type { YearView } from './figure.ts';

/** A rate of growth in force in a year, and what it rests on. */
function rateStep(zh: string, en: string, dated: Dated<Ratio>, year: number): Part {
  const rate = entryAt(dated, year);
  if (rate === null) return step(zh, en, { zh: '未给，按 0', en: 'not given: 0' });
  const why = rate.basis.kind === 'assumption' ? rate.basis.why : null;
  const zhBasis = why === null ? '〔县域数据，未注明依据〕' : `〔假设：${why}〕`;
  const enBasis = why === null ? ' (of the county, no source given)' : ` (assumption: ${why})`;
  return step(zh, en, { zh: `${percent(rate.value)}${zhBasis}`, en: `${percent(rate.value)}${enBasis}` });
}

/** What projected the cells of some streams: base year, growth, benefit, prices, shocks; months that happened are said to. */
export function projectedFrom(view: YearView, streams: readonly Stream[]): Part[] {
  const { plan, year } = view;
  const { base, growth, shocks } = plan.projection;
  const of = [...new Set(streams.map((stream) => stream.service))];
  const rates = of.flatMap((service) => {
    const own = growth[service] ?? null;
    const name = plan.services[service]?.title ?? '';
    if (own === null) return [step(`${name}增长率`, `growth of ${name}`, { zh: '未给，按 0', en: 'not given: 0' })];
    const money = own.volume === null ? `${name}增长率` : `${name}次均费用增长率`;
    const volume = own.volume === null ? [] : [rateStep(`${name}工作量增长率`, `growth of volume of ${name}`, own.volume, year.year)];
    return [...volume, rateStep(money, own.volume === null ? `growth of ${name}` : `growth of unit cost of ${name}`, own.money, year.year)];
  });
  const covering = shocks.filter((shock) => {
    const inYear = shock.from < (year.year + 1) * MONTHS && shock.to >= year.year * MONTHS;
    return inYear && streams.some((stream) => covers(shock, stream));
  });
  const shocked = covering.map((shock) => step(`情景因素 ${shock.title}`, `shock ${shock.title}`, decimalText(shock.factor)));
  const { actualTo } = plan;
  const known = actualTo !== null && actualTo.year >= year.year ? [step('实际数截至', 'actual to', writeYearMonth(actualTo))] : [];
  const from = base === null ? [] : [step('基期', 'base year', String(base))];
  return [...from, ...known, ...rates, ...benefitSteps(view, streams), ...priceSteps(view, streams), ...shocked];
}

/** Months of the year that happened: levers do not touch them. */
function actualMonths({ plan: { actualTo }, year }: YearView): number {
  return actualTo === null ? 0 : Math.min(MONTHS, Math.max(0, monthNumber(actualTo) - year.year * MONTHS + 1));
}

/** R9: benefit that changed this year for some of the streams, with what it was and became. */
function benefitSteps(view: YearView, streams: readonly Stream[]): Part[] {
  const { plan, year } = view;
  const { benefit, benefitService } = plan.projection;
  if (benefit.length === 0 || actualMonths(view) === MONTHS) return [];
  const found = new Map<string, Part[]>();
  for (const stream of streams) {
    if (stream.kind !== 'care') continue;
    const change = benefitChange(
      { benefit, benefitService, refuse: () => undefined },
      stream,
      plan.institutions[stream.institution] as Institution,
      year.year,
    );
    if (change === null || found.has(change.path)) continue;
    const path = change.path.slice('policy.'.length);
    const entry = benefit[Number(path.split('.')[1])];
    const name = entry?.title ?? entry?.id ?? '';
    const text = termsText(change.before, change.now);
    found.set(change.path, [
      step(`待遇 ${name}`, `benefit ${name}`, text),
      policy(`${path}.ratio`),
      policy(`${path}.deductible`),
      policy(`${path}.cap`),
    ]);
  }
  return [...found.values()].flat();
}

/** What changed of a benefit: old → new. */
function termsText(before: BenefitTerms, now: BenefitTerms): Words {
  const ratioOf = ({ ratio: rate }: BenefitTerms) => (rate === null ? '—' : percent(rate));
  const capOf = ({ cap }: BenefitTerms) => (cap === null ? '—' : yuanGrouped(cap));
  const changes = [
    { zh: '报销比例', en: 'ratio', old: ratioOf(before), now: ratioOf(now) },
    { zh: '起付线', en: 'deductible', old: yuanGrouped(before.deductible), now: yuanGrouped(now.deductible) },
    { zh: '封顶线', en: 'cap', old: capOf(before), now: capOf(now) },
  ].filter((change) => change.old !== change.now);
  return {
    zh: changes.map((change) => `${change.zh} ${change.old} → ${change.now}`).join('，'),
    en: changes.map((change) => `${change.en} ${change.old} → ${change.now}`).join(', '),
  };
}

/** R9: price changes that months of this year see for the first time; later years have them in what they grow from. */
function priceSteps(view: YearView, streams: readonly Stream[]): Part[] {
  const { prices } = view.plan.projection;
  const start = view.year.year * MONTHS;
  const last = start + MONTHS - 1;
  return prices
    .filter((price) => {
      const isNew = Math.max(price.from, start + actualMonths(view)) <= Math.min(last, price.from + MONTHS - 1);
      const touches = (s: Stream) =>
        s.kind === 'care' &&
        s.service === price.service &&
        (price.institution < 0 || s.institution === price.institution) &&
        (price.place < 0 || s.place === price.place);
      return isNew && streams.some(touches);
    })
    .map((price) => {
      const from = writeYearMonth({ year: Math.floor(price.from / MONTHS), month: (price.from % MONTHS) + 1 });
      const change = percent(ratio(price.factor.n - price.factor.d, price.factor.d));
      const [zhWhy, enWhy] = price.trigger === '' ? ['', ''] : [`；触发条件：${price.trigger}`, `; trigger: ${price.trigger}`];
      return step(`价格调整 ${price.title}`, `price change ${price.title}`, {
        zh: `自${from}起 ${change}${zhWhy}`,
        en: `from ${from} ${change}${enWhy}`,
      });
    });
}

function methodWords(contract: Contract): Words {
  return choiceWords(contract.method, 'method');
}

/** Streams that methods cover in the year, each with its contract. */
function contractsByStream(view: YearView): ReadonlyMap<number, Contract> {
  return new Map(view.year.contracts.flatMap((contract) => contract.streams.map((s) => [s, contract] as const)));
}

/** How a stream is paid, in a word; empty for what is paid as recorded. */
function paidAs(stream: Stream, contract: Contract | undefined): Words {
  if (stream.kind === 'capitation') return { zh: '人头费', en: 'capitation' };
  if (stream.kind === 'elsewhere') return { zh: '签约人在外就医扣减', en: 'deducted for signed people’s care elsewhere' };
  if (stream.kind === 'signingFee') return { zh: '签约服务费', en: 'signing fee' };
  if (contract === undefined) return { zh: '', en: '' };
  if (contract.capitation !== null) return { zh: '签约人在签约机构外就医', en: 'signed people’s care elsewhere' };
  const { zh, en } = methodWords(contract);
  return contract.floating === null ? { zh, en } : { zh: `${zh}，按月预结`, en: `${en}, pre-settled` };
}

interface PaidService {
  readonly service: number;
  readonly as: Words;
  amount: number;
}

/** Spending of one home by service and by how it is paid, trued up; all places where none is given. They add up to the care. */
export function careSteps(view: YearView, home: number, place = -1): Part[] {
  const { plan, book } = view;
  const contracts = contractsByStream(view);
  const found = new Map<string, PaidService>();
  const add = (service: number, as: Words, amount: number): void => {
    const key = `${service} ${as.en}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { service, as, amount });
    else known.amount += amount;
  };
  for (const [s, stream] of plan.streams.entries()) {
    if (stream.home !== home || (place >= 0 && stream.place !== place)) continue;
    let spent = 0;
    for (let m = 0; m < view.year.months; m++) spent += book.cells[s * PERIODS + m] as number;
    add(stream.service, paidAs(stream, contracts.get(s)), spent);
    if (!plan.features.trueUp || !view.year.settles) continue;
    const { trueUp, incentivePool } = plan.ledger.first;
    add(stream.service, { zh: '年终清算差额', en: 'trued up' }, moved(book, trueUp + s, SETTLEMENT));
    add(stream.service, { zh: '扶持病组激励', en: 'incentive pool' }, moved(book, incentivePool + s, SETTLEMENT));
  }
  // What is paid as recorded stands even at nothing; of methods only what moved.
  return [...found.values()]
    .filter(({ as, amount }) => as.zh === '' || amount !== 0)
    .map(({ service, as, amount }) => {
      const title = plan.services[service]?.title ?? '';
      return summand(as.zh === '' ? title : `${title}（${as.zh}）`, as.en === '' ? title : `${title} (${as.en})`, amount);
    });
}

/** The contracts that price any of these streams in the year. */
function contractsOf(view: YearView, streams: ReadonlySet<Stream>): Contract[] {
  return view.year.contracts.filter((contract) => contract.streams.some((s) => streams.has(view.plan.streams[s] as Stream)));
}

/** What the formula of care says beyond R4, where methods or levers are in use. */
export function careFormula(view: YearView, home: number, place: number | null): Words {
  const streams = streamsOf(view, home, place);
  const zh: string[] = [];
  const en: string[] = [];
  if (benefitSteps(view, streams).length > 0 || priceSteps(view, streams).length > 0) {
    zh.push('；增长之后计入待遇与价格调整');
    en.push('; benefit and price changes come after growth');
  }
  if (contractsOf(view, new Set(streams)).length > 0 || streams.some(({ kind }) => kind !== 'care')) {
    zh.push('；按支付方式付费的由支付方式定价');
    en.push('; what a payment method covers is priced by it');
  }
  if (view.plan.features.trueUp && view.year.settles) {
    zh.push('，年终清算差额计入全年');
    en.push('; true-ups at year end belong to the year');
  }
  return { zh: zh.join(''), en: en.join('') };
}

function streamsOf(view: YearView, home: number, place: number | null): Stream[] {
  return view.plan.streams.filter((stream) => stream.home === home && (place === null || stream.place === place));
}

/** The method of a service, and the values that it goes by. */
function methodParts(view: YearView, contract: Contract): Part[] {
  const service = view.plan.services[contract.service]?.id ?? '';
  const path = `payment.${service}`;
  const isFinal = contract.floating !== null && view.year.settles;
  return [
    policy(`${path}.method`),
    ...(contract.method === 'drg' ? [policy(`${path}.drgRate`)] : []),
    ...(contract.method === 'dip' ? [policy(`${path}.pointValue`)] : []),
    ...(isFinal ? [county(view, `payment.pointValue.${service}`, BESIDE)] : []),
  ];
}

const care =
  (place: Place): Derive =>
  (v, a) => {
    const at = PLACES.indexOf(place);
    const streams = streamsOf(v, a, at);
    const more = careFormula(v, a, at);
    return addition(
      `支付明细按归属与就诊机构合计（推算：上年 ×（1 + 增长率），再乘情景因素${more.zh}）`,
      `Σ cells of this home and place, as projected: last year × (1 + growth), then shocks${more.en}`,
      careSteps(v, a, at),
      contractsOf(v, new Set(streams)).flatMap((contract) => methodParts(v, contract)),
      projectedFrom(v, streams),
    );
  };

/** What one alliance's insured were treated for by another's institutions, trued up. */
function paidBetween(view: YearView, payer: number, payee: number): number {
  const { plan, book } = view;
  const { first } = plan.ledger;
  let paid = 0;
  for (const [s, stream] of plan.streams.entries()) {
    if (stream.home !== payer || plan.institutions[stream.institution]?.alliance !== payee) continue;
    paid += movedBy(book, first.care + s);
    if (plan.features.trueUp) paid += movedBy(book, first.trueUp + s) + movedBy(book, first.incentivePool + s);
  }
  return paid;
}

/** R9: what period 13 adds to an alliance's care, by service. */
const trueUp: Derive = (v, a) => {
  const { first } = v.plan.ledger;
  const steps = v.year.contracts.flatMap((contract) => {
    if (contract.floating === null && contract.supportedPool === null) return [];
    const streams = contract.streams.filter((s) => v.plan.streams[s]?.home === a);
    const sumOf = (line: number) => streams.reduce((x, s) => x + moved(v.book, line + s, SETTLEMENT), 0);
    const { id = '', title = '' } = v.plan.services[contract.service] ?? {};
    const isFloating = contract.floating !== null && contract.streams.length > 0;
    return [
      ...(isFloating ? [summand(`${title}年终清算差额`, `${title}, trued up`, sumOf(first.trueUp))] : []),
      ...(isFloating ? [county(v, `payment.pointValue.${id}`, BESIDE)] : []),
      ...(contract.supportedPool === null ? [] : [summand(`${title}扶持病组激励`, `${title}, incentive pool`, sumOf(first.incentivePool))]),
      ...(contract.supportedPool === null ? [] : [policy(`payment.${id}.supported.pool`)]),
    ];
  });
  return addition(
    '按最终点值应付 − 按月预结（本医共体参保人，各机构按分值 × 系数分到各月各归属），加扶持病组激励',
    'final amounts − pre-settled (for this alliance’s insured, apportioned to cells by points × coefficient), with incentive pools',
    steps,
  );
};

export const CARE_DERIVATIONS: Readonly<Record<string, Derive>> = {
  own: care('own'),
  cross: care('cross'),
  other: care('other'),
  offCounty: care('offCounty'),
  crossIn: (v, a) =>
    addition(
      '其他医共体参保人在本医共体机构就医的基金支付',
      'care given here to other alliances’ insured',
      v.plan.alliances.flatMap(({ title }, payer) => {
        const paid = paidBetween(v, payer, a);
        return payer === a || paid === 0 ? [] : [amountStep(`${title}付`, `paid by ${title}`, paid, 1)];
      }),
    ),
  trueUp,
};
