import { HttpError } from './http-error.ts';

/** What a redirect is judged by. */
export interface RedirectedRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether what it sends may go to its own origin only: a password, or a token that others are made of. */
  readonly staysAtOrigin?: boolean;
}

/**
 * Where a redirect leads, and the headers that go there. A registry may send the client elsewhere for a blob: to a storage
 * service, whose URL carries its own signature. The `Authorization` header is not for that one (RFC 9110 §15.4).
 *
 * @throws HttpError when credentials would go to another origin, or a request that began with TLS would leave it.
 */
export function followRedirect(
  from: URL,
  location: string,
  { headers, staysAtOrigin }: RedirectedRequest,
): { readonly url: URL; readonly headers: RedirectedRequest['headers'] } {
  const url = new URL(location, from);
  const refused = (problem: string) =>
    new HttpError(`redirects to ${url.origin}, ${problem}`, {
      url: from.href,
      status: 310,
      remedy: 'Have that server mended, or configure the address to which it redirects.',
    });
  if (url.origin === from.origin) return { url, headers };
  if (from.protocol === 'https:' && url.protocol !== 'https:') throw refused('which is not encrypted');
  if (staysAtOrigin) throw refused('which the credentials of this request are not for');
  const kept = Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== 'authorization');
  return { url, headers: Object.fromEntries(kept) };
}
