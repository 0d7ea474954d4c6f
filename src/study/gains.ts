// Who gains and who loses between two runs, over the years that both settle.
//
// An alliance's gain is what is its own after settlement: 结余留用 retained (but for what the pool holds of it) − 医共体自担 borne +
// 质量保证金返还 deposit returned (but for what was held out of its own advances). Care is passed through: what it costs is paid for what
// was treated, so it is no gain. The fund's gain is its balance of the year, income − outflow, which is what its closing balances move
// by, and what alliances still owe it. Outflow contains what alliances gain, so all gains together are zero but for what moved outside:
// financing and interest, care, and what the fund pays to third parties.

import { FIGURES, figureAt } from '../figures/catalogue.ts';
import { type Run, reaches } from '../figures/figure.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type Beside, besideOf } from './besideGains.ts';

/** A figure that counts towards a gain, and which way: the sum of the years, or of a balance the last year's. */
export interface Term {
  readonly id: string;
  readonly sign: 1 | -1;
  readonly isBalance?: true;
}

const ALLIANCE_TERMS: readonly Term[] = [
  { id: 'retained', sign: 1 },
  { id: 'heldByPool', sign: -1 },
  { id: 'borne', sign: -1 },
  { id: 'depositReturned', sign: 1 },
  { id: 'depositHeld', sign: -1 },
];

const FUND_TERMS: readonly Term[] = [
  { id: 'financing.total', sign: 1 },
  { id: 'financing.interest', sign: 1 },
  { id: 'pool.outflow', sign: -1 },
  { id: 'pool.receivable', sign: 1, isBalance: true },
];

/** Sums over the years; `gain` is after − before, above zero where the party is better off. */
export interface Gain {
  /** Id of an alliance; null for the fund. */
  readonly alliance: string | null;
  readonly before: Fen;
  readonly after: Fen;
  readonly gain: Fen;
  /** Each term's own difference, with the sign it has in every other table; terms that neither run has are left out. */
  readonly terms: readonly (Term & { readonly difference: Fen })[];
}

export interface Gains {
  readonly years: readonly number[];
  /** Greatest gain first; who gains alike stands in the order of the county's file, the fund last. */
  readonly parties: readonly Gain[];
  readonly sum: Fen;
  /** What moves beside them; no part of any gain. */
  readonly beside: readonly Beside[];
}

/** @param years those that both runs have. @returns null where both settle none of them. */
export function gainsOf(before: Run, after: Run, years: readonly number[]): Gains | null {
  const settled = years.filter((year) => [before, after].every((run) => settles(run, year)));
  if (settled.length === 0) return null;
  const common = before.plan.alliances.filter(({ id }) => after.plan.alliances.some((other) => other.id === id));
  const gains = [
    ...common.map(({ id }) => gainOf(before, after, settled, id, ALLIANCE_TERMS)),
    gainOf(before, after, settled, null, FUND_TERMS),
  ];
  return {
    years: settled,
    parties: gains.toSorted((a, b) => b.gain - a.gain),
    sum: fen(gains.reduce((sum, { gain }) => sum + gain, 0)),
    beside: besideOf(before, after, settled),
  };
}

/** What an alliance gains over some years, whoever else does. */
export function ownGain(before: Run, after: Run, years: readonly number[], alliance: string): Fen {
  return gainOf(before, after, years, alliance, ALLIANCE_TERMS).gain;
}

function settles(run: Run, year: number): boolean {
  const plan = run.plan.years.find((one) => one.year === year);
  return plan !== undefined && reaches(plan, 'settled');
}

function gainOf(before: Run, after: Run, years: readonly number[], alliance: string | null, terms: readonly Term[]): Gain {
  const sums = terms.flatMap((term) => {
    const [old, now] = [before, after].map((run) => over(run, term.isBalance === true ? years.slice(-1) : years, alliance, term.id));
    // A run that has no such figure has nothing that it could move: nothing held, nothing recovered.
    return (old ?? null) === null && (now ?? null) === null ? [] : [{ ...term, before: old ?? 0, after: now ?? 0 }];
  });
  const measure = (side: 'before' | 'after') => fen(sums.reduce((sum, term) => sum + term.sign * term[side], 0));
  return {
    alliance,
    before: measure('before'),
    after: measure('after'),
    gain: fen(measure('after') - measure('before')),
    terms: sums.map(({ before: old, after: now, ...term }) => ({ ...term, difference: fen(now - old) })),
  };
}

/** A figure's sum over some years, of its months where it has months; null where none of the years has it. */
function over(run: Run, years: readonly number[], alliance: string | null, id: string): number | null {
  const scope = alliance === null ? 'county' : 'alliance';
  if (!FIGURES.some((figure) => figure.id === id && figure.scope === scope)) throw new Error(`no figure ${id}`);
  const found = years.flatMap((year) => figureAt(run, alliance === null ? `${year}.${id}` : `${year}.alliances.${alliance}.${id}`) ?? []);
  if (found.length === 0) return null;
  return found
    .flatMap(({ value }) => value)
    .reduce<number>((sum, amount) => {
      if (typeof amount !== 'number') throw new Error(`${id} is no amount`);
      return sum + amount;
    }, 0);
}
