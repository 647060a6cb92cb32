import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { observeCommands } from '../process/run-command.ts';
import { testFolder } from '../testing/test-folder.ts';
import { diagnose } from './diagnose.ts';
import { gatherEvidence } from './gather-evidence.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A kubeconfig for an API server that nobody serves: its port was free a moment ago. */
async function unreachableCluster() {
  const { server, port } = await listening(() => undefined);
  server.close();
  const kubeconfig = join(testFolder('pca-e2e-'), 'kubeconfig');
  const config = {
    clusters: [{ name: 'c', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    users: [{ name: 'u', user: {} }],
    'current-context': 'c',
  };
  await writeFile(kubeconfig, JSON.stringify(config));
  return { kubectl: 'kubectl', kubeconfig };
}

async function listening(answer: (path: string) => unknown) {
  const server = createServer((request, response) => response.end(JSON.stringify(answer(request.url ?? ''))));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, port, endpoint: `http://127.0.0.1:${port}` };
}

const signal = AbortSignal.timeout(60_000);

describe('gatherEvidence', () => {
  test('names what cannot be read, and goes on with the rest', async () => {
    const evidence = await gatherEvidence({
      cluster: await unreachableCluster(),
      awsAdminEndpoint: (
        await listening((path) => (path.startsWith('/journal') ? { entries: [] } : { authorities: [] }))
      ).endpoint,
      errors: ['it failed'],
      signal,
    });
    expect(evidence).toMatchObject({ cluster: null, errors: ['it failed'], aws: { authorities: [], journal: [] } });
    expect(evidence.unreadable).toContainEqual({
      source: 'namespaces',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test("a mocked AWS that is gone is AWS's outage", async () => {
    const { server, endpoint } = await listening(() => undefined);
    server.close();
    const evidence = await gatherEvidence({ awsAdminEndpoint: endpoint, signal });
    expect(diagnose(evidence)).toEqual([
      expect.objectContaining({ id: 'aws-unreachable', cause: expect.stringContaining('ECONNREFUSED') }),
    ]);
  });

  test('leaves out which fault the mock was told to commit, and requests before the time that was asked for', async () => {
    const entry = { operation: 'IssueCertificate', status: 503, errorCode: 'X', fault: 'outage' };
    const entries = [
      { ...entry, time: '2026-11-24T10:00:00.000Z' },
      { ...entry, time: '2026-11-24T12:00:00.000Z' },
    ];
    const { endpoint } = await listening((path) => (path.startsWith('/journal') ? { entries } : { authorities: [] }));
    const since = new Date('2026-11-24T11:00:00Z');
    const { aws } = await gatherEvidence({ awsAdminEndpoint: endpoint, since, signal });
    expect(aws?.journal.map(({ at }) => at)).toEqual(['2026-11-24T12:00:00.000Z']);
    expect(JSON.stringify(aws)).not.toContain('outage');
  });

  test('of a run that has nothing in Docker asks Docker nothing', async () => {
    const commands: string[] = [];
    const stop = observeCommands({ started: (_, command) => commands.push(command) });
    const { machine, unreadable } = await gatherEvidence({ runId: 'r1', usesDocker: false, signal });
    stop();
    expect(machine).toMatchObject({ nodeContainers: null, nodeLog: [] });
    expect({ unreadable, commands }).toEqual({ unreadable: [], commands: [] });
  });

  test("ends with the signal's reason", async () => {
    const reason = new Error('interrupted');
    await expect(gatherEvidence({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
