import { kindNodeImages, type NodeImageRelease } from '../../current-releases.ts';
import { type Endpoints, publicEndpoints } from '../endpoints.ts';

/**
 * The node image that kind's release lists for a version of Kubernetes, or for a line (`1.36`). Undefined where it lists none, or where
 * node images are taken from an address of the user's, which may hold others.
 *
 * @see https://kind.sigs.k8s.io/docs/user/quick-start/#creating-a-cluster
 */
export function listedNodeImage(
  { nodeImages }: Pick<Endpoints, 'nodeImages'>,
  kind: string,
  kubernetes: string,
): NodeImageRelease | undefined {
  if (nodeImages !== publicEndpoints.nodeImages) return undefined;
  const lines = Object.entries(kindNodeImages[kind] ?? {});
  return lines.find(([line, [version]]) => kubernetes === line || kubernetes === version)?.[1];
}
