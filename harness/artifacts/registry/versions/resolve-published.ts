import type { ArtifactSettings } from '../../artifact-settings.ts';
import type { ComponentVersions } from '../../versions.ts';
import type { RetryOptions } from '../http/retry.ts';
import { parseReference } from '../oci/image-reference.ts';
import { newestOfLine } from '../oci/nearest-versions.ts';
import type { RegistryAccess } from '../registry-access.ts';
import { type IstioRelease, istioRelease } from './istio-release.ts';
import { listedNodeImage } from './listed-node-image.ts';

/** The charts of the flow, by the names that they are published under. */
export const publishedCharts = { certManager: 'cert-manager', issuer: 'aws-privateca-issuer' } as const;

/** A run's versions with every line (`1.31`) replaced by its newest release. */
export interface PublishedVersions extends Pick<ComponentVersions, 'kubernetes' | 'certManager' | 'issuer' | 'kind'> {
  readonly istio: IstioRelease;
}

/** Looks up what lines stand for; whole versions are taken at their word, until they are fetched. */
export async function resolvePublished(
  asked: ComponentVersions,
  settings: ArtifactSettings,
  access: RegistryAccess,
  retry: RetryOptions,
): Promise<PublishedVersions> {
  const { client, endpoints, memory } = access;
  const listed = listedNodeImage(endpoints, asked.kind, asked.kubernetes);
  const [kubernetes, certManager, issuer, istio] = await Promise.all([
    release(listed?.[0] ?? asked.kubernetes, endpoints.nodeImages, tagsOf(endpoints.nodeImages)),
    release(asked.certManager, endpoints.certManagerCharts, versionsOf('certManager', endpoints.certManagerCharts)),
    release(asked.issuer, endpoints.issuerCharts, versionsOf('issuer', endpoints.issuerCharts)),
    release(asked.istio, endpoints.istioImages, tagsOf(`${endpoints.istioImages}/pilot`)),
  ]);
  return {
    kubernetes,
    certManager,
    issuer,
    kind: asked.kind,
    istio: istioRelease(istio, settings, endpoints.istioImages),
  };

  /** A line that has no release goes on as it is: whoever fetches it says what there is instead. */
  async function release(version: string, where: string, there: () => Promise<readonly string[]>): Promise<string> {
    if (!/^\d+\.\d+$/.test(version)) return version;
    const newest = await memory.newest(version, where, async () => newestOfLine(version, await there()));
    return newest?.replace(/^v/, '') ?? version;
  }

  function tagsOf(repository: string) {
    return () => client.tags(parseReference(repository), retry);
  }

  function versionsOf(chart: keyof typeof publishedCharts, repository: string) {
    return () => access.chart(publishedCharts[chart], repository).versions(retry);
  }
}
