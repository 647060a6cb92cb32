import { join } from 'node:path';
import type { Unit } from '../../cache/unit.ts';

const suite = 'bookworm';

/** Left out of every image: nobody reads it there. */
const leftOut = ['doc', 'man', 'info', 'locale'].map((folder) => `/usr/share/${folder}/*`);

/** What the images of the mesh's workloads share: enough to run Envoy and Node.js, to set iptables rules, and to send requests. */
const workloadPackages = ['ca-certificates', 'curl', 'iptables', 'libstdc++6'];

/**
 * What a kind node consists of, besides Kubernetes. bookworm's systemd still boots where cgroups are of version 1; that of later
 * releases does not.
 */
const nodePackages = [
  ...['systemd', 'systemd-sysv', 'containerd', 'runc', 'containernetworking-plugins'],
  ...['iptables', 'nftables', 'ebtables', 'conntrack', 'iproute2', 'ethtool', 'socat'],
  ...['kmod', 'mount', 'util-linux', 'procps', 'curl', 'jq', 'ca-certificates'],
];

/** The file in the entry. */
const rootArchive = 'root.tar';

/** The root file system under the images of workloads. */
export function workloadRootUnit(): Unit {
  return rootUnit('workload-root', 'Debian base of the images', 'essential', workloadPackages, [
    // The user that Istio's iptables rules exempt, and one for everything else that must not be root.
    'echo "istio-proxy:x:1337:1337::/nonexistent:/usr/sbin/nologin" >> "$1/etc/passwd"',
    'echo "istio-proxy:x:1337:" >> "$1/etc/group"',
  ]);
}

/** The root file system under the node image. */
export function nodeRootUnit(): Unit {
  return rootUnit('node-root', 'Debian base of the node image', 'minbase', nodePackages, []);
}

export function rootArchiveOf(output: string): string {
  return join(output, rootArchive);
}

function rootUnit(
  id: string,
  title: string,
  variant: string,
  packages: readonly string[],
  hooks: readonly string[],
): Unit {
  const { PCA_E2E_DEBIAN_MIRROR: mirror } = process.env;
  const options = [
    `--variant=${variant}`,
    `--include=${packages.join(',')}`,
    '--aptopt=APT::Install-Recommends "false"',
    ...leftOut.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
    ...hooks.map((hook) => `--customize-hook=${hook}`),
    '--skip=output/dev',
  ];
  return {
    id,
    title,
    version: suite,
    inputs: { suite, options, architecture: process.arch },
    needs: [],
    async build(work) {
      await work.run('mmdebstrap', [
        ...options,
        suite,
        rootArchiveOf(work.output),
        ...(mirror === undefined ? [] : [mirror]),
      ]);
    },
  };
}
