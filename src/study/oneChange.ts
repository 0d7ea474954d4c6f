// One change carried out by itself: the baseline with it, or the other scenario without it. Shapes are not read again: both
// values were read before.

import { Report } from '../problem/problem.ts';
import { isDated } from '../written/policyValue.ts';
import type { Read } from '../written/read.ts';
import { alike, type Change, type Step, type ValueChange } from './changes.ts';

/** The baseline with one change on it. @param after the scenario that the change leads to. */
export function withChange(before: Read, change: Change, after: Read): Read {
  return carriedOut(before, change, after, 'after');
}

/** The other scenario with one change taken back. @param before the scenario that the change comes from. */
export function withoutChange(after: Read, change: Change, before: Read): Read {
  return carriedOut(after, change, before, 'before');
}

function carriedOut(read: Read, change: Change, other: Read, to: 'before' | 'after'): Read {
  // What is warned of here belongs to neither scenario.
  const report = new Report();
  if (change.kind !== 'activity') return { ...read, scenario: put(read.scenario, change.steps, change, to) as Read['scenario'], report };
  const { activity } = other.scenario.county;
  const { activity: _, ...county } = read.scenario.county;
  const scenario = { ...read.scenario, county: activity === undefined ? county : { ...county, activity } };
  return { ...read, scenario, rows: other.rows, report };
}

/** `here` with what the change says at `steps` below it; undefined where it is taken away. */
function put(here: unknown, steps: readonly Step[], change: ValueChange, to: 'before' | 'after'): unknown {
  const [step, ...rest] = steps;
  const said = change[to];
  if (step === undefined) return change.kind === 'order' ? inOrder(here, change, to) : said?.value;
  if (isDated(here)) {
    // The walk passed through it, so it has one entry.
    return { entries: here.entries.map((entry) => ({ ...entry, value: put(entry.value, steps, change, to) })) };
  }
  if (step.kind === 'key') {
    const { [step.name]: inner, ...others } = (here ?? {}) as Record<string, unknown>;
    const made = put(inner, rest, change, to);
    return made === undefined ? others : { ...(here as object), [step.name]: made };
  }
  const list = Array.isArray(here) ? (here as readonly unknown[]) : [];
  const isPair = step.kind === 'entry';
  // A row without an id is known by what it says.
  const from = change[to === 'after' ? 'before' : 'after'];
  const at = list.findIndex((item) => (step.kind === 'row' ? alike(item, from?.value) : idOf(item) === step.name));
  const inner = at < 0 ? undefined : isPair ? (list[at] as [string, unknown])[1] : list[at];
  const made = put(inner, rest, change, to);
  const item = isPair ? [step.name, made] : made;
  if (at >= 0) return made === undefined ? list.toSpliced(at, 1) : list.with(at, item);
  if (made === undefined) return list;
  return list.toSpliced(placeFor(list, step, change.ids?.[to] ?? []), 0, item);
}

/** Something new stands before what follows it in the list that it comes from. */
function placeFor(list: readonly unknown[], step: Step, ids: readonly string[]): number {
  const following = ids.slice(ids.indexOf(step.name) + 1);
  const at = list.findIndex((item) => following.includes(idOf(item)));
  return step.kind === 'row' || at < 0 ? list.length : at;
}

function inOrder(here: unknown, change: ValueChange, to: 'before' | 'after'): unknown {
  if (isDated(here)) return { entries: here.entries.map((entry) => ({ ...entry, value: inOrder(entry.value, change, to) })) };
  // Rows without ids are the same rows in both, else their order would not be a change of its own.
  if (change.ids === null) return change[to]?.value;
  const ids = change.ids[to];
  const rank = (item: unknown) => (ids.includes(idOf(item)) ? ids.indexOf(idOf(item)) : ids.length);
  return (here as readonly unknown[]).toSorted((a, b) => rank(a) - rank(b));
}

function idOf(item: unknown): string {
  return Array.isArray(item) ? String(item[0]) : String((item as { id?: unknown } | null)?.id);
}
