/** One block of a PEM text. */
export interface PemBlock {
  readonly label: string;
  readonly der: Buffer;
}

const blockPattern = /-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

/**
 * The blocks of a PEM text in order (RFC 7468). Text between blocks is ignored, as OpenSSL ignores it.
 *
 * @returns an empty list when there is no block.
 */
export function readPem(text: string): readonly PemBlock[] {
  return [...text.matchAll(blockPattern)].map(([, label = '', body = '']) => ({
    label,
    der: Buffer.from(body, 'base64'),
  }));
}

/** One PEM block with lines of 64 characters, without a newline at its end: AWS returns certificates so. */
export function writePem(label: string, der: Buffer): string {
  const base64 = der.toString('base64');
  let lines = '';
  for (let start = 0; start < base64.length; start += 64) lines += `${base64.slice(start, start + 64)}\n`;
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----`;
}
