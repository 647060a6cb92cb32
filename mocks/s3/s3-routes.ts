import { methodNotAllowed, notImplemented } from './errors.ts';
import {
  createBucket,
  deleteBucket,
  deleteObject,
  getBucketLocation,
  getBucketPolicy,
  getObject,
  headBucket,
  listObjects,
  putBucketPolicy,
  putObject,
  type S3Operation,
} from './s3-operations.ts';
import type { S3Target } from './s3-request.ts';

/** Every operation that this store answers. */
export const allOperations: readonly S3Operation[] = [
  createBucket,
  deleteBucket,
  deleteObject,
  getBucketLocation,
  getBucketPolicy,
  getObject,
  headBucket,
  listObjects,
  putBucketPolicy,
  putObject,
];

const onObjects: Readonly<Record<string, S3Operation>> = {
  GET: getObject,
  // The adapter leaves the body out.
  HEAD: getObject,
  PUT: putObject,
  DELETE: deleteObject,
};

const onBuckets: Readonly<Record<string, S3Operation>> = {
  GET: listObjects,
  HEAD: headBucket,
  PUT: createBucket,
  DELETE: deleteBucket,
};

/** Operations that a query parameter without a value selects. */
const subresources: Readonly<Record<string, Readonly<Record<string, S3Operation>>>> = {
  location: { GET: getBucketLocation },
  policy: { GET: getBucketPolicy, PUT: putBucketPolicy },
};

/** Parameters that select operations which this store does not have. */
const otherSubresources = [
  'acl',
  'cors',
  'lifecycle',
  'tagging',
  'versioning',
  'uploads',
  'encryption',
  'publicAccessBlock',
];

/** @throws MethodNotAllowed or NotImplemented for what this small store does not do. */
export function findOperation(method: string, target: S3Target, query: URLSearchParams): S3Operation {
  const unsupported = otherSubresources.find((name) => query.has(name));
  if (unsupported) throw notImplemented(`The mocked S3 has no ${unsupported}: it stores objects and bucket policies.`);
  const subresource = Object.keys(subresources).find((name) => query.has(name));
  const table = subresource ? subresources[subresource] : target.key === '' ? onBuckets : onObjects;
  const operation = table?.[method];
  if (!operation) throw methodNotAllowed('The specified method is not allowed against this resource.');
  return operation;
}
