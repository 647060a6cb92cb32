import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../wait/clock.ts';
import { explainAwsError } from './explain-aws-error.ts';
import { type NewToAws, whilePropagating } from './while-propagating.ts';

const { signal } = new AbortController();

/** Sleeps pass at once. */
function fakeClock(): Clock & { nowMs: number } {
  const clock = {
    nowMs: 0,
    monotonicMs: () => clock.nowMs,
    sleep: async (ms: number) => {
      clock.nowMs += ms;
    },
  };
  return clock;
}

const awsError = (name: string, message = 'what AWS says'): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });

/** Answers with the error until the clock shows that time. */
const refusing = (error: Error, clock: { readonly nowMs: number }, untilMs: number) => async () => {
  if (clock.nowMs < untilMs) throw error;
  return 'an answer';
};

/** As AWS writes them, and as the SDK names them. */
const passing: readonly (readonly [NewToAws, string, string?])[] = [
  ['entity', 'NoSuchEntity'],
  ['entity', 'NoSuchEntityException'],
  ['principal', 'MalformedPolicyDocumentException', 'Invalid principal in policy: "AWS":"arn:aws:iam::1:role/r"'],
  ['role', 'AccessDenied'],
  ['web identity', 'AccessDenied'],
  ['web identity', 'InvalidIdentityToken'],
  ['web identity', 'InvalidIdentityTokenException'],
  ['web identity', 'IDPCommunicationError'],
  ['web identity', 'IDPCommunicationErrorException'],
  ['session', 'InvalidClientTokenId'],
  ['session', 'UnrecognizedClientException'],
  ['policy', 'AccessDeniedException'],
  ['policy', 'UnrecognizedClientException'],
  ['authority', 'ResourceNotFoundException'],
  ['detachment', 'DeleteConflictException'],
];

const lasting: readonly (readonly [NewToAws, string, string?])[] = [
  ['principal', 'MalformedPolicyDocumentException', 'Syntax errors in policy.'],
  ['session', 'AccessDeniedException'],
  ['session', 'ExpiredTokenException'],
  ['web identity', 'ExpiredTokenException'],
  ['authority', 'AccessDeniedException'],
  ['entity', 'EntityAlreadyExistsException'],
];

const named = ([what, name, message]: (typeof passing)[number]) => ({ what, name, message });

describe('whilePropagating', () => {
  test.each(passing.map(named))('waits out what a new $what gets: $name', async ({ what, name, message }) => {
    const clock = fakeClock();
    const call = refusing(awsError(name, message), clock, 30_000);
    expect(await whilePropagating(what, call, { signal, clock })).toBe('an answer');
  });

  test.each(lasting.map(named))('of a new $what, $name is an answer', async ({ what, name, message }) => {
    const clock = fakeClock();
    const error = awsError(name, message);
    await expect(whilePropagating(what, refusing(error, clock, 1), { signal, clock })).rejects.toBe(error);
    expect(clock.nowMs).toBe(0);
  });

  test("ends with AWS's last answer, reported with how long it was repeated", async () => {
    const clock = fakeClock();
    const error = awsError('InvalidIdentityToken', 'No OpenIDConnect provider found in your account');
    const call = refusing(error, clock, Number.POSITIVE_INFINITY);
    await expect(whilePropagating('web identity', call, { signal, clock })).rejects.toBe(error);
    expect(clock.nowMs).toBe(60_000);
    expect(explainAwsError(error, { region: 'us-east-1' })).toMatchObject({
      message: expect.stringMatching(/No OpenIDConnect provider found in your account \(still so after 1 m 00 s, /),
    });
  });
});
