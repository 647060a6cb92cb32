import { expect, test } from '@jest/globals';
import type { PlannedStep } from '../../flow/plan-flow.ts';
import { planLines } from './plan-lines.ts';
import { styleFor } from './style.ts';

const plain = styleFor({ isTTY: false }, {});
const step: PlannedStep = {
  ...{ id: 'cert-manager', title: 'Install cert-manager', guideStep: 1, needs: ['cluster'], state: 'to run' },
  actions: [
    { by: 'look', what: 'every object' },
    { by: 'command', what: 'helm install', unless: 'cert-manager is there' },
    { by: 'aws', what: 'sts GetCallerIdentity' },
    { by: 'aws', what: 'sts GetCallerIdentity' },
    { by: 'aws', what: 'sts AssumeRole', as: 'the issuer', unless: 'it has a session' },
  ],
  undo: [
    { by: 'aws', what: 'iam DeleteRole' },
    { by: 'aws', what: 'iam DeleteRole' },
  ],
};

test('a step of a plan says what it does, as whom, under which condition, how often, and what undoing it calls', () => {
  expect(planLines([step], plain)).toEqual([
    '',
    '1. Install cert-manager (cert-manager)',
    '  after cluster',
    '  look at every object',
    '  $ helm install (unless cert-manager is there)',
    '  AWS: sts GetCallerIdentity (2 times)',
    '  AWS: sts AssumeRole (as the issuer; unless it has a session)',
    '  undo: AWS: iam DeleteRole (2 times)',
  ]);
});
