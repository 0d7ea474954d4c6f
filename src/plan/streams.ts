// The streams of care of a run: who is insured where and treated by whom, for what. A stream is a row of cells.

import type { Where } from '../problem/source.ts';
import type { Row } from '../written/table.ts';
import type { Names } from './names.ts';
import { type Named, PLACES, type Stream, type StreamKind } from './parties.ts';
import type { Close } from './plan.ts';
import { streamKey } from './rowCells.ts';
import type { RowGround } from './rowGround.ts';

/** The names of a stream. */
interface StreamNames {
  readonly home: string;
  readonly institution: string;
  readonly service: string;
  readonly item: string;
  readonly signedWith: string;
}

/** Every stream of the rows and of a close, sorted by home and place; `streamOf` by row, −1 where its names are wrong. */
export function streamsOf(
  rows: readonly Row[],
  ground: RowGround,
  names: Names,
  close: Close | null,
): {
  readonly streams: readonly Stream[];
  readonly streamOf: readonly number[];
  readonly keys: readonly string[];
  readonly services: readonly Named[];
} {
  const declared = ground.services;
  const services: Named[] = [...(declared ?? [])];
  const serviceIndex = new Map(services.map((service, i) => [service.id, i]));
  const found = new Map<string, Stream>();
  const refused = new Set<string>();
  const visit = (own: StreamNames, kind: StreamKind, path: string, where: Where | null): string => {
    const { home, institution, service, item, signedWith } = own;
    const key = streamKey(home, institution, service, item, signedWith, kind);
    if (found.has(key) || refused.has(key)) return key;
    const h = names.homeOf(home, `${path}.home`, where);
    const i = names.indexOf(names.institutionIndex, institution, 'unknown-institution', `${path}.institution`, where);
    const w =
      signedWith === '' ? -1 : names.indexOf(names.institutionIndex, signedWith, 'unknown-institution', `${path}.signedWith`, where);
    if (declared === null && !serviceIndex.has(service)) {
      serviceIndex.set(service, services.length);
      services.push({ id: service, title: service });
    }
    const s = names.indexOf(serviceIndex, service, 'unknown-service', `${path}.service`, where);
    if (h < 0 || i < 0 || s < 0 || (signedWith !== '' && w < 0)) refused.add(key);
    else found.set(key, { kind, home: h, institution: i, service: s, place: names.placeOf(h, i), item, signedWith: w });
    return key;
  };
  for (const cell of close?.cells ?? []) visit(cell, 'care', 'county', null);
  const keysOfRows = rows.map((row) => visit(row, 'care', row.path, row.where));
  if (found.size > 0) for (const [own, kind] of capitationStreams(ground, names)) visit(own, kind, 'county.signed', null);
  const sorted = [...found].sort(([, a], [, b]) => a.home - b.home || a.place - b.place);
  const index = new Map(sorted.map(([key], i) => [key, i]));
  return {
    streams: sorted.map(([, stream]) => stream),
    streamOf: keysOfRows.map((key) => index.get(key) ?? -1),
    keys: sorted.map(([key]) => key),
    services,
  };
}

/** R9: what people signed under capitation are paid by, on streams of their own. */
function capitationStreams({ payment, signed }: RowGround, names: Names): (readonly [StreamNames, StreamKind])[] {
  return signed.flatMap(({ institution, service, home }) => {
    const written = payment.find(([id]) => id === service)?.[1];
    if (written === undefined) return [];
    if (!written.method.entries.some((entry) => entry.value === 'capitation')) return [];
    const treated = names.institutions[names.institutionIndex.get(institution) ?? -1];
    const own = home ?? names.alliances[treated?.alliance ?? -1]?.id;
    if (own === undefined || treated === undefined) return [];
    const stream = { home: own, institution, service, item: '', signedWith: '' };
    const kinds: readonly StreamKind[] = [
      'capitation',
      'elsewhere',
      ...(written.signingFee === undefined ? [] : (['signingFee'] as const)),
    ];
    return kinds.map((kind) => [stream, kind] as const);
  });
}

/** First stream of each home and place: index home × 4 + place; one entry more at the end. */
export function groupsOf(streams: readonly Stream[], alliances: number): Int32Array {
  const groups = new Int32Array((alliances + 1) * PLACES.length + 1).fill(streams.length);
  for (let s = streams.length - 1; s >= 0; s--) {
    const stream = streams[s] as Stream;
    groups[stream.home * PLACES.length + stream.place] = s;
  }
  for (let g = groups.length - 2; g >= 0; g--) groups[g] = Math.min(groups[g] as number, groups[g + 1] as number);
  return groups;
}
