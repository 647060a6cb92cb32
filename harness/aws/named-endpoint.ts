import { UsageError } from '../errors/harness-error.ts';
import { quoteCommand } from '../process/quote-command.ts';
import type { AwsAccess } from './aws-account.ts';

const named = new Set<string>();

/** Notes that this command was given an endpoint, by its command line or environment. */
export function nameEndpoint(endpoint: string): void {
  named.add(normal(endpoint));
}

/**
 * An endpoint that a run's files alone name gets no request that the user's credentials sign: who sends it decides where
 * to. AWS's own endpoints follow from the region, and need no name.
 *
 * @throws UsageError naming the endpoint, and how to confirm it.
 */
export function refuseUnnamedEndpoint({ endpoint }: Pick<AwsAccess, 'endpoint'>): void {
  if (endpoint === undefined || named.has(normal(endpoint))) return;
  if (normal(process.env['AWS_ENDPOINT_URL'] ?? '') === normal(endpoint)) return;
  throw new UsageError(`The run's files name ${endpoint} as the endpoint of AWS, and this command does not`, {
    remedy: `Where your credentials may be used there, confirm it: set ${quoteCommand([`AWS_ENDPOINT_URL=${endpoint}`])} for this command.`,
  });
}

const normal = (endpoint: string): string => endpoint.replace(/\/+$/, '');
