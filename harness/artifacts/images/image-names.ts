import type { ImageSelection } from './image-archive.ts';
import { imagesInLayout } from './image-layout.ts';

/** Names of the images of a selection. */
export async function imageNamesOf(selections: readonly ImageSelection[]): Promise<readonly string[]> {
  const names = selections.map(
    async ({ layout, names: chosen }) => chosen ?? (await imagesInLayout(layout)).map(({ name }) => name),
  );
  return [...new Set((await Promise.all(names)).flat())];
}
