import { join } from 'node:path';
import type { PlanContext, PlannedAction } from './planned-action.ts';
import type { Run } from './run.ts';
import type { AnyStep } from './step.ts';
import type { StepId } from './step-outputs.ts';

/** A step as it will be run. */
export interface PlannedStep extends Pick<AnyStep, 'id' | 'title' | 'guideStep' | 'needs'> {
  /** Done by an earlier process, of a run that is gone on with; or run again, what is there being removed first. */
  readonly state: 'to run' | 'done' | 'to run again';
  readonly actions: readonly PlannedAction[];
  /** What undoing it calls in AWS, at the end of the run or when it is removed. */
  readonly undo: readonly PlannedAction[];
}

export interface FlowToPlan {
  readonly run: Run;
  readonly steps: readonly AnyStep[];
  readonly alreadyDone: Partial<Record<StepId, unknown>>;
  readonly toReset: readonly AnyStep[];
}

/** What running these steps will do, in their own words; nothing is looked at but the run's options. */
export function planFlow({ run, steps, alreadyDone, toReset }: FlowToPlan): readonly PlannedStep[] {
  const context = { run, artifacts: wordsForArtifacts(run), kubeconfig: join(run.folder, 'kubeconfig') };
  return steps.map((step) => {
    const { id, title, guideStep, needs, plan, planUndo } = step;
    const isDone = id in alreadyDone;
    const state = isDone ? 'done' : toReset.includes(step) ? 'to run again' : 'to run';
    const [actions, undo] = isDone ? [[], []] : [plan?.(context) ?? [], planUndo?.(context) ?? []];
    return { id, title, guideStep, needs, state, actions, undo };
  });
}

/** What is not built or fetched yet, as words. */
function wordsForArtifacts({ options }: Run): PlanContext['artifacts'] {
  const { kubernetes, certManager, issuer, node } = options.versions;
  const chart = (name: string) => ({ chart: `<chart ${name}>`, values: {} });
  return {
    tools: { kind: 'kind', kubectl: 'kubectl', helm: 'helm', istioctl: 'istioctl' },
    charts: { certManager: chart(`cert-manager ${certManager}`), issuer: chart(`aws-privateca-issuer ${issuer}`) },
    istioSettings: ["<settings of the artifacts' source>"],
    node: {
      image: options.artifactSettings.nodeImage ?? `<kind node ${kubernetes}>`,
      needsPlainCni: false,
      containerdConfigPatches: [],
    },
    mockBaseImage: `<Node.js ${node}>`,
  };
}
