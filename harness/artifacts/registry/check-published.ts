import { UsageError } from '../../errors/harness-error.ts';
import type { ArtifactSettings } from '../artifact-settings.ts';
import type { ComponentVersions } from '../versions.ts';
import { endpointsWith } from './endpoints.ts';
import { parseReference } from './oci/image-reference.ts';
import { parseMirror } from './oci/registry-hosts.ts';

const versionPattern = /^\d+\.\d+(\.\d+([-+.][\w.+-]+)?)?$/;

/**
 * Looks at versions and settings before anything is fetched. Whether a version exists is only known once it is asked for.
 *
 * @throws UsageError
 */
export function checkPublished(versions: ComponentVersions, settings: ArtifactSettings): void {
  const [component] = Object.keys(settings.checkouts);
  if (component !== undefined) {
    throw new UsageError(`A folder is given for ${component}: what is published cannot be built from one`, {
      remedy: 'Add --artifacts local, which builds it.',
    });
  }
  for (const [name, version] of Object.entries({
    Kubernetes: versions.kubernetes,
    'cert-manager': versions.certManager,
    'aws-privateca-issuer': versions.issuer,
    Istio: versions.istio,
  })) {
    if (!versionPattern.test(version)) {
      throw new UsageError(`${version} is not a version of ${name}`, {
        remedy: 'Give one such as 1.21.2, or a line such as 1.21, which means its newest release.',
      });
    }
  }
  endpointsWith(settings.endpoints);
  for (const mirror of Object.values(settings.registryMirrors)) parseMirror(mirror);
  if (settings.nodeImage !== undefined) parseReference(settings.nodeImage);
}
