// What the wordings of problems name: the kinds of things that were wanted or got, and an example of each that can be pasted.

import type { Words } from './language.ts';

/** A kind of thing, as an object of a sentence, with one way of writing it. */
interface Kind {
  readonly name: Words;
  readonly example: string;
}

function kind(zh: string, en: string, example = ''): Kind {
  return { name: { zh, en }, example };
}

/** Kinds that were wanted: those of `written/leaves.ts`, and a few of the plan's. */
export const WANTED: Readonly<Record<string, Kind>> = {
  text: kind('一段文字', 'a text', '示例县'),
  id: kind('编号', 'an id', 'east'),
  amount: kind('金额', 'an amount', '3.2亿元'),
  ratio: kind('比例', 'a ratio', '5%'),
  factor: kind('系数', 'a factor', '105%'),
  whole: kind('整数', 'a whole number', '302400'),
  score: kind('得分', 'a score', '85'),
  price: kind('以元为单位的数', 'a number of yuan', '9.85'),
  points: kind('分值或权重', 'a number of points or weights', '760288.7'),
  quantity: kind('数量', 'a number', '1200'),
  formula: kind('公式', 'a formula', 'workload * score'),
  target: kind('目标值', 'a target', '90%'),
  correlation: kind('相关系数', 'a correlation', '0.4'),
  year: kind('年份', 'a year', '2025'),
  years: kind('测算年度', 'the years to play', '[2025, 2027]'),
  yearMonth: kind('年月', 'a month of a year', '2025-09'),
  month: kind('月份', 'a month', '3'),
  months: kind('月数', 'a number of months', '1.5'),
  reviewMonth: kind('评估月份', 'a month of a review', '3'),
  mapping: kind('一组“键: 值”', 'a mapping of keys to values'),
  list: kind('列表', 'a list'),
  value: kind('一个值，可以按年写', 'a value, which may be dated'),
  date: kind('日期', 'a date', '2026-11-22'),
  choice: kind('可选词中的一个', 'one word of those allowed'),
};

/** Kinds that were got instead. */
export const GOT: Readonly<Record<string, Words>> = {
  nothing: { zh: '空值', en: 'empty' },
  scalar: { zh: '单个值', en: 'a single value' },
  list: { zh: '列表', en: 'a list' },
  mapping: { zh: '一组“键: 值”', en: 'a mapping' },
  empty: { zh: '空列表', en: 'an empty list' },
};

/** What a file chooses, inside a sentence. */
export const TERMS: Readonly<Record<'method' | 'level' | 'tier' | 'link', Readonly<Record<string, Words>>>> = {
  method: {
    drg: { zh: '按 DRG ', en: 'by DRG' },
    dip: { zh: '按 DIP ', en: 'by DIP' },
    bedDay: { zh: '按床日', en: 'by the bed-day' },
    capitation: { zh: '按人头', en: 'by capitation' },
    perCase: { zh: '按病种', en: 'per case' },
  },
  level: { county: { zh: '县级', en: 'county' }, township: { zh: '乡级', en: 'township' }, village: { zh: '村级', en: 'village' } },
  link: { department: { zh: '科室', en: 'department' }, person: { zh: '个人', en: 'person' } },
  tier: {
    city: { zh: '市域内', en: 'in the city' },
    province: { zh: '省内', en: 'in the province' },
    national: { zh: '省外', en: 'elsewhere' },
  },
};

/** Files by what they hold. */
export const FILES: Readonly<Record<string, Words>> = {
  scenario: { zh: '情景', en: 'scenario' },
  policy: { zh: '政策', en: 'policy' },
  county: { zh: '县域', en: 'county' },
  activity: { zh: '支付明细', en: 'CSV' },
  uncertainty: { zh: '不确定性', en: 'uncertainty' },
  batch: { zh: '批量', en: 'batch' },
  rows: { zh: '取值表', en: 'CSV' },
};

export const UNITS: Readonly<Record<string, string>> = {
  amount: '元、元/人、万元、亿元',
  ratio: '%、‰',
  factor: '%、‰',
  target: '%、‰、元、万元、亿元',
  whole: '人、万人',
};

/** Why a file cannot be opened, why a text is not YAML, by the codes of the `yaml` package, and not CSV, by those of csv-parse; others show the package's words. */
export const REASONS: Readonly<Record<string, Words>> = {
  BAD_ALIAS: { zh: '引用名不对', en: 'bad alias' },
  BAD_DQ_ESCAPE: { zh: '双引号中的转义不对', en: 'bad escape in double quotes' },
  BAD_INDENT: { zh: '缩进不对，或括号没有收尾', en: 'wrong indent, or a bracket that is not closed' },
  BAD_SCALAR_START: { zh: '值不能以这个符号开头，要加引号', en: 'a value cannot begin with this sign without quotes' },
  BLOCK_AS_IMPLICIT_KEY: { zh: '同一行里又写了一层键', en: 'a nested mapping on one line' },
  BLOCK_IN_FLOW: { zh: '括号内不能换成缩进写法', en: 'an indented block within brackets' },
  IMPOSSIBLE: { zh: '此处读不懂', en: 'this cannot be read' },
  MISSING_CHAR: { zh: '缺少冒号、逗号、引号或括号', en: 'a colon, comma, quote or bracket is missing' },
  MULTILINE_IMPLICIT_KEY: { zh: '键后缺少冒号', en: 'a colon is missing after the key' },
  MULTIPLE_DOCS: { zh: '一个文件里有多个 YAML 文档（`---`）', en: 'several documents (`---`) in one file' },
  NON_STRING_KEY: { zh: '键只能是一段文字', en: 'a key must be a plain text' },
  TAB_AS_INDENT: { zh: '用了制表符缩进', en: 'tabs as indent' },
  TAG_RESOLVE_FAILED: { zh: '不支持 `!` 标签', en: 'tags (`!`) are not supported' },
  UNEXPECTED_TOKEN: { zh: '多出的内容，可能缺逗号、冒号或缩进不对', en: 'something unexpected: a comma, colon or indent may be missing' },
  'not a file': { zh: '不是文件', en: 'not a file' },
  EACCES: { zh: '没有权限', en: 'no permission' },
  EPERM: { zh: '没有权限', en: 'no permission' },
  ELOOP: { zh: '链接循环', en: 'links in a circle' },
  CSV_QUOTE_NOT_CLOSED: { zh: '双引号没有成对', en: 'a double quote is not closed' },
  CSV_INVALID_CLOSING_QUOTE: { zh: '双引号之后还有内容', en: 'something follows a closing quote' },
  INVALID_OPENING_QUOTE: { zh: '单元格中间出现双引号', en: 'a double quote within a cell' },
  CSV_MAX_RECORD_SIZE: { zh: '有一行过长', en: 'a row is too long' },
};

/** A line for a key that was left out: how it may look, for the keys that a file must have. */
export const LINES: Readonly<Record<string, string>> = {
  policy: 'policy: henan-2021',
  county: 'county: example',
  years: 'years: 2025',
  financing: 'financing: {individual: 400元, subsidy: 700元}',
  individual: 'individual: 400元',
  subsidy: 'subsidy: 700元',
  quota: 'quota: {byInsured: 60%, byHistory: 40%, historyWeights: [50%, 30%, 20%]}',
  byInsured: 'byInsured: 60%',
  byHistory: 'byHistory: 40%',
  historyWeights: 'historyWeights: [50%, 30%, 20%]',
  review: 'review: [{upTo: 90%, advance: 95%, flag: under}, {advance: 100%}]',
  surplus: 'surplus: {retention: [{score: 60, share: 60%}], uses: {incentive: 30%, development: 70%}}',
  retention: 'retention: [{score: 90, share: 100%}, {score: 60, share: 60%}]',
  uses: 'uses: {incentive: 30%, development: 70%}',
  overspend: 'overspend: {bands: [{upTo: 5%, pool: 60%}]}',
  bands: 'bands: [{upTo: 5%, pool: 60%}]',
  deposit: 'deposit: {returned: [{score: 60, share: 100%}]}',
  returned: 'returned: [{score: 60, share: 100%}]',
  score: 'score: 85',
  share: 'share: 5%',
  on: 'on: total',
  holder: 'holder: pool',
  id: 'id: east',
  alliances: 'alliances: [{id: east, insured: 302400, score: 85}]',
  insured: 'insured: 302400',
  growth: 'growth: {inpatient: 3%}',
  year: 'year: 2025',
  month: 'month: 3',
  home: 'home: east',
  institution: 'institution: county-hospital',
  service: 'service: inpatient',
  fund: 'fund: 12345.67',
  alliance: 'alliance: east',
  amount: 'amount: 100万元',
  kind: 'kind: audit',
  from: 'from: 2025-11',
  'adjustments.from': 'from: riskAdjustment',
  'bands.pool': 'pool: 60%',
  'review.advance': 'advance: 95%',
  'reviews.advance': 'advance: 95%',
  to: 'to: 2026-01',
  factor: 'factor: 1.22',
  gross: 'gross: 700万元',
  remitted: 'remitted: 120万元',
  pointValue: 'pointValue: 9.85',
  drgRate: 'drgRate: 4812.37',
  tariffs: 'tariffs: {all: [{upTo: 30, tariff: 260}, {tariff: 170}]}',
  caseRules: 'caseRules: {low: 50%, high: 200%}',
  recover: 'recover: 3',
  expenditure: 'expenditure: {years: 3, growth: 5%}',
  method: 'method: dip',
  prepaid: 'prepaid: 95%',
  payment: 'payment: {inpatient: {method: dip, pointValue: 9.85}}',
  'payment.*.perHead': 'perHead: {0-59: 60元, 60+: 150元}',
  benefit: 'benefit: [{id: inpatient, service: inpatient, ratio: 65%}]',
  signed: 'signed: [{institution: health-centre, service: outpatient, heads: {0-59: 1200, 60+: 300}}]',
  heads: 'heads: {0-59: 1200, 60+: 300}',
  'growth.*.volume': 'volume: 2%',
  'growth.*.cost': 'cost: 3%',
  floating: 'floating: {subBudget: 3000万元, prepaid: 95%}',
  low: 'low: 50%',
  high: 'high: 200%',
  tariff: 'tariff: 260',
  heldBy: 'heldBy: pool',
  kept: 'kept: 50%',
  shift: 'shift: -5%',
  'deposit.points': 'points: {fullFrom: 80, perPoint: 3%, allLostBelow: 60}',
  fullFrom: 'fullFrom: 80',
  perPoint: 'perPoint: 3%',
  allLostBelow: 'allLostBelow: 60',
  settledBy: 'settledBy: city',
  months: 'months: 1',
  gate: 'gate: 6',
  'expenditure.years': 'years: 3',
  'expenditure.growth': 'growth: 5%',
  change: 'change: 5%',
  'prices.from': 'from: 2025-07',
  lead: 'lead: county-hospital',
  residents: 'residents: 290000',
  'alliances.performance': 'performance: 96.37%',
  'named.kind': 'kind: department',
  workload: 'workload: 1200',
  'institutions.heads': 'heads: 35',
  'institutions.points': 'points: 88',
  procurementScore: 'procurementScore: 85',
  beds: 'beds: 120',
  staff: 'staff: 40',
  'institutions.villageDoctors': 'villageDoctors: 12',
  payout: 'payout: 95%',
  tiers: 'tiers: {county: 6, township: 3, village: 1}',
  by: 'by: workload * score',
};
