import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { exitCodeOf } from '../../errors/harness-error.ts';
import { tolerateBrokenOutput } from '../broken-output.ts';
import { interruptSignal } from '../interrupt.ts';

/**
 * For tests of how a run ends: a program that prints and works until it is interrupted, then takes its time to undo that.
 * It notes in a file what it does, because its output may be gone by then.
 */
const [, , journal = '', undoMs = '0', mode = ''] = process.argv;
const note = (what: string) => appendFileSync(journal, `${what}\n`);

tolerateBrokenOutput();
const interrupt = interruptSignal({ meanwhile: 'undoing', leaves: () => 'To remove it: remove-it' });
note(`working ${process.pid}`);
if (mode === 'throws') setImmediate(() => void Promise.reject(new Error('nothing catches this')));
try {
  for (;;) {
    process.stdout.write('working\n');
    process.stderr.write('working\n');
    await setTimeout(50, undefined, { signal: interrupt.signal });
  }
} catch {
  note('undoing');
  await setTimeout(Number(undoMs));
  note('undone');
  process.exitCode = exitCodeOf(interrupt.signal.reason);
} finally {
  interrupt.dispose();
}
