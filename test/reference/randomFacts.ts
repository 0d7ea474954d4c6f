// What a random county tells of its institutions and alliances for R10–R13.
import { type Frame, share, valued } from './frame.ts';
import { tellBudget } from './randomInside.ts';
import { SCORES } from './randomSettlement.ts';
import type { Wide } from './widened.ts';
import { amountText, decimal, headsText, mapping } from './writing.ts';
import type { Written } from './written.ts';

type Row = Map<string, Written>;

function tellNumbers(wide: Wide, institution: Row): void {
  const { frame } = wide;
  const { dice } = frame;
  const id = String(institution.get('id'));
  const number = (most: number) => () =>
    dice.chance(4) ? '0' : dice.chance(70) ? String(dice.int(1, most)) : decimal(dice.big(1n, 10n ** 9n), 6);
  const tell = (fact: string, chance: number, make: () => Written): void => {
    if (wide.needed.has(`${id} ${fact}`) || dice.chance(chance)) institution.set(fact, valued(frame, make));
  };
  tell('workload', 15, number(90_000));
  tell('points', 15, number(90_000));
  tell('heads', 15, number(900));
  tell('score', 15, () => dice.pick(SCORES));
  tell('beds', 65, () => String(dice.int(dice.chance(15) ? 0 : 1, 500)));
  tell('villageDoctors', 55, () => String(dice.int(0, 90)));
}

function payOf(wide: Wide, institution: Row): Row | undefined {
  const { frame } = wide;
  const { dice, total, variants } = frame;
  const amount = (divisor: bigint) => valued(frame, () => amountText(dice, dice.big(0n, total / divisor)));
  const approved = variants.has('approvedPay') && institution.has('alliance') && dice.chance(75);
  const staff = wide.needed.has(`${String(institution.get('id'))} staff`) || dice.chance(55);
  const pay = mapping({
    approved: approved ? amount(dice.pick([9n, 60n, 900n])) : undefined,
    performance: approved && dice.chance(70) ? amount(dice.pick([9n, 90n, 2000n])) : undefined,
    fixed: dice.chance(20) ? amount(90n) : undefined,
    staff: staff ? valued(frame, () => dice.pick(['40', '12.5', '1', String(dice.int(1, 900))])) : undefined,
  });
  return pay.size > 0 ? pay : undefined;
}

function byKind(frame: Frame, kinds: readonly string[]): Written {
  const { dice, total } = frame;
  const amount = () =>
    amountText(dice, dice.chance(10) ? 0n : dice.big(0n, total / (dice.pick([2n, 20n]) * (total > 10n ** 12n ? 100n : 1n))));
  const one = () => mapping(Object.fromEntries(kinds.map((kind) => [kind, dice.chance(85) ? amount() : valued(frame, amount)])));
  return dice.chance(75) ? one() : valued(frame, one);
}

/** All kinds of income, all kinds of spending, or none. */
function tellMoney(wide: Wide, institution: Row): void {
  const { frame } = wide;
  const { dice, variants } = frame;
  const monitored = variants.has('targets') || variants.has('indicators');
  const needed = wide.needed.has(`${String(institution.get('id'))} income`);
  if (needed || (monitored && dice.chance(65))) {
    institution.set('income', byKind(frame, ['medicalService', 'drugs', 'consumables', 'tests', 'other']));
  }
  if (monitored && dice.chance(65)) institution.set('spending', byKind(frame, ['staff', 'research', 'specialty', 'other']));
  if (monitored && dice.chance(65)) institution.set('grade', dice.pick(['1', '2', '2', '3']));
  if (monitored && dice.chance(65)) institution.set('general', dice.pick(['yes', 'yes', 'no']));
}

export function tellFacts(wide: Wide): void {
  const { frame } = wide;
  const { dice, variants } = frame;
  for (const institution of wide.institutions) {
    if (institution.get('kind') !== undefined) continue;
    tellNumbers(wide, institution);
    const pay = payOf(wide, institution);
    if (pay !== undefined) institution.set('pay', pay);
    tellMoney(wide, institution);
    if (variants.has('inside') && institution.has('alliance')) tellBudget(frame, institution);
    if (wide.needed.has(`${String(institution.get('id'))} procurementScore`)) {
      institution.set(
        'procurementScore',
        valued(frame, () => dice.pick(SCORES)),
      );
    }
  }
  const residents = variants.has('publicHealth') || wide.needed.has('residents') || dice.chance(50);
  wide.alliances.forEach((alliance, index) => {
    const heads = frame.heads[index] ?? 0;
    if (residents)
      alliance.set(
        'residents',
        valued(frame, () => headsText(dice, heads + dice.int(0, 9))),
      );
    if (variants.has('publicHealth')) {
      alliance.set(
        'performance',
        valued(frame, () => dice.pick(['96.37%', '100%', '1', '0%', '85.5%', share(dice, 0, 10_000)])),
      );
    }
  });
}
