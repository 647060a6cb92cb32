import { Command, Option } from 'commander';
import { type CachedArtifact, listArtifacts } from '../../artifacts/local/list-artifacts.ts';
import { pruneArtifacts } from '../../artifacts/local/prune-artifacts.ts';
import type { ArtifactSourceName } from '../../artifacts/select-source.ts';
import { shorten } from '../../reports/terminal/text-width.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import { formatBytes } from '../../wait/format-bytes.ts';
import { type ArtifactFlags, addArtifactOptions, artifactSettingsOf } from '../artifact-options.ts';
import { buildArtifacts } from '../build-artifacts.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { addVersionOptions, type VersionFlags, versionsOf } from '../version-options.ts';

interface BuildFlags extends VersionFlags, ArtifactFlags {
  readonly artifacts: ArtifactSourceName;
  readonly json: boolean;
}

/** `pca-e2e artifacts`: what is built and cached, without a run. */
export function artifactsCommand(io: Io): Command {
  const artifacts = new Command('artifacts');
  artifacts.addCommand(
    addArtifactOptions(addVersionOptions(new Command('build')))
      .description('build or fetch what a run of these versions needs, and nothing that is cached already')
      .option('--json', 'print one JSON document, and everything else on standard error', false)
      .addHelpText('after', buildExamples)
      .action((flags: BuildFlags) => build(io, flags)),
  );
  artifacts.addCommand(
    new Command('list')
      .description('list what the cache holds, the last used first, and what came from where with its digest')
      .option('--json', 'print one JSON document', false)
      .addHelpText('after', listExamples)
      .action((flags: { json: boolean }) => list(io, flags.json)),
  );
  artifacts.addCommand(
    new Command('prune')
      .description('remove what the default versions do not need, with its images; what a container uses stays')
      .addOption(new Option('--all', 'remove everything that was built').default(false))
      .option('--json', 'print one JSON document', false)
      .addHelpText('after', pruneExamples)
      .action((flags: PruneFlags) => prune(io, flags)),
  );
  return artifacts;
}

interface PruneFlags {
  readonly all: boolean;
  readonly json: boolean;
}

const buildExamples = `
Examples:
  pca-e2e artifacts build                          before the first run, or in an image for CI
  pca-e2e artifacts build --istio 1.30 --json      another version; paths and images for a program`;

const listExamples = `
Examples:
  pca-e2e artifacts list
  pca-e2e artifacts list --json | jq '[.artifacts[].sizeBytes] | add'`;

const pruneExamples = `
Examples:
  pca-e2e artifacts prune            what the default versions do not need
  pca-e2e artifacts prune --all      everything that was built`;

async function build(io: Io, flags: BuildFlags): Promise<void> {
  const startedMs = performance.now();
  const { artifacts } = flags;
  const request = { artifacts, versions: versionsOf(flags), artifactSettings: artifactSettingsOf(flags) };
  const shown = flags.json ? { ...io, stdout: io.stderr } : io;
  const built = await interruptible((signal) => buildArtifacts(shown, request, signal));
  if (flags.json) {
    io.stdout.write(`${JSON.stringify(built, null, 2)}\n`);
    return;
  }
  const { node, mockBaseImage, tools } = built;
  io.stdout.write(`Ready after ${formatDurationMs(performance.now() - startedMs)}.\n`);
  io.stdout.write(`Node image: ${node.image}\nNode.js image: ${mockBaseImage}\n`);
  for (const [name, path] of Object.entries(tools)) io.stdout.write(`${name}: ${path}\n`);
}

async function list(io: Io, json: boolean): Promise<void> {
  const artifacts = await interruptible((signal) => listArtifacts({ signal }));
  if (json) {
    io.stdout.write(`${JSON.stringify({ artifacts }, null, 2)}\n`);
    return;
  }
  for (const artifact of artifacts) {
    io.stdout.write(`${describe(artifact)}\n`);
    for (const { from, digest } of artifact.origins) io.stdout.write(`  ${from}  ${digest}\n`);
  }
  const sizeBytes = artifacts.reduce((sum, artifact) => sum + artifact.sizeBytes, 0);
  io.stdout.write(`${artifacts.length} artifacts, ${formatBytes(sizeBytes)}\n`);
}

async function prune(io: Io, { all, json }: PruneFlags): Promise<void> {
  const { removed, kept } = await interruptible((signal) => pruneArtifacts({ what: all ? 'all' : 'unused', signal }));
  if (json) {
    io.stdout.write(`${JSON.stringify({ removed, kept }, null, 2)}\n`);
    return;
  }
  for (const artifact of removed) io.stdout.write(`Removed ${describe(artifact)}\n`);
  for (const artifact of kept) io.stdout.write(`In use, kept: ${describe(artifact)}\n`);
  const sizeBytes = removed.reduce((sum, artifact) => sum + artifact.sizeBytes, 0);
  io.stdout.write(`${removed.length} artifacts removed, ${formatBytes(sizeBytes)}\n`);
}

async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = interruptSignal();
  try {
    return await work(interrupt.signal);
  } finally {
    interrupt.dispose();
  }
}

function describe({ unit, version, sizeBytes, lastUsedAt, usedByDefault, state, problem }: CachedArtifact): string {
  const use = usedByDefault ? 'default versions' : 'other versions';
  const condition = state === 'whole' ? use : `broken: ${problem ?? 'unreadable'}`;
  return [
    shorten(unit, 28).padEnd(28),
    shorten(version, 14).padEnd(14),
    formatBytes(sizeBytes).padStart(9),
    `used ${lastUsedAt.slice(0, 10)}`,
    condition,
  ].join('  ');
}
