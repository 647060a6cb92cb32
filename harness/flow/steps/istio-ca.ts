import type { CaHierarchy } from '../../aws/ca-hierarchy.ts';
import { apply } from '../../kubernetes/apply.ts';
import { type ConditionedObject, conditionOf, describeCondition, hasCondition } from '../../kubernetes/conditions.ts';
import { istioCaCertificate } from '../../kubernetes/istio-ca-certificate.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { removeObjects } from '../../kubernetes/remove-objects.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { readSecret } from '../../kubernetes/secrets.ts';
import { type WaitListener, watchUntil } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { heldAs } from '../checks.ts';
import { ofRun } from '../of-run.ts';
import { appliesObjects, callsAws } from '../planned-action.ts';
import { defineStep } from '../step.ts';
import { checkCacerts } from './cacerts-checks.ts';

const namespace = 'istio-system';
const certificate = 'istio-ca';
/** istiod plugs a CA in from the secret of this name in its own namespace, and from no other. */
const secret = 'cacerts';
const readyTimeoutMs = 120_000;

/** Guide, step 6: cert-manager requests Istio's CA from AWS PCA and stores it where istiod looks for it. */
export const istioCaStep = defineStep({
  id: 'istio-ca',
  title: 'Create the Istio CA certificate',
  guideStep: 6,
  needs: ['cluster', 'cert-manager', 'ca-hierarchy', 'aws-pca-issuer'],
  plan: () => [
    ...appliesObjects(`Certificate ${namespace}/${certificate}`),
    ...callsAws('sts', 'AssumeRoleWithWebIdentity'),
    ...callsAws('acm-pca', 'DescribeCertificateAuthority', 'IssueCertificate', 'GetCertificate'),
  ],
  async run({ run, outputs, check, ...wait }) {
    const client = connect(outputs.cluster.kubeconfig);
    const issuerName = outputs['aws-pca-issuer'].name;
    await apply(
      client,
      ofRun(run, istioCaCertificate({ ...run.options.istioCa, name: certificate, namespace, secret, issuerName })),
    );
    check(...(await checkIstioCa(client, outputs['ca-hierarchy'], wait)));
    return { certificate, secret, namespace };
  },
  again: {
    // cert-manager leaves the secret of a Certificate that is gone, and renews nothing whose secret is still valid.
    async reset({ outputs: { cluster }, signal }) {
      if (!cluster) return;
      const object = {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { namespace, name: certificate },
      };
      const cacerts = { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name: secret } };
      await removeObjects(connect(cluster.kubeconfig), [object, cacerts], signal);
    },
    goneWith: 'cluster',
  },
});

/** Whether the Certificate is Ready, and `cacerts` what the guide wants. */
export async function checkIstioCa(
  client: KubernetesClient,
  hierarchy: CaHierarchy,
  wait: WaitListener,
): Promise<readonly Check[]> {
  const ready = await watchUntil<ConditionedObject, ConditionedObject>(
    client,
    { path: resourcePaths.certificates(namespace), name: certificate },
    hasCondition('Ready'),
    { ...wait, what: `Certificate ${certificate} to be Ready`, timeoutMs: readyTimeoutMs },
  );
  const condition = conditionOf(ready, 'Ready');
  return [
    heldAs({
      id: 'istio-ca-ready',
      title: 'The Certificate istio-ca is Ready',
      expected: 'condition Ready=True',
      observed: condition ? describeCondition(condition) : 'no condition',
    }),
    ...checkCacerts(await readSecret(client, namespace, secret), hierarchy),
  ];
}
