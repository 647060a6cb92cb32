import { join } from 'node:path';
import type { Unit } from '../../cache/unit.ts';
import { modulePaths } from '../versions/module-paths.ts';
import type { ResolvedVersions } from '../versions/resolve-versions.ts';
import { copyTree } from './copy-tree.ts';
import { goProgramsUnit } from './go-programs.ts';
import type { GoToolchain } from './go-toolchain.ts';
import { ownSources } from './own-sources.ts';

const modulePath = modulePaths.certManager;

/** The oldest minor release whose Venafi client is not served by every module proxy. */
const firstMinorWithoutVenafi = 21;
/** Build tags exist for every minor release after this one. */
const oldestMinor = 15;

/**
 * cert-manager's controller, webhook and cainjector, with its chart. Upstream's main packages are modules that no proxy serves; ours
 * stand in a module below cert-manager's own path, so that they may import its internal packages.
 */
export function certManagerUnit({ version, minor, checkout }: ResolvedVersions['certManager'], go: GoToolchain): Unit {
  return goProgramsUnit({
    id: 'cert-manager',
    title: `cert-manager ${version}`,
    version,
    go,
    module: { path: modulePath, version: `v${version}`, ...(checkout === undefined ? {} : { checkout }) },
    own: { modulePath: `${modulePath}/istio-pca-e2e`, folder: ownSources.certManager },
    programs: { controller: './controller', webhook: './webhook', cainjector: './cainjector' },
    variables: { [`${modulePath}/pkg/util.AppVersion`]: `v${version}` },
    tags: minorsAfter(oldestMinor, minor).map((each) => `minor${each}`),
    standIns: minor >= firstMinorWithoutVenafi ? { 'github.com/Venafi/vcert/v5': ownSources.noVenafi } : {},
    extras: {
      inputs: ['deploy'],
      copy: (moduleFolder, work) => copyTree(join(moduleFolder, 'deploy'), join(work.output, 'deploy')),
    },
  });
}

/** aws-privateca-issuer with its chart. */
export function issuerUnit({ version, checkout }: ResolvedVersions['issuer'], go: GoToolchain): Unit {
  const issuerPath = modulePaths.issuer;
  return goProgramsUnit({
    id: 'aws-privateca-issuer',
    title: `aws-privateca-issuer ${version}`,
    version,
    go,
    module: { path: issuerPath, version: `v${version}`, ...(checkout === undefined ? {} : { checkout }) },
    programs: { manager: issuerPath },
    variables: {
      [`${issuerPath}/pkg/api/injections.PlugInVersion`]: `v${version}`,
      [`${issuerPath}/pkg/api/injections.UserAgent`]: 'aws-privateca-issuer',
    },
    extras: {
      inputs: ['charts'],
      copy: (moduleFolder, work) => copyTree(join(moduleFolder, 'charts'), join(work.output, 'charts')),
    },
  });
}

function minorsAfter(oldest: number, minor: number): readonly number[] {
  return Array.from({ length: minor - oldest }, (_, index) => oldest + 1 + index);
}
