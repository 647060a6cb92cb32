import { hasErrorCode } from '../errors/error-code.ts';

/** How writing fails when the reader of a pipe has gone (EPIPE), or the terminal has (EIO). */
const closedCodes = ['EPIPE', 'EIO'];

const streams = () =>
  [
    ['standard output', process.stdout],
    ['standard error', process.stderr],
  ] as const;

/**
 * Output whose reader has gone is no reason to crash in the middle of work: from now on what fails to be written is
 * left out. Work that is worth interrupting for it listens by {@link onBrokenOutput}.
 */
export function tolerateBrokenOutput(): void {
  for (const [, stream] of streams()) stream.on('error', () => undefined);
}

/**
 * Reports the first failure to write standard output or standard error.
 *
 * @returns A function that ends listening.
 */
export function onBrokenOutput(listener: (why: string) => void): () => void {
  const stops = streams().map(([name, stream]) => {
    const onError = (error: NodeJS.ErrnoException) =>
      listener(
        hasErrorCode(error, ...closedCodes) ? `${name} was closed` : `${name} cannot be written: ${error.message}`,
      );
    stream.once('error', onError);
    return () => stream.off('error', onError);
  });
  return () => {
    for (const stop of stops) stop();
  };
}
