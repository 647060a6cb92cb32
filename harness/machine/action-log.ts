export interface ActionLogOptions {
  /** Only says what would be done. @defaultValue false */
  readonly dryRun?: boolean;
  /** Told of each action when it begins (with `dryRun`, of each action there would be). */
  readonly onAction?: (action: string) => void;
  readonly signal?: AbortSignal;
}

/** Everything that is done to a machine goes through `act`, so that it is shown, listed, and left out of a dry run. */
export class ActionLog {
  readonly #options: ActionLogOptions;
  readonly #actions: string[] = [];

  constructor(options: ActionLogOptions) {
    this.#options = options;
  }

  get actions(): readonly string[] {
    return this.#actions;
  }

  /** Performs an action, unless this is a dry run: then nothing happens, and nothing is returned. */
  async act<T>(action: string, perform: () => Promise<T>): Promise<T | undefined> {
    this.#options.signal?.throwIfAborted();
    this.#actions.push(action);
    this.#options.onAction?.(action);
    return this.#options.dryRun ? undefined : perform();
  }
}
