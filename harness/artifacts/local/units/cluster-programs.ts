import type { Unit } from '../../cache/unit.ts';
import { goProgramsUnit } from './go-programs.ts';
import type { GoToolchain } from './go-toolchain.ts';
import { ownSources } from './own-sources.ts';

/** What a cluster consists of besides Kubernetes itself, and the tools that reach it. */

export function etcdUnit(version: string, go: GoToolchain): Unit {
  return goProgramsUnit({
    id: 'etcd',
    title: `etcd ${version}`,
    version,
    go,
    module: { path: 'go.etcd.io/etcd/server/v3', version: `v${version}` },
    programs: { etcd: 'go.etcd.io/etcd/server/v3' },
    variables: { 'go.etcd.io/etcd/api/v3/version.GitSHA': `v${version}` },
  });
}

export function coreDnsUnit(version: string, go: GoToolchain): Unit {
  return goProgramsUnit({
    id: 'coredns',
    title: `CoreDNS ${version}`,
    version,
    go,
    module: { path: 'github.com/coredns/coredns', version: `v${version}` },
    programs: { coredns: 'github.com/coredns/coredns' },
  });
}

export function kindUnit(version: string, go: GoToolchain): Unit {
  return goProgramsUnit({
    id: 'kind',
    title: `kind ${version}`,
    version,
    go,
    module: { path: 'sigs.k8s.io/kind', version: `v${version}` },
    programs: { kind: 'sigs.k8s.io/kind' },
  });
}

export function helmUnit(version: string, go: GoToolchain): Unit {
  return goProgramsUnit({
    id: 'helm',
    title: `helm ${version}`,
    version,
    go,
    module: { path: 'helm.sh/helm/v3', version: `v${version}` },
    programs: { helm: 'helm.sh/helm/v3/cmd/helm' },
    variables: {
      'helm.sh/helm/v3/internal/version.version': `v${version}`,
      // What charts are rendered for when no cluster is asked; without it helm believes in Kubernetes 1.20.
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': '1',
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': '34',
    },
  });
}

/** The program that holds a pod's namespaces open. */
export function pauseUnit(go: GoToolchain): Unit {
  return goProgramsUnit({
    id: 'pause',
    title: 'pause',
    version: '1',
    go,
    programs: { pause: 'local.build/pause' },
    own: { modulePath: 'local.build/pause', folder: ownSources.pause },
  });
}

/** The four services of Bookinfo as one program; its first argument says which one it is. */
export function bookinfoUnit(go: GoToolchain): Unit {
  return goProgramsUnit({
    id: 'bookinfo',
    title: 'Bookinfo services',
    version: '1',
    go,
    programs: { bookinfo: 'local.build/bookinfo' },
    own: { modulePath: 'local.build/bookinfo', folder: ownSources.bookinfo },
  });
}
