import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../process/command-error.ts';
import { runCommand } from '../process/run-command.ts';
import { type EvidenceFrom, evidenceSources } from './evidence-sources.ts';

export interface CollectOptions extends EvidenceFrom {
  /** Folder of the run; the evidence goes to its `evidence` folder. */
  readonly runFolder: string;
  readonly signal: AbortSignal;
}

/** Each source's own time: a component that hangs must not hold up what the others can tell. */
const sourceTimeoutMs = 10_000;

/**
 * Writes down what the components say, for a run that failed. Collected before anything is undone. A source that
 * cannot be read leaves the reason in its file: that it cannot is evidence too.
 */
export async function collectEvidence(options: CollectOptions): Promise<void> {
  const folder = join(options.runFolder, 'evidence');
  await mkdir(folder, { recursive: true });
  await Promise.all(
    evidenceSources(options).map(async ({ file, command, args }) => {
      await writeFile(join(folder, file), `${await outputOf(command, args, options.signal)}\n`);
    }),
  );
}

async function outputOf(command: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    const { stdout, stderr } = await runCommand(command, args, { timeoutMs: sourceTimeoutMs, signal });
    return [stdout, stderr].filter(Boolean).join('\n');
  } catch (error) {
    if (error instanceof CommandError) return `Could not be collected: ${error.message}`;
    throw error;
  }
}
