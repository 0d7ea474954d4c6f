// Derivations of the year-end settlement (R7) and of its variants (R9); what is kept and shared stands in sharingDerivations.

import { moved } from '../books/books.ts';
import { SETTLEMENT } from '../money/calendar.ts';
import { percent } from '../money/display.ts';
import { NOTHING } from '../money/ratio.ts';
import { choiceWords } from '../words/choices.ts';
import {
  addition,
  BESIDE,
  county,
  type Derivation,
  type Derive,
  derivation,
  itemPath,
  own,
  ownLastYear,
  type Part,
  policy,
  step,
  summand,
} from './derivation.ts';
import type { YearView } from './figure.ts';
import { rulesOf, scoreStep } from './settlementSteps.ts';

/** The uses of the year that the pool holds. */
function heldUses(view: YearView): string[] {
  return rulesOf(view)
    .uses.filter(({ heldByPool }) => heldByPool)
    .map(({ use }) => view.plan.uses[use] ?? '');
}

const uses: Derive = (v, a) => {
  const held = heldUses(v);
  const names = held.map((use) => choiceWords(use));
  return derivation(
    '结余留用按用途比例分摊（最大余数法，到分）',
    'retained, apportioned to its uses (largest remainder)',
    own(v, a, 'retained'),
    policy('settlement.surplus.uses'),
    held.length === 0
      ? []
      : [
          step('由统筹基金持有的用途', 'uses that the pool holds', {
            zh: names.map(({ zh }) => zh).join('、'),
            en: names.map(({ en }) => en).join(', '),
          }),
        ],
  );
};

const heldByPool: Derive = (v, a) =>
  addition(
    '结余留用中由统筹基金持有的用途，存入专户，不付给医共体',
    'uses of the retained surplus that the pool holds in a sub-account instead of the alliance',
    heldUses(v).map((use, i) => own(v, a, `uses.${use}`, i === 0 ? '' : '+')),
    policy('settlement.surplus.uses'),
  );

const deposit: Derive = (v, a) =>
  v.year.rules.depositFromAdvance
    ? addition('每月从预付中扣留的合计', 'Σ held out of monthly advances', own(v, a, 'depositHeld'), policy('reserves.qualityDeposit.from'))
    : derivation(
        '质量保证金按一月额度分摊',
        'deposit apportioned by January’s quotas',
        county(v, 'reserves.qualityDeposit'),
        own(v, a, 'quota'),
      );

const depositReturned: Derive = (v, a) => {
  const { isPackage, depositPoints } = rulesOf(v);
  if (!isPackage) {
    return v.year.rules.depositFromAdvance
      ? addition(
          '不打包，没有考核：从预付中扣留的全部返还',
          'no package, no assessment: what was held is returned',
          own(v, a, 'deposit'),
          policy('settlement.package'),
        )
      : derivation(
          '不打包，没有考核：从筹资中提取的全部回统筹基金',
          'no package, no assessment: it goes back to the pool',
          own(v, a, 'deposit'),
          policy('settlement.package'),
        );
  }
  if (depositPoints === null) {
    return derivation(
      '质量保证金 × 按得分的返还比例',
      'deposit × share by score',
      own(v, a, 'deposit'),
      scoreStep(v, a),
      policy('settlement.deposit.returned'),
    );
  }
  return derivation(
    '质量保证金 ×（1 −（全额得分 − 得分）× 每分扣减）；达到全额得分的全返，低于全扣得分的不返，不足一分的按比例',
    'deposit × (1 − (full score − score) × lost per point); whole from the full score, nothing below the least, fractions of a point exactly',
    own(v, a, 'deposit'),
    scoreStep(v, a),
    ['fullFrom', 'perPoint', 'allLostBelow'].map((key) => policy(`settlement.deposit.points.${key}`)),
    step('返还比例', 'share returned', percent(v.book.decisions.returnedShare[a] ?? NOTHING)),
  );
};

const entitlement: Derive = (v, a) => {
  const { heldUses: holds } = v.plan.features;
  const inFull = rulesOf(v).recoverMonths > 0;
  const withheld = v.year.rules.depositFromAdvance;
  return addition(
    `净支出 + 结余留用${holds ? ' − 统筹基金持有的留用' : ''}${inFull ? '' : ' − 医共体自担'}${withheld ? ' − 扣留的质量保证金' : ''}${inFull ? '（自担部分先足额清算，以后扣回）' : ''}`,
    `expenditure + retained${holds ? ' − held by the pool' : ''}${inFull ? '' : ' − borne'}${withheld ? ' − deposit withheld' : ''}${inFull ? ' (what is borne is settled in full and recovered later)' : ''}`,
    own(v, a, 'expenditure'),
    own(v, a, 'retained', '+'),
    holds ? own(v, a, 'heldByPool', '−') : [],
    inFull ? own(v, a, 'borne', BESIDE) : own(v, a, 'borne', '−'),
    withheld ? own(v, a, 'depositWithheld', '−') : [],
  );
};

const finalPayment: Derive = (v, a) => {
  const withheld = v.year.rules.depositFromAdvance;
  return addition(
    `清算应付 − 已拨预付 − 县域外就医（经办机构全额支付）；负数为应退${withheld ? '；返还的质量保证金在内' : ''}`,
    `entitlement − advances paid − off-county care (paid by the agency); negative: to be paid back${withheld ? '; the deposit returned is in it' : ''}`,
    own(v, a, 'entitlement'),
    own(v, a, 'advances', '−'),
    own(v, a, 'offCounty', '−'),
    withheld ? own(v, a, 'depositReturned', BESIDE) : [],
  );
};

/** R10: what left a retained account for the members of its alliance. */
function distributedOf(v: YearView, a: number, use: string): Part[] {
  if (!v.plan.features.distributes) return [];
  const u = v.plan.uses.indexOf(use);
  const out = (v.plan.members.ofAlliance[a] ?? []).reduce(
    (sum, k) => sum + moved(v.book, v.plan.ledger.first.distributed + k * v.plan.uses.length + u, SETTLEMENT),
    0,
  );
  return [summand(`${choiceWords(use).zh}分配到成员`, `${choiceWords(use).en}, distributed to members`, -out)];
}

/** With uses that the pool holds, each retained account stands by itself. */
const retainedBalance: Derive = (v, a, item) => {
  if (!v.plan.features.heldUses && !v.plan.features.distributes)
    return derivation('年初结存 + 本年留用', 'opening + retained this year', own(v, a, 'uses'));
  const held = new Set(heldUses(v));
  const used = new Set(rulesOf(v).uses.map(({ use }) => v.plan.uses[use] ?? ''));
  const asked = item === null ? v.plan.uses.filter((use) => v.plan.allianceUses.has(use)) : [item];
  return addition(
    v.plan.features.distributes
      ? '年初结存 + 本年留用（统筹基金持有的用途除外）− 分配到成员'
      : '年初结存 + 本年留用（统筹基金持有的用途除外）',
    v.plan.features.distributes
      ? 'opening + retained this year, but uses that the pool holds, − distributed to members'
      : 'opening + retained this year, but uses that the pool holds',
    asked.flatMap((use) => [
      ...ownLastYear(v, a, itemPath('retainedBalance', use), '+'),
      ...(v.y > 0 ? [] : [summand(`${choiceWords(use).zh}年初结存`, `${choiceWords(use).en}, opening`, openingOf(v, a, use))]),
      ...(used.has(use) && !held.has(use) ? [own(v, a, `uses.${use}`, '+')] : []),
      ...distributedOf(v, a, use),
    ]),
  );
};

function openingOf(view: YearView, a: number, use: string): number {
  const { account } = view.plan.ledger;
  return view.book.opening[account.retained + a * view.plan.uses.length + view.plan.uses.indexOf(use)] as number;
}

const difference =
  (zh: string, en: string, of: string, less: string): Derive =>
  (v, a): Derivation =>
    addition(zh, en, own(v, a, of), own(v, a, less, '−'));

export const SETTLEMENT_DERIVATIONS: Readonly<Record<string, Derive>> = {
  balance: difference('调整后额度 − 净支出', 'adjusted quota − expenditure', 'adjustedQuota', 'expenditure'),
  surplus: (v, a) =>
    derivation(
      '调整后额度 − 净支出，不低于零',
      'adjusted quota − expenditure, not below zero',
      own(v, a, 'adjustedQuota'),
      own(v, a, 'expenditure', '−'),
    ),
  overspend: (v, a) =>
    derivation(
      '净支出 − 调整后额度，不低于零',
      'expenditure − adjusted quota, not below zero',
      own(v, a, 'expenditure'),
      own(v, a, 'adjustedQuota', '−'),
    ),
  toPool: difference('结余 − 结余留用', 'surplus − retained', 'surplus', 'retained'),
  uses,
  heldByPool,
  deposit,
  depositReturned,
  depositWithheld: difference('质量保证金 − 返还', 'deposit − returned', 'deposit', 'depositReturned'),
  entitlement,
  finalPayment,
  retainedBalance,
};
