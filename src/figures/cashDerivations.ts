// Derivations of an alliance's cash, month by month: what came in, what went out, what stood at the month's end.

import { careIn, moved } from '../books/books.ts';
import { yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { LineKind } from '../plan/lineKinds.ts';
import { PLACES } from '../plan/parties.ts';
import type { Words } from '../words/language.ts';
import { crossInOf, dueOfLastYear, hospitalCash, lentIn, runningCash } from './alliance.ts';
import { BESIDE, type Derive, derivation, itemPath, monthStep, monthsAsked, own, type Part } from './derivation.ts';
import type { YearView } from './figure.ts';

/** Care in the county in one month, wherever it was given. */
function inCounty(view: YearView, a: number, month: number): Fen {
  return fen(PLACES.reduce((sum, name, place) => sum + (name === 'offCounty' ? 0 : careIn(view.book, a, place, month)), 0));
}

const paidIn = (view: YearView, a: number, month: number) => moved(view.book, view.plan.ledger.first.advance + a, month);

/** R9: working funds and recovery of a month, as they stand in its line: ` + 周转金 1.00`. */
function lentText(view: YearView, a: number, month: number): Words {
  const { features, ledger } = view.plan;
  const moves: readonly (readonly [boolean, LineKind, string, string, string])[] = [
    [features.revolving, 'revolvingOut', '+', '周转金', 'working funds'],
    [features.revolving, 'revolvingBack', '−', '归还周转金', 'working funds back'],
    [features.prepayment, 'prepaymentOut', '+', '预付金', 'prepayment'],
    [features.prepayment, 'prepaymentBack', '−', '归还预付金', 'prepayment back'],
    [features.recovery, 'recovered', '−', '扣回以前超支', 'recovered'],
  ];
  const found = moves.flatMap(([used, kind, sign, zh, en]) => {
    const amount = used ? moved(view.book, ledger.first[kind] + a, month) : fen(0);
    return amount === 0 ? [] : [{ zh: ` ${sign} ${zh} ${yuanGrouped(amount)}`, en: ` ${sign} ${en} ${yuanGrouped(amount)}` }];
  });
  return { zh: found.map(({ zh }) => zh).join(''), en: found.map(({ en }) => en).join('') };
}

/** R9: what the formula of cash says of working funds and recovery. */
function lentWords({ plan: { features } }: YearView): Words {
  const funds = features.revolving || features.prepayment;
  return {
    zh: `${funds ? ' + 周转金、预付金（一月进、十二月还）' : ''}${features.recovery ? `${funds ? '' : ' '}− 扣回以前超支` : ''}`,
    en: `${funds ? ' + working funds (in January, back in December)' : ''}${features.recovery ? ' − recovered of earlier overspends' : ''}`,
  };
}

/** The figures of R9 that move cash beside advances. */
function lentParts(view: YearView, a: number, item: string | null): Part[] {
  const { revolving, prepayment, recovery } = view.plan.features;
  return [
    ...(revolving ? [own(view, a, 'revolving', BESIDE)] : []),
    ...(prepayment ? [own(view, a, 'prepayment', BESIDE)] : []),
    ...(recovery ? [own(view, a, itemPath('recovered', item), BESIDE)] : []),
  ];
}

export const cash: Derive = (v, a, item) => {
  const balances = runningCash(v, a);
  const lines = monthsAsked(v, item).map((m) => {
    const [paid, care, end] = [paidIn(v, a, m), inCounty(v, a, m), balances[m] ?? fen(0)].map((x) => yuanGrouped(x as Fen));
    const before = m === 0 ? '0.00' : yuanGrouped(balances[m - 1] as Fen);
    const lent = lentText(v, a, m);
    return monthStep(
      m,
      `${before} + 实拨 ${paid}${lent.zh} − 县内就医 ${care} = ${end}`,
      `${before} + paid ${paid}${lent.en} − care in the county ${care} = ${end}`,
    );
  });
  const words = lentWords(v);
  return derivation(
    `年初为零；每月 + 实拨${words.zh} −（本医共体 + 其他医共体 + 县内其他机构就医）`,
    `0 in January; + paid${words.en} − (own + cross + other) each month`,
    own(v, a, itemPath('advances', item)),
    lentParts(v, a, item),
    lines,
  );
};

export const hospital: Derive = (v, a, item) => {
  const { months } = hospitalCash(v, a);
  const due = dueOfLastYear(v, a);
  const paidMonth = v.plan.settlementMonth === null ? 0 : v.plan.settlementMonth - 1;
  const isTrued = v.plan.features.trueUp;
  const lines = monthsAsked(v, item).map((m) => {
    const settled = m === paidMonth ? due : 0;
    const end = months[m] ?? fen(0);
    const [paid, received, care] = [paidIn(v, a, m), fen(crossInOf(v, a, m)), inCounty(v, a, m)];
    const before = yuanGrouped(fen(end - paid - lentIn(v, a, m) - received + care - settled));
    const [p, r, c, e] = [paid, received, care, end].map(yuanGrouped);
    const lent = lentText(v, a, m);
    const amount = yuanGrouped(fen(settled));
    const [zh, en] =
      settled === 0
        ? ['', '']
        : [
            ` + 上年清算与保证金${isTrued ? '、点值清算' : ''} ${amount}`,
            ` + last year’s settlement and deposit${isTrued ? ', true-ups' : ''} ${amount}`,
          ];
    return monthStep(
      m,
      `${before} + 实拨 ${p}${lent.zh} + 收交叉结算 ${r}${zh} − 县内就医 ${c} = ${e}`,
      `${before} + paid ${p}${lent.en} + received ${r}${en} − care in the county ${c} = ${e}`,
    );
  });
  const words = lentWords(v);
  return derivation(
    `上月末 + 实拨${words.zh} + 收交叉结算 + 上年清算补款与保证金返还${isTrued ? '（扣除按最终点值付给机构的差额）' : ''} −（本医共体 + 其他医共体 + 县内其他机构就医）`,
    `month before + paid${words.en} + received + last year’s settlement and deposit${isTrued ? ' (less true-ups paid on to institutions)' : ''} − (own + cross + other)`,
    lentParts(v, a, item),
    lines,
  );
};
