import { awsClients } from '../../aws/aws-clients.ts';
import { caRecords } from '../../aws/ca-records.ts';
import { issuedCertificateArn } from '../../kubernetes/certificate-requests.ts';
import { workloadChainCommand, workloadChainPem } from '../../kubernetes/istioctl.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';
import { readSecret } from '../../kubernetes/secrets.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import { chainEntries } from '../../pki/chain-entries.ts';
import { parsePemBundle } from '../../pki/pem-bundle.ts';
import { checkWorkloadChain, workloadChainLength } from '../../pki/workload-chain.ts';
import { done, notYet, pollUntil } from '../../wait/poll-until.ts';
import { awsCalls } from '../aws-calls.ts';
import { bookinfoNamespace } from '../bookinfo-namespace.ts';
import { readTrustBundles } from '../mesh/trust-bundles.ts';
import { runsCommand } from '../planned-action.ts';
import { defineStep } from '../step.ts';
import type { StepOutputs } from '../step-outputs.ts';

const workload = { name: 'productpage-v1', serviceAccount: 'bookinfo-productpage' } as const;
const trustDomain = 'cluster.local';
const chainTimeoutMs = 60_000;

/** Guide, step 9: the productpage pod's chain, and its serials against what AWS PCA says. */
export const podChainStep = defineStep({
  id: 'pod-chain',
  title: "Verify the pod's certificate chain",
  guideStep: 9,
  needs: ['artifacts', 'cluster', 'aws', 'ca-hierarchy', 'istio-ca', 'bookinfo'],
  plan: ({ run, artifacts, kubeconfig }) => [
    runsCommand(
      workloadChainCommand({ istioctl: artifacts.tools.istioctl, kubeconfig, ...workloadOf(bookinfoNamespace(run)) }),
    ),
    ...awsCalls.chain(run.options),
  ],
  async run({ outputs, check, ...wait }) {
    const { cluster, aws, 'ca-hierarchy': hierarchy, 'istio-ca': istioCa, bookinfo } = outputs;
    const client = connect(cluster.kubeconfig);
    const pem = await readChain(outputs, wait);
    const istioCaArn = await issuedCertificateArn(client, { namespace: istioCa.namespace, name: istioCa.certificate });
    const cacerts = await readSecret(client, istioCa.namespace, istioCa.secret);
    wait.waitingFor("AWS's word on the serial numbers");
    check(
      ...checkWorkloadChain({
        chainPem: pem,
        expectedSpiffeId: `spiffe://${trustDomain}/ns/${bookinfo.namespace}/sa/${workload.serviceAccount}`,
        trustDomain,
        expectedCertificateCount: workloadChainLength(hierarchy.cas.length),
        caRecords: await caRecords(awsClients(aws).acmPca, hierarchy, istioCaArn, wait.signal),
        cacerts: { tlsCrtPem: cacerts['tls.crt'] ?? '', caCrtPem: cacerts['ca.crt'] ?? '' },
        trustBundles: await readTrustBundles(client),
        now: new Date(),
      }),
    );
    return { pem, entries: chainEntries(parsePemBundle(pem)) };
  },
});

const workloadOf = (namespace: string) => ({ namespace, workload: `deployment/${workload.name}` });

/** The guide's `istioctl proxy-config secret deployment/productpage-v1`. */
async function readChain(
  { artifacts, cluster, bookinfo }: Pick<StepOutputs, 'artifacts' | 'cluster' | 'bookinfo'>,
  wait: WaitListener,
): Promise<string> {
  const what = `the certificate chain of ${workload.name}`;
  wait.waitingFor(what);
  return pollUntil(
    async () => {
      const pem = await workloadChainPem({
        istioctl: artifacts.tools.istioctl,
        kubeconfig: cluster.kubeconfig,
        ...workloadOf(bookinfo.namespace),
        signal: wait.signal,
      });
      return pem === undefined ? notYet('the proxy has no certificate yet') : done(pem);
    },
    { waitingFor: what, timeoutMs: chainTimeoutMs, signal: wait.signal, onObserved: wait.observed },
  );
}
