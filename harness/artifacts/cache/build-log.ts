import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { secretHider } from '../../process/hide-secrets.ts';

const keptLines = 25;

/** A unit's log file: everything its build said, with the last lines at hand for the error message. */
export class BuildLog implements Disposable {
  readonly path: string;
  readonly #file: number;
  readonly #last: string[] = [];
  readonly #hide = secretHider();

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.path = path;
    this.#file = openSync(path, 'w');
  }

  write(line: string): void {
    const shown = this.#hide(line);
    // Written at once, not buffered: after a kill the log holds what led up to it.
    writeSync(this.#file, `${shown}\n`);
    this.#last.push(shown);
    if (this.#last.length > keptLines) this.#last.shift();
  }

  get lastLines(): string {
    return this.#last.join('\n');
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}
