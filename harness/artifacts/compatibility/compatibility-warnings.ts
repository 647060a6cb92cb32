import {
  certManagerOfIssuer,
  kubernetesForCertManager,
  kubernetesForIstio,
  type MinorRange,
} from '../current-releases.ts';
import type { ComponentVersions } from '../versions.ts';
import { minorLine, minorsBetween } from './minor-line.ts';

/** How many minor releases of cert-manager an issuer may be ahead before it is said. */
const unremarkableLag = 1;

/**
 * What of a combination its projects do not say that they support, one sentence each. Never a reason to stop: to try what is not
 * supported yet is what runs are for.
 */
export function compatibilityWarnings({
  kubernetes,
  certManager,
  issuer,
  istio,
}: ComponentVersions): readonly string[] {
  return [
    outside('cert-manager', certManager, kubernetes, kubernetesForCertManager),
    outside('Istio', istio, kubernetes, kubernetesForIstio),
    apartFromIssuer(issuer, certManager),
  ].filter((warning) => warning !== undefined);
}

function outside(
  component: string,
  version: string,
  kubernetes: string,
  documented: Readonly<Record<string, MinorRange>>,
): string | undefined {
  const [line, cluster] = [minorLine(version), minorLine(kubernetes)];
  const range = line === undefined ? undefined : documented[line];
  if (range === undefined || cluster === undefined) return undefined;
  const [first, last] = range;
  if (minorsBetween(first, cluster) >= 0 && minorsBetween(cluster, last) >= 0) return undefined;
  return `${component} ${line} is documented for Kubernetes ${first} to ${last}, not for ${cluster}.`;
}

function apartFromIssuer(issuer: string, certManager: string): string | undefined {
  const [line, installed] = [minorLine(issuer), minorLine(certManager)];
  const builtWith = line === undefined ? undefined : certManagerOfIssuer[line];
  if (builtWith === undefined || installed === undefined) return undefined;
  const ahead = minorsBetween(builtWith, installed);
  // A newer minor release is what people come to try; another major one may have other interfaces.
  if (ahead >= -unremarkableLag && Number.isFinite(ahead)) return undefined;
  const age = ahead < 0 ? 'older' : 'newer';
  return `aws-privateca-issuer ${line} is built with cert-manager ${builtWith}; ${installed} is ${age}.`;
}
