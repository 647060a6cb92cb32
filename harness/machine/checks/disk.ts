import type { Check, CheckContext } from '../check.ts';
import { placeOfDaemon } from '../docker-state.ts';
import { fatal, ok } from '../finding.ts';
import { formatGibibytes, kubeletDefaults, requirements } from '../requirements.ts';

/** Where Docker keeps images and containers until a daemon says otherwise. */
const standardDataRoot = '/var/lib/docker';

interface Place {
  readonly path: string;
  readonly holds: string;
  readonly neededBytes: number;
}

export const diskCheck: Check = {
  id: 'disk',
  title: 'Disk space',
  async run(context) {
    const fileSystems = await group(context, placesOf(context));
    const expected = fileSystems
      .map(({ neededBytes, holds }) => `${formatGibibytes(neededBytes)} for ${holds}`)
      .join(', ');
    const observed = fileSystems.map(describe).join(', ');
    const full = fileSystems.filter(({ availableBytes, neededBytes }) => availableBytes < neededBytes);
    if (full.length === 0) return ok(expected, observed);
    const paths = full.map(({ paths: [path] }) => path).join(' and ');
    return fatal(
      expected,
      observed,
      `Free space at ${paths}: \`pca-e2e clean\` and \`pca-e2e artifacts prune\` remove what earlier runs left, \`docker system prune\` what nobody uses any more.`,
    );
  },
};

/** Builds happen in the cache folder; images and containers are in Docker's data root, if that is on this machine. */
function placesOf(context: CheckContext): readonly Place[] {
  const { demands, docker } = context;
  const { diskForBuildingBytes, diskForRunningBytes, diskForToolsBytes } = requirements;
  if (docker.status === 'not-asked') {
    return [{ path: demands.cacheFolder, holds: 'tools and charts', neededBytes: diskForToolsBytes }];
  }
  const cache: Place = {
    path: demands.cacheFolder,
    holds: 'artifacts',
    neededBytes: demands.buildsArtifacts ? diskForBuildingBytes - diskForRunningBytes : 0,
  };
  const daemon = placeOfDaemon(context.probe, context.docker);
  if (daemon.kind === 'elsewhere') return [cache];
  const path = daemon.kind === 'here' ? daemon.info.dataRoot : standardDataRoot;
  return [cache, { path, holds: 'images', neededBytes: diskForRunningBytes }];
}

interface FileSystem {
  readonly paths: readonly string[];
  readonly holds: string;
  readonly neededBytes: number;
  readonly availableBytes: number;
  readonly totalBytes: number;
}

/** Two places on one file system need the sum of both. */
async function group({ probe }: CheckContext, places: readonly Place[]): Promise<readonly FileSystem[]> {
  const fileSystems = new Map<number, FileSystem>();
  for (const { path, holds, neededBytes } of places) {
    const { device, availableBytes, totalBytes } = await probe.fileSystemOf(path);
    const shared = fileSystems.get(device);
    fileSystems.set(device, {
      paths: [...(shared?.paths ?? []), path],
      holds: shared === undefined ? holds : `${shared.holds} and ${holds}`,
      neededBytes: (shared?.neededBytes ?? 0) + neededBytes,
      availableBytes,
      totalBytes,
    });
  }
  return [...fileSystems.values()];
}

function describe({ paths, availableBytes, totalBytes }: FileSystem): string {
  const availablePercent = Math.floor((availableBytes / totalBytes) * 100);
  const { imageRemovalBelowPercent, podEvictionBelowPercent } = kubeletDefaults;
  const whatKubeletsDo = [
    ...(availablePercent < imageRemovalBelowPercent ? ['remove images'] : []),
    ...(availablePercent < podEvictionBelowPercent ? ['evict pods'] : []),
  ].join(' and ');
  const note = whatKubeletsDo === '' ? '' : `; without kind's settings a kubelet would ${whatKubeletsDo} here`;
  return `${formatGibibytes(availableBytes)} (${availablePercent} %) available at ${paths.join(' and ')}${note}`;
}
