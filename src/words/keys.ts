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
  prices: key('价格调整', '从某月起长期生效的价格调整', 'Price changes that hold from a month on'),
  change: key('调整幅度', '价格调整幅度，如 5% 或 -3%', 'By how much a price changes, e.g. 5% or -3%'),
  trigger: key('触发条件', '触发价格调整的条件（说明文字）', 'What triggers the price change (a text)'),
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
  byService: key(
    '按服务量',
    '按前一至三年本医共体机构提供的人次分配的比例',
    'Share split by cases that the alliance’s institutions gave in years before',
  ),
  base: key('预算基数', '按当年筹资（financing）或按历年支出（expenditure）', 'This year’s financing, or what was paid before'),
  expenditure: key('支出基数', '按前几年基金支付的平均数增长', 'The mean of past payments, grown'),
  limits: key('增减幅限制', '额度比上年增减的幅度限制', 'Limits on a quota’s change against last year'),
  increase: key('最大增幅', '额度比上年最多增加的比例', 'Most that a quota may rise'),
  decrease: key('最大降幅', '额度比上年最多减少的比例', 'Most that a quota may fall'),
  negotiated: key('协商额度', '协商确定的额度，按医共体', 'Quotas agreed, by alliance'),
  lastQuota: key('上年额度', '上年年预分额度', 'Last year’s quota'),
  advance: key('预付', '按月预付办法；在评估档次中为预付系数', 'Monthly advance; in a review band: the factor on advances'),
  pattern: key('分月方式', '均分（even）或按上年各月支出（history）', 'Even, or by last year’s months'),
  offCounty: key(
    '县域外就医',
    '县域外就医费用：预付时先行上解（deducted）或清算时结（settled）',
    'Off-county care: remitted out of the advance, or settled at year end',
  ),
  review: key('季度评估', '序时执行率档次', 'Bands of the execution rate against time'),
  revolving: key('周转金', '年初拨付、年末收回的周转金', 'Working funds lent in January and back in December'),
  prepayment: key('预付金', '达到条件才拨付的预付金', 'A prepayment with a gate'),
  months: key('月数', '上年月均支付的月数', 'Months of last year’s mean payment'),
  gate: key('条件', '可支付月数不低于该数，且上年无赤字', 'Payable months at or above this, and no deficit last year'),
  tiers: key('结算层级', '县域外就医按层级由谁结算、滞后几个月', 'Who settles off-county care of each tier, and with what lag'),
  city: key('市域内', '市域内县外；在已拨预付中为市级结算的金额', 'In the city; in an advance already made: what the city settled'),
  province: key('省内', '省内市外', 'In the province'),
  national: key('省外', '省外', 'Elsewhere in the country'),
  manual: key('手工报销', '手工报销的金额', 'What was reimbursed by hand'),
  settledBy: key('结算方', '市级、省级或手工报销', 'The city, the province, or by hand'),
  lag: key('滞后月数', '费用发生后几个月结算', 'Months until care is settled'),
  offCountyPrepayment: key('异地就医预付金', '年初预付给省级、年末收回', 'Prepaid to the province in January, back in December'),
  payment: key('支付方式', '各服务项目的支付方式', 'Payment method of each service'),
  method: key('方式', '按项目、DRG、DIP、按床日、按人头或按病种', 'The method'),
  drgRate: key('费率', 'DRG 费率（元，可精确到分以下）；浮动时为预算费率', 'Yuan a weight, exact; the budget rate where it floats'),
  pointValue: key('点值', 'DIP 点值（元，可精确到分以下）；浮动时为预算点值', 'Yuan a point, exact; the budget value where it floats'),
  coefficients: key('机构系数', '按机构编号、级别或 all', 'By institution id, level, or all'),
  floating: key('浮动', '按子预算浮动的点值或费率', 'A value that floats to use a sub-budget up'),
  subBudget: key('子预算', '该支付方式的基金预算额', 'The method’s budget of fund money'),
  prepaid: key('预付比例', '按月预结的比例', 'Share paid each month before the value is known'),
  floor: key('下限', '点值下限，按预算点值的比例', 'Least value, as a share of the budget value'),
  tcm: key('中医', '中医机构；在支付方式中为中医加成', 'A TCM institution; in a method: uplift and exemption'),
  uplift: key('加成', '系数上浮的比例', 'By how much the coefficient rises'),
  items: key('病种清单', '适用的病种或项目', 'The items it holds for'),
  exempt: key('豁免', '中医机构不纳入该支付方式', 'TCM institutions stay out of the method'),
  supported: key('扶持病组', '扶持病组的加成与激励', 'Supported groups: uplift and incentive pool'),
  sameStandard: key('同病同保障', '按基层标准统一付费的病种', 'Items paid one standard, that of the primary level'),
  caseRules: key('病例规则', '高、低费用病例的界限', 'Limits for low- and high-cost cases'),
  low: key('低费用界限', '费用低于参考费用的这一比例', 'Cost below this share of the reference'),
  high: key('高费用界限', '费用高于参考费用的这一比例', 'Cost above this share of the reference'),
  tariffs: key('床日标准', '按机构、级别或 all，按住院天数分段', 'By institution, level or all, in tiers of a stay’s days'),
  tariff: key('每床日', '元/床日', 'Yuan a bed-day'),
  standards: key('病种标准', '各病种的定额（元/例）', 'Fixed amounts by item, yuan a case'),
  standard: key('定额标准', '未列病种的定额（元/例）', 'Fixed amount of items not listed'),
  signingFee: key('签约服务费', '每签约人每年的签约服务费', 'Signing fee per signed person and year'),
  benefit: key('待遇', '报销比例、起付线、封顶线', 'Reimbursement ratio, deductible and cap'),
  ratio: key('报销比例', '政策范围内报销比例', 'Reimbursement ratio'),
  deductible: key('起付线', '每例起付线', 'Deductible per case'),
  cap: key('封顶线', '封顶：待遇中为每例封顶线；清算中为额度的比例', 'Cap: of a case; in settlement a share of the quota'),
  priceNeutral: key('价格平移', '价格调整不增加基金和患者负担', 'Price changes must cost fund and patients no more'),
  payableMonths: key('可支付月数取整', '四舍五入到两位小数、截尾到两位小数，或四舍五入到整月', 'How payable months are rounded'),
  upTo: key('至', '本档上限，恰好等于上限时：评估归下一档，超支归本档', 'Upper end of the band'),
  flag: key('标识', '评估标识', 'Flag of the review'),
  settlement: key('清算', '年终清算办法', 'Year-end settlement'),
  package: key('总额打包', '总额付费（full）或不打包（none）', 'With the package, or without'),
  leastScore: key('最低得分', '低于该分不分享结余、不分担超支', 'Below it nothing is shared'),
  scoreShift: key('得分浮动', '按得分上下浮动的百分点', 'Percentage points by score'),
  shift: key('浮动百分点', '上浮或下浮的百分点', 'Percentage points up or down'),
  minimum: key('门槛比例', '低于额度的这一比例不计，达到后全额计', 'Below this share of the quota it does not count'),
  kept: key('留用', '本档留用比例', 'Share kept in the band'),
  usesOf: key('用途基数', '按留用部分（retained）或全部结余（whole）', 'Of what is retained, or of the whole surplus'),
  heldBy: key('由谁持有', '医共体或统筹基金', 'The alliance or the pool'),
  uncovered: key('调剂金不足部分', '风险调剂金付不了的由谁承担', 'Who takes what the risk fund cannot pay'),
  settle: key('清算方式', '扣减后清算（net）或先足额清算（inFull）', 'Net at settlement, or in full and recovered later'),
  recover: key('扣回月数', '分几个月从预付中扣回', 'Months over which it is recovered'),
  fullFrom: key('全额得分', '不低于该分全额返还', 'From this score nothing is lost'),
  perPoint: key('每分扣减', '每低一分扣减的比例', 'Lost for each point below'),
  allLostBelow: key('全扣得分', '低于该分全部扣减', 'Below this score all is lost'),
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
  volume: key('工作量', '工作量的年增长率', 'Growth of volume'),
  lastIncome: key('上年收入', '上年基金收入', 'The fund’s income last year'),
  lastOutflow: key('上年支出', '上年基金支出', 'The fund’s outflow last year'),
  signed: key('签约名册', '按人头付费的签约人数', 'People signed under capitation'),
  heads: key('签约人数', '各年龄段签约人数', 'Signed people by age band'),
  item: key('项目', '病组、病种或项目', 'Group, disease or item'),
  signedWith: key('签约机构', '患者签约的机构', 'The institution the patient is signed with'),
  measure: key('指标', '宽表各月是哪一项：基金支付、人次、床日、分值、权重、总费用、个人负担', 'What the months of a wide table hold'),
  weights: key('权重', 'DRG 权重（RW）', 'DRG weights (RW)'),
  patientPaid: key('个人负担', '患者个人负担', 'What patients paid themselves'),
  reference: key('参考费用', '该病组的参考费用（上年同级别平均）', 'Reference cost of the item'),
  incomplete: key('未完成', '未完成住院', 'An incomplete stay'),
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
  cost: key('总费用', '医疗总费用；在增长率中为次均费用', 'Total cost; in growth: unit cost'),
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

/** A key that means two things, as `from` is a month in a shock and a fund in an adjustment: Chinese has a word for each. */
const SECOND_NAMES: Readonly<Record<string, string>> = { from: '来源', points: '按分扣减', cost: '次均费用', package: '打包' };

/** Where in a file the second name of a key is meant. */
const SECOND_PLACES: Readonly<Record<string, RegExp>> = {
  from: /^adjustments\.|\.qualityDeposit\./,
  points: /\.deposit\./,
  cost: /^county\.growth\./,
};

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

/** As `chineseKey`, by what the key means where it stands. */
export function chineseKeyAt(english: string, path: string): string | null {
  const isSecond = Object.hasOwn(SECOND_PLACES, english) && SECOND_PLACES[english]?.test(path) === true;
  return (isSecond ? SECOND_NAMES[english] : null) ?? chineseKey(english);
}

/** Every Chinese name of a key. */
export function chineseKeys(english: string): string[] {
  return [chineseKey(english), SECOND_NAMES[english]].filter((name) => name !== null && name !== undefined);
}

export function aboutKey(english: string): Words | null {
  return Object.hasOwn(KEYS, english) ? (KEYS[english]?.about ?? null) : null;
}
