import type { Artifacts } from '../artifacts/artifact-source.ts';
import type { Progress } from '../artifacts/progress.ts';
import { artifactSource } from '../artifacts/select-source.ts';
import type { ComponentVersions } from '../artifacts/versions.ts';
import { lineFor } from '../reports/terminal/event-lines.ts';
import { styleFor } from '../reports/terminal/style.ts';
import type { Io } from './io.ts';

/** Makes the artifacts of these versions available outside a run, and says what is built meanwhile. */
export async function buildArtifacts(io: Io, versions: ComponentVersions, signal: AbortSignal): Promise<Artifacts> {
  const style = styleFor(io.stdout, io.env);
  const onProgress = (progress: Progress) => {
    if (progress.kind === 'started') io.stdout.write(`▶ ${progress.title}\n`);
    const line = lineFor({ type: 'artifact-progress', atMs: Date.now(), progress }, (id) => id, style);
    if (line !== undefined) io.stdout.write(`${line}\n`);
  };
  return artifactSource('local').provide({ versions, signal, onProgress });
}
