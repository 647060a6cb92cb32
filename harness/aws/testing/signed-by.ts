import type { RunningMockAws } from '../../../mocks/server.ts';
import { nameEndpoint } from '../named-endpoint.ts';

const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'] as const;

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
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  process.env['AWS_ACCESS_KEY_ID'] = accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = secretAccessKey;
  return (): void => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
