// Levers, goals and what meets them: by hand, and against every value of the grid played.

import { describe, expect, it } from 'vitest';
import { policyFindings } from '../../src/checks/policy.ts';
import { InputProblems } from '../../src/problem/problem.ts';
import { type Constraint, goalOf } from '../../src/study/goals.ts';
import { ratioKindAt, unreadableEnd } from '../../src/study/leverPlaces.ts';
import { decimalOf, type Lever, leverOf, settingsAt, valueAt } from '../../src/study/levers.ts';
import { LeverTrials, type Solution, solved } from '../../src/study/solve.ts';
import { solvedMany } from '../../src/study/solveMany.ts';
import { readOtherwise } from '../../src/written/otherwise.ts';
import { play } from '../../src/year/play.ts';
import { shipped } from '../golden/scenarios.ts';
import { onBaseline } from './scenarios.ts';
import { small } from './small.ts';

function lever(written: string): Lever {
  const found = leverOf(written);
  if ('code' in found) throw new Error(`no lever: ${written}`);
  return found;
}

const base = small();

function goal(text: string, scenario = base): Constraint {
  const found = goalOf(text, scenario);
  if ('code' in found) throw new Error(`no goal: ${text} ${found.code}`);
  return found;
}

describe('a lever', () => {
  it.each([
    ['p=0%..10%', ['0%', '0.01%', '0.02%', '10%'], 1001],
    ['p=0..10%/0.5%', ['0%', '0.5%', '1%', '10%'], 21],
    ['p=1‰..2%/0.5‰', ['0.1%', '0.15%', '0.2%', '2%'], 39],
    ['p=670元..700元', ['670元', '671元', '672元', '700元'], 31],
    ['p=0.5亿元..1亿元/100万元', ['0.5亿元', '0.51亿元', '0.52亿元', '1亿元'], 51],
    ['p=400元/人..420元/人/5元', ['400元/人', '405元/人', '410元/人', '420元/人'], 5],
    ['p=0.9..1.1/0.05', ['0.9', '0.95', '1', '1.1'], 5],
    ['p=-5%..5%/1%', ['-5%', '-4%', '-3%', '5%'], 11],
  ] as const)('%s', (written, [first, second, third, last], count) => {
    const { grid } = lever(written);
    expect([0, 1, 2, grid.count - 1].map((k) => valueAt(grid, k))).toEqual([first, second, third, last]);
    expect(grid.count).toBe(count);
  });

  it.each([
    'p',
    'p=1%',
    'p=5%..5%',
    'p=6%..5%',
    'p=1%..2元',
    'p=1%..2%/1元',
    'p=a..b',
    '=1..2',
    'p=0%..1%/0%',
    'p~q=1元..2元',
    'p=0..1000000元/0.0001元',
  ])('%s is none', (written) => expect(leverOf(written)).toMatchObject({ code: 'usage', args: { case: 'lever' } }));

  it('whose steps do not meet its end is refused, with the last value that they reach', () => {
    expect(leverOf('p=0%..10%/3%')).toMatchObject({ args: { case: 'leverEnd', end: '10%', step: '3%', last: '9%' } });
    expect(leverOf('p=0%..1.005%')).toMatchObject({ args: { case: 'leverEnd', step: '0.01%', last: '1%' } });
  });

  it('on a ratio goes by 0.01%, however it is written; a share is shown in percent', () => {
    const steps = (path: string, ends: string) => {
      const found = leverOf(`${path}=${ends}`, (at) => ratioKindAt(base.read, at));
      return 'code' in found ? found : [valueAt(found.grid, 0), valueAt(found.grid, 1), valueAt(found.grid, found.grid.count - 1)];
    };
    const SHARE = 'policy.reserves.riskAdjustment.share';
    expect(steps(SHARE, '0..0.1')).toEqual(['0%', '0.01%', '10%']);
    expect(steps(SHARE, '0.03..0.06/0.01')).toEqual(['3%', '4%', '6%']);
    expect(steps('policy.quota.byInsured~policy.quota.byHistory', '0..1')).toEqual(['0%', '0.01%', '100%']);
    expect(steps('county.growth.inpatient', '-0.01..0.05')).toEqual(['-1%', '-0.99%', '5%']);
    const shocked = small([], 'shocks: [{service: inpatient, from: 2025-01, to: 2025-03, factor: 1.1}]');
    expect(ratioKindAt(shocked.read, 'shocks.0.factor')).toBe('factor');
    expect(leverOf('shocks.0.factor=0.9..1.2', () => 'factor')).toMatchObject({ grid: { count: 3001, unit: '' } });
    for (const path of ['policy.financing.subsidy', 'county.alliances.0.score', 'policy.reserves', 'policy.nothing'])
      expect(ratioKindAt(base.read, path), path).toBeNull();
  });

  it('with ends that its place cannot have is told, one that the rules refuse is not', () => {
    const SHARE = 'policy.reserves.riskAdjustment.share';
    const ends = (path: string, written: string) => unreadableEnd(base.read, lever(`${path}=${written}`))?.code ?? null;
    expect(leverOf(`${SHARE}=0..10`, (at) => ratioKindAt(base.read, at))).toMatchObject({ code: 'ratio-bare', args: { got: '10' } });
    expect(ends(SHARE, '1元..2元')).toBe('not-a-number');
    expect(ends('policy.financing.subsidy', '10%..20%')).toBe('not-a-number');
    expect(ends('policy.advance.share', '90%..110%')).toBeNull();
    expect(ends('policy.financing.subsidy', '600..700')).toBeNull();
  });

  it('takes along what must sum to 100% with it', () => {
    const shares = lever('a~b=30%..70%/2.5%');
    expect(settingsAt(shares, 1)).toEqual([
      { path: 'a', value: '32.5%' },
      { path: 'b', value: '67.5%' },
    ]);
    expect(settingsAt(lever('a~b=0.3..0.7/0.1'), 0)[1]).toEqual({ path: 'b', value: '0.7' });
  });

  it('reads decimals as they are written', () => {
    expect(decimalOf('1,234.50元')).toEqual({ digits: 123450n, exponent: -2, unit: '元' });
    for (const text of ['1e3', '0x10', '５%', '', '1 000', '--1', '5%%']) expect(decimalOf(text), text).toBeNull();
  });
});

describe('a goal', () => {
  it.each([
    ['2025.pool.closing >= 0', true],
    ['2025.pool.closing>=100万元', true],
    ['2025.pool.closing < 100万元', false],
    ['pool.closing ≥ 0', true],
    ['2025.alliances.*.insured >= 0', null],
    ['2025.alliances.*.quota > 50万元', true],
    ['2025.alliances.*.quota > 90万元', false],
    ['*.alliances.west.progress.* <= 200%', true],
    ['2025.pool.payableMonths > 3个月', true],
  ] as const)('%s: %s', (text, isMet) => {
    const found = goalOf(text, base);
    if (isMet === null) return expect(found).toMatchObject({ code: 'unknown-figure' });
    return expect('judge' in found && found.judge(base)).toMatchObject({ isMet });
  });

  it('tells the tightest of the figures that it names', () => {
    const quotas = base.run.plan.alliances.map(({ id }) => `2025.alliances.${id}.quota`);
    const judged = goal('2025.alliances.*.quota >= 0').judge(base);
    expect(quotas).toContain(judged.path);
    expect(judged.path).toBe('2025.alliances.west.quota');
    expect(goal('2025.alliances.*.quota <= 1亿元').judge(base).path).toBe('2025.alliances.east.quota');
  });

  it('is exact to the fen on either side', () => {
    const { shown } = goal('2025.pool.closing >= 0').judge(base);
    const next = (Number(shown) + 0.01).toFixed(2);
    expect(goal(`2025.pool.closing >= ${shown}元`).judge(base).isMet).toBe(true);
    expect(goal(`2025.pool.closing > ${shown}元`).judge(base).isMet).toBe(false);
    expect(goal(`2025.pool.closing = ${shown}元`).judge(base).isMet).toBe(true);
    expect(goal(`2025.pool.closing >= ${next}元`).judge(base).isMet).toBe(false);
    expect(goal(`2025.pool.closing < ${next}元`).judge(base).isMet).toBe(true);
  });

  it.each([
    '2025.pool.closing',
    '>= 0',
    '2025.pool.closing >= 0 and 1 > 0',
    '2025.pool.closing + 1 >= 0',
    'a => b',
    '2025.pool.closing >= >= 0',
  ])('%s is none', (text) => expect(goalOf(text, base)).toMatchObject({ code: 'usage', args: { case: 'goal' } }));

  it('wants a value in the unit of its figure', () => {
    expect(goalOf('2025.pool.closing >= 5%', base)).toMatchObject({ args: { case: 'goalValue', got: '5%' } });
    expect(goalOf('2025.pool.payableMonths >= 5万元', base)).toMatchObject({ args: { case: 'goalValue' } });
  });

  it('leaves no unit to be guessed: an amount but 0, and a rate above 1, have theirs', () => {
    const wanted = (text: string) => ('args' in goalOf(text, base) ? goalOf(text, base) : null);
    expect(wanted('2025.pool.closing >= 3000')).toMatchObject({ args: { case: 'goalBare', meant: '3000万元', other: '3000元' } });
    expect(wanted('2025.alliances.east.progress.12 <= 95')).toMatchObject({ args: { case: 'goalBare', meant: '95%', other: '' } });
    for (const fine of ['2025.pool.closing >= 0.00', '2025.alliances.east.progress.12 <= 0.95', '2025.pool.payableMonths >= 6'])
      expect(wanted(fine), fine).toBeNull();
  });
});

/** Which values meet the goals, by playing every one of them. */
function everyValue(one: Lever, constraints: readonly Constraint[]): boolean[] {
  return Array.from({ length: one.grid.count }, (_, k) => {
    try {
      const read = readOtherwise(base.read, settingsAt(one, k));
      const run = play(read);
      return constraints.every(({ judge }) => judge({ read, run }).isMet);
    } catch (error) {
      if (error instanceof InputProblems) return false;
      throw error;
    }
  });
}

function expectProved({ answer, intervals }: Solution): void {
  for (const { inside, outside } of [...(answer === null ? [] : [answer]), ...intervals.flatMap(({ low, high }) => [low, high])]) {
    expect(inside.isMet).toBe(true);
    if (outside === null) continue;
    expect(outside.isMet).toBe(false);
    expect(Math.abs((outside.at[0] as number) - (inside.at[0] as number))).toBe(1);
  }
}

describe('one lever', () => {
  it.each([
    ['policy.reserves.riskAdjustment.share=0%..9%/0.2%', '2026.pool.riskClosing >= 10万元'],
    ['policy.reserves.qualityDeposit.share=0%..9%/0.2%', '2025.alliances.*.quota >= 70万元'],
    ['policy.financing.subsidy=600元..700元/2元', '2025.alliances.west.quota >= 70万元'],
    ['policy.quota.byInsured~policy.quota.byHistory=0%..100%/2%', '2025.alliances.west.quota >= 72.7万元'],
  ])('%s, %s: the first and the last of every value that meets it', (written, wanted) => {
    const [one, constraints] = [lever(written), [goal(wanted)]];
    const every = everyValue(one, constraints);
    expect(new Set(every).size, 'both happen').toBe(2);
    const smallest = solved(base, one, constraints, 'smallest');
    const largest = solved(base, one, constraints, 'largest');
    expect(smallest.answer?.inside.at).toEqual([every.indexOf(true)]);
    expect(largest.answer?.inside.at).toEqual([every.lastIndexOf(true)]);
    for (const found of [smallest, largest]) expectProved(found);
    expect(smallest.runs).toBeLessThan(every.length);
  });

  /** Met on two intervals: a goal that is a function of the lever alone. */
  const share = (scenario: { read: typeof base.read }) => {
    const { value } = scenario.read.scenario.policy.reserves?.riskAdjustment?.share?.entries[0] ?? {};
    return Number(value?.n ?? 0n) / Number(value?.d ?? 1n);
  };
  const twice: Constraint = {
    text: 'twice',
    judge: (scenario) => {
      const at = share(scenario);
      return { isMet: (at >= 0.0201 && at <= 0.0399) || at >= 0.0777, path: 'share', shown: String(at), fen: null, miss: 0 };
    },
  };

  it('met on two intervals: both are told, each border to the step', () => {
    const found = solved(base, lever('policy.reserves.riskAdjustment.share=0%..9%'), [twice], 'smallest');
    expect(found.intervals.map(({ low, high }) => [low.inside.values[0], high.inside.values[0]])).toEqual([
      ['2.01%', '3.99%'],
      ['7.77%', '9%'],
    ]);
    expect(found.intervals[1]?.high.outside).toBeNull();
    expect(found.answer?.inside.values).toEqual(['2.01%']);
    expectProved(found);
  });

  it('names the goal that breaks one step further, with its figure', () => {
    const found = solved(
      base,
      lever('policy.reserves.riskAdjustment.share=0%..9%'),
      [goal('pool.closing >= 0'), goal('2026.pool.riskClosing >= 10万元')],
      'smallest',
    );
    expect(found.answer?.outside?.judged.map(({ isMet }) => isMet)).toEqual([true, false]);
    expect(found.answer?.outside?.judged[1]?.path).toBe('2026.pool.riskClosing');
    expect(Number(found.answer?.outside?.judged[1]?.shown)).toBeLessThan(100_000);
    expect(Number(found.answer?.inside.judged[1]?.shown)).toBeGreaterThanOrEqual(100_000);
  });

  it('has no answer where nothing meets the goals', () => {
    const found = solved(base, lever('policy.reserves.riskAdjustment.share=0%..9%'), [goal('2025.pool.closing >= 9亿元')], 'smallest');
    expect(found).toMatchObject({ answer: null, intervals: [] });
  });

  it('where the rules refuse every value, tells why', () => {
    expect(() => solved(base, lever('policy.quota.byInsured=0%..60%'), [goal('pool.closing >= 0')], 'smallest')).toThrow(
      /shares-not-whole/,
    );
  });

  it('where they refuse some, these do not meet the goals', () => {
    const found = solved(base, lever('policy.advance.share=90%..110%/0.5%'), [goal('pool.closing >= 0')], 'largest');
    expect(found.answer?.inside.values).toEqual(['100%']);
    expect(found.answer?.outside?.refusal).not.toBeNull();
  });

  /** A score of 70 may pay more than one of 80: `run` refuses such a policy (R14), and no answer is one. */
  it('a policy that its check finds wrong is refused: neither the answer nor what is met', () => {
    const rows = 'policy.settlement.surplus.retention: [{score: 90, share: 60%}, {score: 80, share: 50%}, {score: 0, share: 20%}]';
    const county = small([rows]);
    const found = solved(
      county,
      lever('policy.settlement.surplus.retention.2.share=0%..100%/1%'),
      [goal('pool.closing >= 0', county)],
      'largest',
    );
    expect(found.answer?.inside.values).toEqual(['50%']);
    expect(found.answer?.outside?.isMet).toBe(false);
    expect(found.answer?.outside?.refusal?.map(({ code }) => code)).toEqual(['score-pays-less']);
    for (const { isMet, refusal } of found.scan) expect(isMet && refusal !== null).toBe(false);
    const { read, run } = small([rows.replace('20%', '50%')]);
    expect(policyFindings(run, read, null).filter(({ grade }) => grade === 'error')).toEqual([]);
  });

  it('where nothing meets the goals, tells what comes nearest', () => {
    const reserve = lever('policy.reserves.riskAdjustment.share=0%..9%/1%');
    const most = solved(base, reserve, [goal('2026.pool.riskClosing >= 9亿元')], 'smallest').nearest;
    expect(most?.values).toEqual(['9%']);
    // One goal met counts for more than both nearly met; a refused value is never near.
    const goals = [goal('2026.pool.riskClosing >= 9亿元'), goal('2025.quotaPool >= 0')];
    expect(solved(base, reserve, goals, 'smallest').nearest).toMatchObject({ values: ['9%'], judged: [{ isMet: false }, { isMet: true }] });
    const some = lever('policy.advance.share=90%..110%/5%');
    expect(solved(base, some, [goal('2025.alliances.east.quota >= 9亿元')], 'smallest').nearest?.refusal).toBeNull();
  });

  it('leaves everything else as it was: at its own value the run is the run', () => {
    const baseline = shipped('baseline');
    const read = readOtherwise(baseline.read, [{ path: 'policy.reserves.riskAdjustment.share', value: '8%' }]);
    const other = onBaseline('set: {policy.reserves.riskAdjustment.share: 8%}');
    expect(play(read).books).toEqual(other.run.books);
    expect(() => readOtherwise(baseline.read, [{ path: 'policy.reserves.risk', value: '8%' }])).toThrow(/unknown-path/);
  });
});

describe('several levers', () => {
  const levers = [
    lever('policy.reserves.riskAdjustment.share=0%..9%/0.5%'),
    lever('policy.quota.byInsured~policy.quota.byHistory=0%..100%/5%'),
  ];
  const constraints = [goal('2026.pool.riskClosing >= 10万元'), goal('2025.alliances.west.quota >= 72万元')];

  it('finds the least that every point of the grid has', () => {
    const trials = new LeverTrials(base, levers, constraints);
    const [first, second] = levers.map(({ grid }) => grid.count) as [number, number];
    const met = Array.from({ length: first }, (_, x) => x).filter((x) =>
      Array.from({ length: second }, (_, y) => trials.at([x, y])).some(({ isMet }) => isMet),
    );
    const found = solvedMany(base, levers, constraints, 'smallest');
    expect(met.length).toBeGreaterThan(0);
    expect(found.answer?.inside.at[0]).toBe(met[0]);
    expect(found.answer?.inside.isMet).toBe(true);
    expect(found.answer?.outside?.isMet).toBe(false);
    expect(found.answer?.outside?.at[1]).toBe(found.answer?.inside.at[1]);
    expect(solvedMany(base, levers, constraints, 'largest').answer?.inside.at[0]).toBe(met.at(-1));
  });

  it('has no answer where no point meets the goals', () => {
    expect(solvedMany(base, levers, [goal('2025.pool.closing >= 9亿元')], 'smallest').answer).toBeNull();
  });
});
