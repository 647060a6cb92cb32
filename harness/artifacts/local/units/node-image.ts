import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { runCommand } from '../../../process/run-command.ts';
import type { Unit, UnitWork } from '../../cache/unit.ts';
import { dockerImageUnit } from '../../docker/docker-image-unit.ts';
import { labelChanges, ownerLabel } from '../../docker/docker-images.ts';
import { layoutOf } from './cluster-images.ts';
import { rootArchiveOf } from './debian.ts';
import { pauseReferenceFileOf } from './image-assembly.ts';
import { hashFolder, ownSources } from './own-sources.ts';

export interface NodeImageSources {
  readonly nodeRoot: Unit;
  readonly kubernetes: Unit;
  readonly clusterImages: Unit;
}

/**
 * The image of a kind node: Debian, our entrypoint and systemd units, Kubernetes's programs, and every image that a run uses, unpacked.
 * Made in a container (unpacking needs containerd, and containerd needs privileges) that is then committed.
 */
export function nodeImageUnit(version: string, sources: NodeImageSources, run: typeof runCommand): Unit {
  return dockerImageUnit({
    id: 'node-image',
    title: 'kind node image',
    name: 'node',
    version,
    inputs: { files: hashFolder(ownSources.nodeFiles), scripts: hashFolder(ownSources.bakeScripts) },
    needs: Object.values(sources),
    runCommand: run,
    build: (work, reference) => bake(work, reference, version, sources),
  });
}

const cleanUpTimeoutMs = 30_000;

async function bake(work: UnitWork, reference: string, version: string, sources: NodeImageSources): Promise<void> {
  const docker = (args: readonly string[]) => work.run('docker', args);
  const cleanUp = (args: readonly string[]) =>
    work.run('docker', args, { evenWhenInterrupted: true, timeoutMs: cleanUpTimeoutMs });
  const images = work.outputOf(sources.clusterImages);
  const pauseImage = await readFile(pauseReferenceFileOf(images), 'utf8');
  const base = `istio-pca-e2e/node-base:${work.key}`;
  const container = `istio-pca-e2e-bake-${work.key}`;

  // A killed build may have left it; its name is the content key's, and the key's lock is ours.
  await docker(['rm', '--force', '--volumes', container]);
  await docker([
    'import',
    ...changes(labelChanges('node-base', work.key)),
    rootArchiveOf(work.outputOf(sources.nodeRoot)),
    base,
  ]);
  try {
    await docker([
      // An interruption ends this command at once; the container is then removed by name.
      ...['run', '--sig-proxy=false', '--name', container, '--label', `${ownerLabel}=bake`],
      // The signal that makes systemd shut down; the committed image inherits it.
      ...['--stop-signal', 'SIGRTMIN+3'],
      // Privileged, because containerd unpacks with mounts. Nothing here needs the network.
      ...['--privileged', '--network', 'none', '--tmpfs', '/run', '--volume', '/mnt/containerd'],
      ...readOnly(ownSources.nodeFiles, '/mnt/files'),
      ...readOnly(ownSources.bakeScripts, '/mnt/scripts'),
      ...readOnly(join(work.outputOf(sources.kubernetes), 'bin'), '/mnt/bin'),
      ...readOnly(layoutOf(images), '/mnt/layout'),
      ...[base, '/mnt/scripts/bake.sh', version, pauseImage],
    ]);
    const metadata = [
      ...labelChanges('node', work.key),
      'ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]',
      // How systemd learns that it is in a container (https://systemd.io/CONTAINER_INTERFACE).
      'ENV container=docker',
    ];
    await docker(['commit', ...changes(metadata), container, reference]);
  } finally {
    await cleanUp(['rm', '--force', '--volumes', container]);
    await cleanUp(['rmi', base]);
  }
}

function changes(instructions: readonly string[]): readonly string[] {
  return instructions.flatMap((instruction) => ['--change', instruction]);
}

function readOnly(from: string, to: string): readonly string[] {
  return ['--volume', `${from}:${to}:ro`];
}
