// One year's payment methods (R9 支付方式), read from the policy. What a method needs and is not given is an error.

import { decimalText } from '../money/display.ts';
import type { Fen } from '../money/fen.ts';
import { compareRatios, NOTHING, plus, type Ratio, ratio, WHOLE } from '../money/ratio.ts';
import type { WrittenPayment, WrittenPolicy } from '../written/shapes.ts';
import type { YearReader } from './yearReader.ts';

export type Method = 'drg' | 'dip' | 'bedDay' | 'capitation' | 'perCase';

/** A sub-budget that the value of a point (or DRG rate) floats to use up. */
export interface FloatingRules {
  readonly budget: { readonly amount: Fen } | { readonly share: Ratio };
  readonly prepaid: Ratio;
  readonly floor: Ratio | null;
  readonly ceiling: Ratio | null;
}

/** Tiers of days of a stay, marginal. */
export interface DayTier {
  /** Days up to which the tariff holds; null in an open last tier. */
  readonly upTo: number | null;
  /** Yuan a day, exact. */
  readonly tariff: Ratio;
}

export interface PaymentRules {
  readonly service: string;
  readonly method: Method;
  /** drgRate or pointValue, yuan, exact; the budget value where it floats. */
  readonly rate: Ratio;
  /** By institution id, level, or `all`; null where none are used. */
  readonly coefficients: ReadonlyMap<string, Ratio> | null;
  readonly floating: FloatingRules | null;
  /** 1 + uplift. */
  readonly tcm: { readonly factor: Ratio; readonly items: ReadonlySet<string>; readonly exempt: boolean };
  readonly supported: { readonly factor: Ratio; readonly items: ReadonlySet<string>; readonly pool: Fen | null };
  readonly sameStandard: ReadonlySet<string>;
  readonly tariffs: ReadonlyMap<string, readonly DayTier[]>;
  readonly standards: ReadonlyMap<string, Ratio>;
  readonly standard: Ratio | null;
  readonly perHead: ReadonlyMap<string, Fen>;
  readonly signingFee: Fen | null;
}

/** The keys that each method reads, beside `method` and `note`. */
const KEYS: Readonly<Record<Method | 'feeForService', readonly string[]>> = {
  drg: ['drgRate', 'coefficients', 'floating', 'tcm', 'supported', 'sameStandard'],
  dip: ['pointValue', 'coefficients', 'floating', 'tcm', 'supported', 'sameStandard', 'caseRules'],
  bedDay: ['tariffs', 'tcm'],
  perCase: ['standards', 'standard', 'tcm'],
  capitation: ['perHead', 'signingFee'],
  feeForService: [],
};

/** Keys of a service's payment that none of its methods reads, in any year. */
export function unusedKeys(written: WrittenPayment): string[] {
  const used = new Set(['method', 'note', ...written.method.entries.flatMap(({ value }) => KEYS[value])]);
  return Object.entries(written).flatMap(([key, value]) => (value === undefined || used.has(key) ? [] : [key]));
}

export function paymentRules(reader: YearReader, policy: WrittenPolicy): PaymentRules[] {
  return (policy.payment ?? []).flatMap(([service, written]) => {
    if (typeof written === 'string') return [];
    const path = `payment.${service}`;
    const method = reader.read(written.method, `${path}.method`);
    return method === null || method === 'feeForService' ? [] : [rulesOf(reader, service, method, written, path)];
  });
}

function rulesOf(reader: YearReader, service: string, method: Method, written: WrittenPayment, path: string): PaymentRules {
  const byCoefficient = method === 'drg' || method === 'dip';
  const rate = byCoefficient ? (method === 'drg' ? written.drgRate : written.pointValue) : undefined;
  const tcmUplift = reader.read(written.tcm?.uplift, `${path}.tcm.uplift`);
  const supportedUplift = reader.read(written.supported?.uplift, `${path}.supported.uplift`);
  return {
    service,
    method,
    rate: byCoefficient ? (reader.need(rate, `${path}.${method === 'drg' ? 'drgRate' : 'pointValue'}`, 'price') ?? NOTHING) : NOTHING,
    coefficients:
      !byCoefficient || written.coefficients === undefined ? null : byPlace(reader, written.coefficients, `${path}.coefficients`),
    floating: byCoefficient ? floatingRules(reader, written, path) : null,
    tcm: {
      factor: plus(WHOLE, tcmUplift ?? NOTHING),
      items: new Set(written.tcm?.items ?? []),
      exempt: reader.read(written.tcm?.exempt, `${path}.tcm.exempt`) === 'yes',
    },
    supported: {
      factor: plus(WHOLE, supportedUplift ?? NOTHING),
      items: new Set(written.supported?.items ?? []),
      pool: byCoefficient ? reader.read(written.supported?.pool, `${path}.supported.pool`) : null,
    },
    sameStandard: new Set(written.sameStandard ?? []),
    tariffs: method === 'bedDay' ? tariffsOf(reader, written, path) : new Map(),
    standards: method === 'perCase' ? byKey(reader, written.standards ?? [], `${path}.standards`) : new Map(),
    standard: method === 'perCase' ? reader.read(written.standard, `${path}.standard`) : null,
    perHead: method === 'capitation' ? perHeadOf(reader, written, path) : new Map(),
    signingFee: method === 'capitation' ? reader.read(written.signingFee, `${path}.signingFee`) : null,
  };
}

/** Levels and `all` may be written in Chinese in a mapping whose other keys are ids. */
const PLACE_KEYS: Readonly<Record<string, string>> = { 县级: 'county', 乡级: 'township', 村级: 'village', 全部: 'all' };

/** The keys under which a table may hold the value of an institution, a level or `all`. */
export function writtenKeys(key: string): string[] {
  return [key, ...Object.entries(PLACE_KEYS).flatMap(([chinese, english]) => (english === key ? [chinese] : []))];
}

type Dateds<T> = readonly (readonly [string, { readonly entries: readonly { readonly from: number | null; readonly value: T }[] }])[];

function byPlace<T>(reader: YearReader, written: Dateds<T>, path: string): Map<string, T> {
  return byKey(reader, written, path, (key) => (Object.hasOwn(PLACE_KEYS, key) ? (PLACE_KEYS[key] as string) : key));
}

function byKey<T>(reader: YearReader, written: Dateds<T>, path: string, named: (key: string) => string = (key) => key): Map<string, T> {
  const found = new Map<string, T>();
  for (const [key, dated] of written) {
    const value = reader.read(dated as Parameters<YearReader['read']>[0], `${path}.${key}`) as T | null;
    if (value !== null) found.set(named(key), value);
  }
  return found;
}

function floatingRules(reader: YearReader, { floating }: WrittenPayment, path: string): FloatingRules | null {
  if (floating === undefined) return null;
  const own = `${path}.floating`;
  if ((floating.subBudget === undefined) === (floating.share === undefined)) reader.add('one-of', own, { choices: 'subBudget、share' });
  const amount = reader.read(floating.subBudget, `${own}.subBudget`);
  const floor = reader.read(floating.floor, `${own}.floor`);
  const ceiling = reader.read(floating.ceiling, `${own}.ceiling`);
  if (floor !== null && ceiling !== null && compareRatios(floor, ceiling) > 0)
    reader.add('floor-above-ceiling', own, { year: reader.year });
  return {
    budget: amount === null ? { share: reader.read(floating.share, `${own}.share`) ?? NOTHING } : { amount },
    prepaid: reader.read(floating.prepaid, `${own}.prepaid`) ?? NOTHING,
    floor,
    ceiling,
  };
}

function tariffsOf(reader: YearReader, written: WrittenPayment, path: string): ReadonlyMap<string, readonly DayTier[]> {
  if (written.tariffs === undefined) reader.missing(`${path}.tariffs`, 'mapping');
  const tables = byPlace(reader, written.tariffs ?? [], `${path}.tariffs`);
  return new Map(
    [...tables].map(([key, rows]) => {
      const own = `${path}.tariffs.${key}`;
      const tiers = rows.map((row, i) => ({
        upTo: reader.read(row.upTo, `${own}.${i}.upTo`),
        tariff: reader.read(row.tariff, `${own}.${i}.tariff`) ?? NOTHING,
      }));
      reader.wantRising(
        tiers.map(({ upTo }) => ({ upTo: upTo === null ? null : ratio(BigInt(upTo), 1n) })),
        own,
        decimalText,
      );
      return [key, tiers] as const;
    }),
  );
}

function perHeadOf(reader: YearReader, written: WrittenPayment, path: string): ReadonlyMap<string, Fen> {
  if (written.perHead === undefined) reader.missing(`${path}.perHead`, 'mapping');
  return byKey(reader, written.perHead ?? [], `${path}.perHead`);
}
