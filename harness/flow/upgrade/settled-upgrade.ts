import { upgradableComponents } from '../../artifacts/compatibility/upgrade-warnings.ts';
import type { KeptRun } from '../run-state.ts';
import type { FlowResult } from '../runner.ts';
import type { StepId } from '../step-outputs.ts';
import { stepsOf, type Upgrade, upgradeSteps } from './upgrade.ts';
import { artifactsReached } from './upgraded-artifacts.ts';
import { pick, withVersions } from './wanted-versions.ts';

/** A run as it is left: what a later shell finds in its folder. */
export type SettledRun = Required<Pick<KeptRun, 'run' | 'outputs' | 'unfinished'>>;

/**
 * A run after an upgrade, however far that came: with the new version of every component that it came to, and the former
 * one of the others. Unfinished is what was begun and did not pass, and what would have shown that the mesh still works.
 */
export function settledUpgrade(
  { run, unfinished: before = [] }: Pick<KeptRun, 'run' | 'unfinished'>,
  { outputs: former, changed, components }: Pick<Upgrade, 'outputs' | 'changed' | 'components'>,
  { outputs, unfinished }: Pick<FlowResult, 'outputs' | 'unfinished'>,
): SettledRun {
  const begun = (id: StepId) => id in outputs || unfinished.includes(id);
  const reached = components.filter((component) => begun(stepsOf[component][0]));
  const untouched = upgradableComponents.filter((component) => !components.includes(component));
  const { artifacts = former.artifacts } = outputs;
  const toBeShown = reached.flatMap((component): readonly StepId[] => [...stepsOf[component], 'pod-chain']);
  const passed = (id: StepId) => id in outputs && !unfinished.includes(id);
  const open = new Set([...before, ...unfinished, ...toBeShown]);
  // Those of before are as usable as they were.
  open.delete('artifacts');
  return {
    run: { ...run, options: withVersions(run.options, pick(changed, reached)) },
    outputs: {
      ...former,
      ...outputs,
      artifacts: artifactsReached(former.artifacts, artifacts, [...reached, ...untouched]),
    },
    unfinished: upgradeSteps.filter((id) => open.has(id) && !passed(id)),
  };
}
