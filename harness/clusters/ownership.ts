/**
 * Label on every container, network and volume that a run makes in Docker, and on every object that it applies in a cluster; its value is the run's id. Ownership is data: only
 * what carries a run's label (or is a kind cluster of that run's name) is ever removed.
 */
export const runLabel = 'istio-pca-e2e.run';

/** Docker label that says where the run's folder is, so that `list` finds kept runs from any shell. */
export const runFolderLabel = 'istio-pca-e2e.run-folder';

/** Docker label that names the process that makes a run: a run whose process is gone, and that is not kept, was killed. */
export const ownerLabel = 'istio-pca-e2e.owner';

/** Label that kind itself puts on its node containers; kind offers no labels of one's own. */
export const kindClusterLabel = 'io.x-k8s.kind.cluster';

const prefix = 'pca-e2e-';

/** Name of the run's cluster, network and so on. */
export const nameForRun = (runId: string): string => `${prefix}${runId}`;

/** The run that a cluster or network of this name belongs to, or undefined when it is not one of ours. */
export const runOfName = (name: string): string | undefined =>
  name.startsWith(prefix) ? name.slice(prefix.length) : undefined;

/** Namespace that a run makes for its workloads in a cluster of somebody's. */
export const guestNamespace = (runId: string): string => `bookinfo-${runId}`;
