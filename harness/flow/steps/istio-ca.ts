import { apply } from '../../kubernetes/apply.ts';
import { type ConditionedObject, conditionOf, describeCondition, hasCondition } from '../../kubernetes/conditions.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { readSecret } from '../../kubernetes/secrets.ts';
import { watchUntil } from '../../kubernetes/watch-until.ts';
import { heldAs } from '../checks.ts';
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
  async run({ outputs, check, ...wait }) {
    const client = connect(outputs.cluster.kubeconfig);
    await apply(client, istioCaCertificate(outputs['aws-pca-issuer'].name));
    const ready = await watchUntil<ConditionedObject, ConditionedObject>(
      client,
      { path: resourcePaths.certificates(namespace), name: certificate },
      hasCondition('Ready'),
      { ...wait, what: `Certificate ${certificate} to be Ready`, timeoutMs: readyTimeoutMs },
    );
    const condition = conditionOf(ready, 'Ready');
    check(
      heldAs({
        id: 'istio-ca-ready',
        title: 'The Certificate istio-ca is Ready',
        expected: 'condition Ready=True',
        observed: condition ? describeCondition(condition) : 'no condition',
      }),
      ...checkCacerts(await readSecret(client, namespace, secret), outputs['ca-hierarchy']),
    );
    return { certificate, secret, namespace };
  },
});

/** The guide's Certificate, with the guide's values. */
function istioCaCertificate(issuerName: string) {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: certificate, namespace },
    spec: {
      isCA: true,
      commonName: 'istio-ca',
      // 90 days, renewed 15 days before they end.
      duration: '2160h',
      renewBefore: '360h',
      privateKey: { algorithm: 'RSA', size: 2048 },
      secretName: secret,
      issuerRef: { group: 'awspca.cert-manager.io', kind: 'AWSPCAIssuer', name: issuerName },
    },
  };
}
