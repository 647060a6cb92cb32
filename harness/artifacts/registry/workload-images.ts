import type { runCommand } from '../../process/run-command.ts';
import type { Unit, UnitWork } from '../cache/unit.ts';
import { chartValues } from '../chart-values.ts';
import { imagesOf } from '../images/manifest-images.ts';
import { istioImages } from './istio-images.ts';
import type { ImagePuller } from './oci/pull-images.ts';
import type { PlannedTools } from './tools/plan-tools.ts';
import { readBookinfoManifest } from './units/bookinfo-unit.ts';
import { publishedChartFileOf } from './units/chart-unit.ts';
import { imagesUnit } from './units/images-unit.ts';
import { istioImageSettings } from './versions/istio-release.ts';
import { type PublishedVersions, publishedCharts } from './versions/resolve-published.ts';

export interface WorkloadImagesOptions extends PlannedTools {
  readonly puller: ImagePuller;
  readonly versions: PublishedVersions;
  readonly certManagerChart: Unit;
  readonly issuerChart: Unit;
  readonly runCommand: typeof runCommand;
}

/** The images of what the flow installs, as they are named by what installs them. */
export function workloadImages(options: WorkloadImagesOptions): readonly Unit[] {
  const { puller, versions, tools, istio, bookinfo, certManagerChart, issuerChart } = options;
  const istioSettings = istioImageSettings(versions.istio);
  return [
    imagesUnit({
      id: 'istio-images',
      title: `images of Istio ${versions.istio.version}`,
      version: versions.istio.version,
      needs: [istio, ...tools.istioctl.needs],
      inputs: { version: versions.istio.version, istioSettings },
      puller,
      async names(work) {
        const assignments = istioSettings.flatMap((setting) => ['--set', setting]);
        const istioctl = tools.istioctl.path((unit) => work.outputOf(unit));
        const generating = ['manifest', 'generate', ...assignments];
        return istioImages((await options.runCommand(istioctl, generating, { signal: work.signal })).stdout);
      },
    }),
    imagesUnit({
      id: 'bookinfo-images',
      title: 'images of Bookinfo',
      version: versions.istio.base,
      needs: [bookinfo],
      inputs: {},
      puller,
      names: async (work) => imagesOf(await readBookinfoManifest(work.outputOf(bookinfo))),
    }),
    chartImages(certManagerChart, publishedCharts.certManager, versions.certManager, chartValues.certManager),
    chartImages(issuerChart, publishedCharts.issuer, versions.issuer, chartValues.issuer),
  ];

  function chartImages(unit: Unit, name: string, version: string, values: Readonly<Record<string, unknown>>): Unit {
    return imagesUnit({
      id: `${name}-images`,
      title: `images of ${name} ${version}`,
      version,
      needs: [unit, ...tools.helm.needs],
      inputs: { values: JSON.stringify(values), kubernetes: versions.kubernetes },
      puller,
      names: (work) => imagesOfChart(work, unit, values),
    });
  }

  async function imagesOfChart(work: UnitWork, unit: Unit, values: Readonly<Record<string, unknown>>) {
    const helm = tools.helm.path((each) => work.outputOf(each));
    const rendering = ['template', 'release', publishedChartFileOf(work.outputOf(unit)), '--values', '-'];
    // Charts refuse versions of Kubernetes that they do not know, and helm without a cluster has its own idea of one.
    const version = ['--kube-version', versions.kubernetes];
    const input = { input: JSON.stringify(values), signal: work.signal };
    // Not by the unit's own run: a manifest is no news.
    return imagesOf((await options.runCommand(helm, [...rendering, ...version], input)).stdout);
  }
}
