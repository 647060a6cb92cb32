import { ComponentError, HarnessError, MachineError, UsageError } from '../errors/harness-error.ts';
import { formatDurationMs } from '../wait/duration.ts';
import type { AwsAccess } from './aws-account.ts';
import { awsAnswers } from './aws-answers.ts';
import { callOf, repeatedMs } from './aws-call.ts';
import { deniedAction } from './denied-action.ts';

/** What a remedy speaks of. */
export interface AwsContext extends Partial<AwsAccess> {
  readonly region: string;
}

/** Whose matter an error of AWS's is; each has its exit code. */
const errorOf = { machine: MachineError, usage: UsageError, component: ComponentError } as const;

/** Runs calls to AWS; what AWS answers instead of a result is thrown as a {@link HarnessError} with a remedy. */
export async function explainingAws<T>(context: AwsContext, calls: () => Promise<T>): Promise<T> {
  try {
    return await calls();
  } catch (error) {
    throw explainAwsError(error, context);
  }
}

/**
 * An error of the SDK's as the harness reports it: which call, what AWS said, and what to do about it. Anything that
 * is not AWS's answer, nor a failure to reach it, is returned as it is.
 */
export function explainAwsError(error: unknown, context: AwsContext): unknown {
  if (error instanceof HarnessError || !isError(error) || error.name === 'AbortError') return error;
  const code = codeOf(error);
  const answer = awsAnswers[code];
  // An error without a place among AWS's answers is one of ours, unless the SDK says that it came with a response.
  if (answer === undefined && error.$metadata?.httpStatusCode === undefined) return error;
  const { matter, remedy } = answer ?? unknownAnswer;
  const action = deniedAction(error.message);
  const what = action === undefined ? code : `${code}: ${action} is missing`;
  return new errorOf[matter](`${callName(error)}: ${what}: ${firstLine(error.message)}${repetition(error)}`, {
    cause: error,
    remedy: remedy({ ...context, action }),
  });
}

const unknownAnswer = {
  matter: 'component',
  remedy: () => "See AWS's documentation of that call for this code. Once the cause is gone, run it again.",
} as const;

interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

// Not `instanceof Error`: what the SDK's own modules throw inside jest belongs to another realm.
const isError = (error: unknown): error is SdkError =>
  typeof error === 'object' && error !== null && 'message' in error && 'name' in error;

/** AWS's code, or the system's for an endpoint that was not reached. IAM and STS write some codes without "Exception". */
function codeOf({ name, code, message }: SdkError): string {
  if (code !== undefined && code in awsAnswers) return code;
  // The signature was in order when it was made: only the clock can be at fault.
  if (/^Signature (expired|not yet current)/.test(message)) return 'RequestTimeTooSkewed';
  return name;
}

function callName(error: SdkError): string {
  const call = callOf(error);
  return call === undefined ? 'AWS' : `AWS ${call.service} ${call.operation}`;
}

/** What was just created may be unknown to AWS for a while: this was more than that. */
function repetition(error: SdkError): string {
  const ms = repeatedMs(error);
  return ms === undefined ? '' : ` (still so after ${formatDurationMs(ms)}, which AWS may take to know what is new)`;
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';
