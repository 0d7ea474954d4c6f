// The keys that scenario, policy and county files may use, in both languages. A file may write either name; the Chinese
// name stands in the JSON Schemas beside the English one. No synonyms: one key, one Chinese name.

import type { Words } from './language.ts';

/** key → its Chinese name, and what it means in both languages (shown by editors). */
interface KeyWords {
  readonly name: string;
  readonly about: Words;
}

const KEYS: Readonly<Record<string, KeyWords>> = {
  // scenario
  title: key('标题', '给人看的名称', 'A name for people to read'),
  note: key('说明', '说明文字，不参与计算', 'A note; nothing is computed from it'),
  extends: key('继承', '在哪个文件之上修改', 'The file that this one changes'),
  policy: key(
    '政策',
    '政策：seeds/policies 中的编号、同目录文件或直接写出',
    'Policy: an id under seeds/policies, a file beside this one, or written out',
  ),
  county: key(
    '县域',
    '县域数据：seeds/counties 中的编号、同目录文件或直接写出',
    'County: an id under seeds/counties, a file beside this one, or written out',
  ),
  years: key('年度', '测算年度：2025 或 [2025, 2027]', 'Years played: 2025 or [2025, 2027]'),
  actualTo: key('实际截至', '截至该月为已发生的实际数，如 2025-09', 'Months up to this one are what happened, e.g. 2025-09'),
  through: key('测算截至', '测算到该月为止，不做清算，如 2025-03', 'The run stops after this month, without settlement'),
  settlementMonth: key(
    '清算月',
    '清算款在次年的哪个月支付，只影响现金口径',
    'The month of the next year in which settlement is paid; moves only the cash view',
  ),
  set: key('设定', '路径 → 新值，如 policy.reserves.riskAdjustment.share: 8%', 'Path → new value'),
  shocks: key('情景因素', '一段时间内乘以系数的情景因素', 'Factors on projected spending over a span of months'),
  deductions: key('扣减', '审核扣款、违规追回、未经转诊扣减', 'Audit deductions, recovered violations, unreferred care'),
  adjustments: key('年中调整', '年中对额度的调整', 'Mid-year changes of a quota'),
  advances: key('已拨预付', '已经拨付的月份', 'Monthly advances already made'),
  reviews: key('已定评估', '已经作出的季度评估决定', 'Quarterly review decisions already made'),
  expect: key('预期', '应得到的数字，shapan test 逐项核对', 'Figures that must come out; `shapan test` checks each'),
  // policy and county
  id: key('编号', '编号：汉字、字母、数字、- 和 _', 'An id: letters, digits, Chinese characters, - and _'),
  financing: key('筹资', '筹资标准（元/人）与利息', 'Financing per head, and interest'),
  individual: key('个人缴费', '个人缴费标准，元/人·年', 'Individual contribution, yuan per head and year'),
  subsidy: key('财政补助', '财政补助标准，元/人·年', 'Fiscal subsidy, yuan per head and year'),
  interest: key('利率', '统筹基金年初结余的年利率', 'Yearly rate on the pool’s opening balance'),
  reserves: key('预留', '从当年筹资总额中预留的资金', 'What is set aside from the year’s financing'),
  criticalIllness: key('大病保险', '大病保险资金', 'Critical-illness insurance'),
  riskAdjustment: key('风险调剂金', '风险调剂金（在 pool 下为其年初结余）', 'Risk-adjustment fund (under `pool`: its opening balance)'),
  qualityDeposit: key('质量保证金', '质量保证金', 'Quality deposit'),
  lines: key('分配项目', '分配方案中先于额度列支的项目，按顺序', 'Named lines of the waterfall before the quota, in order'),
  perHead: key('人均', '每参保人金额', 'Amount per insured person'),
  share: key('比例', '占比', 'Share'),
  ceiling: key('上限', '上限', 'Ceiling'),
  amount: key('金额', '金额', 'Amount'),
  on: key('基数', '按筹资总额（total）或按剩余额（remaining）', 'Taken of the total financing or of what remains'),
  holder: key(
    '持有方',
    '由谁持有：统筹基金（专户）、省级、承办机构，或直接写收款方名称',
    'Who holds it: the pool, the province, an insurer, or a payee by name',
  ),
  payee: key('收款方', '收款方名称', 'Name of the payee'),
  quota: key('额度', '年预分额度的切分办法', 'How the quota pool is split'),
  byInsured: key('按参保人数', '按参保人数分配的比例', 'Share split by insured heads'),
  byHistory: key('按历史支付', '按前一至三年基金支付分配的比例', 'Share split by spending of the one to three years before'),
  historyWeights: key('历史权重', '前一、二、三年的权重', 'Weights of the years before, last year first'),
  advance: key('预付', '按月预付办法；在评估档次中为预付系数', 'Monthly advance; in a review band: the factor on advances'),
  pattern: key('分月方式', '均分（even）或按上年各月支出（history）', 'Even, or by last year’s months'),
  offCounty: key(
    '县域外就医',
    '县域外就医费用：预付时先行上解（deducted）或清算时结（settled）',
    'Off-county care: remitted out of the advance, or settled at year end',
  ),
  review: key('季度评估', '序时执行率档次', 'Bands of the execution rate against time'),
  upTo: key('至', '本档上限，恰好等于上限时：评估归下一档，超支归本档', 'Upper end of the band'),
  flag: key('标识', '评估标识', 'Flag of the review'),
  settlement: key('清算', '年终清算办法', 'Year-end settlement'),
  surplus: key('结余', '结余留用办法', 'Surplus retention'),
  retention: key('留用比例', '考核得分 → 结余留用比例', 'Assessment score → share of the surplus retained'),
  score: key('得分', '考核得分', 'Assessment score'),
  uses: key('用途', '结余留用资金用途与比例，合计 100%', 'Uses of the retained surplus, summing to 100%'),
  overspend: key('超支', '超支分担办法', 'Overspend sharing'),
  bands: key('分档', '超支分档，按额度的比例', 'Overspend bands, as fractions of the quota'),
  pool: key(
    '基金',
    '统筹基金年初结余；在超支分档中为基金分担比例',
    'Opening balances; in an overspend band: the share that the fund takes',
  ),
  deposit: key('保证金', '质量保证金返还办法', 'Return of the quality deposit'),
  returned: key('返还比例', '考核得分 → 质量保证金返还比例', 'Assessment score → share of the deposit returned'),
  balance: key('统筹基金结余', '统筹基金年初滚存结余（清算后）', 'The pool’s opening balance, after settlement'),
  insuredNone: key('未归属参保人数', '不归属任何医共体的参保人数', 'Insured people whom no alliance covers'),
  alliances: key('医共体', '医共体名单', 'The alliances'),
  insured: key('参保人数', '参保人数', 'Insured people'),
  retained: key('留用结存', '结余留用资金年初结存，按用途', 'Opening balances of retained surplus, by use'),
  institutions: key('医疗机构', '医疗机构名单', 'The institutions'),
  alliance: key('所属医共体', '所属医共体', 'The alliance it belongs to'),
  kind: key('类别', '类别：县域外机构（off-county）；扣减的种类', 'Kind: off-county institutions; kinds of deduction'),
  level: key('级别', '县级、乡级、村级', 'County, township or village'),
  tier: key('层级', '县域外：市域内、省内、省外', 'Off-county: in the city, in the province, elsewhere'),
  services: key('服务项目', '服务项目名单', 'The services'),
  activity: key(
    '支付明细',
    '历史与实际支付明细：行，或同目录 CSV 文件名',
    'Payments of past months: rows, or the name of a CSV file beside the county',
  ),
  growth: key('增长率', '各服务项目的年增长率', 'Yearly growth by service'),
  // rows
  year: key('年', '年份', 'Year'),
  month: key('月', '月份 1–12；不写则全年均摊到十二个月', 'Month 1–12; left out: the year, spread evenly'),
  home: key('归属医共体', '患者所归属的医共体，或 none', 'The patient’s home alliance, or none'),
  institution: key('机构', '就诊机构', 'The institution that treated'),
  service: key('服务', '服务项目', 'Service'),
  place: key('就医地', '本医共体、县内其他医共体、县内其他机构、县域外', 'Own, cross, other or off-county'),
  fund: key('基金支付', '医保基金支付额', 'The fund’s payment'),
  cases: key('人次', '人次', 'Cases'),
  days: key('床日', '床日', 'Days'),
  points: key('分值', '分值', 'Points'),
  cost: key('总费用', '医疗总费用', 'Total cost'),
  from: key('起', '起始月份；在年中调整中为资金来源，可写作“来源”', 'First month; in an adjustment: where the money comes from'),
  to: key('止', '终止月份（含）', 'Last month, inclusive'),
  factor: key('系数', '乘以的系数', 'Factor'),
  reason: key('原因', '原因', 'Reason'),
  gross: key('预付总额', '当月预付总额', 'Gross advance of the month'),
  remitted: key('上解', '当月上解省级的金额', 'Amount remitted to the province'),
  // beside a value
  value: key('值', '值', 'The value'),
  source: key('依据', '出自哪个文件哪一条', 'The document and clause it comes from'),
  document: key('文件', 'seeds/documents.yaml 中的文件编号', 'Id of a document in seeds/documents.yaml'),
  clause: key('条款', '条款', 'Clause'),
  checked: key('核对日期', '最近一次核对的日期', 'When it was last checked'),
  stated: key('文本称', '文本对该值的说法；不一致时提示', 'What a text claims of the value; a disagreement is reported'),
  assumption: key('假设', '为什么取这个数', 'Why this value is assumed'),
  // documents
  number: key('文号', '文号', 'Document number'),
  date: key('日期', '发布日期', 'Date'),
  status: key('效力', '现行、征求意见稿、汇编或公布数据', 'In force, draft, compilation or published figures'),
  clauses: key('条款表', '可引用的条款', 'The clauses that may be cited'),
  about: key('要点', '条款要点', 'What the clause is about'),
  file: key('文本', '原文文件名', 'Name of the text'),
};

function key(name: string, zh: string, en: string): KeyWords {
  return { name, about: { zh, en } };
}

/** `from` is a month in a shock and a fund in an adjustment: Chinese has a word for each. */
const SECOND_NAMES: Readonly<Record<string, string>> = { from: '来源' };

const BY_CHINESE = new Map([
  ...Object.entries(KEYS).map(([english, words]) => [words.name, english] as const),
  ...Object.entries(SECOND_NAMES).map(([english, name]) => [name, english] as const),
]);

/** The key a written key stands for: itself, or the key whose Chinese name it is. */
export function canonicalKey(written: string): string {
  return BY_CHINESE.get(written) ?? written;
}

/** The Chinese name of a key, or null for one that has none. */
export function chineseKey(english: string): string | null {
  return Object.hasOwn(KEYS, english) ? (KEYS[english]?.name ?? null) : null;
}

/** Every Chinese name of a key. */
export function chineseKeys(english: string): string[] {
  return [chineseKey(english), SECOND_NAMES[english]].filter((name) => name !== null && name !== undefined);
}

export function aboutKey(english: string): Words | null {
  return Object.hasOwn(KEYS, english) ? (KEYS[english]?.about ?? null) : null;
}
