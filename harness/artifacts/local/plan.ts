import { join } from 'node:path';
import type { runCommand } from '../../process/run-command.ts';
import type { Unit } from '../cache/unit.ts';
import { chartValues } from '../chart-values.ts';
import { helmVersion } from '../versions.ts';
import { certManagerUnit, issuerUnit } from './units/cert-manager.ts';
import { chartUnit } from './units/charts.ts';
import { clusterImagesUnit } from './units/cluster-images.ts';
import { bookinfoUnit, coreDnsUnit, etcdUnit, helmUnit, kindUnit, pauseUnit } from './units/cluster-programs.ts';
import { completeCertManagerChart } from './units/complete-cert-manager-chart.ts';
import { nodeRootUnit, workloadRootUnit } from './units/debian.ts';
import { findGoToolchains } from './units/go-toolchain.ts';
import { envoyUnit, istioUnit } from './units/istio.ts';
import { kubernetesUnit } from './units/kubernetes.ts';
import { mockBaseImageUnit } from './units/mock-base-image.ts';
import { nodeImageUnit } from './units/node-image.ts';
import type { ResolvedVersions } from './versions/resolve-versions.ts';
import { helmGo, ownProgramsGo } from './versions/supported-versions.ts';

/** Everything a run needs, as units. */
export interface Plan {
  readonly kind: Unit;
  readonly kubernetes: Unit;
  readonly helm: Unit;
  readonly istio: Unit;
  readonly certManagerChart: Unit;
  readonly issuerChart: Unit;
  /** The images that pods run, also baked into the node image. */
  readonly clusterImages: Unit;
  readonly nodeImage: Unit;
  readonly mockBaseImage: Unit;
  /** All of the above and what they are built from, in the order in which they are best begun: long builds first. */
  readonly all: readonly Unit[];
}

export async function planUnits(
  versions: ResolvedVersions,
  run: typeof runCommand,
  signal: AbortSignal,
): Promise<Plan> {
  const go = await findGoToolchains(run, signal);
  const { kubernetes: cluster } = versions;

  const kubernetes = kubernetesUnit(cluster.version, go(cluster.go));
  const etcd = etcdUnit(cluster.etcd, go(cluster.go));
  const coreDns = coreDnsUnit(cluster.coredns, go(cluster.go));
  const pause = pauseUnit(go(ownProgramsGo));
  const workloadRoot = workloadRootUnit();
  const nodeRoot = nodeRootUnit();
  const kind = kindUnit(versions.kind.version, go(versions.kind.go));
  const helm = helmUnit(helmVersion, go(helmGo));
  const istio = istioUnit(versions.istio, go(versions.istio.go));
  const envoy = envoyUnit(versions.envoy.version);
  const bookinfo = bookinfoUnit(go(ownProgramsGo));
  const certManager = certManagerUnit(versions.certManager, go(versions.certManager.go));
  const issuer = issuerUnit(versions.issuer, go(versions.issuer.go));
  const certManagerChart = chartUnit({
    id: 'cert-manager-chart',
    title: `cert-manager chart ${versions.certManager.version}`,
    version: versions.certManager.version,
    helm,
    source: certManager,
    chartFolder: 'deploy/charts/cert-manager',
    complete: { recipe: 1, run: (chart, source) => completeCertManagerChart(chart, join(source, 'deploy', 'crds')) },
    values: chartValues.certManager,
  });
  const issuerChart = chartUnit({
    id: 'aws-privateca-issuer-chart',
    title: `aws-privateca-issuer chart ${versions.issuer.version}`,
    version: versions.issuer.version,
    helm,
    source: issuer,
    chartFolder: 'charts/aws-pca-issuer',
    values: chartValues.issuer,
  });
  const clusterImages = clusterImagesUnit(
    {
      workloadRoot,
      kubernetes,
      etcd,
      coreDns,
      pause,
      certManager,
      certManagerChart,
      issuer,
      issuerChart,
      istio,
      envoy,
      bookinfo,
    },
    versions,
  );
  const nodeImage = nodeImageUnit(cluster.version, { nodeRoot, kubernetes, clusterImages }, run);
  const mockBaseImage = await mockBaseImageUnit(workloadRoot, run);

  // What waits for the network goes beside the longest build; small builds fill the places that become free.
  const longest = [kubernetes, workloadRoot, nodeRoot, envoy, istio];
  const short = [mockBaseImage, certManager, coreDns, helm, issuer, etcd, kind, pause, bookinfo];
  const last = [certManagerChart, issuerChart, clusterImages, nodeImage];
  return {
    kind,
    kubernetes,
    helm,
    istio,
    certManagerChart,
    issuerChart,
    clusterImages,
    nodeImage,
    mockBaseImage,
    all: [...longest, ...short, ...last],
  };
}
