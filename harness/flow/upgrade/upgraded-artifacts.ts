import type { Artifacts } from '../../artifacts/artifact-source.ts';
import type { UpgradableComponent } from '../../artifacts/compatibility/upgrade-warnings.ts';

/** The artifacts of a run as far as its upgrade came: those of a component that it has not come to are the former ones. */
export function artifactsReached(
  before: Artifacts,
  after: Artifacts,
  reached: readonly UpgradableComponent[],
): Artifacts {
  const of = (component: UpgradableComponent) => (reached.includes(component) ? after : before);
  const [certManager, issuer, istio] = [of('certManager'), of('issuer'), of('istio')];
  const isWhole = [certManager, issuer, istio].every((each) => each === after);
  return {
    ...after,
    tools: { ...after.tools, istioctl: istio.tools.istioctl },
    charts: { certManager: certManager.charts.certManager, issuer: issuer.charts.issuer },
    istioSettings: istio.istioSettings,
    bookinfoManifest: istio.bookinfoManifest,
    imagesToLoad: isWhole ? after.imagesToLoad : [...before.imagesToLoad, ...after.imagesToLoad],
    versions: {
      ...after.versions,
      certManager: certManager.versions.certManager,
      issuer: issuer.versions.issuer,
      istio: istio.versions.istio,
      envoy: istio.versions.envoy,
    },
  };
}
