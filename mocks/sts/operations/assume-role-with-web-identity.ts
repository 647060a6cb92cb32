import { evaluate } from '../../iam/policy/evaluate.ts';
import { required, string, structure } from '../../protocols/shape.ts';
import { accessDenied } from '../errors.ts';
import { findRole } from '../find-role.ts';
import { describeSession, openSession } from '../open-session.ts';
import { durationSeconds, policyArns, roleArn, roleSessionName, sessionPolicy } from '../shapes.ts';
import { verifyWebIdentity } from '../web-identity.ts';
import { stsOperation } from './operation.ts';

/**
 * The one operation here that comes unsigned: the token is the proof.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const assumeRoleWithWebIdentity = stsOperation({
  name: 'AssumeRoleWithWebIdentity',
  input: structure({
    RoleArn: required(roleArn),
    RoleSessionName: required(roleSessionName),
    WebIdentityToken: required(string({ min: 4, max: 20_000 })),
    ProviderId: string({ min: 4, max: 2048 }),
    PolicyArns: policyArns,
    Policy: sessionPolicy,
    DurationSeconds: durationSeconds,
  }),
  access: 'anonymous',
  run(request, { state, nowMs, notes }) {
    notes.resourceArn = request.RoleArn;
    const found = findRole(state.iam, request.RoleArn);
    // The provider is looked up in the role's account; without a role there is nothing to tell a stranger.
    if (!found) throw accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
    const identity = verifyWebIdentity(request.WebIdentityToken, found.account, state.issuers, nowMs);
    const decision = evaluate([found.role.trust.document], {
      action: 'sts:AssumeRoleWithWebIdentity',
      resourceArn: request.RoleArn,
      conditions: identity.conditions,
      principal: { type: 'Federated', exact: [identity.provider.arn], account: [] },
    });
    if (decision !== 'allow') throw accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
    const session = openSession(state, found.account, found.role, request, identity.conditions, nowMs);
    return {
      ...describeSession(session),
      SubjectFromWebIdentityToken: identity.subject,
      Provider: identity.provider.arn,
      Audience: identity.audience,
    };
  },
});
