// Tables of indicators and targets (R13): 监测指标, month by month, and 监测目标 with the clause of each.

import type { YearView } from '../figures/figure.ts';
import { indicatorValue, MONTHLY_RATES, RATE_IDS, wholeYear } from '../figures/indicators.ts';
import { shownRate, targetOutcomes } from '../figures/targets.ts';
import { percent, priceText } from '../money/display.ts';
import { plus, type Ratio, ratio } from '../money/ratio.ts';
import type { Target } from '../plan/targetRules.ts';
import { basisText } from '../words/basis.ts';
import { FORMULA_VARIABLES, NUMBERED_INDICATORS } from '../words/indicators.ts';
import type { Words } from '../words/language.ts';
import { policyValue } from '../written/policyValue.ts';
import type { Grounds } from './budgetTables.ts';
import { type Cell, rateColumn, row, type Table, textColumn, words } from './table.ts';

const UNKNOWN = words('—', '—');

function nameOf(view: YearView, id: string): Words {
  const own = view.year.rules.targets?.indicators.find((one) => one.id === id);
  return own === undefined ? (FORMULA_VARIABLES[id] ?? NUMBERED_INDICATORS[id] ?? words(id, id)) : words(own.title, own.title);
}

/** A rate in per cent; months, yuan and own numbers as decimals. */
function shown(view: YearView, id: string, value: Ratio | null): Cell {
  if (value === null) return UNKNOWN;
  const own = view.year.rules.targets?.indicators.find((one) => one.id === id);
  const isNumber = own === undefined ? Object.hasOwn(NUMBERED_INDICATORS, id) : own.unit === 'number';
  return isNumber ? priceText(value).replace(/0{1,2}$/, '') : shownRate(value);
}

function isOf(view: YearView, id: string, a: number): boolean {
  const own = view.year.rules.targets?.indicators.find((one) => one.id === id);
  return own === undefined || own.scope === (a < 0 ? 'county' : 'alliance');
}

/** 监测指标: the county and each alliance side by side. */
function indicatorsTable(view: YearView): Table {
  const { plan, year } = view;
  const scopes = [-1, ...plan.alliances.keys()];
  const ids = [...RATE_IDS, ...(year.rules.targets?.indicators ?? []).map(({ id }) => id)];
  return {
    id: 'indicators',
    title: words('监测指标', 'Indicators'),
    year: year.year,
    columns: [
      textColumn('指标', 'Indicator'),
      rateColumn('县域', 'County'),
      ...plan.alliances.map(({ title }) => rateColumn(title, title)),
    ],
    rows: ids.map((id) =>
      row(
        nameOf(view, id),
        ...scopes.map((a): Cell => (isOf(view, id, a) ? shown(view, id, indicatorValue(id, wholeYear(view, a))) : UNKNOWN)),
      ),
    ),
    notes: [
      words(
        '县域合计各医共体参保人，不含未归属人员；“—”表示没有数据或分母为零。',
        'The county sums the alliances’ insured, without people of no alliance; “—” where there are no data or nothing to divide by.',
      ),
    ],
  };
}

/** 监测指标月报: the county, from January up to each month. */
function monthlyTable(view: YearView): Table {
  const { year } = view;
  const months = Array.from({ length: year.months }, (_, m) => m + 1);
  return {
    id: 'indicators-monthly',
    title: words('监测指标月报（县域，累计）', 'Indicators by month (county, to date)'),
    year: year.year,
    onRequest: true,
    columns: [textColumn('指标', 'Indicator'), ...months.map((m) => rateColumn(`${m}月`, `${m}`))],
    rows: MONTHLY_RATES.map((id) => row(nameOf(view, id), ...months.map((m) => shown(view, id, indicatorValue(id, toDate(view, m)))))),
    notes: [],
  };
}

/** Up to a month, without what the settlement adds. */
function toDate(view: YearView, months: number) {
  return { view: { ...view, year: { ...view.year, settles: false } }, a: -1, months };
}

const OUTCOMES = { met: words('达到', 'met'), missed: words('未达到', 'missed'), none: UNKNOWN } as const;

/** 监测目标: value, target, met or not, the clause, and the trend against last year. */
function targetsTable(view: YearView, grounds: Grounds): Table {
  const { plan, year } = view;
  const scopes = [-1, ...plan.alliances.keys()];
  const rows = scopes.flatMap((a) =>
    targetOutcomes(view, a).map(({ target, value, lastYear, isMet }) => {
      const outcome = isMet === null ? OUTCOMES.none : isMet ? OUTCOMES.met : OUTCOMES.missed;
      return row(
        words(target.title, target.title),
        a < 0 ? words('县域', 'County') : (plan.alliances[a]?.title ?? ''),
        nameOf(view, target.indicator),
        wantedText(view, target),
        shown(view, target.indicator, value),
        shown(view, target.indicator, lastYear),
        changeOf(view, target, value, lastYear),
        outcome,
        groundsOf(view, target, grounds),
      );
    }),
  );
  return {
    id: 'targets',
    title: words('监测目标', 'Targets'),
    year: year.year,
    columns: [
      textColumn('目标', 'Target'),
      textColumn('范围', 'Scope'),
      textColumn('指标', 'Indicator'),
      textColumn('要求', 'Wanted'),
      rateColumn('本年', 'This year'),
      rateColumn('上年', 'Last year'),
      rateColumn('变化', 'Change'),
      textColumn('结果', 'Outcome'),
      textColumn('依据', 'Clause'),
    ],
    rows,
    notes: [],
  };
}

function wantedText(view: YearView, target: Target): Cell {
  const { wants, orAboveLastYear, holds } = target;
  const number = (value: Ratio) => {
    const text = shown(view, target.indicator, value);
    return typeof text === 'string' && text.endsWith('%') ? percent(value) : String(text);
  };
  const main =
    'trend' in wants
      ? wants.trend === 'rising'
        ? words('高于上年', 'above last year')
        : words('低于上年', 'below last year')
      : 'atLeast' in wants
        ? words(`不低于 ${number(wants.atLeast)}`, `at least ${number(wants.atLeast)}`)
        : words(`不高于 ${number(wants.atMost)}`, `at most ${number(wants.atMost)}`);
  const or = orAboveLastYear ? words('，或高于上年', ', or above last year') : words('', '');
  const later = holds ? words('', '') : words('（尚未到期）', ' (not yet)');
  return words(main.zh + or.zh + later.zh, main.en + or.en + later.en);
}

function changeOf(view: YearView, { indicator }: Target, value: Ratio | null, lastYear: Ratio | null): Cell {
  if (value === null || lastYear === null) return UNKNOWN;
  const change = plus(value, ratio(-lastYear.n, lastYear.d));
  const text = shown(view, indicator, change);
  if (typeof text !== 'string') return text;
  const signed = change.n > 0n ? `+${text}` : text;
  // A difference of two rates is told in points.
  return text.endsWith('%') ? words(`${signed.slice(0, -1)} 个百分点`, `${signed.slice(0, -1)} points`) : signed;
}

function groundsOf(view: YearView, { path }: Target, { policy, citations }: Grounds): Words {
  const basis = policyValue(policy, path, view.year.year)?.basis ?? { kind: 'unsourced' as const };
  return words(basisText(basis, citations, 'zh'), basisText(basis, citations, 'en'));
}

export function targetTables(view: YearView, grounds: Grounds): Table[] {
  const rules = view.year.rules.targets;
  if (rules === null || view.year.months === 0) return [];
  return [indicatorsTable(view), monthlyTable(view), ...(rules.targets.length > 0 ? [targetsTable(view, grounds)] : [])];
}
