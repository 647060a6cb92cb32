import { basename } from 'node:path';
import { exitCode } from '../errors/exit-code.ts';
import { InterruptedError } from '../errors/harness-error.ts';
import { onBrokenOutput } from './broken-output.ts';
import { onStarterGone } from './gone-starter.ts';
import { SignalCount } from './signal-count.ts';

export interface InterruptOptions {
  /** Of work that takes its time to end: what it does meanwhile. */
  readonly meanwhile?: string;
  /** How what a second Ctrl-C leaves is removed, or resumed. */
  readonly leaves?: () => string;
  /** Prints a line. @defaultValue on standard error */
  readonly say?: (line: string) => void;
}

export interface Interrupt {
  /** Fires once; what runs then ends in order and is undone. */
  readonly signal: AbortSignal;
  /** Restores the process's own handling. */
  dispose(): void;
}

/**
 * Turns every way to end into one aborted signal: Ctrl-C, SIGTERM, a closed terminal (SIGHUP), output whose reader
 * has gone, a starter that is gone, and an error that nothing caught, which then is the signal's reason. A second Ctrl-C
 * ends the process, for those who cannot wait.
 */
export function interruptSignal(options: InterruptOptions = {}): Interrupt {
  const { meanwhile, leaves, say = sayOnStandardError } = options;
  const abort = new AbortController();
  const count = new SignalCount();
  const end = (reason: Error, print: typeof say) => {
    if (abort.signal.aborted) return;
    abort.abort(reason);
    if (meanwhile) print(`${reason.message}: ${meanwhile}. A second Ctrl-C leaves it as it is.`);
  };
  const interrupt = (why: string, print = say) => end(new InterruptedError(`Interrupted (${why})`), print);
  const onSignal = (name: NodeJS.Signals) => {
    if (!count.endsAtOnce(name, performance.now())) {
      interrupt(name);
      return;
    }
    if (leaves) sayOnStandardError(`Left as it is. ${leaves()}`);
    process.exit(exitCode.interrupted);
  };
  const onUncaught = (error: Error) => {
    sayOnStandardError(error.stack ?? String(error));
    end(error, sayOnStandardError);
  };
  const onHangup = ignoresHangup(process.env) ? () => undefined : onSignal;
  // Timeouts by AbortSignal do not keep a process alive: without this, one that waits for nothing else would just end.
  const alive = setInterval(() => undefined, aliveIntervalMs);
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onHangup).on('uncaughtException', onUncaught);
  const stops = [onBrokenOutput((why) => interrupt(why, sayOnStandardError)), onStarterGone((why) => interrupt(why))];
  return {
    signal: abort.signal,
    dispose() {
      clearInterval(alive);
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onHangup);
      process.off('uncaughtException', onUncaught);
      for (const stop of stops) stop();
    },
  };
}

const aliveIntervalMs = 60_000;

const sayOnStandardError = (line: string) => process.stderr.write(`${line}\n`);

/**
 * Whether the user started this by `nohup`. Node.js gives every signal its default action when it starts, so what nohup
 * arranged is lost; shells note the program that they started in `_`.
 */
const ignoresHangup = ({ _: started }: NodeJS.ProcessEnv) => basename(started ?? '') === 'nohup';
