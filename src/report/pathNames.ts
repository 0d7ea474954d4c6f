// What a path is called: keys by their Chinese names and ids by their titles; a figure by its year, whose it is, and which.

import { figureAt } from '../figures/catalogue.ts';
import type { Run } from '../figures/figure.ts';
import { MONTHS } from '../money/calendar.ts';
import type { Place } from '../plan/parties.ts';
import type { Plan } from '../plan/plan.ts';
import { choiceWords } from '../words/choices.ts';
import { chineseKeyAt } from '../words/keys.ts';
import type { Words } from '../words/language.ts';
import { PLACE_NAMES } from '../written/placeNames.ts';
import type { Read } from '../written/read.ts';
import { words } from './table.ts';

/** A value of a scenario: `政策 · 预留 · 风险调剂金 · 比例`; in English the path. Of two joined by `~` both; `spending.inpatient.own` is care. */
export function settingWords(path: string, read: Read, { plan }: Run): Words {
  const titles = titlesOf(read, plan);
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

function stepName(step: string, above: readonly string[], titles: Titles): string[] {
  // What stands between a value and its parts says nothing.
  if (step === 'value') return [];
  if (/^\d{1,3}$/.test(step)) return [`第${Number(step) + 1}行`];
  if (/^\d{4}$/.test(step)) return [`${step}年`];
  const own = titles.below(above.at(-1) ?? '')?.get(step);
  if (own !== undefined) return [own];
  const key = chineseKeyAt(step, [...above, step].join('.'));
  return [key ?? titles.anywhere.get(step) ?? choiceWords(step).zh];
}

/** What people's own ids are called: under a key that has such ids (a benefit may have the id of a service), and elsewhere. */
interface Titles {
  readonly below: (key: string) => ReadonlyMap<string, string> | undefined;
  readonly anywhere: ReadonlyMap<string, string>;
}

function titlesOf({ scenario: { county, policy } }: Read, plan: Plan): Titles {
  const titled = (items: readonly { readonly id?: string | undefined; readonly title?: string | undefined }[]) =>
    new Map(items.flatMap(({ id, title }) => (id === undefined || title === undefined ? [] : [[id, title] as const])));
  const [alliances, institutions] = [titled(county.alliances), titled(county.institutions ?? [])];
  const [services, benefit] = [titled(plan.services), titled(policy.benefit ?? [])];
  const by: Readonly<Record<string, ReadonlyMap<string, string>>> = {
    ...{ alliances, negotiated: alliances, institutions, services, growth: services, payment: services, benefit },
  };
  return {
    below: (key) => (Object.hasOwn(by, key) ? by[key] : undefined),
    anywhere: new Map([...benefit, ...services, ...institutions, ...alliances]),
  };
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
