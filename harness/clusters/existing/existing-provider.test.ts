import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '@kubernetes/client-node';
import { askApiServer } from '../../kubernetes/api-request.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { runLabel } from '../ownership.ts';
import type { AddedToCluster } from './added-to-cluster.ts';
import { ExistingProvider } from './existing-provider.ts';
import { runNote } from './run-note.ts';
import { FakeApiServer } from './testing/fake-api-server.ts';

const folder = testFolder();
const kubeconfig = join(folder, 'kubeconfig');
const wait = {
  signal: new AbortController().signal,
  waitingFor: () => undefined,
  observed: () => undefined,
};
let server: FakeApiServer;

beforeEach(async () => {
  server = new FakeApiServer();
  await server.listen();
  writeFileSync(kubeconfig, server.kubeConfig.exportConfig());
  serve('/api/v1', { namespaces: false, configmaps: true, secrets: true });
  serve('/apis/apps/v1', { deployments: true });
  server.objects.set('/apis', { groups: [{ name: 'apps', preferredVersion: { version: 'v1' } }] } as KubernetesObject);
  for (const name of ['team', 'cert-manager', 'istio-system']) add('/api/v1/namespaces', { name });
});
afterEach(() => server.close());

function serve(path: string, kinds: Readonly<Record<string, boolean>>): void {
  const resources = Object.entries(kinds).map(([name, namespaced]) => ({
    name,
    kind: name,
    namespaced,
    verbs: ['list'],
  }));
  server.objects.set(path, { resources } as KubernetesObject);
}

function add(root: string, metadata: NonNullable<KubernetesObject['metadata']>, more: object = {}): string {
  const path = `${root}/${metadata.name}`;
  server.objects.set(path, { metadata: { uid: path, ...metadata }, ...more });
  return path;
}

/** What an installation of cert-manager and Istio leaves to be recognised by, whichever run made it. */
function installations(): readonly string[] {
  const annotations = { 'meta.helm.sh/release-name': 'cert-manager', 'meta.helm.sh/release-namespace': 'cert-manager' };
  const namespaced = (namespace: string) => ({ namespace });
  return [
    add('/apis/apps/v1/namespaces/cert-manager/deployments', {
      ...{ name: 'cert-manager', annotations },
      ...namespaced('cert-manager'),
    }),
    add('/apis/apps/v1/namespaces/istio-system/deployments', {
      ...{ name: 'istiod', labels: { release: 'istio' } },
      ...namespaced('istio-system'),
    }),
    add('/api/v1/namespaces/istio-system/secrets', { name: 'cacerts', ...namespaced('istio-system') }),
    add('/api/v1/namespaces/team/configmaps', { name: 'istio-ca-root-cert', ...namespaced('team') }),
  ];
}

const labelled = (name: string, runId: string) =>
  add('/api/v1/namespaces/team/configmaps', { name, namespace: 'team', labels: { [runLabel]: runId } });

function claims(claimed: Partial<AddedToCluster>): AddedToCluster {
  const cluster: AddedToCluster['cluster'] = {
    ...{ provider: 'existing', name: 'team', context: 'team', kubeconfig },
    ...{ serviceAccountIssuer: '', nodeContainers: [] },
  };
  const installs = ['cert-manager', 'issuer', 'istio'] as const;
  return { cluster, before: [], installs, namespaces: [], images: [], imagesBefore: {}, ...claimed };
}

function leave(note: KubernetesObject): string {
  const { namespace = '', name = '' } = note.metadata ?? {};
  return add(`/api/v1/namespaces/${namespace}/configmaps`, { ...note.metadata, name }, note);
}

const remove = (added: AddedToCluster) => new ExistingProvider().remove({ runId: 'r1', added }, wait);
const uidsOf = (paths: readonly string[]) => paths.map((path) => ({ name: path, uid: path }));

describe('of a cluster that was there before, whatever the record says, only what carries the run\u2019s label is removed', () => {
  const everything = claims({ namespaces: ['team', 'cert-manager', 'istio-system'] });
  const notConfirmed = /the cluster does not confirm it:.*deployments\.apps istio-system\/istiod/s;

  test('when the record claims that nothing was there before, and that all of it is the run\u2019s', async () => {
    const others = [...installations(), labelled('of-another-run', 'r2')];
    const own = labelled('of-the-run', 'r1');
    await expect(remove(everything)).rejects.toThrow(notConfirmed);
    expect(server.changes.filter((change) => !change.endsWith('/kube-system/configmaps/pca-e2e-r1'))).toEqual([
      `DELETE ${own}`,
    ]);
    expect(others.filter((path) => !server.objects.has(path))).toEqual([]);
  });

  test('when the run has left another record there than that', async () => {
    const others = installations();
    leave(runNote('r1', claims({ before: uidsOf(others), installs: [] })));
    await expect(remove(everything)).rejects.toThrow(notConfirmed);
    expect(others.filter((path) => !server.objects.has(path))).toEqual([]);
  });

  test('when another run has left that record there', async () => {
    const others = installations();
    const { metadata, ...note } = runNote('r2', everything);
    leave({ ...note, metadata: { ...metadata, name: 'pca-e2e-r1' } });
    await expect(remove(everything)).rejects.toThrow(notConfirmed);
    expect(others.filter((path) => !server.objects.has(path))).toEqual([]);
  });
});

test('what the run has installed is removed by the record that it left in the cluster, and the note last', async () => {
  const there = ['team', 'cert-manager', 'istio-system'].map((name) => `/api/v1/namespaces/${name}`);
  const others = [labelled('of-another-run', 'r2')];
  const before = uidsOf([...there, ...others]);
  const installed = installations();
  const added = claims({ before });
  const note = leave(runNote('r1', added));
  expect(await remove(added)).toEqual({ compared: 4, gone: [], new: [] });
  expect(installed.filter((path) => server.objects.has(path))).toEqual([]);
  expect(server.changes.at(-1)).toBe(`DELETE ${note}`);
});

test('a removal that ended before the note was left finds nothing to remove', async () => {
  const there = ['team', 'cert-manager', 'istio-system'].map((name) => `/api/v1/namespaces/${name}`);
  expect(await remove(claims({ before: uidsOf(there) }))).toEqual({ compared: 3, gone: [], new: [] });
});

test('an object is removed by its uid: what has taken its name meanwhile stays', async () => {
  const path = labelled('of-the-run', 'r1');
  const removal = (uid: string) =>
    askApiServer(server.kubeConfig, { method: 'DELETE', path, body: { preconditions: { uid } }, signal: wait.signal });
  expect(await removal('of the one before')).toMatchObject({ status: 409 });
  expect(await removal(path)).toMatchObject({ status: 200 });
});

test('a run of an earlier version that has replaced installations is not removed: they would be taken for its own', async () => {
  const added: AddedToCluster = JSON.parse(JSON.stringify({ ...claims({}), replaced: { installations: ['Istio'] } }));
  await expect(remove(added)).rejects.toMatchObject({
    message: expect.stringContaining('Run r1 has replaced installations'),
    remedy: expect.stringContaining('the version of the harness that made it'),
  });
});

test('a run in a cluster that no longer answers is not removed, and the error says what to do if the cluster was deleted', async () => {
  server.close();
  await expect(remove(claims({}))).rejects.toMatchObject({
    message: 'The API server of context team is not reached, so nothing was removed there',
    remedy: expect.stringContaining('`docker network rm pca-e2e-r1`'),
  });
});
