/** How a call to AWS failed that might succeed at another time. */
export interface TransientFailure {
  readonly operation: string;
  /** The telling end of the SDK's error. */
  readonly text: string;
  /** Whether AWS was not reached at all, or was down; else it was busy. */
  readonly isUnreachable: boolean;
}

/** What the network says, and what AWS answers while it is down. */
const unreachable =
  /connection refused|connection reset|no such host|server misbehaving|i\/o timeout|no route to host|network is unreachable|deadline exceeded|\bEOF\b|StatusCode: 5\d\d|ServiceUnavailable|InternalFailure|InternalServer/;
const throttled = /Throttl|TooManyRequests|Rate exceeded|StatusCode: 429/;

/** Reads an error of the AWS SDK for Go; undefined when it is AWS's decision, and would be the same at any time. */
export function transientFailure(error: string): TransientFailure | undefined {
  if (!unreachable.test(error) && !throttled.test(error)) return undefined;
  // "operation error ACM PCA: IssueCertificate, …": the innermost one is the call that failed.
  const operation = [...error.matchAll(/operation error [\w ]+: (\w+)/g)].at(-1)?.[1] ?? 'the call';
  const telling = /(?:api error |dial tcp |lookup |StatusCode: 5)[^\n]*$/.exec(error)?.[0] ?? error;
  return { operation, text: telling.slice(0, 160), isUnreachable: unreachable.test(error) };
}
