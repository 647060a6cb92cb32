import type { ArtifactSettings } from '../../artifacts/artifact-settings.ts';
import { type UpgradableComponent, upgradableComponents } from '../../artifacts/compatibility/upgrade-warnings.ts';
import type { RunOptions } from '../run.ts';

/** The version that a component shall have: a released one, or what a folder holds. */
export interface WantedVersion {
  readonly version: string;
  /** Absolute path. */
  readonly folder?: string;
}

export type WantedVersions = Readonly<Partial<Record<UpgradableComponent, WantedVersion>>>;

/** Options of a run with other versions of these components. */
export function withVersions(options: RunOptions, changed: WantedVersions): RunOptions {
  const versions = { ...options.versions };
  const checkouts = { ...options.artifactSettings.checkouts };
  for (const component of upgradableComponents) {
    const to = changed[component];
    if (to === undefined) continue;
    versions[component] = to.version;
    delete checkouts[component];
    if (to.folder !== undefined) checkouts[component] = to.folder;
  }
  return { ...options, versions, artifactSettings: settingsFor(options.artifactSettings, changed, checkouts) };
}

/** A tag that took the place of a version was that version's own. */
function settingsFor(
  { istioTag, ...settings }: ArtifactSettings,
  { istio }: WantedVersions,
  checkouts: ArtifactSettings['checkouts'],
): ArtifactSettings {
  return { ...settings, ...(istioTag === undefined || istio !== undefined ? {} : { istioTag }), checkouts };
}

/** Those of the wanted versions that are of these components. */
export function pick(wanted: WantedVersions, components: readonly UpgradableComponent[]): WantedVersions {
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => components.some((each) => each === name)));
}
