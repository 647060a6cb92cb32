import {
  type AccessRequest,
  type AnyOperation,
  type Call,
  defineOperation,
  type Operation,
} from '../../services/operation.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
import type { PcaState } from '../pca-state.ts';

export type PcaCall = Call<PcaState>;

/** An operation of ACM PCA. */
export const pcaOperation: <Input>(operation: Operation<PcaState, Input>) => AnyOperation<PcaState> =
  defineOperation<PcaState>();

/** Access to the CA that the input names, with its tags and its resource policy. */
export function authorityAccess(
  action: string,
  arn: string,
  call: PcaCall,
  conditions: AccessRequest['conditions'] = {},
): AccessRequest {
  call.notes.resourceArn = arn;
  const authority = call.state.authorities.lookup(arn);
  return {
    action: `acm-pca:${action}`,
    resourceArn: arn,
    resourceAccountId: authority?.identity.ownerAccountId,
    resourcePolicy: authority?.policy?.document,
    conditions: { ...conditions, ...tagConditions(authority) },
  };
}

/** For the many operations whose input names the CA in the same member. */
export function byAuthorityArn(action: string) {
  return (input: { readonly CertificateAuthorityArn: string }, call: PcaCall): AccessRequest =>
    authorityAccess(action, input.CertificateAuthorityArn, call);
}

/** @throws InvalidArnException or ResourceNotFoundException. */
export function findAuthority(
  input: { readonly CertificateAuthorityArn: string },
  call: PcaCall,
): CertificateAuthority {
  return call.state.authorities.find(input.CertificateAuthorityArn, call.region, call.nowMs);
}

function tagConditions(authority: CertificateAuthority | undefined): Record<string, string> {
  return Object.fromEntries(
    [...(authority?.tags ?? [])].map(([key, value]) => [`aws:resourcetag/${key.toLowerCase()}`, value]),
  );
}
