import type { StepId, StepOutputs } from '../flow/step-outputs.ts';

/**
 * How far the install flow goes: `issuance` ends with a Ready AWSPCAIssuer, before Istio's CA and without Istio; `mesh`
 * is the whole of it.
 */
export type SetUpKind = 'issuance' | 'mesh';

const lastSteps = { issuance: 'aws-pca-issuer', mesh: 'pod-chain' } as const;

/** The last step of the install flow that this kind of set-up runs. */
export const lastStepOf = (kind: SetUpKind): StepId => lastSteps[kind];

/** Outputs of the steps that `issuance` runs. */
type IssuanceOutputs = Omit<StepOutputs, 'istio-ca' | 'istio' | 'bookinfo' | 'pod-chain'>;

/** Outputs of the steps that a kind of set-up has run. */
export type SetUpOutputs<Kind extends SetUpKind> = Kind extends 'mesh' ? StepOutputs : IssuanceOutputs;
