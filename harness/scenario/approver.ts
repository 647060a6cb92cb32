import { RbacAuthorizationV1Api, type RbacV1Subject } from '@kubernetes/client-node';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

/** The issuer's chart binds cert-manager's controller to it. */
const name = 'cert-manager-controller-approve:awspca-cert-manager-io';

/**
 * Gives another service account than cert-manager's the permission to approve requests for AWS PCA issuers, as a wrong
 * `approverRole.serviceAccountName` in the chart's values does, until the test has ended.
 *
 * @returns Puts it right before that.
 */
export async function changeApprover(
  setUp: LiveSetUp<SetUpKind>,
  serviceAccount: string,
): Promise<() => Promise<void>> {
  const rbac = setUp.kubernetes.kubeConfig.makeApiClient(RbacAuthorizationV1Api);
  const { subjects: right = [] } = await rbac.readClusterRoleBinding({ name });
  const bindTo = async (subjects: readonly RbacV1Subject[]) => {
    const binding = await rbac.readClusterRoleBinding({ name });
    await rbac.replaceClusterRoleBinding({ name, body: { ...binding, subjects: [...subjects] } });
  };
  const putRight = () => bindTo(right);
  setUp.onCleanUp(putRight);
  await bindTo(right.map((subject) => ({ ...subject, name: serviceAccount })));
  return putRight;
}
