import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { UsageError } from '../errors/harness-error.ts';
import { type AwsFlags, addAwsOptions, awsSettingsOf } from './aws-options.ts';

const endpoint = 'http://172.17.0.1:4566';

/** The settings that a command line gives, in a surrounding of its own. */
function settings(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const command = addAwsOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return awsSettingsOf(command.parse([...args], { from: 'user' }).opts<AwsFlags>(), env);
}

describe('the options about AWS', () => {
  test('ask for the mocked AWS when nothing is given', () => {
    expect(settings([])).toEqual({ aws: 'mock', region: 'us-east-1', awsCaLimit: 6, awsAccess: { fips: false } });
  });

  test('say how AWS itself is reached, by names alone', () => {
    const args = ['--aws', 'real', '--region', 'us-gov-west-1', '--aws-profile', 'dev', '--aws-fips'];
    expect(settings(args)).toMatchObject({
      ...{ aws: 'real', region: 'us-gov-west-1' },
      awsAccess: { profile: 'dev', fips: true },
    });
  });

  test.each(['user:hunter2@aws.example:4566', 'ftp://user:hunter2@aws.example', 'user:hunt/er2@aws.example'])(
    'name an endpoint that is none without its password: %s',
    (given) => {
      const read = () => settings(['--aws', 'real'], { AWS_ENDPOINT_URL: given });
      expect(read).toThrow(/The endpoint \*\*\*@aws\.example(:4566)? is not a URL of http or https/);
    },
  );

  test('take endpoint and FIPS from the variables that every SDK knows', () => {
    const real = ['--aws', 'real'];
    expect(settings(real, { AWS_ENDPOINT_URL: endpoint }).awsAccess).toMatchObject({
      endpoint,
      clusterEndpoint: endpoint,
    });
    expect(settings(real, { AWS_USE_FIPS_ENDPOINT: 'true' }).awsAccess).toEqual({ fips: true });
  });

  test('leave the pods another address', () => {
    const args = ['--aws', 'real', '--aws-endpoint', 'http://127.0.0.1:4566', '--aws-cluster-endpoint', endpoint];
    expect(settings(args).awsAccess).toMatchObject({ endpoint: 'http://127.0.0.1:4566', clusterEndpoint: endpoint });
  });

  const ca = 'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/1';
  test.each([
    ['an account where there is none', ['--aws-profile', 'dev'], '--aws-profile: only AWS itself has that'],
    ['a CA for the mocked AWS', ['--issuing-ca', ca], '--issuing-ca: only AWS itself has that'],
    ['a CA of another region', ['--aws', 'real', '--region', 'us-east-1', '--issuing-ca', ca], 'is in eu-west-1'],
    ['a loopback for pods', ['--aws', 'real', '--aws-endpoint', 'http://localhost:4566'], 'loopback is their own'],
    ['FIPS elsewhere', ['--aws', 'real', '--aws-fips', '--aws-endpoint', endpoint], "FIPS endpoints are AWS's own"],
    ['a password in a URL', ['--aws', 'real', '--aws-endpoint', 'https://me:hunter2@aws.example'], 'with credentials'],
    [
      'a name in a URL for pods',
      ['--aws', 'real', '--aws-endpoint', endpoint, '--aws-cluster-endpoint', 'https://me@aws.example'],
      'The endpoint at aws.example is given with credentials in its URL',
    ],
  ])('refuse %s', (_, args, reason) => {
    expect(() => settings(args)).toThrow(UsageError);
    expect(() => settings(args)).toThrow(reason);
  });

  test.each([
    ['--region', 'nowhere'],
    ['--aws-endpoint', 'ftp://x'],
    ['--aws-assume-role', 'arn:aws:iam::1:user/x'],
    ['--issuing-ca', 'my-ca'],
    ['--aws-ca-limit', 'many'],
  ])('refuse %s %s', (option, value) => {
    expect(() => settings(['--aws', 'real', option, value])).toThrow(/expected/);
  });
});
