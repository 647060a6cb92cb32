import { Command } from 'commander';
import { installFlow } from '../../flow/install-flow.ts';
import { lookInside } from '../../reports/terminal/look-inside.ts';
import { type Style, styleFor } from '../../reports/terminal/style.ts';
import { namedVersions } from '../../reports/wording.ts';
import { formatAgeMs } from '../../wait/duration.ts';
import type { Io } from '../io.ts';
import { dockerAnswer, dockerNote, knownRuns } from '../known-runs.ts';
import { overviewOf, type RunOverview } from '../run-overview.ts';

/** `pca-e2e list`: the runs of which something is standing. */
export function listCommand(io: Io): Command {
  return new Command('list')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples)
    .action((flags: { json: boolean }) => list(io, flags.json));
}

const examples = `
Runs are known by Docker's labels; those that need no Docker by their folders, in runs/ here.

Examples:
  pca-e2e list
  pca-e2e list --json | jq -r '.runs[] | select(.life.state == "kept") | .folder'`;

async function list(io: Io, json: boolean): Promise<void> {
  const { runs: known, dockerAway } = await knownRuns(io.cwd);
  const runs = await Promise.all(known.map(overviewOf));
  if (json) {
    io.stdout.write(`${JSON.stringify({ runs, docker: dockerAnswer(dockerAway) }, null, 2)}\n`);
    return;
  }
  const style = styleFor(io.stdout, io.env);
  const blocks = runs.length === 0 ? ['No run is kept.'] : runs.map((run) => describeRun(run, style));
  io.stdout.write(`${[...blocks, ...hints(runs), ...dockerNote(dockerAway)].join('\n\n')}\n`);
}

const stepCount = installFlow(() => undefined).length;
/** What people choose; the others come along with these. */
const chosenVersions = new Set(['Kubernetes', 'cert-manager', 'aws-privateca-issuer', 'Istio']);

function describeRun(run: RunOverview, style: Style): string {
  const { runId, life, outcome, startedAt, stepsDone, versions, folder } = run;
  const facts = [
    life.state === 'kept' ? (outcome ?? 'kept') : life.state,
    ...(startedAt === undefined ? [] : [`${formatAgeMs(Date.now() - Date.parse(startedAt))} ago`]),
    ...(stepsDone === undefined ? [] : [`${stepsDone.length} of ${stepCount} steps done`]),
  ];
  const shown = namedVersions(versions ?? {}).filter(([name]) => chosenVersions.has(name));
  return [
    `${style.bold(runId)}  ${facts.join(', ')}`,
    ...(shown.length === 0 ? [] : [`  ${shown.map((version) => version.join(' ')).join(', ')}`]),
    ...(run.guestOf === undefined ? [] : [`  guest in the cluster of context ${run.guestOf}`]),
    `  ${folder ?? 'folder unknown'}`,
    ...(life.state === 'kept' ? [] : [`  ${life.why}`]),
    style.dim(`  ${run.containers.join(', ') || 'no container'}`),
  ].join('\n');
}

function hints(runs: readonly RunOverview[]): readonly string[] {
  const [kept] = runs.filter(({ life }) => life.state === 'kept');
  const killed = runs.some(({ life }) => life.state === 'killed');
  return [
    ...(kept?.folder === undefined ? [] : [insideHint(kept, kept.folder)]),
    ...(killed ? ['To remove what killed runs left:\n  npx pca-e2e clean'] : []),
  ];
}

function insideHint({ runId, guestOf }: RunOverview, folder: string): string {
  const commands = lookInside({ runId, folder, provider: guestOf === undefined ? 'kind' : 'existing' });
  return [`To look inside ${runId}:`, ...indented(commands)].join('\n');
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
