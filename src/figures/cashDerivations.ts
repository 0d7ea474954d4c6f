// Derivations of an alliance's cash, month by month: what came in, what went out, what stood at the month's end.

import { careIn, moved } from '../books/books.ts';
import { yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { PLACES } from '../plan/parties.ts';
import { crossInOf, dueOfLastYear, hospitalCash, runningCash } from './alliance.ts';
import { type Derive, derivation, own, type Part, step } from './derivation.ts';
import type { YearView } from './figure.ts';

/** Care in the county in one month, wherever it was given. */
function inCounty(view: YearView, a: number, month: number): Fen {
  return fen(PLACES.reduce((sum, name, place) => sum + (name === 'offCounty' ? 0 : careIn(view.book, a, place, month)), 0));
}

function monthsAsked(view: YearView, item: string | null): number[] {
  return item === null ? Array.from({ length: view.year.months }, (_, m) => m) : [Number(item) - 1];
}

function line(month: number, zh: string, en: string): Part {
  return step(`${month + 1}月`, `month ${month + 1}`, { zh, en });
}

const paidIn = (view: YearView, a: number, month: number) => moved(view.book, view.plan.ledger.first.advance + a, month);

export const cash: Derive = (v, a, item) => {
  const balances = runningCash(v, a);
  const lines = monthsAsked(v, item).map((m) => {
    const [paid, care, end] = [paidIn(v, a, m), inCounty(v, a, m), balances[m] ?? fen(0)].map((x) => yuanGrouped(x as Fen));
    const before = m === 0 ? '0.00' : yuanGrouped(balances[m - 1] as Fen);
    return line(
      m,
      `${before} + 实拨 ${paid} − 县内就医 ${care} = ${end}`,
      `${before} + paid ${paid} − care in the county ${care} = ${end}`,
    );
  });
  return derivation(
    '年初为零；每月 + 实拨 −（本医共体 + 其他医共体 + 县内其他机构就医）',
    '0 in January; + paid − (own + cross + other) each month',
    own(v, a, item === null ? 'advances' : `advances.${item}`),
    lines,
  );
};

export const hospital: Derive = (v, a, item) => {
  const { months } = hospitalCash(v, a);
  const due = dueOfLastYear(v, a);
  const paidMonth = v.plan.settlementMonth === null ? 0 : v.plan.settlementMonth - 1;
  const lines = monthsAsked(v, item).map((m) => {
    const settled = m === paidMonth ? due : 0;
    const end = months[m] ?? fen(0);
    const [paid, received, care] = [paidIn(v, a, m), fen(crossInOf(v, a, m)), inCounty(v, a, m)];
    const before = yuanGrouped(fen(end - paid - received + care - settled));
    const [p, r, c, e] = [paid, received, care, end].map(yuanGrouped);
    const [zh, en] =
      settled === 0
        ? ['', '']
        : [` + 上年清算与保证金 ${yuanGrouped(fen(settled))}`, ` + last year’s settlement and deposit ${yuanGrouped(fen(settled))}`];
    return line(
      m,
      `${before} + 实拨 ${p} + 收交叉结算 ${r}${zh} − 县内就医 ${c} = ${e}`,
      `${before} + paid ${p} + received ${r}${en} − care in the county ${c} = ${e}`,
    );
  });
  return derivation(
    '上月末 + 实拨 + 收交叉结算 + 上年清算补款与保证金返还 −（本医共体 + 其他医共体 + 县内其他机构就医）',
    'month before + paid + received + last year’s settlement and deposit − (own + cross + other)',
    lines,
  );
};
