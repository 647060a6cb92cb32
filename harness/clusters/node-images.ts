import { dockerArchitecture } from '../artifacts/docker/docker-platform.ts';
import { type ImageSelection, imageArchive } from '../artifacts/images/image-archive.ts';
import { imageNamesOf } from '../artifacts/images/image-names.ts';
import { ComponentError } from '../errors/harness-error.ts';
import { CommandError } from '../process/command-error.ts';
import { runCommand } from '../process/run-command.ts';

/** An image in a node's containerd: the name it goes by, and the digest of what it is. */
export interface NodeImage {
  readonly name: string;
  readonly digest: string;
}

const containerd = ['ctr', '--namespace', 'k8s.io', 'images'];

/**
 * The images of a node that is a container of this machine's Docker.
 *
 * @throws ComponentError where the node's containerd is not reached as in a node of kind's.
 */
export async function imagesInNode(container: string, signal: AbortSignal): Promise<readonly NodeImage[]> {
  try {
    const { stdout } = await runCommand('docker', ['exec', container, ...containerd, 'list'], { signal });
    return parseImageList(stdout);
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    throw new ComponentError(`Images cannot be put into the node ${container}: its containerd does not answer ctr`, {
      cause,
      remedy: 'Use images that the node can pull: --artifacts registry.',
    });
  }
}

/** The rows of `ctr images list`, which are `REF TYPE DIGEST SIZE …` below a heading. */
export function parseImageList(output: string): readonly NodeImage[] {
  return output
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([name, , digest]) => (name && digest ? [{ name, digest }] : []));
}

/** Of these images, those that a node lacks. */
export async function imagesLackedBy(
  there: readonly NodeImage[],
  images: readonly ImageSelection[],
): Promise<readonly ImageSelection[]> {
  const names = new Set(there.map(({ name }) => name));
  const lacked = await Promise.all(
    images.map(async (selection) => ({
      layout: selection.layout,
      names: (await imageNamesOf([selection])).filter((name) => !names.has(name)),
    })),
  );
  return lacked.filter((selection) => selection.names.length > 0);
}

/**
 * Puts images into a node, unpacking only what a pod asks for. The platform is said: up to 1.7, containerd otherwise wants everything of
 * an index that it could run, such as linux/386 on amd64, and the archive has one platform of it.
 */
export async function importImages(
  container: string,
  images: readonly ImageSelection[],
  options: { readonly signal: AbortSignal; readonly onLine?: (line: string) => void },
): Promise<void> {
  if (images.length === 0) return;
  // As `kind load image-archive` does, but without the archive's file.
  const platform = ['--platform', `linux/${await dockerArchitecture(runCommand, options.signal)}`];
  const args = ['exec', '--interactive', container, ...containerd, 'import', ...platform, '--no-unpack', '-'];
  await runCommand('docker', args, { input: imageArchive(images), ...options });
}

/**
 * Removes from a node the images that were put into it: these digests, under every name that was not there before (the
 * kubelet's own names for them, too).
 */
export async function removeImages(container: string, { before, loaded, signal }: RemoveImagesOptions): Promise<void> {
  const there = await imagesInNode(container, signal);
  const known = new Set(before);
  const ours = there.filter(({ name }) => loaded.has(name) && !known.has(name));
  const digests = new Set(ours.map(({ digest }) => digest));
  const names = there.filter(({ name, digest }) => digests.has(digest) && !known.has(name)).map(({ name }) => name);
  if (names.length > 0) await runCommand('docker', ['exec', container, ...containerd, 'rm', ...names], { signal });
}

interface RemoveImagesOptions {
  /** Names that the node had before. */
  readonly before: readonly string[];
  /** Names that were put into it where it lacked them. */
  readonly loaded: ReadonlySet<string>;
  readonly signal: AbortSignal;
}
