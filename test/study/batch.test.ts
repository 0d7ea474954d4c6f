// Batches: each row is the plain run of its scenario; ranges are exact decimals; points come in one order, whoever plays them.

import { describe, expect, it } from 'vitest';
import { figureTree } from '../../src/figures/catalogue.ts';
import { sourceOf } from '../../src/problem/source.ts';
import { Files, projectFile } from '../../src/shell/files.ts';
import { asked } from '../../src/study/asked.ts';
import { BatchPlayer, cutOf } from '../../src/study/batch.ts';
import { drawingOf } from '../../src/study/draws.ts';
import { weatherOf } from '../../src/weather/weather.ts';
import { readBatch, settingsAt, steps } from '../../src/written/batchFile.ts';
import { settable, writtenAt } from '../../src/written/otherwise.ts';
import { readScenario, readUncertainty, type Shelf } from '../../src/written/read.ts';
import { keysOf } from '../../src/written/tree.ts';
import { play } from '../../src/year/play.ts';

const files = new Files();
function opened(...path: string[]) {
  const source = files.named(projectFile(...path));
  if (!('text' in source)) throw new Error(path.join('/'));
  return source;
}
const baseline = opened('scenarios', 'baseline.yaml');
const STANDARD = readUncertainty(opened('seeds', 'uncertainty', 'default.yaml'));
const shelf: Shelf = {
  open: (kind, name, from) => files.open(kind, name, from.name === baseline.name ? from : baseline),
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

describe('rows', () => {
  it('of calm points are those of plain runs, the last axis fastest', () => {
    const player = new BatchPlayer(batchOf(GRID), STANDARD);
    const rows = player.rows(0, 6);
    for (const [k, [share, advance]] of POINTS.entries()) {
      const run = play(plain(share, advance));
      expect(rows[k]?.slice(0, 2)).toEqual([k, share]);
      expect(rows[k]?.slice(3)).toEqual([null, ...FIGURES.map((path) => asked(run, path)?.read(run))]);
    }
    expect([...player.rows(4, 2), ...player.rows(0, 1)]).toEqual([rows[4], rows[5], rows[0]]);
  });

  it('of draws are plain draws, wherever a chunk begins', () => {
    const player = new BatchPlayer(batchOf(`${GRID}draws: 5\nseed: 9\nkeep: all\n`), STANDARD);
    const rows = player.rows(0, 30);
    expect(rows.flatMap((_, i) => player.rows(i, 1))).toEqual(rows);
    const read = plain(...(POINTS[3] as readonly [string, string]));
    const { plan } = play(read);
    const drawing = drawingOf(plan, weatherOf(plan, read, STANDARD), 9n);
    for (let draw = 0; draw < 5; draw++) {
      const run = { plan: drawing.plan, books: drawing.play(draw) };
      expect(rows[15 + draw]?.slice(0, 2)).toEqual([3, draw]);
      expect(rows[15 + draw]?.slice(5)).toEqual(FIGURES.map((path) => asked(run, path)?.read(run)));
    }
    const [statistics] = new BatchPlayer(batchOf(`${GRID}draws: 5\nseed: 9\n`), STANDARD).rows(3, 1);
    const closings = rows.slice(15, 20).map((row) => row[6] as number);
    expect(statistics?.[4]).toBe(5);
    expect(statistics?.[5 + 10]).toBe(Math.round(closings.reduce((sum, value) => sum + value, 0) / 5));
  });

  it('leave the scenario as it is', () => {
    const { read } = batchOf(GRID);
    const before = figureTree(play(read));
    new BatchPlayer(batchOf(GRID), STANDARD).rows(0, 6);
    expect(figureTree(play(read))).toEqual(before);
    expect(keysOf(settable(read))).not.toContain('set');
    expect(writtenAt(read, `${SHARE}.value`)).toBe('5%');
  });
});

describe('what varies', () => {
  it('is stepped in exact decimals, both ends included', () => {
    expect(steps('0.1', '0.3', '0.1')).toEqual(['0.1', '0.2', '0.3']);
    expect(steps('5%', '6%', '0.25%')).toEqual(['5%', '5.25%', '5.5%', '5.75%', '6%']);
    expect(steps('1,000万元', '800万元', '-150万元')).toEqual(['1000万元', '850万元']);
    expect(steps('-0.5', '0.5', '0.5')).toEqual(['-0.5', '0', '0.5']);
    expect(steps('7', '7', '1')).toEqual(['7']);
  });

  it('goes together where asked', () => {
    const batch = batchOf(`${GRID.replace('values: [90%,', 'values: [80%, 90%,')}together: yes\n`);
    expect(batch.points).toBe(3);
    expect(settingsAt(batch, 1).map(({ value }) => value)).toEqual(['5%', '90%']);
  });

  it('is cut up by the batch alone', () => {
    expect(cutOf(batchOf(GRID))).toEqual({ rows: 6, chunkRows: 64, chunks: 1 });
    expect(cutOf(batchOf(`${GRID}draws: 1000000\nkeep: all\n`))).toEqual({ rows: 6_000_000, chunkRows: 2048, chunks: 2930 });
    expect(cutOf(batchOf(`${GRID}draws: 1000\n`))).toEqual({ rows: 6, chunkRows: 2, chunks: 3 });
  });
});
