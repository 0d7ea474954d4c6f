// R12 in a year: payments into the accounts of public health and of grants, and what is spent out of them.
import { Refused, yuan } from './exact.ts';
import { amountsOf, isMonthly } from './grants.ts';
import { passedOn, potOf, prepaidOf, yearEndOf } from './publicHealth.ts';
import type { Figures } from './reference.ts';
import type { Run, Span, State } from './run.ts';
import { isNothing } from './written.ts';

interface PublicMoneyYear {
  readonly county: Figures;
  readonly ofAlliances: ReadonlyMap<string, Figures>;
  readonly ofInstitutions: ReadonlyMap<string, Figures>;
}

const HEALTH = 'publicHealth';

function account(grant: string, holder: string): string {
  return JSON.stringify([grant, holder]);
}

/** The budget stage: each alliance's pot. */
export function potFigures(run: Pick<Run, 'alliances' | 'publicMoney'>, year: number): Map<string, Figures> {
  const { publicHealth } = run.publicMoney;
  if (isNothing(publicHealth)) return new Map();
  return new Map(run.alliances.map((alliance) => [alliance.id, { publicHealth: { total: yuan(potOf(publicHealth, alliance, year)) } }]));
}

function summed(amounts: Map<string, bigint>, key: string, amount: bigint): void {
  amounts.set(key, (amounts.get(key) ?? 0n) + amount);
}

export function playPublicMoney(run: Run, state: State, span: Span): PublicMoneyYear {
  const { publicMoney, alliances, took } = run;
  const { publicHealth, grants } = publicMoney;
  const { year, monthsPlayed, settles } = span;
  const health = !isNothing(publicHealth);
  const doctors = new Map<string, bigint>();
  const yearEnds = new Map<string, bigint>();
  const received = new Map<string, bigint>();
  const paid = new Map(grants.map((grant): [string, bigint] => [grant.id, 0n]));
  const spent = new Map(grants.map((grant): [string, bigint] => [grant.id, 0n]));

  const payHealth = (alliance: string, payment: bigint): void => {
    const on = passedOn(publicHealth, payment, year, took);
    summed(doctors, alliance, on);
    summed(state.accounts, account(HEALTH, alliance), payment - on);
  };
  for (let month = 1; month <= monthsPlayed; month++) {
    for (const alliance of health && month === 1 ? alliances : []) {
      payHealth(alliance.id, prepaidOf(publicHealth, potOf(publicHealth, alliance, year), year));
    }
    for (const grant of grants) {
      const monthly = isMonthly(grant, year);
      if (month > 1 && !monthly) continue;
      took(monthly ? 'R12 grant paid monthly' : 'R12 grant paid in January');
      const amounts = amountsOf(grant, publicHealth, year, took);
      grant.payees.forEach((payee, index) => {
        const amount = amounts[index] ?? 0n;
        if (payee.institution !== null) {
          took(payee.institution.alliance === null ? 'R12 payee paid directly' : 'R12 payee paid through its alliance');
        } else {
          took('R12 payee an alliance');
        }
        summed(state.accounts, account(grant.id, payee.id), amount);
        summed(received, account(grant.id, payee.id), amount);
        summed(paid, grant.id, amount);
      });
    }
    for (const row of publicMoney.spending) {
      if (row.year !== year || row.month !== month) continue;
      const key = account(row.grant, row.holder);
      const held = state.accounts.get(key) ?? 0n;
      if (row.amount > held) throw new Refused(`${row.holder} spends more of ${row.grant} than it holds`);
      took(row.amount === held ? 'R12 spent to the last fen' : 'R12 spent in part');
      summed(state.accounts, key, -row.amount);
      if (row.grant !== HEALTH) summed(spent, row.grant, row.amount);
    }
  }
  for (const alliance of health && settles ? alliances : []) {
    const pot = potOf(publicHealth, alliance, year);
    const payment = yearEndOf(pot, prepaidOf(publicHealth, pot, year), alliance, year, took);
    yearEnds.set(alliance.id, payment);
    payHealth(alliance.id, payment);
  }

  const ofPayees = (isAlliance: boolean): Map<string, Figures> => {
    const figures = new Map<string, Figures>();
    for (const grant of grants) {
      for (const payee of grant.payees) {
        if ((payee.alliance !== null) !== isAlliance) continue;
        const own = figures.get(payee.id) ?? {};
        figures.set(payee.id, { ...own, [grant.id]: yuan(received.get(account(grant.id, payee.id)) ?? 0n) });
      }
    }
    return figures;
  };
  const balanceOf = (grant: string): bigint => {
    const accounts = [...state.accounts].filter(([key]) => (JSON.parse(key) as string[])[0] === grant);
    return accounts.reduce((sum, [, amount]) => sum + amount, 0n);
  };
  const ofGrants = (amount: (grant: string) => bigint): Figures => Object.fromEntries(grants.map(({ id }) => [id, yuan(amount(id))]));
  const allianceGrants = ofPayees(true);
  return {
    county:
      grants.length === 0
        ? {}
        : {
            grants: {
              paid: ofGrants((id) => paid.get(id) ?? 0n),
              spent: ofGrants((id) => spent.get(id) ?? 0n),
              balance: ofGrants(balanceOf),
            },
          },
    ofAlliances: new Map(
      alliances.map((alliance) => {
        const own = allianceGrants.get(alliance.id);
        const pot = health ? potOf(publicHealth, alliance, year) : 0n;
        const yearEnd = yearEnds.get(alliance.id);
        const ofHealth = {
          total: yuan(pot),
          prepaid: yuan(health ? prepaidOf(publicHealth, pot, year) : 0n),
          ...(yearEnd === undefined ? {} : { yearEnd: yuan(yearEnd) }),
          villageDoctors: yuan(doctors.get(alliance.id) ?? 0n),
          balance: yuan(state.accounts.get(account(HEALTH, alliance.id)) ?? 0n),
        };
        return [alliance.id, { ...(health ? { publicHealth: ofHealth } : {}), ...(own === undefined ? {} : { grants: own }) }];
      }),
    ),
    ofInstitutions: ofPayees(false),
  };
}
