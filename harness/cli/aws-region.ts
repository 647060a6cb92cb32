import { STSClient } from '@aws-sdk/client-sts';
import type { Command } from 'commander';
import { UsageError } from '../errors/harness-error.ts';
import type { AwsFlags } from './aws-options.ts';

/**
 * Fills in `--region` for AWS itself when it was not given: the SDK's own choice, from AWS_REGION or the profile. A
 * region is never guessed there: things would be made where nobody looks for them.
 *
 * @throws UsageError when nothing names one.
 */
export async function chooseRegion({ aws, region, awsProfile }: AwsFlags, command: Command): Promise<void> {
  if (aws !== 'real' || region !== undefined) return;
  command.setOptionValueWithSource('region', await configuredRegion(awsProfile), 'implied');
}

async function configuredRegion(profile: string | undefined): Promise<string> {
  try {
    return await new STSClient(profile === undefined ? {} : { profile }).config.region();
  } catch (cause) {
    throw new UsageError('No AWS region is given', {
      cause,
      remedy: 'Give --region, set AWS_REGION, or set a region for the profile (`aws configure set region REGION`).',
    });
  }
}
