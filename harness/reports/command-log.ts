import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { observeCommands } from '../process/run-command.ts';

const ownerOnly = { mode: 0o600 };

/**
 * Writes every command that a run executes, and how it ended, to `commands.log` in the run folder: what a person needs
 * to repeat a step by hand. Secrets are replaced before they get here.
 */
export class CommandLog {
  readonly #stop: () => void;

  constructor(runFolder: string) {
    const path = join(runFolder, 'commands.log');
    const write = (commandId: number, icon: string, text: string) => {
      mkdirSync(runFolder, { recursive: true });
      appendFileSync(path, `[${new Date().toISOString().slice(11, 23)}] [${commandId}] ${icon} ${text}\n`, ownerOnly);
    };
    this.#stop = observeCommands({
      started: (commandId, command) => write(commandId, '$', command),
      ended: (commandId, _command, outcome) => write(commandId, '↵', outcome),
    });
  }

  close(): void {
    this.#stop();
  }
}
