import { ApiException, CustomObjectsApi } from '@kubernetes/client-node';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import { type Condition, type ConditionedObject, conditionOf } from './conditions.ts';
import type { KubernetesClient } from './kubernetes-client.ts';
import type { NamedObject } from './objects.ts';

const conflictTimeoutMs = 10_000;

/**
 * Asks cert-manager to renew a Certificate now, as `cmctl renew` does: by the condition Issuing in its status. An
 * issuance that is under way already is left to itself. cert-manager compares whole seconds: a renewal asked for in the
 * second of a failure would take the failed request for its own, so that second is waited out.
 *
 * @throws ApiException 404 when there is no such Certificate.
 * @see https://cert-manager.io/docs/reference/cmctl/#renew
 */
export async function renewCertificate(client: KubernetesClient, { namespace, name }: NamedObject): Promise<void> {
  const custom = client.kubeConfig.makeApiClient(CustomObjectsApi);
  const target = { group: 'cert-manager.io', version: 'v1', namespace, plural: 'certificates', name };
  // cert-manager writes the same status: whoever comes second reads it anew.
  await pollUntil(
    async () => {
      const certificate = (await custom.getNamespacedCustomObject(target)) as ConditionedObject;
      const issuing = conditionOf(certificate, 'Issuing');
      if (issuing?.status === 'True') return done(undefined);
      if (issuing?.lastTransitionTime === wholeSecond(new Date())) return notYet('an issuance failed in this second');
      try {
        await custom.replaceNamespacedCustomObjectStatus({ ...target, body: withIssuing(certificate) });
        return done(undefined);
      } catch (error) {
        if (error instanceof ApiException && error.code === 409) return notYet('its status was changed meanwhile');
        throw error;
      }
    },
    { waitingFor: `cert-manager to be asked to renew ${namespace}/${name}`, timeoutMs: conflictTimeoutMs },
  );
}

/** A time as Kubernetes writes it: `2026-01-31T12:00:00Z`. */
const wholeSecond = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, 'Z');

function withIssuing(certificate: ConditionedObject): ConditionedObject {
  const others = (certificate.status?.conditions ?? []).filter(({ type }) => type !== 'Issuing');
  const issuing: Condition = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    lastTransitionTime: new Date().toISOString(),
  };
  return { ...certificate, status: { ...certificate.status, conditions: [...others, issuing] } };
}
