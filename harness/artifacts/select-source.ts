import type { HostTool } from '../machine/check.ts';
import type { ArtifactSource } from './artifact-source.ts';
import { cacheFolder } from './local/cache/cache-folder.ts';
import { localHostTools } from './local/host-tools.ts';
import { LocalArtifactSource } from './local/local-artifact-source.ts';

/** The artifact source of a name. */
export function artifactSource(name: ArtifactSource['name']): ArtifactSource {
  if (name === 'local') return new LocalArtifactSource();
  throw new Error(`There is no artifact source named ${name}`);
}

/** Needed whatever the source is: the guide inspects certificates with it, and so do the tests. */
const openssl: HostTool = {
  command: 'openssl',
  debianPackage: 'openssl',
  why: 'inspect certificates as the guide does',
};

/** Programs of the host that a run with this source calls. */
export function hostToolsFor(name: ArtifactSource['name']): readonly HostTool[] {
  return name === 'local' ? [openssl, ...localHostTools] : [openssl];
}

/** What a source asks of the machine. */
export function artifactDemands(name: ArtifactSource['name']) {
  return { cacheFolder: cacheFolder(), buildsArtifacts: name === 'local', hostTools: hostToolsFor(name) };
}
