// shapan attribute A B — the difference of figures between two scenarios, split over what was changed.

import { attributionJson, attributionTables } from '../../report/attributionTables.ts';
import { ATTRIBUTION, attributionOf, type Measure, measuresAt, standardMeasures } from '../../study/attribution.ts';
import { scalarsAt } from '../../study/scalars.ts';
import { type Context, citations, type Opened } from './context.ts';
import { openedSound, progressOf, refuse, refuseFigure, writeStudy } from './studying.ts';
import { type MoneyUnit, tableText } from './tableText.ts';

export interface AttributeOptions {
  readonly figures: readonly string[];
  readonly json: boolean;
  readonly out: string | null;
  readonly unit: MoneyUnit;
  readonly runs: number;
  readonly seed: number;
}

export function attribute(context: Context, files: readonly [string, string], options: AttributeOptions): number {
  const before = openedSound(context, files[0]);
  const after = before === null ? null : openedSound(context, files[1]);
  if (before === null || after === null) return 1;
  const measures = measuresOf(before, after, options.figures);
  const progress = progressOf(context);
  const { runs, seed } = options;
  const found = attributionOf(before, after, measures, { ...ATTRIBUTION, runs, seed, progress: progress.at });
  progress.end();
  const mark = `A ${context.fingerprint(before.read)}　B ${context.fingerprint(after.read)}`;
  const marks = { baseline: context.fingerprints(before.read), other: context.fingerprints(after.read) };
  const json = `${JSON.stringify({ files, fingerprints: marks, attribution: found === null ? null : attributionJson(found) }, null, 2)}\n`;
  const between = { before, after, citations: citations() };
  const tables = (unit: MoneyUnit) => (found === null ? [] : attributionTables(found, between, unit));
  if (options.json) process.stdout.write(json);
  else {
    const text = [
      context.say('attributionTitle'),
      ...files.map((file, i) => `  ${i === 0 ? 'A' : 'B'}  ${file}`),
      '',
      ...(found === null
        ? [context.say('attributionNone')]
        : tables(options.unit).map((table) => tableText(table, context.language, options.unit))),
      ...(found === null ? [] : [howText(context, found)]),
      mark,
    ];
    process.stdout.write(`${text.join('\n')}\n`);
  }
  if (options.out !== null) writeStudy(context, options.out, tables('yuan'), { name: 'attribution', text: json }, mark);
  return 0;
}

function howText(context: Context, { players, runs, orders, mending }: NonNullable<ReturnType<typeof attributionOf>>): string {
  const count = players.length;
  // All or nothing: what there is to say is that nothing was split.
  if (count === 1 && (players[0]?.length ?? 0) > 1) return context.say('attributionOne', { changes: players[0]?.length ?? 0, runs });
  if (orders > 0) return context.say('attributionSampled', { players: count, orders, runs });
  const told = { players: count, coalitions: 2 ** count, runs: runs - mending, tried: mending };
  return context.say(mending > 0 ? 'attributionMended' : 'attributionExact', told);
}

/** @throws {InputProblems} where a path names no number that both have. */
function measuresOf(before: Opened, after: Opened, patterns: readonly string[]): readonly Measure[] {
  const [one, other] = [before, after].map(({ read }) => read.scenario.county.id ?? '') as [string, string];
  const none = (got: string) =>
    one === other ? refuse('usage', { case: 'noNumber', got }) : refuse('usage', { case: 'counties', one, other, got });
  if (patterns.length === 0) {
    const standard = standardMeasures(before, after);
    return standard.length > 0 ? standard : none('pool.fundClosing');
  }
  return patterns.flatMap((pattern) => {
    if (scalarsAt(before.run, pattern).length === 0) refuseFigure(before.run, pattern);
    const found = measuresAt(before, after, pattern);
    return found.length === 0 ? none(pattern) : found;
  });
}
