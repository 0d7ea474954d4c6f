// What strangers write must not steer a terminal, hide itself or hang the reader: printed problems are plain, whatever the text
// was, and any text whatever either plays or has problems.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Problem, Report } from '../../src/problem/problem.ts';
import { excerptOf, sourceOf } from '../../src/problem/source.ts';
import { problemText } from '../../src/report/problems.ts';
import { columnsOf, visible } from '../../src/words/visible.ts';
import { HERE, problemsOfTable, problemsOfText } from './run.ts';

/** Anything but printable characters and our own line breaks. */
const STEERS = /[^\P{C}\n]|[\u2028\u2029]/u;

function printed(text: string, name = 'a.yaml'): string {
  const problems = problemsOfText(sourceOf(name, text));
  return problems.flatMap((problem) => (['zh', 'en'] as const).map((language) => problemText(problem, language))).join('\n');
}

describe('hostile texts', () => {
  it.each([
    ['an escape sequence', 'years: "\\e[2J\\e[31mred"'],
    ['a raw escape', 'years: \u001b[2J'],
    ['a C1 control', 'years: "\u009b31m"'],
    ['a carriage return in a value', 'years: "2025\\rfine"'],
    ['line breaks in a value', 'years: "2025\\n错误 fake  a.yaml:1:1\\n"'],
    ['a line separator', 'years: "2025\\L2026"'],
    ['direction marks', 'years: "\u202e5202\u2066"'],
    ['an invisible character in a key', 'yea\u200brs: 2025'],
    ['tags', 'years: "\u{e0041}\u{e0042}"'],
    ['half a surrogate pair', 'years: "\\ud800"'],
    ['an escape in a key', '"\\e]0;title\\a": 1'],
  ])('%s is shown by its number', (_, text) => {
    const out = printed(text);
    expect(out).not.toMatch(STEERS);
    expect(out).toMatch(/<U\+[0-9A-F]{4,5}>/);
  });

  it('a hostile file name is shown by its number too', () => {
    expect(printed('years: 25', 'a\u001b[2J\n.yaml')).not.toMatch(STEERS);
  });

  it('long ones are cut', () => {
    const long = 'x'.repeat(1_000_000);
    for (const text of [`years: ${long}`, `${long}: 1`, `policy: {quota: {${long}: 1}}`, `set: {${long}: 1}`]) {
      for (const line of printed(text).split('\n')) expect([...line].length).toBeLessThan(1000);
    }
  });

  it('text that may be a template stays as it is', () => {
    expect(printed('years: "{wanted}[[x||y]]"')).toContain('「{wanted}[[x||y]]」');
  });

  it('what is put into a sentence is one line of at most what it should be', () => {
    expect(visible('abc', 3)).toBe('abc');
    expect(visible('abcd', 3)).toBe('ab…');
    expect(visible('👩'.repeat(5), 3)).toBe('👩👩…');
    expect(visible('a\tb\u0007')).toBe('a b<U+0007>');
    expect(visible('中文，保持原样')).toBe('中文，保持原样');
  });
});

describe('the mark under an excerpt', () => {
  function marked(line: string, place: string): string[] {
    const report = new Report();
    const offset = line.indexOf(place);
    report.add('error', 'not-a-year', { source: sourceOf('a', line), offset, end: offset + place.length }, 'years', { got: place });
    return problemText(report.problems[0] as never, 'zh')
      .split('\n')
      .slice(1, 3);
  }
  it.each([
    ['years: 25', '25', '         ^^'],
    ['标题: 二五', '二五', '        ^^^^'],
    ['\tyears:\t25', '25', '          ^^'],
    ['ｆｕｌｌ é e\u0301 25', '25', '               ^^'],
    ['👩 25', '25', '     ^^'],
  ])('stands under %s', (line, place, carets) => {
    const [excerpt = '', mark = ''] = marked(line, place);
    // The mark begins in the column where the place begins.
    const before = excerpt.slice(0, excerpt.indexOf(place));
    expect(columnsOf(mark.slice(0, mark.indexOf('^')))).toBe(columnsOf(before));
    expect(mark.slice(mark.indexOf('|') + 1)).toBe(carets.slice(1));
  });

  it('stays in a long line that is cut', () => {
    const line = `${'汉'.repeat(5000)}BAD${'字'.repeat(5000)}`;
    const [excerpt = '', mark = ''] = marked(line, 'BAD');
    expect(excerpt.length).toBeLessThan(200);
    expect(columnsOf(mark.slice(0, mark.indexOf('^')))).toBe(columnsOf(excerpt.slice(0, excerpt.indexOf('BAD'))));
    expect(mark).toMatch(/ \^\^\^$/);
  });

  it('is cut from a place of several lines', () => {
    const source = sourceOf('a', 'a: {b: 1,\nc: 2}\n');
    expect(excerptOf({ source, offset: 3, end: 15 })).toEqual({ before: 'a: ', marked: '{b: 1,', after: '' });
    expect(excerptOf({ source, offset: 10, end: 11 })).toEqual({ before: '', marked: 'c', after: ': 2}' });
    expect(excerptOf({ source, offset: 17, end: 18 })).toEqual({ before: '', marked: '', after: '' });
  });
});

describe('random changes of good files', () => {
  const cases = new URL('../cases/', import.meta.url).pathname;
  const good = readFileSync(join(HERE, 'good.yaml'), 'utf8');
  const plain = [...readdirSync(cases).map((name) => readFileSync(join(cases, name), 'utf8')), ...new Array<string>(6).fill(good)];
  const PIECES = '{ } [ ] : , - & * # " \' \t \n \0 % @ ` ! | > 0 9 -1 . e 元 亿 ％ ? ~ null &a *a !!int --- <<:'.split(' ');
  const HOSTILE = [
    '\u202e',
    '\u001b[2J',
    '\ufeff',
    '\ud800',
    '__proto__',
    '99999999999999999999',
    '  ',
    '\r',
    'value: ',
    '2025: ',
    'none',
    ' ',
  ];

  const VALUES = `0|-1|5|1e3|200%|-5%|0%|100%|100000000000000|999999999999.99|4000亿元|{}|[]|[1]|{2030: 5%}|{2020: 1, 2024: 0}|{value: 5%}
    |{value: {2020: 1, 2025: 0}, stated: 3}|{1: 2}|none|null|offCounty|off-county|constructor|__proto__|toString|2024-13|2025-06|2199|1949
    |east|a|s|''|"\\u202e"|[{score: 0, share: 0%}]|[{upTo: 0%, pool: 1}]|[0, 0, 0]|pool|other`.split(/\s*\|/);
  const METHOD_VALUES = `feeForService|drg|dip|bedDay|capitation|perCase|yes|no|inFull|net|slab|whole|advance|expenditure|full|manual|city
    |township|0.0001|1.00005|12|60|61|1000000000000|9999999999.9999|0.000000000001|{all: 1}|{all: 0}|{all: [{tariff: 1}]}|[{upTo: 0, tariff: 1}]
    |{0-59: 1}|{60+: 0}|{volume: 1%, cost: -100%}|{volume: -100%, cost: 0%}|{share: 100%, heldBy: pool}|[stroke]|[]|{2025: dip, 2026: drg}
    |[{upTo: 1%, kept: 100%}, {kept: 0%}]|[{score: 0, shift: -100%}]|{city: {settledBy: manual, lag: 11}}|{2024: 1, 2026: 0}`.split(
    /\s*\|/,
  );

  it('begin with ones that play', () => {
    const refused = (problems: readonly Problem[]) =>
      problems.filter(({ grade }) => grade === 'error').map(({ code, path }) => `${code} ${path}`);
    expect(refused(problemsOfText(sourceOf('a.yaml', METHODS)))).toEqual([]);
    for (const [scenario, table] of TABLES) {
      expect(refused(problemsOfTable(sourceOf('a.yaml', scenario), sourceOf('a.csv', table)))).toEqual([]);
    }
  });

  const seeds = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
  it.each([
    ...seeds(8).map((seed) => [seed, 'of any kind', plain, VALUES] as const),
    ...seeds(8).map((seed) => [seed, 'with payment methods', [METHODS], [...VALUES, ...METHOD_VALUES]] as const),
  ])('play or have problems (seed %i, %s)', (seed, _, files, values) => {
    const random = randomOf(seed);
    const pick = <T>(of: readonly T[]): T => of[random(of.length)] as T;
    const seen = new Set<string>();
    for (let i = 0; i < 60; i++) {
      let text = pick(files);
      const piece = () => pick(pick([PIECES, HOSTILE]));
      const inValues = random(2) === 0;
      for (let changes = 1 + random(3); changes > 0; changes--) {
        text = inValues ? revalued(text, random, () => pick(values)) : changed(text, random, piece);
      }
      const began = performance.now();
      let out: string;
      try {
        const problems = problemsOfText(sourceOf('a.yaml', text));
        for (const problem of problems) seen.add(problem.code);
        out = problems.map((problem) => problemText(problem, 'zh') + problemText(problem, 'en')).join('\n');
      } catch (error) {
        throw new Error(`seed ${seed}, change ${i}: ${text.slice(0, 20_000)}`, { cause: error });
      }
      expect(out).not.toMatch(STEERS);
      expect(out).not.toMatch(/undefined|「」|``/);
      expect(performance.now() - began, `seed ${seed}, change ${i}`).toBeLessThan(5000);
    }
    // If the changes stopped reaching the reader, few problems would come of them.
    expect(seen.size).toBeGreaterThan(5);
  });

  it.each(seeds(8))('of a table play or have problems (seed %i)', (seed) => {
    const random = randomOf(seed);
    const pick = <T>(of: readonly T[]): T => of[random(of.length)] as T;
    const seen = new Set<string>();
    for (let i = 0; i < 100; i++) {
      const [scenario, table] = pick(TABLES);
      let text: string = table;
      for (let changes = 1 + random(3); changes > 0; changes--) text = changed(text, random, () => pick(pick([PIECES, HOSTILE])));
      const problems = problemsOfTable(sourceOf('a.yaml', scenario), sourceOf('a.csv', text));
      for (const problem of problems) seen.add(problem.code);
      const out = problems.map((problem) => problemText(problem, 'zh') + problemText(problem, 'en')).join('\n');
      expect(out).not.toMatch(STEERS);
      expect(out).not.toMatch(/undefined|「」|``/);
    }
    expect(seen.size).toBeGreaterThan(5);
  });
});

/** The good scenario with its activity in a table. */
const TABLED = readFileSync(join(HERE, 'good.yaml'), 'utf8').replace(/( {2}activity:)\n(?: {4}.*\n)+/, '$1 a.csv\n');
const LONG_TABLE = `年,月,归属医共体,机构,服务,基金支付(万元),人次
2024,,east,county-hospital,inpatient,220,12
2024,1,east,city-hospitals,inpatient,"1,200.5",3
2024,2,none,private-clinic,inpatient,3,
2024,,west,second-hospital,inpatient,230,9
`;
const WIDE_TABLE = `year,home,institution,service,1,2,3,4,5,6,7,8,9,10,11,12
2024,east,county-hospital,inpatient,1.5,2,3,4,5,6,7,8,9,10,11,12
2024,west,second-hospital,inpatient,1,2,3,4,5,6,7,8,9,10,11,12.25
`;

/** Every payment method, lever and variant, with rows of its own. */
const METHODS = readFileSync(join(HERE, '../csv/english-methods.yaml'), 'utf8')
  .replace(/decrease: \{.*?\}/, 'decrease: 95%')
  .replace(
    /( {2}activity:).*\n/,
    `$1
    - {year: 2023, home: east, institution: east-hospital, service: inpatient, fund: 1500000, cases: 300, points: 21000.5, cost: 2400000, patientPaid: 400000}
    - {year: 2024, home: east, institution: east-hospital, service: inpatient, fund: 1600000, cases: 310, points: 22000.1234, cost: 2500000, patientPaid: 420000}
    - {year: 2024, month: 3, home: east, institution: east-hospital, service: inpatient, item: stroke, fund: 6000, points: 120.5, cost: 9800, patientPaid: 900, reference: 9500}
    - {year: 2024, month: 3, home: east, institution: west-station, service: inpatient, item: pneumonia, fund: 2000, points: 81.25, cost: 2100, patientPaid: 300, reference: 6900, incomplete: yes}
    - {year: 2024, home: west, institution: east-hospital, service: inpatient, fund: 1400000, cases: 250, points: 18000, cost: 2100000, patientPaid: 410000}
    - {year: 2024, home: none, institution: west-hospital, service: inpatient, fund: 90000, cases: 24, points: 1500, cost: 150000, patientPaid: 40000}
    - {year: 2024, home: west, institution: tcm-hospital, service: surgery, item: hip, fund: 300000, weights: 70.5, patientPaid: 90000}
    - {year: 2024, home: west, institution: west-hospital, service: rehab, fund: 300000, cases: 84, days: 2600, patientPaid: 60000}
    - {year: 2024, home: east, institution: east-hospital, service: daycase, item: cataract, fund: 250000, cases: 60, patientPaid: 40000}
    - {year: 2024, home: west, institution: west-hospital, service: clinic, signedWith: west-station, fund: 13000}
    - {year: 2024, home: west, institution: west-station, service: clinic, fund: 5000}
    - {year: 2024, home: west, institution: nation, service: medicines, fund: 20000}
    - {year: 2025, month: 1, home: east, institution: east-hospital, service: inpatient, fund: 140000, cases: 30, points: 2000, cost: 200000, patientPaid: 50000}
`,
  );
const METHODS_TABLED = METHODS.replace(/( {2}activity:)\n(?: {4}.*\n)+/, '$1 a.csv\n')
  .replace(/ {2}growth:\n(?: {4}.*\n)+/, '  growth: {inpatient: {volume: 2%, cost: 3%}}\n')
  .replace(/ {4}limits:.*\n/, '');
const LONG_MEASURES = `年,月,归属医共体,机构,服务,项目,签约机构,基金支付(万元),人次,床日,分值,权重,总费用,个人负担,参考费用,未完成
2024,,east,east-hospital,inpatient,,,220,360,2900,21000.5,,3400000,600000,,
2024,2,west,west-hospital,inpatient,stroke,,0.6,,,120.5,,9800,900,9500,
2024,2,west,west-hospital,inpatient,stroke,,0.3,1,,120.5,,4000,"1,200.5",9500,是
2024,3,none,east-hospital,inpatient,,,3,5,,300,,50000,9000,,
2024,,west,west-hospital,inpatient,,west-station,180,300,,19000,,2500000,500000,,
2025,1,east,east-hospital,inpatient,,,14,30,,2000,,200000,50000,,
`;
const WIDE_MEASURES = `year,home,institution,service,item,measure,1,2,3,4,5,6,7,8,9,10,11,12
2024,east,east-hospital,inpatient,,,15000,2,3,4,5,6,7,8,9,10,11,12
2024,east,east-hospital,inpatient,,cases,1,2,3,4,5,6,7,8,9,10,11,12
2024,east,east-hospital,inpatient,,分值,81.25,82,83,84,85,86,87,88,89,90,91,92.0001
2024,east,east-hospital,inpatient,,patientPaid,100,200,300,400,500,600,700,800,900,1000,1100,1200
2024,east,east-hospital,inpatient,,cost,1000,2000,3000,4000,5000,6000,7000,8000,9000,10000,11000,12000
2024,west,city,inpatient,,fund,1,2,3,4,5,6,7,8,9,10,11,12.25
2025,east,east-hospital,inpatient,,,140000,,,,,,,,,,,
2025,east,east-hospital,inpatient,,cases,30,,,,,,,,,,,
2025,east,east-hospital,inpatient,,points,2000,,,,,,,,,,,
2025,east,east-hospital,inpatient,,cost,200000,,,,,,,,,,,
2025,east,east-hospital,inpatient,,patientPaid,50000,,,,,,,,,,,
`;
const TABLES = [
  [TABLED, LONG_TABLE],
  [TABLED, WIDE_TABLE],
  [METHODS_TABLED, LONG_MEASURES],
  [METHODS_TABLED, WIDE_MEASURES],
] as const;

/** One change: characters or lines taken out, doubled, moved, put in or cut off. */
function changed(text: string, random: (below: number) => number, piece: () => string): string {
  const lines = text.split('\n');
  const at = random(text.length + 1);
  const line = random(lines.length);
  switch (random(8)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random(4));
    case 1:
      return text.slice(0, at) + piece() + text.slice(at);
    case 2:
      return text.slice(0, at) + piece() + text.slice(at + 1);
    case 3:
      return lines.toSpliced(line, 1).join('\n');
    case 4:
      return lines.toSpliced(line, 0, lines[line] as string).join('\n');
    case 5:
      return lines.toSpliced(random(lines.length), 0, lines[line] as string).join('\n');
    case 6:
      return lines.with(line, `${' '.repeat(random(6))}${lines[line]?.trim()}`).join('\n');
    default:
      return random(4) === 0 ? text.slice(0, at) : text.replace(/\d+/g, (number) => (random(60) === 0 ? piece() : number));
  }
}

/** One plain value replaced by another, so that the text stays YAML and the change reaches the plan and the rules. */
function revalued(text: string, random: (below: number) => number, value: () => string): string {
  const spots = [...(text.split('\nexpect:', 1)[0] ?? '').matchAll(/: ([^\s{}[\],][^\n{}[\],]*)/g)];
  const spot = spots[random(spots.length)];
  return spot === undefined ? text : `${text.slice(0, spot.index)}: ${value()}${text.slice(spot.index + spot[0].length)}`;
}

/** Numbers of a small generator (mulberry32), the same for a seed everywhere. */
function randomOf(seed: number): (below: number) => number {
  let state = seed * 0x9e3779b9;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
