// Batches: each row is the plain run of its scenario; ranges are exact decimals; points come in one order, whoever plays them.

import { describe, expect, it } from 'vitest';
import { figureTree } from '../../src/figures/catalogue.ts';
import type { Run } from '../../src/figures/figure.ts';
import { InputProblems } from '../../src/problem/problem.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { Files, projectFile } from '../../src/shell/files.ts';
import { asked } from '../../src/study/asked.ts';
import { BatchPlayer, batchText, cutOf } from '../../src/study/batch.ts';
import { leverColumns } from '../../src/study/batchLevers.ts';
import { checkSettings } from '../../src/study/batchSettings.ts';
import { drawingOf } from '../../src/study/draws.ts';
import { shareOf } from '../../src/study/spread.ts';
import { weatherOf } from '../../src/weather/weather.ts';
import { readBatch, settingsAt } from '../../src/written/batchFile.ts';
import { settable, writtenAt } from '../../src/written/otherwise.ts';
import { readScenario, readUncertainty, type Shelf } from '../../src/written/read.ts';
import { keysOf } from '../../src/written/tree.ts';
import { type Axis, steps } from '../../src/written/vary.ts';
import { play } from '../../src/year/play.ts';

const files = new Files();
function opened(...path: string[]) {
  const source = files.named(projectFile(...path));
  if (!('text' in source)) throw new Error(path.join('/'));
  return source;
}
const baseline = opened('scenarios', 'baseline.yaml');
const STANDARD = readUncertainty(opened('seeds', 'uncertainty', 'default.yaml'));
/** As the baseline, but a quota is raised from a risk fund that in some weathers has not so much left. */
const adjusted = sourceOf(
  'adjusted.yaml',
  'extends: baseline.yaml\nadjustments:\n  - {year: 2027, month: 3, alliance: east, amount: 3000万元, from: riskAdjustment, reason: 疫情}\n',
);
const shelf: Shelf = {
  open: (kind, name, from) => (name === adjusted.name ? adjusted : files.open(kind, name, from.name === baseline.name ? from : baseline)),
  table: (name, from) => files.table(name, from),
};

const SHARE = 'policy.reserves.riskAdjustment.share';
const FIGURES = ['2025.quotaPool', '2026.pool.closing', '2027.alliances.west.finalPayment', '2027.pool.payableMonths'];
const GRID = `scenario: baseline.yaml
vary:
  - {path: ${SHARE}, from: 4%, to: 6%, step: 1%}
  - {path: policy.advance.share, values: [90%, {2025: 95%, 2026: 85%}]}
figures: [${FIGURES.join(', ')}]
`;
const batchOf = (text: string) => readBatch(sourceOf('batch.yaml', text), shelf);

/** The scenario of a point, written out with `set` and read as any other. */
function plain(share: string, advance: string) {
  return readScenario(
    sourceOf('plain.yaml', `extends: baseline.yaml\nset:\n  ${SHARE}: ${share}\n  policy.advance.share: ${advance}\n`),
    shelf,
  );
}

const POINTS = ['4%', '5%', '6%'].flatMap((share) => ['90%', '{2025: 95%, 2026: 85%}'].map((advance) => [share, advance] as const));

/** What is in a row, by the names of its columns. */
function named(player: BatchPlayer, first = 0, count = 1): Readonly<Record<string, unknown>>[] {
  return player.rows(first, count).map((row) => Object.fromEntries(row.map((cell, i) => [player.columns[i]?.name, cell])));
}

/** The figures of a row, and the same of a run. */
const figuresIn = (row: Readonly<Record<string, unknown>> | undefined) => FIGURES.map((path) => row?.[path]);
const figuresOf = (run: Run) => FIGURES.map((path) => asked(run, path)?.read(run));

describe('rows', () => {
  it('of calm points are those of plain runs, the last axis fastest', () => {
    const player = new BatchPlayer(batchOf(GRID), STANDARD);
    const rows = named(player, 0, 6);
    for (const [k, [share, advance]] of POINTS.entries()) {
      expect([rows[k]?.point, rows[k]?.[SHARE]]).toEqual([k, Number(share.slice(0, -1))]);
      expect([rows[k]?.problem, ...figuresIn(rows[k])]).toEqual([null, ...figuresOf(play(plain(share, advance)))]);
    }
    expect([...named(player, 4, 2), ...named(player, 0, 1)]).toEqual([rows[4], rows[5], rows[0]]);
  });

  it('of draws are plain draws, wherever a chunk begins', () => {
    const player = new BatchPlayer(batchOf(`${GRID}draws: 4\nseed: 9\nkeep: all\n`), STANDARD);
    const rows = named(player, 10, 7);
    for (const [first, count] of [
      [10, 1],
      [11, 3],
      [15, 2],
    ] as const) {
      expect(named(player, first, count)).toEqual(rows.slice(first - 10, first - 10 + count));
    }
    const read = plain(...(POINTS[3] as readonly [string, string]));
    const { plan } = play(read);
    const drawing = drawingOf(plan, weatherOf(plan, read, STANDARD), 9n);
    for (let draw = 0; draw < 4; draw++) {
      const run = { plan: drawing.plan, books: drawing.play(draw) };
      expect([rows[2 + draw]?.point, rows[2 + draw]?.draw]).toEqual([3, draw]);
      expect(figuresIn(rows[2 + draw])).toEqual(figuresOf(run));
    }
    const [statistics] = named(new BatchPlayer(batchOf(`${GRID}draws: 4\nseed: 9\n`), STANDARD), 3);
    const closings = rows.slice(2, 6).map((row) => row['2026.pool.closing'] as number);
    expect(statistics?.played).toBe(4);
    expect(statistics?.['2026.pool.closing:mean']).toBe(Math.round(closings.reduce((sum, value) => sum + value, 0) / 4));
  });

  it('leave the scenario as it is', () => {
    const { read } = batchOf(GRID);
    const before = figureTree(play(read));
    new BatchPlayer(batchOf(GRID), STANDARD).rows(1, 1);
    expect(figureTree(play(read))).toEqual(before);
    expect(keysOf(settable(read))).not.toContain('set');
    expect(writtenAt(read, `${SHARE}.value`)).toBe('5%');
  });
});

const playerOf = (text: string) => new BatchPlayer(batchOf(`scenario: baseline.yaml\n${text}`), STANDARD);

function problemsOf(text: string): string[] {
  try {
    playerOf(text);
    return [];
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    return error.problems.map(({ code, args }) => (args.case === undefined ? code : `${code}/${args.case}`));
  }
}

describe('statistics', () => {
  const draws = 40;
  const CHANCES = "chances: ['2025.alliances.*.finalPayment >= 1000万元', '2025.pool.payableMonths < 20']\n";
  const one = `draws: ${draws}\nseed: 3\nfigures: [2025.alliances.east.finalPayment]\n`;

  it('of a chance that two conditions name stand once', () => {
    const columns = playerOf(`draws: 3\nfigures: [2025.pool.closing]\nchances: ['2025.pool.closing < 0', '*.pool.closing < 0']\n`).columns;
    const heads = columns.map(({ name }) => name).filter((name) => /^P\(.*\)$/.test(name));
    expect(heads).toEqual(['P(2025.pool.closing < 0)', 'P(2026.pool.closing < 0)', 'P(2027.pool.closing < 0)']);
  });

  it('have a Monte-Carlo error each', () => {
    const values = named(playerOf(`${one}keep: all\n`), 0, draws).map((row) => row['2025.alliances.east.finalPayment'] as number);
    const [row = {}] = named(playerOf(one));
    const at = (name: string) => row[`2025.alliances.east.finalPayment:${name}`] as number;
    const mean = values.reduce((sum, value) => sum + value, 0) / draws;
    const moment = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0);
    const deviation = Math.sqrt(moment(2) / (draws - 1));
    expect(at('mean')).toBe(Math.round(mean));
    expect(at('mean:error')).toBe(Math.round(deviation / Math.sqrt(draws)));
    expect(at('deviation')).toBe(Math.round(deviation));
    const variance = (moment(4) / draws - ((draws - 3) / (draws - 1)) * deviation ** 4) / draws;
    expect(Math.abs(at('deviation:error') - Math.sqrt(variance) / (2 * deviation))).toBeLessThan(1);
    expect(at('P50')).toBe(values.toSorted((a, b) => a - b)[draws / 2 - 1]);
    expect(at('P50:error')).toBeGreaterThan(0);
    expect(Object.keys(row).filter((name) => name.endsWith(':error')).length).toBe(9);
  });

  it('of one draw have none', () => {
    const [row = {}] = named(playerOf(one.replace(`draws: ${draws}`, 'draws: 1')));
    expect(row['2025.alliances.east.finalPayment:mean']).not.toBeNull();
    const errors = Object.entries(row).filter(([name]) => /:error$|:deviation$/.test(name));
    expect(errors.filter(([, value]) => value !== null)).toEqual([]);
  });

  it('have a column of each figure that `*` names, or of each year, each once', () => {
    const paths = ['*.alliances.*.balance', 'pool.closing', '2026.pool.closing', '2027.alliances.west.advances.*'];
    const player = new BatchPlayer(batchOf(`scenario: baseline.yaml\nfigures: ['${paths.join("', '")}']\n`), STANDARD);
    const years = ['2025', '2026', '2027'];
    expect(player.columns.map(({ name }) => name).filter((name) => /^\d{4}/.test(name))).toEqual([
      ...years.flatMap((year) => ['east', 'west', 'north'].map((id) => `${year}.alliances.${id}.balance`)),
      ...years.map((year) => `${year}.pool.closing`),
      ...Array.from({ length: 12 }, (_, month) => `2027.alliances.west.advances.${month + 1}`),
    ]);
    const [row] = named(player);
    const run = play(readScenario(baseline, shelf));
    expect(row?.['2026.pool.closing']).toBe(asked(run, '2026.pool.closing')?.read(run));
    const months =
      "figures: ['*.alliances.*.advances.*', '*.alliances.*.remitted.*', '*.alliances.*.cash.*', '*.alliances.*.progress.*']\n";
    expect(problemsOf(`${months}draws: 999999\n`)).toEqual(['batch-too-many/held']);
  });

  it('tell how often a condition holds, with its error, for each figure that `*` names', () => {
    const player = playerOf(one + CHANCES);
    const [row = {}] = named(player);
    for (const id of ['east', 'west', 'north']) {
      const path = `2025.alliances.${id}.finalPayment`;
      const kept = named(playerOf(`${one.replace('2025.alliances.east.finalPayment', path)}keep: all\n`), 0, draws);
      const { value, error } = shareOf(kept.filter((draw) => (draw[path] as number) >= 1_000_000_000).length, draws);
      const column = `P(${path} >= 1000万元)`;
      // Percent with four decimals.
      expect(row[column]).toBe(Math.round(value * 1e6));
      expect(row[`${column}:error`]).toBe(Math.round(error * 1e6));
      expect(row[`${column}:low`]).toBeLessThanOrEqual(row[column] as number);
      expect(row[`${column}:high`]).toBeGreaterThanOrEqual(row[column] as number);
    }
    expect(player.columns.filter(({ name }) => name.startsWith('P(')).length).toBe(4 * 4);
  });

  it('are not asked for by conditions that are none', () => {
    const chance = (text: string) => problemsOf(`${one}chances: ['${text}']\n`);
    expect(chance('2025.pool.closing')).toEqual(['batch-chance']);
    expect(chance('2025.pool.closng < 0')).toEqual(['unknown-figure']);
    expect(chance('2025.pool.closing < 5%')).toEqual(['batch-chance/value']);
    expect(chance('2025.alliances.*.cashGap > 3000')[0]).toBe('batch-chance/bare');
    expect(problemsOf("figures: [2025.quotaPool]\nchances: ['2025.pool.closing < 0']\n")).toEqual(['batch-chance/draws']);
    expect(problemsOf(`${one}keep: all\n${CHANCES}`)).toEqual(['batch-chance/draws']);
    const many = Array.from({ length: 400 }, (_, k) => `'2025.alliances.*.quota < ${k}元'`).join(', ');
    expect(problemsOf(`${one}chances: [${many}]\n`)).toEqual(['batch-too-many/chances']);
  });
});

describe('points that are not like the scenario', () => {
  const RETENTION = 'vary:\n  - {path: policy.settlement.surplus.retention.value.2.share, values: [60%, 90%]}\nfigures: [2025.quotaPool]\n';

  it.each([RETENTION, `${RETENTION}draws: 2\n`, `${RETENTION}draws: 2\nkeep: all\n`])(
    'are not played with a policy that `run` refuses',
    (text) => {
      const player = playerOf(text);
      const rows = named(player, 0, player.cut.rows);
      const [good, bad] = [rows.slice(0, rows.length / 2), rows.slice(rows.length / 2)];
      expect(good.map(({ problem }) => problem)).toEqual(good.map(() => null));
      for (const row of bad) {
        expect(row.problem).toBe('score-pays-less');
        const figures = Object.entries(row).filter(([name]) => name.startsWith('2025.'));
        expect(figures.map(([, value]) => value)).toEqual(figures.map(() => null));
      }
    },
  );

  it('may have figures that it does not have, and lack some without a problem', () => {
    const years = (values: string, more = '') => `vary:\n  - {path: years, values: ${values}}\nfigures: [2028.quotaPool]\n${more}`;
    for (const values of ['[[2025, 2028], 2025]', '[2025, [2025, 2028]]']) {
      const rows = named(playerOf(years(values)), 0, 2);
      expect(rows.map(({ problem }) => problem)).toEqual([null, null]);
      expect(rows.filter((row) => row['2028.quotaPool'] !== null).length).toBe(1);
      const kept = named(playerOf(years(values, 'draws: 2\nkeep: all\n')), 0, 4);
      expect(kept.map(({ problem }) => problem)).toEqual([null, null, null, null]);
      const told = named(playerOf(years(values, 'draws: 2\n')), 0, 2);
      expect(told.map(({ problem, played }) => [problem, played])).toEqual([
        [null, 2],
        [null, 2],
      ]);
    }
    expect(problemsOf(years('[2025, 2026]'))).toEqual(['unknown-figure']);
  });

  it('say of each draw that the rules refuse why, and have figures of the others', () => {
    const player = (amount: string, more: string) =>
      new BatchPlayer(
        batchOf(
          `scenario: adjusted.yaml\nvary:\n  - {path: adjustments.0.amount, values: [${amount}]}\nfigures: [2027.pool.closing]\n${more}`,
        ),
        STANDARD,
      );
    const draws = 'draws: 8\nseed: 4\n';
    // With 1.2亿元 the calm run has enough left and many a draw has not; with 1.32亿元 the calm run has not either.
    for (const [amount, calm] of [
      ['12000万元', null],
      ['13200万元', 'adjustment-beyond-fund'],
    ] as const) {
      expect(named(player(amount, ''))[0]?.problem).toBe(calm);
      const rows = named(player(amount, `${draws}keep: all\n`), 0, 8);
      const refused = rows.filter(({ problem }) => problem === 'adjustment-beyond-fund');
      expect(refused.map((row) => row['2027.pool.closing'])).toEqual(refused.map(() => null));
      const good = rows.filter(({ problem }) => problem === null);
      expect([refused.length > 0, good.length > 0, refused.length + good.length]).toEqual([true, true, 8]);
      const sum = good.reduce((all, row) => all + (row['2027.pool.closing'] as number), 0);
      const [told = {}] = named(player(amount, draws));
      expect([told.problem, told.played, told['2027.pool.closing:mean']]).toEqual([null, good.length, Math.round(sum / good.length)]);
    }
    const [never = {}] = named(player('90000万元', draws));
    expect([never.problem, never.played, never['2027.pool.closing:mean']]).toEqual(['adjustment-beyond-fund', 0, null]);
  });

  it('of a year before a draw was refused are told, and a year that a point does not have is not, whatever was refused', () => {
    const rows = named(
      new BatchPlayer(
        batchOf(`scenario: adjusted.yaml
vary:
  - {path: adjustments.0.year, values: [2026]}
  - {path: adjustments.0.amount, values: [9000万元]}
  - {path: years.1, values: [2026, 2027]}
draws: 12
seed: 4
figures: [2025.pool.closing]
chances: ['2025.pool.closing < 0', '2026.pool.closing < 0', '2027.pool.closing < 0']
`),
        STANDARD,
      ),
      0,
      2,
    );
    for (const [i, row] of rows.entries()) {
      const refused = 12 - (row.played as number);
      expect(refused).toBeGreaterThan(0);
      expect(row['2025.pool.closing:mean']).toBeGreaterThan(0);
      expect(row['P(2025.pool.closing < 0)']).toBe(0);
      const share = Math.round((1_000_000 * refused) / 12);
      expect([row['P(2026.pool.closing < 0)'], row['P(2027.pool.closing < 0)']]).toEqual([share, i === 0 ? null : share]);
    }
    expect(rows.length).toBe(2);
  });
});

describe('what varies', () => {
  it('is stepped in exact decimals, both ends included', () => {
    const values = (...ends: [string, string, string]) => {
      const stepped = steps(...ends);
      return 'at' in stepped ? Array.from({ length: stepped.count }, (_, i) => stepped.at(i)) : stepped;
    };
    expect(values('0.1', '0.3', '0.1')).toEqual(['0.1', '0.2', '0.3']);
    expect(values('5%', '6%', '0.25%')).toEqual(['5%', '5.25%', '5.5%', '5.75%', '6%']);
    expect(values('1,000万元', '700万元', '-150万元')).toEqual(['1000万元', '850万元', '700万元']);
    // An end that is no step was meant to be there.
    expect(values('1000万元', '800万元', '-150万元')).toEqual({ key: 'to', case: 'off', got: '800万元', last: '850万元' });
    expect(values('90%', '95%', '2%')).toMatchObject({ case: 'off', last: '94%' });
    expect(values('-0.5', '0.5', '0.5')).toEqual(['-0.5', '0', '0.5']);
    expect(values('7', '7', '1')).toEqual(['7']);
  });

  it('takes no more room the longer it is, and is counted before anything is made of it', () => {
    const wide = (id: string) => `  - {path: ${id}, from: 0, to: 9999999, step: 1}\n`;
    const before = process.memoryUsage().heapUsed;
    expect(problemsOf(`vary:\n${['a', 'b', 'c'].map(wide).join('')}figures: [2025.quotaPool]\n`)).toEqual(['batch-too-many']);
    const batch = batchOf(
      `scenario: baseline.yaml\nvary:\n  - {path: ${SHARE}, from: 0%, to: 9.999999%, step: 0.000001%}\nfigures: [2025.quotaPool]\n`,
    );
    expect(batch.points).toBe(10_000_000);
    expect([0, 1, 9_999_999].map((k) => settingsAt(batch, k)[0]?.value)).toEqual(['0%', '0.000001%', '9.999999%']);
    expect(batchText(batch).length).toBeLessThan(300);
    // Laid out these would be some three gigabytes.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200e6);
  });

  it('is told apart by fingerprints', () => {
    const text = (step: string) =>
      batchText(batchOf(`scenario: baseline.yaml\nvary:\n  - {path: ${SHARE}, ${step}}\nfigures: [2025.quotaPool]\n`));
    const ways = [
      'from: 4%, to: 6%, step: 1%',
      'from: 4%, to: 6%, step: 0.5%',
      'from: 4%, to: 7%, step: 1%',
      'from: 3%, to: 5%, step: 1%',
      'values: [4%, 5%, 6%]',
    ];
    expect(new Set(ways.map(text)).size).toBe(ways.length);
  });

  it('is a column of numbers where it is numbers, each level written one way', () => {
    const columnOf = (values: string) => {
      const batch = batchOf(`scenario: baseline.yaml\nvary:\n  - {path: ${SHARE}, ${values}}\nfigures: [2025.quotaPool]\n`);
      const [column] = leverColumns(batch.axes[0] as Axis);
      const cells = Array.from({ length: Math.min(4, batch.points) }, (_, k) => column?.cell(settingsAt(batch, k)[0]?.value ?? null));
      return [column?.decimal ?? 'text', ...cells];
    };
    const rate = (places: number) => ({ places, unit: 'rate' });
    const amount = (places: number) => ({ places, unit: 'amount' });
    expect(columnOf('values: [90%, 0.9, 87.5%, 3‰]')).toEqual([rate(1), 900, 900, 875, 3]);
    expect(columnOf('values: [745元, 0.0745万元, 1.2亿元, "1,000.50"]')).toEqual([amount(1), 7450, 7450, 1_200_000_000, 10_005]);
    expect(columnOf('values: [0.9, -0.25, 2025]')).toEqual([{ places: 2, unit: null }, 90, -25, 202_500]);
    expect(columnOf('from: 4%, to: 5.75%, step: 0.25%')).toEqual([rate(2), 400, 425, 450, 475]);
    expect(columnOf('from: 1亿元, to: 1.5亿元, step: 0.1亿元')).toEqual([amount(0), 1e8, 1.1e8, 1.2e8, 1.3e8]);
    expect(columnOf('from: 0%, to: 9.999999%, step: 0.000001%')).toEqual([rate(6), 0, 1, 2, 3]);
    // A text among them, units that do not go together, an id, and more digits than a number holds exactly.
    for (const values of ['[90%, {2025: 90%}]', '[90%, 745元]', '[half, 90%]', '["007", "008"]', '[1亿元, 0.00000000000001%]']) {
      expect(columnOf(`values: ${values}`)[0]).toBe('text');
    }
    expect(columnOf('values: [12345678901234567]')).toEqual(['text', '12345678901234567']);
  });

  it('is refused before anything is played where no scenario could have it', () => {
    const refused = (text: string) => {
      try {
        checkSettings(batchOf(`scenario: baseline.yaml\nvary:\n${text}figures: [2025.quotaPool]\n`));
        return [];
      } catch (error) {
        if (!(error instanceof InputProblems)) throw error;
        return error.problems.map(({ code, where }) => [code, where?.source.text.slice(where.offset, where.end)]);
      }
    };
    const share = (values: string) => `  - {path: ${SHARE}, ${values}}\n`;
    expect(refused(share('values: [5%, 5元, 105%, {2025: 5%}, -1%]'))).toEqual([
      ['not-a-number', '5元'],
      ['ratio-over-one', '105%'],
      ['negative', '-1%'],
    ]);
    expect(refused(share('from: 5%, to: 105%, step: 0.0001%'))).toEqual([['ratio-over-one', '105%']]);
    expect(refused('  - {path: policy.advance.shares, values: [90%, 5元]}\n')).toEqual([['unknown-path', 'policy.advance.shares']]);
    // What the rules refuse is found out as the point is played.
    expect(refused('  - {path: policy.settlement.surplus.retention.value.2.share, values: [90%]}\n')).toEqual([]);
  });

  it('goes together where asked', () => {
    const batch = batchOf(`${GRID.replace('values: [90%,', 'values: [80%, 90%,')}together: yes\n`);
    expect(batch.points).toBe(3);
    expect(settingsAt(batch, 1).map(({ value }) => value)).toEqual(['5%', '90%']);
  });

  it('is cut up by the batch alone', () => {
    expect(cutOf(batchOf(GRID), 8)).toEqual({ rows: 6, chunkRows: 64, chunks: 1 });
    expect(cutOf(batchOf(`${GRID}draws: 1000000\nkeep: all\n`), 9)).toEqual({ rows: 6_000_000, chunkRows: 2048, chunks: 2930 });
    expect(cutOf(batchOf(`${GRID}draws: 1000\n`), 90)).toEqual({ rows: 6, chunkRows: 2, chunks: 3 });
    // A chunk is held whole, however wide its rows are.
    expect(cutOf(batchOf(`${GRID}draws: 1000000\nkeep: all\n`), 1000).chunkRows).toBe(300);
    expect(cutOf(batchOf(GRID), 50_000).chunkRows).toBe(4);
  });
});
