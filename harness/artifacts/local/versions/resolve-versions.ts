import { coerce, compare, gte } from 'semver';
import { UsageError } from '../../../errors/harness-error.ts';
import type { ArtifactSettings } from '../../artifact-settings.ts';
import type { ComponentVersions } from '../../versions.ts';
import { type Checkout, readCheckout } from './checkout.ts';
import { modulePaths } from './module-paths.ts';
import {
  certManagerMinors,
  envoyReleases,
  issuerReleases,
  istioLines,
  kindReleases,
  kubernetesReleases,
} from './supported-versions.ts';

/** A run's versions, looked up: what to fetch for each, and the oldest Go that builds it. */
export interface ResolvedVersions {
  readonly kubernetes: Component & { readonly etcd: string; readonly coredns: string };
  readonly certManager: Component & { readonly minor: number };
  readonly issuer: Component;
  readonly istio: IstioVersion;
  readonly kind: Component;
  readonly envoy: { readonly version: string };
}

interface Component {
  readonly version: string;
  readonly go: string;
  /** Where it is built from, instead of a released version. */
  readonly checkout?: Checkout;
}

export interface IstioVersion {
  readonly line: string;
  /** The version of its Go module. */
  readonly module: string;
  /** Twelve digits, as they end that version; those of its content for a folder of one's own. */
  readonly commit: string;
  readonly checkout?: Checkout;
  /** Versions of other modules that take the place of those it requires. */
  readonly substitutes: Readonly<Record<string, string>>;
  readonly go: string;
}

/**
 * @param checkouts - absolute paths of folders that components are built from; their versions are not looked at
 * @throws UsageError for a version that this source cannot build; it names those it can.
 */
export function resolveVersions(
  asked: ComponentVersions,
  checkouts: ArtifactSettings['checkouts'] = {},
): ResolvedVersions {
  lookUp('Envoy', asked.envoy, envoyReleases);
  return {
    kubernetes: { version: asked.kubernetes, ...lookUp('Kubernetes', asked.kubernetes, kubernetesReleases) },
    certManager: certManagerVersion(asked.certManager, checkouts.certManager),
    issuer: issuerVersion(asked.issuer, checkouts.issuer),
    istio: istioVersion(asked.istio, checkouts.istio),
    kind: { version: asked.kind, ...lookUp('kind', asked.kind, kindReleases) },
    envoy: { version: asked.envoy },
  };
}

function certManagerVersion(asked: string, folder: string | undefined): ResolvedVersions['certManager'] {
  if (folder === undefined) return { version: asked, ...certManagerMinor(asked) };
  // What is not released yet has the interfaces of the newest release, or newer ones.
  const minor = Math.max(...Object.keys(certManagerMinors).map(Number));
  return { ...ofCheckout(readCheckout('cert-manager', folder, modulePaths.certManager)), minor };
}

function issuerVersion(asked: string, folder: string | undefined): Component {
  if (folder !== undefined) return ofCheckout(readCheckout('aws-privateca-issuer', folder, modulePaths.issuer));
  return { version: asked, ...lookUp('aws-privateca-issuer', asked, issuerReleases) };
}

function istioVersion(asked: string, folder: string | undefined): IstioVersion {
  if (folder === undefined) {
    const istio = lookUp('Istio', asked, istioLines);
    return { line: asked, ...istio, commit: istio.module.slice(istio.module.lastIndexOf('-') + 1) };
  }
  const checkout = readCheckout('Istio', folder, modulePaths.istio);
  const commit = checkout.hash.slice(0, commitLength);
  const module = `v${checkout.version}`;
  return { line: newestIstioLine, module, commit, checkout, go: checkout.go, substitutes: {} };
}

function ofCheckout(checkout: Checkout): Component {
  return { version: checkout.version, go: checkout.go, checkout };
}

const commitLength = 12;
const newestIstioLine =
  Object.keys(istioLines)
    .sort((left, right) => compare(wholeLine(left), wholeLine(right)))
    .at(-1) ?? '';
function wholeLine(line: string): string {
  return `${line}.0`;
}

function lookUp<Release>(component: string, version: string, known: Readonly<Record<string, Release>>): Release {
  const release = Object.hasOwn(known, version) ? known[version] : undefined;
  if (release === undefined) throw unknownVersion(component, version, Object.keys(known).join(', '));
  return release;
}

function certManagerMinor(version: string): { minor: number; go: string } {
  const [, minorText = '', patchText = ''] = /^1\.(\d+)\.(\d+)$/.exec(version) ?? [];
  const minor = Number(minorText);
  const known = Object.entries(certManagerMinors).find(([name]) => name === minorText)?.[1];
  if (known === undefined || Number(patchText) < known.firstPatch) {
    const ranges = Object.entries(certManagerMinors).map(
      ([name, { firstPatch }]) => `1.${name}.${firstPatch} and later`,
    );
    throw unknownVersion('cert-manager', version, ranges.join(', '));
  }
  return { minor, go: known.go };
}

function unknownVersion(component: string, version: string, accepted: string): UsageError {
  return new UsageError(`${component} ${version} cannot be built from source here`, {
    remedy: `Give one of: ${accepted}.`,
  });
}

/** Whether an installed Go (`go1.26.8`) is new enough. */
export function isGoAtLeast(installed: string, wanted: string): boolean {
  const version = coerce(installed);
  return version !== null && gte(version, wanted);
}
