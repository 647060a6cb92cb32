import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileNotWritten } from '../errors/file-not-written.ts';
import { observeCommands } from '../process/run-command.ts';

const ownerOnly = { mode: 0o600 };

/**
 * Writes every command that a run executes, and how it ended, to `commands.log` in the run folder: what a person needs
 * to repeat a step by hand. Secrets are replaced before they get here.
 */
export class CommandLog {
  readonly #stop: () => void;
  #error: unknown;

  constructor(runFolder: string) {
    const path = join(runFolder, 'commands.log');
    const write = (commandId: number, icon: string, text: string) => {
      if (this.#error !== undefined) return;
      try {
        mkdirSync(runFolder, { recursive: true });
        appendFileSync(path, `[${new Date().toISOString().slice(11, 23)}] [${commandId}] ${icon} ${text}\n`, ownerOnly);
      } catch (cause) {
        // Not an error of the command: those that undo the run must go on when the disk is full.
        this.#error = fileNotWritten(path, cause);
      }
    };
    this.#stop = observeCommands({
      started: (commandId, command) => write(commandId, '$', command),
      ended: (commandId, _command, outcome) => write(commandId, '↵', outcome),
    });
  }

  /** @returns Why it is not whole, if so. */
  close(): readonly unknown[] {
    this.#stop();
    return this.#error === undefined ? [] : [this.#error];
  }
}
