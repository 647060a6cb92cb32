import type { ClusterEvidence, ContainerFacts, DeploymentFacts, PodFacts, WebhookFacts } from '../cluster-evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';
import { certificatesOf, includesCertificate } from './bundles.ts';
import type { Observer } from './observer.ts';
import { nameOf, subjectOf } from './subjects.ts';

/** Pods that are not ready or were restarted, Deployments without their pods, webhooks that nobody trusts. */
export const observePods: Observer = ({ cluster, gatheredAt }) => {
  if (cluster === null) return [];
  const isOld = ({ createdAt }: { readonly createdAt: string }) => ageMs(createdAt, gatheredAt) > graceMs;
  return [
    ...cluster.deployments.filter((deployment) => isOld(deployment)).flatMap(deploymentLines),
    ...cluster.webhooks.filter((webhook) => isOld(webhook)).flatMap((webhook) => webhookLines(webhook, cluster)),
    ...cluster.pods.filter(({ isFinished, isLeaving }) => !isFinished && !isLeaving).flatMap(podLines),
    ...issuerIdentities(cluster),
  ];
};

/** What has just been made may still be starting. */
const graceMs = 30_000;

const ageMs = (createdAt: string, now: string): number => new Date(now).getTime() - new Date(createdAt).getTime();

function deploymentLines(deployment: DeploymentFacts): readonly EvidenceLine[] {
  const { asked, ready } = deployment;
  if (asked > 0 && ready > 0) return [];
  const text = asked === 0 ? 'is scaled to 0: it asks for no pod' : `none of its ${asked} pods is ready`;
  return [{ kind: 'pod', subject: subjectOf('Deployment', deployment), text }];
}

function webhookLines(
  { hooks, caSecret, kind, ...webhook }: WebhookFacts,
  cluster: ClusterEvidence,
): readonly EvidenceLine[] {
  const secret = cluster.secrets.find((each) => nameOf(each) === caSecret);
  const authorities = certificatesOf(secret?.certificates['ca.crt']);
  return hooks.flatMap(({ name, caBundle }) => {
    const bundle = certificatesOf(caBundle);
    const fits = authorities.length === 0 || authorities.some((authority) => includesCertificate(bundle, authority));
    if (caBundle !== '' && fits) return [];
    const problem = caBundle === '' ? 'has no CA bundle' : `has a CA bundle without the CA of Secret ${caSecret}`;
    return [
      {
        kind: 'relation' as const,
        subject: subjectOf(kind, webhook),
        text: `its hook ${name} ${problem}: the API server cannot trust the webhook`,
      },
    ];
  });
}

function podLines(pod: PodFacts): readonly EvidenceLine[] {
  const restarted = pod.containers.filter(({ restarts }) => restarts > 0);
  if (pod.isReady && restarted.length === 0) return [];
  const text = [pod.summary, ...restarted.map(describeRestarts)].join('; ');
  return [{ kind: 'pod', subject: subjectOf('Pod', pod), text }];
}

function describeRestarts({ name, restarts, lastEnd }: ContainerFacts): string {
  const times = restarts === 1 ? 'once' : `${restarts} times`;
  return `container ${name} restarted ${times}${lastEnd === '' ? '' : `, last ended with ${lastEnd}`}`;
}

/** As whom the AWS PCA issuer's pods talk to AWS. */
function issuerIdentities({ deployments }: ClusterEvidence): readonly EvidenceLine[] {
  return deployments
    .filter(({ labels }) => labels['app.kubernetes.io/name'] === 'aws-privateca-issuer')
    .map((deployment) => {
      const role = deployment.awsSettings['AWS_ROLE_ARN'];
      const account = `service account ${deployment.namespace}/${deployment.serviceAccount}`;
      return {
        kind: 'relation',
        subject: subjectOf('Deployment', deployment),
        text: role === undefined ? `runs as ${account}, without AWS_ROLE_ARN` : `runs as ${account}, to assume ${role}`,
      };
    });
}
