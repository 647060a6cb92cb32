import type { Check } from '../check.ts';
import { placeOfDaemon } from '../docker-state.ts';
import { fatal, ok, warning } from '../finding.ts';
import { inotifyLimits, instancesSetting, kernelSettingPath } from '../inotify-limits.ts';
import { requirements } from '../requirements.ts';

/** kubelet, containerd and every pod's sidecar watch files; when a limit is hit they fail with "too many open files". */
export const inotifyCheck: Check = {
  id: 'inotify',
  title: 'inotify limits',
  askedFor: 'node',
  async run({ probe, docker, demands }) {
    if (placeOfDaemon(probe, docker).kind === 'elsewhere') return undefined;
    const read = await Promise.all(
      inotifyLimits.map(async (limit) => ({
        ...limit,
        actual: Number(await probe.readText(kernelSettingPath(limit.setting))),
      })),
    );
    // No such file (macOS) reads as NaN.
    const known = read.filter(({ actual }) => Number.isFinite(actual));
    if (known.length === 0) return undefined;
    const expected = known.map(({ setting, wanted }) => `${setting} ≥ ${wanted}`).join(', ');
    const observed = known.map(({ setting, actual }) => `${setting} = ${actual}`).join(', ');
    const used = demands.nodeStands === true ? undefined : await probe.inotifyInstancesInUse();
    const instances = known.find(({ setting }) => setting === instancesSetting)?.actual;
    if (used !== undefined && instances !== undefined && instances - used < requirements.inotifyInstancesOfANode) {
      return fatal(
        `${requirements.inotifyInstancesOfANode} inotify instances free, which a node takes`,
        `${instancesSetting} = ${instances}, ${used} of them in use`,
        `Run: sudo sysctl ${instancesSetting}=${requirements.inotifyInstances} (and write it to /etc/sysctl.d/ to keep it), or remove clusters that nobody needs: npx pca-e2e list, kind get clusters.`,
      );
    }
    const low = known.filter(({ actual, wanted }) => actual < wanted);
    if (low.length === 0) return ok(expected, observed);
    return warning(
      expected,
      observed,
      `Run: sudo sysctl ${low.map(({ setting, wanted }) => `${setting}=${wanted}`).join(' ')} (and write it to /etc/sysctl.d/ to keep it). One cluster alone usually fits below these limits.`,
    );
  },
};
