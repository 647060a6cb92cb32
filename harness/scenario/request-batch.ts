import { createHash, X509Certificate } from 'node:crypto';
import type { KubernetesObject } from '@kubernetes/client-node';
import { type CertificateRequest, isDecided } from '../kubernetes/certificate-requests.ts';
import { conditionOf } from '../kubernetes/conditions.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import { runCommand } from '../process/run-command.ts';
import { done, notYet } from '../wait/poll-until.ts';
import { issuerName } from './issuance.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const createdAtOnce = 16;
const approvalTimeoutMs = 120_000;

/** What has become of a request of the batch. */
export interface DecidedRequest {
  readonly name: string;
  /** Of its condition Ready: Issued, Failed, Denied. */
  readonly reason: string;
  /** Of what was issued, in lower-case hex; '' when nothing was. */
  readonly serialHex: string;
}

/** Many CertificateRequests to one AWSPCAIssuer, made without a Certificate, as other programs make them. */
export class RequestBatch {
  readonly names: readonly string[];
  readonly #namespace: string;
  readonly #setUp: LiveSetUp<SetUpKind>;

  private constructor(setUp: LiveSetUp<SetUpKind>, namespace: string, names: readonly string[]) {
    this.#setUp = setUp;
    this.#namespace = namespace;
    this.names = names;
  }

  /** Creates `count` requests in a namespace that has the guide's issuer, and does not wait for their certificates. */
  static async create(setUp: LiveSetUp<SetUpKind>, namespace: string, count: number): Promise<RequestBatch> {
    const csr = await newCsr(setUp.wait.signal);
    const names = Array.from({ length: count }, (_, index) => `load-${index + 1}`);
    const left = [...names];
    const createRest = async () => {
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        await setUp.kubernetes.objects.create(requestObject(namespace, name, csr));
      }
    };
    await Promise.all(Array.from({ length: createdAtOnce }, createRest));
    return new RequestBatch(setUp, namespace, names);
  }

  /**
   * By which token the issuer lets AWS recognise each request: the same one is never issued twice within five minutes.
   * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html (IdempotencyToken)
   */
  get idempotencyTokens(): readonly string[] {
    return this.names.map((name) =>
      createHash('sha256').update(`${this.#namespace}/${name}`).digest('hex').slice(0, 36),
    );
  }

  /** Waits until cert-manager has approved every request. */
  async untilApproved(): Promise<void> {
    await this.#until('approved', (request) => conditionOf(request, 'Approved')?.status === 'True', approvalTimeoutMs);
  }

  /** Waits until every request is issued, or has failed for good. */
  async untilDecided(timeoutMs: number): Promise<readonly DecidedRequest[]> {
    return (await this.#until('decided', isDecided, timeoutMs)).map(decidedRequest);
  }

  async #until(
    state: string,
    isAsWanted: (request: CertificateRequest) => boolean,
    timeoutMs: number,
  ): Promise<readonly CertificateRequest[]> {
    const { kubernetes, wait } = this.#setUp;
    const count = this.names.length;
    return watchUntil<CertificateRequest, readonly CertificateRequest[]>(
      kubernetes,
      { path: resourcePaths.certificateRequests(this.#namespace) },
      (seen) => {
        const wanted = seen.filter(isAsWanted);
        return wanted.length === count ? done(wanted) : notYet(`${wanted.length} of ${count}`);
      },
      { ...wait, what: `${count} requests to be ${state}`, timeoutMs },
    );
  }
}

function decidedRequest(request: CertificateRequest): DecidedRequest {
  const { certificate = '' } = request.status ?? {};
  return {
    name: request.metadata?.name ?? '',
    reason: conditionOf(request, 'Ready')?.reason ?? '',
    serialHex:
      certificate === '' ? '' : new X509Certificate(Buffer.from(certificate, 'base64')).serialNumber.toLowerCase(),
  };
}

/** One for all: AWS does not mind, and nobody will use the certificates. So nobody needs the key either. */
async function newCsr(signal: AbortSignal): Promise<string> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null'];
  const { stdout } = await runCommand('openssl', ['req', '-new', ...key, '-subj', '/CN=load'], { signal });
  return `${stdout}\n`;
}

function requestObject(namespace: string, name: string, csr: string): KubernetesObject & { readonly spec: object } {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'CertificateRequest',
    metadata: { namespace, name },
    spec: {
      request: Buffer.from(csr).toString('base64'),
      duration: '24h',
      usages: ['client auth', 'server auth'],
      issuerRef: { group: 'awspca.cert-manager.io', kind: 'AWSPCAIssuer', name: issuerName },
    },
  };
}
