import type { FaultRule } from '../../mocks/contract.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

/**
 * Lets AWS commit a fault until the test has ended.
 *
 * @returns Ends it before that.
 */
export async function commitFault(setUp: LiveSetUp<SetUpKind>, rule: FaultRule): Promise<() => Promise<void>> {
  const { mock } = setUp;
  const { id } = await mock.inject(rule);
  let isOver = false;
  const end = async () => {
    if (isOver) return;
    await mock.removeFault(id);
    isOver = true;
  };
  setUp.onCleanUp(end);
  return end;
}
