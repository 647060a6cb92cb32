/** What is to be undone, last registered first. */
export class CleanUps {
  #undos: (() => Promise<unknown>)[] = [];

  add(undo: () => Promise<unknown>): void {
    this.#undos.push(undo);
  }

  /**
   * Undoes everything once. One that fails does not keep the others from being undone.
   *
   * @throws The error, or an AggregateError of several.
   */
  async run(): Promise<void> {
    const undos = this.#undos.toReversed();
    this.#undos = [];
    const errors: unknown[] = [];
    for (const undo of undos) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 1) throw new AggregateError(errors, errors.map(String).join('\n'));
    if (errors.length === 1) throw errors[0];
  }
}
