// The parties of a county as indices: who is insured where, who treats, and the streams of care between them.

import type { Ratio } from '../money/ratio.ts';

/** Where care was given, seen from the patient's home alliance (R4). */
export const PLACES = ['own', 'cross', 'other', 'offCounty'] as const;
export type Place = (typeof PLACES)[number];
/** Plain numbers, for loops: what the compiler proves of PLACES. */
export const PLACE_COUNT = 4 satisfies (typeof PLACES)['length'];
export const OFF_COUNTY: (typeof PLACES)[3] extends 'offCounty' ? 3 : never = 3;

export interface Named {
  readonly id: string;
  readonly title: string;
}

export interface Institution extends Named {
  /** Index of its alliance, or −1. */
  readonly alliance: number;
  readonly offCounty: boolean;
  readonly level: 'county' | 'township' | 'village' | null;
  readonly tier: 'city' | 'province' | 'national' | null;
  /** R9: a TCM institution (中医). */
  readonly tcm: boolean;
}

/**
 * What a stream is: care that was given; or, for people signed with an institution that is paid by capitation (R9), its
 * yearly amounts, what is deducted for their care elsewhere, and the signing fee.
 */
export type StreamKind = 'care' | 'capitation' | 'elsewhere' | 'signingFee';

/**
 * One home, institution, service, item and signed institution: a row of twelve cells. Streams of one home stand together, by
 * place, and then as they first appear in the activity.
 */
export interface Stream {
  readonly kind: StreamKind;
  /** Index of the home alliance; the number of alliances for `none`. */
  readonly home: number;
  readonly institution: number;
  readonly service: number;
  /** Index into PLACES. */
  readonly place: number;
  /** R9: 病组、病种或项目; empty where none is named. */
  readonly item: string;
  /** R9: index of the institution that the patients are signed with; −1 where none is named. */
  readonly signedWith: number;
}

/** R9: a price change with its names turned into indices; −1 for what it does not name. It holds from a month on. */
export interface PriceChange {
  readonly service: number;
  readonly institution: number;
  readonly place: number;
  readonly from: number;
  /** 1 + change. */
  readonly factor: Ratio;
  readonly path: string;
}

/** A shock with its names turned into indices; −1 for what it does not name. Months are counted as `monthNumber`. */
export interface Shock {
  readonly service: number;
  readonly home: number;
  readonly institution: number;
  readonly place: number;
  readonly from: number;
  readonly to: number;
  readonly factor: Ratio;
  readonly path: string;
}
