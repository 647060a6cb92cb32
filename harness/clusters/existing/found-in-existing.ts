import { connectWith } from '../../kubernetes/kubernetes-client.ts';
import { findInstallations } from './installations.ts';
import { takeInventory } from './inventory.ts';
import type { ExistingClusterChoice } from './open-existing.ts';
import { installationLines, preflight } from './preflight.ts';
import { replacedObjects } from './replace/replaced-objects.ts';
import { serviceAccountIssuerOf } from './service-account-issuer.ts';
import { contextKubeconfig } from './user-kubeconfig.ts';

/** What a run would replace. */
export interface FoundInExisting {
  /** A line for each installation. */
  readonly installations: readonly string[];
  /** How many objects would be taken away. */
  readonly objectCount: number;
}

/**
 * Looks at what is installed in a cluster that a run may replace. Changes nothing, there or here.
 *
 * @throws UsageError for what cannot be replaced; MachineError when the API server does not answer.
 */
export async function foundInExisting(
  choice: Omit<ExistingClusterChoice, 'needsDockerNetwork'>,
  signal: AbortSignal,
): Promise<FoundInExisting> {
  const { context, kubeconfigFiles } = choice;
  const { kubeConfig } = connectWith(await contextKubeconfig(kubeconfigFiles, context));
  await serviceAccountIssuerOf(kubeConfig, context, signal);
  const { objects } = await takeInventory(kubeConfig, signal);
  const installations = installationLines(findInstallations(objects));
  preflight(objects, context, { onExisting: 'replace', agreed: installations });
  return { installations, objectCount: replacedObjects(objects, context).objects.length };
}
