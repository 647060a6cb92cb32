import { boolean, oneOf, string, structure } from '../../protocols/shape.ts';
import { awsManagedPolicies } from '../aws-managed-policies.ts';
import { describePolicy } from '../describe.ts';
import { page } from '../pagination.ts';
import { pageMembers } from '../shapes.ts';
import { accountOf, entityAccess, iamOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export const listPolicies = iamOperation({
  name: 'ListPolicies',
  input: structure({
    Scope: oneOf(['All', 'AWS', 'Local']),
    OnlyAttached: boolean(),
    PathPrefix: string({ min: 1, max: 512 }),
    ...pageMembers,
  }),
  access: () => entityAccess('ListPolicies', '*'),
  run({ Scope = 'All', OnlyAttached = false, PathPrefix = '/', ...request }, call) {
    const account = accountOf(call);
    const own = Scope === 'AWS' ? [] : account.known(account.customerPolicies.values());
    const others = Scope === 'Local' ? [] : awsManagedPolicies();
    const policies = [...own, ...others]
      .filter(({ path }) => path.startsWith(PathPrefix))
      .filter(({ arn }) => !OnlyAttached || account.attachmentCount(arn) > 0);
    return page(
      'Policies',
      policies,
      ({ arn }) => arn,
      (policy) => describePolicy(account, policy),
      request,
    );
  },
});
