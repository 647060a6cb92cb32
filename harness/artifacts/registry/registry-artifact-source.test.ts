import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { observeCommands, runCommand } from '../../process/run-command.ts';
import { defaultArtifactSettings } from '../artifact-settings.ts';
import { type Artifacts, noNode } from '../artifact-source.ts';
import type { Progress } from '../progress.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { defaultVersions } from '../versions.ts';
import { publicEndpoints } from './endpoints.ts';
import { sha256Of } from './http/download.ts';
import { RegistryArtifactSource } from './registry-artifact-source.ts';
import { LoopbackServer } from './testing/loopback-server.ts';
import { bookinfoFile, publishedIstio, thisHost } from './tools/published-tools.ts';

const istio = '1.31.0';
const charts = { 'cert-manager': '1.21.2', 'aws-privateca-issuer': '1.11.0' };
const says = {
  kind: `kind v${defaultVersions.kind}`,
  kubectl: `Client Version: v${defaultVersions.kubernetes}`,
  helm: 'v3.19.5',
  istioctl: `client version: ${istio}`,
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: LoopbackServer;
const asked: string[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, 'bin'));
  for (const [name, version] of Object.entries(says)) {
    await writeFile(join(folder.path, 'bin', name), `#!/bin/sh\necho '${version}'\n`);
    await chmod(join(folder.path, 'bin', name), 0o755);
  }
  const archive = await release();
  const chartOf = (name: string) => join(folder.path, `${name}.tgz`);
  const entries = Object.entries(charts).map(async ([name, version]) => {
    await writeFile(chartOf(name), `the chart ${name}`);
    const digest = await sha256Of(chartOf(name));
    return [name, [{ name, version: `v${version}`, urls: [`${name}.tgz`], digest }]] as const;
  });
  const index = stringify({ apiVersion: 'v1', entries: Object.fromEntries(await Promise.all(entries)) });
  server = await new LoopbackServer(async ({ path }) => {
    asked.push(path);
    const file = basename(path);
    if (file === 'index.yaml') return { body: index };
    if (file.endsWith('.sha256')) return { body: `${await sha256Of(archive)}  ${basename(file, '.sha256')}\n` };
    if (file.endsWith('.tar.gz')) return { body: { file: archive } };
    return file.endsWith('.tgz') ? { body: { file: chartOf(basename(file, '.tgz')) } } : undefined;
  }).start();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** A release of Istio, with what is taken from it. */
async function release(): Promise<string> {
  const { files = {} } = publishedIstio(publicEndpoints, istio, thisHost);
  for (const path of Object.values(files)) {
    const file = join(folder.path, 'release', path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, `the file ${path}`);
  }
  const archive = join(folder.path, 'istio.tar.gz');
  await runCommand('tar', ['-czf', archive, '-C', join(folder.path, 'release'), '.']);
  return archive;
}

describe('published artifacts for nodes that pull by themselves', () => {
  const commands: string[] = [];
  const progress: Progress[] = [];
  let artifacts: Artifacts;

  beforeAll(async () => {
    const stop = observeCommands({ started: (_, command) => commands.push(command) });
    const endpoints = {
      istio: `${server.url}/istio`,
      certManagerCharts: `${server.url}/charts`,
      issuerCharts: `${server.url}/charts`,
    };
    const source = new RegistryArtifactSource({
      cacheFolder: join(folder.path, 'cache'),
      searchPath: join(folder.path, 'bin'),
      environment: { DOCKER_CONFIG: folder.path },
    });
    artifacts = await source.provide({
      versions: { ...defaultVersions, istio },
      settings: { ...defaultArtifactSettings, endpoints },
      ...{
        nodesStand: true,
        takesImages: false,
        signal: AbortSignal.timeout(60_000),
        onProgress: (each) => progress.push(each),
      },
    });
    stop();
  }, 60_000);

  test('are the tools, the charts and the manifest', () => {
    expect(artifacts.tools.kubectl).toBe(join(folder.path, 'bin', 'kubectl'));
    expect(artifacts.charts.certManager.chart).toMatch(/\.tgz$/);
    expect(artifacts.bookinfoManifest.endsWith(bookinfoFile)).toBe(true);
    expect(artifacts.versions).toMatchObject({ certManager: '1.21.2', issuer: '1.11.0', istio });
  });

  test('each says how much of it was fetched, and all of it together', () => {
    const ended = progress.flatMap((each) => (each.kind === 'ended' && each.outcome === 'fetched' ? [each] : []));
    const bytes = Object.fromEntries(ended.map(({ unit, receivedBytes = 0 }) => [unit, receivedBytes]));
    const { 'published artifacts': whole, ...parts } = bytes;
    expect(parts['published-cert-manager-chart']).toBe('the chart cert-manager'.length);
    expect(whole).toBe(Object.values(parts).reduce((sum, each) => sum + each, 0));
  });

  test('and no image: neither of a node, nor for the mocked AWS, nor to be loaded', () => {
    expect(artifacts).toMatchObject({ node: noNode, images: [], imagesToLoad: [] });
    expect(artifacts).not.toHaveProperty('mockBaseImage');
    expect(asked.filter((path) => path.startsWith('/v2/'))).toEqual([]);
  });

  test('nothing of Docker is asked', () => {
    expect(commands.filter((command) => /\bdocker\b/.test(command))).toEqual([]);
    expect(commands.length).toBeGreaterThan(0);
  });
});
