import type { ListedCheckId } from '../../../pki/check-ids.ts';
import { awsCounterExamples } from './aws.ts';
import { chainCounterExamples } from './chain.ts';
import { clusterCounterExamples } from './cluster.ts';
import type { CounterExample } from './counter-example.ts';
import { issuerCounterExamples } from './issuer.ts';
import { podsCounterExamples } from './pods.ts';
import { upgradeCounterExamples } from './upgrade.ts';

/**
 * For every check there is: that it holds where its claim is true, and fails where it is false. A check that is in the list of
 * `harness/pki/check-ids.ts` and not here does not compile.
 */
export const counterExamples: Readonly<Record<ListedCheckId, CounterExample>> = {
  ...podsCounterExamples,
  ...awsCounterExamples,
  ...issuerCounterExamples,
  ...clusterCounterExamples,
  ...chainCounterExamples,
  ...upgradeCounterExamples,
};
