import type { ArtifactSettings, IstioDistribution } from '../../artifact-settings.ts';

/** A release of Istio, as its images and istioctl name it. */
export interface IstioRelease {
  readonly distribution: IstioDistribution;
  /** The version of the project's release: `1.24.1`. Its archive has istioctl and Bookinfo's manifest. */
  readonly base: string;
  /** The whole version: `1.24.1`, `1.24.1-tetrate-v0`, `1.24.1-tetratefips-v0`. */
  readonly version: string;
  readonly hub: string;
  /** Undefined: istioctl's own, which is its version. */
  readonly tag: string | undefined;
}

/**
 * Tetrate's builds carry the project's version with their flavour and a build number; their images are in hubs of their own.
 *
 * @see https://docs.tetrate.io/istio-subscription/
 */
const hubs: Readonly<Record<Exclude<IstioDistribution, 'istio'>, string>> = {
  tetrate: 'containers.istio.tetratelabs.com',
  // For subscribers: it asks for credentials.
  tetratefips: 'fips-containers.istio.tetratelabs.com',
};

/**
 * What a version, a distribution, a hub and a tag mean together; the flavour may be part of the version.
 *
 * @param projectHub - where the project's own images are. istioctl is always given it: up to 1.30 its own hub is one that is
 *   switched off in December 2026 (https://github.com/istio/istio/issues/61467).
 */
export function istioRelease(
  version: string,
  { istioDistribution, istioHub, istioTag }: Pick<ArtifactSettings, 'istioDistribution' | 'istioHub' | 'istioTag'>,
  projectHub: string,
): IstioRelease {
  const [, base = version, flavour, build = '0'] = /^(.+?)-(tetrate|tetratefips)-v(\d+)$/.exec(version) ?? [];
  const distribution = (flavour as IstioDistribution | undefined) ?? istioDistribution ?? 'istio';
  if (distribution === 'istio') return { distribution, base, version, hub: istioHub ?? projectHub, tag: istioTag };
  const whole = `${base}-${distribution}-v${build}`;
  return { distribution, base, version: whole, hub: istioHub ?? hubs[distribution], tag: istioTag ?? whole };
}

/** `istioctl --set` assignments for a release's images. */
export function istioImageSettings({ hub, tag }: IstioRelease): readonly string[] {
  return [`hub=${hub}`, ...(tag === undefined ? [] : [`tag=${tag}`])];
}
