import type { ProgressListener } from '../../artifacts/progress.ts';
import { installFlow } from '../install-flow.ts';
import type { RemainingWork } from '../remaining-work.ts';
import type { AnyStep } from '../step.ts';
import type { StepId } from '../step-outputs.ts';
import { artifactsUpgrade } from './steps/artifacts.ts';
import { certManagerUpgrade } from './steps/cert-manager.ts';
import { awsPcaIssuerAfterUpgrade, issuerUpgrade } from './steps/issuer.ts';
import { controlPlaneUpgrade, dataPlaneUpgrade } from './steps/istio.ts';
import { istioCaAfterUpgrade } from './steps/istio-ca.ts';
import { renewalAfterUpgrade } from './steps/renewal.ts';
import type { Trust } from './trust.ts';
import type { Upgrade } from './upgrade.ts';

/**
 * An upgrade as a flow: the install flow, in which the steps of the components that change are done by other means, and
 * the others are as they were. In the order that the projects document, one after the other:
 *
 *     artifacts ── cert-manager ── issuer ── (Ready, CA unchanged) ── istiod ── sidecars ── same root, renewal, chain
 *
 * Every step makes the checks that the install flow's step makes. None has an undo: the run stays, whatever becomes of it.
 *
 * @param before - What the mesh trusted before anything was upgraded; asked for while the steps run, not for their plan.
 */
export function upgradeFlow(
  { outputs, components }: Pick<Upgrade, 'outputs' | 'components'>,
  before: () => Promise<Trust>,
  onArtifactProgress: ProgressListener,
): RemainingWork {
  const upgrades = inOrder([
    artifactsUpgrade(outputs, onArtifactProgress),
    ...(components.includes('certManager') ? [certManagerUpgrade] : []),
    ...(components.includes('issuer') ? [issuerUpgrade(outputs), awsPcaIssuerAfterUpgrade(outputs)] : []),
    istioCaAfterUpgrade(outputs, before),
    ...(components.includes('istio') ? [controlPlaneUpgrade, dataPlaneUpgrade(outputs)] : []),
    renewalAfterUpgrade(before),
  ]);
  const byId = new Map(upgrades.map((step) => [step.id, step]));
  const steps = installFlow(onArtifactProgress).map((step) => byId.get(step.id) ?? step);
  const alreadyDone = Object.fromEntries(Object.entries(outputs).filter(([id]) => !byId.has(id as StepId)));
  return { steps, alreadyDone, toReset: [], abandoned: [] };
}

/** Has each step wait for the one before it, which it may not need for its own work. */
function inOrder(steps: readonly AnyStep[]): readonly AnyStep[] {
  return steps.map((step, index) => {
    const previous = steps[index - 1];
    return previous === undefined ? step : { ...step, needs: [...new Set([...step.needs, previous.id])] };
  });
}
