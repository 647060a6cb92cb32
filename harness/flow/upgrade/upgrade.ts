import { type UpgradableComponent, upgradableComponents } from '../../artifacts/compatibility/upgrade-warnings.ts';
import type { ComponentVersions } from '../../artifacts/versions.ts';
import { UsageError } from '../../errors/harness-error.ts';
import type { RunOptions } from '../run.ts';
import type { KeptRun } from '../run-state.ts';
import type { StepId, StepOutputs } from '../step-outputs.ts';
import { pick, type WantedVersions, withVersions } from './wanted-versions.ts';

/** A change of versions in a run that stands: to newer ones, or back. */
export interface Upgrade {
  /** What is there. */
  readonly outputs: StepOutputs;
  readonly from: ComponentVersions;
  /** The run's options with the new versions. */
  readonly options: RunOptions;
  /** What gets another version. */
  readonly changed: WantedVersions;
  /** What is upgraded: that, and what an earlier upgrade has not ended. */
  readonly components: readonly UpgradableComponent[];
}

/** The steps that are a component's own, the one that upgrades it first. */
export const stepsOf = {
  certManager: ['cert-manager'],
  issuer: ['issuer', 'aws-pca-issuer'],
  istio: ['istio', 'bookinfo'],
} as const satisfies Readonly<Record<UpgradableComponent, readonly StepId[]>>;

/** The steps that an upgrade may do, in order. What else is undone of a run was never finished. */
export const upgradeSteps: readonly StepId[] = [
  'artifacts',
  ...stepsOf.certManager,
  ...stepsOf.issuer,
  'istio-ca',
  ...stepsOf.istio,
  'pod-chain',
];

/**
 * What is to be done so that a kept run has these versions. What an earlier upgrade has begun and not ended is done again.
 *
 * @throws UsageError for a run that was never finished, for what is somebody else's, and when there is nothing to do.
 */
export function planUpgrade(kept: KeptRun, wanted: WantedVersions): Upgrade {
  const { run, outputs, unfinished = [] } = kept;
  refuseSomebodys(kept, wanted);
  const missing = unfinished.filter((id) => !upgradeSteps.includes(id));
  if (outputs['pod-chain'] === undefined || missing.length > 0) {
    throw new UsageError(`Run ${run.id} is not finished: there is no mesh whose components could be upgraded`, {
      remedy: `Go on with it first: pca-e2e up --run-dir ${run.folder}`,
    });
  }
  const { versions: from } = run.options;
  const isDifferent = (component: UpgradableComponent) => {
    const to = wanted[component];
    if (to === undefined) return false;
    // What a folder holds may have changed since.
    return to.folder !== undefined || (to.version !== from[component] && to.version !== resolved(kept, component));
  };
  const changed = pick(wanted, upgradableComponents.filter(isDifferent));
  const components = upgradableComponents.filter(
    (component) => component in changed || stepsOf[component].some((id) => unfinished.includes(id)),
  );
  if (components.length === 0 && unfinished.length === 0) throw nothingToDo(kept, wanted);
  return {
    outputs: outputs as StepOutputs,
    from,
    options: withVersions(run.options, changed),
    changed,
    components,
  };
}

/** In a cluster of somebody's only what the run has added is its own to upgrade. */
function refuseSomebodys({ run, outputs: { cluster } }: KeptRun, { certManager }: WantedVersions): void {
  if (cluster?.provider !== 'existing') return;
  if (certManager === undefined || cluster.certManager === undefined) return;
  const { namespace } = cluster.certManager;
  throw new UsageError(
    `Run ${run.id} uses the cert-manager that was in namespace ${namespace}, and leaves it as it is`,
    {
      remedy: 'Leave --cert-manager out; whoever keeps that cert-manager upgrades it.',
    },
  );
}

/** A line such as 1.31 has become a release. */
const resolved = ({ outputs }: KeptRun, component: UpgradableComponent) => outputs.artifacts?.versions[component];

function nothingToDo({ run }: KeptRun, wanted: WantedVersions): UsageError {
  const named = upgradableComponents.filter((component) => wanted[component] !== undefined);
  if (named.length === 0) {
    return new UsageError('No component is named that is to be upgraded', {
      remedy: 'Give one or more of --cert-manager, --issuer and --istio.',
    });
  }
  const versions = named.map((component) => `${optionNames[component]} ${wanted[component]?.version}`);
  return new UsageError(`Run ${run.id} has ${versions.join(', ')} already: there is nothing to upgrade`, {
    remedy: 'Give another version; `pca-e2e list` shows those that it has.',
  });
}

const optionNames: Readonly<Record<UpgradableComponent, string>> = {
  certManager: 'cert-manager',
  issuer: 'aws-privateca-issuer',
  istio: 'Istio',
};
