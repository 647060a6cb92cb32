import { hash } from 'node:crypto';
import { MalformedPolicyError, parsePolicy } from '../iam/policy/policy-document.ts';
import { escapeXml } from '../protocols/xml.ts';
import {
  bucketAlreadyExists,
  bucketAlreadyOwnedByYou,
  bucketNotEmpty,
  invalidBucketName,
  malformedPolicy,
  noSuchBucket,
  noSuchBucketPolicy,
  noSuchKey,
} from './errors.ts';
import type { S3Target } from './s3-request.ts';
import type { Bucket, S3Store, StoredObject } from './s3-store.ts';

export interface S3Call {
  readonly store: S3Store;
  readonly target: S3Target;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly accountId: string;
  readonly region: string;
  readonly nowMs: number;
}

export interface S3Answer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One S3 operation: the action that IAM must allow, and what it does. */
export interface S3Operation {
  readonly name: string;
  readonly action: string;
  /** Whether what is asked for is public: then the request need not be signed. Undefined where nothing ever is. */
  readonly publicOn?: (call: S3Call) => boolean;
  run(call: S3Call): S3Answer;
}

const xmlns = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const done: S3Answer = { status: 200, body: '' };
const deleted: S3Answer = { status: 204, body: '' };

/** @throws NoSuchBucket */
export function bucketOf({ store, target }: Pick<S3Call, 'store' | 'target'>): Bucket {
  const bucket = store.buckets.get(target.bucket);
  if (!bucket) throw noSuchBucket(`The specified bucket ${target.bucket} does not exist`);
  return bucket;
}

/** @throws NoSuchKey */
export function objectOf(call: Pick<S3Call, 'store' | 'target'>): StoredObject {
  const object = bucketOf(call).objects.get(call.target.key);
  if (!object) throw noSuchKey('The specified key does not exist.');
  return object;
}

export const createBucket: S3Operation = {
  name: 'CreateBucket',
  action: 's3:CreateBucket',
  run({ store, target, accountId, region, nowMs }) {
    const existing = store.buckets.get(target.bucket);
    if (existing?.ownerAccountId === accountId) throw bucketAlreadyOwnedByYou('You own this bucket already.');
    if (existing) throw bucketAlreadyExists('Somebody else owns a bucket of this name.');
    if (!/^(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(target.bucket))
      throw invalidBucketName('The bucket name is not valid.');
    const fresh = { name: target.bucket, region, ownerAccountId: accountId, createdAtMs: nowMs };
    store.buckets.set(target.bucket, { ...fresh, objects: new Map(), policy: undefined });
    return { ...done, headers: { location: `/${target.bucket}` } };
  },
};

export const headBucket: S3Operation = {
  name: 'HeadBucket',
  action: 's3:ListBucket',
  run: (call) => ({ ...done, headers: { 'x-amz-bucket-region': bucketOf(call).region } }),
};

export const deleteBucket: S3Operation = {
  name: 'DeleteBucket',
  action: 's3:DeleteBucket',
  run(call) {
    if (bucketOf(call).objects.size > 0) throw bucketNotEmpty('The bucket you tried to delete is not empty');
    call.store.buckets.delete(call.target.bucket);
    return deleted;
  },
};

export const getBucketLocation: S3Operation = {
  name: 'GetBucketLocation',
  action: 's3:GetBucketLocation',
  run(call) {
    const { region } = bucketOf(call);
    // The oldest region is the absence of a name.
    const location = region === 'us-east-1' ? '' : region;
    return { status: 200, body: `${xmlDeclaration}<LocationConstraint ${xmlns}>${location}</LocationConstraint>` };
  },
};

export const putBucketPolicy: S3Operation = {
  name: 'PutBucketPolicy',
  action: 's3:PutBucketPolicy',
  run(call) {
    const text = call.body.toString('utf8');
    try {
      bucketOf(call).policy = { text, document: parsePolicy(text, 'resource') };
    } catch (error) {
      if (error instanceof MalformedPolicyError) throw malformedPolicy(error.message);
      throw error;
    }
    return deleted;
  },
};

export const getBucketPolicy: S3Operation = {
  name: 'GetBucketPolicy',
  action: 's3:GetBucketPolicy',
  run(call) {
    const { policy } = bucketOf(call);
    if (!policy) throw noSuchBucketPolicy('The bucket policy does not exist');
    return { status: 200, body: policy.text, headers: { 'content-type': 'application/json' } };
  },
};

export const listObjects: S3Operation = {
  name: 'ListObjectsV2',
  action: 's3:ListBucket',
  run(call) {
    const { name, objects } = bucketOf(call);
    const prefix = call.query.get('prefix') ?? '';
    const limit = Math.min(Number(call.query.get('max-keys') ?? 1000), 1000);
    const after = call.query.get('continuation-token') ?? call.query.get('start-after') ?? '';
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const page = keys.slice(0, limit);
    const last = page.at(-1);
    const truncated = page.length < keys.length;
    const contents = page.flatMap((key) => objects.get(key) ?? []).map(describeObject);
    const next =
      truncated && last !== undefined ? `<NextContinuationToken>${escapeXml(last)}</NextContinuationToken>` : '';
    const head = `<Name>${escapeXml(name)}</Name><Prefix>${escapeXml(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${limit}</MaxKeys><IsTruncated>${truncated}</IsTruncated>`;
    const body = `${xmlDeclaration}<ListBucketResult ${xmlns}>${head}${next}${contents.join('')}</ListBucketResult>`;
    return { status: 200, body, headers: { 'content-type': 'application/xml' } };
  },
};

export const getObject: S3Operation = {
  name: 'GetObject',
  action: 's3:GetObject',
  publicOn: (call) => objectOf(call).publicRead,
  run(call) {
    const object = objectOf(call);
    return { status: 200, body: object.body, headers: objectHeaders(object) };
  },
};

export const putObject: S3Operation = {
  name: 'PutObject',
  action: 's3:PutObject',
  run(call) {
    const object: StoredObject = {
      key: call.target.key,
      body: call.body,
      modifiedAtMs: call.nowMs,
      contentType: call.headers['content-type'] ?? 'binary/octet-stream',
      publicRead: call.headers['x-amz-acl'] === 'public-read',
    };
    bucketOf(call).objects.set(object.key, object);
    return { ...done, headers: { etag: etag(object) } };
  },
};

export const deleteObject: S3Operation = {
  name: 'DeleteObject',
  action: 's3:DeleteObject',
  run(call) {
    bucketOf(call).objects.delete(call.target.key);
    return deleted;
  },
};

/** S3's entity tag is the MD5 of the content; an identifier, not a security measure. */
const etag = ({ body }: StoredObject): string => `"${hash('md5', body)}"`;

function objectHeaders(object: StoredObject): Record<string, string> {
  return {
    'content-type': object.contentType,
    'last-modified': new Date(object.modifiedAtMs).toUTCString(),
    etag: etag(object),
  };
}

function describeObject(object: StoredObject): string {
  const modified = new Date(object.modifiedAtMs).toISOString();
  return `<Contents><Key>${escapeXml(object.key)}</Key><LastModified>${modified}</LastModified><ETag>${escapeXml(etag(object))}</ETag><Size>${object.body.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
}
