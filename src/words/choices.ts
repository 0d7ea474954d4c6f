// The words that files choose from, and common ids of flags and uses, as people read them.

import type { Words } from './language.ts';

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
};

/** A chosen word, or an id that people made up, which stands for itself. */
export function choiceWords(id: string): Words {
  return (Object.hasOwn(CHOICES, id) ? CHOICES[id] : undefined) ?? { zh: id, en: id };
}
