import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blobFileOf, nameAnnotation } from '../image-layout.ts';

/** The end of a tar archive (POSIX, pax): two blocks of zeros. Alone, it is an archive of nothing. */
const emptyArchive = '\0'.repeat(1024);

/** For tests: writes an OCI image layout with one image, in which there is nothing. */
export async function writeSampleLayout(layout: string, name: string): Promise<void> {
  await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
  const blob = async (text: string, mediaType: string) => {
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    await writeFile(blobFileOf(layout, digest), text);
    return { mediaType, digest, size: Buffer.byteLength(text) };
  };
  const layer = await blob(emptyArchive, 'application/vnd.oci.image.layer.v1.tar');
  const content = { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [layer.digest] } };
  const config = await blob(JSON.stringify(content), 'application/vnd.oci.image.config.v1+json');
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = await blob(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [layer] }), mediaType);
  const manifests = [{ ...manifest, annotations: { [nameAnnotation]: name } }];
  await writeFile(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}
