import { type Certificate, isSelfIssued } from './certificate.ts';
import { type ChainMember, isPresent } from './chain-member.ts';
import { type Finding, findingOf } from './check.ts';
import { observeEach } from './observe-chain.ts';

/**
 * Only the leaf is no CA, and every CA says so in a critical extension, RFC 5280 §4.2.1.9. A leaf without the
 * extension is no CA either (same section).
 */
export function findBasicConstraints(path: readonly ChainMember[]): Finding {
  const observations = observeEach(path, ({ label, certificate }, index) => {
    const { basicConstraints } = certificate;
    const isLeaf = index === 0;
    const holds = isLeaf ? basicConstraints?.ca !== true : basicConstraints?.ca === true && basicConstraints.critical;
    return { holds, text: `${label} says ${describeConstraints(certificate)}` };
  });
  return findingOf('the leaf is no CA (CA:FALSE); each of the others is one (CA:TRUE, critical)', observations);
}

/**
 * RFC 5280 §4.2.1.9, §6.1.4 (l)–(m): a path length is the most intermediate CAs that may come between this certificate
 * and the leaf; self-issued ones and the leaf itself do not count. A CA for Istio therefore needs a subordinate CA above
 * it with path length 1 or more, which is why the guide forbids 0 in step 2.
 */
export function findPathLengths(path: readonly ChainMember[]): Finding {
  const observations = observeEach(path.slice(1), ({ label, certificate }, index) => {
    const following = path
      .slice(1, index + 1)
      .filter((member) => isPresent(member) && !isSelfIssued(member.certificate));
    const allowed = certificate.basicConstraints?.pathLength;
    return {
      holds: allowed === undefined || following.length <= allowed,
      text: `${label} allows ${allowed ?? 'any number of'} CAs below it and has ${following.length}`,
    };
  });
  return findingOf('no more CAs follow a CA than its path length allows', observations);
}

/**
 * RFC 5280 §4.2.1.3: who signs certificates must have `keyCertSign`. The SPIFFE X509-SVID standard §4.3: a leaf must
 * have `digitalSignature` and must have neither `keyCertSign` nor `cRLSign`.
 */
export function findKeyUsages(path: readonly ChainMember[]): Finding {
  const observations = observeEach(path, ({ label, certificate: { keyUsage } }, index) => {
    const has = (usage: string) => keyUsage.includes(usage);
    const isLeaf = index === 0;
    return {
      holds: isLeaf ? has('digitalSignature') && !has('keyCertSign') && !has('cRLSign') : has('keyCertSign'),
      text: `${label} has ${keyUsage.join(', ') || 'no key usage'}`,
    };
  });
  return findingOf('the leaf has digitalSignature and signs no certificates; each CA has keyCertSign', observations);
}

/** SPIFFE X509-SVID standard §4.4: both usages, because a sidecar is the client of one connection and the server of another. */
export function findMutualTlsUsages(leaf: ChainMember | undefined): Finding {
  const observations = observeEach(
    leaf === undefined ? [] : [leaf],
    ({ label, certificate: { extendedKeyUsage } }) => ({
      holds: ['serverAuth', 'clientAuth'].every((usage) => extendedKeyUsage.includes(usage)),
      text: `${label} has ${extendedKeyUsage.join(', ') || 'no extended key usage'}`,
    }),
  );
  return findingOf('serverAuth and clientAuth', observations);
}

function describeConstraints({ basicConstraints }: Certificate): string {
  if (basicConstraints === undefined) return 'nothing';
  return `CA:${basicConstraints.ca ? 'TRUE' : 'FALSE'}, ${basicConstraints.critical ? 'critical' : 'not critical'}`;
}
