import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultVersions } from '../artifacts/versions.ts';
import { caKeyAlgorithms } from '../aws/ca-plan.ts';
import type { RunOptions } from '../flow/run.ts';

/** Options of every command that makes a run, as commander hands them over. */
export interface RunFlags {
  readonly provider: RunOptions['provider'];
  readonly aws: RunOptions['aws'];
  readonly artifacts: RunOptions['artifacts'];
  readonly certManager: string;
  readonly issuer: string;
  readonly istio: string;
  readonly kubernetes: string;
  readonly caKeyAlgorithm: RunOptions['caKeyAlgorithm'];
  readonly caDepth: number;
  readonly pathLength: number;
  readonly region: string;
}

/** The run that is made when nothing is asked for. */
export const defaultRunOptions: RunOptions = {
  provider: 'kind',
  aws: 'mock',
  artifacts: 'local',
  versions: defaultVersions,
  caDepth: 2,
  caKeyAlgorithm: 'RSA_2048',
  subordinatePathLength: 1,
  region: 'us-east-1',
};

/** Adds the options that say what a run is made of. */
export function addRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--provider <name>', 'where the cluster comes from')
        .choices(['kind'])
        .default(defaultRunOptions.provider),
    )
    .addOption(new Option('--aws <side>', 'which AWS').choices(['mock']).default(defaultRunOptions.aws))
    .addOption(
      new Option('--artifacts <source>', 'where images, charts and tools come from')
        .choices(['local'])
        .default('local'),
    )
    .option('--cert-manager <version>', 'version of cert-manager', version, defaultVersions.certManager)
    .option('--issuer <version>', 'version of aws-privateca-issuer', version, defaultVersions.issuer)
    .option('--istio <version>', 'version of Istio', version, defaultVersions.istio)
    .option('--kubernetes <version>', 'version of Kubernetes', version, defaultVersions.kubernetes)
    .addOption(
      new Option('--ca-key-algorithm <algorithm>', 'key algorithm of the CAs in AWS')
        .choices(caKeyAlgorithms)
        .default(defaultRunOptions.caKeyAlgorithm),
    )
    .option(
      '--ca-depth <n>',
      "CAs in AWS, root included; the guide's hierarchy has 2",
      wholeNumber,
      defaultRunOptions.caDepth,
    )
    .option(
      '--path-length <n>',
      "path length of the CA that signs Istio's",
      wholeNumber,
      defaultRunOptions.subordinatePathLength,
    )
    .option('--region <region>', 'AWS region', defaultRunOptions.region);
}

export function runOptionsOf(flags: RunFlags): RunOptions {
  const { certManager, issuer, istio, kubernetes } = flags;
  return {
    provider: flags.provider,
    aws: flags.aws,
    artifacts: flags.artifacts,
    versions: { ...defaultVersions, certManager, issuer, istio, kubernetes },
    caDepth: flags.caDepth,
    caKeyAlgorithm: flags.caKeyAlgorithm,
    subordinatePathLength: flags.pathLength,
    region: flags.region,
  };
}

/** Versions are given with or without a leading `v`. */
function version(text: string): string {
  const bare = text.replace(/^v/, '');
  if (/^\d[\w.+-]*$/.test(bare)) return bare;
  throw new InvalidArgumentError('expected a version such as 1.21.2');
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number');
}
