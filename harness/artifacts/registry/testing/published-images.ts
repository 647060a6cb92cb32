import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../../process/run-command.ts';
import type { Unit, UnitWork } from '../../cache/unit.ts';
import { readReference } from '../../docker/docker-image-unit.ts';
import { OciLayout } from '../../images/oci-layout.ts';
import type { Plan } from '../../local/plan.ts';
import { layoutOf } from '../../local/units/cluster-images.ts';
import { rootArchiveOf } from '../../local/units/debian.ts';
import { ImageAssembly } from '../../local/units/image-assembly.ts';
import { nodeImageUnit } from '../../local/units/node-image.ts';
import { sha256Of } from '../http/download.ts';

/**
 * A node image as kind publishes them: Kubernetes's own images are in it, and no others. (It still lacks kind's network, which cannot be
 * built here.)
 */
export function bareNodeImageUnit(plan: Plan, version: string): Unit {
  const unit = (id: string): Unit => {
    const found = plan.all.find((each) => each.id === id);
    if (found === undefined) throw new Error(`There is no unit ${id}`);
    return found;
  };
  const workloadRoot = unit('workload-root');
  const sources = { kubernetes: plan.kubernetes, etcd: unit('etcd'), coreDns: unit('coredns'), pause: unit('pause') };
  const controlPlaneImages: Unit = {
    id: 'control-plane-images',
    title: 'images of the control plane',
    version,
    inputs: { recipe: 1 },
    needs: [workloadRoot, ...Object.values(sources)],
    async build(work) {
      await mkdir(layoutOf(work.output));
      const layout = new OciLayout(layoutOf(work.output), work);
      const base = await layout.addArchive(rootArchiveOf(work.outputOf(workloadRoot)));
      await new ImageAssembly(layout, base, work).addControlPlane(sources, version);
      await layout.finish();
    },
  };
  const needs = { nodeRoot: unit('node-root'), kubernetes: plan.kubernetes, clusterImages: controlPlaneImages };
  return nodeImageUnit(version, needs, runCommand);
}

/** An image that Docker has, as a registry would hold it: its manifest, and blobs named after their digests. */
export function savedImageUnit(id: string, image: Unit): Unit {
  return {
    id: `saved-${id}`,
    title: `saved ${id}`,
    version: image.version,
    inputs: { recipe: 2 },
    needs: [image],
    build: async (work) => saveImage(work, await readReference(work.outputOf(image))),
  };
}

/** Not manifest.json: that is the cache's own in every entry. */
export const savedManifest = 'image-manifest.json';

interface SavedManifest {
  readonly Config: string;
  readonly Layers: readonly string[];
}

/** `docker save` is the only way to an image's layers; its format differs between versions of Docker, its manifest.json does not. */
async function saveImage(work: UnitWork, reference: string): Promise<void> {
  const archive = join(work.scratch, 'image.tar');
  await work.run('docker', ['save', '--output', archive, reference]);
  await work.run('tar', ['--extract', '--file', archive, '--directory', work.scratch]);
  const [saved] = JSON.parse(await readFile(join(work.scratch, 'manifest.json'), 'utf8')) as readonly SavedManifest[];
  if (saved === undefined) throw new Error(`docker save wrote nothing of ${reference}`);
  const keep = async (path: string, mediaType: string) => {
    const file = join(work.scratch, path);
    const digest = await sha256Of(file);
    const { size } = await stat(file);
    await rename(file, join(work.output, digest));
    return { mediaType, digest: `sha256:${digest}`, size };
  };
  const config = await keep(saved.Config, 'application/vnd.docker.container.image.v1+json');
  const layers = [];
  for (const layer of saved.Layers) layers.push(await keep(layer, 'application/vnd.docker.image.rootfs.diff.tar'));
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  await writeFile(join(work.output, savedManifest), JSON.stringify({ schemaVersion: 2, mediaType, config, layers }));
}
