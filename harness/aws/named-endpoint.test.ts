import { expect, test } from '@jest/globals';
import { UsageError } from '../errors/harness-error.ts';
import { chainCredentials } from './credential-chain.ts';
import { nameEndpoint, refuseUnnamedEndpoint } from './named-endpoint.ts';

const region = 'us-east-1';

test("the user's credentials are for no endpoint that only a file names", () => {
  const access = { fips: false, endpoint: 'http://only-in-a-file.example' };
  expect(() => chainCredentials(access, region)).toThrow(UsageError);
  expect(() => refuseUnnamedEndpoint(access)).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining('set AWS_ENDPOINT_URL=http://only-in-a-file.example') }),
  );
});

test('they are for AWS itself, and for one that the command line or the environment names', () => {
  expect(() => chainCredentials({ fips: false }, region)).not.toThrow();
  nameEndpoint('http://on-the-command-line.example/');
  expect(() => refuseUnnamedEndpoint({ endpoint: 'http://on-the-command-line.example' })).not.toThrow();
  process.env['AWS_ENDPOINT_URL'] = 'http://in-the-environment.example';
  expect(() => refuseUnnamedEndpoint({ endpoint: 'http://in-the-environment.example/' })).not.toThrow();
  delete process.env['AWS_ENDPOINT_URL'];
});

test('what is printed to confirm one is no second command for the shell that it is pasted into', () => {
  const refuse = () => refuseUnnamedEndpoint({ endpoint: 'http://only-in-a-file.example;id' });
  expect(refuse).toThrow(
    expect.objectContaining({
      remedy: expect.stringContaining("set 'AWS_ENDPOINT_URL=http://only-in-a-file.example;id'"),
    }),
  );
});
