// R9: each institution's statement for each service under a method: standard, fund, patients, cost, gain or loss.
import type { Institution, Stream } from './activity.ts';
import { yuan } from './exact.ts';
import type { Measure } from './measures.ts';
import type { Method } from './method.ts';
import type { Figures } from './reference.ts';

export interface Statement {
  standard: bigint;
  fund: bigint;
  patientPaid: bigint;
  cost: bigint;
  prepaid?: bigint;
  trueUp?: bigint;
  incentive?: bigint;
  capitation?: bigint;
  elsewhere?: bigint;
  signingFee?: bigint;
}

interface ServiceLedger {
  readonly statements: Map<string, Statement>;
  costKnown: boolean;
}

/** By service, then institution. */
export type Ledger = Map<string, ServiceLedger>;

export function monthsOf(stream: Stream, measure: Measure): bigint[] {
  return stream.months.map((amounts) => amounts[measure]);
}

/** The statement of an institution, with what a stream adds to it. */
export function state(ledger: Ledger, service: string, institution: Institution, stream?: Stream): Statement {
  const own = ledger.get(service) ?? { statements: new Map<string, Statement>(), costKnown: false };
  ledger.set(service, own);
  const statement = own.statements.get(institution.id) ?? { standard: 0n, fund: 0n, patientPaid: 0n, cost: 0n };
  own.statements.set(institution.id, statement);
  for (const amounts of stream?.months ?? []) {
    statement.patientPaid += amounts.patientPaid;
    statement.cost += amounts.cost;
  }
  if (stream?.known.has('cost') && !institution.offCounty) own.costKnown = true;
  return statement;
}

/** The figures of all institutions: institution, figure, service. */
export function statementFigures(
  ledger: Ledger,
  methods: ReadonlyMap<string, Method>,
  ofCounty: (institution: string) => boolean,
): { [institution: string]: Figures } {
  const figures: { [institution: string]: { [figure: string]: { [service: string]: string } } } = {};
  for (const [service, { statements, costKnown }] of ledger) {
    for (const [institution, statement] of statements) {
      // Methods pay institutions of the county; what others gave to signed people is not theirs to gain or lose on.
      if (!ofCounty(institution)) continue;
      const { standard, fund, patientPaid, cost, ...more } = statement;
      const shown: { [figure: string]: bigint } = {
        standard: methods.get(service) === 'capitation' ? fund + patientPaid : standard,
        fund,
        patientPaid,
        ...(costKnown ? { cost, gain: fund + patientPaid - cost } : {}),
        ...more,
      };
      for (const [figure, amount] of Object.entries(shown)) {
        const own = figures[institution] ?? {};
        figures[institution] = own;
        own[figure] = { ...own[figure], [service]: yuan(amount) };
      }
    }
  }
  return figures;
}
