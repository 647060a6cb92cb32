import { readIstioCa } from '../../../kubernetes/istio-ca-renewal.ts';
import { connect } from '../../../kubernetes/kubernetes-client.ts';
import { storedCaOf } from '../../follow-renewal.ts';
import { defineStep } from '../../step.ts';
import type { StepOutputs } from '../../step-outputs.ts';
import { checkIstioCa, istioCaStep } from '../../steps/istio-ca.ts';
import { checkSameIstioCa, type Trust } from '../trust.ts';

/** Whether Istio's CA is what it was, with the upgraded cert-manager and issuer too. */
export const istioCaAfterUpgrade = ({ 'istio-ca': istioCa }: StepOutputs, before: () => Promise<Trust>) =>
  defineStep({
    id: 'istio-ca',
    title: "Istio's CA after the upgrade",
    guideStep: 6,
    needs: istioCaStep.needs,
    async run({ outputs, check, ...wait }) {
      const client = connect(outputs.cluster.kubeconfig);
      check(...(await checkIstioCa(client, outputs['ca-hierarchy'], wait)));
      check(checkSameIstioCa((await before()).istioCa, await readIstioCa(client, storedCaOf(istioCa).secret)));
      return istioCa;
    },
  });
