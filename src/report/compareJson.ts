// A comparison for machines: changes as written with what they rest on, every figure that differs by its path, gains.

import { yuan } from '../money/display.ts';
import { positionOf } from '../problem/source.ts';
import { bare, type Change, pathOf, type Said } from '../study/changes.ts';
import type { OnlyIn, TriedChange } from '../study/compare.ts';
import type { Gain } from '../study/gains.ts';
import type { Compared } from './compareTables.ts';

/** What stands beside the figures of a scenario: which file it was, and its fingerprint. */
export interface Origin {
  readonly file: string;
  readonly title: string;
  readonly fingerprint: Readonly<Record<string, string>>;
}

/** Plain data, amounts as texts of yuan as in `run --json`, all differences scenario − baseline. */
export function comparisonJson(baseline: Origin, others: readonly (Origin & { readonly compared: Compared })[]): unknown {
  return {
    baseline,
    comparisons: others.map(({ compared: { comparison }, ...origin }) => ({
      ...origin,
      years: comparison.years,
      leftOut: {
        years: onlyJson(comparison.leftOut.years),
        ...Object.fromEntries([...comparison.leftOut.parties].map(([party, only]) => [party, onlyJson(only)])),
      },
      changes: comparison.changes.map(changeJson),
      figures: Object.fromEntries(
        comparison.figures.map(({ path, before, after, difference }) => [path, { old: before, new: after, difference }]),
      ),
      gains:
        comparison.gains === null
          ? null
          : {
              years: comparison.gains.years,
              parties: comparison.gains.parties.map(gainJson),
              sum: yuan(comparison.gains.sum),
            },
    })),
  };
}

function onlyJson({ before, after }: OnlyIn): unknown {
  return { onlyInBaseline: before, onlyInThis: after };
}

function changeJson({ change, alone, taken, joint, money, moneyWith }: TriedChange): unknown {
  const moved = money === null ? null : Object.fromEntries(money.parties.map(({ alliance, gain }) => [partyOf(alliance), yuan(gain)]));
  const beside = money === null ? null : Object.fromEntries(money.beside.map(({ id, difference }) => [id, yuan(difference)]));
  const said = { path: pathOf(change), kind: change.kind, alone, taken, joint, money: moved, beside, moneyWith };
  if (change.kind === 'activity') {
    const payments = ({ count, total, own }: typeof change.before) => ({ payments: count, total: yuan(total), notInTheOther: own });
    return { ...said, old: payments(change.before), new: payments(change.after) };
  }
  return {
    ...said,
    ...sides(change, (one) => bare(one.tree) ?? null, 'old', 'new'),
    ...sides(change, groundsJson, 'oldRestsOn', 'newRestsOn'),
  };
}

function sides(
  change: Exclude<Change, { kind: 'activity' }>,
  read: (said: Said) => unknown,
  old: string,
  now: string,
): Record<string, unknown> {
  const of = (said: Said | null) => (said === null ? null : read(said));
  return { [old]: of(change.before), [now]: of(change.after) };
}

function groundsJson({ bases, where }: Said): unknown {
  const place = where === null ? null : positionOf(where);
  return { bases, writtenIn: place === null ? null : `${place.file}:${place.line}` };
}

function gainJson({ alliance, before, after, gain, terms }: Gain): unknown {
  return {
    party: partyOf(alliance),
    old: yuan(before),
    new: yuan(after),
    difference: yuan(gain),
    terms: Object.fromEntries(terms.map(({ id, sign, difference }) => [id, { sign, difference: yuan(difference) }])),
  };
}

function partyOf(alliance: string | null): string {
  return alliance === null ? 'fund' : `alliances.${alliance}`;
}
