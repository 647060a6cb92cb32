import { hash } from 'node:crypto';
import type { WireRequest } from '../http/wire.ts';

/** S3 signs its paths as they are, encodes them once, and may leave the payload out of the signature. */
export type CanonicalStyle = 'standard' | 's3';

/**
 * The text whose digest is signed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(
  request: WireRequest,
  signedHeaders: readonly string[],
  style: CanonicalStyle,
): string {
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name] ?? '')}\n`).join('');
  return [
    request.method,
    canonicalPath(request.path, style),
    canonicalQuery(request.query),
    headers,
    signedHeaders.join(';'),
    payloadHash(request, style),
  ].join('\n');
}

const canonicalValue = (value: string): string => value.trim().replace(/ +/g, ' ');

function canonicalPath(path: string, style: CanonicalStyle): string {
  if (style === 's3' || path === '/') return path;
  return normalisePath(path).split('/').map(encodeComponent).join('/');
}

/** RFC 3986 section 5.2.4, with empty segments dropped, as the standard style wants it. */
function normalisePath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  const trailing = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${trailing}`;
}

/** Names and values encoded alike, then sorted by code point; the signature itself is left out of a presigned URL. */
function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .map((pair): readonly [string, string] => {
      const mark = pair.indexOf('=');
      const [name, value] = mark < 0 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)];
      return [reencode(name), reencode(value)];
    })
    .filter(([name]) => name !== 'X-Amz-Signature')
    .sort(
      ([leftName, leftValue], [rightName, rightValue]) =>
        compare(leftName, rightName) || compare(leftValue, rightValue),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** What the client sent may be encoded more or less than the canonical form: decode it, then encode it the one way. */
function reencode(text: string): string {
  try {
    return encodeComponent(decodeURIComponent(text.replace(/\+/g, '%20')));
  } catch (error) {
    // A stray percent sign: no client encodes so, and the signature will not match.
    if (error instanceof URIError) return encodeComponent(text);
    throw error;
  }
}

/** RFC 3986: everything but the unreserved characters is encoded, with capital digits. */
function encodeComponent(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const unsignedPayload = 'UNSIGNED-PAYLOAD';

function payloadHash(request: WireRequest, style: CanonicalStyle): string {
  const claimed = request.headers['x-amz-content-sha256'];
  // S3's presigned URLs are made before anybody knows what will be sent.
  const presigned = claimed === undefined && request.query.includes('X-Amz-Signature=');
  if (style === 's3' && (claimed === unsignedPayload || presigned)) return unsignedPayload;
  return hash('sha256', request.body);
}
