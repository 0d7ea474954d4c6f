// Lays a scenario out: names become indices, rows become cells, the policy is read for each year, lines and accounts
// are numbered. Every problem that needs more than one place of the file is found here, all at once.

import { MONTHS, type YearMonth } from '../money/calendar.ts';
import { entryAt } from '../money/dated.ts';
import type { Fen } from '../money/fen.ts';
import type { ProblemCode } from '../problem/problem.ts';
import type { Read } from '../written/read.ts';
import type { WrittenScenario } from '../written/shapes.ts';
import type { YearCells } from './activity.ts';
import { signedPeople } from './capitation.ts';
import { type Contract, contractsOf, wantFund } from './contracts.ts';
import { benefitServices, growthOf, pricesOf, shocksOf } from './drivers.ts';
import { FactReader, type Facts } from './facts.ts';
import { featuresOf, usesOf } from './features.ts';
import { GrantReader } from './grants.ts';
import type { Grounds } from './grounds.ts';
import { Groundwork, latestBefore } from './groundwork.ts';
import { checkTimes, checkTotals } from './inputChecks.ts';
import { institutionYear } from './institutionYear.ts';
import { keptProjection } from './keptProjection.ts';
import { type LaidRows, laidRows } from './laidRows.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import type { Levers } from './levers.ts';
import { MemberReader, type Members } from './members.ts';
import { Names } from './names.ts';
import { offCountyOf } from './offCounty.ts';
import { caseCostsWith, knownWith, LOOK_BACK, offCountySpent, openingClose, pastOf, spentOf } from './opening.ts';
import type { Close, Plan, YearPlan } from './plan.ts';
import { procurementOf } from './procurement.ts';
import type { RowCells } from './rowCells.ts';
import { Served } from './served.ts';
import { groupsOf } from './streams.ts';
import { eitherKnown, emptyCells, type Known } from './volumes.ts';
import { PolicyReader } from './yearRules.ts';

/** Policy and facts of a year, before its cells are laid out. */
type BareYear = Facts &
  Pick<YearPlan, 'year' | 'rules' | 'months' | 'settles' | 'inside' | 'procurement' | 'money' | 'facts' | 'residents'>;

/** Cells of the base year and of actual years, and what rows tell of each stream. */
interface Told {
  readonly withVolumes: boolean;
  readonly cells: RowCells['cells'];
  readonly known: RowCells['known'];
  readonly base: number | null;
  readonly knownOf: Known;
  readonly caseCosts: readonly (readonly Fen[] | null)[];
  readonly grounds: Grounds;
}

/**
 * @param close where given, the run goes on from it: its balances, cells and spending stand in place of the county's
 *   opening balances and of all activity before the first year.
 * @throws {InputProblems} with every problem found; `read.report` then also holds the warnings.
 */
export function layOut(read: Read, close: Close | null = null): Plan {
  return new Layout(read, close).plan();
}

class Layout {
  private readonly scenario: WrittenScenario;
  private readonly names: Names;
  private readonly read: Read;
  private readonly close: Close | null;
  private readonly first: number;
  private readonly last: number;
  private readonly actualTo: YearMonth | null;
  private readonly memberReader: MemberReader;
  private readonly grants: GrantReader;

  constructor(read: Read, close: Close | null) {
    this.read = read;
    this.scenario = read.scenario;
    this.names = new Names(read);
    this.close = close;
    [this.first, this.last] = read.scenario.years;
    this.actualTo = read.scenario.actualTo ?? null;
    this.memberReader = new MemberReader(read.scenario, this.names);
    this.grants = new GrantReader(read.scenario, this.names);
  }

  plan(): Plan {
    const { names, scenario, close, first } = this;
    checkTimes(scenario, names);
    const found = laidRows(this.read.rows, scenario, names, close);
    const { streams } = found;
    const bare = found.rows.length === 0 && (close?.cells.length ?? 0) === 0;
    const { uses, ofAlliances } = usesOf(scenario, close);
    const facts = new FactReader(scenario, names);
    const shocks = shocksOf(scenario, names);
    const prices = pricesOf(scenario, names, streams);
    const growth = growthOf(scenario, names);
    const benefitService = benefitServices(scenario, names);
    const bareYears = this.yearsOf(bare, uses, facts);
    const members = this.memberReader.members(streams);
    names.report.stopIfFailed();

    const told = this.told(found, bare, shocks);
    const contracts = bareYears.map((y) => (bare ? [] : contractsOf(y.rules.payment, told.grounds, y.year)));
    if (!bare) for (const [i, y] of bareYears.entries()) wantFund(contracts[i] ?? [], told.grounds, y.year);
    new Groundwork(scenario, names, close).warnOfMoneyGrowth(bareYears, contracts);
    names.report.stopIfFailed();

    const levers: Levers = {
      benefit: scenario.policy.benefit ?? [],
      benefitService,
      prices,
      caseCosts: told.caseCosts,
      known: told.knownOf,
      priced: new Map(bareYears.map((y, i) => [y.year, new Set((contracts[i] ?? []).flatMap((contract) => contract.streams))])),
      refuse: (code: ProblemCode, path: string, args: Record<string, string | number>) => names.errorOnce(code, path, args),
      warn: (code: ProblemCode, path: string) => names.warnOnce(code, path),
    };
    const growthPath = (service: number) => {
      const path = `county.growth.${names.services[service]?.id ?? ''}`;
      return { path, where: names.whereOf(path) };
    };
    const { base, withVolumes, cells: known } = told;
    const parts = { streams, institutions: names.institutions, growth, growthPath, levers, shocks, known, base, withVolumes };
    const cells = keptProjection({ ...parts, actualTo: this.actualTo }, this.last, first, names.report);
    names.report.stopIfFailed();

    const years = this.withCells(bareYears, contracts, cells, found, withVolumes);
    const features = featuresOf(scenario.policy, close);
    const procurement = this.procurementPayees(years);
    const ledger = this.ledger(found, uses, features, facts, members, procurement);
    const past = pastOf(cells, streams, names, close, first);
    return {
      title: scenario.title ?? '',
      projection: {
        base,
        growth,
        benefit: levers.benefit,
        benefitService,
        prices: prices.map((price, i) => ({ ...price, ...titled(scenario.prices?.[i]), trigger: scenario.prices?.[i]?.trigger ?? '' })),
        shocks: shocks.map((shock, i) => ({ ...shock, ...titled(scenario.shocks?.[i]) })),
      },
      alliances: names.alliances,
      institutions: names.institutions,
      services: names.services,
      inpatient: names.services.map(({ id }) => (scenario.county.services ?? []).find((one) => one.id === id)?.kind === 'inpatient'),
      streams,
      groups: groupsOf(streams, names.alliances.length),
      uses,
      allianceUses: ofAlliances,
      years: years.map((y) => ({ ...y, deductions: y.deductions.map((d) => ({ ...d, line: ledger.first.deduction + d.line })) })),
      past,
      pastSpent: past.map((months, k) => spentOf(months, first - 1 - k, names, close)),
      pastOffCounty: close?.offCounty ?? offCountySpent(cells.get(first - 1), streams, names.alliances.length),
      features,
      members,
      factsBefore: (scenario.county.institutions ?? []).map((written) => institutionYear(written, first - 1)),
      procurement,
      grants: this.grants.plan,
      known: told.grounds.known,
      caseCosts: told.caseCosts,
      ledger,
      opening: close ?? openingClose(scenario, base, found.closeCellsOf(base, told)),
      settlementMonth: scenario.settlementMonth?.month ?? null,
      through: scenario.through ?? null,
      actualTo: this.actualTo,
    };
  }

  /** Cells of rows and of the close, with what a projection stands on checked. */
  private told(laid: LaidRows, bare: boolean, shocks: ReturnType<typeof shocksOf>): Told {
    const { names, scenario, close, first } = this;
    const { streams, keys } = laid;
    const withVolumes = laid.givesMeasures || (close?.cells.some((cell) => Object.keys(cell.volumes).length > 0) ?? false);
    const fromRows = laid.cellsOf(withVolumes, names.report);
    const { cells, known } = knownWith(close, fromRows, keys, withVolumes);
    const base = close === null ? latestBefore(cells, first) : close.base;
    const groundwork = new Groundwork(scenario, names, close);
    groundwork.checkBase(base, cells, streams, bare);
    groundwork.checkShocks(shocks, streams, base);
    groundwork.warnOfAdvances();
    const telling = new Map([...known].filter(([year]) => year === base || year >= first));
    return {
      withVolumes,
      cells,
      known,
      base,
      knownOf: eitherKnown(telling, streams.length),
      // Where all of the first year happened and nothing is known before it, it is what later years are projected from.
      caseCosts: close === null ? laid.caseCostsOf(base ?? first) : caseCostsWith(close, keys),
      grounds: {
        names,
        streams,
        known: telling,
        cells: new Map([...cells].filter(([year]) => telling.has(year))),
        signed: signedPeople(scenario, names),
        actualTo: this.actualTo,
        first,
      },
    };
  }

  /** Policy and facts of each year; the cells come later, when all names are known to be right. */
  private yearsOf(bare: boolean, uses: readonly string[], facts: FactReader): BareYear[] {
    const { through } = this.scenario;
    const policy = new PolicyReader(this.scenario.policy, this.names.report, (path) => this.names.whereOf(path));
    const years: BareYear[] = [];
    for (let year = this.first; year <= (through?.year ?? this.last); year++) {
      const months = bare ? 0 : through?.year === year ? through.month : MONTHS;
      const settles = !bare && through?.year !== year;
      const rules = policy.rulesOf(year, uses, settles);
      const own = facts.factsOf(year, rules, settles);
      const ofInstitutions = (this.scenario.county.institutions ?? []).map((written) => institutionYear(written, year));
      const beside = {
        facts: ofInstitutions,
        residents: this.scenario.county.alliances.map(({ residents }) =>
          residents === undefined ? null : (entryAt(residents, year)?.value ?? null),
        ),
        inside: this.memberReader.yearOf(year, rules?.inside ?? null, ofInstitutions),
        procurement: procurementOf(this.scenario, this.names, rules?.procurement ?? null, year, settles, ofInstitutions),
        money: this.grants.yearOf(policy.reader, settles, ofInstitutions),
      };
      if (rules !== null) years.push({ year, rules, months, settles, ...own, ...beside });
    }
    return years;
  }

  private withCells(
    bareYears: readonly BareYear[],
    contracts: readonly (readonly Contract[])[],
    cells: ReadonlyMap<number, YearCells>,
    { streams }: LaidRows,
    withVolumes: boolean,
  ): readonly YearPlan[] {
    const { names } = this;
    const empty = emptyCells(streams.length, withVolumes);
    const served = new Served(cells, streams, names.institutions, names.alliances, this.close);
    const years = bareYears.map((y, i): YearPlan => {
      const own = cells.get(y.year);
      return {
        ...y,
        cells: (own?.shocked ?? empty).fund,
        volumes: (own?.shocked ?? empty).volumes,
        unshocked: own?.unshocked ?? empty,
        priceEffect: own?.priceEffect ?? { fund: 0, patients: 0 },
        contracts: contracts[i] as readonly Contract[],
        served: Array.from({ length: LOOK_BACK }, (_, k) => served.in(y.year - 1 - k)),
        offCounty: offCountyOf(y.rules, streams, names),
      };
    });
    names.report.stopIfFailed();
    checkTotals(years, names);
    names.report.stopIfFailed();
    return years;
  }

  /** R11: institutions that some year's procurement pays, in the county's order. */
  private procurementPayees(years: readonly YearPlan[]): number[] {
    const paid = new Set(years.flatMap((y) => y.procurement.flatMap((one) => (one.insurance === 'resident' ? [one.institution] : []))));
    return [...paid].sort((a, b) => a - b);
  }

  private ledger(
    { streams }: LaidRows,
    uses: readonly string[],
    features: Plan['features'],
    facts: FactReader,
    members: Members,
    procurement: readonly number[],
  ): Ledger {
    const { names, scenario } = this;
    return ledgerOf({
      features,
      alliances: names.alliances,
      institutions: names.institutions,
      streams,
      uses,
      reserves: (scenario.policy.reserves?.lines ?? []).map((line) => ({ holder: line.holder.kind })),
      deductions: facts.deductionLines,
      inside: {
        members: members.list,
        deductions: members.deductionLines,
        distributes: features.distributes,
        sharesBorne: features.sharesBorne,
        procurement,
        holders: this.grants.plan.holders,
        publicHealth: features.publicHealth,
        payees: this.grants.plan.grants.flatMap(({ payees }) => payees),
      },
    });
  }
}

function titled(written: { readonly title?: string | undefined } | undefined): { readonly title: string } {
  return { title: written?.title ?? '' };
}
