import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { defaultArtifactSettings } from '../harness/artifacts/artifact-settings.ts';
import { describeArtifactSource } from '../harness/artifacts/artifact-source.contract.ts';
import type { CachedArtifact } from '../harness/artifacts/local/list-artifacts.ts';
import { LocalArtifactSource } from '../harness/artifacts/local/local-artifact-source.ts';
import { RegistryArtifactSource } from '../harness/artifacts/registry/registry-artifact-source.ts';
import {
  type PublishedArtifacts,
  publishArtifacts,
} from '../harness/artifacts/registry/testing/published-artifacts.ts';
import { defaultVersions } from '../harness/artifacts/versions.ts';
import { currentSession } from '../harness/cli/scenario-session.ts';
import { leftOf } from '../harness/cli/testing/left-behind.ts';
import { type FinishedCommand, pcaE2e, temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';
import { runCommand } from '../harness/process/run-command.ts';
import type { RunReport } from '../harness/reports/run-report.ts';

const publishTimeoutMs = 10 * 60_000;
const upTimeoutMs = 5 * 60_000;
const password = 'the-password-of-the-scenario';

/**
 * The flow on published artifacts: from a registry that wants a password, a chart repository and a download server, all on the loopback
 * address, which publish what was built here.
 */
const builtHere = currentSession().options.artifacts === 'local';
const suite = builtHere ? describe : describe.skip;

suite(`published artifacts${builtHere ? '' : ' (only where artifacts are built: the servers are filled from them)'}`, () => {
  const folder = temporaryRunFolder();
  const runFolder = join(folder, 'run');
  const environment = { PCA_E2E_CACHE_DIR: join(folder, 'cache'), DOCKER_CONFIG: join(folder, 'docker') };
  let published: PublishedArtifacts;

  beforeAll(async () => {
    published = await publishArtifacts(new AbortController().signal);
    const { registry, settings } = published;
    registry.account = { username: 'scenario', password, by: 'bearer' };
    mkdirSync(environment.DOCKER_CONFIG);
    const auth = Buffer.from(`scenario:${password}`).toString('base64');
    writeFileSync(
      join(environment.DOCKER_CONFIG, 'config.json'),
      JSON.stringify({ auths: { [registry.host]: { auth } } }),
    );
    const { registryMirrors, endpoints } = settings;
    writeFileSync(join(folder, 'artifacts.yaml'), stringify({ registryMirrors, endpoints }));
  }, publishTimeoutMs);

  afterAll(async () => {
    // Images that were loaded into Docker from this scenario's cache go with it.
    await pcaE2e(['artifacts', 'prune', '--all'], environment);
    await published[Symbol.asyncDispose]();
  }, 60_000);

  describe('the flow', () => {
    let up: FinishedCommand;
    let report: RunReport;

    beforeAll(async () => {
      const { istioHub = '', istioTag = '' } = published.settings;
      const source = ['--artifacts', 'registry', '--artifacts-config', join(folder, 'artifacts.yaml')];
      const istio = ['--istio', published.versions.istio, '--istio-hub', istioHub, '--istio-tag', istioTag];
      const settings = published.istioSettings.flatMap((setting) => ['--istio-set', setting]);
      const { kubernetes, certManager, issuer } = published.versions;
      const others = ['--kubernetes', kubernetes, '--cert-manager', certManager, '--issuer', issuer];
      const kept = ['--keep', '--json', '--run-dir', runFolder];
      up = await pcaE2e(['up', ...source, ...istio, ...settings, ...others, ...kept], environment);
      report = JSON.parse(up.stdout) as RunReport;
    }, upTimeoutMs);

    afterAll(async () => {
      const down = await pcaE2e(['down', '--run-dir', runFolder], environment);
      expect(down).toMatchObject({ exitCode: 0 });
      expect(await leftOf(report.runId)).toEqual([]);
    }, 60_000);

    test('passes with every check', () => {
      expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
      expect({ outcome: report.outcome, exitCode: up.exitCode }).toEqual({ outcome: 'passed', exitCode: 0 });
    });

    test('has the published digests in its report, and the same images in the node', async () => {
      const state = JSON.parse(readFileSync(join(runFolder, 'state.json'), 'utf8')) as {
        outputs: { cluster: { name: string } };
      };
      const node = `${state.outputs.cluster.name}-control-plane`;
      const { stdout } = await runCommand('docker', ['exec', node, 'ctr', '--namespace', 'k8s.io', 'images', 'list']);
      const rows = stdout.split('\n').map((line) => line.split(/\s+/));
      const inNode = new Map(rows.map(([name = '', , digest = '']) => [name, digest]));
      const images = report.images ?? [];
      expect(images).toHaveLength(14);
      // These two are Docker's: the node itself, and the container of the mocked AWS.
      const loaded = images.filter(({ name }) => !/kindest\/node|library\/node/.test(name));
      expect(loaded.map(({ name }) => ({ name, digest: inNode.get(name) }))).toEqual(loaded);
    });

    test('its node pulled nothing: every image was loaded', async () => {
      const kubectl = ['--kubeconfig', join(runFolder, 'kubeconfig'), 'get', 'events', '--all-namespaces'];
      const tools = (await readdir(join(environment.PCA_E2E_CACHE_DIR, 'entries'))).find((name) =>
        name.startsWith('published-kubectl-'),
      );
      const program = join(environment.PCA_E2E_CACHE_DIR, 'entries', tools ?? '', 'bin', 'kubectl');
      const { stdout } = await runCommand(program, [...kubectl, '--output', 'jsonpath={.items[*].reason}']);
      expect(stdout).toContain('Scheduled');
      expect(stdout.split(' ').filter((reason) => reason === 'Pulling')).toEqual([]);
    });

    test('artifacts list says where each came from, with the digests of the report', async () => {
      const listed = await pcaE2e(['artifacts', 'list', '--json'], environment);
      const { artifacts } = JSON.parse(listed.stdout) as { artifacts: readonly CachedArtifact[] };
      const digests = new Set(artifacts.flatMap(({ origins }) => origins.map(({ digest }) => digest)));
      expect((report.images ?? []).filter(({ digest }) => !digests.has(digest))).toEqual([]);
      expect(artifacts.filter(({ origins }) => origins.length === 0).map(({ unit }) => unit)).toEqual([
        'published-bookinfo',
      ]);
    });

    test('every blob was fetched once', () => {
      const blobs = published.registry.paths.filter((path) => path.includes('/blobs/'));
      // Each is asked for once without a token by the first image of a repository, and refused.
      const digests = blobs.map((path) => path.slice(path.lastIndexOf('/') + 1));
      expect(digests.length).toBeGreaterThan(20);
      expect(new Set(digests).size).toBe(digests.length);
    });

    test('the password is in nothing that the run wrote or printed', async () => {
      const auth = Buffer.from(`scenario:${password}`).toString('base64');
      const files = (await readdir(runFolder, { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      );
      const logs = join(environment.PCA_E2E_CACHE_DIR, 'logs');
      const texts = await Promise.all([
        ...files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
        ...(await readdir(logs)).map((name) => readFile(join(logs, name), 'utf8')),
      ]);
      const all = [up.stdout, up.stderr, ...texts].join('\n');
      expect(existsSync(join(runFolder, 'commands.log'))).toBe(true);
      expect([password, auth].filter((secret) => all.includes(secret))).toEqual([]);
    });
  });

  describeArtifactSource('registry', () => ({
    source: new RegistryArtifactSource({
      cacheFolder: environment.PCA_E2E_CACHE_DIR,
      searchPath: '',
      environment: { DOCKER_CONFIG: environment.DOCKER_CONFIG },
    }),
    versions: published.versions,
    settings: { ...defaultArtifactSettings, ...published.settings },
  }));

  describeArtifactSource('local', () => ({
    source: new LocalArtifactSource(),
    versions: defaultVersions,
    settings: defaultArtifactSettings,
  }));
});
