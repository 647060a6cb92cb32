import { ComponentError } from '../../../errors/harness-error.ts';
import { shownUrl } from '../http/http-error.ts';

/**
 * The SHA-256 in what is published beside a release: the digits alone, or lines of `sha256sum` with names after them.
 *
 * @throws ComponentError when there is none for this file.
 */
export function checksumFor(file: string, published: string, url: string): string {
  const lines = published.split('\n').map((line) => line.trim().split(/\s+\*?/));
  const named = lines.find(
    ([digits = '', name]) => isSha256(digits) && (name === undefined || baseName(name) === file),
  );
  if (named?.[0] !== undefined) return named[0].toLowerCase();
  throw new ComponentError(`${shownUrl(url)} has no SHA-256 for ${file}`, {
    remedy: 'Look at what is there: a proxy may have answered in the place of the server.',
  });
}

/** @throws ComponentError when what was received is not what was published. */
export function verifyChecksum(url: string, received: string, published: string): void {
  if (received === published) return;
  throw new ComponentError(
    `${shownUrl(url)} is not what was published: its SHA-256 is ${received}, the published one is ${published}`,
    { remedy: 'It was not used. Something on the way changes it, or its mirror is out of date.' },
  );
}

const isSha256 = (digits: string) => /^[0-9a-f]{64}$/i.test(digits);
const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
