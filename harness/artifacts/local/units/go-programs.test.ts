import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildUnits } from '../../cache/build-units.ts';
import type { Unit } from '../../cache/unit.ts';
import { UnitStore } from '../../cache/unit-store.ts';
import { type FakeOutcome, fakeCommands } from '../../testing/fake-commands.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { goProgramsUnit } from './go-programs.ts';
import type { GoToolchain } from './go-toolchain.ts';
import { kubernetesUnit } from './kubernetes.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const go: GoToolchain = { version: '1.26.8', needs: [], command: () => 'go' };

/** Builds with a pretended go command; returns the go.mod that it was given, what was run, and the environment. */
async function build(unit: Unit, replaces: readonly object[] = [], programs: readonly string[] = []) {
  let goMod = '';
  let environment: Readonly<Record<string, string>> = {};
  const commands = fakeCommands({
    async go(args, { cwd = '', env = {} }): Promise<FakeOutcome> {
      environment = env;
      if (args[1] === 'download') return { stdout: JSON.stringify({ Dir: folder.path, GoMod: '/mod/cache/it.mod' }) };
      if (args[1] === 'edit') return { stdout: JSON.stringify({ Go: '1.24.0', Replace: replaces }) };
      goMod = await readFile(join(cwd, 'go.mod'), 'utf8');
      const bin = args[args.indexOf('-o') + 1] ?? '';
      await mkdir(bin, { recursive: true });
      for (const name of programs) await writeFile(join(bin, name), name);
      return {};
    },
  });
  const store = new UnitStore(join(folder.path, 'cache'));
  await buildUnits([unit], {
    store,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    runCommand: commands.run,
  });
  return { goMod, environment, ran: commands.ran, bin: join(store.entryOf(unit), 'bin') };
}

describe('Go programs', () => {
  const etcd = goProgramsUnit({
    id: 'etcd',
    title: 'etcd',
    version: '3.6.5',
    go,
    module: { path: 'example.org/etcd/server/v3', version: 'v3.6.5' },
    programs: { etcd: 'example.org/etcd/server/v3' },
    variables: { 'example.org/etcd/version.Version': '3.6.5' },
  });

  test('are built in a module of our own, which repeats the replacements that the upstream module relies on', async () => {
    const { goMod } = await build(
      etcd,
      [
        { Old: { Path: 'example.org/a' }, New: { Path: 'example.org/fork', Version: 'v1.2.3' } },
        { Old: { Path: 'example.org/b', Version: 'v1.0.0' }, New: { Path: 'example.org/b', Version: 'v1.0.1' } },
        { Old: { Path: 'example.org/etcd/pkg' }, New: { Path: '../pkg' } },
      ],
      ['server'],
    );
    expect(goMod.split('\n').filter((line) => line !== '')).toEqual([
      'module local.build/etcd',
      'go 1.24.0',
      'require example.org/etcd/server/v3 v3.6.5',
      'replace example.org/a => example.org/fork v1.2.3',
      'replace example.org/b v1.0.0 => example.org/b v1.0.1',
    ]);
  });

  test('get the names they are asked for, not those that go gives them', async () => {
    const { bin } = await build(etcd, [], ['server']);
    await expect(readFile(join(bin, 'etcd'), 'utf8')).resolves.toBe('server');
  });

  test('are static and reproducible, and leave the proxy and the caches to the user', async () => {
    const { ran, environment } = await build(etcd, [], ['server']);
    expect(ran.at(-1)).toContain('build -trimpath -v -ldflags -s -w -X example.org/etcd/version.Version=3.6.5 -o');
    expect(environment).toMatchObject({ CGO_ENABLED: '0', GOFLAGS: expect.stringMatching(/-mod=mod$/) });
    expect(Object.keys(environment)).not.toContain('GOPROXY');
  });

  test("Kubernetes's staging modules are taken from where they are published", async () => {
    const { goMod } = await build(kubernetesUnit('1.35.4', go), [
      { Old: { Path: 'k8s.io/api' }, New: { Path: './staging/src/k8s.io/api' } },
    ]);
    expect(goMod).toContain('replace k8s.io/api => k8s.io/api v0.35.4\n');
  });

  test('another Go is another content', () => {
    const store = new UnitStore(folder.path);
    const other = kubernetesUnit('1.34.4', { ...go, version: '1.27.3' });
    expect(store.keyOf(other)).not.toBe(store.keyOf(kubernetesUnit('1.34.4', go)));
  });
});
