import type { CaHierarchy } from '../../aws/ca-hierarchy.ts';
import { apply } from '../../kubernetes/apply.ts';
import { istioCaCertificate } from '../../kubernetes/istio-ca-certificate.ts';
import { renewIstioCa } from '../../kubernetes/istio-ca-renewal.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { readSecret } from '../../kubernetes/secrets.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { awsCalls } from '../aws-calls.ts';
import { ofRun } from '../of-run.ts';
import { appliesObjects } from '../planned-action.ts';
import { defineStep } from '../step.ts';
import { checkCacerts } from './cacerts-checks.ts';
import { isIstioCaIssued, makeWayForIstioCa } from './istio-ca-again.ts';
import { untilReady } from './ready-check.ts';

const namespace = 'istio-system';
const certificate = 'istio-ca';
/** istiod plugs a CA in from the secret of this name in its own namespace, and from no other. */
const secret = 'cacerts';
const storedCa = { certificate: { namespace, name: certificate }, secret: { namespace, name: secret } };
const readyTimeoutMs = 120_000;

/** Guide, step 6: cert-manager requests Istio's CA from AWS PCA and stores it where istiod looks for it. */
export const istioCaStep = defineStep({
  id: 'istio-ca',
  title: 'Create the Istio CA certificate',
  guideStep: 6,
  needs: ['cluster', 'cert-manager', 'ca-hierarchy', 'aws-pca-issuer'],
  plan: ({ run }) => [...appliesObjects(`Certificate ${namespace}/${certificate}`), ...awsCalls.istioCa(run.options)],
  async run({ run, outputs, check, ...wait }) {
    const client = connect(outputs.cluster.kubeconfig);
    const issuerName = outputs['aws-pca-issuer'].name;
    const isThere = await isIstioCaIssued(client, storedCa);
    await apply(
      client,
      ofRun(run, istioCaCertificate({ ...run.options.istioCa, name: certificate, namespace, secret, issuerName })),
    );
    if (isThere) await renewIstioCa(client, storedCa, wait);
    check(...(await checkIstioCa(client, outputs['ca-hierarchy'], wait)));
    return { certificate, secret, namespace };
  },
  again: {
    async reset({ outputs: { cluster }, signal }) {
      if (cluster) await makeWayForIstioCa(connect(cluster.kubeconfig), storedCa, signal);
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
  const ready = await untilReady(
    client,
    {
      id: 'istio-ca-ready',
      title: 'The Certificate istio-ca is Ready',
      path: resourcePaths.certificates(namespace),
      name: certificate,
    },
    { ...wait, what: `Certificate ${certificate} to be Ready`, timeoutMs: readyTimeoutMs },
  );
  return [ready, ...checkCacerts(await readSecret(client, namespace, secret), hierarchy)];
}
