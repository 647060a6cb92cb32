import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseArn } from '../aws/arn.ts';
import type { AwsAccess } from '../aws/aws-account.ts';
import { UsageError } from '../errors/harness-error.ts';
import { defaultRunOptions, type RunOptions } from '../flow/run.ts';

/** Options that say which AWS a command works in, and as whom. */
export interface AwsFlags {
  readonly aws: RunOptions['aws'];
  readonly region?: string;
  readonly awsProfile?: string;
  readonly awsAssumeRole?: string;
  readonly awsFips?: boolean;
  readonly awsEndpoint?: string;
  readonly awsClusterEndpoint?: string;
  readonly issuingCa?: string;
  readonly awsCaLimit?: number;
}

/** Adds the options that say how AWS itself is reached: for every command that works in an account of it. */
export function addAwsAccessOptions(command: Command): Command {
  return command
    .addOption(new Option('--aws <side>', 'which AWS').choices(['mock', 'real']).default(defaultRunOptions.aws))
    .option(
      '--region <region>',
      `AWS region (default: ${defaultRunOptions.region}; of AWS itself, the one that AWS_REGION or the profile names)`,
      awsRegion,
    )
    .option('--aws-profile <name>', 'profile of the shared AWS configuration', profileName)
    .option('--aws-assume-role <arn>', 'role to work in, assumed with those credentials', roleArn)
    .option('--aws-fips', 'use FIPS endpoints (also: AWS_USE_FIPS_ENDPOINT, use_fips_endpoint of the profile)')
    .option(
      '--aws-endpoint <url>',
      'where AWS is reached instead of its public endpoints (also: AWS_ENDPOINT_URL); not in a settings file',
      url,
    );
}

/** Adds what a run in an account of AWS itself takes besides. */
export function addAwsOptions(command: Command): Command {
  return addAwsAccessOptions(command)
    .option('--aws-cluster-endpoint <url>', "the same as reached from the cluster's pods; not in a settings file", url)
    .option('--issuing-ca <arn>', "a CA of AWS itself that signs Istio's, instead of a new hierarchy", caArn)
    .option(
      '--aws-ca-limit <n>',
      'refuse when more CAs of all runs would stand in the account',
      wholeNumber,
      defaultRunOptions.awsCaLimit,
    );
}

type AwsSettings = Pick<RunOptions, 'aws' | 'awsAccess' | 'awsCaLimit' | 'region'> & { readonly issuingCaArn?: string };

/**
 * The part of a run's options that is about AWS. What only AWS itself has is refused for the mocked one, so that
 * nobody believes in a run against an account that was none.
 *
 * @throws UsageError for options that do not go together.
 */
export function awsSettingsOf(flags: AwsFlags, env: NodeJS.ProcessEnv = process.env): AwsSettings {
  const { aws, issuingCa, awsCaLimit = defaultRunOptions.awsCaLimit } = flags;
  const region = flags.region ?? defaultRunOptions.region;
  if (aws === 'mock') {
    refuseForMock(flags);
    return { aws, region, awsCaLimit, awsAccess: defaultRunOptions.awsAccess };
  }
  const awsAccess = awsAccessOf(flags, env);
  if (awsAccess.endpoint !== undefined) refuseUnreachable(awsAccess.endpoint, flags.awsClusterEndpoint);
  if (issuingCa !== undefined) refuseOtherRegion(issuingCa, region);
  return { aws, region, awsAccess, awsCaLimit, ...(issuingCa === undefined ? {} : { issuingCaArn: issuingCa }) };
}

/**
 * How AWS itself is reached.
 *
 * @throws UsageError for FIPS at an endpoint of one's own, and for an endpoint that is not a URL or holds credentials.
 */
export function awsAccessOf(flags: AwsFlags, env: NodeJS.ProcessEnv = process.env): AwsAccess {
  const endpoint = flags.awsEndpoint ?? env['AWS_ENDPOINT_URL'];
  const clusterEndpoint = flags.awsClusterEndpoint ?? endpoint;
  for (const given of [endpoint, clusterEndpoint]) if (given) refuseUnfitEndpoint(given);
  const fips = flags.awsFips ?? env['AWS_USE_FIPS_ENDPOINT'] === 'true';
  if (fips && endpoint) {
    throw new UsageError(`FIPS endpoints are AWS's own, and ${endpoint} was given instead of them`, {
      remedy:
        'Leave out --aws-fips (AWS_USE_FIPS_ENDPOINT, use_fips_endpoint of the profile) or --aws-endpoint (AWS_ENDPOINT_URL).',
    });
  }
  return {
    fips,
    ...(flags.awsProfile === undefined ? {} : { profile: flags.awsProfile }),
    ...(flags.awsAssumeRole === undefined ? {} : { assumeRoleArn: flags.awsAssumeRole }),
    ...(endpoint ? { endpoint } : {}),
    ...(clusterEndpoint ? { clusterEndpoint } : {}),
  };
}

/**
 * For commands that make many runs: each would cost, and some look into what only the mocked AWS shows.
 *
 * @throws UsageError for `--aws real`.
 */
export function refuseRealAws({ aws }: Pick<AwsFlags, 'aws'>, what: string): void {
  if (aws === 'mock') return;
  throw new UsageError(`${what} is for the mocked AWS`, {
    remedy: 'Leave --aws real out. A single run in an account of AWS itself: `pca-e2e up --aws real`.',
  });
}

const onlyOfReal = [
  'awsProfile',
  'awsAssumeRole',
  'awsFips',
  'awsEndpoint',
  'awsClusterEndpoint',
  'issuingCa',
] as const;

function refuseForMock(flags: AwsFlags): void {
  const given = onlyOfReal.filter((name) => flags[name] !== undefined && flags[name] !== false);
  if (given.length === 0) return;
  const names = given.map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`).join(', ');
  throw new UsageError(`${names}: only AWS itself has that, and this is for the mocked one`, {
    remedy: 'Give --aws real with it, or leave it out.',
  });
}

/** Requests are signed (SigV4): a user and a password in the URL are of no use, and would show in reports and manifests. */
function refuseUnfitEndpoint(endpoint: string): void {
  if (!isHttpUrl(endpoint)) {
    // Without a scheme it is no URL whose password would be told from the rest.
    throw new UsageError(`The endpoint ${endpoint.replace(/^.*@/s, '***@')} is not a URL of http or https`, {
      remedy: 'Correct --aws-endpoint (AWS_ENDPOINT_URL), for example: http://172.17.0.1:4566.',
    });
  }
  const { username, password, host } = new URL(endpoint);
  if (!username && !password) return;
  throw new UsageError(`The endpoint at ${host} is given with credentials in its URL`, {
    remedy: "Leave them out of --aws-endpoint (AWS_ENDPOINT_URL): the AWS SDK's credentials sign every request.",
  });
}

/** A pod's loopback is its own: what is served on this machine's is not there. */
function refuseUnreachable(endpoint: string, clusterEndpoint: string | undefined): void {
  const isLoopback = (address: string) => /^(127\.|localhost$|\[::1\]$)/.test(new URL(address).hostname);
  if (!isLoopback(clusterEndpoint ?? endpoint)) return;
  throw new UsageError(`The cluster's pods cannot reach ${clusterEndpoint ?? endpoint}: their loopback is their own`, {
    remedy:
      "Serve it on an address that pods reach too, such as Docker's gateway (`docker network inspect bridge`), or give that address with --aws-cluster-endpoint.",
  });
}

function refuseOtherRegion(issuingCa: string, region: string): void {
  const arn = parseArn(issuingCa);
  if (arn.region === region) return;
  throw new UsageError(`${issuingCa} is in ${arn.region}, and the run works in ${region}`, {
    remedy: `Give --region ${arn.region}: a CA is used in its own region.`,
  });
}

function awsRegion(text: string): string {
  if (/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text)) return text;
  throw new InvalidArgumentError('expected an AWS region such as us-east-1');
}

function profileName(text: string): string {
  if (/^\S.*$/.test(text)) return text;
  throw new InvalidArgumentError('expected the name of a profile');
}

const arnOf = (pattern: RegExp, example: string) => (text: string) => {
  if (pattern.test(text)) return text;
  throw new InvalidArgumentError(`expected an ARN such as ${example}`);
};

const roleArn = arnOf(/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/, 'arn:aws:iam::123456789012:role/pca-e2e');
const caArn = arnOf(
  /^arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:\d{12}:certificate-authority\/\S+$/,
  'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/11111111-2222-3333-4444-555555555555',
);

const isHttpUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

function url(text: string): string {
  if (isHttpUrl(text)) return text.replace(/\/$/, '');
  throw new InvalidArgumentError('expected a URL such as http://172.17.0.1:4566');
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number');
}
