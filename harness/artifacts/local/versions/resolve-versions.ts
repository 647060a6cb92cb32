import { coerce, gte, maxSatisfying } from 'semver';
import { UsageError } from '../../../errors/harness-error.ts';
import type { ComponentVersions } from '../../versions.ts';
import {
  certManagerMinors,
  envoyReleases,
  helmGo,
  issuerReleases,
  istioLines,
  kindReleases,
  kubernetesReleases,
} from './supported-versions.ts';

/** A run's versions, looked up: what to fetch for each, and which Go the build needs. */
export interface ResolvedVersions {
  readonly asked: ComponentVersions;
  readonly kubernetes: { readonly version: string; readonly etcd: string; readonly coredns: string };
  readonly certManager: { readonly version: string; readonly minor: number };
  readonly istio: { readonly line: string; readonly module: string; readonly commit: string };
  /** The oldest Go that builds all of them. */
  readonly goVersion: string;
}

/** @throws UsageError for a version that this source cannot build; it names those it can. */
export function resolveVersions(asked: ComponentVersions): ResolvedVersions {
  const kubernetes = lookUp('Kubernetes', asked.kubernetes, kubernetesReleases);
  const istio = lookUp('Istio', asked.istio, istioLines);
  const issuer = lookUp('aws-privateca-issuer', asked.issuer, issuerReleases);
  const kind = lookUp('kind', asked.kind, kindReleases);
  lookUp('Envoy', asked.envoy, envoyReleases);
  const certManager = certManagerMinor(asked.certManager);
  const goVersions = [kubernetes.go, istio.go, issuer.go, kind.go, certManager.go, helmGo];
  return {
    asked,
    kubernetes: { version: asked.kubernetes, etcd: kubernetes.etcd, coredns: kubernetes.coredns },
    certManager: { version: asked.certManager, minor: certManager.minor },
    istio: { line: asked.istio, module: istio.module, commit: istio.module.slice(istio.module.lastIndexOf('-') + 1) },
    goVersion: maxSatisfying(goVersions, '*') ?? helmGo,
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
    remedy: `Give one of: ${accepted}. Other versions can be taken from registries with --artifacts registry.`,
  });
}

/** Whether an installed Go (`go1.26.8`) is new enough. */
export function isGoAtLeast(installed: string, wanted: string): boolean {
  const version = coerce(installed);
  return version !== null && gte(version, wanted);
}
