import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runCommand } from '../process/run-command.ts';
import { collectEvidence } from './collect-evidence.ts';

const key = ['-----BEGIN PRIVATE KEY-----', 'k3y-of-the-ca', '-----END PRIVATE KEY-----'];
const log = [
  'starting with AWS_SECRET_ACCESS_KEY=s3cret/of+aws',
  'authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJzM2NyZXQifQ.c2lnbmVkczNjcmV0',
  'proxy http://me:s3cret@proxy.example:3128',
  ...key,
  'and the log goes on',
];

let folder: string;
let server: Server;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-test-'));
  server = await apiServer();
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

/** An API server with an istiod that logs what it must not. */
async function apiServer(): Promise<Server> {
  const [keyFile, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', keyFile];
  await runCommand('openssl', ['req', '-x509', ...newKey, '-subj', '/CN=fake', '-out', certificate]);
  const namespaces = [{ metadata: { name: 'istio-system' } }];
  const state = { running: { startedAt: '2026-11-24T10:00:00Z' } };
  const pods = [
    {
      metadata: { namespace: 'istio-system', name: 'istiod-1', labels: { app: 'istiod' } },
      status: { phase: 'Running', containerStatuses: [{ name: 'discovery', ready: true, restartCount: 0, state }] },
    },
  ];
  const keys = { key: await readFile(keyFile), cert: await readFile(certificate) };
  const serving = createServer(keys, ({ url = '' }, response) => {
    if (url.includes('/log?')) response.end(log.join('\n'));
    else if (url === '/api/v1/namespaces') response.end(JSON.stringify({ items: namespaces }));
    else if (url === '/api/v1/pods') response.end(JSON.stringify({ items: pods }));
    else response.writeHead(404).end('{"message": "not served: password=s3cret"}');
  });
  serving.listen(0, '127.0.0.1');
  await once(serving, 'listening');
  return serving;
}

async function access() {
  const { port } = server.address() as AddressInfo;
  const kubeconfig = join(folder, 'kubeconfig');
  const config = {
    clusters: [{ name: 'c', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    users: [{ name: 'u', user: {} }],
    'current-context': 'c',
  };
  await writeFile(kubeconfig, JSON.stringify(config));
  const kubectl = join(folder, 'kubectl');
  await writeFile(kubectl, `#!/bin/sh\ncat <<'END'\n${log.join('\n')}\nEND\n`, { mode: 0o755 });
  return { kubectl, kubeconfig };
}

test('no file of the evidence, and no diagnosis, has a secret of what it was made of; only its owner reads it', async () => {
  const collected = await collectEvidence({
    runId: 'r',
    runFolder: folder,
    ownsNode: false,
    usesDocker: false,
    cluster: await access(),
    errors: ['kubectl failed: --token s3cret-of-a-user'],
    signal: AbortSignal.timeout(60_000),
  });
  const evidence = join(folder, 'evidence');
  const entries = await readdir(evidence, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const all = [...texts, JSON.stringify(collected)].join('\n');
  expect(all).not.toMatch(/s3cret|k3y|c2lnbmVkczNjcmV0/);

  expect(await readFile(join(evidence, 'logs', 'istio-system.istiod-1.discovery.log'), 'utf8')).toBe(
    [
      'starting with AWS_SECRET_ACCESS_KEY=***',
      'authorization: Bearer ***',
      'proxy http://***@proxy.example:3128',
      ...['***', '***', '***', 'and the log goes on', ''],
    ].join('\n'),
  );
  expect(await readFile(join(evidence, 'pods-described.txt'), 'utf8')).toContain('and the log goes on');
  expect(collected.evidence.unreadable).toContainEqual(
    expect.objectContaining({ source: 'secrets', reason: expect.stringContaining('password=***') }),
  );
  const modes = await Promise.all(files.map(async (file) => (await stat(file)).mode & 0o777));
  expect(new Set(modes)).toEqual(new Set([0o600]));
});
