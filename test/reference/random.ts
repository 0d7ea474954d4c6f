// Random counties as scenario trees: everything R0–R13 and R4b let a file say, in odd amounts and at the edges.
import { type Frame, valued } from './frame.ts';
import { randomActivity } from './randomActivity.ts';
import { randomPrices } from './randomLevers.ts';
import { randomPolicy } from './randomPolicy.ts';
import { lastQuotaOf } from './randomQuota.ts';
import { SCORES } from './randomSettlement.ts';
import { Dice } from './seeded.ts';
import { drawVariants, drawWide, type Variant, wideOf, withNeeds } from './variants.ts';
import { widened } from './widened.ts';
import { amountText, headsText, mapping } from './writing.ts';
import type { Written } from './written.ts';

type Scale = 'fen' | 'village' | 'county' | 'huge';

/** What a targeted county wants of the dice. */
export interface Wish {
  readonly alliances?: number;
  readonly years?: number;
  readonly scale?: Scale;
  /** These of the variants, with what they need, and no others. */
  readonly variants?: readonly Variant[];
}

const SCALES: Readonly<Record<Scale, { readonly heads: number; readonly perHead: readonly [bigint, bigint] }>> = {
  fen: { heads: 30, perHead: [1n, 900n] },
  village: { heads: 2_000, perHead: [100n, 90_000n] },
  county: { heads: 400_000, perHead: [40_000n, 110_000n] },
  huge: { heads: 300, perHead: [10n ** 10n, 10n ** 11n] },
};

const IDS = ['east', 'west', '北', '7', '2026', 'c-1', '12', 'z_9'];

function frameOf(dice: Dice, wish: Wish): Frame {
  const first = dice.int(2024, 2026);
  const count = wish.alliances ?? dice.pick([1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5]);
  const scale = SCALES[wish.scale ?? dice.pick<Scale>(['fen', 'fen', 'village', 'village', 'county', 'county', 'huge'])];
  const heads: number[] = dice.list(count, () => (count > 1 && dice.chance(6) ? 0 : dice.int(1, scale.heads)));
  if (!heads.some((h) => h > 0)) heads[0] = 1;
  const perHead = dice.big(scale.perHead[0], scale.perHead[1]);
  return {
    dice,
    first,
    last: first + (wish.years ?? dice.pick([1, 1, 1, 1, 2, 2, 2, 3, 4])) - 1,
    alliances: dice.shuffled(IDS).slice(0, count),
    heads,
    perHead,
    total: perHead * BigInt(heads.reduce((a, b) => a + b, 0)),
    variants: wish.variants === undefined ? drawVariants(dice) : withNeeds(dice, wish.variants),
  };
}

function alliancesOf(frame: Frame, uses: readonly string[], scored: boolean): Written {
  const { dice } = frame;
  return frame.alliances.map((id, index) => {
    const heads = frame.heads[index] ?? 0;
    const vary = () => headsText(dice, heads === 0 ? 0 : Math.max(1, heads + dice.int(-Math.floor(heads / 9), Math.floor(heads / 9))));
    return mapping({
      id,
      title: dice.chance(20) ? `医共体 ${id}` : undefined,
      insured: valued(frame, vary),
      score: scored || dice.chance(30) ? valued(frame, () => dice.pick(SCORES)) : undefined,
      retained: dice.chance(25)
        ? new Map(
            dice
              .shuffled([...uses, '旧用途'])
              .slice(0, 2)
              .map((use) => [use, amountText(dice, dice.big(0n, frame.total / 50n))]),
          )
        : undefined,
      lastQuota: lastQuotaOf(frame, index),
    });
  });
}

function poolOf(frame: Frame): Written | undefined {
  const { dice, total, variants } = frame;
  const gated = variants.has('prepayment');
  if (!gated && dice.chance(15)) return undefined;
  const lastOutflow = (total * BigInt(dice.int(50, 110))) / 100n;
  return mapping({
    balance: dice.chance(85) ? amountText(dice, dice.big(dice.chance(20) ? -total / 5n : 0n, total / 2n)) : undefined,
    riskAdjustment: dice.chance(85)
      ? amountText(dice, dice.big(dice.chance(15) ? -total / 50n : 0n, total / dice.pick([8n, 40n, 300n])))
      : undefined,
    lastIncome: gated ? amountText(dice, dice.chance(20) ? lastOutflow : (total * BigInt(dice.int(70, 115))) / 100n) : undefined,
    lastOutflow: gated ? amountText(dice, lastOutflow) : undefined,
  });
}

/** A month counted year × 12 + month − 1, as it is written. */
function monthText(month: number | null): string | undefined {
  return month === null ? undefined : `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}

function shocksOf(
  frame: Frame,
  begins: number,
  rows: readonly Map<string, Written>[],
  institutions: readonly string[],
): Written | undefined {
  const { dice } = frame;
  const end = frame.last * 12 + 11;
  if (rows.length === 0 || begins > end || dice.chance(45)) return undefined;
  return dice.list(dice.int(1, 3), () => {
    const to = dice.int(begins, end);
    const from = dice.int(Math.max(to - 14, begins - 3), to);
    return mapping({
      title: dice.chance(20) ? '流感' : undefined,
      service: dice.chance(30) ? (dice.pick(rows).get('service') ?? undefined) : undefined,
      home: dice.chance(25) ? dice.pick([...frame.alliances, 'none']) : undefined,
      institution: dice.chance(20) ? dice.pick(institutions) : undefined,
      place: dice.chance(20) ? dice.pick(['own', 'cross', 'other', 'offCounty']) : undefined,
      from: monthText(from),
      to: monthText(to),
      factor: dice.pick(['1.22', '122%', '0.5', '0', '1', '1.333333333333333333333', '93.7%', '1005‰']),
    });
  });
}

function yearRows(
  frame: Frame,
  most: number,
  make: (year: number, month: number, alliance: string) => Written | null,
): Written | undefined {
  const { dice } = frame;
  if (dice.chance(60)) return undefined;
  const rows = dice.list(dice.int(1, most), () => make(dice.int(frame.first, frame.last), dice.int(1, 12), dice.pick(frame.alliances)));
  return rows.filter((row) => row !== null);
}

function deductionsOf(frame: Frame, institutions: readonly Map<string, Written>[]): Written | undefined {
  const { dice } = frame;
  return yearRows(frame, 4, (year, month, alliance) => {
    const institution = dice.chance(55) ? dice.pick(institutions) : undefined;
    const answers = institution === undefined || institution.get('alliance') === undefined || dice.chance(40);
    const key = institution !== undefined && dice.chance(60) ? 'home' : 'alliance';
    return mapping({
      year: String(year),
      month: String(month),
      institution: institution?.get('id') ?? undefined,
      [key]: answers ? alliance : undefined,
      kind: dice.pick(['audit', 'violation', 'referral']),
      amount: amountText(dice, dice.big(0n, frame.total / 60n)),
      reason: dice.chance(80) ? '超标准收费' : undefined,
    });
  });
}

function adjustmentsOf(frame: Frame): Written | undefined {
  const { dice, total } = frame;
  return yearRows(frame, 3, (year, month, alliance) => {
    const whole = frame.variants.has('expenditure') ? total / 5n : total; // what quotas are about
    const amount = dice.big(-whole / 90n, whole / dice.pick([60n, 400n]));
    return mapping({
      year: String(year),
      month: String(month),
      alliance,
      amount: amountText(dice, amount),
      from: dice.chance(amount > 0n ? 30 : 60) ? 'riskAdjustment' : 'pool',
      reason: dice.chance(80) ? '人口变动' : undefined,
    });
  });
}

/** R4b: advances already made, up to the last actual month or anywhere; one row for a month and alliance. */
function advancesOf(frame: Frame): Written | undefined {
  const { dice, total } = frame;
  const seen = new Set<string>();
  return yearRows(frame, 5, (year, month, alliance) => {
    const key = `${year} ${month} ${alliance}`;
    if (seen.has(key)) return null;
    seen.add(key);
    const gross = dice.big(0n, (total / BigInt(frame.alliances.length) / 12n) * dice.pick([1n, 2n, 2n, 14n]));
    // What is held for the deposit of the gross is not there to be remitted.
    const free = frame.variants.has('depositFromAdvance') ? 0n : gross;
    const remitted = dice.chance(50) ? 0n : dice.big(0n, free);
    const tiers = frame.variants.has('tiers');
    const city = tiers && dice.chance(50) ? dice.big(0n, free - remitted) : undefined;
    const manual = tiers && dice.chance(40) ? dice.big(0n, free - remitted - (city ?? 0n)) : undefined;
    return mapping({
      year: String(year),
      month: String(month),
      alliance,
      gross: amountText(dice, gross),
      remitted: amountText(dice, remitted),
      city: city === undefined ? undefined : amountText(dice, city),
      manual: manual === undefined ? undefined : amountText(dice, manual),
    });
  });
}

function reviewsOf(frame: Frame): Written | undefined {
  const { dice } = frame;
  const seen = new Set<string>();
  return yearRows(frame, 3, (year, month, alliance) => {
    const after = String(Math.min(9, Math.ceil(month / 3) * 3));
    const key = `${year} ${after} ${alliance}`;
    if (seen.has(key)) return null;
    seen.add(key);
    return mapping({
      year: String(year),
      month: after,
      alliance,
      advance: dice.pick(['105%', '1', '0.9', '1.25', '0']),
      flag: dice.chance(50) ? 'decided' : undefined,
    });
  });
}

/** A random scenario, most of them as the rules would have them. */
export function randomScenario(seed: number, wish: Wish = {}): Map<string, Written> {
  const dice = new Dice(seed);
  const frame = frameOf(dice, wish);
  const activity = randomActivity(frame);
  const { institutions, rows, growth, actualTo, through: forced, begins } = activity;
  const { policy, uses, scoreNeeded, settled } = randomPolicy(frame, activity);
  const ids = institutions.map((institution) => String(institution.get('id')));
  const through = forced ?? (dice.chance(12) ? dice.int(frame.first * 12, frame.last * 12 + 11) : null);
  const services = [...new Set(rows.map((row) => row.get('service') ?? ''))];
  const scenario = mapping({
    title: dice.chance(30) ? '随机县：一"二"\'三\'' : undefined,
    years: frame.first === frame.last && dice.chance(60) ? String(frame.first) : [String(frame.first), String(frame.last)],
    actualTo: monthText(actualTo),
    through: monthText(through),
    settlementMonth: dice.chance(35) ? monthText(frame.first * 12 + 12 + dice.int(0, 11)) : undefined,
    policy,
    county: mapping({
      id: dice.chance(30) ? 'random' : undefined,
      pool: poolOf(frame),
      insuredNone: dice.chance(25) ? valued(frame, () => headsText(dice, dice.int(0, Math.max(1, frame.heads[0] ?? 1)))) : undefined,
      alliances: alliancesOf(frame, uses, scoreNeeded),
      institutions: [...institutions],
      services: dice.chance(25) && services.length > 0 ? services.map((id) => mapping({ id })) : undefined,
      activity: rows.length > 0 ? rows : undefined,
      growth,
      signed: activity.signed,
    }),
    prices: randomPrices(frame, activity),
    shocks: shocksOf(frame, begins, rows, ids),
    deductions: deductionsOf(frame, institutions),
    adjustments: adjustmentsOf(frame),
    advances: settled ? undefined : advancesOf(frame),
    reviews: reviewsOf(frame),
  });

  // R10–R13 have dice of their own, so that they leave the rest of a county as it was.
  const wideDice = new Dice(seed + 50_000_017);
  const wide = wish.variants === undefined ? drawWide(wideDice) : withNeeds(wideDice, wideOf(wish.variants));
  if (wide.size === 0) return scenario;
  return widened({ ...frame, dice: wideDice, variants: new Set([...frame.variants, ...wide]) }, activity, uses, scenario);
}
