import type { WireRequest } from '../http/wire.ts';

/** Which bucket and object a request names; S3 has two ways to say it. */
export interface S3Target {
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
}

/**
 * Reads the bucket from the host (`NAME.s3.REGION.amazonaws.com`, or `NAME.localhost` where the endpoint is localhost), or else from the
 * first part of the path.
 *
 * @returns undefined for a request that names no bucket.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function readTarget(request: WireRequest): S3Target | undefined {
  const path = decodePath(request.path);
  if (path === undefined) return undefined;
  const [, hosted] =
    /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\.(?:s3[.-].+\.amazonaws\.com|localhost)(?::\d+)?$/.exec(
      request.headers['host'] ?? '',
    ) ?? [];
  if (hosted !== undefined) return { bucket: hosted, key: path.slice(1) };
  const [, bucket = '', ...key] = path.split('/');
  return bucket === '' ? undefined : { bucket, key: key.join('/') };
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
