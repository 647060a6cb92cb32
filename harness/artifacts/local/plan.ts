import { join } from 'node:path';
import type { runCommand } from '../../process/run-command.ts';
import type { Unit } from './cache/unit.ts';
import { certManagerUnit, issuerUnit } from './units/cert-manager.ts';
import { chartUnit, chartValues } from './units/charts.ts';
import { clusterImagesUnit } from './units/cluster-images.ts';
import { bookinfoUnit, coreDnsUnit, etcdUnit, helmUnit, kindUnit, pauseUnit } from './units/cluster-programs.ts';
import { completeCertManagerChart } from './units/complete-cert-manager-chart.ts';
import { nodeRootUnit, workloadRootUnit } from './units/debian.ts';
import { chooseGoToolchain } from './units/go-toolchain.ts';
import { envoyUnit, istioUnit } from './units/istio.ts';
import { kubernetesUnit } from './units/kubernetes.ts';
import { mockBaseImageUnit } from './units/mock-base-image.ts';
import { nodeImageUnit } from './units/node-image.ts';
import type { ResolvedVersions } from './versions/resolve-versions.ts';
import { helmVersion } from './versions/supported-versions.ts';

/** Everything a run needs, as units. */
export interface Plan {
  readonly kind: Unit;
  readonly kubernetes: Unit;
  readonly helm: Unit;
  readonly istio: Unit;
  readonly certManagerChart: Unit;
  readonly issuerChart: Unit;
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
  const go = await chooseGoToolchain(versions.goVersion, run, signal);
  const { asked } = versions;

  const kubernetes = kubernetesUnit(versions.kubernetes.version, go);
  const workloadRoot = workloadRootUnit();
  const nodeRoot = nodeRootUnit();
  const envoy = envoyUnit(asked.envoy);
  const istio = istioUnit(versions.istio, go);
  const helm = helmUnit(helmVersion, go);
  const certManager = certManagerUnit(versions.certManager, go);
  const issuer = issuerUnit(asked.issuer, go);
  const coreDns = coreDnsUnit(versions.kubernetes.coredns, go);
  const etcd = etcdUnit(versions.kubernetes.etcd, go);
  const kind = kindUnit(asked.kind, go);
  const pause = pauseUnit(go);
  const bookinfo = bookinfoUnit(go);
  const certManagerChart = chartUnit({
    id: 'cert-manager-chart',
    title: `cert-manager chart ${asked.certManager}`,
    version: asked.certManager,
    helm,
    source: certManager,
    chartFolder: 'deploy/charts/cert-manager',
    complete: { recipe: 1, run: (chart, source) => completeCertManagerChart(chart, join(source, 'deploy', 'crds')) },
    values: chartValues.certManager,
  });
  const issuerChart = chartUnit({
    id: 'aws-privateca-issuer-chart',
    title: `aws-privateca-issuer chart ${asked.issuer}`,
    version: asked.issuer,
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
  const nodeImage = nodeImageUnit(versions.kubernetes.version, { nodeRoot, kubernetes, clusterImages }, run);
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
    nodeImage,
    mockBaseImage,
    all: [...longest, ...short, ...last],
  };
}
