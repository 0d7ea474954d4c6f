// The catalogue of figures, and the tree that `--json` prints and `expect:` is compared with. A figure's id is its path
// in that tree: `2025.alliances.east.finalPayment`.

import { MONTHS } from '../money/calendar.ts';
import { yuan } from '../money/display.ts';
import { fen } from '../money/fen.ts';
import { choiceWords } from '../words/choices.ts';
import type { Words } from '../words/language.ts';
import { ALLIANCE_FIGURES } from './alliance.ts';
import { COUNTY_FIGURES } from './county.ts';
import { type Figure, type FigureValue, type Run, reaches, type Unit, viewOf, type YearView } from './figure.ts';
import { INSIDE_FIGURES, MEMBER_FIGURES } from './members.ts';
import { INSTITUTION_FIGURES, PAYMENT_FIGURES } from './payments.ts';
import { PUBLIC_MONEY_FIGURES } from './publicMoney.ts';
import { TARGET_FIGURES } from './targets.ts';
import { VARIANT_FIGURES } from './variants.ts';

const ALL: readonly Figure[] = [
  ...COUNTY_FIGURES,
  ...ALLIANCE_FIGURES,
  ...VARIANT_FIGURES,
  ...INSIDE_FIGURES,
  ...PAYMENT_FIGURES,
  ...INSTITUTION_FIGURES,
  ...MEMBER_FIGURES,
  ...PUBLIC_MONEY_FIGURES,
  ...TARGET_FIGURES,
];

const of = (scope: Figure['scope']): readonly Figure[] => ALL.filter((f) => f.scope === scope);

const COUNTY = of('county');
const ALLIANCE = of('alliance');
const INSTITUTION = of('institution');
export const FIGURES: readonly Figure[] = [...COUNTY, ...ALLIANCE, ...INSTITUTION];

const BY_ID = new Map(FIGURES.map((figure) => [`${figure.scope}/${figure.id}`, figure]));

/** A tree of figures as it is printed: amounts as texts of yuan, rates as percentages, months as numbers. */
export type FigureTree = Map<string, FigureTree | PrintedFigure>;
export type PrintedFigure = string | number | null | readonly (string | number | null)[];

/** A scalar as the tree prints it. */
export function printed(value: string | number | null, unit: Unit): string | number | null {
  return unit === 'amount' && typeof value === 'number' ? yuan(fen(value)) : value;
}

function printedValue(value: FigureValue, unit: Unit): FigureTree | PrintedFigure {
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, printed(item, unit)]));
  if (Array.isArray(value)) return value.map((item) => printed(item, unit));
  return printed(value as string | number | null, unit);
}

/** All figures of a run, by year. */
export function figureTree(run: Run): FigureTree {
  const tree: FigureTree = new Map();
  for (const [y, year] of run.plan.years.entries()) {
    const view = viewOf(run, y);
    const branch: FigureTree = new Map();
    for (const figure of COUNTY) place(branch, figure, view, -1);
    const alliances: FigureTree = new Map();
    for (const [a, { id }] of run.plan.alliances.entries()) {
      const own: FigureTree = new Map();
      for (const figure of ALLIANCE) place(own, figure, view, a);
      alliances.set(id, own);
    }
    branch.set('alliances', alliances);
    const institutions: FigureTree = new Map();
    for (const [i, { id }] of run.plan.institutions.entries()) {
      const own: FigureTree = new Map();
      for (const figure of INSTITUTION) place(own, figure, view, i);
      if (own.size > 0) institutions.set(id, own);
    }
    if (institutions.size > 0) branch.set('institutions', institutions);
    tree.set(String(year.year), branch);
  }
  return tree;
}

function place(branch: FigureTree, figure: Figure, view: YearView, a: number): void {
  if (!reaches(view.year, figure.stage)) return;
  const value = figure.read(view, a);
  if (value === undefined) return;
  const steps = figure.id.split('.');
  let here = branch;
  for (const step of steps.slice(0, -1)) {
    const next = here.get(step);
    if (next instanceof Map) here = next;
    else {
      const made: FigureTree = new Map();
      here.set(step, made);
      here = made;
    }
  }
  here.set(steps.at(-1) as string, printedValue(value, figure.unit));
}

/** A figure asked for by its path, with the year, alliance and item that the path names. */
export interface FigureAt {
  readonly figure: Figure;
  readonly view: YearView;
  readonly a: number;
  /** What follows the figure's own path: a month from 1, a review from 1, a use, line or service id. */
  readonly item: string | null;
  readonly value: FigureValue;
}

/** Finds a figure by its path, or null. Alliances and institutions may be named by id or by title. */
export function figureAt(run: Run, path: string): FigureAt | null {
  const [yearText = '', ...rest] = path.split('.');
  const y = run.plan.years.findIndex((year) => String(year.year) === yearText);
  if (y < 0) return null;
  const view = viewOf(run, y);
  const parties = { alliances: run.plan.alliances, institutions: run.plan.institutions };
  const among = rest[0] === 'alliances' || rest[0] === 'institutions' ? rest[0] : null;
  const a = among === null ? -1 : parties[among].findIndex(({ id, title }) => id === rest[1] || title === rest[1]);
  if (among !== null && a < 0) return null;
  const scope = among === null ? 'county' : among === 'alliances' ? 'alliance' : 'institution';
  const steps = a < 0 ? rest : rest.slice(2);
  for (const length of [steps.length, steps.length - 1]) {
    const figure = BY_ID.get(`${scope}/${steps.slice(0, length).join('.')}`);
    if (figure === undefined || !reaches(view.year, figure.stage)) continue;
    const whole = figure.read(view, a);
    if (whole === undefined) return null;
    if (length === steps.length) return { figure, view, a, item: null, value: whole };
    const item = steps.at(-1) as string;
    const value = itemOf(whole, item);
    return value === undefined ? null : { figure, view, a, item, value };
  }
  return null;
}

function itemOf(value: FigureValue, item: string): FigureValue | undefined {
  if (value instanceof Map) return value.get(item);
  if (Array.isArray(value) && /^\d{1,2}$/.test(item)) return value[Number(item) - 1] as FigureValue | undefined;
  return undefined;
}

/** What the item of a figure is called: a month of twelve, a review, or a use or line in words; null for a figure as a whole. */
export function itemWords({ figure, view, a, item }: FigureAt): Words | null {
  if (item === null) return null;
  const whole = figure.read(view, a);
  if (!Array.isArray(whole)) return keyWords({ figure, view }, item);
  return whole.length === MONTHS ? { zh: `${item}月`, en: `month ${item}` } : { zh: `第${item}次`, en: `no. ${item}` };
}

/** What an item of a figure is called that is a mapping: a grant or a service by its title, uses and places by their words. */
export function keyWords({ figure, view }: Pick<FigureAt, 'figure' | 'view'>, key: string): Words {
  const { grants, services } = view.plan;
  const isOfGrants = /^grants\b/.test(figure.id);
  // R9: payment methods give these service by service.
  const isByService = !isOfGrants && (figure.scope === 'institution' || figure.id.startsWith('payment.'));
  const titled = (isOfGrants ? grants.grants : isByService ? services : []).find(({ id }) => id === key);
  return titled === undefined ? choiceWords(key) : { zh: titled.title, en: titled.title };
}

/** Every path that a run has figures for, for the nearest one to a misspelt path. */
export function figurePaths(run: Run): string[] {
  const paths: string[] = [];
  const walk = (tree: FigureTree, path: string) => {
    for (const [key, value] of tree) {
      const here = path === '' ? key : `${path}.${key}`;
      if (value instanceof Map) walk(value, here);
      else paths.push(here);
    }
  };
  walk(figureTree(run), '');
  return paths;
}
