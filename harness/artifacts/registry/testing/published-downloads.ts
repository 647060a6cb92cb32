import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Unit, UnitWork } from '../../cache/unit.ts';
import type { Plan } from '../../local/plan.ts';
import { bookinfoManifestOf } from '../../local/units/istio.ts';
import { type Endpoints, publicEndpoints } from '../endpoints.ts';
import { sha256Of } from '../http/download.ts';
import {
  bookinfoFile,
  type PublishedTool,
  publishedHelm,
  publishedIstio,
  publishedKind,
  publishedKubectl,
  thisHost,
} from '../tools/published-tools.ts';

export interface ReleasedVersions {
  readonly kind: string;
  readonly kubernetes: string;
  readonly helm: string;
  readonly istio: string;
}

/** The names below which a download server has the releases of each project. */
const names = { kind: 'kind', kubernetes: 'kubernetes', helm: 'helm', istio: 'istio' } as const;

/** Addresses of a download server's releases. */
export function downloadEndpoints(origin: string): Pick<Endpoints, keyof typeof names> {
  const { kind, kubernetes, helm, istio } = names;
  return {
    kind: `${origin}/${kind}`,
    kubernetes: `${origin}/${kubernetes}`,
    helm: `${origin}/${helm}`,
    istio: `${origin}/${istio}`,
  };
}

/** The tools that were built here, in the form in which their projects release them: a folder for a download server. */
export function releasedToolsUnit(plan: Plan, versions: ReleasedVersions): Unit {
  const endpoints = { ...publicEndpoints, ...downloadEndpoints('http://server') };
  return {
    id: 'released-tools',
    title: 'tools as they are released',
    version: versions.istio,
    inputs: { recipe: 1, ...versions },
    needs: [plan.kind, plan.kubernetes, plan.helm, plan.istio],
    async build(work) {
      const program = (unit: Unit, name: string) => join(work.outputOf(unit), 'bin', name);
      const { kind, kubernetes, helm, istio } = versions;
      await release(work, publishedKind(endpoints, kind, thisHost), { '': program(plan.kind, 'kind') });
      await release(work, publishedKubectl(endpoints, kubernetes, thisHost), {
        '': program(plan.kubernetes, 'kubectl'),
      });
      await release(work, publishedHelm(endpoints, helm, thisHost), { 'bin/helm': program(plan.helm, 'helm') });
      await release(work, publishedIstio(endpoints, istio, thisHost), {
        'bin/istioctl': program(plan.istio, 'istioctl'),
        [bookinfoFile]: bookinfoManifestOf(work.outputOf(plan.istio)),
      });
    },
  };
}

/** Puts files where the release's address says, packed where it is an archive, with their checksum beside them. */
async function release(
  work: UnitWork,
  { url, checksumUrl, files }: PublishedTool,
  sources: Readonly<Record<string, string>>,
): Promise<void> {
  const target = join(work.output, new URL(url).pathname);
  await mkdir(dirname(target), { recursive: true });
  if (files === undefined) {
    await copyFile(sources[''] ?? '', target);
  } else {
    const staging = join(work.scratch, basename(target));
    for (const [name, path] of Object.entries(files)) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await copyFile(sources[name] ?? '', join(staging, path));
    }
    const packed = join(work.scratch, 'archive');
    await work.run('tar', [
      '--create',
      '--use-compress-program',
      'gzip -1',
      '--file',
      packed,
      '--directory',
      staging,
      '.',
    ]);
    await rename(packed, target);
  }
  const sum = `${await sha256Of(target)}  ${basename(target)}\n`;
  await writeFile(join(work.output, new URL(checksumUrl).pathname), sum);
}
