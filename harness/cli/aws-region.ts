import { STSClient } from '@aws-sdk/client-sts';
import type { Command } from 'commander';
import { UsageError } from '../errors/harness-error.ts';
import type { AwsFlags } from './aws-options.ts';

/**
 * Fills in what was not given of how AWS itself is reached, with the SDK's own choice: the region, from AWS_REGION or the
 * profile, and FIPS endpoints, from AWS_USE_FIPS_ENDPOINT or the profile's `use_fips_endpoint`. A region is never
 * guessed there: things would be made where the user does not look for them.
 *
 * @throws UsageError when nothing names a region.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
 */
export async function completeAwsFlags(
  { aws, region, awsFips, awsProfile }: AwsFlags,
  command: Command,
): Promise<void> {
  if (aws !== 'real') return;
  if (region === undefined) {
    command.setOptionValueWithSource('region', await configuredRegion(profileOf(awsProfile)), 'implied');
  }
  if (awsFips === undefined && (await configuredFips({ awsProfile }))) {
    command.setOptionValueWithSource('awsFips', true, 'implied');
  }
}

/** Whether the SDK would use FIPS endpoints, where the option does not say. */
export async function configuredFips({
  awsFips,
  awsProfile,
}: {
  readonly awsFips?: boolean | undefined;
  readonly awsProfile?: string | undefined;
}): Promise<boolean> {
  // The SDK looks at the region too, whose name has once carried it: any other will do.
  return awsFips ?? (await new STSClient({ ...profileOf(awsProfile), region: 'us-east-1' }).config.useFipsEndpoint());
}

const profileOf = (awsProfile: string | undefined) => (awsProfile === undefined ? {} : { profile: awsProfile });

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
