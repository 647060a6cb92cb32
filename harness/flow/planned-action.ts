import type { Artifacts } from '../artifacts/artifact-source.ts';
import { quoteCommand } from '../process/quote-command.ts';
import type { Run } from './run.ts';

/** One thing that a step does to the world: a program it runs, a call of AWS's API, an object it applies. */
export interface PlannedAction {
  readonly by: 'command' | 'aws' | 'kubernetes' | 'restart' | 'docker' | 'look';
  /**
   * A command line; `acm-pca IssueCertificate`; `Certificate istio-system/istio-ca`; whose pods are replaced; an image
   * that is started; what is looked at, and not changed.
   */
  readonly what: string;
  /** It is left out when this is so, which only the run finds out. */
  readonly unless?: string;
  /** Who calls AWS, where that is not the principal that the run works as. */
  readonly as?: 'the issuer' | 'the credentials that assume the role';
}

/** What a step can say its actions from, before any step has run. */
export interface PlanContext {
  readonly run: Run;
  /** Tools by their names; charts and images that are not built or fetched yet, by words for them. */
  readonly artifacts: Pick<Artifacts, 'tools' | 'charts' | 'istioSettings' | 'node'> & {
    readonly mockBaseImage: string;
  };
  /** Where the cluster's kubeconfig will be. */
  readonly kubeconfig: string;
}

export const runsCommand = (argv: readonly string[]): PlannedAction => ({ by: 'command', what: quoteCommand(argv) });

/** @param operations - Operations of the service's API, as AWS documents them. */
export const callsAws = (service: 'acm-pca' | 'iam' | 'sts', ...operations: readonly string[]) =>
  operations.map((operation): PlannedAction => ({ by: 'aws', what: `${service} ${operation}` }));

/** The same actions under a condition, or by another caller. */
export const only = (actions: readonly PlannedAction[], how: Pick<PlannedAction, 'unless' | 'as'>) =>
  actions.map((action): PlannedAction => ({ ...action, ...how }));

/** @param objects - `KIND NAME`, or `KIND NAMESPACE/NAME`. */
export const appliesObjects = (...objects: readonly string[]) =>
  objects.map((what): PlannedAction => ({ by: 'kubernetes', what }));

/** @param what - Whose pods are replaced by new ones, one after the other. */
export const restartsPods = (what: string): PlannedAction => ({ by: 'restart', what });

/** @param what - What is looked at, and not changed. */
export const looksAt = (what: string): PlannedAction => ({ by: 'look', what });

export const startsContainer = (image: string): PlannedAction => ({ by: 'docker', what: image });
