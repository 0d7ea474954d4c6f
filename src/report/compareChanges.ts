// The changed parameters of a comparison, old → new, as written: for a screen as lines, for a spreadsheet as a table.

import type { Basis } from '../money/dated.ts';
import { yuan } from '../money/display.ts';
import type { Fen } from '../money/fen.ts';
import { positionOf } from '../problem/source.ts';
import { type ActivityChange, bare, type Change, isParameter, pathOf, type Said, type ValueChange } from '../study/changes.ts';
import type { Effect, Scenario, TriedChange } from '../study/compare.ts';
import { basisText, type Citations } from '../words/basis.ts';
import { choiceWords, isChoiceOf } from '../words/choices.ts';
import { INTERFACE } from '../words/interface.ts';
import { chineseKeyAt, chineseKeys } from '../words/keys.ts';
import { filled, type Language, type Words } from '../words/language.ts';
import { visible } from '../words/visible.ts';
import { child, isTreeMap, keysOf, type Tree, whereAt } from '../written/tree.ts';
import { type Cell, row, type Table, textColumn, words } from './table.ts';

/** The two scenarios that changes lie between, and what may be cited. */
export interface Between {
  readonly before: Scenario;
  readonly after: Scenario;
  readonly citations: Citations;
}

/** Values are read, not only looked at: tables of bands are shown whole. */
const LONGEST_VALUE = 400;
const LONGEST_BASIS = 200;
/** More than a person goes through on a screen; the files have them all. */
const SHOWN_CHANGES = 60;
const SHOWN_WORDS = 12;

/** What a change does alone, and when it alone is taken back; nothing is said where it moves figures as one expects. */
const EFFECTS: Readonly<Partial<Record<`${Effect} ${Effect}`, Words>>> = {
  'moves nothing': words(
    '单独改起作用；在本情景中被其他变动盖过，撤回它没有任何数字变化。',
    'Alone it moves figures; here other changes cover it: without it no figure would differ.',
  ),
  'nothing moves': words(
    '单独改没有任何数字变化；与其他变动合在一起才起作用。',
    'Alone it changes no figure; only together with other changes does it do anything.',
  ),
  'nothing nothing': words('不起作用，没有任何数字因它变化。', 'It does nothing: no figure changes by it.'),
  'nothing refused': words('单独改没有任何数字变化。', 'Alone it changes no figure.'),
  'refused moves': words('不能单独改，须与其他变动同改。', 'It cannot be changed alone, only together with others.'),
  'refused nothing': words(
    '不能单独改；从本情景中撤回它，没有任何数字变化。',
    'It cannot be changed alone; without it no figure of this scenario would differ.',
  ),
  'refused refused': words('不能单独改，须与其他变动同改。', 'It cannot be changed alone, only together with others.'),
  'untried untried': words('没有单独试算。', 'Not tried by itself.'),
};

const TOGETHER = words('与同处须同改的变动合在一起：', 'Together with those beside it, which must change with it: ');

function effectWords({ alone, taken, joint }: TriedChange): Words | null {
  const effect = EFFECTS[`${alone} ${taken}`] ?? null;
  return joint && effect !== null ? words(TOGETHER.zh + effect.zh, TOGETHER.en + effect.en) : effect;
}

/** The list for a screen. @param amount writes an amount in the unit asked for. */
export function changeLines(changes: readonly TriedChange[], between: Between, language: Language, amount: (fen: Fen) => string): string[] {
  const parameters = changes.filter(({ change }) => isParameter(change));
  const others = changes.filter(({ change }) => !isParameter(change)).map(({ change }) => visible(pathOf(change), LONGEST_BASIS));
  const say = (
    key: 'changedParameters' | 'noParameters' | 'moreChanges' | 'onlyWords' | 'untried',
    args: Record<string, string | number> = {},
  ) => filled(INTERFACE[key][language], args);
  const lines = [parameters.length === 0 ? say('noParameters') : say('changedParameters', { count: parameters.length })];
  for (const tried of parameters.slice(0, SHOWN_CHANGES)) lines.push(...block(tried, between, language, amount));
  if (parameters.length > SHOWN_CHANGES) lines.push(`  ${say('moreChanges', { count: parameters.length - SHOWN_CHANGES })}`);
  const untried = parameters.filter(({ alone }) => alone === 'untried').length;
  if (untried > 0) lines.push(`  ${say('untried', { count: untried, most: parameters.length - untried })}`);
  if (others.length > 0) {
    const paths = others.slice(0, SHOWN_WORDS).join(language === 'zh' ? '、' : ', ') + (others.length > SHOWN_WORDS ? '…' : '');
    lines.push(`  ${say('onlyWords', { count: others.length, paths })}`);
  }
  return lines;
}

function block(tried: TriedChange, between: Between, language: Language, amount: (fen: Fen) => string): string[] {
  const { change } = tried;
  const path = visible(pathOf(change), LONGEST_BASIS);
  const names = visible(namesOf(change, between), LONGEST_BASIS);
  const effect = effectWords(tried);
  const [old, now] = [valueText(change, 'before', language, amount), valueText(change, 'after', language, amount)];
  const place = placeOf(change);
  const lines = [
    language === 'zh' ? `  ${names}　${path}` : `  ${path}`,
    `    ${visible(old, LONGEST_VALUE)} → ${visible(now, LONGEST_VALUE)}${place === '' ? '' : `  〔${visible(place, LONGEST_BASIS)}〕`}`,
  ];
  const [restedOn, restsOn] = [groundsText(change, 'before', between, language), groundsText(change, 'after', between, language)];
  if (restedOn !== '' || restsOn !== '') {
    const [left, right] = [restedOn, restsOn].map((text) => (text === '' ? '—' : visible(text, LONGEST_BASIS)));
    const text = left === right ? left : `${left} → ${right}`;
    lines.push(`    ${INTERFACE.valueBasis[language]}${language === 'zh' ? '：' : ': '}${text}`);
  }
  if (effect !== null && tried.alone !== 'untried') lines.push(`    ${effect[language]}`);
  const moved = moneyText(tried, between, language, amount);
  if (moved !== '') lines.push(`    ${visible(moved, LONGEST_VALUE)}`);
  return lines;
}

/** `单独改动：基金 +100.00万元，东部医共体 -90.00万元；资金去向：结余用于激励 -27.00万元`; nothing where it is not known, or where no figure moves at all. */
function moneyText(tried: TriedChange, between: Between, language: Language, amount: (fen: Fen) => string): string {
  const { money, moneyWith, alone, joint } = tried;
  if (moneyWith !== null) return filled(INTERFACE.moneyWith[language], { path: moneyWith });
  if (money === null || alone === 'nothing') return '';
  const titles = new Map(between.before.run.plan.alliances.map(({ id, title }) => [id, title]));
  const order = [null, ...titles.keys()];
  const parties = money.parties.filter(({ gain }) => gain !== 0).toSorted((a, b) => order.indexOf(a.alliance) - order.indexOf(b.alliance));
  const texts = parties.map(({ alliance, gain }) => {
    const name = alliance === null ? INTERFACE.fund[language] : (titles.get(alliance) ?? alliance);
    return signed(name, gain, amount);
  });
  const comma = language === 'zh' ? '，' : ', ';
  const within = money.beside.map(({ words: name, difference }) => signed(name[language], difference, amount)).join(comma);
  const list = texts.length === 0 ? INTERFACE.noMoney[language] : texts.join(comma);
  const line = filled(INTERFACE[joint ? 'jointMoney' : 'aloneMoney'][language], { list });
  return within === '' ? line : line + filled(INTERFACE.moneyWithin[language], { list: within });
}

/** `基金 +100.00万元` */
export function signed(name: string, gain: Fen, amount: (fen: Fen) => string): string {
  return `${name} ${gain > 0 ? '+' : ''}${amount(gain)}`;
}

export const inYuan = (language: Language) => (amount: Fen) => (language === 'zh' ? `${yuan(amount)}元` : `${yuan(amount)} yuan`);

/** The list for a spreadsheet: every change, also those from which nothing is computed. @param scenario the name of the other scenario. */
export function changesTable(lists: readonly { scenario: string; changes: readonly TriedChange[]; between: Between }[]): Table {
  const inBoth = (text: (language: Language) => string): Words => ({ zh: text('zh'), en: text('en') });
  return {
    id: 'changes',
    title: words('变动的参数', 'Changed parameters'),
    year: null,
    columns: [
      textColumn('情景', 'Scenario'),
      textColumn('路径', 'Path'),
      textColumn('名称', 'Name'),
      textColumn('原值', 'Old'),
      textColumn('新值', 'New'),
      textColumn('原依据', 'Old rests on'),
      textColumn('新依据', 'New rests on'),
      textColumn('写在', 'Written in'),
      textColumn('作用', 'Effect'),
    ],
    rows: lists.flatMap(({ scenario, changes, between }) =>
      changes.map((tried) => {
        const { change } = tried;
        const side = (which: 'before' | 'after') => inBoth((language) => valueText(change, which, language, inYuan(language)));
        const grounds = (which: 'before' | 'after') => inBoth((language) => groundsText(change, which, between, language));
        const effect: Cell = isParameter(change) ? effectWords(tried) : INTERFACE.noEffectByNature;
        const name = words(namesOf(change, between), pathOf(change));
        const sides = [side('before'), side('after'), grounds('before'), grounds('after')];
        return row(scenario, pathOf(change), name, ...sides, placeOf(change), effect);
      }),
    ),
    notes: [],
  };
}

/** Chinese names of a path's keys, titles of its ids: `县域 · 医共体 · 东部医共体 · 参保人数`. */
export function namesOf(change: Change, { before, after }: Between): string {
  const titles = [after, before].map(({ read }) => titlesOf(read.scenario.county));
  return change.steps
    .map(({ kind, name }, i, all) => {
      const above = all[i - 1]?.name ?? '';
      if (isChoiceOf(name, above)) return choiceWords(name, above).zh;
      const path = all.slice(0, i + 1).map((step) => step.name);
      if (kind === 'key') return chineseKeyAt(name, path.join('.')) ?? name;
      const entry = above === 'benefit' ? benefitTitle(name, [after, before]) : undefined;
      if (entry !== undefined) return entry;
      if (kind === 'row') return `第${Number(name) + 1}行`;
      const word = choiceWords(name).zh;
      return titles.map((known) => known.get(name)).find((title) => title !== undefined) ?? word;
    })
    .join(' · ');
}

function benefitTitle(id: string, sides: readonly Scenario[]): string | undefined {
  const entries = sides.flatMap(({ read }) => read.scenario.policy.benefit ?? []);
  return entries.find((entry) => entry.id === id)?.title;
}

function titlesOf(county: Scenario['read']['scenario']['county']): ReadonlyMap<string, string> {
  const named = [...county.alliances, ...(county.institutions ?? []), ...(county.services ?? [])];
  return new Map(named.flatMap(({ id, title }) => (title === undefined ? [] : [[id, title] as const])));
}

/** Where the new value is written, or, where it was taken away, where the old one was: `risk-fund-8.yaml:6`. */
function placeOf(change: Change): string {
  const where = change.kind === 'activity' ? null : (change.after?.where ?? change.before?.where ?? null);
  if (where === null) return '';
  const { file, line } = positionOf(where);
  return `${file}:${line}`;
}

export function valueText(change: Change, side: 'before' | 'after', language: Language, amount: (fen: Fen) => string): string {
  if (change.kind === 'activity') return paymentsText(change[side], language, amount);
  return writtenText(
    change[side]?.tree ?? null,
    language,
    change.steps.map(({ name }) => name),
  );
}

function paymentsText({ count, total, own }: ActivityChange['before'], language: Language, amount: (fen: Fen) => string): string {
  return filled(INTERFACE.payments[language], { count, total: amount(total), own });
}

/** A value as it is written, keys and choices in words, without what it rests on. @param path where it stands: words go by that. */
function writtenText(written: Tree | undefined, language: Language, path: readonly string[]): string {
  const tree = bare(written);
  const key = path.at(-1) ?? '';
  if (tree === undefined || tree === null) return '—';
  if (typeof tree === 'string') return choiceWords(tree, key)[language];
  const items = keysOf(tree).map((key) => [String(key), child(tree, key)] as const);
  const zh = language === 'zh';
  if (items.length === 0) return zh ? '（空）' : '(empty)';
  if (!isTreeMap(tree)) {
    const separator = items.some(([, item]) => typeof item === 'object') ? (zh ? '；' : '; ') : zh ? '、' : ', ';
    return items.map(([, item]) => writtenText(item, language, path)).join(separator);
  }
  const isDated = items.every(([key]) => /^\d{4}$/.test(key));
  const texts = items.map(([own, item]) => {
    const text = writtenText(item, language, isDated ? path : [...path, own]);
    if (isDated) return zh ? `${own}年起 ${text}` : `from ${own} ${text}`;
    const name = isChoiceOf(own, key) ? choiceWords(own, key)[language] : zh ? nameOf([...path, own], item) : own;
    if (typeof bare(item) !== 'object' || item === null) return `${name} ${text}`;
    return zh ? `${name}（${text}）` : `${name} (${text})`;
  });
  return texts.join(isDated ? (zh ? '；' : '; ') : zh ? '，' : ', ');
}

/** `from` is a month in a shock and a fund in an adjustment, each with a Chinese name of its own. */
function nameOf(path: readonly string[], item: Tree | undefined): string {
  const key = path.at(-1) ?? '';
  if (key === 'from' && typeof item === 'string' && !/^\d/.test(item)) return chineseKeys(key).at(-1) ?? key;
  return chineseKeyAt(key, path.join('.')) ?? choiceWords(key).zh;
}

/** What a value rests on; nothing for facts and settings that need no clause and name none. */
export function groundsText(change: Change, side: 'before' | 'after', between: Between, language: Language): string {
  if (change.kind === 'activity' || change.kind === 'order') return '';
  const said = change[side];
  if (said === null) return '';
  const isPolicy = change.steps[0]?.name === 'policy' && change.kind !== 'words';
  const isGrounded = [change.before, change.after].some((one) => one?.bases.some(({ kind }) => kind !== 'unsourced') === true);
  if (!isPolicy && !isGrounded) return '';
  const text = (basis: Basis) =>
    basis.kind === 'unsourced' && isSetByScenario(change, said, between[side].read)
      ? INTERFACE.setByScenario[language]
      : basisText(basis, between.citations, language);
  return said.bases.map(text).join(language === 'zh' ? '；' : '; ');
}

/** As `check` says it: the scenario's own file gives the value, on a policy from elsewhere. */
function isSetByScenario(change: ValueChange, said: Said, read: Scenario['read']): boolean {
  const isOwn = said.where?.source === read.source;
  return isOwn && change.steps[0]?.name === 'policy' && whereAt(read.tree, ['policy', 'financing'])?.source !== read.source;
}
