import type { WireRequest } from '../http/wire.ts';
import type { PrincipalPolicies } from '../iam/authorise.ts';
import type { IamState } from '../iam/iam-state.ts';
import { boundaryOf, identityPoliciesOf } from '../iam/policies-of.ts';
import type { Principal } from '../services/principal.ts';
import type { ServiceId } from '../services/service.ts';
import { readAuthorization } from '../sigv4/authorization.ts';
import type { SigningKeyCache } from '../sigv4/signing-key.ts';
import { type KnownCredentials, verifyRequest } from '../sigv4/verify-request.ts';
import { assumedRoleArn, type Session } from '../sts/session.ts';
import type { StsState } from '../sts/sts-state.ts';

/** A caller whose signature held. */
export interface Caller {
  readonly principal: Principal;
  readonly region: string;
  /** Looked up at each request: a policy that is detached stops counting at once. */
  policies(): PrincipalPolicies;
}

interface Identity extends KnownCredentials {
  readonly principal: Principal;
  policies(): PrincipalPolicies;
}

export interface Directory {
  readonly iam: IamState;
  readonly sts: StsState;
  readonly signingKeys: SigningKeyCache;
}

/** Whether the request claims an identity at all. */
export const isSigned = (request: WireRequest): boolean => readAuthorization(request) !== undefined;

/** @throws SignatureFailure */
export function authenticate(request: WireRequest, service: ServiceId, directory: Directory, nowMs: number): Caller {
  const { credentials, region } = verifyRequest(request, {
    nowMs,
    service,
    style: service === 's3' ? 's3' : 'standard',
    keys: directory.signingKeys,
    findCredentials: (id) => findUser(id, directory.iam) ?? findSession(id, directory),
  });
  return { principal: credentials.principal, region, policies: credentials.policies };
}

function findUser(accessKeyId: string, iam: IamState): Identity | undefined {
  const found = iam.findAccessKey(accessKeyId);
  if (found?.key.status !== 'Active') return undefined;
  const { account, key } = found;
  const user = account.user(key.userName);
  return {
    secretAccessKey: key.secret,
    sessionToken: undefined,
    expiresAtMs: undefined,
    principal: {
      kind: 'user',
      arn: user.arn,
      entityArn: user.arn,
      accountId: account.id,
      userId: user.id,
      conditions: {
        'aws:username': user.name,
        'aws:userid': user.id,
        'aws:principalarn': user.arn,
        'aws:principalaccount': account.id,
        'aws:principaltype': 'User',
        ...tagConditions(user.tags),
      },
    },
    policies: () => ({
      identity: identityPoliciesOf(account, user),
      boundary: boundaryOf(account, user),
      session: undefined,
    }),
  };
}

function findSession(accessKeyId: string, { iam, sts }: Directory): Identity | undefined {
  const session = sts.find(accessKeyId);
  if (!session) return undefined;
  const { secretAccessKey, sessionToken, expiresAtMs } = session;
  return {
    secretAccessKey,
    sessionToken,
    expiresAtMs,
    principal: principalOf(session),
    policies: () => policiesOf(session, iam),
  };
}

function principalOf(session: Session): Principal {
  const arn = assumedRoleArn(session);
  const userId = `${session.roleId}:${session.sessionName}`;
  return {
    kind: 'assumed-role',
    arn,
    entityArn: session.roleArn,
    accountId: session.accountId,
    userId,
    conditions: {
      'aws:userid': userId,
      'aws:principalarn': session.roleArn,
      'aws:principalaccount': session.accountId,
      'aws:principaltype': 'AssumedRole',
      ...session.conditions,
    },
  };
}

/** A session outlives its role only in name: with the role its policies are gone. */
function policiesOf(session: Session, iam: IamState): PrincipalPolicies {
  const account = iam.account(session.accountId);
  const role = account.roles.get(session.roleName);
  if (role?.id !== session.roleId) return { identity: [], boundary: undefined, session: session.policies };
  return {
    identity: identityPoliciesOf(account, role),
    boundary: boundaryOf(account, role),
    session: session.policies,
  };
}

function tagConditions(tags: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...tags].map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value]));
}
