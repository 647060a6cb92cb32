import { required, structure } from '../../protocols/shape.ts';
import { taggingAccess } from '../../services/tagging-access.ts';
import { describePolicy } from '../describe.ts';
import type { ManagedPolicy } from '../entities.ts';
import { entityAlreadyExists } from '../errors.ts';
import { newId } from '../identifiers.ts';
import { description, pathShape, policyDocument, policyName, tags } from '../shapes.ts';
import { storePolicy } from '../store-policy.ts';
import { addTags } from '../tags.ts';
import { accountOf, entityAccess, iamOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const createPolicy = iamOperation({
  name: 'CreatePolicy',
  input: structure({
    PolicyName: required(policyName),
    Path: pathShape,
    PolicyDocument: required(policyDocument),
    Description: description,
    Tags: tags,
  }),
  access: ({ Path, PolicyName, Tags }, call) => {
    call.notes.resourceArn = `arn:aws:iam::${call.accountId}:policy${Path ?? '/'}${PolicyName}`;
    return taggingAccess(entityAccess('CreatePolicy', call.notes.resourceArn), 'iam:TagPolicy', Tags);
  },
  run(request, call) {
    const account = accountOf(call);
    const path = request.Path ?? '/';
    const arn = `arn:aws:iam::${account.id}:policy${path}${request.PolicyName}`;
    // Names are unique in the account whatever their path.
    if ([...account.customerPolicies.values()].some(({ name }) => name === request.PolicyName)) {
      throw entityAlreadyExists(
        `A policy called ${request.PolicyName} already exists. Duplicate names are not allowed.`,
      );
    }
    const policy: ManagedPolicy = {
      arn,
      path,
      id: newId('ANPA'),
      name: request.PolicyName,
      description: request.Description,
      createdAtMs: call.nowMs,
      updatedAtMs: call.nowMs,
      tags: new Map(),
      defaultVersionId: 'v1',
      nextVersion: 2,
      versions: new Map([
        ['v1', { id: 'v1', createdAtMs: call.nowMs, ...storePolicy(request.PolicyDocument, 'identity') }],
      ]),
    };
    addTags(policy.tags, request.Tags ?? []);
    account.addPolicy(policy);
    account.propagation.begin(policy);
    return { Policy: describePolicy(account, policy) };
  },
});
