import type { Check, CheckContext } from '../check.ts';
import { placeOfDaemon } from '../docker-state.ts';
import { ok, warning } from '../finding.ts';

const expected = 'cgroup v2';

/**
 * cgroup v1 carries the flow, with limits: from Kubernetes 1.35 on a kubelet starts there only with `failCgroupV1: false`,
 * and node images whose systemd is 256 or newer do not boot on it.
 */
export const cgroupCheck: Check = {
  id: 'cgroup',
  title: 'Control groups',
  askedFor: 'node',
  async run(context) {
    const cgroup = await cgroupOf(context);
    if (cgroup === undefined) return undefined;
    const observed =
      cgroup.driver === '' ? `cgroup v${cgroup.version}` : `cgroup v${cgroup.version}, driver ${cgroup.driver}`;
    if (cgroup.version === '2') return ok(expected, observed);
    return warning(
      expected,
      observed,
      'Boot with systemd.unified_cgroup_hierarchy=1; or stay on Kubernetes 1.34 (--kubernetes 1.34), or on locally built node images (Debian bookworm), which run on cgroup v1.',
    );
  },
};

async function cgroupOf({ probe, docker }: CheckContext) {
  const daemon = placeOfDaemon(probe, docker);
  if (daemon.kind !== 'unknown') return { version: daemon.info.cgroupVersion, driver: daemon.info.cgroupDriver };
  if (probe.platform !== 'linux') return undefined;
  // Only the root of a cgroup v2 hierarchy has this file (cgroups(7)).
  const isVersion2 = await probe.pathExists('/sys/fs/cgroup/cgroup.controllers');
  return { version: isVersion2 ? '2' : '1', driver: '' };
}
