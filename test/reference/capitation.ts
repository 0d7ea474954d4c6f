// R9: capitation: heads × a yearly amount by age band, paid monthly to those who signed them.
import type { Institution, Stream } from './activity.ts';
import type { Took } from './branches.ts';
import { overTwelve, Refused } from './exact.ts';
import { isCovered, isSigned, type Rule } from './method.ts';
import type { Signed } from './signed.ts';
import { type Payment, payment } from './spending.ts';
import { type Ledger, monthsOf, state } from './statements.ts';
import { chargeAt, field, headsAt, isNothing, mapOf, type Written } from './written.ts';

interface YearAmounts {
  readonly capitation: bigint;
  readonly signingFee: bigint | null;
}

/** Heads × the amount of their band; the signing fee is one amount for every head. */
function yearAmounts(heads: ReadonlyMap<string, bigint>, perHead: ReadonlyMap<string, bigint>, fee: bigint | null): YearAmounts {
  const bands = [...heads.keys()];
  if (bands.length !== perHead.size || bands.some((band) => !perHead.has(band))) throw new Refused('bands of heads and of amounts differ');
  const all = [...heads.values()].reduce((a, b) => a + b, 0n);
  const capitation = [...heads].reduce((sum, [band, count]) => sum + count * (perHead.get(band) ?? 0n), 0n);
  return { capitation, signingFee: fee === null ? null : all * fee };
}

function read<T>(written: ReadonlyMap<string, Written>, one: (written: Written, what: string) => T): Map<string, T> {
  return new Map([...written].map(([band, value]) => [band, one(value, band)]));
}

function amountsOf(rule: Rule, entry: Signed): YearAmounts {
  const perHead = mapOf(field(rule.terms, 'perHead'), 'perHead');
  const fee = field(rule.terms, 'signingFee');
  return yearAmounts(
    read(entry.heads, (written, band) => headsAt(written, rule.year, band)),
    read(perHead, (written, band) => chargeAt(written, rule.year, band)),
    isNothing(fee) ? null : chargeAt(fee, rule.year, 'signing fee'),
  );
}

/** What the payees get for the heads they signed. */
function payHeads(rule: Rule, signed: readonly Signed[], ledger: Ledger, took: Took): Payment[] {
  return signed
    .filter((entry) => entry.service === rule.service)
    .flatMap((entry) => {
      const { capitation, signingFee } = amountsOf(rule, entry);
      const statement = state(ledger, rule.service, entry.institution);
      statement.fund += capitation;
      statement.capitation = (statement.capitation ?? 0n) + capitation;
      statement.elsewhere ??= 0n;
      took(entry.home === entry.institution.alliance ? 'R9 capitation of the own home' : 'R9 capitation of another home');
      took(signingFee === null ? 'R9 no signing fee' : 'R9 signing fee');
      if (signingFee !== null) statement.signingFee = (statement.signingFee ?? 0n) + signingFee;
      const of = { home: entry.home, institution: entry.institution, service: rule.service };
      const fees = signingFee === null ? [] : [payment(of, 'capitation', overTwelve(signingFee))];
      return [payment(of, 'capitation', overTwelve(capitation)), ...fees];
    });
}

/** Care of signed patients elsewhere: paid to who gave it, and deducted from the payee the same month. */
function payElsewhere(rule: Rule, stream: Stream, payee: Institution, ledger: Ledger, took: Took): Payment[] {
  const months = monthsOf(stream, 'fund');
  const sum = months.reduce((a, b) => a + b, 0n);
  const [paid, charged] = [state(ledger, rule.service, stream.institution), state(ledger, rule.service, payee)];
  paid.fund += sum;
  charged.fund -= sum;
  charged.elsewhere = (charged.elsewhere ?? 0n) + sum;
  took(stream.institution.offCounty ? 'R9 capitation: care off-county deducted' : 'R9 capitation: care elsewhere deducted');
  return [
    payment(stream, 'capitation', months),
    payment(
      { home: stream.home, institution: payee, service: rule.service },
      'capitation',
      months.map((amount) => -amount),
    ),
  ];
}

export function payCapitation(
  rule: Rule,
  streams: readonly Stream[],
  signed: readonly Signed[],
  institutions: readonly Institution[],
  ledger: Ledger,
  took: Took,
): Payment[] {
  const payments = payHeads(rule, signed, ledger, took);
  for (const stream of streams) {
    const { home, institution, signedWith } = stream;
    if (signedWith !== null && !isSigned(signed, rule.service, home, signedWith))
      throw new Refused(`${home} is not signed with ${signedWith}`);
    const payee = institutions.find((one) => one.id === signedWith);
    if (isCovered(rule, stream, signed)) {
      took('R9 capitation: nothing further paid');
      state(ledger, rule.service, institution, stream);
    } else if (payee !== undefined) {
      state(ledger, rule.service, institution, stream);
      payments.push(...payElsewhere(rule, stream, payee, ledger, took));
    } else {
      took('R9 capitation: care of people not signed');
      payments.push(payment(stream, 'feeForService', monthsOf(stream, 'fund')));
    }
  }
  return payments;
}

/** Where a payee's own month goes below zero. */
export function countNegative(payments: readonly Payment[], took: Took): void {
  const months = new Map<string, bigint>();
  for (const { home, institution, months: amounts } of payments) {
    amounts.forEach((amount, month) => {
      const key = JSON.stringify([home, institution.id, month]);
      months.set(key, (months.get(key) ?? 0n) + amount);
    });
  }
  for (const amount of months.values()) if (amount < 0n) took('R9 capitation: a payee month below zero');
}
