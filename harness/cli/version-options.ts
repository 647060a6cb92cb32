import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { CheckoutComponent } from '../artifacts/artifact-settings.ts';
import { type ComponentVersions, defaultVersions } from '../artifacts/versions.ts';
import type { WantedVersion, WantedVersions } from '../flow/upgrade/wanted-versions.ts';

/** Stands for the version of what is built from a folder, until that is known. */
const checkoutVersion = 'checkout';

/** Versions as commander hands them over; in the place of some there may be the absolute path of a folder to build from. */
export interface VersionFlags {
  readonly certManager: string;
  readonly issuer: string;
  readonly istio: string;
  readonly kubernetes: string;
}

const buildable = [
  ['certManager', '--cert-manager <version>', 'cert-manager'],
  ['issuer', '--issuer <version>', 'aws-privateca-issuer'],
  ['istio', '--istio <version>', 'Istio'],
] as const;

/** Adds an option for the version of each component that people choose. */
export function addVersionOptions(command: Command): Command {
  for (const [component, flags, name] of buildable) {
    const description = `version of ${name}, or ./folder with its sources`;
    command.option(flags, description, versionOrFolder, defaultVersions[component]);
  }
  return command.option(
    '--kubernetes <version>',
    'version of Kubernetes',
    componentVersion,
    defaultVersions.kubernetes,
  );
}

/** Adds options for other versions of components that are there: those that are not named stay as they are. */
export function addOtherVersionOptions(command: Command): Command {
  for (const [, flags, name] of buildable) {
    command.option(flags, `the version of ${name} to go to, or ./folder with its sources`, versionOrFolder);
  }
  return command.option('--kubernetes <version>', "the run's own: it cannot be changed", componentVersion);
}

/** The versions that these options ask for. */
export function wantedVersionsOf(flags: Partial<VersionFlags>): WantedVersions {
  const given = buildable.flatMap(([component]) => {
    const version = flags[component];
    return version === undefined ? [] : [[component, wantedVersion(version)] as const];
  });
  return Object.fromEntries(given);
}

const wantedVersion = (given: string): WantedVersion =>
  isFolder(given) ? { version: checkoutVersion, folder: given } : { version: given };

export function versionsOf({ certManager, issuer, istio, kubernetes }: VersionFlags): ComponentVersions {
  const version = (given: string) => wantedVersion(given).version;
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
