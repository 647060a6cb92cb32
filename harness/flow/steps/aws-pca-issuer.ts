import { apply } from '../../kubernetes/apply.ts';
import { awsPcaIssuer } from '../../kubernetes/aws-pca-issuer.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { ensureNamespace } from '../../kubernetes/namespaces.ts';
import { removeObjects } from '../../kubernetes/remove-objects.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { awsCalls } from '../aws-calls.ts';
import { ofRun, runLabels } from '../of-run.ts';
import { appliesObjects } from '../planned-action.ts';
import { defineStep } from '../step.ts';
import { untilReady } from './ready-check.ts';

const namespace = 'istio-system';
const name = 'aws-pca-issuer-istio';
const readyTimeoutMs = 120_000;

/** Guide, step 5: the AWSPCAIssuer that names the subordinate CA. */
export const awsPcaIssuerStep = defineStep({
  id: 'aws-pca-issuer',
  title: 'Configure the AWSPCAIssuer',
  guideStep: 5,
  needs: ['cluster', 'ca-hierarchy', 'aws', 'issuer'],
  plan: ({ run }) => [
    ...appliesObjects(`Namespace ${namespace}`, `AWSPCAIssuer ${namespace}/${name}`),
    ...awsCalls.issuerReady(run.options),
  ],
  async run({ run, outputs: { cluster, aws, 'ca-hierarchy': hierarchy }, check, ...wait }) {
    const client = connect(cluster.kubeconfig);
    const issuer = awsPcaIssuer({ namespace, name }, { arn: hierarchy.issuingCaArn, region: aws.region });
    await ensureNamespace(client, namespace, runLabels(run));
    await apply(client, ofRun(run, issuer));
    check(await checkAwsPcaIssuer(client, wait));
    return { name, namespace };
  },
  again: {
    // Its condition would still tell of what it named before.
    async reset({ outputs: { cluster }, signal }) {
      if (!cluster) return;
      const issuer = {
        apiVersion: 'awspca.cert-manager.io/v1beta1',
        kind: 'AWSPCAIssuer',
        metadata: { namespace, name },
      };
      await removeObjects(connect(cluster.kubeconfig), [issuer], signal);
    },
    goneWith: 'cluster',
  },
});

/**
 * Whether the AWSPCAIssuer is Ready. Its controller notes no generation: that the condition is of the present spec is certain
 * of one that is as it was created.
 *
 * @param where - `noted` for one of an earlier run, which may have been edited since.
 */
export const checkAwsPcaIssuer = (
  client: KubernetesClient,
  wait: WaitListener,
  where: 'certain' | 'noted' = 'certain',
): Promise<Check> =>
  untilReady(
    client,
    {
      id: 'aws-pca-issuer-ready',
      title: 'The AWSPCAIssuer is Ready',
      path: resourcePaths.awsPcaIssuers(namespace),
      name,
      where,
    },
    { ...wait, what: `AWSPCAIssuer ${name} to be Ready`, timeoutMs: readyTimeoutMs },
  );
