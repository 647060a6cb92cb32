import type { Writable } from 'node:stream';
import { hideSecrets } from './hide-secrets.ts';

const hides = Symbol.for('pca-e2e.hides-secrets');

/** Hides secrets in every text that is written to this stream from now on: whatever is printed passes here. */
export function hideSecretsFrom(stream: Writable & { [hides]?: true }): void {
  if (stream[hides]) return;
  stream[hides] = true;
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? hideSecrets(chunk) : chunk, ...rest);
}
