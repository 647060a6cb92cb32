import { quoteCommand } from '../process/quote-command.ts';
import type { RealAwsAccount } from './aws-account.ts';

/** The command that removes what a run left in an account of AWS itself, wherever it is run. */
export function cleanCommand(account: RealAwsAccount, runId: string): string {
  const { region, profile, assumeRoleArn, endpoint } = account;
  return quoteCommand([
    ...['pca-e2e', 'clean', '--aws', 'real', '--region', region],
    ...(profile === undefined ? [] : ['--aws-profile', profile]),
    ...(assumeRoleArn === undefined ? [] : ['--aws-assume-role', assumeRoleArn]),
    ...(endpoint === undefined ? [] : ['--aws-endpoint', new URL(endpoint).origin]),
    ...['--run-id', runId],
  ]);
}
