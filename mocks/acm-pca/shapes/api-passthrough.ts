import { boolean, list, oneOf, required, string, structure, type ValueOf } from '../../protocols/shape.ts';
import { keyUsageShape } from './common.ts';
import { generalNameShape } from './general-name.ts';
import { objectIdentifierShape, subjectShape } from './subject.ts';

export const extendedKeyUsageTypes = [
  'SERVER_AUTH',
  'CLIENT_AUTH',
  'CODE_SIGNING',
  'EMAIL_PROTECTION',
  'TIME_STAMPING',
  'OCSP_SIGNING',
  'SMART_CARD_LOGIN',
  'DOCUMENT_SIGNING',
  'CERTIFICATE_TRANSPARENCY',
] as const;

const policyInformation = structure({
  CertPolicyId: required(objectIdentifierShape),
  PolicyQualifiers: list(
    structure({
      PolicyQualifierId: required(oneOf(['CPS'])),
      Qualifier: required(structure({ CpsUri: required(string({ max: 256 })) })),
    }),
    { min: 1, max: 20 },
  ),
});

export const apiPassthroughShape = structure({
  Extensions: structure({
    CertificatePolicies: list(policyInformation, { min: 1, max: 20 }),
    ExtendedKeyUsage: list(
      structure({
        ExtendedKeyUsageType: oneOf(extendedKeyUsageTypes),
        ExtendedKeyUsageObjectIdentifier: objectIdentifierShape,
      }),
      { min: 1, max: 20 },
    ),
    KeyUsage: keyUsageShape,
    SubjectAlternativeNames: list(generalNameShape, { min: 1, max: 150 }),
    CustomExtensions: list(
      structure({
        ObjectIdentifier: required(objectIdentifierShape),
        Value: required(
          string({
            min: 1,
            max: 4096,
            pattern: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
          }),
        ),
        Critical: boolean(),
      }),
      { min: 1, max: 150 },
    ),
  }),
  Subject: subjectShape,
});

export type ApiPassthrough = ValueOf<typeof apiPassthroughShape>;
