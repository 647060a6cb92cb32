import type { NamedObject } from './objects.ts';

/** What an AWSPCAIssuer says; the guide gives these two, and the definition has more. */
export interface AwsPcaIssuerSpec {
  readonly arn: string;
  readonly region: string;
  readonly [field: string]: unknown;
}

/** The guide's AWSPCAIssuer of step 5. */
export function awsPcaIssuer({ namespace, name }: NamedObject, spec: AwsPcaIssuerSpec) {
  return { apiVersion: 'awspca.cert-manager.io/v1beta1', kind: 'AWSPCAIssuer', metadata: { name, namespace }, spec };
}
