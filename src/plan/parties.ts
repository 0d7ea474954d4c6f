// The parties of a county as indices: who is insured where, who treats, and the streams of care between them.

import type { Ratio } from '../money/ratio.ts';

/** Where care was given, seen from the patient's home alliance (R4). */
export const PLACES = ['own', 'cross', 'other', 'offCounty'] as const;
export type Place = (typeof PLACES)[number];

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
}

/** One home, institution and service: a row of twelve cells. Streams of one home stand together, by place. */
export interface Stream {
  /** Index of the home alliance; the number of alliances for `none`. */
  readonly home: number;
  readonly institution: number;
  readonly service: number;
  /** Index into PLACES. */
  readonly place: number;
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
