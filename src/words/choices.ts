// The words that files choose from, and common ids of flags and uses, as people read them.

import { INDICATORS, NUMBERED_INDICATORS } from './indicators.ts';
import type { Words } from './language.ts';

/** Words that mean one thing wherever they stand, and ids of uses and flags that policies of ours give. */
const CHOICES: Readonly<Record<string, Words>> = {
  even: { zh: '均分', en: 'even' },
  history: { zh: '按上年各月', en: 'as last year’s months' },
  deducted: { zh: '预付时上解', en: 'remitted out of the advance' },
  settled: { zh: '清算时结', en: 'settled at year end' },
  under: { zh: '偏低', en: 'under' },
  over: { zh: '偏高', en: 'over' },
  'far-over': { zh: '严重偏高', en: 'far over' },
  incentive: { zh: '激励', en: 'incentive' },
  development: { zh: '事业发展', en: 'development' },
  pilots: { zh: '改革试点', en: 'reform pilots' },
  riskPrevention: { zh: '防范基金风险', en: 'risk prevention' },
  patientRelief: { zh: '减轻群众负担', en: 'patients’ relief' },
  audit: { zh: '审核扣款', en: 'audit' },
  violation: { zh: '违规追回', en: 'violation' },
  referral: { zh: '未经转诊', en: 'referral' },
  feeForService: { zh: '按项目', en: 'fee for service' },
  drg: { zh: 'DRG', en: 'DRG' },
  dip: { zh: 'DIP', en: 'DIP' },
  bedDay: { zh: '按床日', en: 'by the bed-day' },
  capitation: { zh: '按人头', en: 'by the head' },
  perCase: { zh: '按病种', en: 'by the case' },
  marginal: { zh: '分段累进', en: 'marginal' },
  slab: { zh: '全额套档', en: 'slab: the whole at the band’s share' },
  inFull: { zh: '先足额清算', en: 'in full, recovered later' },
  publicHealth: { zh: '基本公共卫生', en: 'public health' },
  relief: { zh: '减轻群众负担', en: 'patients’ relief' },
  to3: { zh: '不满3个月', en: 'under 3 months' },
  to6: { zh: '3—6个月', en: '3–6 months' },
  to12: { zh: '6—12个月', en: '6–12 months' },
  over12: { zh: '12个月以上', en: '12 months and more' },
  met: { zh: '达到', en: 'met' },
  missed: { zh: '未达到', en: 'missed' },
  halfUp: { zh: '四舍五入', en: 'half away from zero' },
};

/** Words that ids might be too, or that mean different things under different keys: by the key they stand under. */
const CHOICES_OF: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  base: { financing: { zh: '当年筹资', en: 'this year’s financing' }, expenditure: { zh: '历年支出', en: 'what was paid before' } },
  from: { financing: { zh: '筹资', en: 'the financing' }, advance: { zh: '预付', en: 'monthly advances' } },
  settledBy: {
    city: { zh: '市级结算', en: 'by the city' },
    province: { zh: '省级结算', en: 'by the province' },
    manual: { zh: '手工报销', en: 'by hand' },
  },
  heldBy: { alliance: { zh: '医共体', en: 'the alliance' }, pool: { zh: '统筹基金', en: 'the pool' } },
  uncovered: { alliance: { zh: '医共体', en: 'the alliance' }, pool: { zh: '统筹基金', en: 'the pool' } },
  tiers: { county: { zh: '县级', en: 'county' }, township: { zh: '乡级', en: 'township' }, village: { zh: '村级', en: 'village' } },
  of: {
    retained: { zh: '全部留用资金', en: 'the whole retained surplus' },
    residents: { zh: '常住人口', en: 'residents' },
    insured: { zh: '参保人数', en: 'insured people' },
    villageDoctors: { zh: '村医', en: 'village doctors' },
    staff: { zh: '职工', en: 'staff' },
  },
  forbid: { department: { zh: '科室', en: 'departments' }, person: { zh: '个人', en: 'persons' } },
  insurance: { resident: { zh: '居民', en: 'residents' }, employee: { zh: '职工', en: 'employees' } },
  trend: { rising: { zh: '上升', en: 'rising' }, falling: { zh: '下降', en: 'falling' } },
  indicator: { ...INDICATORS, ...NUMBERED_INDICATORS },
  package: { full: { zh: '总额付费', en: 'with the package' }, none: { zh: '不打包', en: 'without a package' } },
  usesOf: { retained: { zh: '留用部分', en: 'what is retained' }, whole: { zh: '全部结余', en: 'the whole surplus' } },
  settle: { net: { zh: '扣减后清算', en: 'net' } },
  payableMonths: { down: { zh: '舍去', en: 'toward zero' }, integer: { zh: '取整', en: 'to whole months' } },
  exempt: { yes: { zh: '是', en: 'yes' }, no: { zh: '否', en: 'no' } },
  priceNeutral: { yes: { zh: '是', en: 'yes' }, no: { zh: '否', en: 'no' } },
  kind: {
    lognormal: { zh: '对数正态', en: 'lognormal' },
    normal: { zh: '正态', en: 'normal' },
    beta: { zh: '贝塔', en: 'beta' },
    triangular: { zh: '三角', en: 'triangular' },
    event: { zh: '事件', en: 'event' },
    trend: { zh: '趋势', en: 'trend' },
    score: { zh: '得分', en: 'score' },
  },
  scope: { month: { zh: '每月', en: 'each month' }, year: { zh: '每年', en: 'each year' }, once: { zh: '一次', en: 'once' } },
  by: { service: { zh: '服务', en: 'service' }, place: { zh: '就医地', en: 'place' }, alliance: { zh: '医共体', en: 'alliance' } },
  place: {
    own: { zh: '本医共体', en: 'own alliance' },
    cross: { zh: '县内其他医共体', en: 'other alliances' },
    other: { zh: '县内其他机构', en: 'elsewhere in the county' },
    offCounty: { zh: '县域外', en: 'off-county' },
  },
  edge: { floor: { zh: '触及下限', en: 'at the floor' }, ceiling: { zh: '触及上限', en: 'at the ceiling' } },
};

/**
 * A chosen word, or an id that people made up, which stands for itself.
 * @param key the key that the word stands under, where it is known: `none` is a home, and no package.
 */
export function choiceWords(id: string, key = ''): Words {
  const own = Object.hasOwn(CHOICES_OF, key) ? CHOICES_OF[key] : undefined;
  const found = own !== undefined && Object.hasOwn(own, id) ? own[id] : Object.hasOwn(CHOICES, id) ? CHOICES[id] : undefined;
  return found ?? { zh: id, en: id };
}
