import { unless } from '../errors/error-code.ts';
import { NotOwnError } from '../process/own-file.ts';
import { BrokenFileError } from '../process/own-json.ts';

/** Undefined for what is another user's, or is no note of ours: it must not hide the other runs. */
export async function legible<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await unless(['EACCES'], read);
  } catch (error) {
    if (error instanceof BrokenFileError || error instanceof NotOwnError) return undefined;
    throw error;
  }
}
