import { type Command, InvalidArgumentError, Option } from 'commander';
import { artifactSource } from '../artifacts/select-source.ts';
import { caKeyAlgorithms, planCas } from '../aws/ca-plan.ts';
import { UsageError } from '../errors/harness-error.ts';
import { defaultRunOptions, type RunOptions } from '../flow/run.ts';
import type { IstioCaRequest } from '../kubernetes/istio-ca-certificate.ts';
import { goDurationMs } from '../wait/go-duration.ts';
import { type ArtifactFlags, addArtifactOptions, artifactSettingsOf } from './artifact-options.ts';
import { type AwsFlags, addAwsOptions, awsSettingsOf } from './aws-options.ts';
import { addClusterOptions, type ClusterFlags, clusterSettingsOf } from './cluster-options.ts';
import { addVersionOptions, type VersionFlags, versionsOf } from './version-options.ts';

/** Options of every command that makes a run, as commander hands them over. */
export interface RunFlags extends VersionFlags, ArtifactFlags, AwsFlags, ClusterFlags {
  readonly artifacts: RunOptions['artifacts'];
  readonly caKeyAlgorithm: RunOptions['caKeyAlgorithm'];
  readonly caDepth: number;
  readonly pathLength: number;
  readonly istioCaDuration: string;
  readonly istioCaRenewBefore: string;
  readonly istioCaRotation?: 'Always' | 'Never';
  readonly istioSet: readonly string[];
}

/** cert-manager's own least renewBefore. @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec */
const shortestDurationMs = 5 * 60_000;

/** Adds the options that say what a run is made of. */
export function addRunOptions(command: Command): Command {
  return addSettingOptions(addVersionOptions(command));
}

/** Those of them that are not a component's version: for commands that take versions in another form. */
export function addSettingOptions(command: Command): Command {
  const { caKeyAlgorithm, caDepth, subordinatePathLength, istioCa } = defaultRunOptions;
  return addClusterOptions(addAwsOptions(addArtifactOptions(command)))
    .addOption(
      new Option('--ca-key-algorithm <name>', 'key algorithm of the CAs in AWS')
        .choices(caKeyAlgorithms)
        .default(caKeyAlgorithm),
    )
    .option('--ca-depth <n>', "CAs in AWS, root included; the guide's hierarchy has 2", wholeNumber, caDepth)
    .option('--path-length <n>', "path length of the CA that signs Istio's", wholeNumber, subordinatePathLength)
    .option('--istio-ca-duration <time>', "how long Istio's CA is valid", certificateDuration, istioCa.duration)
    .option(
      '--istio-ca-renew-before <time>',
      'how long before its end it is renewed',
      certificateDuration,
      istioCa.renewBefore,
    )
    .addOption(
      new Option(
        '--istio-ca-rotation <policy>',
        "whether a renewal makes a new key (cert-manager's own default)",
      ).choices(['Always', 'Never']),
    )
    .option(
      '--istio-set <key=value>',
      'a --set assignment for istioctl install; may be given again',
      collectAssignment,
      [],
    );
}

/**
 * The options of a run, looked at before anything is made.
 *
 * @throws UsageError for a version that does not exist, or a hierarchy that cannot carry Istio's CA.
 */
export function runOptionsOf(flags: RunFlags): RunOptions {
  const versions = versionsOf(flags);
  const artifactSettings = artifactSettingsOf(flags);
  artifactSource(flags.artifacts).checkVersions(versions, artifactSettings);
  planCas({ depth: flags.caDepth, issuingPathLength: flags.pathLength });
  return {
    ...clusterSettingsOf(flags),
    ...awsSettingsOf(flags),
    artifacts: flags.artifacts,
    artifactSettings,
    versions,
    caDepth: flags.caDepth,
    caKeyAlgorithm: flags.caKeyAlgorithm,
    subordinatePathLength: flags.pathLength,
    istioCa: istioCaRequestOf(flags),
    istioSettings: flags.istioSet,
  };
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number');
}

/** @throws UsageError for a renewal that would begin before the certificate does. */
function istioCaRequestOf({ istioCaDuration, istioCaRenewBefore, istioCaRotation }: RunFlags): IstioCaRequest {
  const request = { duration: istioCaDuration, renewBefore: istioCaRenewBefore };
  if (goDurationMs(request.renewBefore) >= goDurationMs(request.duration)) {
    throw new UsageError(
      `--istio-ca-renew-before ${request.renewBefore} is not shorter than --istio-ca-duration ${request.duration}`,
      { remedy: 'cert-manager renews that long before the end: give less than the duration.' },
    );
  }
  return { ...request, ...(istioCaRotation === undefined ? {} : { rotationPolicy: istioCaRotation }) };
}

function certificateDuration(text: string): string {
  if (goDurationMs(text) >= shortestDurationMs) return text;
  throw new InvalidArgumentError('expected a time of 5 minutes or more, such as 2160h or 1h30m');
}

function collectAssignment(text: string, before: readonly string[]): readonly string[] {
  if (/^[^=\s]+=/.test(text)) return [...before, text];
  throw new InvalidArgumentError('expected KEY=VALUE, such as values.pilot.env.ISTIO_MULTIROOT_MESH=true');
}
