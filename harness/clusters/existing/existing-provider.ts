import { ComponentError, UsageError } from '../../errors/harness-error.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type {
  ClusterProvider,
  CreateClusterOptions,
  LoadImagesOptions,
  MadeByRun,
  RunningCluster,
} from '../cluster-provider.ts';
import { imagesInNode, imagesLackedBy, importImages, removeImages } from '../node-images.ts';
import type { AddedToCluster } from './added-to-cluster.ts';
import { compareInventories, entriesOf } from './compare-inventories.ts';
import { type ExistingClusterChoice, openExisting } from './open-existing.ts';
import { removeAdded } from './remove-added.ts';

const removalTimeoutMs = 110_000;

/** A cluster of somebody's, which the run works in as a guest: nothing that was there before is changed or removed. */
export class ExistingProvider implements ClusterProvider {
  readonly name = 'existing';
  readonly #choice: ExistingClusterChoice | undefined;

  /** @param choice - Undefined for removing alone: what is to be removed from where, the run has written down. */
  constructor(choice?: ExistingClusterChoice) {
    this.#choice = choice;
  }

  async create(options: CreateClusterOptions): Promise<RunningCluster> {
    if (this.#choice === undefined) throw new Error('This provider was made for removing alone');
    const added = await openExisting(this.#choice, options);
    await options.beforeAdding(added);
    return added.cluster;
  }

  async loadImages(cluster: RunningCluster, { images, ...options }: LoadImagesOptions): Promise<void> {
    const load = async (container: string) => {
      const there = await imagesInNode(container, options.signal);
      await importImages(container, await imagesLackedBy(there, images), options);
    };
    await Promise.all(containersOf(cluster).map(load));
  }

  async remove({ runId, added }: MadeByRun, wait: WaitListener) {
    if (added === undefined) return undefined;
    // An earlier version could replace installations. What it puts back is not known here, and must not be removed.
    if ('replaced' in added) throw madeByEarlierVersion(runId);
    const { kubeConfig } = connect(added.cluster.kubeconfig);
    const removal = await removeAdded(kubeConfig, { ...added, runId }, { ...wait, timeoutMs: removalTimeoutMs });
    await removeLoadedImages(added, wait.signal);
    if (removal.spared.length > 0) throw somethingSpared(removal.spared);
    return compareInventories(added.before, entriesOf(removal.after));
  }
}

const containersOf = (cluster: RunningCluster): readonly string[] =>
  cluster.provider === 'existing' ? cluster.nodeContainers : [];

async function removeLoadedImages({ imagesBefore, images }: AddedToCluster, signal: AbortSignal): Promise<void> {
  for (const [container, before] of Object.entries(imagesBefore)) {
    await removeImages(container, { before, loaded: new Set(images), signal });
  }
}

function madeByEarlierVersion(runId: string): UsageError {
  return new UsageError(`Run ${runId} has replaced installations of the cluster, which this version does not restore`, {
    remedy: 'Remove the run with the version of the harness that made it.',
  });
}

function somethingSpared(spared: readonly string[]): ComponentError {
  return new ComponentError(
    ['The run added this, and it stays because somebody else has put objects into it:', ...spared].join('\n  '),
    { remedy: 'Ask their owner to move them, then run `pca-e2e down` again; or keep it, and remove the run folder.' },
  );
}
