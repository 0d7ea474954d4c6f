// Findings about a run and its policy: nothing that stops it, but what a reader should know. Worded like problems.

import { expenditureOf, quotaOf } from '../figures/alliance.ts';
import { closingPool, total } from '../figures/county.ts';
import { type Run, reaches, viewOf, type YearView } from '../figures/figure.ts';
import { MONTHS } from '../money/calendar.ts';
import { decimalText, percent, percentage, yuanGrouped } from '../money/display.ts';
import { type Fen, fen } from '../money/fen.ts';
import { readAmount, readRatio } from '../money/quantity.ts';
import { compareRatios, type Ratio, times } from '../money/ratio.ts';
import type { Problem, ProblemCode } from '../problem/problem.ts';
import { insuredHeads } from '../rules/financing.ts';
import { policyValues, typedPolicyValue } from '../written/policyValue.ts';
import type { Read } from '../written/read.ts';
import { whereAt } from '../written/tree.ts';
import { insideFindings } from './insideFindings.ts';
import { policyFindings } from './policy.ts';

/**
 * Findings, each told once: those about the policy first, then those about figures in the order of the years.
 * @param today the day that grounds are held against, `2026-11-22`; null where it is not known.
 */
export function findings(run: Run, read: Read, today: string | null = null): Problem[] {
  const found = policyFindings(run, read, today);
  const seen = new Set<string>();
  const add = (code: ProblemCode, path: string, args: Record<string, string | number>, once = path): void => {
    if (seen.has(code + once)) return;
    seen.add(code + once);
    const steps = path.split('.').map((step) => (/^\d{1,3}$/.test(step) ? Number(step) : step));
    found.push({ code, grade: code === 'unsourced' ? 'note' : 'warning', where: whereAt(read.tree, steps), path, args });
  };
  for (const [y, year] of run.plan.years.entries()) {
    const view = viewOf(run, y);
    const { account } = run.plan.ledger;
    const risk = fen(view.book.opening[account.risk] as number);
    if (risk < 0 && y === 0) add('risk-opening-negative', 'county.pool.riskAdjustment', { year: year.year, got: yuanGrouped(risk) });
    if (reaches(year, 'settled') && closingPool(view) < 0) {
      add('pool-negative', 'county.pool', { year: year.year, got: yuanGrouped(closingPool(view)) }, String(year.year));
    }
    if (reaches(year, 'settled')) spendingFindings(view, add);
    insideFindings(view, add);
    if (view.book.decisions.volumesZero) add('volumes-all-zero', 'policy.quota.byService', { year: year.year });
    const { prepayment } = year.rules.advance;
    if (prepayment !== null && year.months > 0 && !view.book.decisions.gateOpen) {
      add('gate-not-met', 'policy.advance.prepayment.gate', { year: year.year, gate: decimalText(prepayment.gate) }, `gate/${year.year}`);
    }
    if (run.plan.features.negotiated) negotiatedFinding(view, add);
    const { fund, patients } = year.priceEffect;
    if (year.rules.priceNeutral && (fund > 0 || patients > 0)) {
      const more = { fund: yuanGrouped(fen(fund)), patients: yuanGrouped(fen(patients)) };
      add('prices-cost-more', 'prices', { year: year.year, ...more }, `prices/${year.year}`);
    }
    if (view.book.decisions.historyZero) add('history-all-zero', 'policy.quota.byHistory', { year: year.year });
    for (const value of policyValues(read.scenario.policy, year.year)) {
      if (value.stated === null) continue;
      const written = typedPolicyValue(read.scenario.policy, value.path.slice('policy.'.length), year.year);
      const heads = value.path.endsWith('.perHead') || value.path.startsWith('policy.financing.') ? insuredHeads(year) : 1;
      const claim = compareStated(written, value.stated, total(view), heads);
      if (claim === null) add('stated-unread', value.path, { got: value.stated });
      else if (!claim.agrees) {
        const money = (amount: Fen | null) => (amount === null ? '' : yuanGrouped(amount));
        const args = { stated: value.stated, claimed: money(claim.claimed), difference: money(claim.difference), year: year.year };
        add('stated-differs', value.path, {
          ...args,
          got: claim.posted === null ? percent(written as Ratio) : yuanGrouped(claim.posted),
        });
      }
    }
  }
  const unsourced = policyValues(read.scenario.policy, run.plan.years[0]?.year ?? 0).filter((v) => v.basis.kind === 'unsourced');
  if (unsourced.length > 0) {
    const paths = unsourced.map((v) => v.path.slice('policy.'.length));
    add('unsourced', unsourced[0]?.path ?? 'policy', {
      count: unsourced.length,
      paths: paths.slice(0, 8).join(', ') + (paths.length > 8 ? '…' : ''),
    });
  }
  return found;
}

/** R9: agreed amounts are not held to the quota pool; what goes beyond it is the pool's. */
function negotiatedFinding(view: YearView, add: Add): void {
  const pool = view.book.decisions.quotaPool;
  const all = fen(view.plan.alliances.reduce((sum, _, a) => sum + quotaOf(view, a), 0));
  if (all <= pool) return;
  const args = { year: view.year.year, got: yuanGrouped(all), pool: yuanGrouped(pool), over: yuanGrouped(fen(all - pool)) };
  add('negotiated-beyond', 'policy.quota.negotiated', args, `negotiated/${view.year.year}`);
}

type Add = (code: ProblemCode, path: string, args: Record<string, string | number>, once?: string) => void;

/** A year's spending this far from the quota is likelier a unit left out than an alliance's doing. */
const FAR = { below: 20, above: 300 } as const;

function spendingFindings(view: YearView, add: Add): void {
  const { decisions } = view.book;
  const year = view.year.year;
  for (const [a, { title }] of view.plan.alliances.entries()) {
    const [spent, quota] = [expenditureOf(view, a), quotaOf(view, a)];
    const hundredfold = spent * 100;
    if (quota > 0 && (hundredfold < FAR.below * quota || hundredfold > FAR.above * quota)) {
      const args = { alliance: title, year, spent: yuanGrouped(spent), quota: yuanGrouped(quota), rate: percentage(spent, quota) ?? '' };
      add('spending-far', `county.alliances.${a}`, args);
    }
  }
  for (const [a, { title }] of view.plan.alliances.entries()) {
    const gross = fen(decisions.gross.subarray(a * MONTHS, (a + 1) * MONTHS).reduce((x, y) => x + y, 0));
    if (gross > quotaOf(view, a)) {
      add(
        'advance-beyond-quota',
        'advances',
        { alliance: title, year, got: yuanGrouped(gross), quota: yuanGrouped(quotaOf(view, a)) },
        `${a}/${year}`,
      );
    }
  }
  const claims = fen(decisions.claims.reduce((x, y) => x + y, 0));
  const fund = fen(Math.max(0, decisions.fundBeforeClaims));
  if (claims > fund) {
    const args = { year, claims: yuanGrouped(claims), fund: yuanGrouped(fund), short: yuanGrouped(fen(claims - fund)) };
    add('risk-fund-short', 'policy.reserves.riskAdjustment', args, String(year));
  }
}

/** What a text claims (`stated`) against the value: amounts in fen, or two shares; null where it cannot be read. */
type Stated =
  | { readonly agrees: true }
  | { readonly agrees: false; readonly claimed: Fen | null; readonly posted: Fen | null; readonly difference: Fen | null }
  | null;

/**
 * A claimed share beside an amount is taken of the total financing; beside an amount per head it is compared with what all heads
 * come to. A claimed amount is compared with the amount as written.
 * @param heads everybody insured, for a value per head; 1 else.
 */
function compareStated(written: unknown, stated: string, financing: Fen, heads: number): Stated {
  const share = readRatio(stated, true);
  if (typeof written === 'number') {
    const isShare = /[%‰]$/.test(stated.trim());
    const amount = readAmount(stated, true);
    if (isShare ? !('value' in share) : !('value' in amount)) return null;
    const posted = fen(isShare ? written * heads : written);
    const claimed = isShare && 'value' in share ? times(financing, share.value) : 'value' in amount ? amount.value : fen(0);
    return claimed === posted ? { agrees: true } : { agrees: false, claimed, posted, difference: fen(posted - claimed) };
  }
  if (typeof written !== 'object' || written === null || !('n' in written) || !('value' in share)) return null;
  return compareRatios(written as Ratio, share.value) === 0
    ? { agrees: true }
    : { agrees: false, claimed: null, posted: null, difference: null };
}
