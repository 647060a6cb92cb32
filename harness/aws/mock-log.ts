import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { MockReady } from '../../mocks/contract.ts';
import { ComponentError } from '../errors/harness-error.ts';

/** Reads the mocked AWS's log. Its one line of JSON holds the account's keys: it is taken here, and passed on to nobody. */
export class MockLog {
  readonly #ready = Promise.withResolvers<MockReady>();
  readonly #onLine: (line: string) => void;

  /** @param onLine - Told every other line. */
  constructor(onLine: (line: string) => void = () => undefined) {
    this.#onLine = onLine;
    // It may end before anybody asks: then it was the start itself that failed, which is told by whoever started it.
    this.#ready.promise.catch(() => undefined);
  }

  /** Reads a stream to its end; lines may come in pieces. */
  read(stream: Readable): void {
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
      .on('line', (line) => this.#take(line))
      .on('close', () => this.#ready.reject(new ComponentError('The mocked AWS ended before it said where it serves')));
  }

  /**
   * What the mock says when it serves.
   *
   * @throws ComponentError when its log ends before that.
   */
  get ready(): Promise<MockReady> {
    return this.#ready.promise;
  }

  #take(line: string): void {
    if (line.startsWith('{')) this.#ready.resolve(JSON.parse(line) as MockReady);
    else if (line) this.#onLine(line);
  }
}
