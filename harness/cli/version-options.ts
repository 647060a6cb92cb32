import { type Command, InvalidArgumentError } from 'commander';
import { type ComponentVersions, defaultVersions } from '../artifacts/versions.ts';

/** Versions as commander hands them over. */
export interface VersionFlags {
  readonly certManager: string;
  readonly issuer: string;
  readonly istio: string;
  readonly kubernetes: string;
}

/** Adds an option for the version of each component that people choose. */
export function addVersionOptions(command: Command): Command {
  return command
    .option('--cert-manager <version>', 'version of cert-manager', version, defaultVersions.certManager)
    .option('--issuer <version>', 'version of aws-privateca-issuer', version, defaultVersions.issuer)
    .option('--istio <version>', 'version of Istio', version, defaultVersions.istio)
    .option('--kubernetes <version>', 'version of Kubernetes', version, defaultVersions.kubernetes);
}

export function versionsOf({ certManager, issuer, istio, kubernetes }: VersionFlags): ComponentVersions {
  return { ...defaultVersions, certManager, issuer, istio, kubernetes };
}

/** Versions are given with or without a leading `v`. */
function version(text: string): string {
  const bare = text.replace(/^v/, '');
  if (/^\d[\w.+-]*$/.test(bare)) return bare;
  throw new InvalidArgumentError('expected a version such as 1.21.2');
}
