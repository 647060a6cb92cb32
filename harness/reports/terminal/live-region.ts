/** The last lines of a terminal, rewritten in place, below lines that stay. */
export class LiveRegion {
  readonly #stream: NodeJS.WriteStream;
  #shownLines = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** Width of the terminal in characters. @defaultValue 80, where the terminal does not say */
  get columns(): number {
    return this.#stream.columns ?? 80;
  }

  /** Height of the terminal in lines. @defaultValue 24, where the terminal does not say */
  get rows(): number {
    return this.#stream.rows ?? 24;
  }

  /** Replaces the region. Lines must fit the width: a line that wraps could not be taken back. */
  show(lines: readonly string[]): void {
    this.#stream.write(this.#erase() + lines.map((line) => `${line}\n`).join(''));
    this.#shownLines = lines.length;
  }

  /** Writes lines that stay, above the region. */
  print(text: string): void {
    this.#stream.write(`${this.#erase()}${text}\n`);
    this.#shownLines = 0;
  }

  #erase(): string {
    return this.#shownLines === 0 ? '' : `\u001b[${this.#shownLines}A\u001b[J`;
  }
}
