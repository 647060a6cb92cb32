import { describe, expect, test } from '@jest/globals';
import type { MachineDemands } from '../check.ts';
import { examineDocker } from '../docker-state.ts';
import { machineChecks } from '../doctor.ts';
import {
  commandMissing,
  dockerInfo,
  exited,
  type FakeMachineOptions,
  fakeMachine,
  statusWithoutSysResource,
} from '../fake-machine.ts';

const gibibyte = 1024 ** 3;
const diskWith = (availableBytes: number, device = 1) => ({ totalBytes: 100 * gibibyte, availableBytes, device });
const dockerSays = (changes: object) => (line: string) =>
  line.startsWith('docker info') ? exited(JSON.stringify({ ...dockerInfo, ...changes })) : undefined;
const dockerDown =
  (reason: string, endpoint = 'unix:///var/run/docker.sock') =>
  (line: string) =>
    line.startsWith('docker info') ? exited(JSON.stringify({ ServerErrors: [reason] }), 1) : exited(endpoint);
const inDockerDesktop = dockerSays({ OperatingSystem: 'Docker Desktop', NCPU: 1, MemTotal: 3 * gibibyte });
const networksOf = (lines: string) => (line: string) => {
  if (line.startsWith('docker network ls')) return exited('0123abcd');
  return line.startsWith('docker network inspect') ? exited(lines) : undefined;
};
const privilegedFails = (line: string) =>
  line.startsWith('docker run')
    ? exited('', 125, 'docker: Error response from daemon: unable to apply caps')
    : undefined;
const routeTo10 =
  'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\ntun0\t0000000A\t00000000\t1\t0\t0\t0\t000000FF\n';
const moduleLists = (lines: string) => ({
  '/proc/sys/kernel/osrelease': '6.12.0\n',
  '/lib/modules/6.12.0/modules.builtin': 'kernel/fs/overlayfs/overlay.ko\n',
  '/lib/modules/6.12.0/modules.dep': lines,
});
const allModules = ['veth', 'nf_conntrack', 'nf_nat', 'xt_comment', 'xt_REDIRECT']
  .map((name) => `kernel/net/${name}.ko.xz: kernel/net/x_tables.ko.xz\n`)
  .join('');

interface Case {
  readonly check: string;
  readonly when: string;
  readonly machine?: FakeMachineOptions;
  readonly demands?: Partial<MachineDemands>;
  /** Undefined: the question has no sense there. */
  readonly severity: 'ok' | 'warning' | 'fatal' | undefined;
  readonly observed?: string;
  readonly remedy?: string;
}

const cases: readonly Case[] = [
  { check: 'operating-system', when: 'Debian on x64', severity: 'ok', observed: 'Debian GNU/Linux 13 (trixie) on x64' },
  {
    check: 'operating-system',
    when: 'macOS',
    machine: { platform: 'darwin', architecture: 'arm64', files: { '/etc/os-release': undefined } },
    severity: 'warning',
    observed: 'darwin on arm64',
    remedy: '--artifacts registry',
  },
  { check: 'operating-system', when: 'Windows', machine: { platform: 'win32' }, severity: 'fatal', remedy: 'WSL 2' },
  { check: 'operating-system', when: 's390x', machine: { architecture: 's390x' }, severity: 'fatal' },

  { check: 'cores', when: 'there are enough', severity: 'ok', observed: '8' },
  { check: 'cores', when: 'there is one', machine: { logicalCores: 1 }, severity: 'warning', observed: '1' },
  {
    check: 'cores',
    when: 'Docker Desktop has one of eight',
    machine: { answer: inDockerDesktop },
    severity: 'warning',
    observed: '1',
  },

  { check: 'memory', when: 'there is plenty', severity: 'ok', observed: '16.0 GiB available' },
  {
    check: 'memory',
    when: '3 GiB are available',
    machine: { files: { '/proc/meminfo': 'MemAvailable:    3145728 kB\n' } },
    severity: 'warning',
    observed: '3.0 GiB',
  },
  {
    check: 'memory',
    when: '1 GiB is available',
    machine: { files: { '/proc/meminfo': 'MemAvailable:    1048576 kB\n' } },
    severity: 'fatal',
  },
  {
    check: 'memory',
    when: "Docker Desktop's machine has 3 GiB",
    machine: { answer: inDockerDesktop },
    severity: 'warning',
    observed: '3.0 GiB in Docker',
    remedy: "Docker's settings",
  },

  { check: 'disk', when: 'there is plenty', severity: 'ok', observed: '50.0 GiB (50 %) available' },
  {
    check: 'disk',
    when: 'artifacts and images share 14 GiB',
    machine: { fileSystems: { '/cache': diskWith(14 * gibibyte), '/var/lib/docker': diskWith(14 * gibibyte) } },
    severity: 'fatal',
    observed: '14.0 GiB (14 %) available at /cache and /var/lib/docker; without kind',
    remedy: 'Free space at /cache',
  },
  {
    check: 'disk',
    when: 'artifacts exist and images have 6 GiB',
    machine: { fileSystems: { '/cache': diskWith(6 * gibibyte), '/var/lib/docker': diskWith(6 * gibibyte) } },
    demands: { buildsArtifacts: false },
    severity: 'ok',
    observed: 'remove images and evict pods',
  },
  {
    check: 'disk',
    when: "only Docker's own disk is full",
    machine: { fileSystems: { '/var/lib/docker': diskWith(gibibyte, 2) } },
    severity: 'fatal',
    remedy: 'Free space at /var/lib/docker:',
  },

  { check: 'docker', when: 'it runs', severity: 'ok', observed: 'Docker 27.5.1 on Debian' },
  {
    check: 'docker',
    when: 'there is none',
    machine: { answer: () => commandMissing },
    severity: 'fatal',
    remedy: '`pca-e2e bootstrap` as root does what is needed. Run: sudo apt-get update',
  },
  {
    check: 'docker',
    when: 'there is none, on Fedora',
    machine: { answer: () => commandMissing, files: { '/etc/os-release': 'ID=fedora\n' } },
    severity: 'fatal',
    remedy: 'Run: sudo dnf install',
  },
  {
    check: 'docker',
    when: 'this user may not use it',
    machine: { answer: dockerDown('permission denied while trying to connect to the Docker daemon socket') },
    severity: 'fatal',
    observed: 'permission denied',
    remedy: 'usermod -aG docker',
  },
  {
    check: 'docker',
    when: 'DOCKER_HOST leads to nothing',
    machine: { answer: dockerDown('connection refused', 'tcp://build:2375') },
    severity: 'fatal',
    observed: 'tcp://build:2375 does not answer (connection refused)',
    remedy: 'unset DOCKER_HOST',
  },
  {
    check: 'docker',
    when: 'it is podman',
    machine: {
      answer: () => exited(JSON.stringify({ host: { buildahVersion: '1.33.7' }, version: { Version: '4.9.4' } })),
    },
    severity: 'fatal',
    observed: 'the docker command is podman 4.9.4',
    remedy: 'podman-docker',
  },
  {
    check: 'docker',
    when: 'it is too old',
    machine: { answer: dockerSays({ ServerVersion: '19.03.15+dfsg1' }) },
    severity: 'fatal',
    observed: 'Docker 19.03.15',
    remedy: 'Upgrade',
  },
  {
    check: 'docker',
    when: 'it is rootless on cgroup v1',
    machine: { answer: dockerSays({ SecurityOptions: ['name=rootless'], CgroupVersion: '1' }) },
    severity: 'fatal',
    observed: 'rootless',
  },
  {
    check: 'docker',
    when: 'it is rootless on cgroup v2',
    machine: { answer: dockerSays({ SecurityOptions: ['name=rootless'] }) },
    severity: 'warning',
    observed: 'rootless Docker',
  },

  {
    check: 'privileged-containers',
    when: 'the capability is there',
    severity: 'ok',
    observed: 'is in the bounding set',
  },
  {
    check: 'privileged-containers',
    when: 'it is missing and the runtime copes',
    machine: { files: { '/proc/self/status': statusWithoutSysResource } },
    severity: 'ok',
    observed: "starts all the same, with Docker's runtime runc",
  },
  {
    check: 'privileged-containers',
    when: 'it is missing and the runtime fails',
    machine: { files: { '/proc/self/status': statusWithoutSysResource }, answer: privilegedFails },
    severity: 'fatal',
    observed: 'runtime runc: unable to apply caps',
    remedy: '/etc/docker/daemon.json',
  },
  {
    check: 'privileged-containers',
    when: 'it is missing and Docker does not run',
    machine: { files: { '/proc/self/status': statusWithoutSysResource }, answer: () => commandMissing },
    severity: 'warning',
    remedy: 'pca-e2e bootstrap',
  },
  {
    check: 'privileged-containers',
    when: 'there is no /proc',
    machine: { files: { '/proc/self/status': undefined } },
    severity: undefined,
  },

  { check: 'cgroup', when: 'Docker uses v2', severity: 'ok', observed: 'cgroup v2, driver systemd' },
  {
    check: 'cgroup',
    when: 'Docker uses v1',
    machine: { answer: dockerSays({ CgroupVersion: '1', CgroupDriver: 'cgroupfs' }) },
    severity: 'warning',
    observed: 'cgroup v1, driver cgroupfs',
    remedy: 'Kubernetes 1.34',
  },
  {
    check: 'cgroup',
    when: 'Docker does not run and the kernel has v1',
    machine: { answer: () => commandMissing, files: { '/sys/fs/cgroup/cgroup.controllers': undefined } },
    severity: 'warning',
    observed: 'cgroup v1',
  },

  { check: 'inotify', when: 'the limits are as kind asks', severity: 'ok' },
  {
    check: 'inotify',
    when: 'only instances are low',
    machine: { files: { '/proc/sys/fs/inotify/max_user_instances': '128\n' } },
    severity: 'warning',
    observed: 'fs.inotify.max_user_instances = 128',
    remedy: 'sudo sysctl fs.inotify.max_user_instances=512 (',
  },
  {
    check: 'inotify',
    when: 'other clusters have used the instances up',
    machine: { files: { '/proc/sys/fs/inotify/max_user_instances': '128\n' }, inotifyInstancesInUse: 103 },
    severity: 'fatal',
    observed: 'fs.inotify.max_user_instances = 128, 103 of them in use',
    remedy: 'sudo sysctl fs.inotify.max_user_instances=512 (',
  },
  {
    check: 'inotify',
    when: 'they are used up, but the node stands already',
    machine: { files: { '/proc/sys/fs/inotify/max_user_instances': '128\n' }, inotifyInstancesInUse: 128 },
    demands: { nodeStands: true },
    severity: 'warning',
  },
  {
    check: 'inotify',
    when: 'one more cluster just fits',
    machine: { files: { '/proc/sys/fs/inotify/max_user_instances': '128\n' }, inotifyInstancesInUse: 102 },
    severity: 'warning',
  },
  { check: 'inotify', when: 'the daemon is elsewhere', machine: { answer: inDockerDesktop }, severity: undefined },

  { check: 'kernel', when: 'the kernel keeps no lists', severity: 'ok' },
  { check: 'kernel', when: 'all are listed', machine: { files: moduleLists(allModules) }, severity: 'ok' },
  {
    check: 'kernel',
    when: 'one is not listed',
    machine: { files: moduleLists(allModules.replaceAll('xt_comment', 'xt_other')) },
    severity: 'warning',
    observed: 'xt_comment not found',
  },

  { check: 'ip-forwarding', when: 'it is on', severity: 'ok' },
  {
    check: 'ip-forwarding',
    when: 'it is off',
    machine: { files: { '/proc/sys/net/ipv4/ip_forward': '0\n' } },
    severity: 'fatal',
    remedy: 'sysctl net.ipv4.ip_forward=1',
  },
  {
    check: 'ip-forwarding',
    when: 'Docker does not run yet',
    machine: { answer: () => commandMissing },
    severity: undefined,
  },

  { check: 'host-ports', when: 'they are free', severity: 'ok' },
  {
    check: 'host-ports',
    when: 'one is in use',
    machine: { ports: { 8443: 'in use' } },
    severity: 'fatal',
    observed: '8443 in use',
    remedy: "'sport = :8443'",
  },
  { check: 'host-ports', when: 'one needs root', machine: { ports: { 443: 'not allowed' } }, severity: 'ok' },
  { check: 'host-ports', when: 'none is asked for', demands: { hostPorts: [] }, severity: undefined },

  { check: 'networks', when: 'nothing overlaps', severity: 'ok' },
  {
    check: 'networks',
    when: 'a VPN route overlaps',
    machine: { files: { '/proc/net/route': routeTo10 } },
    severity: 'warning',
    observed: 'pod network 10.244.0.0/16 overlaps the route through tun0 (10.0.0.0/8)',
  },
  {
    check: 'networks',
    when: 'a Docker network overlaps',
    machine: { answer: networksOf('bridge 172.17.0.0/16\nmine 10.244.8.0/24 fc00::/64\n') },
    severity: 'warning',
    observed: 'overlaps Docker network mine (10.244.8.0/24)',
    remedy: 'docker network rm',
  },
  {
    check: 'networks',
    when: "the nodes' own network overlaps",
    machine: { answer: networksOf('kind fc00:f853:ccd:e793::/64 10.96.0.0/16\n') },
    severity: 'fatal',
    observed: 'service network 10.96.0.0/16 overlaps Docker network kind',
  },

  { check: 'host-tools', when: 'all are there', severity: 'ok' },
  {
    check: 'host-tools',
    when: 'one is missing',
    machine: { commands: ['docker'] },
    severity: 'fatal',
    observed: 'mmdebstrap (needed to build the node image)',
    remedy: 'apt-get install -y --no-install-recommends mmdebstrap',
  },
];

const demands: MachineDemands = {
  cacheFolder: '/cache',
  buildsArtifacts: true,
  hostPorts: [443, 8443],
  clusterNetworks: [
    { name: 'pod', cidr: '10.244.0.0/16' },
    { name: 'service', cidr: '10.96.0.0/16' },
  ],
  hostTools: [{ command: 'mmdebstrap', debianPackage: 'mmdebstrap', why: 'build the node image' }],
};

describe('checks', () => {
  test.each(cases)('$check, when $when: $severity', async (expected) => {
    const probe = fakeMachine({ commands: ['docker', 'dockerd', 'mmdebstrap'], ...expected.machine });
    const check = machineChecks.find(({ id }) => id === expected.check);
    const context = { probe, docker: await examineDocker(probe), demands: { ...demands, ...expected.demands } };
    const assessment = await check?.run(context);
    expect(assessment?.severity).toBe(expected.severity);
    expect(assessment?.observed ?? '').toContain(expected.observed ?? '');
    expect(assessment?.remedy ?? '').toContain(expected.remedy ?? '');
  });

  test('every check is covered by a case that is not ok', () => {
    const covered = new Set(cases.filter(({ severity }) => severity !== 'ok').map(({ check }) => check));
    expect(machineChecks.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });
});
