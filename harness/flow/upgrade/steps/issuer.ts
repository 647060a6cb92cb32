import { helmShowCrdsCommand, helmUpgrade, helmUpgradeCommand } from '../../../kubernetes/helm.ts';
import { connect } from '../../../kubernetes/kubernetes-client.ts';
import { untilAllRolledOut } from '../../../kubernetes/rollout.ts';
import { appliesObjects, runsCommand } from '../../planned-action.ts';
import { defineStep } from '../../step.ts';
import type { StepOutputs } from '../../step-outputs.ts';
import { awsPcaIssuerStep, checkAwsPcaIssuer } from '../../steps/aws-pca-issuer.ts';
import { applyIssuerDefinitions, checkIssuer, issuerPods, issuerRelease, issuerStep } from '../../steps/issuer.ts';
import { approverValues, issuerValues } from '../../steps/issuer-values.ts';
import { checkVersion } from '../version-check.ts';

/** The AWS PCA issuer: its CRDs first, which `helm upgrade` leaves as they are, then the release. */
export const issuerUpgrade = ({ issuer }: StepOutputs) =>
  defineStep({
    id: 'issuer',
    title: 'Upgrade the AWS PCA issuer',
    guideStep: 4,
    needs: issuerStep.needs,
    plan: ({ artifacts, kubeconfig }) => {
      const release = issuerRelease(artifacts, kubeconfig);
      return [
        runsCommand(helmShowCrdsCommand(release)),
        ...appliesObjects("the chart's CustomResourceDefinitions"),
        runsCommand(helmUpgradeCommand(release)),
      ];
    },
    async run({ outputs: { artifacts, cluster, aws, 'iam-role': role }, check, ...wait }) {
      const { kubeconfig } = cluster;
      const { signal } = wait;
      const release = { ...issuerRelease(artifacts, kubeconfig), signal };
      wait.waitingFor('the definitions of the chart');
      await applyIssuerDefinitions(artifacts.tools.kubectl, release);
      wait.waitingFor('helm to upgrade the release');
      await helmUpgrade({ ...release, values: { ...issuerValues(aws, role), ...approverValues(cluster) } });
      const client = connect(kubeconfig);
      await untilAllRolledOut(client, issuerPods, wait);
      check(...(await checkIssuer(client, role, wait)));
      const { issuer: version } = artifacts.versions;
      const component = { id: 'issuer', name: 'aws-privateca-issuer', version, pods: issuerPods } as const;
      check(await checkVersion(client, component, artifacts.images));
      return issuer;
    },
  });

/** Whether the AWSPCAIssuer that is there is Ready with the upgraded issuer too. */
export const awsPcaIssuerAfterUpgrade = ({ 'aws-pca-issuer': awsPcaIssuer }: StepOutputs) =>
  defineStep({
    id: 'aws-pca-issuer',
    title: 'The AWSPCAIssuer after the upgrade',
    guideStep: 5,
    needs: awsPcaIssuerStep.needs,
    async run({ outputs: { cluster }, check, ...wait }) {
      check(await checkAwsPcaIssuer(connect(cluster.kubeconfig), wait, 'noted'));
      return awsPcaIssuer;
    },
  });
