import { awsExamples } from './aws-examples.ts';
import { certManagerExamples } from './cert-manager-examples.ts';
import type { Example } from './example.ts';
import { machineExamples } from './machine-examples.ts';
import { meshExamples } from './mesh-examples.ts';

/** At least one example for every rule. */
export const examples: readonly Example[] = [
  ...machineExamples,
  ...awsExamples,
  ...certManagerExamples,
  ...meshExamples,
];
