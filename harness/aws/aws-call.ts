/** Which call an error is the answer to. */
export interface AwsCall {
  /** `ACMPCA`, `IAM`, `STS`. */
  readonly service: string;
  /** `CreateCertificateAuthority`. */
  readonly operation: string;
}

const calls = new WeakMap<object, AwsCall>();

/** The call that failed with this error; undefined when it came from elsewhere. */
export const callOf = (error: unknown): AwsCall | undefined =>
  typeof error === 'object' && error !== null ? calls.get(error) : undefined;

const repetitions = new WeakMap<object, number>();

/** Notes that AWS gave this answer again and again, for that many milliseconds. */
export function noteRepetition(error: unknown, ms: number): void {
  if (typeof error === 'object' && error !== null) repetitions.set(error, ms);
}

/** For how many milliseconds AWS gave this answer; undefined for one that was not waited for to change. */
export const repeatedMs = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null ? repetitions.get(error) : undefined;

interface CallContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

/** Middleware of the SDK's clients that notes which call an error answers: the SDK's errors do not say. */
export function namingCalls<Input, Output>(
  next: (call: Input) => Promise<Output>,
  { clientName = 'AWS', commandName = 'a call' }: CallContext,
): (call: Input) => Promise<Output> {
  return async (call) => {
    try {
      return await next(call);
    } catch (error) {
      if (typeof error === 'object' && error !== null) {
        calls.set(error, {
          service: clientName.replace(/Client$/, ''),
          operation: commandName.replace(/Command$/, ''),
        });
      }
      throw error;
    }
  };
}
