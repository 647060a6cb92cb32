import type { Check } from '../check.ts';
import { placeOfDaemon } from '../docker-state.ts';
import { ok, warning } from '../finding.ts';
import { availabilityOfModule } from '../kernel-modules.ts';

/** overlay: containerd's snapshots in the node. The others: pods' network and the iptables rules of kube-proxy and Istio. */
const neededModules = ['overlay', 'veth', 'nf_conntrack', 'nf_nat', 'xt_comment', 'xt_REDIRECT'];

/** Only a module that this kernel provably lacks is reported: modules load by themselves when they are first used. */
export const kernelCheck: Check = {
  id: 'kernel',
  title: 'Kernel modules',
  askedFor: 'node',
  async run({ probe, docker }) {
    if (probe.platform !== 'linux' || placeOfDaemon(probe, docker).kind === 'elsewhere') return undefined;
    const expected = neededModules.join(', ');
    const modules = await Promise.all(
      neededModules.map(async (name) => ({ name, availability: await availabilityOfModule(probe, name) })),
    );
    const lacking = modules.filter(({ availability }) => availability === 'absent').map(({ name }) => name);
    if (lacking.length === 0) return ok(expected, 'none is known to be missing');
    return warning(
      expected,
      `${lacking.join(', ')} not found in this kernel`,
      "Install the kernel's module package (on Debian and Ubuntu: linux-modules or linux-image for `uname -r`), then `sudo modprobe` the names above.",
    );
  },
};
