// The answer of a solve with its proof: what every goal comes to at the answer, and one step further, where one of them breaks.

import { figureAt } from '../figures/catalogue.ts';
import type { Run } from '../figures/figure.ts';
import { countGrouped } from '../money/display.ts';
import { drawsNeeded, errorAt, isChance } from '../study/chanceGoals.ts';
import type { Chance, Constraint, Judged } from '../study/goals.ts';
import { type Lever, settingsAt } from '../study/levers.ts';
import type { Border, Interval, Point } from '../study/solve.ts';
import type { Words } from '../words/language.ts';
import { worded } from '../words/problems.ts';
import { inUnit, type MoneyUnit } from './inUnit.ts';
import { figureWords } from './pathNames.ts';
import { type Cell, rateColumn, row, type Table, textColumn, words } from './table.ts';

/** What a solve is told by: whose scenario, which levers and goals, in what unit. */
export interface Telling {
  readonly run: Run;
  readonly levers: readonly Lever[];
  readonly constraints: readonly Constraint[];
  readonly unit: MoneyUnit;
}

export function certificateTable({ inside, outside }: Border, telling: Telling): Table {
  return proofTable(
    [
      { name: words('答案', 'answer'), point: inside },
      ...(outside === null ? [] : [{ name: words('再进一步', 'one step further'), point: outside }]),
    ],
    telling,
    { id: 'certificate', title: words('证明', 'Certificate') },
  );
}

/** Where nothing meets the goals: what comes nearest. */
export function nearestTable(point: Point, telling: Telling): Table {
  return proofTable([{ name: words('最接近', 'nearest'), point }], telling, {
    id: 'nearest',
    title: words('试过的值中最接近的', 'The nearest of the values tried'),
  });
}

function proofTable(
  points: readonly { readonly name: Words; readonly point: Point }[],
  telling: Telling,
  { id, title }: Pick<Table, 'id' | 'title'>,
): Table {
  return {
    id,
    title,
    year: null,
    columns: [
      textColumn('', ''),
      rateColumn('取值', 'Value'),
      textColumn('条件', 'Goal'),
      textColumn('最紧的数', 'Tightest figure'),
      rateColumn('该数的值', 'What it is'),
      textColumn('', ''),
    ],
    rows: points.flatMap(({ name, point }) => rowsOf(name, point, telling)),
    notes: points.flatMap(({ name, point }) => notesOf(name, point, telling.constraints)),
  };
}

function rowsOf(name: Words, point: Point, { run, levers, constraints, unit }: Telling): Table['rows'] {
  const values = point.at.map((k, i) => valuesText(levers[i] as Lever, k)).join(' · ');
  if (point.refusal !== null) return [row(name, values, refusalWords(point), null, null, REFUSED)];
  return constraints.map(({ text }, i) => {
    const judged = point.judged[i];
    const first: readonly Cell[] = i === 0 ? [name, values] : [null, null];
    return row(
      ...first,
      text,
      judged === undefined ? null : figureWords(run, judged.path),
      judged === undefined ? null : shownWords(judged, run, unit),
      judged?.isMet === true ? MET : BROKEN,
    );
  });
}

/** `70% ~ 30%` where a lever takes another value along. */
function valuesText(lever: Lever, k: number): string {
  return settingsAt(lever, k)
    .map(({ value }) => String(value))
    .join(' ~ ');
}

function shownWords({ shown, fen, path, drawn }: Judged, run: Run, unit: MoneyUnit): Words {
  if (fen !== null) return inUnit(fen, 'amount', unit);
  const isMonths = drawn === undefined && figureAt(run, path)?.figure.unit === 'months';
  return isMonths ? words(`${shown}个月`, `${shown} months`) : words(shown, shown);
}

/**
 * A goal as it was written, and how it is judged where that does not show: beside goals of a probability a plain one is of calm weather, and
 * each figure that a `*` names has a probability of its own.
 */
export function goalWords(text: string, isBesideChances: boolean): Words {
  if (!isChance(text)) return isBesideChances ? words(`${text}（无波动）`, `${text} (in calm weather)`) : words(text, text);
  const [year = '', among, who, ...rest] = stepsIn(text);
  const each = [
    ...(year === '*' ? [words('各年', 'each year')] : []),
    ...(among === 'alliances' && who === '*' ? [words('各医共体', 'each alliance')] : []),
    ...(among === 'institutions' && who === '*' ? [words('各机构', 'each institution')] : []),
    ...(rest.at(-1) === '*' ? [words('各项', 'each item')] : []),
  ];
  if (each.length === 0) return words(text, text);
  const [zh, en] = [each.map((one) => one.zh).join('、'), each.map((one) => one.en).join(', ')];
  return words(`${text}（${zh}分别计）`, `${text} (${en} on its own)`);
}

/** The steps of the figure in `P(FIGURE op VALUE)`, a year or `*` first. */
function stepsIn(text: string): string[] {
  const [, figure = ''] = /[(（]\s*([^\s<>=≥≤＞＜]+)/.exec(text) ?? [];
  const steps = figure.split('.');
  return steps[0] === '*' || /^\d{4}$/.test(steps[0] ?? '') ? steps : ['*', ...steps];
}

/** What chance leaves open: a probability too near its limit to tell, and draws that had no end. */
function notesOf({ zh, en }: Words, { judged }: Point, constraints: readonly Constraint[]): Words[] {
  return judged.flatMap(({ drawn, shown }, i) => {
    if (drawn === undefined) return [];
    const goal = constraints[i]?.text ?? '';
    const near = nearLimit(drawn, shown);
    return [
      ...(near === null ? [] : [words(`${zh}处 ${goal}：${near.zh}。`, `${goal} at the ${en}: ${near.en}.`)]),
      ...(drawn.refused === 0
        ? []
        : [
            words(
              `${zh}处 ${goal}：规则不允许、算不到底的 ${drawn.refused} 次模拟按不利于条件计入。`,
              `${goal} at the ${en}: ${drawn.refused} draws that the rules refused, which come to no end, count against the goal.`,
            ),
          ]),
    ];
  });
}

/**
 * A probability that its draws do not tell from its limit; null where they do. Held against the limit is the error that a probability just
 * there would have, which is not the one shown beside the share that was found: so it is named.
 */
function nearLimit(drawn: Chance, shown: string): Words | null {
  const needed = drawsNeeded(drawn);
  if (needed === null) return null;
  const limit = `${Number((drawn.limit * 100).toFixed(6))}%`;
  if (!Number.isFinite(needed))
    return words(
      `${shown} 恰在限 ${limit} 上，换个种子结论可能相反；加多少次模拟也难分清`,
      `${shown} is just the limit of ${limit}, so another seed may say otherwise; hardly any number of draws would tell`,
    );
  const error = `${(100 * errorAt(drawn.limit, drawn.draws)).toFixed(2)}%`;
  return words(
    `${shown} 与 ${limit} 相差不到 2 × ${error}（概率恰为 ${limit} 时的标准误），换个种子结论可能相反；约需 ${countGrouped(needed)} 次模拟才能分清（--draws）`,
    `${shown} lies within 2 × ${error} of ${limit} (the standard error of a probability that is just ${limit}), so another seed may say otherwise; about ${countGrouped(needed)} draws would tell (--draws)`,
  );
}

const MET = words('满足', 'met');
const BROKEN = words('不满足', 'broken');
const REFUSED = words('规则不允许', 'refused');

export function refusalWords({ refusal }: Point): Words {
  const [problem] = refusal ?? [];
  return problem === undefined ? words('', '') : words(worded(problem, 'zh').what, worded(problem, 'en').what);
}

/** Every interval on which the goals are met, with what breaks beyond either end. */
export function intervalsTable(lever: Lever, intervals: readonly Interval[], telling: Telling): Table {
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
        valuesText(lever, low.inside.at[0] ?? 0),
        valuesText(lever, high.inside.at[0] ?? 0),
        brokenBy(low.outside, telling),
        brokenBy(high.outside, telling),
      ),
    ),
    notes: [],
  };
}

/** The first goal that is broken at a point, and by what. */
function brokenBy(point: Point | null, { run, constraints, unit }: Telling): Cell {
  if (point === null) return words('范围到此为止', 'the range ends');
  if (point.refusal !== null) return refusalWords(point);
  const i = point.judged.findIndex(({ isMet }) => !isMet);
  const judged = point.judged[i];
  if (judged === undefined) return null;
  const [figure, shown, goal] = [figureWords(run, judged.path), shownWords(judged, run, unit), constraints[i]?.text ?? ''];
  return words(`${goal}（${figure.zh} ${shown.zh}）`, `${goal} (${figure.en} ${shown.en})`);
}

/** Plain data of a point, for machines. */
export function pointJson(point: Point | null, constraints: readonly Constraint[], levers: readonly Lever[]): unknown {
  if (point === null) return null;
  return {
    values: Object.fromEntries(levers.map(({ path }, i) => [path, point.values[i]])),
    settings: Object.fromEntries(levers.flatMap((lever, i) => settingsAt(lever, point.at[i] ?? 0).map(({ path, value }) => [path, value]))),
    met: point.isMet,
    refused: point.refusal === null ? null : point.refusal.map(({ code, path }) => ({ code, path })),
    goals: point.judged.map(({ isMet, path, shown, drawn }, i) => ({
      goal: constraints[i]?.text,
      met: isMet,
      figure: path,
      value: shown,
      ...(drawn === undefined
        ? {}
        : { hits: drawn.hits, draws: drawn.draws, refused: drawn.refused, isNearLimit: drawsNeeded(drawn) !== null }),
    })),
  };
}
