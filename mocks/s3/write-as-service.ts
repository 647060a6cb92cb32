import { evaluate } from '../iam/policy/evaluate.ts';
import type { AccessRequest } from '../services/operation.ts';
import type { Bucket, S3Store } from './s3-store.ts';

/** On whose behalf a service writes: bucket policies guard against confused deputies with these two. */
export interface WriteSource {
  readonly service: string;
  readonly accountId: string;
  readonly resourceArn: string;
}

/**
 * The bucket, if its policy lets that service write `key` into it.
 *
 * @returns the reason why not, in words, when it may not.
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/crl-planning.html#s3-policies
 */
export function bucketForService(store: S3Store, name: string, key: string, source: WriteSource): Bucket | string {
  const bucket = store.buckets.get(name);
  if (!bucket) return `The S3 bucket ${name} does not exist.`;
  const decision = evaluate(bucket.policy ? [bucket.policy.document] : [], {
    action: 's3:PutObject',
    resourceArn: objectArn(name, key),
    conditions: { 'aws:sourceaccount': source.accountId, 'aws:sourcearn': source.resourceArn },
    principal: { type: 'Service', exact: [source.service], account: [] },
  });
  return decision === 'allow'
    ? bucket
    : `The policy of the S3 bucket ${name} does not let ${source.service} write to it.`;
}

/** What IAM has to allow a caller who has a service write to a bucket: to write there itself. */
export function writeAccess({ buckets }: S3Store, name: string, key: string): AccessRequest {
  const bucket = buckets.get(name);
  return {
    action: 's3:PutObject',
    resourceArn: objectArn(name, key),
    resourceAccountId: bucket?.ownerAccountId,
    resourcePolicy: bucket?.policy?.document,
  };
}

const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;
