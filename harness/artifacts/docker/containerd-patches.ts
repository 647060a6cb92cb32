import { sysResourceInBoundingSet } from '../../machine/sys-resource.ts';
import { systemMachine } from '../../machine/system-machine.ts';

/**
 * What a published node image must be told on this machine. Without CAP_SYS_RESOURCE nothing may lower an oom_score_adj: containerd has
 * to keep to what it may, or no pod starts. The setting lies in another section from containerd 2 on; each passes over the other's.
 *
 * @see https://github.com/containerd/containerd/blob/main/docs/cri/config.md (restrict_oom_score_adj)
 */
export async function containerdPatches(signal: AbortSignal): Promise<readonly string[]> {
  if ((await sysResourceInBoundingSet(systemMachine(signal))) !== 'missing') return [];
  return ['io.containerd.grpc.v1.cri', 'io.containerd.cri.v1.runtime'].map(
    (section) => `[plugins."${section}"]\n  restrict_oom_score_adj = true`,
  );
}
