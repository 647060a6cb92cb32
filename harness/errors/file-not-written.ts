import { MachineError } from './harness-error.ts';

const remedy = 'Make room, or give another folder with --run-dir.';

/** How programs, and the system, say that a disk or a quota is full (ENOSPC, EDQUOT). */
const fullDisk = /\bENOSPC\b|\bEDQUOT\b|no space left on device|disk quota exceeded/i;

/** The error for a file of a run that could not be written; its cause is the system's own. */
export const fileNotWritten = (path: string, cause: unknown): MachineError =>
  new MachineError(`${path} could not be written`, { cause, remedy });

/**
 * What went wrong, as a matter of the machine when it went wrong because a disk is full: no component has failed then.
 *
 * @param folder - Of the run, whose disk is the one that a user can choose.
 */
export function explainingFullDisk(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || error instanceof MachineError || !isFullDisk(error)) return error;
  return new MachineError(`A disk is full (the run folder is ${folder})`, { cause: error, remedy });
}

function isFullDisk(error: unknown): boolean {
  return fullDisk.test(messageOf(error)) || (error instanceof Error && isFullDisk(error.cause ?? ''));
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
