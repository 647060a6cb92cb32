import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { UsageError } from '../errors/harness-error.ts';
import { defaultRunOptions, type ExistingClusterOptions, type RunOptions } from '../flow/run.ts';

/** Options that say in which cluster a command works. */
export interface ClusterFlags {
  readonly provider: RunOptions['provider'];
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly onExisting?: ExistingClusterOptions['onExisting'];
}

/** Adds the options that name a cluster which is there already. */
export function addContextOptions(command: Command): Command {
  return command
    .option('--context <name>', 'the cluster, as a context of your kubeconfig; for --provider existing')
    .option('--kubeconfig <file>', 'where that context is (default: KUBECONFIG, or ~/.kube/config)');
}

/** Adds the options that say where a run's cluster comes from. */
export function addClusterOptions(command: Command): Command {
  command.addOption(
    new Option('--provider <name>', 'where the cluster comes from: one that the run makes, or one that is there')
      .choices(['kind', 'existing'])
      .default(defaultRunOptions.provider),
  );
  return addContextOptions(command).addOption(
    new Option(
      '--on-existing <what>',
      'what is installed there already: refuse, or use its cert-manager as it is (default: refuse)',
    ).choices(['refuse', 'use']),
  );
}

type ClusterSettings = Pick<RunOptions, 'provider' | 'existingCluster'>;

/**
 * The part of a run's options that is about its cluster. Which cluster a run is let into is always said by name: what
 * `kubectl` would choose by itself may be anybody's.
 *
 * @throws UsageError for options that do not go together.
 */
export function clusterSettingsOf(flags: ClusterFlags, env: NodeJS.ProcessEnv = process.env): ClusterSettings {
  const { provider, context, kubeconfig, onExisting = 'refuse' } = flags;
  if (provider === 'kind') {
    refuseForKind(flags);
    return { provider };
  }
  if (context === undefined) {
    throw new UsageError('--provider existing needs --context: the cluster must be named', {
      remedy: '`kubectl config get-contexts` lists them.',
    });
  }
  return { provider, existingCluster: { context, onExisting, kubeconfigFiles: kubeconfigFiles(kubeconfig, env) } };
}

/** @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
function kubeconfigFiles(given: string | undefined, env: NodeJS.ProcessEnv): readonly string[] {
  if (given !== undefined) return [resolve(given)];
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter(Boolean);
  return listed.length > 0 ? listed.map((file) => resolve(file)) : [join(homedir(), '.kube', 'config')];
}

const onlyOfExisting = { context: '--context', kubeconfig: '--kubeconfig', onExisting: '--on-existing' } as const;

function refuseForKind(flags: ClusterFlags): void {
  const given = (['context', 'kubeconfig', 'onExisting'] as const).filter((name) => flags[name] !== undefined);
  if (given.length === 0) return;
  const names = given.map((name) => onlyOfExisting[name]).join(', ');
  throw new UsageError(`${names}: only for a cluster that is there, and this run makes one of its own`, {
    remedy: 'Add --provider existing, or leave it out.',
  });
}

/**
 * For commands that make many runs, and break what they have made on purpose.
 *
 * @throws UsageError for `--provider existing`.
 */
export function refuseExistingCluster({ provider }: Pick<ClusterFlags, 'provider'>, what: string): void {
  if (provider === 'kind') return;
  throw new UsageError(`${what} is for clusters of its own`, {
    remedy: 'Leave --provider existing out. A single run in a cluster that is there: `pca-e2e up --provider existing`.',
  });
}
