// What the studies of levers print: units, separators, names, what is rounded, what chance leaves open.

import { describe, expect, it } from 'vitest';
import { attributionTables } from '../../src/report/attributionTables.ts';
import { figureWords, settingWords } from '../../src/report/pathNames.ts';
import { sobolTable, tornadoTable } from '../../src/report/sensitivityTables.ts';
import { certificateTable, goalWords, pointJson } from '../../src/report/solveTables.ts';
import type { Table } from '../../src/report/table.ts';
import type { Attribution } from '../../src/study/attribution.ts';
import { leverOf } from '../../src/study/levers.ts';
import { type Range, relativeRange } from '../../src/study/ranges.ts';
import { scalarsAt, wholeOf } from '../../src/study/scalars.ts';
import { type Tornado, tornadoes } from '../../src/study/sensitivity.ts';
import type { Point } from '../../src/study/solve.ts';
import { shipped } from '../golden/scenarios.ts';
import { small } from './small.ts';

const base = small();
const told = { ...base, unit: 'wan', isFile: false } as const;
const ADVANCE = 'policy.advance.share';

function tornado(figure: string, paths: readonly string[]): Tornado {
  const ranges = paths.flatMap((path) => relativeRange(base.read, path, 100_000) ?? []);
  const [found] = tornadoes(base, scalarsAt(base.run, figure), ranges);
  if (found === undefined) throw new Error(figure);
  return found;
}

const heads = ({ columns }: Table) => columns.map(({ words, kind }) => `${words.zh} ${kind}`);
const notes = ({ notes: all }: Table) => all.map(({ zh }) => zh);

describe('a tornado', () => {
  it('of months has months, of a rate percentage points, and no unit of money', () => {
    const months = tornadoTable(tornado('2026.pool.payableMonths', ['policy.financing.interest']), 1, told);
    expect(heads(months).slice(4, 6)).toEqual(['低时的变化（个月） rate', '高时的变化（个月） rate']);
    expect(notes(months)[0]).toMatch(/^现值时为 \d+\.\d\d个月；/);
    const rate = tornadoTable(tornado('2026.alliances.east.progress.12', ['county.growth.inpatient']), 1, told);
    expect(heads(rate).slice(4, 6)).toEqual(['低时的变化（个百分点） rate', '高时的变化（个百分点） rate']);
    for (const cell of rate.rows[0]?.cells.slice(4, 6) ?? []) expect(cell).toMatch(/^-?\d+\.\d\d$/);
  });

  it('of money says what it is in the unit of the table, thousands apart', () => {
    const found = tornado('2025.financing.total', ['policy.financing.subsidy']);
    expect(notes(tornadoTable(found, 1, told))[0]).toMatch(/^现值时为 198\.00万元；/);
    expect(notes(tornadoTable(found, 1, { ...told, unit: 'yuan' }))[0]).toMatch(/^现值时为 1,980,000\.00元；/);
    expect(heads(tornadoTable(found, 1, told))[4]).toBe('低时的变化 amount');
  });

  it('names every lever that does nothing, does not move, or cannot be moved, and why', () => {
    const idle = ['policy.reserves.riskAdjustment.ceiling', ADVANCE, 'policy.reserves.criticalIllness.perHead'];
    const found = tornado('2025.financing.total', [...idle, 'policy.quota.byInsured']);
    const [, still, refused, hint] = notes(tornadoTable(found, 1, told));
    expect(still).toBe('没有影响的 3 个：政策 · 预留 · 风险调剂金 · 上限、政策 · 预付 · 比例、政策 · 预留 · 大病保险 · 人均。');
    expect(refused).toMatch(/^不能这样单独动：政策 · 额度 · 按参保人数——2025 年额度的切分比例.*合计为 93\.00%。$/);
    expect(hint).toContain('路径~另一路径');
    const file = tornadoTable(found, 1, { ...told, isFile: true });
    expect(file.rows.map(({ cells }) => cells[1])).toEqual([...idle, 'policy.quota.byInsured']);
    expect(file.rows[3]?.cells.at(-1)).toMatchObject({ en: expect.stringMatching(/93\.00%/) });
  });
});

describe('a benefit', () => {
  /** R9: what moves care is the change from the year before. */
  const tornadoOf = (path: string, set: readonly string[]) => {
    const county = small(set);
    const range = relativeRange(county.read, path, 100_000) as Range;
    const [found] = tornadoes(county, scalarsAt(county.run, '2026.pool.closing'), [range]);
    return notes(tornadoTable(found as Tornado, 1, { ...told, ...county }));
  };

  it('with one value for all years does nothing, and the note says why; by years it does', () => {
    expect(tornadoOf('policy.benefit.inpatient.ratio', []).at(-1)).toContain('各年只写一个值');
    const dated = 'policy.benefit.inpatient.ratio: {2024: 60%, 2026: 65%}';
    expect(tornadoOf('policy.benefit.inpatient.ratio.2026', [dated])).toHaveLength(1);
  });
});

describe('shares of variance', () => {
  const range = relativeRange(base.read, ADVANCE, 100_000) as Range;
  const figure = tornado('2025.pool.closing', [ADVANCE]);
  const indices = (error: number, lost = 0) => ({
    first: [{ value: 0.537, error }],
    total: [{ value: 0.514, error: 0.02 }],
    mean: 0,
    variance: 1e18,
    rows: 64,
    lost,
  });

  it('are percents, and errors too large to go by are said to be, with the rows needed', () => {
    const rough = sobolTable(figure, [range], indices(0.08), 1, { still: 2, stuck: [] }, told);
    expect(rough.rows[0]?.cells.slice(3)).toEqual(['53.7%', '8.0%', '51.4%', '2.0%']);
    // 64 × (0.08 ÷ 0.03)² = 455.
    expect(notes(rough).slice(1)).toEqual([
      '单独动时没有影响的 2 个参数保持现值。',
      '误差还大（最大 ± 8.0%），名次不可靠：约需 --samples 500。',
    ]);
    expect(notes(rough)[0]).toContain('标准差 1,000.00万元');
    expect(notes(sobolTable(figure, [range], indices(0.03), 1, { still: 0, stuck: [] }, told))).toHaveLength(1);
  });

  it('tell the rows that were lost and the levers left out, and are not told where many rows were', () => {
    const left = { still: 0, stuck: [range] };
    const few = sobolTable(figure, [range], indices(0.01, 3), 1, left, told);
    expect(notes(few).slice(1)).toEqual([
      '样本 67 行中 3 行规则不允许或没有这个数，已略去；份额只就其余各行而言。',
      '没有参加的 1 个（有一端不能取，可能影响更大）：政策 · 预付 · 比例。',
    ]);
    const many = sobolTable(figure, [range], indices(0.01, 4), 1, left, told);
    expect(many.rows).toEqual([]);
    expect(notes(many)[1]).toContain('不作分解');
  });
});

describe('a solve', () => {
  const lever = leverOf('policy.quota.byInsured~policy.quota.byHistory=0%..100%/10%');
  if ('code' in lever) throw new Error('no lever');
  const path = '2026.alliances.west.overspend';
  const drawn = { hits: 45, draws: 1000, refused: 2, limit: 0.05 };
  const judged = { isMet: true, path, shown: '4.50% ± 0.66%', fen: null, miss: 0, drawn };
  const point: Point = { at: [0], values: ['0%'], isMet: true, judged: [judged], refusal: null };
  const text = 'P(2026.alliances.*.overspend > 0) <= 5%';
  const telling = { run: base.run, levers: [lever], constraints: [{ text, judge: () => judged }], unit: 'wan' } as const;

  it('shows both shares, whose figure it is, and what chance leaves open', () => {
    const table = certificateTable({ inside: point, outside: null }, telling);
    expect(table.rows[0]?.cells[1]).toBe('0% ~ 100%');
    expect(table.rows[0]?.cells[3]).toEqual({ zh: '2026年 west 超支', en: path });
    expect(notes(table)).toEqual([
      `答案处 ${text}：4.50% ± 0.66% 与 5% 相差不到 2 × 0.69%（概率恰为 5% 时的标准误），换个种子结论可能相反；约需 7,600 次模拟才能分清（--draws）。`,
      `答案处 ${text}：规则不允许、算不到底的 2 次模拟按不利于条件计入。`,
    ]);
    expect(pointJson(point, telling.constraints, [lever])).toMatchObject({
      settings: { 'policy.quota.byInsured': '0%', 'policy.quota.byHistory': '100%' },
      goals: [{ hits: 45, draws: 1000, refused: 2, isNearLimit: true }],
    });
  });

  it.each([
    ['*.alliances.*.cashGap <= 3000万元', '（无波动）', ' (in calm weather)'],
    ['P(*.pool.uncovered > 0) <= 5%', '（各年分别计）', ' (each year on its own)'],
    ['P(alliances.*.overspend > 0) <= 5%', '（各年、各医共体分别计）', ' (each year, each alliance on its own)'],
    ['P(2025.alliances.*.cash.* < 0) <= 5%', '（各医共体、各项分别计）', ' (each alliance, each item on its own)'],
    ['P(2025.pool.closing < 0) <= 5%', '', ''],
  ])('says how a goal is judged beside one of a probability: %s', (goal, zh, en) => {
    expect(goalWords(goal, true)).toEqual({ zh: goal + zh, en: goal + en });
    if (!goal.startsWith('P')) expect(goalWords(goal, false).zh).toBe(goal);
  });

  it('shows amounts in the unit asked for', () => {
    const amount = { ...judged, shown: '12345678.90', fen: 1_234_567_890 };
    const { drawn: _, ...plain } = amount;
    const cell = (unit: 'yuan' | 'wan') =>
      certificateTable({ inside: { ...point, judged: [plain] }, outside: null }, { ...telling, unit }).rows[0]?.cells[4];
    expect(cell('wan')).toMatchObject({ zh: '1,234.57万元' });
    expect(cell('yuan')).toMatchObject({ zh: '12,345,678.90元' });
  });
});

describe('an attribution', () => {
  it('in 10,000 yuan says where rounded parts do not sum to the rounded total', () => {
    const [scalar] = scalarsAt(base.run, '2025.pool.closing');
    if (scalar === undefined) throw new Error('no figure');
    const measure = { path: scalar.path, words: scalar.figure.words, unit: 'amount', of: () => wholeOf(scalar) } as const;
    const attribution = (parts: readonly number[], after: number): Attribution => ({
      players: parts.map(() => []),
      figures: [{ measure, before: 0, after, parts, errors: null, alone: parts, last: parts }],
      runs: 0,
      orders: 0,
      mending: 0,
    });
    const between = { before: base, after: base, citations: new Map() };
    const rounded = (parts: readonly number[], after: number, unit: 'yuan' | 'wan') =>
      attributionTables(attribution(parts, after), between, unit).some((table) => notes(table).some((note) => note.includes('四舍五入')));
    // 0.4 and 0.4 hundredths of 万元 are nothing each, and one together.
    expect(rounded([4_000, 4_000], 8_000, 'wan')).toBe(true);
    expect(rounded([4_000, 4_000], 8_000, 'yuan')).toBe(false);
    expect(rounded([-10_000, 20_000], 10_000, 'wan')).toBe(false);
  });
});

describe('an attribution of months beside money', () => {
  it('has the unit of each column: amounts that of the table, months their own', () => {
    const scalars = ['2025.pool.payableMonths', '2025.pool.closing'].flatMap((path) => scalarsAt(base.run, path));
    const figures = scalars.map((scalar) => {
      const measure = { path: scalar.path, words: scalar.figure.words, unit: scalar.figure.unit, of: () => wholeOf(scalar) };
      return { measure, before: 0, after: 5, parts: [5], errors: null, alone: [5], last: [5] };
    });
    const between = { before: base, after: base, citations: new Map() };
    const [table] = attributionTables({ players: [[]], figures, runs: 0, orders: 0, mending: 0 }, between, 'wan');
    expect(table === undefined ? [] : heads(table).slice(3)).toEqual([
      '2025 可支付月数（个月） rate',
      '2025 统筹基金年末结余（清算后） amount',
    ]);
  });
});

describe('names', () => {
  const { read, run } = shipped('baseline');
  it.each([
    ['policy.reserves.riskAdjustment.share', '政策 · 预留 · 风险调剂金 · 比例'],
    ['policy.settlement.surplus.retention.value.1.share', '政策 · 清算 · 结余 · 留用比例 · 第2行 · 比例'],
    ['policy.quota.byInsured~policy.quota.byHistory', '政策 · 额度 · 按参保人数 ~ 政策 · 额度 · 按历史支付'],
    ['county.alliances.east.insured', '县域 · 医共体 · 东部医共体 · 参保人数'],
    ['spending.inpatient.offCounty', '支出 · 普通住院 · 县域外'],
    // A benefit has the id of the service that it is about, and a title of its own.
    ['county.growth.inpatient', '县域 · 增长率 · 普通住院'],
    ['policy.benefit.inpatient.ratio', '政策 · 待遇 · 县域内住院 · 报销比例'],
  ])('%s is %s', (path, zh) => expect(settingWords(path, read, run)).toEqual({ zh, en: path }));

  it.each([
    ['2027.pool.closing', '2027年 统筹基金年末结余（清算后）'],
    ['2025.alliances.north.cash.3', '2025年 北部医共体 总额专账月末余额 3月'],
  ])('%s is %s', (path, zh) => expect(figureWords(run, path).zh).toBe(zh));
});
