import type { IncomingMessage } from 'node:http';

/** A page for people, where a registry or a download server was asked: none of these sends one with what it publishes. */
export function isWebPage({ headers }: IncomingMessage): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '');
}

/** How a page is named in messages: by its title, which says whose it is. */
export function describeWebPage(html: string): string {
  const [, title] = /<title[^>]*>\s*([^<]*?)\s*</i.exec(html) ?? [];
  return title ? `a web page ("${title}")` : 'a web page';
}

export const webPageRemedy =
  'Something on the way answered in its place. Look at HTTPS_PROXY and NO_PROXY, log in to the network, or give an address ' +
  'that is let through: --registry-mirror, --artifacts-config. --artifacts local builds instead, without any registry of images.';
