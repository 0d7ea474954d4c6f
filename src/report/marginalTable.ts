// What a yuan saved, a case more and a patient off-county are worth to each alliance: this year, and through next year's base.

import { percentage } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { type Lever, type Marginal, type Marginals, SAVED } from '../study/marginal.ts';
import type { Words } from '../words/language.ts';
import { amountColumn, type Cell, money, rateColumn, row, type Table, textColumn, words } from './table.ts';

const LEVERS: Readonly<Record<Lever, Words>> = {
  saved: words('少花 1 万元', '10,000 yuan saved'),
  case: words('多收治 1 例', 'one case more'),
  offCounty: words('县域外多 1 例', 'one case more off-county'),
};
const MEMBERS = words('　其中成员单位收支', '  gain of its institutions');

export function marginalTable({ year, nextYear, isExtended, alliances }: Marginals): Table {
  const next = nextYear === null ? '—' : String(nextYear);
  return {
    id: 'marginal',
    title: words('多一元、多一例值多少', 'What a yuan, and a case, are worth'),
    year,
    columns: [
      textColumn('医共体', 'Alliance'),
      textColumn('变动', 'Change'),
      textColumn('动的是', 'In'),
      amountColumn('支出增减', 'Spending'),
      amountColumn(`本年得失 ${year}`, `This year, ${year}`),
      amountColumn(`经下年基数 ${next}`, `By next base, ${next}`),
      amountColumn('合计', 'Together'),
      rateColumn('每省一元留得', 'Kept of a yuan'),
      rateColumn('连同下年', 'With next year'),
    ],
    rows: alliances.flatMap(({ title, levers }) =>
      (Object.keys(LEVERS) as Lever[]).flatMap((lever) => {
        const found = levers.get(lever);
        return found === undefined ? [row(title, LEVERS[lever], '—', '—', '—', '—', '—')] : rowsOf(title, found);
      }),
    ),
    notes: [SIGN, SIZE, ...(isExtended ? [EXTENDED] : [])],
  };
}

function rowsOf(title: string, { lever, institution, service, spending, now, next, members }: Marginal): Table['rows'] {
  const together = next === null ? null : fen(now + next);
  const amount = (value: Fen | null): Cell => (value === null ? '—' : money(value));
  const rate = (value: Fen | null): Cell => (lever !== 'saved' || value === null ? null : (percentage(value, SAVED) ?? null));
  const where = `${institution} · ${service}`;
  const own = row(title, LEVERS[lever], where, money(spending), money(now), amount(next), amount(together), rate(now), rate(together));
  return members === null ? [own] : [own, row(title, MEMBERS, where, null, money(members), null, null)];
}

const SIGN = words(
  '得失是医共体到手的留用 − 自担，加保证金；正数对它有利。少花的钱，超出额度时省下的是自担的部分，有结余时多得的是留用的部分。下年的支付不变，只看本年支出进入历史基数后下年额度的变动：负数就是少花的钱被下年额度收走的部分（鞭打快牛）。',
  'Gains are what the alliance has of retained − borne, and deposits; above zero is good for it. Where it overspends, saving spares what it bears; where it has a surplus, it retains more. Next year’s care stays: only its quota moves, by the base that this year makes. Below zero is what next year’s quota takes back of what was saved.',
);
const SIZE = words(
  '少花 1 万元按各月支付分摊在未按病种、床日等方法付费的最大一项上；多 1 例用该项的例均基金支付、分值、天数、费用和个人支付。成员单位收支 = 基金 + 个人支付 − 费用。“—”：没有例数、费用或没有下一年。',
  'The 10,000 yuan are spread over the months of the largest care that no method prices; a case has the mean fund payment, points, days, cost and patient’s payment of its care. Gain of its institutions = fund + patient − cost. "—": no cases, no cost, or no next year.',
);
const EXTENDED = words(
  '下一年不在测算年度内，另按现有参数多推算了一年。',
  'The next year is beyond the scenario’s years: it was played with everything as it is.',
);
