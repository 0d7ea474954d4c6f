// What every command needs: language, unit, files; opening a scenario; printing problems; fingerprints.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { findings } from '../../checks/findings.ts';
import { InputProblems, type Problem, Report } from '../../problem/problem.ts';
import { sourceOf, type Where } from '../../problem/source.ts';
import { problemLine, problemText } from '../../report/problems.ts';
import type { Citations } from '../../words/basis.ts';
import { INTERFACE } from '../../words/interface.ts';
import { filled, type Language } from '../../words/language.ts';
import { visible } from '../../words/visible.ts';
import { text } from '../../written/leaves.ts';
import { type Read, readScenario, shaped } from '../../written/read.ts';
import { documentsShape } from '../../written/shapes.ts';
import { child, treeOf, whereAt } from '../../written/tree.ts';
import { type Played, play } from '../../year/play.ts';
import { Files, type KnownFiles, projectFile } from '../files.ts';
import { ofScenario } from '../otherKind.ts';

declare const SHAPAN_VERSION: string | undefined;
export const VERSION: string = typeof SHAPAN_VERSION === 'string' ? SHAPAN_VERSION : '0.0.0-source';

export interface Opened {
  readonly read: Read;
  readonly run: Played;
}

/** Nobody mends more at a time; a file that is no scenario at all may have a hundred thousand. The sum below tells how many. */
const MOST_PRINTED = 100;

/** Warnings shown of a scenario; `shapan check` shows all. */
const SHOWN_WARNINGS = 6;

/** Keys that only a scenario has; one of them at least. */
const SCENARIO_KEYS = ['years', 'policy', 'county', 'set', 'expect', 'shocks'];

export class Context {
  readonly language: Language;
  private readonly files: Files;
  private readonly hinted = new Set<string>();

  /** @param known files as they were read before, for whoever must see the same; null: each is read anew. */
  constructor(language: Language, allowed: readonly string[] = [], known: KnownFiles | null = null) {
    this.language = language;
    this.files = new Files(allowed, known);
  }

  say(key: keyof typeof INTERFACE, args: Readonly<Record<string, string | number>> = {}): string {
    return filled(INTERFACE[key][this.language], args);
  }

  /** @throws {InputProblems} */
  read(file: string): Read {
    const source = this.files.named(file);
    if ('text' in source) return ofScenario(source, () => readScenario(source, this.files));
    const report = new Report();
    report.add('error', source.code, null, file, { ...source.args, kind: 'scenario' });
    throw new InputProblems(report.problems);
  }

  /** The texts under `levers` of a file, each with where it stands. @throws {InputProblems} */
  levers(file: string): { readonly text: string; readonly where: Where | null }[] {
    const source = this.files.named(file);
    const report = new Report();
    if (!('text' in source)) report.add('error', source.code, null, file, { ...source.args, kind: 'scenario' });
    const tree = 'text' in source ? treeOf(source, report) : null;
    report.stopIfFailed();
    const found = shaped(z.strictObject({ levers: z.array(text).min(1) }), tree, report);
    if (found === null) throw new InputProblems(report.problems);
    return found.levers.map((one, i) => ({ text: one, where: whereAt(tree, ['levers', i]) }));
  }

  /** The file as a scenario; null where a file of a folder is a policy or county rather than a scenario. */
  readIfScenario(file: string, isNamed: boolean): Read | null {
    if (!isNamed) {
      const source = this.files.named(file);
      const report = new Report();
      const tree = 'text' in source ? treeOf(source, report) : null;
      // Policies and counties may have `extends` too, so that alone makes no scenario.
      if (!report.failed && SCENARIO_KEYS.every((key) => child(tree, key) === undefined)) return null;
    }
    return this.read(file);
  }

  /** @throws {InputProblems} */
  played(read: Read): Opened {
    return { read, run: play(read) };
  }

  /** @throws {InputProblems} */
  open(file: string): Opened {
    return this.played(this.read(file));
  }

  problems(problems: readonly Problem[]): string {
    const texts = problems.slice(0, MOST_PRINTED).map((problem) => problemText(problem, this.language));
    return [...texts, ...(problems.length > MOST_PRINTED ? ['…'] : [])].join('\n\n');
  }

  /**
   * Scenarios as opened, whose policies are sound: their warnings are told on stderr, as `run` shows them; scenarios that build on each
   * other share theirs, which are told once. @returns false where a policy has a finding of grade error, which is told instead.
   */
  sound(scenarios: readonly (Opened & { readonly file: string })[]): boolean {
    const found = scenarios.map(({ run, read }) => findings(run, read, today()));
    if (this.refuses(found.flat())) return false;
    for (const [i, { file, read }] of scenarios.entries()) this.hints(file, [...read.report.problems, ...(found[i] ?? [])]);
    return true;
  }

  /** Tells warnings that were not told yet: of the same thing at the same place, whatever its numbers. */
  hints(file: string, found: readonly Problem[]): void {
    const keyed = found.map((problem) => [JSON.stringify([problem.code, problem.path, problem.where?.source.name]), problem] as const);
    const fresh = keyed.filter(([key]) => !this.hinted.has(key));
    for (const [key] of fresh) this.hinted.add(key);
    const told = this.warnings(
      file,
      fresh.map(([, problem]) => problem),
    );
    if (told !== '') process.stderr.write(`${told}\n`);
  }

  /** The first warnings of a scenario, a line each, and where the others are; empty where there are none. */
  warnings(file: string, found: readonly Problem[]): string {
    const shown = found.filter((problem) => problem.grade === 'warning');
    if (shown.length === 0) return '';
    const lines = shown.slice(0, SHOWN_WARNINGS).map((problem) => `  ${problemLine(problem, this.language)}`);
    if (shown.length > SHOWN_WARNINGS) lines.push(`  ${this.say('moreWarnings', { count: shown.length, file: visible(file, 200) })}`);
    return [this.say('warnings', { count: shown.length }), ...lines].join('\n');
  }

  /** A policy with a finding of grade error is not played: told like any problem. @returns true where there is one. */
  refuses(found: readonly Problem[]): boolean {
    const errors = found.filter((problem) => problem.grade === 'error');
    if (errors.length === 0) return false;
    process.stderr.write(`${this.problems(errors)}\n\n${this.say('problemsSum', { errors: errors.length, warnings: 0 })}\n`);
    return true;
  }

  /** Short marks of scenario, policy, county and version, so that a printed table tells what it came from. */
  fingerprints(read: Read): Readonly<Record<'scenario' | 'policy' | 'county' | 'version', string>> {
    const mark = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
    return { scenario: mark(read.texts.scenario), policy: mark(read.texts.policy), county: mark(read.texts.county), version: VERSION };
  }

  fingerprint(read: Read): string {
    return this.say('fingerprint', this.fingerprints(read));
  }
}

/** The day that grounds are held against: the core knows no clock. */
export function today(): string {
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** What may be cited: seeds/documents.yaml. */
export function citations(): Citations {
  const path = projectFile('seeds', 'documents.yaml');
  const report = new Report();
  const documents = shaped(documentsShape, treeOf(sourceOf('seeds/documents.yaml', readFileSync(path, 'utf8')), report), report);
  return new Map(
    (documents ?? []).map(({ id, title, status, clauses }) => [id, { title, status, clauses: clauses.map((clause) => clause.id) }]),
  );
}
