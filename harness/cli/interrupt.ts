import { exitCode } from '../errors/exit-code.ts';
import { InterruptedError } from '../errors/harness-error.ts';

/**
 * Turns Ctrl-C (and SIGTERM) into an aborted signal, so that what runs ends in order and is undone. A second Ctrl-C
 * ends the process, for those who cannot wait.
 *
 * @param onSecond - Tells, before that, what is left as it is.
 * @returns The signal, and a function that restores the process's own handling.
 */
export function interruptSignal(onSecond?: () => void): { readonly signal: AbortSignal; dispose(): void } {
  const abort = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (!abort.signal.aborted) {
      abort.abort(new InterruptedError(`Interrupted (${name})`));
      return;
    }
    onSecond?.();
    process.exit(exitCode.interrupted);
  };
  // Timeouts by AbortSignal do not keep a process alive: without this, one that waits for nothing else would just end.
  const alive = setInterval(() => undefined, aliveIntervalMs);
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: abort.signal,
    dispose() {
      clearInterval(alive);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

const aliveIntervalMs = 60_000;
