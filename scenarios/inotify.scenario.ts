import { describe, expect, test } from '@jest/globals';
import { leftOf } from '../harness/cli/testing/left-behind.ts';
import { pcaE2e, temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';
import { inotifyInstancesInUse } from '../harness/machine/inotify-instances.ts';
import { mayLowerInotifyLimit, withInotifyLimit } from '../harness/scenario/inotify-limit.ts';

/**
 * docs/scenarios.md, F26 (kubernetes-sigs/kind#3317): programs of root, in containers too, share 128 inotify instances by default.
 * A node takes 26, so the fifth cluster's kube-proxy, or its systemd, does not start. The limit is the whole machine's: it
 * is lowered for as long as the preflight takes, to what leaves every running program alone.
 */
describe('inotify instances', () => {
  const onMachine = mayLowerInotifyLimit() ? test : test.skip;
  const why = mayLowerInotifyLimit() ? '' : ' (not run: only root may change the limit)';

  onMachine(`too few for one more node: refused before anything is made${why}`, async () => {
    const inUse = (await inotifyInstancesInUse()) ?? 0;
    const runId = 'inotify-limit';
    const { exitCode, stderr } = await withInotifyLimit(inUse + 10, () =>
      pcaE2e(['up', '--run-id', runId, '--run-dir', temporaryRunFolder()]),
    );

    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      /inotify limits: expected 26 inotify instances free.*fs\.inotify\.max_user_instances = \d+, \d+ of them/,
    );
    expect(stderr).toContain('sudo sysctl fs.inotify.max_user_instances=512');
    expect(await leftOf(runId)).toEqual([]);
  });
});
