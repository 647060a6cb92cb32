import { ApiException } from '@kubernetes/client-node';
import { fieldManager } from '../../kubernetes/apply.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { pollUntil } from '../../wait/poll-until.ts';
import { checked, untilHeld } from '../checks.ts';

const webhookTimeoutMs = 60_000;

/**
 * Whether cert-manager's admission webhook answers, by the dry-run creation of two objects: one that it must admit, as `cmctl
 * check api` does, and one that only it refuses. The API server reaches the webhook through its Service and trusts it through
 * the CA bundle that the cainjector writes, so both are proven with it. Nothing of this can be watched, so it is polled.
 */
export async function checkWebhookAnswers(client: KubernetesClient, wait: WaitListener): Promise<Check> {
  const what = "cert-manager's webhook to answer";
  wait.waitingFor(what);
  const look = untilHeld(webhookCheck);
  return pollUntil(
    async () => look({ valid: await answerTo(client, validIssuer), invalid: await answerTo(client, invalidIssuer) }),
    { waitingFor: what, timeoutMs: webhookTimeoutMs, signal: wait.signal, onObserved: wait.observed },
  );
}

/** What the API server answered to an object: that it is admitted, or why not. */
export type AdmissionAnswer = 'admitted' | { readonly refusal: string };

/** A valid object is admitted without any webhook too: the refusal of the other one is the webhook's own. */
export function webhookCheck({ valid, invalid }: Record<'valid' | 'invalid', AdmissionAnswer>): Check {
  const refusedByWebhook =
    invalid !== 'admitted' &&
    invalid.refusal.includes('admission webhook "webhook.cert-manager.io" denied the request') &&
    invalid.refusal.includes('may not specify more than one issuer type');
  return checked(valid === 'admitted' && refusedByWebhook, {
    id: 'cert-manager-webhook',
    title: "cert-manager's webhook answers",
    expected: 'by dry run, an Issuer is admitted, and one of two types is denied by webhook.cert-manager.io',
    observed: `an Issuer: ${describe(valid)}; one of two types: ${describe(invalid)}`,
  });
}

const describe = (answer: AdmissionAnswer) => (answer === 'admitted' ? answer : answer.refusal);

const issuerWith = (spec: object) => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  metadata: { name: 'pca-e2e-webhook-probe', namespace: 'default' },
  spec,
});
const validIssuer = issuerWith({ selfSigned: {} });
/** The definition's schema takes it: that an Issuer has one type is cert-manager's own rule. */
const invalidIssuer = issuerWith({ selfSigned: {}, ca: { secretName: 'pca-e2e-webhook-probe' } });

async function answerTo(client: KubernetesClient, issuer: ReturnType<typeof issuerWith>): Promise<AdmissionAnswer> {
  try {
    await client.objects.create(issuer, undefined, 'All', fieldManager);
    return 'admitted';
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    const refusal = messageOf(error);
    if (isWebhookNotReady(error, refusal) || refusal.includes('denied the request')) return { refusal };
    throw error;
  }
}

/** The API server answers 500 while it cannot call the webhook, and 404 while the CRD is not served yet. */
function isWebhookNotReady({ code }: ApiException<unknown>, message: string): boolean {
  return code === 404 || (code === 500 && message.includes('webhook'));
}

function messageOf(error: ApiException<unknown>): string {
  const body =
    typeof error.body === 'string' ? parseStatus(error.body) : (error.body as { message?: string } | undefined);
  return body?.message ?? error.message;
}

function parseStatus(body: string): { message?: string } {
  return body.startsWith('{') ? (JSON.parse(body) as { message?: string }) : { message: body };
}
