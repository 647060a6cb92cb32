import { observeAuthorities } from './authorities.ts';
import { observeCacerts } from './cacerts.ts';
import { observeCertificates } from './certificates.ts';
import { observeConditions } from './conditions.ts';
import { observeHistory } from './history.ts';
import { observeIstiods } from './istiods.ts';
import { observeMachine } from './machine.ts';
import type { Observer } from './observer.ts';
import { observeOutages } from './outages.ts';
import { observePods } from './pods.ts';
import { observeReferences } from './references.ts';
import { observeWorkloadTrust } from './workload-trust.ts';
import { observeWorkloads } from './workloads.ts';

/** Every observer; their order is the order in which a finding's evidence is shown. */
export const observers: readonly Observer[] = [
  observeMachine,
  observeReferences,
  observeAuthorities,
  observeCertificates,
  observeConditions,
  observeOutages,
  observeCacerts,
  observeIstiods,
  observeWorkloads,
  observeWorkloadTrust,
  observePods,
  observeHistory,
];
