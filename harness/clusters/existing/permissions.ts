import { AuthorizationV1Api } from '@kubernetes/client-node';
import { UsageError } from '../../errors/harness-error.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';

/** A right to ask for: `create deployments.apps`, `create pods/exec`. */
interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
}

const everything: Right = { verb: '*', group: '*', resource: '*' };

const kinds = [
  ['', 'namespaces', 'serviceaccounts', 'secrets', 'configmaps', 'services'],
  ['apps', 'deployments'],
  ['autoscaling', 'horizontalpodautoscalers'],
  ['policy', 'poddisruptionbudgets'],
  ['batch', 'jobs'],
  ['coordination.k8s.io', 'leases'],
  ['apiextensions.k8s.io', 'customresourcedefinitions'],
  ['admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  ['rbac.authorization.k8s.io', 'roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
  ['cert-manager.io', 'certificates'],
  ['awspca.cert-manager.io', 'awspcaissuers'],
] as const;

/**
 * What the flow does in a cluster. The charts grant rights to their controllers, which Kubernetes allows only to whom has
 * them all, or may escalate and bind.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
export const neededRights: readonly Right[] = [
  ...kinds.flatMap(([group, ...resources]) =>
    resources.flatMap((resource) =>
      ['get', 'list', 'watch', 'create', 'patch', 'delete'].map((verb) => ({ verb, group, resource })),
    ),
  ),
  ...['escalate', 'bind'].map((verb) => ({ verb, group: 'rbac.authorization.k8s.io', resource: 'clusterroles' })),
  ...['get', 'list', 'watch'].map((verb) => ({ verb, group: '', resource: 'pods' })),
  ...['pods/exec', 'pods/portforward', 'serviceaccounts/token'].map((resource) => ({
    ...{ verb: 'create', group: '', resource },
  })),
];

/**
 * Asks the API server whether the user of a kubeconfig may do what the flow does; whether each kind can be listed shows in the
 * inventory.
 *
 * @throws UsageError naming every right that is missing.
 */
export async function refuseMissingRights({ kubeConfig }: KubernetesClient, context: string): Promise<void> {
  const api = kubeConfig.makeApiClient(AuthorizationV1Api);
  const isAllowed = async ({ verb, group, resource: named }: Right) => {
    const [resource = '', subresource] = named.split('/');
    const resourceAttributes = { verb, group, resource, ...(subresource === undefined ? {} : { subresource }) };
    const body = { spec: { resourceAttributes } };
    return (await api.createSelfSubjectAccessReview({ body })).status?.allowed === true;
  };
  if (await isAllowed(everything)) return;
  const answers = await Promise.all(neededRights.map(async (right) => ({ right, allowed: await isAllowed(right) })));
  const missing = answers.filter(({ allowed }) => !allowed).map(({ right }) => right);
  if (missing.length === 0) return;
  throw new UsageError(
    [`The user of context ${context} may not do what the flow does. Missing:`, ...rightLines(missing)].join('\n  '),
    {
      remedy:
        'Use a context whose user has these rights in all namespaces, such as one with ClusterRole cluster-admin.',
    },
  );
}

/** One line for each kind: `certificates.cert-manager.io: create, delete`. */
export function rightLines(rights: readonly Right[]): readonly string[] {
  const byKind = Map.groupBy(rights, ({ group, resource }) => (group === '' ? resource : `${resource}.${group}`));
  return [...byKind].map(([kind, all]) => `${kind}: ${all.map(({ verb }) => verb).join(', ')}`);
}
