import type { V1Secret } from '@kubernetes/client-node';
import { ComponentError } from '../errors/harness-error.ts';
import type { Certificate } from '../pki/certificate.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { done, type Look, notYet, pollUntil } from '../wait/poll-until.ts';
import { renewCertificate } from './certificate-renewal.ts';
import { type CertificateRequest, isDecided, requestsFor, untilRequest } from './certificate-requests.ts';
import { conditionOf, describeCondition } from './conditions.ts';
import { type IstioctlOptions, workloadChainPem } from './istioctl.ts';
import type { KubernetesClient } from './kubernetes-client.ts';
import type { NamedObject } from './objects.ts';
import { resourcePaths } from './resource-paths.ts';
import { readSecret } from './secrets.ts';
import { type WaitListener, watchUntil } from './watch-until.ts';

/** The issuer gives up after about 20 s; cert-manager and the API server need a second. */
const issuanceTimeoutMs = 60_000;
const chainTimeoutMs = 60_000;

/** Istio's CA as it is asked for and as it is stored: the Certificate, and the secret `cacerts`. */
export interface StoredCa {
  readonly certificate: NamedObject;
  readonly secret: NamedObject;
}

/**
 * Renews Istio's CA now, as `cmctl renew` does, and waits until `cacerts` holds the new certificate.
 *
 * @returns The new one.
 * @throws ComponentError when the request for it fails: nobody tries it again by itself within the hour.
 */
export async function renewIstioCa(
  client: KubernetesClient,
  { certificate, secret }: StoredCa,
  wait: WaitListener,
): Promise<Certificate> {
  const present = await readIstioCa(client, secret);
  const earlier = await requestNames(client, certificate);
  await renewCertificate(client, certificate);
  const request = await untilRequest(
    client,
    certificate,
    (_, found) => isDecided(found) && !earlier.has(found.metadata?.name ?? ''),
    { ...wait, timeoutMs: issuanceTimeoutMs },
  );
  const ready = conditionOf(request, 'Ready');
  if (ready && ready.reason !== 'Issued') {
    throw new ComponentError(`CertificateRequest ${request.metadata?.name} failed: ${describeCondition(ready)}`, {
      remedy: 'The CA that is in use stays. Remove the cause, then renew again.',
    });
  }
  return untilReplaced(client, secret, present, wait);
}

async function requestNames(client: KubernetesClient, certificate: NamedObject): Promise<ReadonlySet<string>> {
  const { items } = await client.objects.list<CertificateRequest>(
    'cert-manager.io/v1',
    'CertificateRequest',
    certificate.namespace,
  );
  return new Set(requestsFor(items, certificate).map(({ metadata }) => metadata?.name ?? ''));
}

/** Istio's CA: the first certificate in `cacerts`. */
export async function readIstioCa(client: KubernetesClient, { namespace, name }: NamedObject): Promise<Certificate> {
  const { 'tls.crt': pem = '' } = await readSecret(client, namespace, name);
  return firstOf(pem, { namespace, name });
}

/** Waits until `cacerts` holds another certificate than this one. @returns The new one. */
export async function untilReplaced(
  client: KubernetesClient,
  secret: NamedObject,
  present: Certificate,
  wait: WaitListener & { readonly timeoutMs?: number },
): Promise<Certificate> {
  const look = ([found]: readonly V1Secret[]): Look<Certificate> => {
    const pem = Buffer.from(found?.data?.['tls.crt'] ?? '', 'base64').toString('utf8');
    if (pem === '') return notYet('it has no tls.crt');
    const { serialHex } = firstOf(pem, secret);
    return serialHex === present.serialHex ? notYet(`still ${serialHex}`) : done(firstOf(pem, secret));
  };
  return watchUntil(client, { path: resourcePaths.secrets(secret.namespace), name: secret.name }, look, {
    timeoutMs: issuanceTimeoutMs,
    ...wait,
    what: `secret ${secret.namespace}/${secret.name} to hold another certificate than ${present.serialHex}`,
  });
}

/**
 * Waits until a workload presents a chain through this CA of Istio's.
 *
 * @param options - `workload` is a pod's name, or `deployment/NAME`.
 * @returns The chain: the workload's certificate first.
 */
export async function untilChainThrough(
  istioCa: Certificate,
  options: Omit<IstioctlOptions, 'signal'> & { readonly namespace: string; readonly workload: string },
  wait: WaitListener,
): Promise<readonly Certificate[]> {
  const what = `${options.workload} to present a certificate of Istio's CA ${istioCa.serialHex}`;
  wait.waitingFor(what);
  return pollUntil(
    async () => {
      const pem = await workloadChainPem({ ...options, signal: wait.signal });
      if (pem === undefined) return notYet('no certificate yet');
      const chain = parsePemBundle(pem);
      const serialHex = chain[1]?.serialHex;
      return serialHex === istioCa.serialHex ? done(chain) : notYet(`one of ${serialHex}`);
    },
    { waitingFor: what, timeoutMs: chainTimeoutMs, signal: wait.signal, onObserved: wait.observed },
  );
}

function firstOf(pem: string, { namespace, name }: NamedObject): Certificate {
  const [first] = parsePemBundle(pem, `tls.crt of ${namespace}/${name}`);
  if (first === undefined) throw new Error(`${namespace}/${name} has no certificate`);
  return first;
}
