import { isSameCertificate, isSelfIssued } from './certificate.ts';
import type { ChainLayout } from './chain-layout.ts';
import { type ChainMember, isPresent } from './chain-member.ts';
import { type Finding, findingOf, type Observation } from './check.ts';
import { describeByPlace, describeCertificate, describeName } from './describe-certificate.ts';
import { isSignedBy } from './link-rules.ts';
import { observeEach, observePair } from './observe-chain.ts';
import { readPemBundle } from './pem-bundle.ts';

/** As many certificates as the guide counts, and nothing else in the text. */
export function findCount({ members, reading }: ChainLayout): Finding {
  const count = reading.entries.length;
  const counted = { holds: count === members.length, text: `${count} ${count === 1 ? 'certificate' : 'certificates'}` };
  const faults = reading.errors.map(({ message }) => ({ holds: false, text: message }));
  const unreadable = reading.entries.flatMap((entry) =>
    'error' in entry ? [{ holds: false, text: entry.error.message }] : [],
  );
  return findingOf(`${members.length} certificates and nothing else`, [counted, ...faults, ...unreadable]);
}

/** Istio appends its root certificate to the chain, which ends in the root already: the guide's cert-ae equals cert-ad. */
export function findRootTwice({ root, rootAgain }: ChainLayout): Finding {
  const observation = observePair(root, rootAgain, (one, other) => {
    const holds = isSameCertificate(one.certificate, other.certificate);
    const text = holds
      ? `${other.label} and ${one.label} are both ${describeCertificate(one.certificate)}`
      : `${other.label} is ${describeCertificate(other.certificate)}, ${one.label} is ${describeCertificate(one.certificate)}`;
    return { holds, text };
  });
  return findingOf(`${rootAgain?.label} has the same bytes as ${root?.label}`, [observation]);
}

/**
 * A text of the cluster, such as an entry of the secret `cacerts`, holds exactly these certificates of the chain, in
 * this order. Kubernetes stores PEM, whose line breaks carry no meaning: certificates are compared, not texts.
 */
export function findBundle(pem: string, what: string, wanted: readonly ChainMember[], chain: ChainLayout): Finding {
  const { entries, errors } = readPemBundle(pem, what);
  const places = entries.map((entry) =>
    'error' in entry ? entry.error.message : describeByPlace(entry.certificate, chain.members),
  );
  const content = errors[0]?.message ?? places.join(', then ');
  const matches =
    errors.length === 0 &&
    entries.length === wanted.length &&
    wanted.every((member, index) => {
      const entry = entries[index];
      return (
        isPresent(member) &&
        entry !== undefined &&
        'certificate' in entry &&
        isSameCertificate(entry.certificate, member.certificate)
      );
    });
  const absences = observeEach(wanted, ({ label }) => ({ holds: true, text: label })).filter(({ holds }) => !holds);
  const held: Observation = { holds: matches, text: `${what} holds ${content}` };
  return findingOf(`${wanted.map(({ label }) => label).join(', then ')}`, [held, ...absences]);
}

/** Every namespace's trust bundle holds the root and nothing else; a namespace that should have one and has none holds ''. */
export function findTrustBundles(bundles: ReadonlyMap<string, string>, chain: ChainLayout): Finding {
  const root = chain.path.slice(-1);
  const observations = [...bundles].map(([namespace, pem]) => {
    const { holds, observed } = findBundle(pem, `the ConfigMap istio-ca-root-cert of ${namespace}`, root, chain);
    return { holds, text: observed };
  });
  const expected = `${root[0]?.label} in every namespace that has the ConfigMap istio-ca-root-cert or runs a proxy`;
  const finding = findingOf(expected, observations);
  if (!finding.holds) return finding;
  return { ...finding, observed: `istio-ca-root-cert holds ${root[0]?.label} in ${[...bundles.keys()].join(', ')}` };
}

/**
 * istiod without a plugged-in CA makes one of its own: self-signed, subject `O=<trust domain>`, `O=cluster.local` by
 * default (istio/istio, security/pkg/pki/ca, NewSelfSignedIstioCAOptions). Nothing of AWS is in such a chain.
 */
export function findPluggedInCa({ leaf, istioCa }: ChainLayout, trustDomain: string): Finding {
  const ownNames = new Set(['O=cluster.local', `O=${trustDomain}`]);
  const observations = [
    ...observeEach(leaf === undefined ? [] : [leaf], ({ label, certificate: { issuer } }) => ({
      holds: !ownNames.has(issuer),
      text: `${label} is issued by ${describeName(issuer)}`,
    })),
    observePair(leaf, istioCa, (one, other) => {
      const own = isSelfIssued(other.certificate) && isSignedBy(one.certificate, other.certificate);
      return {
        holds: !own,
        text: `${other.label} is issued by ${own ? 'itself' : describeName(other.certificate.issuer)}`,
      };
    }),
  ];
  return findingOf(`an issuer that another CA signed, not istiod's own ${[...ownNames].join(' or ')}`, observations);
}
