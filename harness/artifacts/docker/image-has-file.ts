import { randomUUID } from 'node:crypto';
import { CommandError } from '../../process/command-error.ts';
import type { runCommand } from '../../process/run-command.ts';
import { ownerLabel } from './docker-images.ts';

/** Whether an image that Docker has holds a file. Nothing of the image is run. */
export async function imageHasFile(
  run: typeof runCommand,
  image: string,
  path: string,
  signal: AbortSignal,
): Promise<boolean> {
  const container = `istio-pca-e2e-look-${randomUUID().slice(0, 8)}`;
  // An image may have no command of its own; it is never started.
  await run('docker', ['create', '--name', container, '--label', `${ownerLabel}=look`, image, 'none'], { signal });
  try {
    await run('docker', ['cp', `${container}:${path}`, '-'], { signal });
    return true;
  } catch (error) {
    if (error instanceof CommandError && /no such|could not find/i.test(error.stderr)) return false;
    throw error;
  } finally {
    await run('docker', ['rm', '--force', '--volumes', container]);
  }
}

/**
 * Whether a node image lacks kind's own network: kind installs it from this file of the image.
 *
 * @see https://kind.sigs.k8s.io/docs/user/configuration/#disable-default-cni
 */
export async function lacksKindNetwork(run: typeof runCommand, image: string, signal: AbortSignal): Promise<boolean> {
  return !(await imageHasFile(run, image, '/kind/manifests/default-cni.yaml', signal));
}
