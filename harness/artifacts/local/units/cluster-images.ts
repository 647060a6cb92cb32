import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Unit } from '../../cache/unit.ts';
import { OciLayout } from '../../images/oci-layout.ts';
import type { ResolvedVersions } from '../versions/resolve-versions.ts';
import { rootArchiveOf } from './debian.ts';
import { ImageAssembly, type ImageSources, istioHub } from './image-assembly.ts';

/** Raised when images are put together differently from the same parts. */
const recipeVersion = 1;

/**
 * Every image that runs in the cluster, as one OCI layout. Names come from those who ask for the images: kubeadm, the charts, the
 * Bookinfo manifest.
 */
export function clusterImagesUnit(sources: ImageSources, versions: ResolvedVersions): Unit {
  return {
    id: 'cluster-images',
    title: 'images of the cluster',
    version: versions.kubernetes.version,
    inputs: { recipeVersion, istioHub, commit: versions.istio.commit },
    needs: Object.values(sources),
    async build(work) {
      await mkdir(layoutOf(work.output));
      const layout = new OciLayout(layoutOf(work.output), work);
      const base = await layout.addArchive(rootArchiveOf(work.outputOf(sources.workloadRoot)));
      const assembly = new ImageAssembly(layout, base, work);
      await assembly.addControlPlane(sources, versions.kubernetes.version);
      await assembly.addCertManager(sources);
      await assembly.addIstio(sources, versions.istio.commit);
      await assembly.addBookinfo(sources);
      await layout.finish();
    },
  };
}

export function layoutOf(output: string): string {
  return join(output, 'layout');
}
