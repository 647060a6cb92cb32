import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { InterruptedError } from '../errors/harness-error.ts';

/** Where something is shown and asked. */
export interface Dialogue {
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly signal: AbortSignal;
}

/** Whether somebody is there to be asked. */
export const canAsk = ({ input, output }: Dialogue): boolean => input.isTTY === true && output.isTTY === true;

/** Asks whether to go on; anything but a yes is a no. */
export async function isAnsweredYes({ input, output, signal }: Dialogue): Promise<boolean> {
  const dialogue = createInterface({ input, output });
  // The end of the input is an answer too: nobody said yes.
  const closed = once(dialogue, 'close').then(() => '');
  try {
    const answer = await Promise.race([dialogue.question('Go on? [y/N] ', { signal }), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    signal.throwIfAborted();
    // On a terminal readline takes Ctrl-C itself, and no signal comes.
    if ((error as Error).name === 'AbortError') throw new InterruptedError('Interrupted (Ctrl-C)', { cause: error });
    throw error;
  } finally {
    dialogue.close();
  }
}
