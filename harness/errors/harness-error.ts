import { type ExitCode, exitCode } from './exit-code.ts';

export interface HarnessErrorDetails {
  /** What the user can do about it, as one or more imperative sentences. */
  readonly remedy?: string;
  /** The failure underneath. Kept, never flattened into the message. */
  readonly cause?: unknown;
}

/**
 * The base of every error the harness throws on purpose: what happened, and what to do about it.
 * Subclasses stand for a boundary (usage, machine, component) and carry that boundary's exit code.
 * Messages hold no colours and no stack: how an error looks is the terminal report's business.
 */
export abstract class HarnessError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly remedy: string | undefined;

  constructor(message: string, details: HarnessErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.remedy = details.remedy;
  }
}

/** A wrong option, version, environment variable or configuration entry. */
export class UsageError extends HarnessError {
  readonly exitCode = exitCode.usage;
}

/** The machine lacks something the harness needs and may not or cannot install. */
export class MachineError extends HarnessError {
  readonly exitCode = exitCode.machineUnfit;
}

/** A component (cluster, chart, image build, mocked AWS) did not come up. */
export class ComponentError extends HarnessError {
  readonly exitCode = exitCode.componentFailed;
}

/** Something that the guide claims was observed not to hold. */
export class AssertionFailedError extends HarnessError {
  readonly exitCode = exitCode.assertionFailed;
}

/** The user interrupted the run. */
export class InterruptedError extends HarnessError {
  readonly exitCode = exitCode.interrupted;
}

/**
 * Whether an error is about what was asked for, or about this machine: it says itself what is wrong and what to do, and no
 * component has failed whose cause could be looked for.
 */
export function explainsItself(error: unknown): boolean {
  const code = exitCodeOf(error);
  return code === exitCode.usage || code === exitCode.machineUnfit;
}

/** The exit code for anything that was thrown: an unforeseen error counts as a failed component. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof HarnessError ? error.exitCode : exitCode.componentFailed;
}
