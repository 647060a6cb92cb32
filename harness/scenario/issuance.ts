import { apply } from '../kubernetes/apply.ts';
import { type AwsPcaIssuerSpec, awsPcaIssuer } from '../kubernetes/aws-pca-issuer.ts';
import { type CertificateRequest, untilRequest } from '../kubernetes/certificate-requests.ts';
import { type Condition, type ConditionedObject, hasCondition } from '../kubernetes/conditions.ts';
import { guideIstioCa, type IstioCaRequest, istioCaCertificate } from '../kubernetes/istio-ca-certificate.ts';
import type { NamedObject } from '../kubernetes/objects.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const readyTimeoutMs = 60_000;

/** The names of the guide's objects, in whatever namespace. */
export const issuerName = 'aws-pca-issuer-istio';
export const certificateName = 'istio-ca';
export const secretName = 'cacerts';

/** The guide's steps 5 and 6 once more, in a namespace of a scenario's own. */
export class Issuance {
  readonly namespace: string;
  readonly certificate: NamedObject;
  readonly #setUp: LiveSetUp<SetUpKind>;

  constructor(setUp: LiveSetUp<SetUpKind>, namespace: string) {
    this.#setUp = setUp;
    this.namespace = namespace;
    this.certificate = { namespace, name: certificateName };
  }

  /** Applies the AWSPCAIssuer. @param spec - What differs from the set-up's own: its subordinate CA and region. */
  async applyIssuer(spec: Partial<AwsPcaIssuerSpec> = {}): Promise<void> {
    const { aws, 'ca-hierarchy': hierarchy } = this.#setUp.outputs;
    const whole = { arn: hierarchy.issuingCaArn, region: aws.region, ...spec };
    await apply(this.#setUp.kubernetes, awsPcaIssuer({ namespace: this.namespace, name: issuerName }, whole));
  }

  /** Applies the Certificate. @param request - What differs from the guide's. @param spec - Further fields of its spec. */
  async applyCertificate(request: Partial<IstioCaRequest> = {}, spec: object = {}): Promise<void> {
    const certificate = istioCaCertificate({
      ...guideIstioCa,
      ...request,
      ...this.certificate,
      secret: secretName,
      issuerName,
    });
    const whole = { ...certificate, spec: { ...certificate.spec, ...spec } };
    await apply(this.#setUp.kubernetes, whole);
  }

  /** The AWSPCAIssuer as soon as it is Ready. */
  async issuerReady(): Promise<ConditionedObject> {
    return watchUntil<ConditionedObject, ConditionedObject>(
      this.#setUp.kubernetes,
      { path: resourcePaths.awsPcaIssuers(this.namespace), name: issuerName },
      hasCondition('Ready'),
      {
        ...this.#setUp.wait,
        what: `AWSPCAIssuer ${this.namespace}/${issuerName} to be Ready`,
        timeoutMs: readyTimeoutMs,
      },
    );
  }

  /** The Certificate as soon as it is Ready. */
  async certificateReady(): Promise<ConditionedObject> {
    return watchUntil<ConditionedObject, ConditionedObject>(
      this.#setUp.kubernetes,
      { path: resourcePaths.certificates(this.namespace), name: certificateName },
      hasCondition('Ready'),
      {
        ...this.#setUp.wait,
        what: `Certificate ${this.namespace}/${certificateName} to be Ready`,
        timeoutMs: readyTimeoutMs,
      },
    );
  }

  /** The Certificate's newest request as soon as its condition Ready has this reason: Issued, Pending, Failed, Denied. */
  async requestIs(reason: string, isAsWanted: (ready: Condition, request: CertificateRequest) => boolean = () => true) {
    return untilRequest(
      this.#setUp.kubernetes,
      this.certificate,
      (ready, request) => ready.reason === reason && isAsWanted(ready, request),
      { ...this.#setUp.wait, timeoutMs: readyTimeoutMs },
    );
  }
}
