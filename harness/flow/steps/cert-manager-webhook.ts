import { ApiException } from '@kubernetes/client-node';
import { fieldManager } from '../../kubernetes/apply.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { done, notYet, pollUntil } from '../../wait/poll-until.ts';
import { heldAs } from '../checks.ts';

const webhookTimeoutMs = 60_000;

/**
 * Whether cert-manager's admission webhook answers, shown as `cmctl check api` shows it: by the dry-run creation of an
 * object that the webhook must admit. The API server reaches the webhook through its Service and trusts it through the
 * CA bundle that the cainjector writes, so both are proven with it. Nothing of this can be watched, so it is polled.
 */
export async function checkWebhookAnswers(client: KubernetesClient, wait: WaitListener): Promise<Check> {
  const what = "cert-manager's webhook to admit an object";
  wait.waitingFor(what);
  let looks = 0;
  await pollUntil(
    async () => {
      looks += 1;
      try {
        await client.objects.create(probeIssuer, undefined, 'All', fieldManager);
        return done(undefined);
      } catch (error) {
        if (error instanceof ApiException && isWebhookNotReady(error)) return notYet(messageOf(error));
        throw error;
      }
    },
    { waitingFor: what, timeoutMs: webhookTimeoutMs, signal: wait.signal, onObserved: wait.observed },
  );
  return heldAs({
    id: 'cert-manager-webhook',
    title: "cert-manager's webhook answers",
    expected: 'a dry-run Issuer is admitted through the webhook',
    observed: `admitted at look ${looks}`,
  });
}

const probeIssuer = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  metadata: { name: 'pca-e2e-webhook-probe', namespace: 'default' },
  spec: { selfSigned: {} },
};

/** The API server answers 500 while it cannot call the webhook, and 404 while the CRD is not served yet. */
function isWebhookNotReady(error: ApiException<unknown>): boolean {
  return error.code === 404 || (error.code === 500 && messageOf(error).includes('webhook'));
}

function messageOf(error: ApiException<unknown>): string {
  const body =
    typeof error.body === 'string' ? parseStatus(error.body) : (error.body as { message?: string } | undefined);
  return body?.message ?? error.message;
}

function parseStatus(body: string): { message?: string } {
  return body.startsWith('{') ? (JSON.parse(body) as { message?: string }) : { message: body };
}
