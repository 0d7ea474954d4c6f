// A batch laid out from its file, the same in the process itself and in its worker threads, so that both give the same rows.

import { createHash } from 'node:crypto';
import { InputProblems, Report } from '../problem/problem.ts';
import { sourceOf } from '../problem/source.ts';
import { BatchPlayer, batchText } from '../study/batch.ts';
import { checkSettings } from '../study/batchSettings.ts';
import { readBatch } from '../written/batchFile.ts';
import { type Read, readUncertainty } from '../written/read.ts';
import { type Chunk, chunkOf, type Manifest, rowsIn } from './batchFolder.ts';
import { Files, type KnownFiles, projectFile } from './files.ts';
import { ofItsKind } from './otherKind.ts';

/** What a worker thread is told. */
export interface BatchJob {
  readonly file: string;
  readonly allowed: readonly string[];
  readonly version: string;
  /** The files as the command read them: whatever is written into them meanwhile, every thread plays what the manifest is of. */
  readonly known: KnownFiles;
}

/** A batch ready to be played. */
export interface ReadyBatch {
  readonly manifest: Manifest;
  readonly read: Read;
  /** Numbers that are held at once while a point is played. */
  readonly held: number;
  play(chunk: number): Chunk;
}

/** @param isChecked what it sets was looked at before, by the command. @throws {InputProblems} */
export function readyBatch({ file, allowed, version, known }: BatchJob, isChecked = false): ReadyBatch {
  const files = new Files(allowed, known);
  const source = files.named(file);
  if (!('text' in source)) {
    const report = new Report();
    report.add('error', source.code, null, file, { ...source.args, kind: 'batch' });
    throw new InputProblems(report.problems);
  }
  const batch = ofItsKind(() => readBatch(source, files));
  if (!isChecked) checkSettings(batch);
  const standard = files.named(projectFile('seeds', 'uncertainty', 'default.yaml'));
  const weather = 'text' in standard ? standard : sourceOf('seeds/uncertainty/default.yaml', '');
  const player = new BatchPlayer(batch, readUncertainty(weather));
  const { policy, county, scenario } = batch.read.texts;
  const marks = {
    scenario: mark(scenario),
    policy: mark(policy),
    county: mark(county),
    // Draws go by the standard weather where the scenario has none of its own.
    batch: mark(batchText(batch) + (batch.draws === null ? '' : weather.text)),
    version,
  };
  const manifest = { fingerprint: mark(JSON.stringify(marks)), marks, points: batch.points, cut: player.cut, columns: player.columns };
  return {
    manifest,
    read: batch.read,
    held: player.held,
    play: (chunk) => chunkOf(player.rows(chunk * manifest.cut.chunkRows, rowsIn(manifest.cut, chunk)), player.columns),
  };
}

/** As long as the marks that every command prints. */
function mark(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
