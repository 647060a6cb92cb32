import { readFile, writeFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { apply } from '../../kubernetes/apply.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';
import type { Right } from '../existing/permissions.ts';

const tokenLifetimeSeconds = 3600;
const namespace = 'default';

interface Kubeconfig {
  readonly 'current-context': string;
  readonly contexts: readonly { readonly name: string; readonly context: { readonly cluster: string } }[];
  readonly users: readonly object[];
}

/**
 * For tests: a user of a cluster who may list everything and has these rights, and no other, as a context of that name
 * in the cluster's kubeconfig.
 */
export async function addUserWithRights(kubeconfig: string, name: string, rights: readonly Right[]): Promise<void> {
  const client = connect(kubeconfig);
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name } };
  const rules = [{ verb: 'list', group: '*', resource: '*' }, ...rights].map(({ verb, group, resource }) => ({
    ...{ apiGroups: [group], resources: [resource], verbs: [verb] },
  }));
  const clusterRole = { ...rbac, kind: 'ClusterRole', rules };
  const binding = {
    ...{ ...rbac, kind: 'ClusterRoleBinding', subjects: [{ kind: 'ServiceAccount', name, namespace }] },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
  };
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
  await apply(client, account, clusterRole, binding);
  const body = { spec: { audiences: [], expirationSeconds: tokenLifetimeSeconds } };
  const { status } = await client.core.createNamespacedServiceAccountToken({ name, namespace, body });
  await addContext(kubeconfig, name, status?.token ?? '');
}

async function addContext(kubeconfig: string, name: string, token: string): Promise<void> {
  const content = parse(await readFile(kubeconfig, 'utf8')) as Kubeconfig;
  const cluster = content.contexts.find((context) => context.name === content['current-context'])?.context.cluster;
  const contexts = [...content.contexts, { name, context: { cluster, user: name } }];
  const users = [...content.users, { name, user: { token } }];
  await writeFile(kubeconfig, stringify({ ...content, contexts, users }));
}
