// R10 in a random county: members of every level, how the lead pays them, what is distributed and collected.
import { type Frame, share, valued } from './frame.ts';
import type { RandomActivity } from './randomActivity.ts';
import { membersOf, type Wide } from './widened.ts';
import { amountText, mapping, yamlOf } from './writing.ts';
import type { Written } from './written.ts';

type Row = Map<string, Written>;

const LEVELS = ['county', 'township', 'village'];

/** All rows of a stream move together, so that a correction stays with what it corrects. */
function streamKey(row: Row): string {
  return JSON.stringify(['home', 'institution', 'service', 'item', 'signedWith'].map((key) => row.get(key) ?? null));
}

/** Care that no method pays by the institution is given by the new member instead. */
function moveCare(wide: Wide, { plans }: RandomActivity, alliance: Written, member: string): void {
  const { dice } = wide.frame;
  const ids = new Set(membersOf(wide, alliance).map((one) => one.get('id')));
  const free = new Set(plans.filter(({ method }) => method === null).map(({ id }) => id));
  const moved = new Map<string, boolean>();
  for (const row of wide.rows) {
    if (!ids.has(row.get('institution') ?? null) || !free.has(String(row.get('service'))) || row.has('signedWith')) continue;
    const key = streamKey(row);
    if (!moved.has(key)) moved.set(key, dice.chance(35));
  }
  for (const row of wide.rows) if (moved.get(streamKey(row))) row.set('institution', member);
}

/** Every alliance led, with a member of each level that has a weight; the levels in the order of the tiers. */
export function moreMembers(wide: Wide, activity: RandomActivity): string[] {
  const { dice } = wide.frame;
  const levels = dice.shuffled(LEVELS).slice(0, dice.pick([1, 2, 3, 3, 3]));
  for (const alliance of wide.alliances) {
    const id = String(alliance.get('id'));
    for (const member of membersOf(wide, id)) if (!member.has('level') && dice.chance(80)) member.set('level', dice.pick(LEVELS));
    levels.forEach((level, index) => {
      const there = membersOf(wide, id).some((member) => member.get('level') === level);
      if (there && dice.chance(60)) return;
      if (dice.chance(3)) return; // a tier that nobody is in
      wide.institutions.push(mapping({ id: `m${index}-${id}`, alliance: id, level }));
      moveCare(wide, activity, id, `m${index}-${id}`);
    });
    alliance.set('lead', dice.pick(membersOf(wide, id)).get('id') ?? null);
  }
  return levels;
}

const FORMULAS = [
  'workload',
  'workload * score',
  '工作量 × 得分 ÷ 100',
  'points + 1',
  '分值 + 人数',
  'heads / 3 + 0.001',
  'fund + 1',
  '基金支付 * 0.6 + 100 * (人次 + 1) + 床日 / 7',
  'max(fund, workload, 1)',
  'min(score, 60) * abs(heads - 1000)',
  '-(-cases) + days + 0.5',
  '1',
  'fund',
  'workload - 1',
];

const FACTS: readonly (readonly [string, string])[] = [
  ['workload', '工作量'],
  ['points', '分值'],
  ['heads', '人数'],
  ['score', '得分'],
];

function basisOf(wide: Wide, levels: readonly string[]): Record<string, Written> {
  const { frame } = wide;
  const { dice } = frame;
  const weight = () => dice.pick(['6', '3', '1', '1', '0.5', '0.333333333', '2.75', dice.chance(30) ? '0' : '4']);
  const by = valued(frame, () => dice.pick(dice.chance(75) ? FORMULAS.slice(0, 12) : FORMULAS));
  const text = yamlOf(by);
  for (const member of membersOf(wide)) {
    for (const [fact, chinese] of FACTS) {
      if (text.includes(fact) || text.includes(chinese)) wide.needed.add(`${String(member.get('id'))} ${fact}`);
    }
  }
  return { tiers: valued(frame, () => mapping(Object.fromEntries(levels.map((level) => [level, weight()])))), by };
}

function namedOf(wide: Wide): { named: Written[]; forbid: Written | undefined } {
  const { frame } = wide;
  const { dice } = frame;
  const kinds = dice.pick([['department'], ['person'], ['department', 'person']]);
  const named = dice.list(dice.int(1, 3), (index) =>
    mapping({
      id: dice.pick(['骨科', 'ortho', '7']) + index,
      title: dice.chance(30) ? '骨科' : undefined,
      institution: dice.pick(membersOf(wide)).get('id') ?? null,
      kind: dice.pick(kinds),
      share: valued(frame, () => dice.pick(['10%', '0%', '33.3333333%', share(dice, 0, 3000)])),
    }),
  );
  const others = ['department', 'person'].filter((kind) => !kinds.includes(kind));
  const forbid = dice.chance(3) ? kinds : others;
  return { named, forbid: dice.chance(50) ? valued(frame, () => forbid) : undefined };
}

export function randomInside(wide: Wide, levels: readonly string[]): Written {
  const { frame } = wide;
  const { dice, variants } = frame;
  const named = variants.has('named') ? namedOf(wide) : { named: undefined, forbid: undefined };
  const distributed = variants.has('distribution');
  const of = () => (variants.has('ofRetained') ? 'retained' : dice.pick(wide.uses));
  return mapping({
    payout: valued(frame, () => dice.pick(['95%', '100%', '90%', '0', '105%', '150%', '33.333333%', '0.9', '1'])),
    distribution: distributed ? mapping({ of: valued(frame, of), ...basisOf(wide, levels), named: named.named }) : undefined,
    overspend: variants.has('overspendInside') ? mapping(basisOf(wide, dice.shuffled(levels))) : undefined,
    forbid: distributed ? named.forbid : undefined,
    pay: dice.chance(30) ? mapping({ fixedAtLeast: '60%', gapAtMost: '3' }) : undefined,
  });
}

/** What the lead takes off, now and then more than it will owe for months. */
export function randomMemberDeductions(wide: Wide): Written {
  const { frame } = wide;
  const { dice, total } = frame;
  return dice.list(dice.int(1, 6), () =>
    mapping({
      year: String(dice.int(frame.first, frame.last)),
      month: String(dice.int(1, 12)),
      institution: dice.pick(membersOf(wide)).get('id') ?? null,
      name: dice.pick(['集中配送药款', '物流', '代管人员', '7']),
      amount: amountText(dice, dice.big(0n, total / dice.pick([3n, 60n, 600n, 600n]))),
      reason: dice.chance(80) ? '按合同' : undefined,
    }),
  );
}

/** The yearly budget that a lead sets a member, and what it owes from before. */
export function tellBudget(frame: Frame, member: Row): void {
  const { dice, total } = frame;
  const kind = dice.int(1, 3);
  if (kind === 1)
    member.set(
      'budget',
      valued(frame, () => amountText(dice, dice.big(0n, total / 3n))),
    );
  if (kind === 2)
    member.set(
      'budgetShare',
      valued(frame, () => share(dice, 0, 6000)),
    );
  if (dice.chance(35)) member.set('arrears', amountText(dice, dice.big(0n, total / dice.pick([4n, 40n, 400n]))));
}
