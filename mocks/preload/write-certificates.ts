import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { authorityIdOf } from '../acm-pca/authority/authority-arn.ts';
import type { PcaState } from '../acm-pca/pca-state.ts';

/** Writes the certificate of every CA, with its chain, into a folder: `NAME.pem`, or the CA's id where it has no name. */
export async function writeCertificates({ authorities }: PcaState, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { identity, installed, tags } of authorities.all()) {
    if (!installed) continue;
    // A tag can hold what a file name cannot, and a path that leads elsewhere.
    const name = (tags.get('Name') ?? authorityIdOf(identity.arn)).replace(/[^\w.-]/g, '_');
    await writeFile(join(folder, `${name}.pem`), `${installed.pem}\n`);
  }
}
