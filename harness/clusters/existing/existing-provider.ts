import { ApiException } from '@kubernetes/client-node';
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
import { nameForRun } from '../ownership.ts';
import type { AddedToCluster } from './added-to-cluster.ts';
import { compareInventories, entriesOf } from './compare-inventories.ts';
import { nameOfObject } from './inventory.ts';
import { type KnownOfRun, oursAmong } from './is-ours.ts';
import { type ExistingClusterChoice, openExisting } from './open-existing.ts';
import { removeAdded } from './remove-added.ts';
import { isConfirmed, isNoteOf, leaveNote, removeNote } from './run-note.ts';

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
    await leaveNote(connect(added.cluster.kubeconfig), options.runId, added);
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
    // An earlier version could replace installations. What it would restore is not known here, and must not be removed.
    if ('replaced' in added) throw madeByEarlierVersion(runId);
    const client = connect(added.cluster.kubeconfig);
    const confirmed = await isConfirmed(client, runId, added).catch((cause: unknown) => {
      // Any answer is an error with its status.
      if (cause instanceof ApiException) throw cause;
      throw notReached(runId, added, cause);
    });
    // Else by the run's label alone: the record is another one than the run has left, or the run has added nothing.
    const known: KnownOfRun = { ...added, ...(confirmed ? {} : { installs: [], namespaces: [] }), runId };
    const removal = await removeAdded(client.kubeConfig, known, { ...wait, timeoutMs: removalTimeoutMs });
    if (confirmed) await removeLoadedImages(added, wait.signal);
    await removeNote(client, runId);
    if (removal.spared.length > 0) throw somethingSpared(removal.spared);
    const after = removal.after.filter((object) => !isNoteOf(runId)(object));
    const claimed = confirmed ? [] : oursAmong(after, { ...added, runId });
    if (claimed.length > 0) throw notConfirmed(claimed.map(nameOfObject));
    return compareInventories(added.before, entriesOf(after));
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

/** A cluster that was deleted never answers again: without this, nothing would remove the rest of the run. */
function notReached(runId: string, { cluster: { context } }: AddedToCluster, cause: unknown): ComponentError {
  return new ComponentError(`The API server of context ${context} is not reached, so nothing was removed there`, {
    cause,
    remedy: `If the cluster itself was deleted, nothing of the run is left in it: remove the run folder, and \`docker network rm ${nameForRun(runId)}\`, where there is such a network.`,
  });
}

function notConfirmed(claimed: readonly string[]): ComponentError {
  const shown = claimed.slice(0, 10);
  const more = claimed.length > shown.length ? [`and ${claimed.length - shown.length} more`] : [];
  const title =
    "What carries the run's label is removed. The record in its folder claims this too, and the cluster does not confirm it:";
  return new ComponentError([title, ...shown, ...more].join('\n  '), {
    remedy: 'Where it is of the run, remove it with helm and istioctl; then remove the run folder.',
  });
}

function somethingSpared(spared: readonly string[]): ComponentError {
  return new ComponentError(
    ['The run added this, and it stays because somebody else has put objects into it:', ...spared].join('\n  '),
    { remedy: 'Ask their owner to move them, then run `pca-e2e down` again; or keep it, and remove the run folder.' },
  );
}
