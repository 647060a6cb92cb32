import { coerce, gte } from 'semver';
import { UsageError } from '../../../errors/harness-error.ts';
import type { ComponentVersions } from '../../versions.ts';
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
}

export interface IstioVersion {
  readonly line: string;
  /** The version of its Go module. */
  readonly module: string;
  /** Twelve digits, as they end that version. */
  readonly commit: string;
  /** Versions of other modules that take the place of those it requires. */
  readonly substitutes: Readonly<Record<string, string>>;
  readonly go: string;
}

/** @throws UsageError for a version that this source cannot build; it names those it can. */
export function resolveVersions(asked: ComponentVersions): ResolvedVersions {
  lookUp('Envoy', asked.envoy, envoyReleases);
  const istio = lookUp('Istio', asked.istio, istioLines);
  return {
    kubernetes: { version: asked.kubernetes, ...lookUp('Kubernetes', asked.kubernetes, kubernetesReleases) },
    certManager: { version: asked.certManager, ...certManagerMinor(asked.certManager) },
    issuer: { version: asked.issuer, ...lookUp('aws-privateca-issuer', asked.issuer, issuerReleases) },
    istio: { line: asked.istio, ...istio, commit: istio.module.slice(istio.module.lastIndexOf('-') + 1) },
    kind: { version: asked.kind, ...lookUp('kind', asked.kind, kindReleases) },
    envoy: { version: asked.envoy },
  };
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
