import { boolean, integer, list, oneOf, required, string, structure } from '../../protocols/shape.ts';
import { signingAlgorithmNames } from '../x509/signing-algorithms.ts';

/** The service model's Arn: this decides only what is well formed; whether it is a CA's is decided where it is looked up. */
export const arnShape = string({
  min: 5,
  max: 200,
  pattern: /^arn:[\w+=/,.@-]+:acm-pca:[\w+=/,.@-]*:[0-9]*:[\w+=,.@-]+(\/[\w+=,.@-]+)*$/,
});

/** The one input of the operations that only name a CA. */
export const authorityOnly = structure({ CertificateAuthorityArn: required(arnShape) });

export const signingAlgorithmShape = oneOf(signingAlgorithmNames);

// biome-ignore lint/suspicious/noControlCharactersInRegex: the service model allows tab, newline and carriage return.
export const idempotencyTokenShape = string({ min: 1, max: 36, pattern: /^[\u0009\u000A\u000D\u0020-\u00FF]*$/ });

const tagPattern = /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u;

export const tagShape = structure({
  Key: required(string({ min: 1, max: 128, pattern: tagPattern })),
  Value: string({ max: 256, pattern: tagPattern }),
});

export const tagListShape = list(tagShape, { min: 1, max: 50 });

export const maxResultsShape = integer({ min: 1, max: 1000 });
export const nextTokenShape = string({ min: 1, max: 43_739 });

export const keyUsageShape = structure({
  DigitalSignature: boolean(),
  NonRepudiation: boolean(),
  KeyEncipherment: boolean(),
  DataEncipherment: boolean(),
  KeyAgreement: boolean(),
  KeyCertSign: boolean(),
  CRLSign: boolean(),
  EncipherOnly: boolean(),
  DecipherOnly: boolean(),
});
