import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandError } from '../process/command-error.ts';
import { hideSecrets } from '../process/hide-secrets.ts';
import { runCommand } from '../process/run-command.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Evidence } from './evidence.ts';
import { evidenceFiles } from './evidence-files.ts';
import { evidenceSources } from './evidence-sources.ts';
import { type GatherOptions, gatherEvidence } from './gather-evidence.ts';

export interface CollectOptions extends GatherOptions {
  readonly runId: string;
  /** Folder of the run; the evidence goes to its `evidence` folder. */
  readonly runFolder: string;
  /** Whether the run has made its node; nodes of somebody's are not looked into. @defaultValue true */
  readonly ownsNode?: boolean;
}

export interface CollectedEvidence {
  readonly evidence: Evidence;
  readonly diagnosis: readonly Diagnosis[];
}

/** Each command's own time: a component that hangs must not hold up what the others can tell. */
const commandTimeoutMs = 10_000;

/**
 * Gathers the evidence of a run that failed, diagnoses it, and writes both down, for people and for programs. Done
 * before anything is undone. What cannot be read leaves the reason in its place: that it cannot is evidence too.
 */
export async function collectEvidence(options: CollectOptions): Promise<CollectedEvidence> {
  const folder = join(options.runFolder, 'evidence');
  await mkdir(folder, { recursive: true });
  if (options.ownsNode === false) await write(folder, 'docker-node.log', notOurNode);
  const [evidence] = await Promise.all([
    gatherEvidence(options),
    ...evidenceSources(options).map(async ({ file, command, args }) =>
      write(folder, file, await outputOf(command, args, options.signal)),
    ),
  ]);
  const diagnosis = diagnose(evidence);
  await Promise.all(evidenceFiles(evidence, diagnosis).map(({ file, text }) => write(folder, file, text)));
  return { evidence, diagnosis };
}

const notOurNode = "Not collected: the cluster was there before the run, and its nodes are not the run's to look into.";

/** What components log is not ours to know: beyond what is hidden, only the run's owner reads it. */
const ownerOnly = 0o600;

async function write(folder: string, file: string, text: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${hideSecrets(text)}\n`, { mode: ownerOnly });
}

async function outputOf(command: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    const { stdout, stderr } = await runCommand(command, args, { timeoutMs: commandTimeoutMs, signal });
    return [stdout, stderr].filter(Boolean).join('\n');
  } catch (error) {
    if (error instanceof CommandError) return `Could not be collected: ${error.message}`;
    throw error;
  }
}
