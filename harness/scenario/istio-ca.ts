import type { JournalEntry } from '../../mocks/contract.ts';
import { apply } from '../kubernetes/apply.ts';
import { renewCertificate } from '../kubernetes/certificate-renewal.ts';
import { type CertificateRequest, untilRequest } from '../kubernetes/certificate-requests.ts';
import type { Condition } from '../kubernetes/conditions.ts';
import { type IstioCaRequest, istioCaCertificate } from '../kubernetes/istio-ca-certificate.ts';
import { readIstioCa, renewIstioCa, type StoredCa, untilReplaced } from '../kubernetes/istio-ca-renewal.ts';
import { istiodPods, untilIstiodSignsWith } from '../kubernetes/istiod-cacerts.ts';
import type { NamedObject } from '../kubernetes/objects.ts';
import type { Certificate } from '../pki/certificate.ts';
import type { LiveSetUp } from './live-set-up.ts';

const requestTimeoutMs = 60_000;

/** What istiod logs when the files of `cacerts` have changed, and it signs with what is in them. */
const takenLine = 'Istiod has detected the newly added intermediate CA and updated its key and certs accordingly';

/** One of istiod's containers, by what a restart of it would change. */
export interface IstiodRun {
  readonly pod: string;
  readonly restarts: number;
}

/** Istio's CA of a mesh: how it is renewed, and who has noticed. */
export class IstioCa implements StoredCa {
  readonly certificate: NamedObject;
  readonly secret: NamedObject;
  readonly #setUp: LiveSetUp<'mesh'>;

  constructor(setUp: LiveSetUp<'mesh'>) {
    const { namespace, certificate, secret } = setUp.outputs['istio-ca'];
    this.#setUp = setUp;
    this.certificate = { namespace, name: certificate };
    this.secret = { namespace, name: secret };
  }

  /** What `cacerts` holds now. */
  current(): Promise<Certificate> {
    return readIstioCa(this.#setUp.kubernetes, this.secret);
  }

  /**
   * Asks for another lifetime until the test has ended, and then for the set-up's own again. cert-manager issues anew
   * each time, because what it has is not what is asked for.
   *
   * @returns What was issued.
   */
  async reissueAs(request: IstioCaRequest): Promise<Certificate> {
    const { run } = this.#setUp;
    this.#setUp.onCleanUp(() => this.#ask(run.options.istioCa));
    return this.#ask(request);
  }

  async #ask(request: IstioCaRequest): Promise<Certificate> {
    const { kubernetes, outputs } = this.#setUp;
    const present = await this.current();
    const issuerName = outputs['aws-pca-issuer'].name;
    await apply(
      kubernetes,
      istioCaCertificate({ ...request, ...this.certificate, secret: this.secret.name, issuerName }),
    );
    return this.replaced(present);
  }

  /** Renews it, as `cmctl renew` does. @returns What `cacerts` then holds. @throws when the request for it fails. */
  renew(): Promise<Certificate> {
    return renewIstioCa(this.#setUp.kubernetes, this, this.#setUp.wait);
  }

  /** Asks for a renewal, and leaves it to itself. */
  async beginRenewal(): Promise<void> {
    await renewCertificate(this.#setUp.kubernetes, this.certificate);
  }

  /** Waits until `cacerts` holds another certificate. @returns The new one. */
  replaced(present: Certificate, timeoutMs?: number): Promise<Certificate> {
    const { kubernetes, wait } = this.#setUp;
    return untilReplaced(kubernetes, this.secret, present, {
      ...wait,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  }

  /** Waits until istiod signs with this CA. */
  async takenByIstiod(istioCa: Certificate): Promise<void> {
    const { kubernetes, outputs, wait } = this.#setUp;
    await untilIstiodSignsWith(kubernetes, outputs.istio.namespace, istioCa, wait);
  }

  /** How often istiod has said, since the test began, that it has taken a renewed CA. */
  async takenLines(): Promise<number> {
    const { kubernetes, outputs, testStartedAt } = this.#setUp;
    const { namespace } = outputs.istio;
    const sinceSeconds = Math.ceil((Date.now() - testStartedAt.getTime()) / 1000);
    const logs = await Promise.all(
      (await istiodPods(kubernetes, namespace)).map(({ metadata }) =>
        kubernetes.core.readNamespacedPodLog({ namespace, name: metadata?.name ?? '', sinceSeconds }),
      ),
    );
    return logs.join('\n').split(takenLine).length - 1;
  }

  /** The runs of istiod's containers that are going on: the same as before where nothing was restarted. */
  async istiodRuns(): Promise<readonly IstiodRun[]> {
    const pods = await istiodPods(this.#setUp.kubernetes, this.#setUp.outputs.istio.namespace);
    return pods.map(({ metadata, status }) => ({
      pod: metadata?.name ?? '',
      restarts: status?.containerStatuses?.[0]?.restartCount ?? 0,
    }));
  }

  /** cert-manager's newest request for it, as soon as its condition Ready has this reason: Issued, Pending, Failed. */
  requestIs(reason: string, isAsWanted: (request: CertificateRequest) => boolean = () => true) {
    const isWanted = (ready: Condition, request: CertificateRequest) => ready.reason === reason && isAsWanted(request);
    const options = { ...this.#setUp.wait, timeoutMs: requestTimeoutMs };
    return untilRequest(this.#setUp.kubernetes, this.certificate, isWanted, options);
  }

  /** What AWS PCA has issued since a place in the mock's journal, oldest first. */
  async issuedSince(sequence: number): Promise<readonly JournalEntry[]> {
    const entries = await this.#setUp.mock.journal(sequence);
    return entries.filter(({ operation, issuedSerialHex }) => operation === 'IssueCertificate' && issuedSerialHex);
  }
}
