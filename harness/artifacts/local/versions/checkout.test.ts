import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { defaultVersions } from '../../versions.ts';
import { resolveVersions } from './resolve-versions.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
  await write('go.mod', 'module github.com/cert-manager/aws-privateca-issuer\n\ngo 1.26\n');
  await write('main.go', 'package main');
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

async function write(path: string, content: string): Promise<void> {
  await mkdir(join(folder.path, path, '..'), { recursive: true });
  await writeFile(join(folder.path, path), content);
}
const issuer = () => resolveVersions(defaultVersions, { issuer: folder.path }).issuer;

describe('a component that is built from a folder', () => {
  test('says which Go builds it, and has a version of its own', () => {
    expect(issuer()).toMatchObject({
      go: '1.26.0',
      version: expect.stringMatching(/^0\.0\.0-checkout-[0-9a-f]{12}$/),
      checkout: { folder: folder.path },
    });
  });

  test('is another one after an edit, and the same after what decides nothing', async () => {
    const before = issuer().version;
    await write('main_test.go', 'package main');
    await write('.git/index', 'state');
    expect(issuer().version).toBe(before);
    await write('main.go', 'package main // edited');
    expect(issuer().version).not.toBe(before);
  });

  test('of Istio goes by its content, as an unreleased build of the newest line', async () => {
    await write('go.mod', 'module istio.io/istio\n\ngo 1.26.0\n');
    const { istio } = resolveVersions(defaultVersions, { istio: folder.path });
    expect(istio).toMatchObject({ line: '1.31', commit: expect.stringMatching(/^[0-9a-f]{12}$/), substitutes: {} });
    // Go takes no version in a go.mod without the v, also of a module that a folder replaces.
    expect(istio.module).toBe(`v0.0.0-checkout-${istio.commit}`);
  });

  test('of cert-manager is taken for one of the newest minor release', async () => {
    await write('go.mod', 'module github.com/cert-manager/cert-manager\n');
    expect(resolveVersions(defaultVersions, { certManager: folder.path }).certManager.minor).toBe(21);
  });

  test('is refused when it is a folder of something else, or of nothing', () => {
    const certManager = () => resolveVersions(defaultVersions, { certManager: folder.path });
    expect(certManager).toThrow('its go.mod is that of github.com/cert-manager/aws-privateca-issuer');
    expect(() => resolveVersions(defaultVersions, { istio: '/nowhere' })).toThrow('it has no go.mod');
  });
});
