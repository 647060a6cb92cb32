import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { extract } from 'tar-stream';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type ImageSelection, imageArchive } from './image-archive.ts';
import { blobFileOf } from './image-layout.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const descriptor = (digest: string) => ({ mediaType: 'any', digest, size: 1 });

/** A layout of images, each with its own layers by digest. */
async function layoutOf(name: string, images: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const layout = `${folder.path}/${name}`;
  const put = async (digest: string, content: string) => {
    await mkdir(dirname(blobFileOf(layout, digest)), { recursive: true });
    await writeFile(blobFileOf(layout, digest), content);
  };
  const manifests = [];
  for (const [image, layers] of Object.entries(images)) {
    const digest = `sha256:manifest-${image}`;
    await put('sha256:config', '{}');
    for (const layer of layers) await put(layer, layer);
    await put(digest, JSON.stringify({ config: descriptor('sha256:config'), layers: layers.map(descriptor) }));
    manifests.push({ ...descriptor(digest), annotations: { 'io.containerd.image.name': image } });
  }
  await writeFile(`${layout}/index.json`, JSON.stringify({ schemaVersion: 2, manifests }));
  return layout;
}

async function read(selections: readonly ImageSelection[]) {
  const reader = extract();
  const archive = imageArchive(selections);
  archive.on('error', (error) => reader.destroy(error));
  archive.pipe(reader as unknown as NodeJS.WritableStream);
  const contents = new Map<string, string>();
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    expect(contents.has(entry.header.name)).toBe(false);
    contents.set(entry.header.name, Buffer.concat(chunks).toString());
  }
  return contents;
}

const namesIn = (contents: ReadonlyMap<string, string>) =>
  (
    JSON.parse(contents.get('index.json') ?? '') as { manifests: { annotations: Record<string, string> }[] }
  ).manifests.map(({ annotations }) => annotations['io.containerd.image.name']);

describe('one archive of several layouts', () => {
  test('has every image, and what they share once', async () => {
    const first = await layoutOf('first', { 'quay.io/a:1': ['sha256:shared', 'sha256:a'] });
    const second = await layoutOf('second', { 'quay.io/b:1': ['sha256:shared', 'sha256:b'] });
    const contents = await read([{ layout: first }, { layout: second }]);
    expect(namesIn(contents)).toEqual(['quay.io/a:1', 'quay.io/b:1']);
    expect([...contents.keys()].sort()).toEqual([
      'blobs/sha256/a',
      'blobs/sha256/b',
      'blobs/sha256/config',
      'blobs/sha256/manifest-quay.io/a:1',
      'blobs/sha256/manifest-quay.io/b:1',
      'blobs/sha256/shared',
      'index.json',
      'oci-layout',
    ]);
  });

  test('leaves out what is not asked for', async () => {
    const layout = await layoutOf('layout', { 'quay.io/a:1': ['sha256:a'], 'quay.io/b:1': ['sha256:b'] });
    const contents = await read([{ layout, names: ['quay.io/b:1'] }]);
    expect(namesIn(contents)).toEqual(['quay.io/b:1']);
    expect(contents.has('blobs/sha256/a')).toBe(false);
  });

  test('fails as a stream when something is missing', async () => {
    await expect(read([{ layout: `${folder.path}/nowhere` }])).rejects.toThrow('ENOENT');
  });
});
