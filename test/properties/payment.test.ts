// R9: what payment methods pay, whatever they are written as: neutral where they float, and the same in books and figures.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/index.ts';
import { PERIODS, SETTLEMENT } from '../../src/money/calendar.ts';
import { fen } from '../../src/money/fen.ts';
import { ratio } from '../../src/money/ratio.ts';
import type { LineKind } from '../../src/plan/lineKinds.ts';
import type { Stream } from '../../src/plan/parties.ts';
import { bedDayStandard } from '../../src/rules/payment/bedDay.ts';
import { floatingYear } from '../../src/rules/payment/floating.ts';
import { parseAmount } from '../reference/exact.ts';
import { withValue } from '../reference/writing.ts';
import { at, field, type Written } from '../reference/written.ts';
import { everySettledYear, onVariants, rowsAt, runOf, settledYears, sum, type Year, yearsOf } from './counties.ts';

const FLOATING = ['drg', 'dip', 'floating', 'coefficients', 'patientsPaidMore', 'tcm', 'supported'] as const;
const EDGES = ['dip', 'drg', 'floatingEdges', 'patientsPaidMore'] as const;

const institutions = (year: Year) => year.entries('institutions').map(([id]) => id);

/** A figure of an institution and service; nothing where there is none. */
const figure = (year: Year, id: string, name: string, service: string) => year.maybe('institutions', id, name, service);

/** Services by which a method is floating in a year, with their value. */
const floats = (year: Year) => year.entries('payment', 'pointValue').map(([service]) => service);

/** The method of a service in a year. */
function methodOf(year: Year, service: string): string {
  const written = year.policy('payment', service);
  return String(written instanceof Map ? year.policy('payment', service, 'method') : written);
}

/** What moved along lines of some kinds in a year, for the streams that are asked for. */
function movedOn(run: Run, y: number, kinds: readonly LineKind[], wanted: (stream: Stream) => boolean): bigint {
  const { lines } = run.plan.ledger;
  const { cells } = run.books.year(y);
  let sum = 0n;
  for (const [i, line] of lines.entries()) {
    const stream = run.plan.streams[line.stream];
    if (!kinds.includes(line.kind) || stream === undefined || !wanted(stream)) continue;
    for (let p = 0; p < PERIODS; p++) sum += BigInt(cells[i * PERIODS + p] ?? 0);
  }
  return sum;
}

const serviceOf = (run: Run, stream: Stream) => run.plan.services[stream.service]?.id;
const treats = (run: Run, stream: Stream) => run.plan.institutions[stream.institution];

/** True for care that a method prices: in the county, and not at an exempted TCM institution. */
function isPriced(run: Run, year: Year, stream: Stream, service: string): boolean {
  const institution = treats(run, stream);
  if (serviceOf(run, stream) !== service || institution === undefined || institution.offCounty) return false;
  return !(institution.tcm && year.says('yes', 'payment', service, 'tcm', 'exempt'));
}

describe('floating methods', () => {
  it('use their sub-budget to the fen, unless an edge fixed the value or there were no points', () => {
    const seen = { neutral: 0, floor: 0, ceiling: 0, none: 0 };
    const holds = (run: Run) => {
      for (const year of settledYears(run)) {
        for (const service of floats(year)) {
          const edge = year.at('payment', 'edge', service);
          const [subBudget, fundTotal] = ['subBudget', 'fundTotal'].map((name) => year.fen('payment', name, service));
          if (year.at('payment', 'pointValue', service) === null) {
            seen.none += 1;
            expect([fundTotal, edge]).toEqual([0n, null]);
          } else if (edge === null) {
            seen.neutral += 1;
            expect(fundTotal).toBe(subBudget);
          } else {
            seen[edge as 'floor' | 'ceiling'] += 1;
            // Each institution's amount is rounded on its own.
            const slack = BigInt(institutions(year).length);
            if (edge === 'ceiling') expect((fundTotal ?? 0n) <= (subBudget ?? 0n) + slack).toBe(true);
            else expect((fundTotal ?? 0n) >= (subBudget ?? 0n) - slack).toBe(true);
          }
          expect(sum(institutions(year).map((id) => figure(year, id, 'fund', service)))).toBe(fundTotal);
        }
      }
    };
    onVariants(110, FLOATING, holds);
    onVariants(60, EDGES, holds);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(1);
    expect(seen.neutral).toBeGreaterThan(60);
  });

  it('pay every institution its standard less what patients paid; who drops out has what patients paid', () => {
    let dropped = 0;
    onVariants(110, FLOATING, (run) => {
      for (const year of settledYears(run)) {
        for (const service of floats(year)) {
          if (year.at('payment', 'pointValue', service) === null) continue;
          for (const id of institutions(year)) {
            const [standard, fund, patients] = ['standard', 'fund', 'patientPaid'].map((name) => figure(year, id, name, service));
            expect((fund ?? 0n) + (patients ?? 0n)).toBe(standard);
            expect((fund ?? 0n) >= 0n).toBe(true);
            expect(figure(year, id, 'prepaid', service) + figure(year, id, 'trueUp', service)).toBe(fund);
            if (fund === 0n && (patients ?? 0n) > 0n) dropped += 1;
          }
        }
      }
    });
    expect(dropped).toBeGreaterThan(10);
  });

  it('have one value for all: each standard is its points × coefficient at the value shown', () => {
    let priced = 0;
    onVariants(110, FLOATING, (run) => {
      for (const [y, year] of yearsOf(run).entries()) {
        for (const contract of run.plan.years[y]?.contracts ?? []) {
          const service = run.plan.services[contract.service]?.id ?? '';
          const value = year.at('payment', 'pointValue', service);
          if (contract.floating === null || typeof value !== 'string' || !year.settled) continue;
          const table = run.plan.years[y]?.volumes?.[contract.method === 'drg' ? 'weights' : 'points'];
          const shown = BigInt(value.replace('.', '')); // ten-thousandths of a yuan
          for (const span of contract.spans) {
            const id = run.plan.institutions[span.institution]?.id ?? '';
            let points = 0n; // ten-thousandths, × weightScale
            for (let k = span.from; k < span.to; k++) {
              for (let m = 0; m < 12; m++)
                points += BigInt(table?.[(contract.streams[k] ?? 0) * PERIODS + m] ?? 0) * (contract.weights[k] ?? 0n);
            }
            const [standard, fund, patients] = ['standard', 'fund', 'patientPaid'].map((name) => figure(year, id, name, service));
            // In fen × unit: what is shown is within half a ten-thousandth, a part within a fen.
            const unit = contract.weightScale * 10n ** 6n;
            const worth = points * shown;
            const off = (standard ?? 0n) * unit - worth;
            const slack = points + unit;
            if (fund === 0n) expect((patients ?? 0n) * unit >= worth - slack).toBe(true);
            else expect(off <= slack && off >= -slack).toBe(true);
            if ((fund ?? 0n) > 0n) priced += 1;
          }
        }
      }
    });
    expect(priced).toBeGreaterThan(80);
  });

  it('the pre-payment share and the budget value move only when money is paid, not how much', () => {
    let moved = 0;
    onVariants(45, ['dip', 'floating', 'measures'], (run, tree) => {
      const [service] = settledYears(run).flatMap(floats);
      if (service === undefined) return;
      const path = ['policy', 'payment', service];
      const other = runOf(withValue(withValue(tree, [...path, 'floating', 'prepaid'], '12.5%'), [...path, 'pointValue'], '0.37'));
      const [a, b] = [settledYears(run)[0], other === null ? undefined : settledYears(other)[0]];
      if (a === undefined || b === undefined) return;
      for (const name of ['pointValue', 'subBudget', 'fundTotal']) expect(b.at('payment', name)).toEqual(a.at('payment', name));
      for (const id of institutions(a)) {
        for (const name of ['standard', 'fund', 'gain']) expect(b.at('institutions', id, name)).toEqual(a.at('institutions', id, name));
        if (figure(a, id, 'trueUp', service) !== figure(b, id, 'trueUp', service)) moved += 1;
      }
      for (const alliance of a.alliances) {
        for (const name of ['own', 'cross', 'other', 'expenditure', 'quota', 'surplus', 'entitlement', 'netCross'])
          expect(b.of(alliance, name)).toBe(a.of(alliance, name));
      }
    });
    expect(moved).toBeGreaterThan(15);
  });

  it('the final value is the one at which Σ max(0, value × points − patients) is the sub-budget', () => {
    const share = fc.record({ points: fc.bigInt(0n, 10n ** 9n), patients: fc.oneof(fc.constant(0), fc.nat(10 ** 9), fc.nat(10 ** 11)) });
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 1, maxLength: 9 }),
        fc.nat(10 ** 11),
        fc.integer({ min: 20, max: 10 ** 10 }),
        (all, budget, more) => {
          fc.pre(all.some(({ points }) => points > 0n));
          const shares = all.map(({ points, patients }) => ({ points, patientPaid: fen(patients) }));
          const play = (subBudget: number) =>
            floatingYear(shares, { subBudget: fen(subBudget), rate: ratio(1n, 1n), floor: null, ceiling: null, unit: 10_000n });
          const { value, funds, standards } = play(budget);
          expect(funds.reduce((a: number, b) => a + b, 0)).toBe(budget);
          if (value === null) throw new Error('no value');
          // In fen × 10,000 × the value's denominator.
          const paid = shares.map(({ points, patientPaid }) => points * value.n * 100n - BigInt(patientPaid) * 10_000n * value.d);
          const off = paid.reduce((sum, one) => sum + (one > 0n ? one : 0n), 0n) - BigInt(budget) * 10_000n * value.d;
          const slack = BigInt(shares.length) * 10_000n * value.d;
          expect(off >= -slack && off <= slack).toBe(true);
          for (const [i, { patientPaid }] of shares.entries()) expect((funds[i] ?? -1) + patientPaid).toBe(standards[i]);
          // A larger sub-budget raises the value, by more than parts are rounded.
          const larger = play(budget + more).value ?? ratio(0n, 1n);
          expect(larger.n * value.d > value.n * larger.d).toBe(true);
        },
      ),
      { numRuns: 1500, seed: 20261122 },
    );
  });
});

describe('every method', () => {
  const METHODS = ['drg', 'dip', 'bedDay', 'perCase', 'supportedPool', 'tcmExempt', 'floating', 'patientsPaidMore'] as const;

  it('gain is what the fund and patients paid less what care cost', () => {
    let told = 0;
    everySettledYear(150, (year) => {
      for (const id of institutions(year)) {
        for (const [service] of year.entries('institutions', id, 'gain')) {
          const [fund, patients, cost] = ['fund', 'patientPaid', 'cost'].map((name) => year.fen('institutions', id, name, service));
          expect(year.fen('institutions', id, 'gain', service)).toBe((fund ?? 0n) + (patients ?? 0n) - (cost ?? 0n));
          told += 1;
        }
      }
    });
    expect(told).toBeGreaterThan(60);
  });

  it('what institutions were paid is what the books moved for the care that the method covers', () => {
    const seen = { fixed: 0, floating: 0, incentive: 0 };
    onVariants(100, METHODS, (run, tree) => {
      for (const [y, year] of yearsOf(run).entries()) {
        if (!year.settled) continue;
        for (const service of (field(tree, 'policy', 'payment') as Map<string, Written>).keys()) {
          if (!['drg', 'dip', 'bedDay', 'perCase'].includes(methodOf(year, service))) continue;
          const moved = movedOn(run, y, ['care', 'trueUp'], (stream) => isPriced(run, year, stream, service));
          expect(sum(institutions(year).map((id) => figure(year, id, 'fund', service)))).toBe(moved);
          seen[floats(year).includes(service) ? 'floating' : 'fixed'] += 1;
          const incentive = movedOn(run, y, ['incentivePool'], (stream) => isPriced(run, year, stream, service));
          const paid = sum(institutions(year).map((id) => figure(year, id, 'incentive', service)));
          expect(paid).toBe(incentive);
          if (incentive === 0n) continue;
          seen.incentive += 1;
          expect(incentive).toBe(parseAmount(String(year.policy('payment', service, 'supported', 'pool'))));
        }
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });

  it('a fixed one pays at least the standard less what patients paid, and neither less than nothing nor more than it', () => {
    let beyond = 0;
    onVariants(60, ['drg', 'dip', 'bedDay', 'perCase', 'patientsPaidMore', 'coefficients'], (run) => {
      for (const year of settledYears(run)) {
        for (const id of institutions(year)) {
          for (const [service] of year.entries('institutions', id, 'standard')) {
            if (year.has('institutions', id, 'prepaid', service)) continue;
            const [standard, fund, patients] = ['standard', 'fund', 'patientPaid'].map((name) => figure(year, id, name, service) ?? 0n) as [
              bigint,
              bigint,
              bigint,
            ];
            expect(fund >= 0n && fund >= standard - patients && fund <= standard).toBe(true);
            if (fund + patients > standard) beyond += 1;
          }
        }
      }
    });
    expect(beyond).toBeGreaterThan(10);
  });

  it('what is trued up in period 13 is in the year’s care and in no month', () => {
    let seen = 0;
    onVariants(60, ['dip', 'floating', 'supportedPool'], (run) => {
      for (const [y, year] of yearsOf(run).entries()) {
        if (!year.settled) continue;
        for (const [i, a] of year.alliances.entries()) {
          const trueUp = movedOn(run, y, ['trueUp', 'incentivePool'], (stream) => stream.home === i);
          expect(year.of(a, 'trueUp')).toBe(trueUp);
          const months = sum(Array.from({ length: 12 }, (_, m) => BigInt(run.books.year(y).spending[i * 12 + m] ?? 0)));
          expect(year.spent(a)).toBe(months + trueUp);
          const { lines } = run.plan.ledger;
          for (const [l, line] of lines.entries()) {
            if (line.kind === 'trueUp' || line.kind === 'incentivePool')
              for (let m = 0; m < SETTLEMENT; m++) expect(run.books.year(y).cells[l * PERIODS + m]).toBe(0);
          }
          if (trueUp !== 0n) seen += 1;
        }
      }
    });
    expect(seen).toBeGreaterThan(30);
  });
});

describe('capitation', () => {
  it('a home spends what is paid for heads, signing fees, and care of people not signed', () => {
    const seen = { heads: 0, unsigned: 0, elsewhere: 0 };
    onVariants(70, ['capitation'], (run, tree) => {
      for (const [y, year] of yearsOf(run).entries()) {
        if (!year.settled) continue;
        for (const service of (field(tree, 'policy', 'payment') as Map<string, Written> | null)?.keys() ?? []) {
          if (methodOf(year, service) !== 'capitation') continue;
          for (const [i, home] of year.alliances.entries()) {
            const signed = rowsAt(tree, 'county', 'signed').filter((row) => {
              const own = rowsAt(tree, 'county', 'institutions').find((one) => one.get('id') === row.get('institution'));
              return row.get('service') === service && (row.get('home') ?? own?.get('alliance')) === home;
            });
            const rates = year.policy('payment', service, 'signingFee');
            const paid = signed.flatMap((row) =>
              [...(row.get('heads') as Map<string, Written>)].map(([band, dated]) => {
                const heads = BigInt(String(at(dated, Number(year.name))));
                const perHead = parseAmount(String(year.policy('payment', service, 'perHead', band)));
                return heads * (perHead + (rates === null ? 0n : parseAmount(String(rates))));
              }),
            );
            const isSigned = (stream: Stream) =>
              stream.signedWith >= 0 || signed.some((row) => row.get('institution') === treats(run, stream)?.id);
            const ours = (stream: Stream) => stream.home === i && serviceOf(run, stream) === service;
            const unsigned = movedOn(run, y, ['care'], (stream) => ours(stream) && stream.kind === 'care' && !isSigned(stream));
            expect(movedOn(run, y, ['care'], ours)).toBe(sum(paid) + unsigned);
            if (sum(paid) > 0n) seen.heads += 1;
            if (unsigned > 0n) seen.unsigned += 1;
            if (movedOn(run, y, ['care'], (stream) => ours(stream) && stream.kind === 'elsewhere') < 0n) seen.elsewhere += 1;
          }
        }
      }
    });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });

  it('what payees are shown: the year by heads, less care elsewhere, with care for others’ signed people', () => {
    let seen = 0;
    onVariants(70, ['capitation'], (run) => {
      for (const [y, year] of yearsOf(run).entries()) {
        for (const id of institutions(year)) {
          for (const [service] of year.entries('institutions', id, 'fund')) {
            const at = (stream: Stream) => treats(run, stream)?.id === id && serviceOf(run, stream) === service;
            const given = movedOn(
              run,
              y,
              ['care'],
              (s) => at(s) && s.kind === 'care' && s.signedWith >= 0 && s.signedWith !== s.institution,
            );
            const own = figure(year, id, 'capitation', service) - figure(year, id, 'elsewhere', service);
            expect(year.fen('institutions', id, 'fund', service)).toBe(own + given);
            if (own !== 0n) seen += 1;
          }
        }
      }
    });
    expect(seen).toBeGreaterThan(40);
  });
});

describe('bed-days', () => {
  it('in tiers sum to the days; one day more pays at most the highest tariff, and as many stays again as much again', () => {
    const tier = fc.record({ days: fc.integer({ min: 1, max: 60 }), tariff: fc.nat(50_000) });
    fc.assert(
      fc.property(fc.array(tier, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 900 }), fc.nat(9000), (all, cases, days) => {
        const ends = all.map((_, i) => all.slice(0, i + 1).reduce((sum, one) => sum + one.days, 0));
        const tiers = all.map(({ tariff }, i) => ({
          upTo: i === all.length - 1 ? null : (ends[i] ?? 0),
          tariff: ratio(BigInt(tariff), 100n),
        }));
        const paid = bedDayStandard(cases, days, tiers);
        const most = Math.max(...all.map(({ tariff }) => tariff));
        expect(bedDayStandard(cases, days + 1, tiers) - paid).toBeGreaterThanOrEqual(0);
        expect(bedDayStandard(cases, days + 1, tiers) - paid).toBeLessThanOrEqual(most);
        expect(bedDayStandard(cases * 3, days * 3, tiers)).toBe(paid * 3);
        // At one tariff the tiers do not matter.
        const flat = tiers.map(({ upTo }) => ({ upTo, tariff: ratio(7n, 100n) }));
        expect(bedDayStandard(cases, days, flat)).toBe(7 * days);
      }),
      { numRuns: 1500, seed: 20261122 },
    );
  });
});
