// What moves beside the fund and the alliances between two runs: uses of the retained surplus against one another, what goes to
// members and to institutions, public money. None of it is in anybody's gain; a change that moves only it is no change of nothing.

import { type FigureAt, figureAt } from '../figures/catalogue.ts';
import type { Run } from '../figures/figure.ts';
import { type Fen, fen } from '../money/fen.ts';
import { choiceWords } from '../words/choices.ts';
import type { Words } from '../words/language.ts';

/** An amount that differs, over the years that both settle: after − before. */
export interface Beside {
  /** `uses.incentive`, `grants.beds` */
  readonly id: string;
  readonly words: Words;
  readonly difference: Fen;
}

/** Amounts of a figure by its items (or '' for the figure itself), over the alliances and the years. */
type Sums = ReadonlyMap<string, number>;

function sumsOf(run: Run, years: readonly number[], paths: (year: number) => readonly string[]): Sums {
  const sums = new Map<string, number>();
  const add = (id: string, amount: unknown) => {
    if (typeof amount === 'number') sums.set(id, (sums.get(id) ?? 0) + amount);
  };
  for (const year of years) {
    for (const path of paths(year)) {
      const value: FigureAt['value'] | undefined = figureAt(run, path)?.value;
      if (value instanceof Map) for (const [id, amount] of value) add(id, amount);
      else add('', value);
    }
  }
  return sums;
}

/** Of every alliance of a run. */
const ofAlliances =
  (figure: string) =>
  (run: Run) =>
  (year: number): string[] =>
    run.plan.alliances.map(({ id }) => `${year}.alliances.${id}.${figure}`);

const ofCounty = (figure: string) => () => (year: number) => [`${year}.${figure}`];

interface Source {
  readonly id: string;
  readonly paths: (run: Run) => (year: number) => readonly string[];
  readonly name: (run: Run, item: string) => Words;
}

function plain(zh: string, en: string): () => Words {
  return () => ({ zh, en });
}

const SOURCES: readonly Source[] = [
  {
    id: 'uses',
    paths: ofAlliances('uses'),
    name: (_, item) => ({ zh: `结余用于${choiceWords(item).zh}`, en: `surplus for ${choiceWords(item).en}` }),
  },
  { id: 'members', paths: ofAlliances('inside.distributed'), name: plain('分配给成员单位', 'distributed to members') },
  { id: 'heldBack', paths: ofAlliances('inside.heldBack'), name: plain('超绩效总量未发', 'held back of shares') },
  { id: 'procurement', paths: ofCounty('procurement.paid'), name: plain('医疗机构集采留用', 'institutions’ procurement retention') },
  { id: 'publicHealth', paths: ofAlliances('publicHealth.prepaid'), name: plain('公共卫生年初预拨', 'public health, January') },
  { id: 'publicHealthEnd', paths: ofAlliances('publicHealth.yearEnd'), name: plain('公共卫生考核后拨付', 'public health, year end') },
  {
    id: 'grants',
    paths: ofCounty('grants.paid'),
    name: (run, item) => {
      const title = run.plan.grants.grants.find(({ id }) => id === item)?.title ?? item;
      return { zh: `专项资金“${title}”`, en: `grant “${title}”` };
    },
  },
];

/** @param years those that both runs settle. */
export function besideOf(before: Run, after: Run, years: readonly number[]): Beside[] {
  return SOURCES.flatMap(({ id, paths, name }) => {
    const [old, now] = [before, after].map((run) => sumsOf(run, years, paths(run)));
    return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].flatMap((item): Beside[] => {
      const difference = fen((now?.get(item) ?? 0) - (old?.get(item) ?? 0));
      const holder = now?.has(item) === true ? after : before;
      return difference === 0 ? [] : [{ id: item === '' ? id : `${id}.${item}`, words: name(holder, item), difference }];
    });
  });
}
