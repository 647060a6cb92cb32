import { structure } from '../../protocols/shape.ts';
import { stsOperation } from './operation.ts';

/**
 * Needs no permission, and cannot be denied: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const getCallerIdentity = stsOperation({
  name: 'GetCallerIdentity',
  input: structure({}),
  access: 'authenticated',
  run: (_request, { principal }) => ({ Arn: principal?.arn, UserId: principal?.userId, Account: principal?.accountId }),
});
