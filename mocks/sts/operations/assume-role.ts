import { principalNames } from '../../iam/authorise.ts';
import { evaluate } from '../../iam/policy/evaluate.ts';
import { list, required, string, structure, type ValueOf } from '../../protocols/shape.ts';
import type { AccessRequest, Call } from '../../services/operation.ts';
import type { Principal } from '../../services/principal.ts';
import { taggingAccess } from '../../services/tagging-access.ts';
import { accessDenied } from '../errors.ts';
import { findRole } from '../find-role.ts';
import { describeSession, openSession } from '../open-session.ts';
import { durationSeconds, policyArns, roleArn, roleSessionName, sessionPolicy } from '../shapes.ts';
import type { StsState } from '../sts-state.ts';
import { stsOperation } from './operation.ts';

const tagShape = structure({
  Key: required(string({ min: 1, max: 128 })),
  Value: required(string({ max: 256 })),
});

const input = structure({
  RoleArn: required(roleArn),
  RoleSessionName: required(roleSessionName),
  PolicyArns: policyArns,
  Policy: sessionPolicy,
  DurationSeconds: durationSeconds,
  Tags: list(tagShape, { max: 50 }),
  ExternalId: string({ min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/ }),
  SourceIdentity: string({ min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ }),
});

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRole = stsOperation({
  name: 'AssumeRole',
  input,
  access(request, call) {
    call.notes.resourceArn = request.RoleArn;
    return accessOf(request, call);
  },
  run(request, call) {
    const { state, principal, nowMs } = call;
    const found = findRole(state.iam, request.RoleArn);
    // An identity policy alone does not open a role: its trust policy must name the caller or the caller's account.
    const untrusted = accessOf(request, call).find((access) => !principal || !isTrusted(principal, access));
    if (!found || untrusted) {
      const action = untrusted?.action ?? 'sts:AssumeRole';
      throw accessDenied(
        `User: ${principal?.arn} is not authorized to perform: ${action} on resource: ${request.RoleArn}`,
      );
    }
    const tags = Object.fromEntries(
      (request.Tags ?? []).map(({ Key, Value }) => [`aws:principaltag/${Key.toLowerCase()}`, Value]),
    );
    const session = openSession(state, found.account, found.role, request, tags, nowMs);
    return { ...describeSession(session), SourceIdentity: request.SourceIdentity };
  },
});

/** The session itself, and besides what it is given: its tags and its source identity. The role's trust policy has its say in each. */
function accessOf(
  { RoleArn, ExternalId, Tags, SourceIdentity }: ValueOf<typeof input>,
  { state }: Call<StsState>,
): readonly AccessRequest[] {
  const found = findRole(state.iam, RoleArn);
  const assume: AccessRequest = {
    action: 'sts:AssumeRole',
    resourceArn: RoleArn,
    resourceAccountId: found?.account.id,
    resourcePolicy: found?.role.trust.document,
    conditions: ExternalId === undefined ? {} : { 'sts:externalid': ExternalId },
  };
  return [
    ...taggingAccess(assume, 'sts:TagSession', Tags),
    ...(SourceIdentity === undefined ? [] : [{ ...assume, action: 'sts:SetSourceIdentity' }]),
  ];
}

function isTrusted(principal: Principal, { action, resourceArn, resourcePolicy, conditions }: AccessRequest): boolean {
  const query = { action, resourceArn, conditions: { ...principal.conditions, ...conditions } };
  const decision = evaluate(resourcePolicy ? [resourcePolicy] : [], { ...query, principal: principalNames(principal) });
  return decision === 'allow' || decision === 'allow to account';
}
