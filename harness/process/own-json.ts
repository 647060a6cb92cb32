import { unless } from '../errors/error-code.ts';
import { UsageError } from '../errors/harness-error.ts';
import { readOwnFile } from './own-file.ts';

/** A file of the user's own that is cut off, or holds something else than this program writes there. */
export class BrokenFileError extends UsageError {
  constructor(path: string, cause?: unknown) {
    super(`${path} does not hold what this program writes there`, {
      ...(cause === undefined ? {} : { cause }),
      remedy:
        'Restore the file, or delete it and run `pca-e2e clean`, and `pca-e2e clean --aws real` for an account of AWS itself: they find what is left by its labels and tags.',
    });
  }
}

/**
 * Reads a JSON document that only this user can have written, as {@link readOwnFile} does.
 *
 * @param isWhole - Whether the parts that its readers count on are there: what is written once may be changed by hand.
 * @returns undefined where there is no file.
 * @throws BrokenFileError for any other text; NotOwnError for a file of others.
 */
export async function readOwnJson<T extends object>(
  path: string,
  isWhole: (document: Partial<T>) => boolean,
): Promise<T | undefined> {
  const text = await unless(['ENOENT', 'ENOTDIR'], readOwnFile(path));
  if (text === undefined) return undefined;
  const document = parsed(path, text);
  if (typeof document === 'object' && document !== null && isWhole(document)) return document as T;
  throw new BrokenFileError(path);
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BrokenFileError(path, cause);
  }
}
