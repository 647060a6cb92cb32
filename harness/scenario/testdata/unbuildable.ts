import { describe, expect, test } from '@jest/globals';
import { defaultRunOptions } from '../../flow/run.ts';
import { useSetUp } from '../set-up.ts';

/** Two tests on a version of Kubernetes that does not exist. Their set-up is the same in every file that calls this. */
export function describeUnbuildable(title: string): void {
  describe(title, () => {
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
}
