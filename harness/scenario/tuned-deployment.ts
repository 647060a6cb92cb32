import { AppsV1Api, PatchStrategy, type V1ResourceRequirements } from '@kubernetes/client-node';
import { ComponentError } from '../errors/harness-error.ts';
import { fieldManager } from '../kubernetes/apply.ts';
import type { NamedObject } from '../kubernetes/objects.ts';
import { untilRolledOut } from '../kubernetes/rollout.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

export interface Tuning {
  /** Arguments that are added to those that the container has. */
  readonly furtherArguments: readonly string[];
  /** Null for none at all: it may then use what the node has. */
  readonly resources: V1ResourceRequirements | null;
  readonly replicas: number;
}

/**
 * Runs a Deployment's only container with other settings until the test has ended, and then with its own again: what
 * `helm upgrade` with other values does, and the way back.
 */
export async function tuneDeployment(
  setUp: LiveSetUp<SetUpKind>,
  deployment: NamedObject,
  { furtherArguments, resources, replicas }: Tuning,
): Promise<void> {
  const { namespace, name } = deployment;
  const apps = setUp.kubernetes.kubeConfig.makeApiClient(AppsV1Api);
  const { spec } = await apps.readNamespacedDeployment({ namespace, name });
  const [own, ...others] = spec?.template.spec?.containers ?? [];
  if (own === undefined || others.length > 0) throw new ComponentError(`Deployment ${name} has not just one container`);
  const args = own.args ?? [];
  const before = { container: own.name, args, resources: own.resources ?? null, replicas: spec?.replicas ?? 1 };
  setUp.onCleanUp(() => change(setUp, deployment, before));
  await change(setUp, deployment, { ...before, args: [...args, ...furtherArguments], resources, replicas });
}

interface Settings extends Pick<Tuning, 'resources' | 'replicas'> {
  readonly container: string;
  readonly args: readonly string[];
}

async function change(
  { kubernetes, wait }: LiveSetUp<SetUpKind>,
  deployment: NamedObject,
  { container, args, resources, replicas }: Settings,
): Promise<void> {
  const patch = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: deployment.namespace, name: deployment.name },
    spec: { replicas, template: { spec: { containers: [{ name: container, args, resources }] } } },
  };
  await kubernetes.objects.patch(
    patch,
    undefined,
    undefined,
    fieldManager,
    undefined,
    PatchStrategy.StrategicMergePatch,
  );
  await untilRolledOut(kubernetes, deployment, wait);
}
