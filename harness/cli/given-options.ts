import { Command } from 'commander';
import { UsageError } from '../errors/harness-error.ts';
import type { ExistingClusterOptions, Run, RunOptions } from '../flow/run.ts';
import { type ArtifactFlags, addArtifactOptions, artifactSettingsOf } from './artifact-options.ts';
import type { RunFlags } from './run-options.ts';

/** The options that were given to a command, by flag, environment or file; not those that follow from the defaults. */
export function givenOptions(command: Command) {
  return command.options.filter((option) => {
    const source = command.getOptionValueSource(option.attributeName());
    return source !== undefined && source !== 'default' && source !== 'implied';
  });
}

/**
 * A run is gone on with as it was begun.
 *
 * @throws UsageError naming every option that was given and differs from the kept run's.
 */
export function refuseOtherOptions(command: Command, { id, folder, options }: Run): void {
  const kept = new Map<string, unknown>(Object.entries(flagsOf(options)));
  const isOther = (name: string) =>
    kept.has(name) ? !isSame(command.getOptionValue(name), kept.get(name)) : isOtherArtifact(name, command, options);
  const differences = givenOptions(command)
    .filter((option) => isOther(option.attributeName()))
    .map((option) => {
      const name = option.attributeName();
      const before = kept.has(name) ? ` (it has ${shown(kept.get(name))})` : '';
      return `${option.long} ${shown(command.getOptionValue(name))}${before}`;
    });
  if (differences.length === 0) return;
  const told = differences.join(', ');
  throw new UsageError(`The kept run ${id} cannot be gone on with otherwise than it was begun: ${told}`, {
    remedy: `Leave these options out, or make another run, without --run-dir ${folder}.`,
  });
}

/** What artifacts are made of is one setting, which several options have a part in. */
function isOtherArtifact(name: string, command: Command, { artifactSettings }: RunOptions): boolean {
  const names: ReadonlySet<string> = new Set(
    addArtifactOptions(new Command()).options.map((option) => option.attributeName()),
  );
  return names.has(name) && !isSame(artifactSettingsOf(command.opts<RunFlags>()), artifactSettings);
}

type OwnFlags = Omit<RunFlags, Exclude<keyof ArtifactFlags, 'artifacts'>>;

/** A run's options as the command line gives them. */
function flagsOf(options: RunOptions): { readonly [Flag in keyof OwnFlags]-?: OwnFlags[Flag] | undefined } {
  const { provider, existingCluster, aws, artifacts, versions, caKeyAlgorithm, caDepth, region, istioCa, awsAccess } =
    options;
  return {
    ...{ provider, aws, artifacts, caKeyAlgorithm, caDepth, region },
    context: existingCluster?.context,
    kubeconfig: kubeconfigOf(existingCluster),
    onExisting: existingCluster?.onExisting,
    awsProfile: awsAccess.profile,
    awsAssumeRole: awsAccess.assumeRoleArn,
    awsFips: awsAccess.fips,
    awsEndpoint: awsAccess.endpoint,
    awsClusterEndpoint: awsAccess.clusterEndpoint,
    issuingCa: options.issuingCaArn,
    awsCaLimit: options.awsCaLimit,
    certManager: versions.certManager,
    issuer: versions.issuer,
    istio: versions.istio,
    kubernetes: versions.kubernetes,
    pathLength: options.subordinatePathLength,
    istioCaDuration: istioCa.duration,
    istioCaRenewBefore: istioCa.renewBefore,
    istioCaRotation: istioCa.rotationPolicy,
    istioSet: options.istioSettings,
  };
}

/** Of several files one cannot be given by the option. */
const kubeconfigOf = (cluster: ExistingClusterOptions | undefined): string | undefined =>
  cluster?.kubeconfigFiles.length === 1 ? cluster.kubeconfigFiles[0] : undefined;

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const shown = (value: unknown) => [value ?? 'none'].flat().join(' ') || 'none';
