import { type Command, InvalidArgumentError, Option } from 'commander';
import { artifactSource } from '../artifacts/select-source.ts';
import { caKeyAlgorithms, planCas } from '../aws/ca-plan.ts';
import { defaultRunOptions, type RunOptions } from '../flow/run.ts';
import { addVersionOptions, type VersionFlags, versionsOf } from './version-options.ts';

/** Options of every command that makes a run, as commander hands them over. */
export interface RunFlags extends VersionFlags {
  readonly provider: RunOptions['provider'];
  readonly aws: RunOptions['aws'];
  readonly artifacts: RunOptions['artifacts'];
  readonly caKeyAlgorithm: RunOptions['caKeyAlgorithm'];
  readonly caDepth: number;
  readonly pathLength: number;
  readonly region: string;
}

/** Adds the options that say what a run is made of. */
export function addRunOptions(command: Command): Command {
  const { provider, aws, artifacts, caKeyAlgorithm, caDepth, subordinatePathLength, region } = defaultRunOptions;
  return addVersionOptions(
    command
      .addOption(new Option('--provider <name>', 'where the cluster comes from').choices(['kind']).default(provider))
      .addOption(new Option('--aws <side>', 'which AWS').choices(['mock']).default(aws))
      .addOption(artifactsOption().default(artifacts)),
  )
    .addOption(
      new Option('--ca-key-algorithm <name>', 'key algorithm of the CAs in AWS')
        .choices(caKeyAlgorithms)
        .default(caKeyAlgorithm),
    )
    .option('--ca-depth <n>', "CAs in AWS, root included; the guide's hierarchy has 2", wholeNumber, caDepth)
    .option('--path-length <n>', "path length of the CA that signs Istio's", wholeNumber, subordinatePathLength)
    .option('--region <region>', 'AWS region', awsRegion, region);
}

/** The option that chooses the artifact source. */
export const artifactsOption = () =>
  new Option('--artifacts <source>', 'where images, charts and tools come from').choices(['local']).default('local');

/**
 * The options of a run, looked at before anything is made.
 *
 * @throws UsageError for a version that does not exist, or a hierarchy that cannot carry Istio's CA.
 */
export function runOptionsOf(flags: RunFlags): RunOptions {
  const versions = versionsOf(flags);
  artifactSource(flags.artifacts).checkVersions(versions);
  planCas({ depth: flags.caDepth, issuingPathLength: flags.pathLength });
  return {
    provider: flags.provider,
    aws: flags.aws,
    artifacts: flags.artifacts,
    versions,
    caDepth: flags.caDepth,
    caKeyAlgorithm: flags.caKeyAlgorithm,
    subordinatePathLength: flags.pathLength,
    region: flags.region,
  };
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number');
}

function awsRegion(text: string): string {
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(text)) return text;
  throw new InvalidArgumentError('expected an AWS region such as us-east-1');
}
