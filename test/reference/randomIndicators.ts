// R13 in a random county: indicators of its own, and targets of every kind.
import { share, valued } from './frame.ts';
import { TABLE } from './indicatorNames.ts';
import type { RandomActivity } from './randomActivity.ts';
import type { Wide } from './widened.ts';
import { amountText, mapping, ratioText } from './writing.ts';
import type { Written } from './written.ts';

type Row = Map<string, Written>;

const FORMULAS = [
  'expenditure / insured',
  'expenditure / residents',
  '(own + cross + other) / (own + cross + other + offCounty)',
  'income / (beds + 1)',
  'spending - income',
  'staff / beds',
  'primaryCases / cases',
  'inpatientCases / cases',
  'offCounty / inpatientCases',
  'surplus - overspend',
  'retained ÷ quota × 0.3 + borne / quota',
  'max(progress, surplusRate, overspendRate)',
  'min(offCountyMoneyShare, inCountyInpatientRate)',
  'abs(progress - 1)',
  '-feeForServiceShare + primaryCareShare * 2',
  'progress / 0',
  '(caseBasedShare + caseBasedCoverage) / 2',
  '0.000049999',
];

/** Cases and cost of care that no method pays by, which rows seldom tell. */
export function tellStays(wide: Wide, { plans }: RandomActivity): void {
  const { dice, total } = wide.frame;
  for (const { id, method, levers } of plans) {
    if (method !== null || levers.length > 0 || dice.chance(25)) continue;
    const gaps = dice.chance(30) ? 20 : 0;
    for (const row of wide.rows) {
      if (row.get('service') !== id || row.has('reference') || dice.chance(gaps)) continue;
      if (!row.has('cases')) row.set('cases', String(dice.int(0, 900)));
      if (!row.has('cost')) row.set('cost', amountText(dice, dice.big(0n, total / 40n)));
    }
  }
}

export function activeServices(wide: Wide): Written {
  const { dice } = wide.frame;
  const ids = [...new Set(wide.rows.map((row) => String(row.get('service'))))];
  return ids.map((id) => mapping({ id, kind: dice.chance(25) ? undefined : dice.pick(['inpatient', 'inpatient', 'outpatient']) }));
}

/** A year as it may be written where it is a value. */
export function yearText(wide: Wide, year: number): Written {
  return wide.frame.dice.chance(25) ? mapping({ value: String(year), assumption: '文件未写年份' }) : String(year);
}

function scopeIn(wide: Wide): string | undefined {
  const { dice } = wide.frame;
  return dice.chance(30) ? undefined : dice.pick(['county', 'alliance']);
}

export function randomIndicators(wide: Wide): Row[] {
  const { dice } = wide.frame;
  return dice.list(dice.int(1, 4), (index) =>
    mapping({
      id: dice.pick(['per-head-', '自建', '8']) + index,
      title: '自建指标',
      unit: dice.pick(['rate', 'number']),
      formula: dice.pick(FORMULAS),
      scope: scopeIn(wide),
    }),
  );
}

export function randomTargets(wide: Wide, own: readonly Row[]): Written {
  const { frame } = wide;
  const { dice, first, last, total } = frame;
  const rate = () =>
    dice.pick(['90%', '60%', '100%', '0', '0.3', '-5%', share(dice, 0, 12_000), ratioText(dice, dice.big(-900n, 15_000n), 4)]);
  const number = () => dice.pick(['0', '3', '6', '1.5', '-2', '1000', '0.0001', '0.5万元', '-12元']);
  return dice.list(dice.int(1, 6), (index) => {
    const kind = dice.int(1, 10);
    const named = kind <= 3 && own.length > 0 ? dice.pick(own) : null;
    const scope = named === null ? scopeIn(wide) : (named.get('scope') ?? undefined);
    const county = scope !== 'alliance';
    const about = named !== null ? named.get('id') : kind === 4 && county ? 'payableMonths' : kind === 5 ? 'cashGap' : dice.pick(TABLE);
    const value =
      about === 'cashGap'
        ? () => amountText(dice, dice.big(0n, total / dice.pick([9n, 90n])))
        : about === 'payableMonths' || named?.get('unit') === 'number'
          ? number
          : rate;
    const test = dice.pick(['atLeast', 'atLeast', 'atMost', 'trend']);
    return mapping({
      id: `${dice.pick(['t', '目标', '5'])}${index}`,
      indicator: dice.chance(10) ? mapping({ value: about ?? null, assumption: '按上年' }) : (about ?? null),
      scope,
      [test]: test === 'trend' ? dice.pick(['rising', 'falling']) : valued(frame, value),
      orAboveLastYear: test !== 'trend' && dice.chance(45) ? dice.pick(['yes', 'yes', 'no']) : undefined,
      from: dice.chance(30) ? yearText(wide, dice.int(first - 1, last + 1)) : undefined,
    });
  });
}
