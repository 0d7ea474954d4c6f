// Capitation laid out (R9 按人头): who signed whom, what they are paid a year, and whose care is deducted elsewhere.

import { entryAt } from '../money/dated.ts';
import { type Fen, fen } from '../money/fen.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import type { Grounds, SignedPeople } from './grounds.ts';
import type { Names } from './names.ts';
import type { Stream, StreamKind } from './parties.ts';
import type { PaymentRules } from './paymentRules.ts';

/** What an institution is paid for its signed people, on streams of its own. */
interface CapitationEntry {
  readonly home: number;
  readonly institution: number;
  /** Heads by age band, with the yearly amount for each. */
  readonly bands: readonly { readonly band: string; readonly heads: number; readonly perHead: Fen }[];
  /** A year's amount by heads, and the signing fee. */
  readonly year: Fen;
  readonly signingFee: Fen;
  /** Streams that they post on; −1 where there is no signing fee. */
  readonly stream: number;
  readonly elsewhere: number;
  readonly feeStream: number;
}

export interface CapitationTerms {
  readonly entries: readonly CapitationEntry[];
  /** Streams of care given elsewhere than where its patients are signed, and the entry that it is deducted from. */
  readonly treated: readonly { readonly stream: number; readonly entry: number }[];
  /** The streams of `treated`. */
  readonly isTreated: ReadonlySet<number>;
}

export function signedPeople(scenario: WrittenScenario, names: Names): SignedPeople[] {
  const found: SignedPeople[] = [];
  for (const [i, written] of (scenario.county.signed ?? []).entries()) {
    const path = `county.signed.${i}`;
    const institution = names.indexOf(names.institutionIndex, written.institution, 'unknown-institution', `${path}.institution`);
    const service = names.serviceIndex.get(written.service) ?? -1;
    if (service < 0) names.warn('service-not-used', `${path}.service`, { case: 'signed', got: written.service });
    const own = names.institutions[institution]?.alliance ?? -1;
    const home = written.home === undefined ? own : names.homeOf(written.home, `${path}.home`);
    if (institution < 0 || service < 0) continue;
    if (home < 0) {
      if (written.home === undefined) names.error('missing-key', path, { key: 'home', wanted: 'id' });
      continue;
    }
    if (found.some((s) => s.home === home && s.institution === institution && s.service === service)) {
      names.error('duplicate-row', path, { case: 'signed', got: `${written.institution} ${written.service}` });
      continue;
    }
    found.push({ home, institution, service, heads: written.heads, path });
  }
  return found;
}

export function capitationTerms(rule: PaymentRules, service: number, grounds: Grounds, year: number): CapitationTerms {
  const { names, streams, signed } = grounds;
  const entries = signed.filter((people) => people.service === service).map((people) => entryOf(rule, people, grounds, year));
  const treated = streams.flatMap((stream, s) => {
    if (stream.kind !== 'care' || stream.service !== service || stream.signedWith < 0 || stream.signedWith === stream.institution)
      return [];
    const entry = entries.findIndex((e) => e.home === stream.home && e.institution === stream.signedWith);
    if (entry >= 0) return [{ stream: s, entry }];
    const args = {
      institution: names.institutions[stream.signedWith]?.title ?? '',
      home: names.alliances[stream.home]?.title ?? 'none',
      service: names.services[service]?.title ?? '',
    };
    names.errorOnce('not-signed', 'county.signed', args, Object.values(args).join(' '));
    return [];
  });
  return { entries, treated, isTreated: new Set(treated.map(({ stream }) => stream)) };
}

function entryOf(rule: PaymentRules, people: SignedPeople, { names, streams }: Grounds, year: number): CapitationEntry {
  const bands = people.heads.map(([band]) => band);
  const priced = [...rule.perHead.keys()];
  if (bands.length !== priced.length || bands.some((band) => !rule.perHead.has(band))) {
    names.errorOnce('bands-differ', `${people.path}.heads`, { got: bands.join('、'), priced: priced.join('、') });
  }
  const heads = people.heads.map(([band, dated]) => {
    const entry = entryAt(dated, year);
    if (entry === null) names.errorOnce('dated-before', `${people.path}.heads.${band}`, { year, first: dated.entries[0]?.from ?? '' });
    return { band, heads: entry?.value ?? 0, perHead: rule.perHead.get(band) ?? fen(0) };
  });
  const amount = heads.reduce((sum, one) => sum + one.heads * one.perHead, 0);
  const all = heads.reduce((sum, one) => sum + one.heads, 0);
  const at = (kind: StreamKind) =>
    streams.findIndex(
      (s) => s.kind === kind && s.home === people.home && s.institution === people.institution && s.service === people.service,
    );
  return {
    home: people.home,
    institution: people.institution,
    bands: heads,
    year: fen(amount),
    signingFee: fen(all * (rule.signingFee ?? 0)),
    stream: at('capitation'),
    elsewhere: at('elsewhere'),
    feeStream: rule.signingFee === null ? -1 : at('signingFee'),
  };
}

/**
 * True for care that capitation covers or moves: of people who name where they are signed, and at an institution for its own
 * signed people. Other care of the service is paid as it is.
 */
export function isCovered(terms: CapitationTerms, stream: Stream, s: number): boolean {
  if (terms.isTreated.has(s)) return true;
  const payee = stream.signedWith < 0 ? stream.institution : stream.signedWith;
  return payee === stream.institution && terms.entries.some((e) => e.home === stream.home && e.institution === payee);
}
