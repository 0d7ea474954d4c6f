// R15 as a table: every variable that draws go by, what it covers, each of its values and what that rests on.

import type { Dated, DatedEntry } from '../money/dated.ts';
import { decimalText, percent } from '../money/display.ts';
import type { Ratio } from '../money/ratio.ts';
import { meanFactors } from '../weather/meanFactor.ts';
import { basisText, type Citations } from '../words/basis.ts';
import { choiceWords } from '../words/choices.ts';
import { chineseKey } from '../words/keys.ts';
import type { Language, Words } from '../words/language.ts';
import type { WrittenUncertainty, WrittenVariable } from '../written/uncertaintyShape.ts';
import { row, type Table, textColumn, words } from './table.ts';

/** One value from a year on. */
type Entry = DatedEntry<Ratio | number>;

/** @param isStandard where the scenario says nothing of uncertainty. */
export function uncertaintyTable({ variables, correlations = [] }: WrittenUncertainty, cited: Citations, isStandard: boolean): Table {
  const rowsOf = (name: Words, about: Words, values: readonly (readonly [Words, Words])[]) =>
    values.map(([text, restsOn], i) => row(...(i === 0 ? [name, about] : [null, null]), text, restsOn));
  const based = (values: readonly (readonly [Words, Entry])[]) =>
    values.map(([text, { basis }]) => [text, words(basisText(basis, cited, 'zh'), basisText(basis, cited, 'en'))] as const);
  return {
    id: 'uncertainty',
    title: isStandard
      ? words(
          '不确定性与依据（情景没有写 uncertainty，模拟时按缺省的）',
          'Uncertainty and what it rests on (the standard one: the scenario has no `uncertainty`)',
        )
      : words('不确定性与依据', 'Uncertainty and what it rests on'),
    year: null,
    columns: [
      textColumn('变量', 'Variable'),
      textColumn('类别和范围', 'Kind and cover'),
      textColumn('值', 'Value'),
      textColumn('依据', 'Rests on'),
    ],
    rows: [
      ...variables.flatMap((one) =>
        rowsOf(nameOf(one), { zh: aboutOf(one, 'zh'), en: aboutOf(one, 'en') }, [...based(valuesOf(one)), ...meansOf(one)]),
      ),
      ...correlations.flatMap(({ between, rho }) => {
        const pair = between.join(' — ');
        return rowsOf(words(`相关：${pair}`, `Correlation: ${pair}`), words('', ''), based(entriesOf('rho', rho, decimalText)));
      }),
    ],
    notes: [
      words(
        `要改其中一个值，先写 \`uncertainty: default\`（或本情景所用的文件），再设定路径，如 \`${exampleOf(variables)}\``,
        `To change one value write \`uncertainty: default\` (or the file that the scenario uses), then set its path, such as \`${exampleOf(variables)}\``,
      ),
    ],
  };
}

/** A path that can be set. */
function exampleOf(variables: readonly WrittenVariable[]): string {
  const values = { sigma: '6%', most: '130%', factor: '108%' } as const;
  for (const key of ['sigma', 'most', 'factor'] as const) {
    const found = variables.find((one) => one[key] !== undefined && one.kind !== 'score');
    if (found !== undefined) return `uncertainty.variables.${found.id}.${key}: ${values[key]}`;
  }
  return `uncertainty.variables.${variables[0]?.id ?? 'score'}.sigma: 2`;
}

function nameOf({ id, title }: WrittenVariable): Words {
  return words(title === undefined ? id : `${title}（${id}）`, title === undefined ? id : `${id} ${title}`);
}

/** `对数正态，每月，分别按服务、医共体，限本医共体` */
function aboutOf({ kind, scope, month, by = [], service, place, home }: WrittenVariable, language: Language): string {
  const zh = language === 'zh';
  const named = (key: string, id: string) => choiceWords(id, key)[language];
  const covers = [service, place === undefined ? undefined : named('place', place), home].filter((one) => one !== undefined);
  const attributes = by.map((one) => named('by', one));
  return [
    named('kind', kind),
    ...(scope === undefined ? [] : [named('scope', scope)]),
    ...(month === undefined ? [] : [zh ? `${month}月起` : `from month ${month}`]),
    ...(by.length === 0 ? [] : [zh ? `分别按${attributes.join('、')}` : `by ${attributes.join(', ')}`]),
    ...(covers.length === 0 ? [] : [zh ? `限${covers.join('、')}` : `only ${covers.join(', ')}`]),
  ].join(zh ? '，' : ', ');
}

function valuesOf(one: WrittenVariable): (readonly [Words, Entry])[] {
  const { kind, sigma, least, likely, most, probability, months, factor } = one;
  const rates = { least, likely, most, probability, factor };
  return [
    ...(sigma === undefined
      ? []
      : entriesOf('sigma', sigma, kind === 'score' ? decimalText : percent, kind === 'score' ? words('分', ' points') : undefined)),
    ...Object.entries(rates).flatMap(([key, dated]) => (dated === undefined ? [] : entriesOf(key, dated, percent))),
    ...(months === undefined ? [] : entriesOf('months', months, String, words('个月', ''))),
  ];
}

/** How much a factor is on average, where that is not 1: what it does to what is expected to be paid. */
function meansOf(one: WrittenVariable): (readonly [Words, Words])[] {
  const isEvent = one.kind === 'event';
  const known = one.kind === 'triangular' ? THIRD : one.kind === 'beta' ? SIXTH : AS_OFTEN;
  return meanFactors(one).map(({ from, mean }) => {
    const share = `${(mean * 100).toFixed(2)}%`;
    const zh = `${from === null ? '' : `${from}年起 `}${isEvent ? '全年各月平均系数' : '平均系数'} ${share}`;
    const en = `${from === null ? '' : `from ${from}: `}${isEvent ? 'mean factor of all months' : 'mean factor'} ${share}`;
    return [words(zh, en), known] as const;
  });
}

const THIRD = words('算出：（最小 + 最可能 + 最大）÷ 3', 'reckoned: (least + likely + most) ÷ 3');
const SIXTH = words('算出：（最小 + 4 × 最可能 + 最大）÷ 6', 'reckoned: (least + 4 × likely + most) ÷ 6');
const AS_OFTEN = words('算出：按概率、月数、系数', 'reckoned from probability, months and factor');

/** Each entry of a value with its key, and the year from which it holds. */
function entriesOf<T extends Ratio | number>(
  key: string,
  dated: Dated<T>,
  shown: (value: T) => string,
  unit = words('', ''),
): (readonly [Words, Entry])[] {
  return dated.entries.map((entry) => {
    const value = shown(entry.value);
    const zh = `${entry.from === null ? '' : `${entry.from}年起 `}${chineseKey(key) ?? key} ${value}${unit.zh}`;
    const en = `${entry.from === null ? '' : `from ${entry.from}: `}${key} ${value}${unit.en}`;
    return [words(zh, en), entry] as const;
  });
}
