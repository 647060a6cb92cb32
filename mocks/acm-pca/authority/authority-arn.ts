import { randomUUID } from 'node:crypto';
import { invalidArn } from '../errors.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const authorityArnPattern = new RegExp(`^arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:\\d{12}:certificate-authority/${uuid}$`);
const certificateArnPattern = new RegExp(
  `^(arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:\\d{12}:certificate-authority/${uuid})/certificate/([0-9A-Za-z]{1,64})$`,
);

/** @param id - A UUID; made up unless given. */
export function newAuthorityArn(region: string, accountId: string, id: string = randomUUID()): string {
  return `arn:${partitionOf(region)}:acm-pca:${region}:${accountId}:certificate-authority/${id}`;
}

/** What a CA that is to be made is for IAM: its ARN is known only afterwards. */
export const anyAuthorityArn = (region: string, accountId: string): string => newAuthorityArn(region, accountId, '*');

/** @throws InvalidArnException unless the ARN has the form of a CA's. */
export function checkAuthorityArn(arn: string): void {
  if (!authorityArnPattern.test(arn)) throw invalidArn(`The certificate authority ARN ${arn} is not valid.`);
}

export const certificateArn = (authorityArn: string, serialHex: string): string =>
  `${authorityArn}/certificate/${serialHex}`;

/** @throws InvalidArnException unless the ARN has the form of an issued certificate's. */
export function parseCertificateArn(arn: string): { readonly authorityArn: string; readonly serialHex: string } {
  const [, authorityArn, serialHex] = certificateArnPattern.exec(arn) ?? [];
  if (authorityArn === undefined || serialHex === undefined)
    throw invalidArn(`The certificate ARN ${arn} is not valid.`);
  return { authorityArn, serialHex };
}

/** The UUID at the end of a CA's ARN: it names the CA in S3 keys. */
export const authorityIdOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
