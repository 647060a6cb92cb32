import { Command, InvalidArgumentError } from 'commander';
import type { DockerAwayError } from '../../clusters/ask-docker.ts';
import { errorText } from '../../reports/error-text.ts';
import { counted } from '../../reports/wording.ts';
import { goDurationMs } from '../../wait/go-duration.ts';
import { type AwsFlags, addAwsAccessOptions } from '../aws-options.ts';
import { completeAwsFlags } from '../aws-region.ts';
import { awsSweep } from '../clean/aws-sweep.ts';
import { findLeftovers } from '../clean/find-leftovers.ts';
import type { Leftover, LeftoverGroup, Removal, Sweep } from '../clean/leftover.ts';
import { removeLeftovers } from '../clean/remove-leftovers.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { dockerAnswer, dockerNote } from '../known-runs.ts';
import type { UndoneStep } from '../undo-record.ts';

interface CleanFlags extends AwsFlags {
  readonly olderThan?: number;
  readonly runId?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** A group as it is reported: `removed` says whether it is gone. */
interface CleanedGroup extends LeftoverGroup {
  readonly removed: boolean;
  readonly undo: readonly UndoneStep[];
  /** Why something of it is left. */
  readonly errors: readonly string[];
}

/** `pca-e2e clean`: removes what killed runs left, on this machine or in an account of AWS itself, and nothing else. */
export function cleanCommand(io: Io): Command {
  const command = addAwsAccessOptions(new Command('clean'));
  return command
    .option('--run-id <id>', 'only what is left of this run')
    .option('--older-than <time>', 'in AWS itself, also what other machines made and is older', age)
    .option('--dry-run', 'only say what would be removed', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', help)
    .action((flags: CleanFlags) => clean(io, flags, command));
}

const help = `
A run is killed when the process that made it is gone and its folder does not say that it is kept. Runs that go on, that are
kept, or that another machine made are listed and left alone: \`pca-e2e down\` removes a kept one. Runs are known by Docker's
labels; those that need no Docker by their folders, in runs/ here.

Examples:
  pca-e2e clean --dry-run                see what killed runs left
  pca-e2e clean                          remove it
  pca-e2e clean --run-id 20261124-x7k2   only what is left of that run
  pca-e2e clean --json | jq .leftovers   the same for a program
  pca-e2e clean --aws real --dry-run     what carries a run's tag in an account of AWS itself, and is left
  pca-e2e clean --aws real --older-than 24h   remove it; also what machines that are gone left a day ago`;

async function clean(io: Io, flags: CleanFlags, command: Command): Promise<void> {
  const { runId, dryRun, json } = flags;
  await completeAwsFlags(flags, command);
  const interrupt = interruptSignal();
  try {
    const sweep =
      flags.aws === 'real' ? await awsSweep(flags, interrupt.signal) : await localSweep(io, interrupt.signal);
    const isWanted = (run: { readonly runId: string | undefined }) => runId === undefined || run.runId === runId;
    const groups = sweep.groups.filter(isWanted);
    const others = sweep.others.filter(isWanted);
    if (!json && sweep.where !== undefined) io.stdout.write(`${sweep.where}\n`);
    const cleaned: CleanedGroup[] = [];
    const errors: unknown[] = [];
    for (const group of groups) {
      interrupt.signal.throwIfAborted();
      if (!json) io.stdout.write(describeGroup(group, dryRun));
      const removal = dryRun ? nothingDone : await sweep.remove(group);
      if (!json) io.stdout.write(notesOf(removal));
      errors.push(...removal.errors);
      const { undo } = removal;
      const failures = removal.errors.map(errorText);
      cleaned.push({ ...group, removed: !dryRun && failures.length === 0, undo, errors: failures });
    }
    const { dockerAway } = sweep;
    const docker = flags.aws === 'real' ? {} : { docker: dockerAnswer(dockerAway) };
    const { notes = [] } = sweep;
    const document = { dryRun, leftovers: cleaned, others, ...(notes.length === 0 ? {} : { notes }), ...docker };
    const end = [...notes.map((note) => `${note}\n`), ending(cleaned, others, dockerAway)].join('');
    io.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : end);
    if (errors.length > 0) throw errors[0];
  } finally {
    interrupt.dispose();
  }
}

/** What is left on this machine. What a killed run noted that it made in AWS itself is removed with it. */
async function localSweep(io: Io, signal: AbortSignal): Promise<Sweep> {
  const found = await findLeftovers(io.cwd, signal);
  return { ...found, where: undefined, remove: (group) => removeLeftovers(group, signal) };
}

function age(text: string): number {
  const ageMs = goDurationMs(text);
  if (ageMs > 0) return ageMs;
  throw new InvalidArgumentError('expected a time such as 24h');
}

function describeGroup({ runId, why, folder, leftovers }: LeftoverGroup, dryRun: boolean): string {
  const head = `${runId === undefined ? 'Examination of the machine' : `Run ${runId}`}: ${why}`;
  const verb = dryRun ? 'would remove' : 'removing';
  const lines = leftovers.map(({ kind, name }) => `  ${verb} ${kindWords[kind] ?? kind} ${name}`);
  return [head, ...lines, ...folderNote(folder), ''].join('\n');
}

const nothingDone: Removal = { undo: [], errors: [] };

/**
 * What is to be known of what was undone: of a cluster that was there before, how it differs now from what it was. And
 * why something is left: at the end, one error is told for all runs.
 */
function notesOf({ undo, errors }: Removal): string {
  const notes = undo.flatMap(({ title, note }) => (note === undefined ? [] : [`${title}: ${note}`]));
  const failures = errors.map((error) => `not removed: ${errorText(error).split('\n').join('\n  ')}`);
  return [...notes, ...failures].map((line) => `  ${line}\n`).join('');
}

const kindWords: Partial<Record<Leftover['kind'], string>> = { cluster: 'what it added to the cluster of context' };

const folderNote = (folder: string | undefined) => (folder === undefined ? [] : [`  its folder: ${folder}`]);

function ending(
  cleaned: readonly CleanedGroup[],
  others: Sweep['others'],
  dockerAway: DockerAwayError | undefined,
): string {
  const alone = others.map(({ runId, life }) => `Left alone: run ${runId}: ${life.why}`);
  const left = [...alone, ...dockerNote(dockerAway)].map((line) => `${line}\n`).join('');
  if (cleaned.length === 0) return `${left}Nothing is left of killed runs.\n`;
  const count = cleaned.reduce((sum, { leftovers }) => sum + leftovers.length, 0);
  const gone = cleaned.every(({ removed }) => removed);
  return `${left}${counted(count, 'leftover')} ${gone ? 'removed' : 'found'}.\n`;
}
