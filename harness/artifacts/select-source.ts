import type { HostTool } from '../machine/check.ts';
import type { ArtifactSettings } from './artifact-settings.ts';
import type { ArtifactSource } from './artifact-source.ts';
import { cacheFolder } from './cache/cache-folder.ts';
import { localHostTools } from './local/host-tools.ts';
import { LocalArtifactSource } from './local/local-artifact-source.ts';
import { registryAnswers } from './registry/registry-answers.ts';
import { RegistryArtifactSource } from './registry/registry-artifact-source.ts';

export type ArtifactSourceName = ArtifactSource['name'];

/** The artifact source of a name. */
export function artifactSource(name: ArtifactSourceName): ArtifactSource {
  return name === 'local' ? new LocalArtifactSource() : new RegistryArtifactSource();
}

export interface ChosenSource {
  readonly name: ArtifactSourceName;
  /** Why, as one line for the user. */
  readonly reason: string;
}

/**
 * The source for a run for which none was chosen: what is published where a registry answers, else what is built here. What is built
 * from a folder is always built here.
 *
 * @throws HttpError where something answers that is not a registry: it is not built for half an hour instead without being asked for.
 */
export async function chooseSource(settings: ArtifactSettings, signal: AbortSignal): Promise<ChosenSource> {
  if (Object.keys(settings.checkouts).length > 0) {
    return { name: 'local', reason: 'Artifacts: built here, since one comes from a folder.' };
  }
  const probe = await registryAnswers(settings, signal);
  if (probe.answers) return { name: 'registry', reason: `Artifacts: as published (${probe.registry} answers).` };
  const reason = `Artifacts: built here, since ${probe.registry} does not answer (${probe.reason}).`;
  return { name: 'local', reason };
}

/** Needed whatever the source is: the guide inspects certificates with it, and so do the tests. */
const openssl: HostTool = {
  command: 'openssl',
  debianPackage: 'openssl',
  why: 'inspect certificates as the guide does',
};

/** Programs of the host that a run with this source calls. */
export function hostToolsFor(name: ArtifactSourceName): readonly HostTool[] {
  return name === 'local' ? [openssl, ...localHostTools] : [openssl];
}

/** What a source asks of the machine. */
export function artifactDemands(name: ArtifactSourceName) {
  return { cacheFolder: cacheFolder(), buildsArtifacts: name === 'local', hostTools: hostToolsFor(name) };
}
