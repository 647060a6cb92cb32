import { awsQuery } from '../protocols/aws-query.ts';
import { defineService, type Service } from '../services/service.ts';
import { assumeRole } from './operations/assume-role.ts';
import { assumeRoleWithWebIdentity } from './operations/assume-role-with-web-identity.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';
import type { StsState } from './sts-state.ts';

export const stsApiVersion = '2011-06-15';

/** STS, API version 2011-06-15: what a workload with an IAM role calls. */
export const stsService: Service<StsState> = defineService(
  'sts',
  awsQuery(`https://sts.amazonaws.com/doc/${stsApiVersion}/`),
  ['AssumeRole', 'AssumeRoleWithWebIdentity', 'GetCallerIdentity'],
  [assumeRole, assumeRoleWithWebIdentity, getCallerIdentity],
);
