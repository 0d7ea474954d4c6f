// R9: who is signed with whom, for capitation.
import type { Institution } from './activity.ts';
import { Refused } from './exact.ts';
import { field, listOf, mapOf, textOf, textOrNull, type Written } from './written.ts';

export interface Signed {
  readonly institution: Institution;
  readonly service: string;
  readonly home: string;
  /** By age band, each a value. */
  readonly heads: ReadonlyMap<string, Written>;
}

export function readSigned(county: Written, alliances: ReadonlySet<string>, institutions: ReadonlyMap<string, Institution>): Signed[] {
  const seen = new Set<string>();
  return listOf(field(county, 'signed'), 'signed').map((entry) => {
    const institution = institutions.get(textOf(field(entry, 'institution'), 'institution that signed'));
    if (institution === undefined) throw new Refused('signed with an unknown institution');
    if (institution.offCounty) throw new Refused('signed with an institution off the county');
    const home = textOrNull(field(entry, 'home'), 'home') ?? institution.alliance;
    if (home === null || !alliances.has(home)) throw new Refused('signed for no alliance');
    const service = textOf(field(entry, 'service'), 'service that is signed for');
    const key = JSON.stringify([institution.id, service, home]);
    if (seen.has(key)) throw new Refused('signed twice');
    seen.add(key);
    return { institution, service, home, heads: mapOf(field(entry, 'heads'), 'heads') };
  });
}
