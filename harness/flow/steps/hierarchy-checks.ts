import type { DescribedCa } from '../../aws/described-cas.ts';
import { type Check, checkOf, findingOf, type Observation } from '../../pki/check.ts';
import { isSignedBy } from '../../pki/link-rules.ts';
import { parsePemBundle } from '../../pki/pem-bundle.ts';
import { checked } from '../checks.ts';

/**
 * Whether AWS has as many CAs as were asked for, each ACTIVE, and each signed by the one above it: the root by itself.
 *
 * @param cas - Root first. Above a CA that was there before, AWS names none.
 * @param asked - How many CAs the run has asked AWS for, or was given.
 */
export function hierarchyActiveCheck(cas: readonly DescribedCa[], asked: number): Check {
  const named = cas.filter(({ arn }) => arn !== undefined);
  const count = { holds: named.length === asked, text: `${named.length} of ${asked} CAs` };
  const states = named.map(
    ({ role, arn, status, type }): Observation => ({
      holds: status === 'ACTIVE' && type === role.toUpperCase(),
      text: `${role} ${arn} ${status ?? 'without a status'}${type === role.toUpperCase() ? '' : `, of type ${type}`}`,
    }),
  );
  const expected = `${asked} ${asked === 1 ? 'CA' : 'CAs'} ACTIVE, each certificate signed by the CA above it`;
  const finding = findingOf(expected, [...states, ...signatures(cas), ...(count.holds ? [] : [count])]);
  return checkOf('ca-hierarchy-active', 'Every CA in AWS is ACTIVE', finding);
}

function signatures(cas: readonly DescribedCa[]): readonly Observation[] {
  return cas.map(({ role, certificatePem }, level) => {
    const [certificate] = parsePemBundle(certificatePem);
    const [above] = parsePemBundle(cas[Math.max(level - 1, 0)]?.certificatePem ?? '');
    const holds = certificate !== undefined && above !== undefined && isSignedBy(certificate, above);
    const signer = level === 0 ? 'itself' : 'the CA above it';
    return { holds, text: `${certificate?.subject ?? role} ${holds ? 'is' : 'is not'} signed by ${signer}` };
  });
}

/** Whether the CA that is to sign Istio's may sign a CA: its path length is not 0. */
export function pathLengthCheck(issuingCertificatePem: string): Check {
  const [certificate] = parsePemBundle(issuingCertificatePem);
  const { ca = false, pathLength } = certificate?.basicConstraints ?? {};
  return checked(ca && (pathLength === undefined || pathLength >= 1), {
    id: 'ca-hierarchy-path-length',
    title: 'The subordinate CA may sign a CA for Istio',
    expected: 'a CA with path length 1 or more (with path length 0 a CA cannot be created for Istio)',
    observed: !ca
      ? 'not a CA'
      : pathLength === undefined
        ? 'no path length: unconstrained'
        : `path length ${pathLength}`,
  });
}
