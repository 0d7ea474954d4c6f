// What `shapan schema` gives to editors: it accepts every file that comes with the project, in either language, refuses bad
// ones, and the copies that the files name in their first line are the same.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
import { aboutKey, chineseKey } from '../../src/words/keys.ts';
import { SCHEMAS, type SchemaName } from '../../src/written/jsonSchema.ts';
import { described } from '../../src/written/leaves.ts';
import { countyShape, documentsShape, policyShape, scenarioShape } from '../../src/written/shapes.ts';
import { ROOT, shapan } from '../cli/shapan.ts';

const FOLDERS: Readonly<Record<string, SchemaName>> = {
  scenarios: 'scenario',
  'scenarios/batches': 'batch',
  'seeds/policies': 'policy',
  'seeds/counties': 'county',
  'seeds/uncertainty': 'uncertainty',
};
const files: readonly (readonly [string, SchemaName])[] = [
  ...Object.entries(FOLDERS).flatMap(([folder, kind]) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => [`${folder}/${name}`, kind] as const),
  ),
  ['seeds/documents.yaml', 'documents'],
];

const checkers = new Map<SchemaName, ValidateFunction>();
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Errors of a text against a schema, the first few. */
function errors(kind: SchemaName, yaml: string): unknown[] {
  const checker = checkers.get(kind);
  if (checker === undefined) throw new Error(kind);
  return checker(parse(yaml)) ? [] : (checker.errors ?? []).slice(0, 5).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What the command prints, each once: by name in Chinese, and in English by name with ` en`. */
const printed = new Map<string, string>();

beforeAll(async () => {
  for (const name of SCHEMAS) {
    for (const language of ['zh', 'en']) {
      const { code, out } = await shapan(['schema', name, '--lang', language]);
      expect(code).toBe(0);
      printed.set(language === 'zh' ? name : `${name} en`, out);
    }
    checkers.set(name, new Ajv({ allowUnionTypes: true, allErrors: true, strictRequired: false }).compile(JSON.parse(schemaOf(name))));
  }
});

function schemaOf(name: SchemaName, language = ''): string {
  return printed.get(`${name}${language}`) ?? '';
}

describe('schemas', () => {
  it.each(SCHEMAS)('%s: printed, in Chinese; in English with --lang en', (name) => {
    const descriptions = (json: string) => [...json.matchAll(/"description": "([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(descriptions(schemaOf(name)).length).toBeGreaterThan(5);
    expect(descriptions(schemaOf(name)).filter((words) => !/\p{Script=Han}/u.test(words))).toEqual([]);
    expect(descriptions(schemaOf(name, ' en')).length).toBe(descriptions(schemaOf(name)).length);
    expect(descriptions(schemaOf(name, ' en')).filter((words) => /\p{Script=Han}/u.test(words))).toEqual([]);
  });

  it.each(SCHEMAS)('%s: the copy in seeds/schemas is this one (node dist/shapan.js schema --out seeds/schemas)', (name) => {
    expect(text(`seeds/schemas/${name}.json`)).toBe(schemaOf(name));
  });

  it('stay small enough for an editor', () => {
    for (const name of SCHEMAS) expect(schemaOf(name).length).toBeLessThan(100_000);
  });
});

describe('files', () => {
  it('are all here', () => expect(files.length).toBeGreaterThan(20));

  it.each(files)('%s is valid', (path, kind) => expect(errors(kind, text(path))).toEqual([]));

  it.each(files)('%s names its schema in its first line', (path, kind) => {
    const named = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text(path))?.[1] ?? '';
    expect(resolve(dirname(join(ROOT, path)), named)).toBe(join(ROOT, `seeds/schemas/${kind}.json`));
  });

  it.each(['english', 'chinese', 'english-methods', 'chinese-methods'])('test/csv/%s.yaml, which uses nearly every key, is valid', (name) =>
    expect(errors('scenario', text(`test/csv/${name}.yaml`))).toEqual([]),
  );

  it.each(['01-two-alliances-one-year', '02-three-years-shock-review', '03-odd-fen', '04-rare-branches'])('case %s is valid', (name) =>
    expect(errors('scenario', text(`test/cases/${name}.yaml`))).toEqual([]),
  );
});

describe('shapes that may be written short or long', () => {
  it.each<readonly [SchemaName, string, string]>([
    ['policy', 'a method by itself', 'payment: {inpatient: feeForService, outpatient: 按项目}\n'],
    ['policy', 'a method with what it rests on', 'payment: {inpatient: {method: {value: feeForService, assumption: as now}}}\n'],
    ['policy', 'a mapping of a method', 'payment: {inpatient: {method: dip, pointValue: 9.8544, coefficients: {all: 1, 乡级: 0.8}}}\n'],
    ['policy', 'a dated method', 'payment: {inpatient: {method: {2024: feeForService, 2026: 按床日}, tariffs: {all: [{tariff: 260}]}}}\n'],
    ['policy', 'the same in Chinese', '支付方式: {inpatient: {方式: DIP, 点值: 9.85, 浮动: {子预算: 1亿元, 预付比例: 95%}}}\n'],
    ['policy', 'age bands', 'payment: {clinic: {method: capitation, perHead: {0-14: 60, 15-59: 45元/人, 60+: {2025: 120, 2026: 130}}}}\n'],
    ['policy', 'days of a stay', 'payment: {rehab: {method: bedDay, tariffs: {county: [{upTo: 30, tariff: 260}, {tariff: 170.5}]}}}\n'],
    ['policy', 'a use by its share', 'settlement: {surplus: {uses: {incentive: 30%, development: {2025: 70%}}}}\n'],
    ['policy', 'a use held by the pool', 'settlement: {surplus: {uses: {incentive: 85%, riskPrevention: {share: 15%, heldBy: pool}}}}\n'],
    ['policy', 'the same in Chinese', '清算: {结余: {用途: {incentive: 85%, riskPrevention: {比例: 15%, 由谁持有: 统筹基金}}}}\n'],
    ['policy', 'a dated table of uses', 'settlement: {surplus: {uses: {2025: {a: 100%}, 2026: {a: {share: 100%, heldBy: pool}}}}}\n'],
    [
      'policy',
      'benefits',
      'benefit: [{id: a, service: inpatient, place: 本医共体, level: 县级, ratio: {2024: 65%, 2026: 70%}, deductible: 400元, cap: 15万元}]\n',
    ],
    ['policy', 'tiers', 'advance: {tiers: {city: {settledBy: city}, 省内: {结算方: 省级结算, 滞后月数: 2}}, revolving: {months: 1.5}}\n'],
    ['policy', 'a deposit by points', '清算: {保证金: {按分扣减: {全额得分: 80, 每分扣减: 3%, 全扣得分: 60}}}\n'],
    ['county', 'one growth', 'growth: {inpatient: 3%, outpatient: {2025: 3%, 2026: 2%}}\n'],
    ['county', 'growth of volume and cost', 'growth: {inpatient: {volume: 2%, cost: {2025: 3%, 2026: {value: 2%, assumption: slower}}}}\n'],
    ['county', 'the same in Chinese', '增长率: {inpatient: {工作量: 2%, 次均费用: 3%}}\n'],
    ['county', 'signed people', 'signed: [{institution: a, service: clinic, heads: {0-14: 100, 60+: {2025: 20, 2026: 30}}}]\n'],
    [
      'county',
      'a row with every measure',
      'activity: [{year: 2024, home: a, institution: b, service: c, item: d, signedWith: e, cases: 1, days: 2, points: 3.4567, weights: 0.5, cost: 100, patientPaid: 30, reference: 90, incomplete: yes}]\n',
    ],
    [
      'scenario',
      'price changes',
      'prices: [{service: inpatient, from: 2025-07, change: -3%, trigger: 集采}]\n价格调整: [{服务: inpatient, 起: 2025-07, 调整幅度: 5%, 触发条件: 平移}]\n',
    ],
  ])('%s: %s', (kind, _, yaml) => expect(errors(kind, yaml)).toEqual([]));

  it.each<readonly [SchemaName, string, string]>([
    ['policy', 'a method by itself that needs more', 'payment: {inpatient: dip}\n'],
    ['policy', 'a value in place of a method', 'payment: {inpatient: {value: feeForService, assumption: as now}}\n'],
    ['policy', 'a method that is none', 'payment: {inpatient: {method: icd}}\n'],
    ['policy', 'a misspelt key of a method', 'payment: {inpatient: {method: dip, pointvalue: 9.85}}\n'],
    ['policy', 'a list of methods', 'payment: [{inpatient: feeForService}]\n'],
    ['policy', 'one amount for bands', 'payment: {clinic: {method: capitation, perHead: 60}}\n'],
    ['policy', 'a band that is a list', 'payment: {clinic: {method: capitation, perHead: {0-14: [60]}}}\n'],
    ['policy', 'tariffs without tiers', 'payment: {rehab: {method: bedDay, tariffs: {county: 260}}}\n'],
    ['policy', 'a misspelt key of a use', 'settlement: {surplus: {uses: {riskPrevention: {share: 15%, holder: pool}}}}\n'],
    ['policy', 'a use held by somebody else', 'settlement: {surplus: {uses: {riskPrevention: {share: 15%, heldBy: province}}}}\n'],
    ['policy', 'a benefit as a mapping', 'benefit: {inpatient: {ratio: 65%}}\n'],
    ['policy', 'a tier that is none', 'advance: {tiers: {county: {settledBy: city}}}\n'],
    ['policy', 'a tier settled by somebody else', 'advance: {tiers: {city: {settledBy: county}}}\n'],
    ['policy', 'yes in other words', 'priceNeutral: sure\n'],
    ['county', 'a misspelt key of growth', 'growth: {inpatient: {volumn: 2%, cost: 3%}}\n'],
    ['county', 'growth as a list', 'growth: {inpatient: [2%, 3%]}\n'],
    ['county', 'heads without bands', 'signed: [{institution: a, service: clinic, heads: 1200}]\n'],
    ['county', 'a row with a misspelt measure', 'activity: [{year: 2024, home: a, institution: b, service: c, point: 3}]\n'],
    ['scenario', 'a price change without a month', 'prices: [{service: inpatient, from: 2025, change: 5%}]\n'],
  ])('%s is refused: %s', (kind, _, yaml) => expect(errors(kind, yaml)).not.toEqual([]));
});

describe('bad files are refused', () => {
  it.each<readonly [SchemaName, string, string]>([
    ['scenario', 'a misspelt key', 'titel: x\n'],
    ['scenario', 'a misspelt Chinese key', '标颢: x\n'],
    ['scenario', 'a misspelt key inside a policy', 'policy: {financing: {individal: 400}}\n'],
    ['scenario', 'a list for a mapping', 'policy: [1]\n'],
    ['scenario', 'a month that is no month', 'actualTo: 2025\n'],
    ['scenario', 'three years', 'years: [2025, 2026, 2027]\n'],
    ['scenario', 'an unknown place', 'shocks: [{place: abroad, from: 2025-01, to: 2025-02, factor: 1}]\n'],
    ['policy', 'an unknown choice', 'advance: {pattern: odd}\n'],
    ['policy', 'a mapping with a reason but no value', 'financing: {individual: {assumption: because}}\n'],
    ['policy', 'a key beside `value` that is none', 'financing: {individual: {value: 400, sauce: x}}\n'],
    ['policy', 'a mapping for an amount', 'financing: {individual: {a: 400}}\n'],
    ['policy', 'a band with an unknown key', 'settlement: {overspend: {bands: [{upTo: 5%, poll: 60%}]}}\n'],
    ['county', 'an alliance without a list', 'alliances: {id: east}\n'],
    ['county', 'an unknown level', 'institutions: [{id: a, level: 省级}]\n'],
    ['county', 'a row with an unknown key', 'activity: [{year: 2024, found: 1}]\n'],
    ['documents', 'a clause without words', '[{id: a, title: b, status: unknown, clauses: []}]\n'],
  ])('%s: %s', (kind, _, yaml) => expect(errors(kind, yaml)).not.toEqual([]));
});

/** Every key that a shape knows, through all that it holds. */
function keysOf(shape: z.ZodType, found = new Set<string>()): Set<string> {
  const def = shape._zod.def as { innerType?: z.ZodType; element?: z.ZodType; shape?: Record<string, z.ZodType> };
  const wrapped = described.get(shape);
  for (const inner of [def.innerType, def.element, wrapped?.inner, ...(wrapped?.either ?? [])])
    if (inner !== undefined) keysOf(inner, found);
  for (const [key, inner] of Object.entries(def.shape ?? {})) keysOf(inner, found.add(key));
  return found;
}

describe('every key', () => {
  const keys = [
    ...[scenarioShape, policyShape, countyShape, documentsShape].reduce((found, shape) => keysOf(shape, found), new Set<string>()),
  ];
  const beside = ['extends', 'set', 'value', 'source', 'document', 'clause', 'assumption', 'checked', 'stated'];
  const offered = new Set<string>();
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, inner] of Object.entries(part)) {
      if (key === 'properties') for (const name of Object.keys(inner)) offered.add(name);
      walk(inner);
    }
  };
  beforeAll(() => {
    for (const name of SCHEMAS) walk(JSON.parse(schemaOf(name)));
  });

  it('of the shapes is found', () => {
    expect(keys.length).toBeGreaterThan(120);
    for (const key of ['upTo', 'perHead', 'settlementMonth', 'clauses', 'pointValue', 'tariff', 'heldBy', 'volume', 'signedWith'])
      expect(keys).toContain(key);
  });

  it.each([...keys, ...beside])('%s has a Chinese name and words in both languages, and is offered under both names', (key) => {
    expect(chineseKey(key)).toMatch(/^\p{Script=Han}+$/u);
    expect(aboutKey(key)?.zh ?? '').toMatch(/\p{Script=Han}/u);
    expect(aboutKey(key)?.en ?? '').toMatch(/^[A-Za-z`][^\p{Script=Han}]+$/u);
    expect(offered).toContain(key);
    expect(offered).toContain(chineseKey(key));
  });

  it('has a Chinese name of its own', () => {
    const names = [...keys, ...beside].map(chineseKey);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});
