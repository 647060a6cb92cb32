import { lchownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { defaultRunOptions } from '../../flow/run.ts';
import { thisProcess } from '../../process/process-identity.ts';

/** For tests: an attacker's server, for signed requests; it counts them, and refuses each. */
export async function listenForRequests() {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.headers['x-amz-target'] ?? request.url}`);
    response.writeHead(403, { 'content-type': 'application/x-amz-json-1.1' }).end('{"__type":"AccessDeniedException"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { requests, endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
}

export interface Planted {
  readonly runId: string;
  /** Where its files send requests. */
  readonly endpoint: string;
  /** What its kubeconfig's credential plugin makes when it is run. */
  readonly marker: string;
}

/** For tests: files of a run that needs no Docker, kept and killed at once, which run a program and send requests when believed. */
export function plantRun(folder: string, { runId, endpoint, marker }: Planted): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o644 });
  const kubeconfig = join(folder, 'kubeconfig');
  const account = {
    ...{ kind: 'real', fips: false, endpoint, region: 'us-east-1', accountId: '123456789012', partition: 'aws' },
    principalArn: 'arn:aws:iam::123456789012:user/other',
  };
  const arn = 'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/11111111-2222-3333-4444-555555555555';
  const cluster = {
    ...{ provider: 'existing', name: 'planted', context: 'planted', kubeconfig, nodeContainers: [] },
    serviceAccountIssuer: 'https://issuer.example',
  };
  const options = { ...defaultRunOptions, provider: 'existing', aws: 'real', artifacts: 'registry' };
  const outputs = { aws: account, cluster, artifacts: { tools: {} } };
  write('owner.json', { runId, owner: { ...thisProcess(), pid: 2 ** 22 + 1 }, options });
  write('state.json', {
    schemaVersion: 1,
    run: { id: runId, folder, options },
    outputs,
    heldBy: { ...thisProcess(), pid: 2 ** 22 + 1 },
  });
  write('aws.json', { account, openedAt: '2026-01-01T00:00:00Z', authorities: [arn] });
  write('cluster.json', { cluster, before: [], installs: [], namespaces: [], images: [], imagesBefore: {} });
  write('report.json', { schemaVersion: 1, runId });
  write('kubeconfig', kubeconfigRunning('/bin/touch', marker));
}

function kubeconfigRunning(command: string, argument: string): string {
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, args: [argument], interactiveMode: 'Never' };
  return stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'planted' },
    contexts: [{ name: 'planted', context: { cluster: 'planted', user: 'planted' } }],
    clusters: [{ name: 'planted', cluster: { server: 'http://127.0.0.1:9' } }],
    users: [{ name: 'planted', user: { exec } }],
  });
}

/** The user `nobody` of Debian and others. */
export const otherUser = 65_534;

/** Gives a folder and what is in it to another user, as only root may. */
export function giveAway(folder: string): void {
  lchownSync(folder, otherUser, otherUser);
  giveAwayFiles(folder);
}

/** Gives what is in a folder to another user. */
export function giveAwayFiles(folder: string): void {
  for (const name of readdirSync(folder)) lchownSync(join(folder, name), otherUser, otherUser);
}
