import type { Artifacts } from '../../artifacts/artifact-source.ts';
import { imageNamesOf } from '../../artifacts/images/image-names.ts';
import { imagesInNode } from '../../clusters/node-images.ts';
import { readClusterRecord, recordCluster } from '../cluster-record.ts';

/**
 * Adds the images of new versions to what a run has written down of a cluster of somebody's, before they are put into its
 * nodes: they are removed again with the run's own. Nothing is written for a cluster of the run's own.
 */
export async function noteImages(
  folder: string,
  { imagesToLoad }: Pick<Artifacts, 'imagesToLoad'>,
  signal: AbortSignal,
): Promise<void> {
  const added = await readClusterRecord(folder);
  const names = await imageNamesOf(imagesToLoad);
  if (added === undefined || names.length === 0) return;
  const isUnknown = (container: string) => added.imagesBefore[container] === undefined;
  const unknown = added.cluster.nodeContainers.filter(isUnknown).map(async (container) => {
    const images = await imagesInNode(container, signal);
    return [container, images.map(({ name }) => name)] as const;
  });
  await recordCluster(folder, {
    ...added,
    images: [...new Set([...added.images, ...names])],
    imagesBefore: { ...added.imagesBefore, ...Object.fromEntries(await Promise.all(unknown)) },
  });
}
