import type { Rule } from '../rule.ts';
import { awsAuthorityRules } from './aws-authority.ts';
import { awsCredentialsRules } from './aws-credentials.ts';
import { awsPermissionRules } from './aws-permissions.ts';
import { awsReachabilityRules } from './aws-reachability.ts';
import { cacertsRules } from './cacerts.ts';
import { certManagerObjectRules } from './cert-manager-objects.ts';
import { certManagerWebhookRules } from './cert-manager-webhook.ts';
import { istiodRules } from './istiod.ts';
import { machineRules } from './machine.ts';
import { workloadRules } from './workloads.ts';

/** Every rule, in the order of the flow: an earlier cause explains later ones. */
export const allRules: readonly Rule[] = [
  ...machineRules,
  ...certManagerWebhookRules,
  ...awsCredentialsRules,
  ...awsReachabilityRules,
  ...awsAuthorityRules,
  ...awsPermissionRules,
  ...certManagerObjectRules,
  ...cacertsRules,
  ...istiodRules,
  ...workloadRules,
];
