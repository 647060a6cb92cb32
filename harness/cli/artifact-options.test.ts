import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { LoopbackServer } from '../artifacts/registry/testing/loopback-server.ts';
import { RegistryServer } from '../artifacts/registry/testing/registry-server.ts';
import type { RunOptions } from '../flow/run.ts';
import { testFolder } from '../testing/test-folder.ts';
import { addRunOptions, type RunFlags, runOptionsOf } from './run-options.ts';

let registry: RegistryServer;
let said: string;

beforeEach(async () => {
  registry = await new RegistryServer().start();
  said = '';
});
afterEach(async () => {
  await registry[Symbol.asyncDispose]();
});

/** The run's options that a command line leads to. */
async function optionsOf(...args: readonly string[]): Promise<RunOptions> {
  let options: RunOptions | undefined;
  const command = addRunOptions(new Command('up')).exitOverride();
  command.configureOutput({
    writeErr: (text) => {
      said += text;
    },
  });
  command.action((flags: RunFlags) => {
    options = runOptionsOf(flags);
  });
  await command.parseAsync(args, { from: 'user' });
  if (options === undefined) throw new Error('the action did not run');
  return options;
}

const mirrored = () => ['--registry-mirror', `docker.io=${registry.url}/hub`];
const nobody = ['--registry-mirror', 'docker.io=http://127.0.0.1:9'];

describe('where artifacts come from', () => {
  test('a registry that answers is taken, and it is said in one line', async () => {
    const { artifacts, artifactSettings } = await optionsOf(...mirrored());
    expect(artifacts).toBe('registry');
    expect(artifactSettings.registryMirrors).toEqual({ 'docker.io': `${registry.url}/hub` });
    expect(said).toBe(`Artifacts: as published (${registry.host} answers).\n`);
  });

  test('where none answers they are built, and it is said why', async () => {
    await expect(optionsOf(...nobody)).resolves.toMatchObject({ artifacts: 'local' });
    expect(said).toBe('Artifacts: built here, since 127.0.0.1:9 does not answer (ECONNREFUSED).\n');
  });

  test('what is waited for is said at once where the answer takes long, and nothing is built for a refusal', async () => {
    const slow = await new LoopbackServer(async () => {
      await delay(400);
      return { status: 403, headers: { 'content-type': 'text/html' }, body: '<title>Blocked</title>' };
    }).start();
    await expect(optionsOf('--registry-mirror', `docker.io=${slow.url}`)).rejects.toThrow('a web page ("Blocked")');
    expect(said).toBe('Artifacts: asking whether a registry answers.\n');
    await slow[Symbol.asyncDispose]();
  });

  test('nobody is asked, and nothing said, when the source is given', async () => {
    await expect(optionsOf(...mirrored(), '--artifacts', 'local')).resolves.toMatchObject({ artifacts: 'local' });
    expect({ said, asked: registry.paths }).toEqual({ said: '', asked: [] });
  });

  test('default versions are lines where they are published, and whole where they are built', async () => {
    const published = await optionsOf('--artifacts', 'registry');
    const built = await optionsOf('--artifacts', 'local');
    expect(published.versions).toMatchObject({
      kubernetes: '1.36',
      certManager: '1.21',
      issuer: '1.12',
      istio: '1.31',
    });
    expect(built.versions).toMatchObject({
      kubernetes: '1.34.4',
      certManager: '1.21.2',
      issuer: '1.11.0',
      istio: '1.31',
    });
    await expect(optionsOf('--artifacts', 'registry', '--kubernetes', 'v1.35.0')).resolves.toMatchObject({
      versions: { kubernetes: '1.35.0' },
    });
  });
});

describe('settings of artifacts', () => {
  test("Tetrate's builds are options of published artifacts", async () => {
    const tetrate = [
      '--istio',
      '1.24.1-tetratefips-v0',
      '--istio-hub',
      'registry.example/istio',
      '--istio-tag',
      'mine',
    ];
    await expect(optionsOf('--artifacts', 'registry', ...tetrate)).resolves.toMatchObject({
      versions: { istio: '1.24.1-tetratefips-v0' },
      artifactSettings: { istioHub: 'registry.example/istio', istioTag: 'mine' },
    });
    const distribution = ['--istio-distribution', 'tetrate'];
    await expect(optionsOf('--artifacts', 'local', ...distribution)).rejects.toThrow(
      '--istio-distribution is about published images',
    );
  });

  test('come from a file too; the command line goes first', async () => {
    const file = join(testFolder('artifacts-'), 'artifacts.yaml');
    writeFileSync(file, 'registryMirrors: { docker.io: https://a.example }\nendpoints: { helm: https://b.example }\n');
    const { artifactSettings } = await optionsOf('--artifacts', 'registry', '--artifacts-config', file);
    expect(artifactSettings).toMatchObject({
      registryMirrors: { 'docker.io': 'https://a.example' },
      endpoints: { helm: 'https://b.example' },
    });
    const both = await optionsOf('--artifacts', 'registry', '--artifacts-config', file, ...mirrored());
    expect(both.artifactSettings.registryMirrors).toEqual({ 'docker.io': `${registry.url}/hub` });
  });

  test('a folder takes the place of a version, and is built here', async () => {
    const folder = testFolder('issuer-');
    writeFileSync(join(folder, 'go.mod'), 'module github.com/cert-manager/aws-privateca-issuer\n\ngo 1.26.6\n');
    await expect(optionsOf('--issuer', folder)).resolves.toMatchObject({
      artifacts: 'local',
      versions: { issuer: 'checkout' },
      artifactSettings: { checkouts: { issuer: folder } },
    });
    expect(said).toBe('Artifacts: built here, since one comes from a folder.\n');
    await expect(optionsOf('--issuer', folder, '--artifacts', 'registry')).rejects.toThrow('cannot be built from one');
  });

  test.each([
    [['--registry-mirror', 'docker.io'], 'expected HOST=URL'],
    [['--artifacts-config', '/nowhere.yaml'], '/nowhere.yaml cannot be read as YAML'],
    [['--istio-distribution', 'solo'], 'Allowed choices are istio, tetrate, tetratefips'],
    [['--issuer', './nowhere'], 'it has no go.mod'],
  ])('%j is refused', async (args, message) => {
    await expect(optionsOf(...args)).rejects.toThrow(message);
  });
});

test('what is remarkable about a combination is noted, and no reason to stop', async () => {
  await optionsOf('--artifacts', 'local', '--cert-manager', '1.15.3');
  expect(said).toBe(
    [
      'Note: cert-manager 1.15 is documented for Kubernetes 1.25 to 1.32, not for 1.34.\n',
      'Note: aws-privateca-issuer 1.11 is built with cert-manager 1.20; 1.15 is older.\n',
      "Note: cert-manager 1.15 is past its project's support, which ended on 2025-02-03.\n",
    ].join(''),
  );
});
