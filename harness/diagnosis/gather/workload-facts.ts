import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { describePod, readyContainers } from '../../kubernetes/pods.ts';
import type { ContainerFacts, DeploymentFacts, NamespaceFacts, PodFacts, WebhookFacts } from '../cluster-evidence.ts';
import { type AnyObject, at, listAt, numberAt, objectFacts, textAt } from './object-facts.ts';

export function namespaceFacts(object: AnyObject): NamespaceFacts {
  return { ...objectFacts(object), isLeaving: textAt(object, 'status', 'phase') === 'Terminating' };
}

export function podFacts(pod: V1Pod): PodFacts {
  const { ready, all } = readyContainers(pod);
  const name = pod.metadata?.name ?? '';
  return {
    ...objectFacts(pod),
    summary: describePod(pod).slice(name.length + 1),
    isReady: all > 0 && ready === all,
    isFinished: pod.status?.phase === 'Succeeded',
    isLeaving: pod.metadata?.deletionTimestamp !== undefined,
    isOnHostNetwork: pod.spec?.hostNetwork === true,
    subPathSecrets: subPathSecrets(pod),
    containers: [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].map(
      containerFacts,
    ),
  };
}

/** @see https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod */
function subPathSecrets({ spec }: V1Pod): readonly string[] {
  const mounts = (spec?.containers ?? []).flatMap(({ volumeMounts }) => volumeMounts ?? []);
  const fixed = new Set(mounts.filter(({ subPath }) => subPath).map(({ name }) => name));
  return (spec?.volumes ?? []).flatMap(({ name, secret }) =>
    fixed.has(name) && secret?.secretName ? [secret.secretName] : [],
  );
}

function containerFacts({ name, ready, restartCount, state, lastState }: V1ContainerStatus): ContainerFacts {
  const { exitCode, reason } = lastState?.terminated ?? {};
  return {
    name,
    ready,
    restarts: restartCount,
    startedAt: state?.running?.startedAt === undefined ? null : String(state.running.startedAt),
    waiting: state?.waiting?.reason ?? '',
    lastEnd: exitCode === undefined ? '' : `exit code ${exitCode}${reason ? ` (${reason})` : ''}`,
  };
}

/** Environment variables that say which AWS an issuer talks to, and as whom. None of them is a credential. */
const awsVariables = /^AWS_(REGION|DEFAULT_REGION|ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|ENDPOINT_URL\w*)$/;

export function deploymentFacts(object: AnyObject): DeploymentFacts {
  const pod = at(object, 'spec', 'template', 'spec');
  const [container] = listAt(pod, 'containers');
  const settings = listAt(container, 'env')
    .map((variable) => [textAt(variable, 'name'), textAt(variable, 'value')] as const)
    .filter(([name, value]) => awsVariables.test(name) && value !== '');
  return {
    ...objectFacts(object),
    asked: numberAt(object, 'spec', 'replicas') ?? 1,
    ready: numberAt(object, 'status', 'readyReplicas') ?? 0,
    serviceAccount: textAt(pod, 'serviceAccountName') || 'default',
    awsSettings: Object.fromEntries(settings),
  };
}

export const webhookFacts =
  (kind: WebhookFacts['kind']) =>
  (object: AnyObject): WebhookFacts => ({
    ...objectFacts(object),
    kind,
    caSecret: object.metadata?.annotations?.['cert-manager.io/inject-ca-from-secret'] ?? '',
    hooks: listAt(object, 'webhooks')
      .filter((hook) => at(hook, 'clientConfig', 'service') !== undefined)
      .map((hook) => ({
        name: textAt(hook, 'name'),
        caBundle: Buffer.from(textAt(hook, 'clientConfig', 'caBundle'), 'base64').toString('utf8'),
      })),
  });
