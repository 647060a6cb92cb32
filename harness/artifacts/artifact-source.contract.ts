import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { extract } from 'tar-stream';
import { UsageError } from '../errors/harness-error.ts';
import { runCommand } from '../process/run-command.ts';
import type { ArtifactSettings } from './artifact-settings.ts';
import type { ArtifactSource, Artifacts, ChartReference } from './artifact-source.ts';
import { imageHasFile, lacksKindNetwork } from './docker/image-has-file.ts';
import { imageArchive } from './images/image-archive.ts';
import { imagesOf } from './images/manifest-images.ts';
import type { Progress } from './progress.ts';
import { istioImages } from './registry/istio-images.ts';
import { formatReference, parseReference } from './registry/oci/image-reference.ts';
import type { ComponentVersions } from './versions.ts';

export interface SourceUnderTest {
  readonly source: ArtifactSource;
  readonly versions: ComponentVersions;
  readonly settings: ArtifactSettings;
}

const { signal } = new AbortController();
const provideTimeoutMs = 10 * 60_000;

/** What every artifact source must hold, whatever it takes things from. */
export function describeArtifactSource(name: string, underTest: () => SourceUnderTest): void {
  describe(`artifacts from the source ${name}`, () => {
    let artifacts: Artifacts;
    const progress: Progress[] = [];

    const provide = () => {
      const { source, versions, settings } = underTest();
      return source.provide({ versions, settings, signal, onProgress: (each) => progress.push(each) });
    };
    beforeAll(async () => {
      artifacts = await provide();
    }, provideTimeoutMs);

    test('every tool runs and says the version that is asked for', async () => {
      const { kind, kubectl, helm, istioctl } = artifacts.tools;
      const { versions } = artifacts;
      expect(await said(kind, 'version')).toContain(`kind v${versions.kind}`);
      expect(await said(kubectl, 'version', '--client')).toContain(`v${versions.kubernetes}`);
      expect(await said(helm, 'version', '--short')).toMatch(/^v3\./);
      expect(await said(istioctl, 'version', '--remote=false', '--short')).toMatch(/\d+\.\d+/);
    });

    test('charts render, and name images that the source knows by their digests', async () => {
      const { certManager, issuer } = artifacts.charts;
      const rendered = await Promise.all([render(artifacts, certManager), render(artifacts, issuer)]);
      expect(imagesOf(rendered[0] ?? '')).toHaveLength(3);
      expect(imagesOf(rendered[1] ?? '')).toHaveLength(1);
      expect(known(artifacts)).toEqual(expect.arrayContaining(rendered.flatMap((each) => wholeNames(imagesOf(each)))));
    });

    test("so do istioctl's manifest and Bookinfo's", async () => {
      const settings = artifacts.istioSettings.flatMap((setting) => ['--set', setting]);
      const manifest = await said(artifacts.tools.istioctl, 'manifest', 'generate', ...settings);
      const bookinfo = await readFile(artifacts.bookinfoManifest, 'utf8');
      const services = imagesOf(bookinfo).map((image) => /bookinfo-(\w+)-/.exec(image)?.[1]);
      expect(new Set(services)).toEqual(new Set(['details', 'ratings', 'reviews', 'productpage']));
      expect(known(artifacts)).toEqual(
        expect.arrayContaining(wholeNames([...istioImages(manifest), ...imagesOf(bookinfo)])),
      );
    });

    test('what is loaded into the node is whole: every blob has the content that its name says', async () => {
      const { digests, named } = await readArchive(artifacts);
      expect(digests.filter(({ name, content }) => name !== content)).toEqual([]);
      const there = new Set(digests.map(({ name }) => name));
      expect(named.filter((digest) => !there.has(digest))).toEqual([]);
    });

    test('the node image is one of kind, and its network is told truly', async () => {
      const { image, needsPlainCni } = artifacts.node;
      await expect(imageHasFile(runCommand, image, '/kind/version', signal)).resolves.toBe(true);
      await expect(lacksKindNetwork(runCommand, image, signal)).resolves.toBe(needsPlainCni);
    });

    test("the mocked AWS's image runs Node.js 24", async () => {
      const version = await said(
        'docker',
        'run',
        '--rm',
        '--network',
        'none',
        artifacts.mockBaseImage ?? 'none',
        'node',
        '--version',
      );
      expect(version).toBe(`v${artifacts.versions.node}`);
      expect(version).toMatch(/^v24\./);
    });

    test('every version is whole, and every digest', () => {
      const { kubernetes, certManager, issuer, kind } = artifacts.versions;
      for (const version of [kubernetes, certManager, issuer, kind]) expect(version).toMatch(/^\d+\.\d+\.\d+/);
      for (const { digest } of artifacts.images) expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    });

    test('a second time nothing is made, and it is the same', async () => {
      progress.length = 0;
      await expect(provide()).resolves.toEqual(artifacts);
      expect(progress.filter((each) => each.kind === 'ended' && each.outcome !== 'cached')).toEqual([]);
    });

    test('a version that does not exist is refused, naming those that do', async () => {
      const { source, versions, settings } = underTest();
      const missing = { ...versions, kubernetes: '1.34.99' };
      const refused = source.provide({ versions: missing, settings, signal, onProgress: () => undefined });
      await expect(refused).rejects.toBeInstanceOf(UsageError);
      await expect(refused).rejects.toMatchObject({ remedy: expect.stringContaining(versions.kubernetes) });
    });
  });
}

async function said(program: string, ...args: readonly string[]): Promise<string> {
  return (await runCommand(program, args)).stdout;
}

async function render({ tools, versions }: Artifacts, { chart, values }: ChartReference): Promise<string> {
  const args = ['template', 'release', chart, '--kube-version', versions.kubernetes, '--values', '-'];
  return (await runCommand(tools.helm, args, { input: JSON.stringify(values) })).stdout;
}

const known = ({ images }: Artifacts) => images.map(({ name }) => name);
const wholeNames = (images: readonly string[]) => images.map((image) => formatReference(parseReference(image)));

interface ReadArchive {
  /** For each blob: the digest that its name says, and that of its content. */
  readonly digests: readonly { readonly name: string; readonly content: string }[];
  /** Digests of the images in the index. */
  readonly named: readonly string[];
}

async function readArchive({ imagesToLoad }: Artifacts): Promise<ReadArchive> {
  const digests: { name: string; content: string }[] = [];
  let named: readonly string[] = [];
  const reader = extract();
  imageArchive(imagesToLoad).pipe(reader as unknown as NodeJS.WritableStream);
  for await (const entry of reader) {
    const hash = createHash('sha256');
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) {
      hash.update(chunk);
      if (entry.header.name === 'index.json') chunks.push(chunk);
    }
    const [, digest] = /^blobs\/sha256\/(.+)$/.exec(entry.header.name) ?? [];
    if (digest !== undefined) digests.push({ name: `sha256:${digest}`, content: `sha256:${hash.digest('hex')}` });
    if (entry.header.name === 'index.json') {
      const { manifests } = JSON.parse(Buffer.concat(chunks).toString()) as { manifests: { digest: string }[] };
      named = manifests.map((manifest) => manifest.digest);
    }
  }
  return { digests, named };
}
