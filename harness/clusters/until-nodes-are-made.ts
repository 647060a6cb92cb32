/** As kind reports that Docker has made and started the containers of all nodes. */
const nodesMade = /✓ Preparing nodes/;

/** Docker copies the node image's /var into a volume meanwhile: one or two seconds, on a slow disk more. */
const longestMakingMs = 20_000;

/** The run's signal as `kind create cluster` gets it. */
export interface KindSignal {
  readonly signal: AbortSignal;
  /** Takes each line that kind prints. */
  onLine(line: string): void;
  dispose(): void;
}

/**
 * Holds an interrupt back while kind has Docker make the nodes. Docker makes a container although the client that asked
 * for it is gone, and does not list it until it is made: it would come after the look by which the run's undo finds what
 * to remove.
 *
 * @param timeoutMs - After that it is passed on in any case.
 */
export function untilNodesAreMade(interrupt: AbortSignal, timeoutMs = longestMakingMs): KindSignal {
  const passedOn = new AbortController();
  let areMade = false;
  let timer: NodeJS.Timeout | undefined;
  const passOn = () => passedOn.abort(interrupt.reason);
  const onInterrupt = () => {
    if (areMade) passOn();
    else timer = setTimeout(passOn, timeoutMs);
  };
  interrupt.addEventListener('abort', onInterrupt, { once: true });
  return {
    signal: passedOn.signal,
    onLine(line) {
      if (!nodesMade.test(line)) return;
      areMade = true;
      if (interrupt.aborted) passOn();
    },
    dispose() {
      clearTimeout(timer);
      interrupt.removeEventListener('abort', onInterrupt);
    },
  };
}
