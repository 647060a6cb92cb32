import { principalNames } from '../../iam/authorise.ts';
import { evaluate } from '../../iam/policy/evaluate.ts';
import { list, required, string, structure } from '../../protocols/shape.ts';
import { accessDenied } from '../errors.ts';
import { findRole } from '../find-role.ts';
import { describeSession, openSession } from '../open-session.ts';
import { durationSeconds, policyArns, roleArn, roleSessionName, sessionPolicy } from '../shapes.ts';
import { stsOperation } from './operation.ts';

const tagShape = structure({
  Key: required(string({ min: 1, max: 128 })),
  Value: required(string({ max: 256 })),
});

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRole = stsOperation({
  name: 'AssumeRole',
  input: structure({
    RoleArn: required(roleArn),
    RoleSessionName: required(roleSessionName),
    PolicyArns: policyArns,
    Policy: sessionPolicy,
    DurationSeconds: durationSeconds,
    Tags: list(tagShape, { max: 50 }),
    ExternalId: string({ min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/ }),
    SourceIdentity: string({ min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ }),
  }),
  access({ RoleArn, ExternalId }, call) {
    call.notes.resourceArn = RoleArn;
    const found = findRole(call.state.iam, RoleArn);
    return {
      action: 'sts:AssumeRole',
      resourceArn: RoleArn,
      resourceAccountId: found?.account.id,
      resourcePolicy: found?.role.trust.document,
      conditions: ExternalId === undefined ? {} : { 'sts:externalid': ExternalId },
    };
  },
  run(request, call) {
    const { state, principal, nowMs } = call;
    const found = findRole(state.iam, request.RoleArn);
    const trusted =
      found &&
      principal &&
      evaluate([found.role.trust.document], {
        action: 'sts:AssumeRole',
        resourceArn: request.RoleArn,
        conditions: { ...principal.conditions, ...(request.ExternalId && { 'sts:externalid': request.ExternalId }) },
        principal: principalNames(principal),
      });
    // An identity policy alone does not open a role: its trust policy must name the caller or the caller's account.
    if (!found || trusted === undefined || trusted === 'silent' || trusted === 'deny') {
      throw accessDenied(
        `User: ${principal?.arn} is not authorized to perform: sts:AssumeRole on resource: ${request.RoleArn}`,
      );
    }
    const tags = Object.fromEntries(
      (request.Tags ?? []).map(({ Key, Value }) => [`aws:principaltag/${Key.toLowerCase()}`, Value]),
    );
    const session = openSession(state, found.account, found.role, request, tags, nowMs);
    return { ...describeSession(session), SourceIdentity: request.SourceIdentity };
  },
});
