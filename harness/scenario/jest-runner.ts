import { readFileSync } from 'node:fs';
import jestRunner, {
  EmittingTestRunner,
  type Test,
  type TestEvents,
  type TestWatcher,
  type UnsubscribeFn,
} from 'jest-runner';
import { runSideBySide, scenarioFileOf } from './side-by-side.ts';

// jest loads this file as CommonJS, where the default is the class; to TypeScript, as to Node.js, it is the module.
const Runner = jestRunner.default ?? (jestRunner as unknown as typeof jestRunner.default);

type Subscribe = (runner: InstanceType<typeof Runner>) => UnsubscribeFn;

/**
 * jest's own runner for each scenario file, in an order that lets one which mostly waits share the machine with another.
 * Two files beside one another are in two processes; a file alone runs in jest's, where a debugger is.
 */
export default class ScenarioRunner extends EmittingTestRunner {
  readonly #subscriptions = new Set<Subscribe>();

  on<Name extends keyof TestEvents>(
    eventName: Name,
    listener: (eventData: TestEvents[Name]) => void | Promise<void>,
  ): UnsubscribeFn {
    const subscribe: Subscribe = (runner) => runner.on(eventName, listener);
    this.#subscriptions.add(subscribe);
    return () => this.#subscriptions.delete(subscribe);
  }

  async runTests(tests: Test[], watcher: TestWatcher): Promise<void> {
    const files = tests.map((test) => ({ test, ...scenarioFileOf(readFileSync(test.path, 'utf8')) }));
    await runSideBySide(files, async ({ test }) => {
      // One process for each: jest is told so by --runInBand, its worker's number is then one.
      const runner = new Runner(this._globalConfig, this._context);
      for (const subscribe of this.#subscriptions) subscribe(runner);
      await runner.runTests([test], watcher, { serial: files.length === 1 });
    });
  }
}
