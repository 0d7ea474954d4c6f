// The same activity in every way that Excel, WPS and people write a table, and the same scenario in both languages.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { figureTree } from '../../src/figures/catalogue.ts';
import { InputProblems } from '../../src/problem/problem.ts';
import { canonicalKey } from '../../src/words/keys.ts';
import { play } from '../../src/year/play.ts';
import { readFrom, referenceFigures } from '../golden/scenarios.ts';

const HERE = new URL('.', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'shapan-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Fen by institution and month; a month without a payment is null. East's hospital has a Chinese id. */
const INSTITUTIONS = ['县医院', 'station'] as const;
const fenOf = (institution: number, month: number): number | null =>
  institution === 1 && month === 6 ? null : 123_456_789 * (institution + 1) + month * 1_000_001;

interface Flat {
  readonly year: number;
  readonly month: number | null;
  readonly home: string;
  readonly institution: string;
  readonly service: string;
  readonly fund: number | null;
}
const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const expected: readonly Flat[] = INSTITUTIONS.flatMap((institution, i) =>
  MONTHS.flatMap((month) => {
    const fund = fenOf(i, month);
    return fund === null ? [] : [{ year: 2024, month, home: 'east', institution, service: '住院', fund }];
  }),
);

const yuan = (fen: number) => (fen / 100).toFixed(2);
const wan = (fen: number) => (fen / 1_000_000).toFixed(6);
const thousands = (fen: number) => `"${yuan(fen).replace(/\B(?=(\d{3})+\.)/g, ',')}"`;

function long(
  header: string,
  money: (fen: number) => string = yuan,
  mark = ',',
  end = '\n',
  month: (m: number) => string = String,
): string {
  const rows = expected.map((row) =>
    [row.year, month(row.month ?? 0), row.home, row.institution, row.service, money(row.fund ?? 0)].join(mark),
  );
  return [header.replaceAll(',', mark), ...rows].join(end) + end;
}

function wide(header: string, money: (fen: number) => string = yuan, mark = ','): string {
  const rows = INSTITUTIONS.map((institution, i) =>
    ['2024', 'east', institution, '住院', ...MONTHS.map((m) => (fenOf(i, m) === null ? '' : money(fenOf(i, m) ?? 0)))].join(mark),
  );
  return [header.replaceAll(',', mark), ...rows].join('\n');
}

const ENGLISH = 'year,month,home,institution,service,fund';
const CHINESE = '年,月,归属医共体,机构,服务,基金支付';
const months = (suffix: string) => MONTHS.map((m) => `${m}${suffix}`).join(',');

/** GBK has no encoder in Node: its decoder, turned round. */
function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gbk');
  const bytes = new Map<string, number[]>();
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low !== 0x7f) bytes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
    }
  }
  return Buffer.from([...text].flatMap((letter) => (letter.charCodeAt(0) < 0x80 ? [letter.charCodeAt(0)] : (bytes.get(letter) ?? []))));
}

const TABLES: Readonly<Record<string, string | Buffer>> = {
  'long, English': long(ENGLISH),
  'long, Chinese': long(CHINESE),
  'long, columns in another order, one empty column': `fund,service,,institution,home,month,year\n${expected
    .map((row) => `${yuan(row.fund ?? 0)},${row.service},,${row.institution},${row.home},${row.month},${row.year}`)
    .join('\n')}`,
  'long, with a mark': `\ufeff${long(ENGLISH)}`,
  'long, lines ended as Windows does': long(ENGLISH, yuan, ',', '\r\n'),
  'long, in GBK': gbk(long(CHINESE)),
  'long, in GBK, lines ended as Windows does': gbk(long(CHINESE, yuan, ',', '\r\n')),
  'long, in GBK under an English header': gbk(long(ENGLISH)),
  'long, semicolons': long(ENGLISH, yuan, ';'),
  'long, tabs': long(CHINESE, yuan, '\t'),
  'long, quoted thousands': long(ENGLISH, thousands),
  'long, quoted thousands, semicolons': long(CHINESE, thousands, ';'),
  'long, everything quoted': long(ENGLISH).replace(/[^,\n]+/g, '"$&"'),
  'long, spaces around': long(ENGLISH).replaceAll(',', ' , '),
  'long, 年 and 月 behind the numbers': long(CHINESE, yuan, ',', '\n', (m) => `${m}月`).replaceAll('2024', '2024年'),
  'long, months with a zero': long(ENGLISH, yuan, ',', '\n', (m) => String(m).padStart(2, '0')),
  'long, 万元 in the header': long('年,月,归属医共体,机构,服务,基金支付（万元）', wan),
  'long, (万元) in the header, English': long('year,month,home,institution,service,fund(万元)', wan),
  'long, 元 in the header': long('年,月,归属医共体,机构,服务,基金支付(元)'),
  'long, the unit in the cell': long(ENGLISH, (fen) => `${wan(fen)}万元`),
  'long, the unit in the cell wins over the header': long('year,month,home,institution,service,fund(万元)', (fen) => `${yuan(fen)}元`),
  'long, empty lines between and after': `${long(ENGLISH).replaceAll('\n', '\n\n')}\n,,,,,\n`,
  'wide, English': wide(`year,home,institution,service,${months('')}`),
  'wide, Chinese': wide(`年,归属医共体,机构,服务,${months('月')}`),
  'wide, 01 to 12': wide(`年,归属医共体,机构,服务,${MONTHS.map((m) => String(m).padStart(2, '0')).join(',')}`),
  'wide, in GBK': gbk(wide(`年,归属医共体,机构,服务,${months('月')}`)),
  'wide, with a mark': `\ufeff${wide(`年,归属医共体,机构,服务,${months('月')}`)}`,
  'wide, tabs': wide(`year,home,institution,service,${months('')}`, yuan, '\t'),
  'wide, semicolons, quoted thousands': wide(`year,home,institution,service,${months('')}`, thousands, ';'),
  'wide, 万元 in each header': wide(`年,归属医共体,机构,服务,${months('月(万元)')}`, wan),
};

const SCENARIO = `policy:
  financing: {individual: 400, subsidy: 670}
  quota: {byInsured: 100%, byHistory: 0%}
  settlement: {surplus: {retention: [{score: 0, share: 50%}], uses: {incentive: 100%}}, overspend: {bands: [{pool: 50%}]}}
county:
  alliances: [{id: east, insured: 30000}]
  institutions: [{id: 县医院, alliance: east}, {id: station, alliance: east}]
  activity: ACTIVITY
years: 2025
`;

let made = 0;
function rowsOf(table: string | Buffer, activity = 'table.csv') {
  const own = join(folder, `${made++}`);
  writeFileSync(`${own}.yaml`, SCENARIO.replace('ACTIVITY', activity.replaceAll('table', String(made - 1))));
  writeFileSync(`${own}.csv`, table);
  return readFrom(`${own}.yaml`);
}

function flat(read: ReturnType<typeof readFrom>): readonly Flat[] {
  return read.rows.map(({ year, month, home, institution, service, fund }) => ({ year, month, home, institution, service, fund }));
}

function codesOf(table: string | Buffer): string[] {
  try {
    rowsOf(table);
    return [];
  } catch (error) {
    if (error instanceof InputProblems) return [...new Set(error.problems.map(({ code }) => code))];
    throw error;
  }
}

describe('activity as a table', () => {
  it('is fully in GBK where it should be', () => {
    expect(new TextDecoder('gbk', { fatal: true }).decode(gbk(long(CHINESE)))).toBe(long(CHINESE));
    expect(gbk('县').toString('hex')).toBe('cfd8');
  });

  it.each(Object.keys(TABLES))('%s: the same rows', (name) => {
    expect(flat(rowsOf(TABLES[name] ?? ''))).toEqual(expected);
  });

  it('reads measures, whatever their headers are called and however the table lies', () => {
    const measured = (table: string) =>
      rowsOf(table).rows.map(({ month, item, signedWith, fund, measures }) => ({ month, item, signedWith, fund, measures }));
    const row = { month: 3, item: 'KJ11', signedWith: 'station' };
    const full = {
      ...row,
      fund: 123_450,
      measures: { cases: 12, days: 96, points: 812_500, weights: 7_654, cost: 200_000, patientPaid: 76_550 },
    };
    const names = '2024,3,east,station,住院,KJ11,station';
    const values = '1234.5,12,96,81.25,0.7654,2000,765.5';
    const chinese = '年,月,归属医共体,机构,服务,项目,签约机构,基金支付,人次,床日,分值,权重,总费用,个人负担';
    expect(measured(`${chinese}\n${names},${values}\n`)).toEqual([full]);
    expect(measured(`${chinese.replace('项目', '病组').replace('权重', 'RW')}\n${names},${values}\n`)).toEqual([full]);
    const english = 'year,month,home,institution,service,item,signedWith,fund,cases,days,points,weights,cost,patientPaid';
    expect(measured(`${english}\n${names},${values}\n`)).toEqual([full]);
    const unit = chinese.replace('总费用', '总费用(万元)').replace('个人负担', '个人负担（万元）');
    expect(measured(`${unit}\n${names},1234.5,12人,96,81.25,0.7654,0.2,0.07655\n`)).toEqual([full]);
    const twelve = '年,归属医共体,机构,服务,项目,签约机构,指标,1,2,3,4,5,6,7,8,9,10,11,12';
    const lying = (measure: string, amount: string) => `2024,east,station,住院,KJ11,station,${measure},,,${amount},,,,,,,,,`;
    const lines = [
      lying('基金支付', '1234.5'),
      lying('人次', '12'),
      lying('days', '96'),
      lying('分值', '81.25'),
      lying('RW', '0.7654'),
      lying('总费用', '0.2万元'),
      lying('个人负担', '765.5'),
    ];
    expect(measured([twelve, ...lines].join('\n'))).toEqual([
      { ...row, fund: 123_450, measures: {} },
      ...Object.entries(full.measures).map(([measure, amount]) => ({ ...row, fund: null, measures: { [measure]: amount } })),
    ]);
  });

  it('gives the same figures, long in GBK or wide in 万元', () => {
    const names = ['long, in GBK', 'wide, 万元 in each header', 'long, quoted thousands'];
    const [first, ...others] = names.map((name) => figureTree(play(rowsOf(TABLES[name] ?? ''))));
    for (const other of others) expect(other).toEqual(first);
  });

  it('may be several files, read one after the other', () => {
    writeFileSync(join(folder, 'more.csv'), long(ENGLISH).replaceAll('2024', '2023'));
    const read = rowsOf(TABLES['wide, English'] ?? '', '[table.csv, more.csv]');
    expect(flat(read)).toEqual([...expected, ...expected.map((row) => ({ ...row, year: 2023 }))]);
  });

  it('keeps a negative correction, a year without a month, and the hundredth of a yuan', () => {
    const read = rowsOf(`${ENGLISH}\n2024,,east,station,住院,"1,200.01"\n2024,3,east,station,住院,-0.05\n`);
    expect(flat(read).map(({ month, fund }) => [month, fund])).toEqual([
      [null, 120_001],
      [3, -5],
    ]);
  });

  it.each<readonly [string, string | Buffer, string]>([
    ['a month 13', `${ENGLISH}\n2024,13,east,station,住院,1\n`, 'not-a-month'],
    ['a year 24', `${ENGLISH}\n24,1,east,station,住院,1\n`, 'not-a-year'],
    ['a power of ten', `${ENGLISH}\n2024,1,east,station,住院,1e3\n`, 'not-plain-decimal'],
    ['half a unit', `${ENGLISH}\n2024,1,east,station,住院,12万\n`, 'half-written-unit'],
    ['a third of a fen', `${ENGLISH}\n2024,1,east,station,住院,0.333\n`, 'finer-than-fen'],
    ['a payment left empty', `${ENGLISH}\n2024,1,east,station,住院,\n`, 'missing-key'],
    ['a home left empty', `${ENGLISH}\n2024,1,,station,住院,1\n`, 'missing-key'],
    ['thousands that are none', `${ENGLISH}\n2024,1,east,station,住院,"1,20"\n`, 'not-a-number'],
    ['no column of payments', 'year,month,home,institution,service\n2024,1,east,station,住院\n', 'csv-column'],
    ['eleven months', `${wide(`year,home,institution,service,${months('').replace(',12', '')}`)}`, 'csv-column'],
    ['a column of measures twice', `${ENGLISH},人次,cases\n2024,1,east,station,住院,1,2,3\n`, 'duplicate-key'],
    ['half a case', `${ENGLISH},人次\n2024,1,east,station,住院,1,2.5\n`, 'not-whole'],
    ['points finer than a ten-thousandth', `${ENGLISH},分值\n2024,1,east,station,住院,1,2.00001\n`, 'too-many-places'],
    ['a cost finer than a fen', `${ENGLISH},总费用\n2024,1,east,station,住院,1,2.001\n`, 'finer-than-fen'],
    ['cases below zero together', `${ENGLISH},人次\n2024,1,east,station,住院,1,-2\n`, 'cell-negative'],
    [
      'a measure that is none',
      `年,归属医共体,机构,服务,指标,${months('')}\n2024,east,station,住院,人数${',1'.repeat(12)}\n`,
      'not-a-choice',
    ],
    ['a measure in a long table', `${ENGLISH},指标\n2024,1,east,station,住院,1,人次\n`, 'csv-column'],
    ['cases in a wide table', `年,归属医共体,机构,服务,人次,${months('')}\n`, 'csv-column'],
    ['a case without its cost', `${ENGLISH},参考费用\n2024,1,east,station,住院,1,500\n`, 'case-row'],
    ['an institution signed with that is not listed', `${ENGLISH},签约机构\n2024,1,east,station,住院,1,team\n`, 'unknown-institution'],
    ['a column twice', `${ENGLISH},基金支付\n2024,1,east,station,住院,1,2\n`, 'duplicate-key'],
    ['both shapes at once', `year,home,institution,service,fund,${months('')}\n`, 'csv-column'],
    ['a quote that never ends', `${ENGLISH}\n2024,1,east,"station,住院,1\n`, 'not-csv'],
    ['UTF-16, as “Unicode text” is', Buffer.from(`\ufeff${long(CHINESE, yuan, '\t')}`, 'utf16le'), 'encoding'],
    ['an institution that is not listed', `${ENGLISH}\n2024,1,east,hospital,住院,1\n`, 'unknown-institution'],
  ])('refuses %s', (_, table, code) => {
    const codes = codesOf(table);
    const played = codes.length > 0 ? codes : codesPlayed(table);
    expect(played).toContain(code);
  });
});

/** What only the plan can tell: names that are not listed. */
function codesPlayed(table: string | Buffer): string[] {
  try {
    play(rowsOf(table));
    return [];
  } catch (error) {
    if (error instanceof InputProblems) return error.problems.map(({ code }) => code);
    throw error;
  }
}

/** Twins: one in English, one in Chinese, and how many different keys they use at least. */
const TWINS = [
  ['english', 'chinese', 70],
  ['english-methods', 'chinese-methods', 130],
] as const;

describe.each(TWINS)('a whole scenario in Chinese: %s, %s', (inEnglish, inChinese, leastKeys) => {
  const english = readFrom(join(HERE, `${inEnglish}.yaml`));
  const chinese = readFrom(join(HERE, `${inChinese}.yaml`));
  const text = readFileSync(join(HERE, `${inChinese}.yaml`), 'utf8');
  /** Mappings whose keys are ids, paths, years, levels or age bands. */
  const open = new Set('用途 增长率 设定 留用结存 支付方式 机构系数 床日标准 病种标准 协商额度 人均 签约人数'.split(' '));

  function keysOf(tree: unknown, above = ''): string[] {
    if (Array.isArray(tree)) return tree.flatMap((item) => keysOf(item, above));
    if (typeof tree !== 'object' || tree === null) return [];
    return Object.entries(tree).flatMap(([key, inner]) => [
      ...(open.has(above) || /^\d{4}$/.test(key) ? [] : [key]),
      ...keysOf(inner, key),
    ]);
  }

  it('has no key and no choice in English', () => {
    const keys = keysOf(parse(text));
    expect(keys.filter((key) => !/^\p{Script=Han}+$/u.test(key))).toEqual([]);
    expect(keys.filter((key) => canonicalKey(key) === key)).toEqual([]);
    expect(new Set(keys).size).toBeGreaterThan(leastKeys);
    const choices =
      /: (audit|own|other|deducted|county|township|off-county|pool|alliance|even|history|full|retained|marginal|inFull|down|yes|no|dip|drg|bedDay|perCase|capitation|feeForService|expenditure|advance|manual)[,}\n]/;
    expect(text.match(choices)?.[0]).toBe(undefined);
  });

  it('gives the figures of its English twin, which the reference gives too', () => {
    const figures = figureTree(play(chinese));
    expect(figures).toEqual(figureTree(play(english)));
    const plain = (value: unknown): unknown =>
      value instanceof Map ? Object.fromEntries([...value].map(([k, v]) => [k, plain(v)])) : value;
    expect(plain(figures)).toEqual(referenceFigures(english));
  });

  it('warns of the same things', () => {
    const told = (read: typeof english) => read.report.problems.map(({ code, args }) => [code, args.got]);
    expect(told(chinese).length).toBe(told(english).length);
    expect(told(chinese).map(([code]) => code)).toEqual(told(english).map(([code]) => code));
  });
});

describe('a Chinese scenario', () => {
  it('notices a number that differs', () => {
    const text = readFileSync(join(HERE, 'chinese.yaml'), 'utf8').replace('大病保险: {人均: 81.37}', '大病保险: {人均: 81.38}');
    writeFileSync(join(folder, 'other.yaml'), text);
    const english = readFrom(join(HERE, 'english.yaml'));
    expect(figureTree(play(readFrom(join(folder, 'other.yaml'))))).not.toEqual(figureTree(play(english)));
  });
});
