import { randomBytes } from 'node:crypto';
import type { Account } from '../iam/account.ts';
import type { Role } from '../iam/entities.ts';
import { newId, newSecret } from '../iam/identifiers.ts';
import { defaultDocument } from '../iam/policies-of.ts';
import { MalformedPolicyError, type PolicyDocument, parsePolicy } from '../iam/policy/policy-document.ts';
import type { ConditionContext } from '../services/principal.ts';
import { malformedPolicyDocument, validationError } from './errors.ts';
import { assumedRoleArn, type Session } from './session.ts';
import type { StsState } from './sts-state.ts';

/** How long a session lasts when its request does not say. */
const defaultSessionSeconds = 3600;

export interface SessionRequest {
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number | undefined;
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined;
}

/** Hands out temporary credentials for a role whose trust policy has already said yes. */
export function openSession(
  state: StsState,
  account: Account,
  role: Role,
  request: SessionRequest,
  conditions: ConditionContext,
  nowMs: number,
): Session {
  const seconds = request.DurationSeconds ?? defaultSessionSeconds;
  if (seconds > role.maxSessionSeconds) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  const session: Session = {
    accessKeyId: newId('ASIA'),
    secretAccessKey: newSecret(),
    sessionToken: randomBytes(192).toString('base64'),
    expiresAtMs: Math.floor(nowMs / 1000 + seconds) * 1000,
    accountId: account.id,
    roleName: role.name,
    roleArn: role.arn,
    roleId: role.id,
    sessionName: request.RoleSessionName,
    policies: sessionPolicies(account, request),
    conditions,
  };
  state.add(session, nowMs);
  return session;
}

/** The members that every AssumeRole answer has. */
export function describeSession(session: Session) {
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expiresAtMs),
    },
    AssumedRoleUser: { AssumedRoleId: `${session.roleId}:${session.sessionName}`, Arn: assumedRoleArn(session) },
  };
}

/** A session policy narrows: what it does not allow is not allowed, whatever the role's policies say. */
function sessionPolicies(account: Account, request: SessionRequest): readonly PolicyDocument[] | undefined {
  if (request.Policy === undefined && request.PolicyArns === undefined) return undefined;
  const attached = (request.PolicyArns ?? []).map(({ arn }) => defaultDocument(account.policy(arn ?? '')));
  return request.Policy === undefined ? attached : [parseSessionPolicy(request.Policy), ...attached];
}

function parseSessionPolicy(text: string): PolicyDocument {
  try {
    return parsePolicy(text, 'identity');
  } catch (error) {
    if (error instanceof MalformedPolicyError) throw malformedPolicyDocument(error.message);
    throw error;
  }
}
