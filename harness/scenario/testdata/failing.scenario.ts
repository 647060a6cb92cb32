import { expect, test } from '@jest/globals';
import type { ScenarioGlobals } from '../failure-hook.ts';

(globalThis as ScenarioGlobals).pcaE2eOnTestFailure = async (names) => `The state as ${names.join(' > ')} failed`;

// Not run with the other scenarios: scenarios/failing-set-up.scenario.ts runs it to see it fail.
test('two is three', () => expect(2).toBe(3));
