// R12 in a random county: public health, grants of each kind, and what is spent out of them.
import { parseAmount, yuan } from './exact.ts';
import { share, valued } from './frame.ts';
import { yearText } from './randomIndicators.ts';
import { type Figures, Refused, reference } from './reference.ts';
import { membersOf, type Wide } from './widened.ts';
import { amountText, mapping } from './writing.ts';
import { field, listOf, type Written } from './written.ts';

type Row = Map<string, Written>;

export function randomPublicHealth(wide: Wide): Written {
  const { frame } = wide;
  const { dice, perHead, variants } = frame;
  return mapping({
    perHead: valued(frame, () => amountText(dice, dice.big(0n, perHead / dice.pick([1n, 10n])))),
    prepaid: valued(frame, () => dice.pick(['70%', '100%', '0', '0.5', share(dice, 0, 10_000)])),
    villageDoctors: variants.has('villageDoctors') ? valued(frame, () => dice.pick(['40%', '0%', share(dice, 0, 6000)])) : undefined,
  });
}

type Kind = 'amount' | 'perHead' | 'perBed' | 'share';

/** Who is paid: an institution, an alliance, all of them, or a level that members have. */
function payeeOf(
  wide: Wide,
  only: 'alliances' | 'institutions' | 'any',
): { payee: string; ids: string[]; ofAlliances: boolean; itself: boolean } {
  const { dice } = wide.frame;
  const ids = (rows: readonly Row[]) => rows.map((row) => String(row.get('id')));
  const ofAlliances = only === 'alliances' || (only === 'any' && dice.chance(50));
  if (ofAlliances) {
    if (dice.chance(60)) return { payee: 'alliances', ids: ids(wide.alliances), ofAlliances, itself: false };
    const one = dice.pick(ids(wide.alliances));
    return { payee: one, ids: [one], ofAlliances, itself: true };
  }
  const leveled = membersOf(wide).filter((member) => member.has('level'));
  if (leveled.length > 0 && dice.chance(60)) {
    const level = String(dice.pick(leveled).get('level'));
    return { payee: level, ids: ids(leveled.filter((member) => member.get('level') === level)), ofAlliances, itself: false };
  }
  const one = dice.pick(ids(wide.institutions.filter((institution) => institution.get('kind') === undefined)));
  return { payee: one, ids: [one], ofAlliances, itself: true };
}

function termsOf(wide: Wide, kind: Kind): Record<string, Written | undefined> {
  const { frame } = wide;
  const { dice, variants } = frame;
  const need = (ids: readonly string[], fact: string): void => {
    for (const id of ids) wide.needed.add(`${id} ${fact}`);
  };
  if (kind === 'share') {
    const on = variants.has('publicHealth') && dice.chance(60) ? 'publicHealth' : 'income';
    const { payee, ids } = payeeOf(wide, on === 'publicHealth' ? 'alliances' : 'institutions');
    if (on === 'income') need(ids, 'income');
    return { payee, on };
  }
  if (kind === 'perHead') {
    const of = dice.pick(['residents', 'insured', 'villageDoctors', 'villageDoctors', 'staff']);
    const { payee, ids, ofAlliances, itself } = payeeOf(wide, of === 'residents' || of === 'insured' ? 'alliances' : 'any');
    if (of === 'residents') wide.needed.add('residents');
    if (itself && !ofAlliances) need(ids, of);
    return { payee, of };
  }
  const { payee, ids, ofAlliances, itself } = payeeOf(wide, 'any');
  if (kind === 'perBed') {
    if (itself && !ofAlliances) need(ids, 'beds');
    return { payee };
  }
  const by = dice.pick(ofAlliances ? ['equal', 'residents', 'insured', 'beds', 'staff'] : ['equal', 'equal', 'beds', 'staff']);
  if (by === 'residents' && ids.length > 1) wide.needed.add('residents');
  // Somebody has what the amount goes by.
  if ((by === 'beds' || by === 'staff') && dice.chance(95))
    need(ofAlliances ? membersOf(wide, ids[0]).map((one) => String(one.get('id'))) : ids, by);
  return { payee, by: ids.length > 1 || dice.chance(20) ? by : undefined };
}

function rateOf(wide: Wide, kind: Kind, since: number): Written {
  const { frame } = wide;
  const { dice, perHead, total } = frame;
  if (kind === 'share') return valued(frame, () => share(dice, 0, 3000), since);
  // Of the largest counties a year of months must still be an amount that a file may say.
  const huge = perHead > 10n ** 9n;
  const most = kind === 'amount' ? total / (huge ? 900n : 30n) : perHead / (dice.pick([3n, 30n]) * (huge ? 1000n : 1n));
  return valued(frame, () => amountText(dice, dice.chance(5) ? 0n : dice.big(0n, most)), since);
}

export function randomGrants(wide: Wide): Written[] {
  const { frame } = wide;
  const { dice, first, last, variants } = frame;
  const kinds = (['amount', 'perHead', 'perBed', 'share'] as const).filter((kind) =>
    variants.has(({ amount: 'grantAmount', perHead: 'grantPerHead', perBed: 'grantPerBed', share: 'grantShare' } as const)[kind]),
  );
  return dice.shuffled(dice.chance(25) ? [...kinds, ...kinds] : kinds).map((kind, index) => {
    const grows = dice.chance(45);
    const from = grows || dice.chance(30) ? dice.int(first - 2, last + 1) : undefined;
    const since = Math.min(from ?? first, first);
    return mapping({
      id: `${dice.pick(['beds', '基药', '9'])}${index}`,
      title: dice.chance(30) ? '专项补助' : undefined,
      purpose: dice.pick(['discipline', 'training', '基药']),
      payer: dice.chance(50) ? '县财政' : undefined,
      ...termsOf(wide, kind),
      [kind]: rateOf(wide, kind, since),
      monthly: dice.chance(35) ? dice.pick(['yes', 'yes', 'no']) : undefined,
      growth: grows ? valued(frame, () => dice.pick(['10%', '-5%', '0%', '33.3333333%', '1.5‰', '-100%']), since) : undefined,
      from: from === undefined ? undefined : yearText(wide, from),
    });
  });
}

function figuresOf(tree: Written): Figures | null {
  try {
    return reference(tree, new Map());
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** Rows out of what the accounts receive in the first year, often to the last fen, now and then a fen too much. */
export function randomSpending(wide: Wide, tree: Written): Written | undefined {
  const { frame } = wide;
  const { dice, first } = frame;
  const year = figuresOf(tree)?.[String(first)] as Figures | undefined;
  if (year === undefined) return undefined;
  const rows: Written[] = [];
  const spend = (grant: string, purpose: Written, holder: string, month: number, amount: bigint): void => {
    const told = { year: String(first), month: String(month), grant, holder, purpose, amount: yuan(amount) };
    rows.push(mapping({ ...told, reason: dice.chance(70) ? '设备' : undefined }));
  };
  const holders = { ...(year.institutions as Figures | undefined), ...(year.alliances as Figures | undefined) };
  for (const grant of listOf(field(tree, 'policy', 'grants'), 'grants')) {
    const id = String(field(grant, 'id'));
    for (const [holder, figures] of Object.entries(holders)) {
      const received = ((figures as Figures).grants as Figures | undefined)?.[id];
      if (received === undefined || dice.chance(40)) continue;
      const all = parseAmount(String(received));
      if (all === 0n) continue;
      const parts = dice.chance(40) ? [all] : [all / 3n, dice.chance(50) ? all - all / 3n : all / 7n];
      for (const part of parts) spend(id, field(grant, 'purpose'), holder, 12, part);
      if (dice.chance(4)) spend(id, field(grant, 'purpose'), holder, dice.int(1, 12), 1n);
    }
  }
  for (const [holder, figures] of Object.entries((year.alliances ?? {}) as Figures)) {
    const prepaid = ((figures as Figures).publicHealth as Figures | undefined)?.prepaid;
    if (prepaid === undefined || dice.chance(40)) continue;
    const doctors = field(tree, 'policy', 'publicHealth', 'villageDoctors') !== null;
    const all = parseAmount(String(prepaid));
    if (all > 0n) spend('publicHealth', 'publicHealth', holder, dice.int(1, 12), doctors ? all / 3n : all);
  }
  return rows.length > 0 ? dice.shuffled(rows) : undefined;
}
