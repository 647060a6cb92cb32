import { awsClients } from '../../aws/aws-clients.ts';
import { createHierarchy, deleteHierarchy } from '../../aws/ca-hierarchy.ts';
import { planCas } from '../../aws/ca-plan.ts';
import { parsePemBundle } from '../../pki/pem-bundle.ts';
import { checked, heldAs } from '../checks.ts';
import { defineStep } from '../step.ts';

/** Guide, step 2: a root CA and a subordinate CA in AWS Private CA. */
export const caHierarchyStep = defineStep({
  id: 'ca-hierarchy',
  title: 'Create the CA hierarchy in AWS PCA',
  guideStep: 2,
  needs: ['aws'],
  async run({ run, outputs: { aws }, check, signal, waitingFor }) {
    const { caDepth, caKeyAlgorithm, subordinatePathLength } = run.options;
    const plan = planCas({ depth: caDepth, issuingPathLength: subordinatePathLength });
    const hierarchy = await createHierarchy(awsClients(aws).acmPca, {
      runId: run.id,
      keyAlgorithm: caKeyAlgorithm,
      plan,
      signal,
      waitingFor,
    });
    const issuing = hierarchy.cas.at(-1);
    const [certificate] = parsePemBundle(issuing?.certificatePem ?? '');
    const pathLength = certificate?.basicConstraints?.pathLength;
    check(
      heldAs({
        id: 'ca-hierarchy-active',
        title: 'Every CA in AWS is ACTIVE',
        expected: `${plan.length} CAs ACTIVE`,
        observed: hierarchy.cas.map((ca) => `${ca.role} ${ca.arn} ACTIVE`).join(', '),
      }),
      checked(pathLength === undefined || pathLength >= 1, {
        id: 'ca-hierarchy-path-length',
        title: 'The subordinate CA may sign a CA for Istio',
        expected: 'path length 1 or more (with path length 0 a CA cannot be created for Istio)',
        observed: pathLength === undefined ? 'no path length: unconstrained' : `path length ${pathLength}`,
      }),
    );
    return hierarchy;
  },
  async undo({ outputs: { aws, 'ca-hierarchy': hierarchy }, signal }) {
    if (aws && hierarchy) await deleteHierarchy(awsClients(aws).acmPca, hierarchy.cas, signal);
  },
});
