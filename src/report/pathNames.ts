// What a path is called: keys by their Chinese names and ids by their titles; a figure by its year, whose it is, and which.

import { figureAt } from '../figures/catalogue.ts';
import type { Run } from '../figures/figure.ts';
import { MONTHS } from '../money/calendar.ts';
import type { Place } from '../plan/parties.ts';
import { choiceWords } from '../words/choices.ts';
import { chineseKeyAt } from '../words/keys.ts';
import type { Words } from '../words/language.ts';
import { PLACE_NAMES } from '../written/placeNames.ts';
import type { Read } from '../written/read.ts';
import { words } from './table.ts';

/** A value of a scenario: `政策 · 预留 · 风险调剂金 · 比例`; in English the path. Of two joined by `~` both; `spending.inpatient.own` is care. */
export function settingWords(path: string, read: Read, { plan }: Run): Words {
  const titles = titlesOf(read);
  const named = (one: string) => {
    const steps = one.trim().split('.');
    if (steps[0] === 'spending') {
      const service = plan.services.find(({ id }) => id === steps[1])?.title ?? steps[1];
      return `支出 · ${service} · ${PLACE_NAMES[steps[2] as Place]}`;
    }
    return steps.flatMap((step, i) => stepName(step, steps.slice(0, i), titles)).join(' · ');
  };
  return words(path.split('~').map(named).join(' ~ '), path);
}

function stepName(step: string, above: readonly string[], titles: ReadonlyMap<string, string>): string[] {
  // What stands between a value and its parts says nothing.
  if (step === 'value') return [];
  if (/^\d{1,3}$/.test(step)) return [`第${Number(step) + 1}行`];
  if (/^\d{4}$/.test(step)) return [`${step}年`];
  const title = titles.get(step);
  if (title !== undefined && IDS_BELOW.test(above.at(-1) ?? '')) return [title];
  const key = chineseKeyAt(step, [...above, step].join('.'));
  return [key ?? title ?? choiceWords(step).zh];
}

/** Keys under which people's own ids stand. */
const IDS_BELOW = /^(alliances|institutions|services|growth|payment|benefit|negotiated)$/;

function titlesOf({ scenario: { county, policy } }: Read): ReadonlyMap<string, string> {
  const named = [...county.alliances, ...(county.institutions ?? []), ...(county.services ?? []), ...(policy.benefit ?? [])];
  return new Map(named.flatMap(({ id, title }) => (id === undefined || title === undefined ? [] : [[id, title] as const])));
}

/** A figure of a run: `2026年 北部医共体 超支`; in English the path. */
export function figureWords(run: Run, path: string): Words {
  const [year = '', among, id] = path.split('.');
  const found = figureAt(run, path);
  if (found === null) return words(path, path);
  const parties = among === 'alliances' || among === 'institutions' ? run.plan[among] : [];
  const who = parties.find((one) => one.id === id)?.title;
  const whole = found.item === null ? null : figureAt(run, path.slice(0, path.lastIndexOf('.')))?.value;
  const item =
    found.item === null
      ? null
      : Array.isArray(whole)
        ? `${whole.length === MONTHS ? '' : '第'}${found.item}${whole.length === MONTHS ? '月' : '个'}`
        : choiceWords(found.item).zh;
  return words([`${year}年`, who, found.figure.words.zh, item].filter((part) => part != null).join(' '), path);
}
