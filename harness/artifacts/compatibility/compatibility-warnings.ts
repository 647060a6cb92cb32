import { compare } from 'semver';
import {
  certManagerOfIssuer,
  kubernetesForCertManager,
  kubernetesForIstio,
  type MinorRange,
} from '../current-releases.ts';
import type { ComponentVersions } from '../versions.ts';
import { minorLine, minorOf } from './minor-line.ts';

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
    behindIssuer(issuer, certManager),
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
  if (compareLines(cluster, first) >= 0 && compareLines(cluster, last) <= 0) return undefined;
  return `${component} ${line} is documented for Kubernetes ${first} to ${last}, not for ${cluster}.`;
}

function behindIssuer(issuer: string, certManager: string): string | undefined {
  const [line, installed] = [minorLine(issuer), minorLine(certManager)];
  const builtWith = line === undefined ? undefined : certManagerOfIssuer[line];
  if (builtWith === undefined || installed === undefined) return undefined;
  if (minorOf(builtWith) - minorOf(installed) <= unremarkableLag) return undefined;
  return `aws-privateca-issuer ${line} is built with cert-manager ${builtWith}; ${installed} is older.`;
}

const compareLines = (left: string, right: string) => compare(`${left}.0`, `${right}.0`);
