import { describe, expect, test } from '@jest/globals';
import { defaultRunOptions } from '../../flow/run.ts';
import { useSetUp } from '../set-up.ts';

/** Not run with the other scenarios: scenarios/failing-set-up.scenario.ts runs it, twice, to see it fail. */
describe('on a version of Kubernetes that does not exist', () => {
  const setUp = useSetUp('issuance', {
    options: { versions: { ...defaultRunOptions.versions, kubernetes: '9.9.9' } },
  });

  test('a first test', () => {
    expect(setUp.run.id).toBeDefined();
  });

  test('a second test', () => {
    expect(setUp.run.id).toBeDefined();
  });
});
