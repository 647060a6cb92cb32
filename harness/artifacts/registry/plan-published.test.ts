import { expect, test } from '@jest/globals';
import { runCommand } from '../../process/run-command.ts';
import { defaultArtifactSettings } from '../artifact-settings.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { defaultVersions, helmVersion } from '../versions.ts';
import { type PlanPublishedOptions, planPublished } from './plan-published.ts';
import { registryAccess } from './registry-access.ts';
import { planTools } from './tools/plan-tools.ts';
import { thisHost } from './tools/published-tools.ts';
import { istioRelease } from './versions/istio-release.ts';

/** Names of the units that a run's artifacts are made of. */
async function unitsFor(images: Pick<PlanPublishedOptions, 'platform' | 'takesNodeImage'>): Promise<readonly string[]> {
  await using folder = await temporaryFolder();
  const settings = defaultArtifactSettings;
  const { signal } = new AbortController();
  const { kubernetes, kind, certManager, issuer } = defaultVersions;
  const versions = {
    kubernetes,
    kind,
    certManager,
    issuer,
    istio: istioRelease('1.31.0', settings, 'docker.io/istio'),
  };
  const access = registryAccess({ settings, cacheFolder: folder.path, runCommand });
  const tools = { host: thisHost, run: runCommand, signal, say: () => undefined, searchPath: '' };
  const planned = await planTools({ versions, helmVersion, access, ...tools });
  return planPublished({ versions, settings, access, planned, ...images, runCommand }).all.map(({ id }) => id);
}

const platform = { os: 'linux', architecture: 'amd64' } as const;

test('a run with a node of its own takes its image; one whose nodes are there takes the others alone', async () => {
  const own = await unitsFor({ platform, takesNodeImage: true });
  const there = await unitsFor({ platform, takesNodeImage: false });
  expect(own).toContain('published-node-image');
  expect(there).toEqual(own.filter((id) => id !== 'published-node-image'));
  expect(there.filter((id) => id.includes('image')).length).toBeGreaterThan(1);
});

test('without a platform to take images for, none is taken', async () => {
  const units = await unitsFor({ platform: undefined, takesNodeImage: false });
  expect(units.filter((id) => id.includes('image'))).toEqual([]);
  expect(units).toHaveLength(new Set(units).size);
  expect(units.length).toBeGreaterThan(4);
});
