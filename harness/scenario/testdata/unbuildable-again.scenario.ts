import { describeUnbuildable } from './unbuildable.ts';

// Not run with the other scenarios: scenarios/failing-set-up.scenario.ts runs it to see it fail.
describeUnbuildable('on the same version of Kubernetes');
