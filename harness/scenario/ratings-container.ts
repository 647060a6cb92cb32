import { readFile } from 'node:fs/promises';
import type { V1Container, V1Deployment } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { ComponentError } from '../errors/harness-error.ts';

/** Bookinfo's ratings: it serves without asking others, and its image has curl. */
export async function ratingsContainer(manifestPath: string): Promise<V1Container> {
  const documents = parseAllDocuments(await readFile(manifestPath, 'utf8')).map(
    (document) => document.toJS() as V1Deployment | null,
  );
  const ratings = documents.find((object) => object?.kind === 'Deployment' && object.metadata?.name === 'ratings-v1');
  const container = ratings?.spec?.template.spec?.containers[0];
  if (container === undefined) throw new ComponentError(`${manifestPath} has no Deployment ratings-v1`);
  return container;
}
