import { findBasicConstraints, findKeyUsages, findPathLengths } from './authority-rules.ts';
import type { ChainMember } from './chain-member.ts';
import { type Check, checkOf, type Finding, findingOf } from './check.ts';
import {
  findKeyIdentifiers,
  findNameChaining,
  findSelfSigned,
  findSignature,
  findValidityNesting,
} from './link-rules.ts';
import { observeEach } from './observe-chain.ts';

/**
 * Verifies a certification path, the leaf first and the root last, by the rules of RFC 5280 §6.1 that apply to a mesh.
 * Revocation, policies and name constraints are not looked at: no certificate of the guide carries them.
 *
 * The same path length gives the same checks, whatever the certificates are like: nothing is left out because something
 * else failed.
 */
export function verifyChain(path: readonly ChainMember[], { at }: { readonly at: Date }): Check[] {
  const root = path.at(-1);
  const links = path.slice(1).map((issuer, index) => {
    const subject = path[index];
    const id = `signature-${subject?.label}-by-${issuer.label}` as const;
    return checkOf(id, `${subject?.label} is signed by ${issuer.label}`, findSignature(subject, issuer));
  });
  return [
    ...links,
    checkOf('root-self-signed', `${root?.label ?? 'the root'} is a root: it signed itself`, findSelfSigned(root)),
    checkOf('names-chain', 'each certificate names the next as its issuer', findNameChaining(path)),
    checkOf('key-identifiers', 'each certificate points at the key of the next', findKeyIdentifiers(path)),
    checkOf('basic-constraints', 'all but the leaf are CAs', findBasicConstraints(path)),
    checkOf('path-lengths', 'every path length is kept', findPathLengths(path)),
    checkOf('key-usages', 'CAs may sign certificates, the leaf may not', findKeyUsages(path)),
    checkOf('validity-now', 'every certificate is valid now', findValidity(path, at)),
    checkOf('validity-nested', 'no certificate outlives its issuer', findValidityNesting(path)),
  ];
}

/** RFC 5280 §6.1.3 (a)(2); both ends of the period belong to it, §4.1.2.5. */
function findValidity(path: readonly ChainMember[], at: Date): Finding {
  const observations = observeEach(path, ({ label, certificate: { notBefore, notAfter } }) => ({
    holds: notBefore <= at && at <= notAfter,
    text: `${label} is valid from ${notBefore.toISOString()} to ${notAfter.toISOString()}`,
  }));
  return findingOf(`valid at ${at.toISOString()}`, observations);
}
