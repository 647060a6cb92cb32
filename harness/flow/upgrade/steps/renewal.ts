import type { Check } from '../../../pki/check.ts';
import { formatDurationMs } from '../../../wait/duration.ts';
import { checked } from '../../checks.ts';
import { type FollowedRenewal, followedWorkload, followRenewal } from '../../follow-renewal.ts';
import { callsAws, only, restartsPods } from '../../planned-action.ts';
import { defineStep } from '../../step.ts';
import { podChainStep } from '../../steps/pod-chain.ts';
import { checkSameRoot, readTrust, type Trust } from '../trust.ts';

/** Whether everybody still trusts the root of before, a renewal of Istio's CA works, and the guide's chain holds. */
export const renewalAfterUpgrade = (before: () => Promise<Trust>) =>
  defineStep({
    id: 'pod-chain',
    title: "Same root, a renewal, the pod's chain",
    guideStep: 9,
    needs: [...podChainStep.needs, 'istio'],
    plan: (context) => [
      ...only(callsAws('acm-pca', 'IssueCertificate', 'GetCertificate'), { as: 'the issuer' }),
      restartsPods(followedWorkload),
      ...(podChainStep.plan?.(context) ?? []),
    ],
    async run(context) {
      const { outputs, check } = context;
      context.waitingFor('the roots in cacerts, the trust bundle and the chain of every pod');
      check(checkSameRoot(await before(), await readTrust(outputs, context.signal)));
      check(renewalCheck(await followRenewal(outputs, context)));
      return podChainStep.run(context);
    },
  });

/** Whether another certificate than before is in `cacerts`, and a workload's chain leads through it. */
export function renewalCheck({ before, renewed, chain, afterMs }: FollowedRenewal): Check {
  const isAnother = renewed.sha256 !== before.sha256;
  const isInChain = chain[1]?.sha256 === renewed.sha256;
  return checked(isAnother && isInChain, {
    id: 'upgrade-renewal',
    title: "A renewal of Istio's CA reaches istiod and a workload",
    expected: `another certificate than ${before.serialDecimal} in cacerts, in istiod and in the chain of a new pod`,
    observed: !isAnother
      ? `${renewed.serialDecimal} still`
      : !isInChain
        ? `${renewed.serialDecimal} in cacerts, ${chain[1]?.serialDecimal ?? 'nothing'} in the chain of a new pod`
        : `${renewed.serialDecimal}: in cacerts after ${formatDurationMs(afterMs.cacerts)}, ` +
          `in istiod after ${formatDurationMs(afterMs.istiod)}, in a workload after ${formatDurationMs(afterMs.workload)}`,
  });
}
