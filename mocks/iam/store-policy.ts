import type { StoredPolicy } from './entities.ts';
import { malformedPolicyDocument } from './errors.ts';
import { MalformedPolicyError, type PolicyKind, parsePolicy } from './policy/policy-document.ts';

/** Parses a policy before it is stored. @throws MalformedPolicyDocument */
export function storePolicy(text: string, kind: PolicyKind): StoredPolicy {
  try {
    return { text, document: parsePolicy(text, kind) };
  } catch (error) {
    if (error instanceof MalformedPolicyError) throw malformedPolicyDocument(error.message);
    throw error;
  }
}
