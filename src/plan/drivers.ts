// What moves cells from one year to the next, by index: growth, shocks, price changes, and the services of benefits.

import { MONTHS, monthNumber, writeYearMonth } from '../money/calendar.ts';
import { plus, WHOLE } from '../money/ratio.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import type { Growth } from './activity.ts';
import type { Names } from './names.ts';
import { PLACES, type PriceChange, type Shock, type Stream } from './parties.ts';
import { unusedKeys } from './paymentRules.ts';

export function growthOf(scenario: WrittenScenario, names: Names): ReadonlyArray<Growth | null> {
  const growth: (Growth | null)[] = names.services.map(() => null);
  for (const [service, written] of scenario.county.growth ?? []) {
    const i = names.indexOf(names.serviceIndex, service, 'unknown-service', `county.growth.${service}`);
    if (i >= 0) growth[i] = 'volume' in written ? { money: written.cost, volume: written.volume } : { money: written, volume: null };
  }
  return growth;
}

export function shocksOf(scenario: WrittenScenario, names: Names): readonly Shock[] {
  return (scenario.shocks ?? []).map((written, i) => {
    const path = `shocks.${i}`;
    const from = monthNumber(written.from);
    const to = monthNumber(written.to);
    if (from > to) names.error('span-order', path, { from: writeYearMonth(written.from), to: writeYearMonth(written.to) });
    return {
      service:
        written.service === undefined ? -1 : names.indexOf(names.serviceIndex, written.service, 'unknown-service', `${path}.service`),
      home: written.home === undefined ? -1 : names.homeOf(written.home, `${path}.home`),
      institution:
        written.institution === undefined
          ? -1
          : names.indexOf(names.institutionIndex, written.institution, 'unknown-institution', `${path}.institution`),
      place: written.place === undefined ? -1 : PLACES.indexOf(written.place),
      from,
      to,
      factor: written.factor,
      path,
    };
  });
}

/** R9: price changes by index; one whose service nobody uses changes nothing, and is said to. */
export function pricesOf(scenario: WrittenScenario, names: Names, streams: readonly Stream[]): readonly PriceChange[] {
  return (scenario.prices ?? []).map((written, i) => {
    const path = `prices.${i}`;
    const service = names.indexOf(names.serviceIndex, written.service, 'unknown-service', `${path}.service`);
    const institution =
      written.institution === undefined
        ? -1
        : names.indexOf(names.institutionIndex, written.institution, 'unknown-institution', `${path}.institution`);
    const place = written.place === undefined ? -1 : PLACES.indexOf(written.place);
    const from = monthNumber(written.from);
    const covers = (s: Stream) =>
      s.service === service && (institution < 0 || s.institution === institution) && (place < 0 || s.place === place);
    if (service >= 0 && (from > scenario.years[1] * MONTHS + MONTHS - 1 || !streams.some(covers))) names.warn('price-no-effect', path, {});
    return { service, institution, place, from, factor: plus(WHOLE, written.change), path };
  });
}

/** R9: the services that entries of `benefit` are about. A region's policy may name services that a county does not have. */
export function benefitServices({ policy }: WrittenScenario, names: Names): readonly number[] {
  const indexOf = (service: string, path: string): number => {
    const found = names.serviceIndex.get(service);
    if (found === undefined) names.warn('service-not-used', path, { got: service, known: names.services.map((s) => s.id).join('、') });
    return found ?? -1;
  };
  for (const [id, written] of policy.payment ?? []) {
    indexOf(id, `policy.payment.${id}`);
    const methods = typeof written === 'string' ? [] : written.method.entries.map(({ value }) => value);
    for (const key of typeof written === 'string' ? [] : unusedKeys(written)) {
      names.warn('key-not-used', `policy.payment.${id}.${key}`, { key, method: methods[0] ?? '' });
    }
  }
  wantOnce(policy.benefit ?? [], names);
  return (policy.benefit ?? []).map(({ service }, i) => indexOf(service, `policy.benefit.${i}.service`));
}

function wantOnce(items: readonly { readonly id: string }[], names: Names): void {
  for (const [i, { id }] of items.entries()) {
    if (items.findIndex((other) => other.id === id) < i) names.error('duplicate-id', `policy.benefit.${i}.id`, { got: id });
  }
}
