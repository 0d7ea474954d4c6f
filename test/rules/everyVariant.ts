// A county as small as can be that uses all of R9 at once, over years in which it takes different turns.

export const EVERY_VARIANT = `
years: [2025, 2027]
settlementMonth: 2026-03
policy:
  financing:
    individual: {2024: 400元, 2025: 410元, 2026: 420元}
    subsidy: {2024: 600元, 2025: 650元, 2026: 700元}
    interest: 1%
  reserves:
    criticalIllness: {perHead: 20元}
    riskAdjustment: {share: 2%}
    qualityDeposit: {share: 3%, from: {2025: financing, 2026: advance}}
    lines:
      - {id: kept, amount: 1000元, holder: pool}
  quota:
    base: {2025: financing, 2026: expenditure, 2027: expenditure}
    expenditure: {years: 2, growth: 4.5%}
    byInsured: 50%
    byHistory: 30%
    byService: 20%
    historyWeights: [2, 1]
    limits: {increase: 8%, decrease: {2025: 5%, 2026: 15%}}
    negotiated: {b: {2027: 9万元}}
  advance:
    pattern: history
    revolving: {months: 0.5}
    prepayment: {months: 1, gate: {2025: 0.5, 2026: 60}}
    offCountyPrepayment: {months: 2}
    tiers:
      city: {settledBy: city}
      province: {settledBy: province, lag: 1}
      national: {settledBy: manual, lag: 3}
  review: [{upTo: 90%, advance: 90%, flag: under}, {advance: 100%}]
  payment:
    inpatient:
      method: dip
      pointValue: 10.25
      coefficients: {county: 1.1, 乡级: 0.9}
      tcm: {uplift: 5%, items: [tcm-item]}
      supported: {items: [stroke], uplift: 10%, pool: 800元}
      sameStandard: [cold]
      floating: {share: 30%, prepaid: 90%, floor: {2025: 10%, 2026: 160%, 2027: 0%}, ceiling: {2025: 1000%, 2027: 120%}}
    surgery: {method: drg, drgRate: 4812.375, coefficients: {all: 0.95}}
    rehab:
      method: bedDay
      tariffs: {county: [{upTo: 10, tariff: 260}, {tariff: 170.5}], all: [{upTo: 20, tariff: 150}]}
    day: {method: perCase, standards: {lens: 5800}, standard: 3200.5}
    clinic:
      method: capitation
      perHead: {0-59: 60元, 60+: 150元}
      signingFee: 5元
    drugs: feeForService
  benefit:
    - {id: far-away, title: 县域外报销, service: visits, ratio: {2024: 60%, 2026: 55%}}
  settlement:
    leastScore: 50
    scoreShift: [{score: 90, shift: 5%}, {score: 70, shift: 0%}, {score: 0, shift: -10%}]
    surplus:
      minimum: 0.5%
      ceiling: 30%
      bands: [{upTo: 5%, kept: 80%}, {kept: 50%}]
      cap: 12%
      uses: {incentive: 50%, development: 30%, riskPrevention: {share: 20%, heldBy: pool}}
    overspend:
      minimum: 1%
      kind: {2025: marginal, 2026: slab}
      bands: [{upTo: 5%, pool: 60%}, {upTo: 60%, pool: 40%}]
      cap: 10%
      uncovered: {2025: pool, 2027: alliance}
      settle: {2025: inFull, 2027: net}
      recover: 15
    deposit: {points: {fullFrom: 90, perPoint: 3%, allLostBelow: 60}}
  payableMonths: down
  inside:
    payout: {2025: 90%, 2026: 103%}
    distribution:
      of: {2025: incentive, 2026: retained}
      tiers: {county: 6, township: 3}
      by: workload * score + fund / 10000 + cases
      named: [{id: ortho, title: 骨科, institution: h, kind: department, share: 12.5%}]
    overspend: {tiers: {township: 2, county: 1}, by: heads}
    pay: {fixedAtLeast: 60%, gapAtMost: 3}
  procurement: {retention: [{score: 80, share: 50%}, {score: 60, share: 30%}], leastCompletion: 80%}
  publicHealth: {perHead: {2025: 99元, 2026: 104元}, prepaid: 70%, villageDoctors: 40%}
  grants:
    - {id: beds, title: 学科, purpose: 学科, payer: 县财政, payee: county, perBed: 4000元}
    - {id: doctors, title: 村医, purpose: 村医补助, payee: alliances, perHead: 200元, of: villageDoctors, monthly: yes}
    - {id: fund, title: 专项, purpose: 专科, payee: alliances, amount: 100元, by: residents, growth: 10%, from: 2025}
    - {id: part, title: 公卫配套, purpose: 公卫, payee: a, share: 5%, on: publicHealth}
    - {id: revenue, title: 发展, purpose: 发展, payee: t, share: 2%, on: income}
  indicators:
    - {id: 人均支出, unit: number, formula: expenditure / insured, scope: alliance}
    - {id: primary-cases, title: 基层人次占比, unit: rate, formula: primaryCases / cases}
    - {id: per-resident, title: 人均支出, unit: number, formula: (own + cross + offCounty) / residents}
  targets:
    - {id: in-county, indicator: inCountyInpatientRate, atLeast: 90%, from: 2026}
    - {id: months, indicator: payableMonths, atLeast: 6}
    - {id: cash, indicator: cashGap, atMost: 100000, scope: alliance}
    - {id: ffs, indicator: feeForServiceShare, trend: falling}
    - {id: per-head, indicator: 人均支出, atMost: 5000, scope: alliance, orAboveLastYear: yes}
county:
  pool: {balance: 5万元, riskAdjustment: 2000元, lastIncome: 30万元, lastOutflow: 25万元}
  insuredNone: 10
  alliances:
    - {id: a, title: 甲医共体, insured: 120, score: {2025: 92, 2026: 66.5}, lastQuota: 11万元, retained: {development: 100元}, lead: h, residents: 110, performance: 96.37%}
    - {id: b, title: 乙医共体, insured: 100, score: 75, lastQuota: 9万元, lead: t, residents: {2025: 95, 2026: 94}, performance: {2025: 60%, 2026: 98%}}
  institutions:
    - {id: h, title: 县医院, alliance: a, level: county, grade: 2, general: yes, workload: 712.5, score: 92, heads: 40, beds: 50, procurementScore: 85, budget: 9万元,
       pay: {approved: 100元, performance: 40元, fixed: 3000元, staff: 40}, income: {medicalService: 5万元, drugs: 3万元, other: 1万元}, spending: {staff: 4万元, research: 500元, specialty: 900元, other: 2万元}}
    - {id: h2, title: 乙县医院, alliance: b, level: county, workload: 10, score: 80, heads: 5, villageDoctors: 1}
    - {id: t, title: 乙卫生院, alliance: b, level: township, tcm: yes, workload: 120, score: 88, heads: 12, beds: 9, budgetShare: 20%, arrears: 70.05元,
       villageDoctors: 3, procurementScore: 59, income: {medicalService: 2万元, drugs: 1万元, tests: 0.5万元}}
    - {id: t2, title: 甲卫生院, alliance: a, level: township, workload: 60, score: 81, heads: 7, villageDoctors: 2}
    - {id: free, title: 县内民营医院, level: county}
    - {id: city-hospital, kind: off-county, tier: city}
    - {id: province-hospital, kind: off-county, tier: province}
    - {id: far, kind: off-county, tier: national}
  services: [{id: inpatient, title: 住院, kind: inpatient}, {id: surgery, title: 手术, kind: inpatient}, {id: rehab, title: 康复, kind: inpatient}, {id: day, title: 日间}, {id: clinic, title: 门诊}, {id: drugs, title: 药品}, {id: visits, title: 外出就医}]
  activity:
    - {year: 2023, home: a, institution: h, service: drugs, fund: 80000}
    - {year: 2023, home: b, institution: t, service: drugs, fund: 60000}
    - {year: 2024, home: a, institution: h, service: inpatient, fund: 20000, cases: 12, points: 2400.5, cost: 30000, patientPaid: 8000}
    - {year: 2024, home: a, institution: h, service: inpatient, item: stroke, fund: 6000, cases: 2, points: 800, cost: 9000, patientPaid: 2500}
    - {year: 2024, home: a, institution: t, service: inpatient, item: cold, fund: 900, cases: 3, points: 120, cost: 1500, patientPaid: 500}
    - {year: 2024, home: b, institution: t, service: inpatient, fund: 7000, cases: 9, points: 900, cost: 9900, patientPaid: 2600}
    - {year: 2024, home: none, institution: h, service: inpatient, fund: 700, cases: 1, points: 90, cost: 1000, patientPaid: 300}
    - {year: 2024, home: b, institution: free, service: inpatient, fund: 10, cases: 1, points: 2, cost: 3000, patientPaid: 2900}
    - {year: 2024, home: a, institution: h, service: surgery, fund: 15000, cases: 4, weights: 5.25, cost: 26000, patientPaid: 9000}
    - {year: 2024, home: b, institution: h, service: surgery, fund: 100, cases: 1, weights: 0.1, cost: 900, patientPaid: 800}
    - {year: 2024, month: 1, home: a, institution: h, service: rehab, fund: 5000, cases: 3, days: 61, patientPaid: 900}
    - {year: 2024, month: 2, home: b, institution: t, service: rehab, fund: 3000, cases: 2, days: 50, patientPaid: 700}
    - {year: 2024, home: a, institution: free, service: day, item: lens, fund: 9000, cases: 2, patientPaid: 2000}
    - {year: 2024, home: b, institution: h, service: day, fund: 4000, cases: 2, patientPaid: 1200}
    - {year: 2024, home: b, institution: t, service: clinic, fund: 4000, patientPaid: 1500, cost: 5200}
    - {year: 2024, home: b, institution: h, service: clinic, signedWith: t, fund: 700, patientPaid: 300, cost: 1100}
    - {year: 2024, home: b, institution: far, service: clinic, signedWith: t, fund: 90}
    - {year: 2024, home: a, institution: h, service: clinic, fund: 3000}
    - {year: 2024, home: a, institution: h, service: drugs, fund: 30000}
    - {year: 2024, home: b, institution: t, service: drugs, fund: 41000}
    - {year: 2024, home: b, institution: h, service: drugs, fund: 6000}
    - {year: 2024, home: a, institution: city-hospital, service: visits, fund: 5000}
    - {year: 2024, home: a, institution: province-hospital, service: visits, fund: 4000}
    - {year: 2024, home: b, institution: far, service: visits, fund: 6000}
    - {year: 2024, home: none, institution: far, service: visits, fund: 600}
  growth:
    inpatient: {volume: 5%, cost: 2%}
    surgery: {volume: 2%, cost: 1%}
    rehab: {volume: 3%, cost: 1%}
    day: {volume: 10%, cost: 1%}
    clinic: 2%
    drugs: {2025: 3%, 2026: 25%}
    visits: 4%
  signed:
    - {institution: t, service: clinic, heads: {0-59: 60, 60+: 20}}
  procurement:
    - {year: 2025, period: 2024-H2, institution: h, insurance: resident, product: drug-a, agreed: 1200, actual: 1740, earlierPrice: 3.28, winningPrice: 0.51, otherAmount: 0, fundShare: 62.5%}
    - {year: 2025, period: 2024-H2, institution: h, insurance: resident, product: drug-b, agreed: 50, actual: 31, earlierPrice: 12.4, winningPrice: 2.05, otherAmount: 98.05, fundShare: 62.5%}
    - {year: 2025, period: 2024-H2, institution: h, insurance: employee, product: stent, agreed: 1.5, actual: 1.5, earlierPrice: 1300, winningPrice: 73.833, otherAmount: 26, fundShare: 70%}
    - {year: 2026, period: 2025-H1, institution: t, insurance: resident, product: drug-a, agreed: 100, actual: 100, earlierPrice: 3.28, winningPrice: 4.51, otherAmount: 0, fundShare: 62.5%}
prices: [{title: 药品调价, service: drugs, from: 2025-07, change: 5%, trigger: 成本上升}]
shocks: [{title: 流感, service: inpatient, from: 2026-01, to: 2026-03, factor: 1.5}]
deductions: [{year: 2025, month: 5, alliance: a, kind: audit, amount: 300, reason: 超标准}, {year: 2025, month: 6, institution: t, kind: violation, amount: 55.5, reason: 超范围}]
memberDeductions:
  - {year: 2025, month: 3, institution: t, name: 药款, amount: 120元, reason: 集中配送}
  - {year: 2026, month: 1, institution: t, name: 药款, amount: 9000元, reason: 集中配送}
  - {year: 2025, month: 3, institution: h, name: 管理费, amount: 10元, reason: 信息系统}
purposeSpending:
  - {year: 2025, month: 2, grant: beds, holder: h, purpose: 学科, amount: 1000元, reason: 进修}
  - {year: 2026, month: 2, grant: publicHealth, holder: b, purpose: publicHealth, amount: 20元, reason: 体检}
adjustments:
  - {year: 2025, month: 6, alliance: b, amount: 500, from: pool, reason: 人口变动}
  - {year: 2025, month: 7, alliance: a, amount: 200, from: riskAdjustment, reason: 人口变动}
`;
