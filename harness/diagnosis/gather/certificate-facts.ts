import type { CertificateFacts, CertificateRequestFacts, IssuerFacts, PcaIssuerFacts } from '../cluster-evidence.ts';
import { asksForNameConstraints } from '../name-constraints.ts';
import {
  type AnyObject,
  at,
  conditionsOf,
  issuerReference,
  numberAt,
  objectFacts,
  textAt,
  textOrNull,
} from './object-facts.ts';

/** Annotations by which cert-manager ties a request to a Certificate, and counts its issuances. */
const certificateNameAnnotation = 'cert-manager.io/certificate-name';
const revisionAnnotation = 'cert-manager.io/certificate-revision';

export const pcaIssuerFacts =
  (kind: PcaIssuerFacts['kind']) =>
  (object: AnyObject): PcaIssuerFacts => ({
    ...objectFacts(object),
    kind,
    arn: textAt(object, 'spec', 'arn'),
    region: textAt(object, 'spec', 'region'),
    templateName: textAt(object, 'spec', 'pcaTemplate', 'defaultTemplateName'),
    conditions: conditionsOf(object),
  });

export const issuerFacts =
  (kind: IssuerFacts['kind']) =>
  (object: AnyObject): IssuerFacts => ({ ...objectFacts(object), kind });

export function certificateFacts(object: AnyObject): CertificateFacts {
  return {
    ...objectFacts(object),
    issuerRef: issuerReference(object),
    secretName: textAt(object, 'spec', 'secretName'),
    isCa: at(object, 'spec', 'isCA') === true,
    duration: textAt(object, 'spec', 'duration'),
    renewBefore: textAt(object, 'spec', 'renewBefore'),
    renewBeforePercentage: numberAt(object, 'spec', 'renewBeforePercentage') ?? null,
    wantsNameConstraints: at(object, 'spec', 'nameConstraints') !== undefined,
    revision: numberAt(object, 'status', 'revision') ?? 0,
    lastFailureTime: textOrNull(object, 'status', 'lastFailureTime'),
    notAfter: textOrNull(object, 'status', 'notAfter'),
    renewalTime: textOrNull(object, 'status', 'renewalTime'),
    conditions: conditionsOf(object),
  };
}

export function certificateRequestFacts(object: AnyObject): CertificateRequestFacts {
  const annotations = object.metadata?.annotations ?? {};
  return {
    ...objectFacts(object),
    issuerRef: issuerReference(object),
    certificateName: annotations[certificateNameAnnotation] ?? '',
    revision: Number(annotations[revisionAnnotation] ?? 0),
    isCa: at(object, 'spec', 'isCA') === true,
    failureTime: textOrNull(object, 'status', 'failureTime'),
    wantsNameConstraints: asksForNameConstraints(decoded(textAt(object, 'spec', 'request'))),
    certificate: decoded(textAt(object, 'status', 'certificate')),
    conditions: conditionsOf(object),
  };
}

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
