import type { KubernetesObject, V1Secret } from '@kubernetes/client-node';
import { type CertificateRequest, isIssued, requestsFor } from '../../kubernetes/certificate-requests.ts';
import type { StoredCa } from '../../kubernetes/istio-ca-renewal.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { found, removeObjects } from '../../kubernetes/remove-objects.ts';

const certificates = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' } as const;
const requests = { apiVersion: 'cert-manager.io/v1', kind: 'CertificateRequest' } as const;

/** Whether Istio's CA was issued, and is in `cacerts` still. */
export async function isIstioCaIssued(client: KubernetesClient, { certificate, secret }: StoredCa): Promise<boolean> {
  const metadata = { ...certificate };
  const there = await found(client.objects.read<Issued>({ ...certificates, metadata }));
  if (there?.status?.revision === undefined) return false;
  const stored = await found(client.objects.read<V1Secret>({ apiVersion: 'v1', kind: 'Secret', metadata: secret }));
  return stored?.data?.['tls.crt'] !== undefined;
}

/**
 * Makes way for Istio's CA to be issued once more. What was issued stays, to be renewed: of a Certificate that is made
 * anew the first request has the name of the first one before, the issuer makes its idempotency token of that name, and
 * for five minutes AWS answers with the certificate for the former key. A request that failed goes: beside it
 * cert-manager would not ask again.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html (IdempotencyToken)
 */
export async function makeWayForIstioCa(client: KubernetesClient, ca: StoredCa, signal: AbortSignal): Promise<void> {
  if (await isIstioCaIssued(client, ca)) {
    await removeObjects(client, await openRequests(client, ca), signal);
    return;
  }
  // cert-manager leaves the secret of a Certificate that is gone.
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { ...ca.secret } };
  await removeObjects(client, [{ ...certificates, metadata: { ...ca.certificate } }, secret], signal);
}

async function openRequests(client: KubernetesClient, { certificate }: StoredCa): Promise<readonly KubernetesObject[]> {
  const { apiVersion, kind } = requests;
  const { items } = await client.objects.list<CertificateRequest>(apiVersion, kind, certificate.namespace);
  return requestsFor(items, certificate)
    .filter((request) => !isIssued(request))
    .map(({ metadata }) => ({
      ...requests,
      metadata: { namespace: certificate.namespace, name: metadata?.name ?? '' },
    }));
}

interface Issued extends KubernetesObject {
  /** `revision` counts what was issued. */
  readonly status?: { readonly revision?: number };
}
