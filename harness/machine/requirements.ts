const gibibyte = 1024 ** 3;

/** What the flow needs of a machine. */
export const requirements = {
  /** The oldest that the flow was run on; also the first with cgroup v2 (https://docs.docker.com/engine/release-notes/20.10/). */
  dockerVersion: '20.10.0',
  /** What the steps' time budgets were measured on. */
  comfortableCores: 2,
  /** The finished mesh was measured at 1.4 GiB; less than this leaves no room for its start. */
  leastMemoryBytes: 2 * gibibyte,
  /** The mesh, its start-up peaks and one Go compiler beside it. */
  comfortableMemoryBytes: 4 * gibibyte,
  /** Go's module and build caches, the node image and its parts, when all of them are made here. */
  diskForBuildingBytes: 15 * gibibyte,
  /** The node image's layers, the node container and the run folder, when every artifact exists already. */
  diskForRunningBytes: 5 * gibibyte,
  /** kubectl, helm, kind, istioctl with the release that it is taken from, and two charts, where no image is taken. */
  diskForToolsBytes: gibibyte / 2,
  /** https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files */
  inotifyWatches: 524_288,
  inotifyInstances: 512,
  /** Measured: what systemd, containerd and the Kubernetes components of one node hold as root, all of them started. */
  inotifyInstancesOfANode: 26,
} as const;

/**
 * Free space, in percent of the file system, below which a kubelet with default settings acts: it removes unused images
 * (above 85 % used), and evicts pods. kind's kubelet configuration turns both off (`imageGCHighThresholdPercent: 100`,
 * `evictionHard: 0%`), so on a kind node only a full disk hurts, and percentages need no remedy.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
 */
export const kubeletDefaults = { imageRemovalBelowPercent: 15, podEvictionBelowPercent: 10 } as const;

/** Bytes as people read them: `4.0 GiB`. */
export function formatGibibytes(bytes: number): string {
  return `${(bytes / gibibyte).toFixed(1)} GiB`;
}
