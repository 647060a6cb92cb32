import { principalNames } from '../../iam/authorise.ts';
import { evaluate } from '../../iam/policy/evaluate.ts';
import { MalformedPolicyError, type PolicyDocument, parsePolicy } from '../../iam/policy/policy-document.ts';
import { required, string, structure } from '../../protocols/shape.ts';
import { requireStatus } from '../authority/require-status.ts';
import { invalidPolicy, lockoutPrevented } from '../errors.ts';
import { arnShape } from '../shapes/common.ts';
import { authorityAccess, findAuthority, type PcaCall, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_PutPolicy.html */
export const putPolicy = pcaOperation({
  name: 'PutPolicy',
  input: structure({ ResourceArn: required(arnShape), Policy: required(string({ min: 1, max: 81_920 })) }),
  access: ({ ResourceArn }, call) => authorityAccess('PutPolicy', ResourceArn, call),
  run({ ResourceArn, Policy }, call) {
    const authority = findAuthority({ CertificateAuthorityArn: ResourceArn }, call);
    requireStatus(authority, ['PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED'], call.nowMs);
    const document = parse(Policy, ResourceArn);
    if (locksOut(document, ResourceArn, call)) {
      throw lockoutPrevented('The policy would keep you from changing it again.');
    }
    authority.policy = { text: Policy, document };
    return {};
  },
});

function parse(text: string, authorityArn: string): PolicyDocument {
  try {
    const document = parsePolicy(text, 'resource');
    const foreign = document.statements.some(({ resources }) =>
      resources?.patterns.some((pattern) => pattern !== authorityArn),
    );
    if (foreign) throw invalidPolicy('The resource of every statement must be the certificate authority itself.');
    return document;
  } catch (error) {
    if (error instanceof MalformedPolicyError) throw invalidPolicy(error.message);
    throw error;
  }
}

/** Whether the caller could not put another policy in its place. */
function locksOut(document: PolicyDocument, resourceArn: string, { principal }: PcaCall): boolean {
  if (!principal) return false;
  const query = { resourceArn, conditions: principal.conditions, principal: principalNames(principal) };
  return ['acm-pca:PutPolicy', 'acm-pca:DeletePolicy'].some(
    (action) => evaluate([document], { ...query, action }) === 'deny',
  );
}
