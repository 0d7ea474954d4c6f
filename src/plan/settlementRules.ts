// One year's settlement rules (R7 and its variants of R9), read from the policy.

import { type Weights, weightsOf } from '../money/apportion.ts';
import { compareRatios, NOTHING, type Ratio } from '../money/ratio.ts';
import type { WrittenPolicy } from '../written/shapes.ts';
import type { ScoreRow, YearReader } from './yearReader.ts';

export interface OverspendBand {
  readonly upTo: Ratio | null;
  readonly pool: Ratio;
}

export interface SurplusBand {
  readonly upTo: Ratio | null;
  readonly kept: Ratio;
}

/** R9: percentage points on each share that is not zero, by score (宁波). */
interface ShiftRow {
  readonly score: Ratio;
  readonly shift: Ratio;
}

/** R9: a deposit lost by score points: nothing from `fullFrom`, `perPoint` of it a point below, all below `allLostBelow`. */
export interface DepositPoints {
  readonly fullFrom: Ratio;
  readonly perPoint: Ratio;
  readonly allLostBelow: Ratio;
}

interface UseShare {
  /** Index into the plan's uses. */
  readonly use: number;
  readonly share: Ratio;
  readonly heldByPool: boolean;
}

export interface SettlementRules {
  /** R9: false where nothing is packaged: institutions are paid, the surplus stays in the pool. */
  readonly isPackage: boolean;
  readonly leastScore: Ratio | null;
  /** Empty where scores shift nothing. */
  readonly scoreShift: readonly ShiftRow[];
  readonly surplusMinimum: Ratio | null;
  readonly ceiling: Ratio | null;
  /** Empty where one share holds for all of a surplus. */
  readonly surplusBands: readonly SurplusBand[];
  /** Empty where the bands alone decide, or where the uses are of the whole. */
  readonly retention: readonly ScoreRow[];
  readonly usesOfWhole: boolean;
  readonly surplusCap: Ratio | null;
  readonly uses: readonly UseShare[];
  /** Whole weights in proportion to the uses' shares. */
  readonly useWeights: Weights;
  readonly overspendMinimum: Ratio | null;
  readonly isSlab: boolean;
  readonly bands: readonly OverspendBand[];
  readonly overspendCap: Ratio | null;
  readonly uncoveredByPool: boolean;
  /** R9: months over which what an alliance bears is recovered from its advances; 0 where it is netted at settlement. */
  readonly recoverMonths: number;
  /** Empty where there is no quality deposit, or where it is lost by points. */
  readonly returned: readonly ScoreRow[];
  readonly depositPoints: DepositPoints | null;
  /** True where some table goes by the score, so that an alliance must have one. */
  readonly needsScore: boolean;
}

export function settlementRules(reader: YearReader, policy: WrittenPolicy, uses: readonly string[]): SettlementRules | null {
  const written = policy.settlement;
  if (written === undefined) {
    reader.missing('settlement', 'mapping');
    return null;
  }
  const isPackage = (reader.read(written.package, 'settlement.package') ?? 'full') === 'full';
  const scoreShift = (reader.read(written.scoreShift, 'settlement.scoreShift') ?? []).map((row, i) => ({
    score: reader.read(row.score, `settlement.scoreShift.${i}.score`) ?? NOTHING,
    shift: reader.read(row.shift, `settlement.scoreShift.${i}.shift`) ?? NOTHING,
  }));
  reader.wantFalling(scoreShift, 'settlement.scoreShift');
  const leastScore = reader.read(written.leastScore, 'settlement.leastScore');
  const surplus = surplusRules(reader, written.surplus, uses, isPackage);
  const deposit = depositRules(reader, policy, isPackage);
  const byScore = scoreShift.length > 0 || (leastScore !== null && leastScore.n > 0n) || deposit.depositPoints !== null;
  return {
    isPackage,
    leastScore,
    scoreShift,
    ...surplus,
    ...overspendRules(reader, written.overspend),
    ...deposit,
    needsScore: isPackage && (byScore || goesByScore(surplus.usesOfWhole ? [] : surplus.retention) || goesByScore(deposit.returned)),
  };
}

/** A table of one row `score: 0` gives the same share whatever the score. */
function goesByScore(table: readonly ScoreRow[]): boolean {
  return table.length > 1 || (table[0] !== undefined && table[0].score.n > 0n);
}

type WrittenSettlement = NonNullable<WrittenPolicy['settlement']>;

function surplusRules(reader: YearReader, written: WrittenSettlement['surplus'], uses: readonly string[], isPackage: boolean) {
  const path = 'settlement.surplus';
  const shares = (reader.read(written.uses, `${path}.uses`) ?? []).map(([name, use]) => {
    const isLong = 'share' in use;
    const share = isLong ? reader.read(use.share, `${path}.uses.${name}.share`) : reader.read(use, `${path}.uses.${name}`);
    const heldBy = isLong ? reader.read(use.heldBy, `${path}.uses.${name}.heldBy`) : 'alliance';
    return { use: uses.indexOf(name), share: share ?? NOTHING, heldByPool: heldBy === 'pool' };
  });
  const all = shares.map((u) => u.share);
  reader.wantWhole(all, `${path}.uses`);
  const surplusBands = (reader.read(written.bands, `${path}.bands`) ?? []).map((band, i) => ({
    upTo: reader.read(band.upTo, `${path}.bands.${i}.upTo`),
    kept: reader.read(band.kept, `${path}.bands.${i}.kept`) ?? NOTHING,
  }));
  reader.wantRising(surplusBands, `${path}.bands`);
  const usesOfWhole = reader.read(written.usesOf, `${path}.usesOf`) === 'whole';
  const mayLack = written.bands !== undefined || usesOfWhole || !isPackage;
  if (written.retention === undefined && !mayLack) reader.missing(`${path}.retention`, 'list');
  return {
    surplusMinimum: reader.read(written.minimum, `${path}.minimum`),
    ceiling: reader.read(written.ceiling, `${path}.ceiling`),
    surplusBands,
    retention: reader.scoreTable(written.retention, `${path}.retention`),
    usesOfWhole,
    surplusCap: reader.read(written.cap, `${path}.cap`),
    uses: shares,
    useWeights: weightsOf(all),
  };
}

function overspendRules(reader: YearReader, written: WrittenSettlement['overspend']) {
  const path = 'settlement.overspend';
  const bands = (reader.read(written.bands, `${path}.bands`) ?? []).map((band, i) => ({
    upTo: reader.read(band.upTo, `${path}.bands.${i}.upTo`),
    pool: reader.read(band.pool, `${path}.bands.${i}.pool`) ?? NOTHING,
  }));
  reader.wantRising(bands, `${path}.bands`);
  const isInFull = reader.read(written.settle, `${path}.settle`) === 'inFull';
  const recover = isInFull ? reader.need(written.recover, `${path}.recover`, 'whole') : null;
  if (recover !== null && (recover < 1 || recover > MOST_INSTALMENTS)) {
    reader.add('not-whole', `${path}.recover`, { case: 'range', got: recover, least: 1, most: MOST_INSTALMENTS });
  }
  return {
    overspendMinimum: reader.read(written.minimum, `${path}.minimum`),
    isSlab: reader.read(written.kind, `${path}.kind`) === 'slab',
    bands,
    overspendCap: reader.read(written.cap, `${path}.cap`),
    uncoveredByPool: reader.read(written.uncovered, `${path}.uncovered`) === 'pool',
    recoverMonths: recover ?? 0,
  };
}

/** Five years of instalments: what a plan of recovery may be written for. */
const MOST_INSTALMENTS = 60;

function depositRules(reader: YearReader, policy: WrittenPolicy, isPackage: boolean) {
  const written = policy.settlement?.deposit;
  const has = policy.reserves?.qualityDeposit !== undefined && isPackage;
  if (has && written === undefined) reader.missing('settlement.deposit', 'mapping');
  const points = written?.points;
  if (has && written !== undefined && (written.returned === undefined) === (points === undefined)) {
    reader.add('one-of', 'settlement.deposit', { choices: 'returned、points' });
  }
  const path = 'settlement.deposit.points';
  const depositPoints =
    !has || points === undefined
      ? null
      : {
          fullFrom: reader.read(points.fullFrom, `${path}.fullFrom`) ?? NOTHING,
          perPoint: reader.read(points.perPoint, `${path}.perPoint`) ?? NOTHING,
          allLostBelow: reader.read(points.allLostBelow, `${path}.allLostBelow`) ?? NOTHING,
        };
  if (depositPoints !== null && compareRatios(depositPoints.allLostBelow, depositPoints.fullFrom) > 0) {
    reader.add('score-order', `${path}.allLostBelow`, { case: 'points' });
  }
  return { returned: has ? reader.scoreTable(written?.returned, 'settlement.deposit.returned') : [], depositPoints };
}
