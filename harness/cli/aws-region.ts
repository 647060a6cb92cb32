import { STSClient } from '@aws-sdk/client-sts';
import type { Command } from 'commander';
import { UsageError } from '../errors/harness-error.ts';
import type { AwsFlags } from './aws-options.ts';

/**
 * Fills in what was not given of how AWS itself is reached, with the SDK's own choice: the region, from AWS_REGION or the
 * profile, and FIPS endpoints, from AWS_USE_FIPS_ENDPOINT or the profile's `use_fips_endpoint`. A region is never
 * guessed there: things would be made where nobody looks for them.
 *
 * @throws UsageError when nothing names a region.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
 */
export async function completeAwsFlags(
  { aws, region, awsFips, awsProfile }: AwsFlags,
  command: Command,
): Promise<void> {
  if (aws !== 'real') return;
  const profile = awsProfile === undefined ? {} : { profile: awsProfile };
  const settled = region ?? (await configuredRegion(profile));
  if (region === undefined) command.setOptionValueWithSource('region', settled, 'implied');
  const { config } = new STSClient({ ...profile, region: settled });
  if (awsFips === undefined && (await config.useFipsEndpoint())) {
    command.setOptionValueWithSource('awsFips', true, 'implied');
  }
}

async function configuredRegion(profile: { readonly profile?: string }): Promise<string> {
  try {
    return await new STSClient(profile).config.region();
  } catch (cause) {
    throw new UsageError('No AWS region is given', {
      cause,
      remedy: 'Give --region, set AWS_REGION, or set a region for the profile (`aws configure set region REGION`).',
    });
  }
}
