// Institutions, activity and growth of a random county.
import { type Frame, valued } from './frame.ts';
import { amountText, mapping, ratioText } from './writing.ts';
import type { Written } from './written.ts';

type Row = Map<string, Written>;

interface RandomActivity {
  readonly institutions: readonly Row[];
  readonly rows: Row[];
  readonly growth: Written | undefined;
  /** The last actual month, counted year × 12 + month − 1. */
  readonly actualTo: number | null;
  /** Where the run must stop for want of anything to project from, counted alike. */
  readonly through: number | null;
  readonly begins: number;
}

function institutionsOf(frame: Frame): Row[] {
  const { dice } = frame;
  const institutions = frame.alliances.flatMap((alliance) =>
    dice.list(dice.int(1, 2), (index) =>
      mapping({ id: `h${index}-${alliance}`, alliance, level: dice.chance(30) ? dice.pick(['county', 'township', 'village']) : undefined }),
    ),
  );
  if (dice.chance(60)) institutions.push(mapping({ id: 'clinic' }));
  if (dice.chance(85)) institutions.push(mapping({ id: '省医', kind: 'off-county', tier: 'province' }));
  if (dice.chance(25)) institutions.push(mapping({ id: 'far2', kind: 'off-county' }));
  return dice.shuffled(institutions);
}

/** Rows of one stream in a year up to a month: spread over the year, or some months, with corrections. */
function streamRows(frame: Frame, year: number, upTo: number, named: Row, target: bigint): Row[] {
  const { dice } = frame;
  const row = (month: number | null, fund: bigint): Row =>
    mapping({
      year: String(year),
      month: month === null ? undefined : dice.chance(50) ? String(month).padStart(2, '0') : String(month),
      ...Object.fromEntries(named),
      fund: amountText(dice, fund),
      cases: dice.chance(4) ? String(dice.int(0, 900)) : undefined,
    });
  const rows: Row[] = [];
  const add = (month: number | null, fund: bigint): void => {
    rows.push(row(month, fund));
    if (dice.chance(12)) rows.push(row(month, -dice.big(0n, fund)));
  };
  if (upTo === 12 && dice.chance(65)) add(null, target);
  if (upTo < 12 || rows.length === 0 || dice.chance(10)) {
    const density = dice.pick([10, 25, 25, 100]);
    for (let month = 1; month <= upTo; month++) if (dice.chance(density)) add(month, (target * BigInt(dice.int(50, 150))) / 1200n);
  }
  return rows;
}

function yearOfRows(frame: Frame, year: number, upTo: number, institutions: readonly Row[], services: readonly string[]): Row[] {
  const { dice } = frame;
  const nothing = dice.chance(3);
  const homes = [...frame.alliances, ...(dice.chance(35) ? ['none'] : [])];
  return homes.flatMap((home) => {
    if (dice.chance(4)) return [];
    const heads = BigInt(frame.heads[frame.alliances.indexOf(home)] ?? 1);
    const most = (frame.perHead * (heads === 0n ? 1n : heads) * BigInt(dice.int(40, 150))) / (home === 'none' ? 1500n : 100n);
    const own = institutions.filter((institution) => institution.get('alliance') === home);
    const streams = dice.list(dice.int(1, 3), (index) => {
      const institution = index === 0 && own.length > 0 && dice.chance(80) ? dice.pick(own) : dice.pick(institutions);
      return mapping({ home, institution: institution.get('id') ?? null, service: dice.pick(services) });
    });
    const weights = streams.map(() => dice.int(1, 9));
    const sum = weights.reduce((a, b) => a + b, 0);
    return streams.flatMap((named, index) =>
      streamRows(frame, year, upTo, named, nothing ? 0n : (most * BigInt(weights[index] ?? 1)) / BigInt(sum)),
    );
  });
}

export function randomActivity(frame: Frame): RandomActivity {
  const { dice, first, last } = frame;
  const institutions = institutionsOf(frame);
  const services = dice.shuffled(['inpatient', '门诊', 's3', '4']).slice(0, dice.int(1, 4));
  const bare: RandomActivity = { institutions, rows: [], growth: undefined, actualTo: null, through: null, begins: first * 12 };
  if (dice.chance(4)) return bare;

  const history = dice.some([first - 3, first - 2, first - 1], 50);
  if (history.length === 0) history.push(first - 1);
  let through: number | null = null;
  let actualTo = dice.chance(30) ? dice.int(first * 12, last * 12 + 11) : null;
  if (actualTo !== null && dice.chance(15)) {
    // Nothing before the first year: all of it must then be known, as far as it is played.
    history.length = 0;
    if (dice.chance(50)) actualTo = dice.int(first * 12 + 11, last * 12 + 11);
    else if (actualTo < first * 12 + 11) through = actualTo;
  }
  const rows: Row[] = [];
  for (const year of history) rows.push(...yearOfRows(frame, year, 12, institutions, services));
  if (actualTo !== null) {
    for (let year = first; year <= Math.floor(actualTo / 12); year++) {
      rows.push(...yearOfRows(frame, year, Math.min(12, actualTo - year * 12 + 1), institutions, services));
    }
  }
  if (rows.length === 0) return bare;
  const base = Math.max(...rows.map((row) => Number(row.get('year'))).filter((year) => year < first), first - 9);
  const hasBase = base > first - 9;
  if (!hasBase && (actualTo === null || (actualTo < first * 12 + 11 && through === null))) return bare;
  const active = [...new Set(rows.map((row) => String(row.get('service'))))];
  const grown = dice.some(active, 65);
  const rate = () => (dice.chance(4) ? '-100%' : ratioText(dice, dice.big(-20_000_000n, 20_000_000n), 8));
  return {
    institutions,
    rows: dice.chance(30) ? dice.shuffled(rows) : rows,
    growth: grown.length > 0 ? new Map(grown.map((service) => [service, valued(frame, rate, hasBase ? base + 1 : first)])) : undefined,
    actualTo,
    through,
    begins: hasBase && base + 1 < first ? (base + 1) * 12 : actualTo === null ? first * 12 : actualTo + 1,
  };
}
