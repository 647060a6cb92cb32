import type { RunningMockAws } from '../../../mocks/server.ts';
import { withEnvironment } from '../../testing/with-environment.ts';
import { nameEndpoint } from '../named-endpoint.ts';

/**
 * For tests: makes the SDK's default chain find the key of a mocked account's administrator, in the environment, and names its
 * endpoint, as a command does that is given it.
 *
 * @returns A function that restores the environment.
 */
export function signedBy({
  accessKeyId,
  secretAccessKey,
  endpoint,
}: Pick<RunningMockAws, 'accessKeyId' | 'secretAccessKey'> & Partial<Pick<RunningMockAws, 'endpoint'>>) {
  if (endpoint !== undefined) nameEndpoint(endpoint);
  return withEnvironment({
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  });
}
