// The answer of a solve with its proof: what every goal comes to at the answer, and one step further, where one of them breaks.

import type { Constraint } from '../study/goals.ts';
import { type Lever, valueAt } from '../study/levers.ts';
import type { Border, Interval, Point } from '../study/solve.ts';
import type { Words } from '../words/language.ts';
import { worded } from '../words/problems.ts';
import { type Cell, rateColumn, row, type Table, textColumn, words } from './table.ts';

export function certificateTable({ inside, outside }: Border, constraints: readonly Constraint[]): Table {
  const points = [
    { name: words('答案', 'answer'), point: inside },
    ...(outside === null ? [] : [{ name: words('再进一步', 'one step further'), point: outside }]),
  ];
  return {
    id: 'certificate',
    title: words('证明', 'Certificate'),
    year: null,
    columns: [
      textColumn('', ''),
      rateColumn('取值', 'Value'),
      textColumn('条件', 'Goal'),
      textColumn('最紧的数', 'Tightest figure'),
      rateColumn('该数的值', 'What it is'),
      textColumn('', ''),
    ],
    rows: points.flatMap(({ name, point }) => rowsOf(name, point, constraints)),
    notes: [],
  };
}

function rowsOf(name: Words, point: Point, constraints: readonly Constraint[]): Table['rows'] {
  const values = point.values.join(' · ');
  if (point.refusal !== null) return [row(name, values, refusalWords(point), null, null, REFUSED)];
  return constraints.map(({ text }, i) => {
    const judged = point.judged[i];
    const first: readonly Cell[] = i === 0 ? [name, values] : [null, null];
    return row(
      ...first,
      text,
      judged?.path ?? null,
      judged === undefined ? null : grouped(judged.shown),
      judged?.isMet === true ? MET : BROKEN,
    );
  });
}

/** Thousands apart, in front of the point. */
function grouped(shown: string): string {
  const [whole = '', ...rest] = shown.split('.');
  return [/^-?\d+$/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole, ...rest].join('.');
}

const MET = words('满足', 'met');
const BROKEN = words('不满足', 'broken');
const REFUSED = words('规则不允许', 'refused');

function refusalWords({ refusal }: Point): Words {
  const [problem] = refusal ?? [];
  return problem === undefined ? words('', '') : words(worded(problem, 'zh').what, worded(problem, 'en').what);
}

/** Every interval on which the goals are met, with what breaks beyond either end. */
export function intervalsTable(lever: Lever, intervals: readonly Interval[], constraints: readonly Constraint[]): Table {
  return {
    id: 'intervals',
    title: words('满足全部条件的取值', 'Values that meet all goals'),
    year: null,
    columns: [
      rateColumn('从', 'From'),
      rateColumn('到', 'To'),
      textColumn('低于此不满足', 'Breaks below'),
      textColumn('高于此不满足', 'Breaks above'),
    ],
    rows: intervals.map(({ low, high }) =>
      row(
        valueAt(lever.grid, low.inside.at[0] ?? 0),
        valueAt(lever.grid, high.inside.at[0] ?? 0),
        brokenBy(low.outside, constraints),
        brokenBy(high.outside, constraints),
      ),
    ),
    notes: [],
  };
}

/** The first goal that is broken at a point, and by what. */
function brokenBy(point: Point | null, constraints: readonly Constraint[]): Cell {
  if (point === null) return words('范围到此为止', 'the range ends');
  if (point.refusal !== null) return refusalWords(point);
  const i = point.judged.findIndex(({ isMet }) => !isMet);
  const judged = point.judged[i];
  return judged === undefined ? null : `${constraints[i]?.text} (${judged.path} ${grouped(judged.shown)})`;
}

/** Plain data of a point, for machines. */
export function pointJson(point: Point | null, constraints: readonly Constraint[], levers: readonly Lever[]): unknown {
  if (point === null) return null;
  return {
    values: Object.fromEntries(levers.map(({ path }, i) => [path, point.values[i]])),
    met: point.isMet,
    refused: point.refusal === null ? null : point.refusal.map(({ code, path }) => ({ code, path })),
    goals: point.judged.map(({ isMet, path, shown }, i) => ({ goal: constraints[i]?.text, met: isMet, figure: path, value: shown })),
  };
}
