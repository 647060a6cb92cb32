import type { Artifacts } from '../artifacts/artifact-source.ts';
import type { Progress } from '../artifacts/progress.ts';
import { artifactSource } from '../artifacts/select-source.ts';
import type { RunOptions } from '../flow/run.ts';
import { lineFor } from '../reports/terminal/event-lines.ts';
import { styleFor } from '../reports/terminal/style.ts';
import type { Io } from './io.ts';

/** What of a run's options decides its artifacts. */
export type ArtifactRequest = Pick<RunOptions, 'artifacts' | 'artifactSettings' | 'versions'>;

/** Makes a run's artifacts available before it, and says what is built or fetched meanwhile. */
export async function buildArtifacts(io: Io, request: ArtifactRequest, signal: AbortSignal): Promise<Artifacts> {
  const { artifacts, artifactSettings: settings, versions } = request;
  const style = styleFor(io.stdout, io.env);
  const onProgress = (progress: Progress) => {
    if (progress.kind === 'started') io.stdout.write(`▶ ${progress.title}\n`);
    const line = lineFor({ type: 'artifact-progress', atMs: Date.now(), progress }, (id) => id, style);
    if (line !== undefined) io.stdout.write(`${line}\n`);
  };
  return artifactSource(artifacts).provide({ versions, settings, signal, onProgress });
}
