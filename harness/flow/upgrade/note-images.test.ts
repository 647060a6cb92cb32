import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AddedToCluster } from '../../clusters/existing/added-to-cluster.ts';
import { readClusterRecord, recordCluster } from '../cluster-record.ts';
import { noteImages } from './note-images.ts';

const { signal } = new AbortController();
const imagesToLoad = [{ layout: '/cache/layout', names: ['istiod:2', 'sidecar:2'] }];

describe('images of an upgrade, in nodes of somebody', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pca-e2e-images-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const added: AddedToCluster = {
    cluster: {
      ...{ provider: 'existing', name: 'team', kubeconfig: '/out/kubeconfig', context: 'team' },
      ...{ serviceAccountIssuer: 'https://issuer.example', nodeContainers: ['node-1'] },
    },
    ...{ before: [], installs: [], namespaces: [], images: ['istiod:1', 'sidecar:2'] },
    imagesBefore: { 'node-1': ['pause'] },
  };

  test("are written down with the run's own, what the nodes had before stays as it was", async () => {
    await recordCluster(folder, added);
    await noteImages(folder, { imagesToLoad }, signal);
    expect(await readClusterRecord(folder)).toEqual({ ...added, images: ['istiod:1', 'sidecar:2', 'istiod:2'] });
  });

  test('are no matter in a cluster that goes as a whole', async () => {
    await noteImages(folder, { imagesToLoad }, signal);
    expect(await readClusterRecord(folder)).toBeUndefined();
  });
});
