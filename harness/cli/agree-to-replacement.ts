import { foundInExisting } from '../clusters/existing/found-in-existing.ts';
import { UsageError } from '../errors/harness-error.ts';
import type { Run } from '../flow/run.ts';
import { counted } from '../reports/wording.ts';
import { canAsk, type Dialogue, isAnsweredYes } from './ask-yes.ts';

export interface AgreeToReplacementOptions extends Dialogue {
  readonly run: Run;
  /** Whether the user has agreed already, by `--accept-replacement`. */
  readonly accepted: boolean;
}

/**
 * Before a run replaces what is installed in a cluster of somebody's: shows what that is, and goes on only when the user says yes.
 * Nothing is asked of a run that may not replace, or that finds nothing to replace. Changes nothing.
 *
 * @returns The run, with what was agreed to: it replaces that, and nothing else.
 * @throws UsageError without a yes, or for what cannot be replaced.
 */
export async function agreeToReplacement(
  options: AgreeToReplacementOptions,
  look: typeof foundInExisting = foundInExisting,
): Promise<Run> {
  const { run, accepted, output, signal } = options;
  const { existingCluster } = run.options;
  if (existingCluster?.onExisting !== 'replace') return run;
  // A kept run that is done again: its user has agreed, and what is there now may be its own.
  if (existingCluster.agreed !== undefined) return run;
  const { installations, objectCount } = await look(existingCluster, signal);
  if (installations.length === 0) return run;
  output.write(describeReplacement(run.id, existingCluster.context, installations, objectCount));
  if (!accepted) {
    if (!canAsk(options)) {
      throw new UsageError('The run would replace what is installed there, and nobody is there to be asked', {
        remedy: 'Give --accept-replacement to agree to what is shown above.',
      });
    }
    if (!(await isAnsweredYes(options))) throw new UsageError('Not agreed: nothing was changed');
  }
  return { ...run, options: { ...run.options, existingCluster: { ...existingCluster, agreed: installations } } };
}

const describeReplacement = (
  runId: string,
  context: string,
  installations: readonly string[],
  objectCount: number,
): string => `In the cluster of context ${context} the run would replace:
${installations.map((line) => `  ${line}`).join('\n')}
Of their ${counted(objectCount, 'object')} copies are kept in the cluster, as Secrets pca-e2e-replaced-${runId}-… of kube-system. Then they
are removed, and put back when what the run added is removed. What was declared to them stays: the run's cert-manager,
issuer and Istio see to it meanwhile, and workloads of the mesh may get certificates of the run's CA.
`;
