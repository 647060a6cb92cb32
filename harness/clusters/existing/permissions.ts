import { AuthorizationV1Api } from '@kubernetes/client-node';
import { UsageError } from '../../errors/harness-error.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';

/** A right to ask for: `create deployments.apps`, `create pods/exec`. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
}

const everything: Right = { verb: '*', group: '*', resource: '*' };

const reading = ['get', 'list', 'watch'];
const managing = [...reading, 'create', 'patch', 'delete'];
const rbac = 'rbac.authorization.k8s.io';

/** Each group with its kinds, and what is done with them. */
const uses: readonly (readonly [verbs: readonly string[], group: string, ...resources: string[]])[] = [
  [managing, '', 'namespaces', 'serviceaccounts', 'secrets', 'configmaps', 'services'],
  [managing, 'apps', 'deployments'],
  [managing, 'autoscaling', 'horizontalpodautoscalers'],
  [managing, 'policy', 'poddisruptionbudgets'],
  [managing, 'batch', 'jobs'],
  [managing, 'coordination.k8s.io', 'leases'],
  [managing, 'apiextensions.k8s.io', 'customresourcedefinitions'],
  [managing, 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  [managing, rbac, 'roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
  [managing, 'cert-manager.io', 'certificates'],
  [managing, 'awspca.cert-manager.io', 'awspcaissuers'],
  // The charts grant rights to their controllers, which Kubernetes allows only to whom has them all, or may do this.
  [['escalate', 'bind'], rbac, 'roles', 'clusterroles'],
  // Helm writes how an installation ended into its record.
  [['update'], '', 'secrets'],
  // cert-manager's webhook is shown to answer by the dry run of a creation.
  [['create'], 'cert-manager.io', 'issuers'],
  // As cmctl renew does.
  [['update'], 'cert-manager.io', 'certificates/status'],
  // What controllers made for the run, where Kubernetes has not removed it yet with its owner.
  [[...reading, 'delete'], '', 'pods'],
  [['delete'], 'apps', 'replicasets'],
  [[...reading, 'delete'], 'cert-manager.io', 'certificaterequests'],
  [['create'], '', 'serviceaccounts/token'],
  // Asked for by GET where the connection is a web socket, by POST where it is not.
  [['get', 'create'], '', 'pods/exec', 'pods/portforward'],
  // Evidence, where something fails: logs, and istiod's metrics.
  [['get'], '', 'pods/log', 'pods/proxy'],
];

/**
 * What the flow does in a cluster.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
export const neededRights: readonly Right[] = uses.flatMap(([verbs, group, ...resources]) =>
  resources.flatMap((resource) => verbs.map((verb) => ({ verb, group, resource }))),
);

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
