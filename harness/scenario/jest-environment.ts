import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';
import type { ScenarioGlobals } from './failure-hook.ts';

/**
 * Each wait in a scenario has its own timeout, which says what was waited for and seen; this one is for what hangs. Set
 * here, because jest takes `testTimeout` for all projects or none.
 */
const hangTimeoutMs = 180_000;

/**
 * Node's environment, which also tells the fixture of a failed test before its clean-up hooks run, while the evidence is
 * still there, and lets a set-up that failed fail one test, not every one that would have used it.
 */
export default class ScenarioEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    // A worker whose jest has been killed would go on, and make what nobody removes.
    process.on('disconnect', exit);
  }

  override async teardown(): Promise<void> {
    // While somebody listens, the worker would not end.
    process.off('disconnect', exit);
    await super.teardown();
  }

  async handleTestEvent(event: Circus.AsyncEvent, state: Circus.State): Promise<void> {
    const globals = this.global as unknown as ScenarioGlobals;
    if (event.name === 'run_start') state.testTimeout = hangTimeoutMs;
    if (event.name === 'hook_failure') {
      globals.pcaE2eFailures = (globals.pcaE2eFailures ?? 0) + 1;
      if (event.hook.type === 'beforeAll' && event.describeBlock) failOnce(testsIn(event.describeBlock));
    }
    if (event.name === 'test_fn_failure') {
      globals.pcaE2eFailures = (globals.pcaE2eFailures ?? 0) + 1;
      const told = await globals.pcaE2eOnTestFailure?.(namesOf(event.test));
      // Its text in place of a stack, which would lead into the harness and says nothing.
      if (told !== undefined) event.test.errors.push({ message: told, stack: told });
    }
  }
}

const exit = () => process.exit(1);

/** jest gives a beforeAll hook's error to each test of the block; the first one keeps it. */
function failOnce([_first, ...others]: readonly Circus.TestEntry[]): void {
  for (const test of others) {
    test.errors = [];
    test.mode = 'skip';
    test.name = `${test.name} (not run: its set-up failed)`;
  }
}

function testsIn(block: Circus.DescribeBlock): readonly Circus.TestEntry[] {
  return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsIn(child)));
}

/** The names of a test and of what it is in, outermost first. */
function namesOf(test: Circus.TestEntry): readonly string[] {
  const names = [test.name];
  for (let block: Circus.DescribeBlock | undefined = test.parent; block?.parent; block = block.parent) {
    names.unshift(block.name);
  }
  return names;
}
