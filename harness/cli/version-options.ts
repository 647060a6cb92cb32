import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { CheckoutComponent } from '../artifacts/artifact-settings.ts';
import { type ComponentVersions, defaultVersions } from '../artifacts/versions.ts';

/** Versions as commander hands them over; in the place of some there may be the absolute path of a folder to build from. */
export interface VersionFlags {
  readonly certManager: string;
  readonly issuer: string;
  readonly istio: string;
  readonly kubernetes: string;
}

/** Adds an option for the version of each component that people choose. */
export function addVersionOptions(command: Command): Command {
  return command
    .option(
      '--cert-manager <version>',
      'version of cert-manager, or ./folder with its sources',
      versionOrFolder,
      defaultVersions.certManager,
    )
    .option(
      '--issuer <version>',
      'version of aws-privateca-issuer, or ./folder with its sources',
      versionOrFolder,
      defaultVersions.issuer,
    )
    .option(
      '--istio <version>',
      'version of Istio, or ./folder with its sources',
      versionOrFolder,
      defaultVersions.istio,
    )
    .option('--kubernetes <version>', 'version of Kubernetes', componentVersion, defaultVersions.kubernetes);
}

export function versionsOf({ certManager, issuer, istio, kubernetes }: VersionFlags): ComponentVersions {
  const version = (given: string) => (isFolder(given) ? 'checkout' : given);
  return {
    ...defaultVersions,
    certManager: version(certManager),
    issuer: version(issuer),
    istio: version(istio),
    kubernetes,
  };
}

/** The folder that a component is built from, where its option holds one. */
export function folderOf(component: CheckoutComponent, given: string | undefined) {
  return given !== undefined && isFolder(given) ? { [component]: given } : {};
}

/** A folder is told from a version by its slash, or by being `.` or `..`. */
export function versionOrFolder(text: string): string {
  return isFolder(text) ? resolve(text) : componentVersion(text);
}

const isFolder = (text: string) => /^\.\.?$|[\\/]/.test(text);

/** Versions are given with or without a leading `v`. */
export function componentVersion(text: string): string {
  const bare = text.replace(/^v/, '');
  if (/^\d[\w.+-]*$/.test(bare)) return bare;
  throw new InvalidArgumentError('expected a version such as 1.21.2');
}
