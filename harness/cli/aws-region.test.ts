import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Command } from 'commander';
import type { RealAwsAccount } from '../aws/aws-account.ts';
import { issuerValues } from '../flow/steps/issuer-values.ts';
import { testFolder } from '../testing/test-folder.ts';
import { withEnvironment } from '../testing/with-environment.ts';
import { type AwsFlags, addAwsOptions, awsSettingsOf } from './aws-options.ts';
import { completeAwsFlags } from './aws-region.ts';

const folder = testFolder();
let restore: () => void;

beforeAll(async () => {
  const file = join(folder, 'config');
  await writeFile(
    file,
    '[default]\nregion = eu-west-1\n[profile gov]\nregion = us-gov-west-1\nuse_fips_endpoint = true\n',
  );
  restore = withEnvironment({
    AWS_CONFIG_FILE: file,
    AWS_USE_FIPS_ENDPOINT: undefined,
    AWS_REGION: undefined,
    AWS_PROFILE: undefined,
  });
});

afterEach(() => {
  delete process.env['AWS_USE_FIPS_ENDPOINT'];
});

afterAll(() => restore());

/** How AWS is reached, by a command line and what surrounds it. */
async function settings(...args: readonly string[]) {
  const command = addAwsOptions(new Command());
  command.parse(['--aws', 'real', ...args], { from: 'user' });
  await completeAwsFlags(command.opts<AwsFlags>(), command);
  return awsSettingsOf(command.opts<AwsFlags>());
}

test("takes region and FIPS from the profile, as the SDK does, and hands FIPS on to the issuer's pods", async () => {
  const { region, awsAccess } = await settings('--aws-profile', 'gov');
  expect({ region, awsAccess }).toEqual({ region: 'us-gov-west-1', awsAccess: { profile: 'gov', fips: true } });
  const account: RealAwsAccount = {
    ...{ kind: 'real', ...awsAccess, region, accountId: '123456789012', partition: 'aws-us-gov' },
    principalArn: 'arn:aws-us-gov:iam::123456789012:user/u',
  };
  const role = { roleArn: 'arn:aws-us-gov:iam::123456789012:role/r', roleName: 'r', policyArn: 'unused' };
  expect(issuerValues(account, role).env).toMatchObject({ AWS_USE_FIPS_ENDPOINT: 'true' });
});

test('a region that is given needs none in the configuration', async () => {
  process.env['AWS_CONFIG_FILE'] = join(folder, 'none');
  expect(await settings('--region', 'eu-north-1')).toMatchObject({ region: 'eu-north-1', awsAccess: { fips: false } });
  process.env['AWS_CONFIG_FILE'] = join(folder, 'config');
});

test('without either in the profile there is no FIPS', async () => {
  expect(await settings()).toMatchObject({ region: 'eu-west-1', awsAccess: { fips: false } });
});

test('the variable overrides the profile, and the option both', async () => {
  process.env['AWS_USE_FIPS_ENDPOINT'] = 'false';
  expect(await settings('--aws-profile', 'gov')).toMatchObject({ awsAccess: { fips: false } });
  expect(await settings('--aws-profile', 'gov', '--aws-fips')).toMatchObject({ awsAccess: { fips: true } });
});
