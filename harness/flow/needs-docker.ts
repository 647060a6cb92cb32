import type { RunOptions } from './run.ts';

/** What of a run's options decides whether it has anything in this machine's Docker. */
export type DockerChoice = Pick<RunOptions, 'provider' | 'aws' | 'artifacts'>;

/**
 * Whether a run needs Docker on this machine: for a node of its own, for the mocked AWS, which is a container, or for
 * images that are built here. Published images in a cluster that is there, with AWS itself, need none.
 */
export const needsDocker = ({ provider, aws, artifacts }: DockerChoice): boolean =>
  provider === 'kind' || aws === 'mock' || artifacts === 'local';
