import { ComponentError } from '../../../errors/harness-error.ts';
import type { RetryOptions } from '../http/retry.ts';
import type { ChartSource } from './chart-source.ts';

/**
 * A chart that its project publishes in two places: the second is asked when the first cannot be reached or refuses. What the first says of
 * a version (that it does not exist) stands.
 */
export function publishedTwice(first: ChartSource, second: ChartSource): ChartSource {
  return {
    name: first.name,
    address: first.address,
    versions: (options) => inTurn(options, (source) => source.versions(options)),
    fetch: (version, file, options) => inTurn(options, (source) => source.fetch(version, file, options)),
  };

  async function inTurn<T>({ signal, say }: RetryOptions, ask: (source: ChartSource) => Promise<T>): Promise<T> {
    try {
      return await ask(first);
    } catch (error) {
      if (signal.aborted || !(error instanceof ComponentError)) throw error;
      say(`${error.message}; ${first.name} is taken from ${second.address} instead`);
      return await ask(second).catch((cause: unknown) => {
        if (!(cause instanceof ComponentError)) throw cause;
        const { remedy } = error;
        throw new ComponentError(`${error.message}. Nor at ${second.address}: ${cause.message}`, {
          cause,
          ...(remedy === undefined ? {} : { remedy }),
        });
      });
    }
  }
}
