// shapan explain FILE FIGURE… — the derivation of each figure, as a person would lay it out.

import { FIGURES, type FigureAt, figureAt, keyWords, printed } from '../../figures/catalogue.ts';
import { type Explained, explain as explained } from '../../figures/explain.ts';
import type { FigureValue, Run } from '../../figures/figure.ts';
import { figureMeant } from '../../figures/meant.ts';
import { yuanGrouped } from '../../money/display.ts';
import { fen } from '../../money/fen.ts';
import { InputProblems, Report } from '../../problem/problem.ts';
import { basisText, type Citations } from '../../words/basis.ts';
import { choiceWords } from '../../words/choices.ts';
import { RULE_FILES } from '../../words/interface.ts';
import { visible } from '../../words/visible.ts';
import { type Context, citations } from './context.ts';

export function explain(context: Context, file: string, paths: readonly string[], most: number): number {
  const { read, run } = context.open(file);
  const found = paths.map((path) => {
    const one = explained(run, read.scenario.policy, path, most);
    return one.length > 0 ? one : unknown(run, path);
  });
  const cited = citations();
  for (const one of found) process.stdout.write(derivationText(context, one, cited));
  process.stdout.write(`${context.fingerprint(read)}\n`);
  return 0;
}

/** @throws {InputProblems} */
function unknown(run: Run, path: string): never {
  const report = new Report();
  report.add('error', 'unknown-figure', null, path, figureMeant(run, path, true));
  throw new InputProblems(report.problems);
}

/** One figure with all that it is made of, and the assumptions that it rests on. */
function derivationText(context: Context, found: readonly Explained[], cited: Citations): string {
  const blocks = found.map((one) => block(context, one, cited, found));
  const values = new Map(found.flatMap((one) => [...one.policy.values()].flat().map((value) => [value.path, value] as const)));
  const bases = [...values.values()].map((value) => ({ value, text: basisText(value.basis, cited, context.language) }));
  const assumed = bases
    .filter(({ value }) => value.basis.kind === 'assumption')
    .map(({ value, text }) => `  ${value.path} ${visible(value.text[context.language], 300)}　${visible(text, 200)}`);
  const last = assumed.length === 0 ? context.say('noAssumptions') : `${context.say('assumptionsTitle')}\n${assumed.join('\n')}`;
  return `${blocks.join('\n\n')}\n\n${last}\n`;
}

function block(context: Context, one: Explained, cited: Citations, all: readonly Explained[]): string {
  const { language } = context;
  const { figure } = one.at;
  const lines = [
    `${heading(context, one.at)}  ${valueText(context, one.at, one.at.value)}`,
    `  ${one.path} · ${context.say('rule', { rule: figure.rule })} ${RULE_FILES[figure.rule] ?? ''}`,
    `  = ${one.derivation.formula[language]}`,
  ];
  for (const part of one.derivation.parts) {
    if (part.kind === 'figure') {
      const other = all.find((candidate) => candidate.path === part.path);
      const sign = part.sign === '' ? '  ' : `${part.sign} `;
      if (other !== undefined) lines.push(`    ${sign}${heading(context, other.at)}  ${valueText(context, other.at, other.at.value)}`);
    } else if (part.kind === 'policy') {
      for (const value of one.policy.get(part.path) ?? [])
        lines.push(
          `      ${value.path}  ${visible(value.text[language], 300)}　〔${visible(basisText(value.basis, cited, language), 300)}〕`,
        );
    } else lines.push(`      ${visible(part.words[language])}  ${visible(part.text[language], 400)}`);
  }
  return lines.join('\n');
}

function heading(context: Context, at: FigureAt): string {
  const { plan, year } = at.view;
  const parties = { county: [], alliance: plan.alliances, institution: plan.institutions }[at.figure.scope];
  const party = parties[at.a]?.title;
  const item = at.item === null ? '' : `（${itemText(context, at)}）`;
  const name = `${party === undefined ? '' : `${visible(party)} `}${at.figure.words[context.language]}${item}`;
  return context.language === 'zh' ? `${year.year}年 ${name}` : `${year.year} ${name}`;
}

function itemText(context: Context, at: FigureAt): string {
  const item = at.item ?? '';
  const zh = context.language === 'zh';
  if (!/^\d+$/.test(item)) return visible(keyWords(at, item)[context.language]);
  if (REVIEWED.has(at.figure.id)) return zh ? `第${item}次评估` : `review ${item}`;
  return zh ? `${item}月` : `month ${item}`;
}

/** Figures of the three reviews; other lists are of months. */
const REVIEWED: ReadonlySet<string> = new Set(['reviewFlags', 'reviewFactors', 'executionRates']);

/** Every figure of a run's first year, by the path that names it and its title. */
export function figureList(context: Context, file: string): number {
  const { read, run } = context.open(file);
  const year = run.plan.years[0]?.year ?? 0;
  const { alliances, institutions } = run.plan;
  const lines = FIGURES.flatMap(({ id, scope, words, rule }) => {
    // Not every institution is paid by every method: the first that has the figure stands for all.
    const paths = {
      county: [`${year}.${id}`],
      alliance: alliances.slice(0, 1).map((alliance) => `${year}.alliances.${alliance.id}.${id}`),
      institution: institutions.map((institution) => `${year}.institutions.${institution.id}.${id}`),
    }[scope];
    const path = paths.find((one) => figureAt(run, one) !== null);
    return path === undefined ? [] : [`  ${path}  ${words[context.language]}（${rule}）`];
  });
  process.stdout.write(`${context.say('figureList', { file })}\n${lines.join('\n')}\n${context.fingerprint(read)}\n`);
  return 0;
}

/** Lists of months that are paid, and so have a sum. */
const PAID_MONTHLY: ReadonlySet<string> = new Set(['advances', 'remitted', 'cityPaid', 'manualPaid', 'depositHeld', 'recovered']);

/** A value for people; a list as its sum where it is money of months, else item by item. */
function valueText(context: Context, at: FigureAt, value: FigureValue): string {
  const { unit, id } = at.figure;
  const yuanWord = context.language === 'zh' ? '元' : '';
  const one = (item: string | number | null): string =>
    unit === 'amount' && typeof item === 'number'
      ? `${yuanGrouped(fen(item))}${yuanWord}`
      : id === 'payment.edge' && typeof item === 'string'
        ? choiceWords(item, 'edge')[context.language]
        : String(printed(item, unit) ?? '—');
  const named = (key: string): string => visible(keyWords(at, key)[context.language]);
  if (value instanceof Map) return [...value].map(([key, item]) => `${named(key)} ${one(item)}`).join('；');
  if (!Array.isArray(value)) return one(value as string | number | null);
  if (PAID_MONTHLY.has(id) && unit === 'amount') {
    const sum = (value as number[]).reduce((a, b) => a + b, 0);
    return context.language === 'zh' ? `合计 ${one(sum)}` : `total ${one(sum)}`;
  }
  return (value as (string | number | null)[]).map(one).join('、');
}
